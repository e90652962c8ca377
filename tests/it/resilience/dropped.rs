//! A line that drops: whoever wants it is texted what they had found, once.

use medvault::operators::africastalking::end;

use super::*;

/// Africa's Talking says how the call ended, twice.
async fn ends(caller: &Caller, status: &str) {
    let hops = caller.hop.text.split('*').count() + usize::from(!caller.hop.text.is_empty());
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("date", "2026-11-22 10:00:00")
        .append_pair("sessionId", &caller.hop.session)
        .append_pair("serviceCode", "*384*1234#")
        .append_pair("networkCode", "63902")
        .append_pair("phoneNumber", caller.hop.phone.expose())
        .append_pair("status", status)
        .append_pair("hopsCount", &hops.to_string())
        .append_pair("input", &caller.hop.text)
        .finish();
    let end = end(form.as_bytes()).unwrap();
    for _ in 0..2 {
        ussd::ended(&caller.app, &end).await;
    }
}

async fn texted(house: &House) -> Vec<String> {
    let rest = "FROM outbox WHERE state = 'queued' ORDER BY id";
    house.texts("rank || ' ' || body", rest).await
}

/// Somebody who said on their phone that they want it.
async fn wants(house: &mut House) -> Caller {
    let mut caller = house.caller_in("en").await;
    caller.dial("").await;
    let saved = caller.types_each(&["6", "98", "3", "1"]).await;
    assert!(saved.starts_with("CON Saved. We will text you"), "{saved}");
    caller
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_it_is_texted_once_what_the_option_would_text() {
    let mut house = House::open().await;
    let mut caller = wants(&mut house).await;
    // What is asked for.
    caller.finds().await;
    caller.types_each(&["98", "98", "10"]).await;
    let asked = texted(&house).await.remove(0);
    ends(&caller, "Success").await;
    ends(&caller, "Incomplete").await;
    assert_eq!(texted(&house).await, [asked.as_str()]);
    // What is texted because the line dropped, whoever stopped messages.
    house
        .alter("UPDATE subscribers SET stopped_at = now()")
        .await;
    caller.finds().await;
    ends(&caller, "Incomplete").await;
    assert_eq!(texted(&house).await, [asked.as_str(), &asked]);
    // And the card that was being read.
    caller.finds().await;
    let card = caller.types("1").await;
    ends(&caller, "Failed").await;
    let all = texted(&house).await;
    assert_eq!(all.len(), 3, "{all:?}");
    let name = card.lines().next().unwrap().trim_start_matches("CON ");
    assert!(all[2].starts_with(&format!("0 {name}\nTel ")), "{all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_is_texted_and_nothing_that_was_not_found() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    // Nobody asked for it.
    caller.finds().await;
    ends(&caller, "Incomplete").await;
    let mut caller = wants(&mut house).await;
    // It ended well, or nobody knows how.
    caller.finds().await;
    ends(&caller, "Success").await;
    ends(&caller, "Whatever").await;
    // Nothing was found yet.
    caller.dial("").await;
    if caller.again().await == ASKED {
        caller.types("2").await;
    }
    caller.types_each(&["1", "panadol"]).await;
    ends(&caller, "Incomplete").await;
    // They went on from what was found.
    caller.finds().await;
    caller.types("00").await;
    ends(&caller, "Incomplete").await;
    // Somebody else's end of the call.
    caller.finds().await;
    let mut other = caller.clone();
    other.hop.phone = "+254700000998".parse().unwrap();
    ends(&other, "Incomplete").await;
    // They do not want it any more, and say so in the call.
    caller.dial("").await;
    if caller.again().await == ASKED {
        caller.types("2").await;
    }
    let saved = caller.types_each(&["6", "98", "3", "1"]).await;
    assert!(saved.starts_with("CON Saved. Nothing is texted"), "{saved}");
    caller.types_each(&["1", "panadol", "1"]).await;
    ends(&caller, "Incomplete").await;
    assert_eq!(texted(&house).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_redis_has_lost_is_texted_where_the_record_knows_it() {
    let mut house = House::open().await;
    let mut caller = wants(&mut house).await;
    // Nobody knows any more what was seen last.
    caller.finds().await;
    caller.is_forgotten().await;
    ends(&caller, "Incomplete").await;
    assert_eq!(texted(&house).await, Vec::<String>::new());
    // A list that had changed was shown again, and that was recorded.
    caller.finds().await;
    let state = caller.kept().await.unwrap().state;
    let first = state.shown[0].parse().unwrap();
    let code = {
        let country = caller.app.directory.read();
        country.facility(first).unwrap().code.to_string()
    };
    house.happen(&format!("~ stock pcm {code} 0")).await;
    caller.is_forgotten().await;
    let again = caller.types("1").await;
    assert!(again.starts_with(CHANGED), "{again}");
    caller.is_forgotten().await;
    ends(&caller, "Incomplete").await;
    let all = texted(&house).await;
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(
        all[0].starts_with("0 Paracetamol 500 mg tablet near Kibera:"),
        "{all:?}"
    );
    // What came after it is not in the record: nothing is guessed.
    caller.finds().await;
    house.happen(&format!("~ stock pcm {code} 7")).await;
    caller.is_forgotten().await;
    let again = caller.types("1").await;
    assert!(again.starts_with(CHANGED), "{again}");
    caller.types("00").await;
    caller.is_forgotten().await;
    ends(&caller, "Incomplete").await;
    assert_eq!(texted(&house).await.len(), 1);
}
