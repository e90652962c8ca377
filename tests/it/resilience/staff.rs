//! People who work with the record: nobody gets in without a PIN or writes who may not,
//! nothing is written twice, and the PIN is nowhere to be found.

use super::*;

const PIN: &str = "40719";
const ASKED_PIN: &str = "CON Your PIN:\n";
const AGAIN: &str = "CON Type your PIN again.\nYour PIN:";
const DESK: &str = "CON Jamii Pharmaceuticals\n1 Count\n";
const SURE: &str = "CON Paracetamol 500 mg tablet\n120 tab there\nBefore: 68 tab,";
const SAVED: &str = "CON Saved.\nParacetamol 500 mg tablet\n120 tab there\n";
const NOT_STAFF: &str = "CON You do not work with the record.\n";

/// A pharmacist of Lodwar, and a country that has been as it is for long.
async fn pharmacist(house: &mut House) -> Caller {
    house
        .happen(&format!(
            "~ language en\n~ staff pharmacist tkn-lod-01\n~ pin {PIN}"
        ))
        .await;
    house.set.clock.advance(TimeDelta::minutes(20));
    Caller::new(&house.set.app, CALLER)
}

impl Caller {
    /// Dials and tells the PIN.
    async fn logs_in(&mut self) {
        self.dial("").await;
        let asked = self.types("7").await;
        assert!(asked.starts_with(ASKED_PIN), "{asked}");
        let desk = self.types(PIN).await;
        assert!(desk.starts_with(DESK), "{desk}");
    }

    /// Goes up to the question whether 120 paracetamol are there.
    async fn counts(&mut self) {
        self.logs_in().await;
        let held = self.types_each(&["1", "98", "98"]).await;
        let paracetamol = held
            .lines()
            .find_map(|line| line.strip_suffix(" Paracetamol tablet 500 mg"))
            .unwrap_or_else(|| panic!("{held}"))
            .to_owned();
        let sure = self.types_each(&[&paracetamol, "120"]).await;
        assert!(sure.starts_with(SURE), "{sure}");
    }
}

