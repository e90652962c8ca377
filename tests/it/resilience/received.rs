//! What people who work with the record tell by USSD, and what that does elsewhere: in the
//! ledger, and to what they were asked by SMS.

use chrono::{Datelike as _, Months};
use medvault::operators::{Message, Sender};
use medvault::sms::receive::receive;

use super::*;

const PIN: &str = "40719";

/// A pharmacist of Gilgil who told their PIN, in a language.
async fn pharmacist(house: &mut House, language: &str) -> Caller {
    house
        .happen(&format!(
            "~ language {language}\n~ staff pharmacist nku-gil-01\n~ stock pcm nku-gil-01 300\n~ pin {PIN}"
        ))
        .await;
    let mut caller = Caller::new(&house.set.app, CALLER);
    caller.dial("").await;
    caller.types_each(&["7", PIN]).await;
    caller
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_is_typed_is_kept_as_its_last_day_in_every_language() {
    for language in ["en", "sw", "ha", "fr", "am"] {
        let mut house = House::open().await;
        let mut caller = pharmacist(&mut house, language).await;
        let in_a_while = house.set.app.clock.now().date_naive() + Months::new(1);
        let typed = in_a_while.format("%m%y").to_string();
        let shown = in_a_while.format("%m/%Y").to_string();
        let sure = caller
            .types_each(&["2", "Paracetamol tablet", "200", &typed])
            .await;
        assert!(sure.contains(&shown), "{language}: {sure}");
        // Rebuilt from its transcript, it is the same.
        caller.is_forgotten().await;
        assert_eq!(caller.again().await, sure);
        // Where letters take more room, the yes is on the next page.
        if language == "am" {
            caller.types("98").await;
        }
        let saved = caller.types("1").await;
        assert!(saved.contains(&shown), "{language}: {saved}");
        let kept = house
            .texts(
                "kind || ' ' || quantity || ' ' || expires_on",
                "FROM ledger WHERE expires_on IS NOT NULL",
            )
            .await;
        let last = (in_a_while.with_day(1).unwrap() + Months::new(1))
            .pred_opt()
            .unwrap();
        assert_eq!(kept, [format!("receipt 200 {last}")], "{language}");
        // What expires soon is told from it.
        let mut seen = caller.dial(&format!("7*{PIN}")).await;
        for _ in 0..2 {
            if let Some(option) = option_of(&house, language, "desk-expiring", &seen) {
                seen = caller.types(&option).await;
                break;
            }
            seen = caller.types("98").await;
        }
        let day = last.format("%d/%m/%Y").to_string();
        assert!(seen.contains(&day), "{language}: {seen}");
    }
}

/// The number under which a screen shows the label of this text.
fn option_of(house: &House, language: &str, text: &str, screen: &str) -> Option<String> {
    let texts = &house.set.app.ussd.editions.current.texts;
    let label = format!(" {}", texts.language(language).word(text));
    let number = |line: &str| {
        let line = line.strip_prefix("CON ").unwrap_or(line);
        line.strip_suffix(&label).map(str::to_owned)
    };
    screen.lines().find_map(number)
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_came_is_asked_when_it_expires() {
    let mut house = House::open().await;
    let mut caller = pharmacist(&mut house, "en").await;
    // A month that was told, and then something else about the product.
    let year = house.set.app.clock.now().date_naive() + Months::new(12);
    let month = year.format("%m%y").to_string();
    let receipt = ["2", "Paracetamol tablet", "200", &month, "1"];
    let saved = caller.types_each(&receipt).await;
    assert!(saved.starts_with("CON Saved."), "{saved}");
    let sure = caller
        .types_each(&["3", "3", "Paracetamol tablet", "50"])
        .await;
    let told = "CON Paracetamol 500 mg tablet\n50 tab given out\nBefore: 500 tab";
    assert!(sure.starts_with(told), "{sure}");
    caller.types("1").await;
    let kept = house
        .texts(
            "kind || ' ' || (expires_on IS NULL)",
            "FROM ledger WHERE report_id IN (SELECT id FROM reports WHERE staff_id IS NOT NULL) ORDER BY id",
        )
        .await;
    assert_eq!(kept, ["receipt false", "issue true"]);
}

/// Sends a message from the caller's phone; what it is answered with.
async fn sends(house: &House, text: &str) -> String {
    sends_from(house, CALLER, text).await
}

/// Sends a message; what it is answered with.
pub(super) async fn sends_from(house: &House, number: &str, text: &str) -> String {
    let message = Message {
        id: format!("{:032x}", rand::random::<u128>()),
        from: Sender::Phone(number.parse().unwrap()),
        to: "20880".to_owned(),
        network: String::new(),
        text: text.to_owned(),
        sent_at: None,
    };
    receive(&house.set.app, &message).await.unwrap();
    let latest = "FROM outbox WHERE inbound_id IS NOT NULL ORDER BY id DESC LIMIT 1";
    house.texts("body", latest).await.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_by_ussd_answers_what_was_asked_by_sms() {
    let mut house = House::open().await;
    let mut caller = pharmacist(&mut house, "en").await;
    let asked = sends(&house, "SOH PCM ORS").await;
    assert!(asked.contains("How many: PCM, ORS?"), "{asked}");
    // Of a figure that cannot be, nothing is kept, and the question stays.
    let cannot = caller
        .types_each(&["3", "Paracetamol tablet", "9000"])
        .await;
    assert!(cannot.starts_with("CON Only 300 tab"), "{cannot}");
    let several = sends(&house, "12").await;
    assert!(several.ends_with("PCM, ORS"), "{several}");
    let count = ["1", "1", "Paracetamol tablet", "120", "1"];
    let saved = caller.types_each(&count).await;
    assert!(saved.starts_with("CON Saved."), "{saved}");
    // What is left of it is asked of the other product alone.
    let answered = sends(&house, "12").await;
    assert!(answered.starts_with("ORS 12"), "{answered}");
    assert_eq!(sends(&house, "SOH PCM").await, "How many: PCM?",);
    let count = ["3", "1", "Paracetamol tablet", "110", "1"];
    let saved = caller.types_each(&count).await;
    assert!(saved.starts_with("CON Saved."), "{saved}");
    let nothing = sends(&house, "12").await;
    assert!(
        nothing.starts_with("A number alone answers nothing now."),
        "{nothing}"
    );
    let known = house
        .texts(
            "quantity",
            "FROM stock_levels WHERE (facility_id, product_id) = ((SELECT id FROM facilities WHERE code = 'nku-gil-01'), (SELECT id FROM products WHERE code = 'pcm'))",
        )
        .await;
    assert_eq!(known, ["110"]);
}
