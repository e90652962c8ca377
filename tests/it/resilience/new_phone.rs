//! Somebody goes on under another phone: asked by USSD and by SMS, decided by USSD, told by
//! SMS; and the number stands nowhere.

use super::received::sends_from;
use super::*;

const PIN: &str = "40719";
const NEW: &str = "+254798123678";
const SUPERVISOR: &str = "+254700000998";

/// What a phone was sent, oldest first.
async fn texted(house: &House, number: &str) -> Vec<String> {
    let app = &house.set.app;
    let phone = phone::id_of(
        &mut house.conn().await,
        &app.phones,
        &number.parse().unwrap(),
    )
    .await
    .unwrap();
    let rest = format!("FROM outbox WHERE phone_id = {phone} ORDER BY id");
    house.texts("rank || ' ' || body", &rest).await
}

/// A pharmacist of Gilgil, and a supervisor of Nakuru who has told their PIN.
async fn people(house: &mut House) -> (Caller, Caller) {
    house
        .happen(&format!(
            "~ language en\n~ staff pharmacist nku-nak-01\n~ pin {PIN}"
        ))
        .await;
    let app = Arc::clone(&house.set.app);
    let clock = Arc::clone(&house.set.clock);
    let mut other = Stage::new(Arc::clone(&app), clock, SUPERVISOR.parse().unwrap(), "by");
    let story = format!("~ language en\n~ staff supervisor Nakuru Town East\n~ pin {PIN}");
    for event in Script::parse(&story).unwrap().events {
        other.happen(&event.what, Between::Nothing).await.unwrap();
    }
    let mut by = Caller::new(&app, SUPERVISOR);
    by.dial("").await;
    by.types_each(&["7", PIN]).await;
    (Caller::new(&app, CALLER), by)
}

/// Asks by USSD for the new phone, up to the question whether to.
async fn asks(caller: &mut Caller) -> String {
    caller.dial("").await;
    caller
        .types_each(&["7", PIN, "98", "11", "0798123678"])
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn both_phones_hear_that_one_goes_on_and_the_new_one_works() {
    let mut house = House::open().await;
    let (mut caller, mut by) = people(&mut house).await;
    let sure = asks(&mut caller).await;
    assert!(
        sure.starts_with("CON Ask to go on under the phone ...678?"),
        "{sure}"
    );
    caller.is_forgotten().await;
    assert_eq!(caller.again().await, sure);
    let yes = caller.next("1");
    for _ in 0..3 {
        caller.hop = yes.clone();
        caller.is_forgotten().await;
        let done = caller.again().await;
        assert!(
            done.starts_with("CON Your supervisor will decide."),
            "{done}"
        );
    }
    let heard = texted(&house, SUPERVISOR).await;
    assert_eq!(
        heard,
        ["1 Story asks to go on under a new phone, ...678. Dial in to decide."]
    );
    let list = by.types("1").await;
    assert!(
        list.starts_with("CON Who asks:\n1 Story, new phone ...678"),
        "{list}"
    );
    let sure = by.types_each(&["1", "1"]).await;
    assert!(
        sure.starts_with("CON Let Story go on under the phone ...678?"),
        "{sure}"
    );
    let done = by.types("1").await;
    assert!(done.starts_with("CON Done."), "{done}");
    by.is_forgotten().await;
    assert_eq!(by.again().await, done);
    let old = texted(&house, CALLER).await;
    assert_eq!(old.len(), 1, "{old:?}");
    assert!(
        old[0].starts_with("0 Story: the phone ...678 reports from now on"),
        "{old:?}"
    );
    let new = texted(&house, NEW).await;
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(
        new[0].starts_with("0 Story: this phone, ...678, reports"),
        "{new:?}"
    );
    // With the same PIN the new phone is where the old one was.
    let mut moved = Caller::new(&house.set.app, NEW);
    moved.dial("").await;
    let desk = moved.types_each(&["1", "7", PIN]).await;
    assert!(desk.contains("1 Count"), "{desk}");
    let shown = caller.types_each(&["1", "1"]).await;
    assert!(
        shown.starts_with("CON You do not work with the record."),
        "{shown}"
    );
    // Nowhere but sealed.
    let tables = house
        .texts("tablename", "FROM pg_tables WHERE schemaname = 'public'")
        .await;
    for table in tables {
        for row in house.texts("t", &format!("FROM \"{table}\" t")).await {
            assert!(!row.contains("98123678"), "{table}: {row}");
        }
    }
    for (whence, value) in secrets::raw(house.set.database.name()).await {
        let value = String::from_utf8_lossy(&value).into_owned();
        assert!(!value.contains("98123678"), "{whence}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_is_asked_for_by_sms_may_be_refused() {
    let mut house = House::open().await;
    let (caller, mut by) = people(&mut house).await;
    let asked = sends_from(&house, CALLER, "PHONE 0798123678").await;
    let told = "Your supervisor was asked to let you go on under the phone ...678.";
    assert_eq!(asked, told);
    // The message as it is kept does not hold the number.
    assert_eq!(house.texts("body", "FROM inbound").await, ["PHONE ...678"]);
    let refused = by.types_each(&["1", "1", "2", "1"]).await;
    assert!(refused.starts_with("CON Done."), "{refused}");
    let old = texted(&house, CALLER).await;
    assert!(
        old[1].starts_with("0 Story: you were not let go on under the phone ...678."),
        "{old:?}"
    );
    // Whoever has the other phone did not ask: like any message that is no answer.
    let new = texted(&house, NEW).await;
    assert_eq!(
        new,
        ["1 Story asked to go on under this phone, ...678. That was refused."]
    );
    let mut caller = caller;
    caller.dial("").await;
    let desk = caller.types_each(&["7", PIN]).await;
    assert!(desk.contains("1 Count"), "{desk}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_is_somebodys_is_nobody_elses() {
    let mut house = House::open().await;
    let (mut caller, _) = people(&mut house).await;
    for number in ["0700000998", "0700000999"] {
        caller.dial("").await;
        let shown = caller.types_each(&["7", PIN, "98", "11", number]).await;
        assert!(
            shown.starts_with("CON This number cannot be yours. Ask your supervisor."),
            "{number}: {shown}"
        );
    }
    // One that has become somebody's since it was shown is not taken either.
    asks(&mut caller).await;
    let taken = "INSERT INTO staff (phone_id, name, role, state) SELECT max(id), 'Other', 'pharmacist', 'waiting' FROM phones";
    house.alter(taken).await;
    let shown = caller.types("1").await;
    assert!(
        shown.starts_with("CON This number cannot be yours."),
        "{shown}"
    );
    assert_eq!(house.count("phone_changes").await, 0);
    let sms = sends_from(&house, CALLER, "PHONE 0700000998").await;
    assert!(sms.starts_with("This number cannot be yours."), "{sms}");
}