/// What people reported, and not files.
async fn reports(house: &House) -> usize {
    house.count("reports WHERE staff_id IS NOT NULL").await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leads_past_the_pin() {
    let mut house = House::open().await;
    let mut caller = pharmacist(&mut house).await;
    // Dialled in one go, with numbers that would mean something behind the PIN.
    for inputs in ["7*1", "7*1*1*120*1", "7*1234*1", "6*98*2*1*1"] {
        let shown = caller.dial(inputs).await;
        assert!(shown.contains("Your PIN:"), "{inputs}: {shown}");
    }
    // The right PIN in the middle of what is dialled is asked once more.
    let shown = caller.dial(&format!("7*{PIN}*1")).await;
    assert!(shown.starts_with(AGAIN), "{shown}");
    assert_eq!(house.count("staff WHERE pin_failures > 0").await, 0);
    // A call that was cut off behind the PIN is not gone on with.
    caller.counts().await;
    let redialled = caller.dial("").await;
    assert!(redialled.starts_with(HOME), "{redialled}");
    assert!(caller.types("7").await.starts_with(ASKED_PIN));
    assert_eq!(reports(&house).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_nobody_elses() {
    let mut house = House::open().await;
    let mut caller = pharmacist(&mut house).await;
    caller.counts().await;
    // Somebody else's phone, with the id and the transcript of the pharmacist's call.
    let mut other = caller.clone();
    other.hop.phone = "+254700000998".parse().unwrap();
    let shown = other.again().await;
    assert!(!shown.contains("Paracetamol"), "{shown}");
    let shown = other.types("1").await;
    assert!(!shown.contains("Saved"), "{shown}");
    assert_eq!(reports(&house).await, 0);
    assert!(caller.types("1").await.starts_with(SAVED));
    assert_eq!(reports(&house).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_let_out_meanwhile_writes_and_sees_nothing() {
    let mut house = House::open().await;
    let mut caller = pharmacist(&mut house).await;
    caller.counts().await;
    house.happen("~ let out").await;
    let shown = caller.types("1").await;
    assert!(shown.starts_with("CON You may not do this."), "{shown}");
    // Asked once more of a rebuilt call, the same is told.
    caller.is_forgotten().await;
    assert_eq!(caller.again().await, shown);
    let shown = caller.types_each(&["1", "7"]).await;
    assert!(shown.starts_with(NOT_STAFF), "{shown}");
    assert_eq!(reports(&house).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_comes_often_at_once_is_one_report() {
    let mut house = House::open().await;
    let mut caller = pharmacist(&mut house).await;
    let second = house.second_app().await;
    for forgets in [false, true] {
        let before = reports(&house).await;
        caller.logs_in().await;
        let count = if forgets {
            // What was reported most stands first now.
            caller.types_each(&["1", "1", "120"]).await
        } else {
            caller.counts().await;
            String::new()
        };
        assert!(
            count.is_empty() || count.contains("120 tab there"),
            "{count}"
        );
        if forgets {
            caller.is_forgotten().await;
        }
        let yes = caller.next("1");
        let calls: Vec<_> = [&caller.app, &second]
            .into_iter()
            .cycle()
            .take(8)
            .map(|app| {
                let (app, yes) = (Arc::clone(app), yes.clone());
                tokio::spawn(async move { answer(&app, &yes).await })
            })
            .collect();
        for call in calls {
            let shown = call.await.unwrap();
            assert!(shown.starts_with(SAVED), "{shown}");
        }
        assert_eq!(reports(&house).await, before + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_that_comes_often_at_once_is_one_try() {
    let mut house = House::open().await;
    let mut caller = pharmacist(&mut house).await;
    let second = house.second_app().await;
    caller.dial("").await;
    caller.types("7").await;
    caller.is_forgotten().await;
    let wrong = caller.next("40718");
    let calls: Vec<_> = [&caller.app, &second]
        .into_iter()
        .cycle()
        .take(6)
        .map(|app| {
            let (app, wrong) = (Arc::clone(app), wrong.clone());
            tokio::spawn(async move { answer(&app, &wrong).await })
        })
        .collect();
    for call in calls {
        let shown = call.await.unwrap();
        assert!(shown.contains("Your PIN:"), "{shown}");
    }
    let failures = house.texts("pin_failures", "FROM staff").await;
    assert_eq!(failures, ["1"]);
    // And once more later, when Redis has lost it: what came of it is read.
    caller.hop = wrong;
    caller.is_forgotten().await;
    let shown = caller.again().await;
    assert!(
        shown.starts_with("CON Wrong PIN. Tries left: 2."),
        "{shown}"
    );
    assert_eq!(house.texts("pin_failures", "FROM staff").await, ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_whose_record_is_lost_is_asked_for_again() {
    let mut house = House::open().await;
    let mut caller = pharmacist(&mut house).await;
    caller.logs_in().await;
    caller.is_forgotten().await;
    house.alter("DELETE FROM session_records").await;
    let shown = caller.types("1").await;
    assert!(shown.starts_with(AGAIN), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pin_is_nowhere_but_hashed() {
    // So long that no moment, hash or id holds them by chance.
    let (right, wrong) = ("90817263", "90817264");
    let mut house = House::open().await;
    house
        .happen("~ language en\n~ staff pharmacist tkn-lod-01")
        .await;
    let mut caller = Caller::new(&house.set.app, CALLER);
    caller.dial("").await;
    // Chosen, told wrong, told right, and a report made.
    caller.types_each(&["7", right, right, wrong]).await;
    let desk = caller.types(right).await;
    assert!(desk.starts_with(DESK), "{desk}");
    caller.types_each(&["1", "1", "77", "1"]).await;
    assert_eq!(reports(&house).await, 1);
    let mut looked = 0;
    for (whence, value) in secrets::raw(house.set.database.name()).await {
        let value = format!("{whence} {}", String::from_utf8_lossy(&value));
        assert!(!value.contains(right) && !value.contains(wrong), "{value}");
        looked += 1;
    }
    let tables = house
        .texts("tablename", "FROM pg_tables WHERE schemaname = 'public'")
        .await;
    for table in tables {
        for row in house.texts("t", &format!("FROM \"{table}\" t")).await {
            let told = row.contains(right) || row.contains(wrong);
            assert!(!told, "{table}: {row}");
            looked += 1;
        }
    }
    assert!(looked > 1000, "{looked}");
    let hash = house.texts("pin", "FROM staff").await;
    assert!(hash[0].starts_with("$argon2id$"), "{hash:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_record_a_list_is_told_to_come_later() {
    let mut house = House::open().await;
    let mut caller = pharmacist(&mut house).await;
    caller.logs_in().await;
    let redis = needed("REDIS_URL");
    caller.app = house.app(&[("REDIS_URL", &redis), PATIENT[1]]).await;
    house.set.database.close().await.unwrap();
    let shown = caller.types("1").await;
    assert!(
        shown.starts_with("END Sorry, this cannot be read right now."),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_texted_is_texted_once_even_to_whom_wants_no_messages() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    caller.finds().await;
    house
        .alter("UPDATE subscribers SET stopped_at = now()")
        .await;
    caller.types_each(&["98", "98"]).await;
    let texted = caller.types("10").await;
    assert!(
        texted.starts_with("END You will get it by SMS."),
        "{texted}"
    );
    for _ in 0..3 {
        caller.is_forgotten().await;
        assert_eq!(caller.again().await, texted);
    }
    let bodies = house
        .texts("body", "FROM outbox WHERE rank = 0 AND state = 'queued'")
        .await;
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    let (head, lines) = bodies[0].split_once('\n').unwrap();
    assert_eq!(head, "Paracetamol 500 mg tablet near Kibera:");
    assert!(lines.starts_with("1 Daraja"), "{lines}");
}
