//! What the operator's faults do to a message and to those after it.

use std::time::Duration;

use medvault::models::outbox::{self, Rank};
use medvault::models::subscriber;
use medvault::operators::africastalking::fake::Fault;
use medvault::sms::sender::Next;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::{House, number};

/// How long the channel is shut now, in seconds; none where it is open.
async fn shut(house: &House) -> Option<u64> {
    match house.sender.claim().await.unwrap() {
        Next::Wait(wait) => u64::try_from(wait.as_millis().div_ceil(1000)).ok(),
        Next::Nothing => None,
        other => panic!("{other:?}"),
    }
}

/// Whether an operator of ours sees that nothing is sent for this reason.
fn paused(house: &House, why: &str) -> bool {
    let page = house.app.metrics.page().unwrap();
    let line = format!("medvault_channel_paused{{why=\"{why}\"}} ");
    let value = page.lines().find_map(|l| l.strip_prefix(&line));
    value.expect("every reason is on the page") == "1"
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_waits_and_goes_when_the_trouble_is_over() {
    #[rustfmt::skip]
    let cases = [
        (Fault::TooMany(None), "http 429", None),
        (Fault::Status(500), "http 500", None),
        (Fault::Status(502), "http 502", None),
        (Fault::Status(503), "http 503", None),
        (Fault::Status(408), "http 408", None),
        (Fault::Unauthorized, "http 401", Some("key")),
        (Fault::Status(403), "http 403", Some("key")),
        (Fault::Status(404), "http 404", Some("address")),
        (Fault::Status(302), "http 302", Some("address")),
        (Fault::InvalidSenderId, "InvalidSenderId", Some("sender")),
        (Fault::NoBalance, "InsufficientBalance", Some("balance")),
    ];
    let house = House::open().await;
    for (n, (fault, failure, pause)) in cases.into_iter().enumerate() {
        let ids = [house.reply(1, "one").await, house.reply(2, "two").await];
        house.fake.always(Some(fault.clone()));
        assert_eq!(house.send_all().await, 1, "{fault:?}: it is no storm");
        assert_eq!(house.state(ids[0]).await, format!("queued {failure}"));
        assert_eq!(house.state(ids[1]).await, "queued");
        let wait = shut(&house).await.unwrap();
        match pause {
            Some(why) => {
                assert_eq!(wait, 300, "{fault:?}");
                assert!(paused(&house, why), "{fault:?}");
            }
            None => {
                assert_eq!(wait, 1, "{fault:?}");
                assert!(!paused(&house, "busy") && !paused(&house, "down"));
            }
        }
        house.later(300);
        assert_eq!(house.send_all().await, 1, "{fault:?}: one looks again");
        house.fake.always(None);
        house.later(300);
        assert_eq!(house.send_all().await, 2, "{fault:?}");
        for id in ids {
            assert_eq!(house.state(id).await, "sent", "{fault:?}");
        }
        if let Some(why) = pause {
            assert!(!paused(&house, why), "{fault:?}");
        }
        let sent = 2 * (n + 1);
        assert_eq!(house.taken().len(), sent, "{fault:?}");
        assert_eq!(house.count("sends").await, sent, "a refusal is no send");
        assert_eq!(house.text("max(tries)", "FROM outbox").await, "1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_been_sent_is_not_sent_again() {
    #[rustfmt::skip]
    let cases = [
        (Fault::LostAnswer, "unknown answer lost", 1),
        (Fault::Garbled, "unknown answer not understood", 0),
        (Fault::Status(504), "unknown http 504", 0),
    ];
    let house = House::open().await;
    let mut all = 0;
    for (n, (fault, state, taken)) in cases.into_iter().enumerate() {
        let id = house.reply(1, "hello").await;
        house.fake.next(fault.clone());
        assert_eq!(house.send_all().await, 1);
        assert_eq!(house.state(id).await, state, "{fault:?}");
        // An operator that does not answer is left alone a moment.
        assert_eq!(shut(&house).await, Some(1), "{fault:?}");
        house.later(3600);
        assert_eq!(house.send_all().await, 0, "{fault:?}");
        all += taken;
        assert_eq!(house.taken().len(), all, "{fault:?}");
        assert_eq!(house.count("sends").await, n + 1, "{fault:?}");
        // Lets the channel see that the trouble is over.
        house.fake.answer(&number(9), 407);
        house.reply(9, "probe").await;
        assert_eq!(house.send_all().await, 1);
        house.run("DELETE FROM sends WHERE status_code = 407").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_not_waited_for_for_ever() {
    let house = House::with(&[("MEDVAULT_AT_PATIENCE_MS", "100")]).await;
    let id = house.reply(1, "hello").await;
    house.fake.next(Fault::Slow(Duration::from_secs(3600)));
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.state(id).await, "unknown no answer in time");
    house.later(3600);
    assert_eq!(house.send_all().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_recipients_fate_is_not_the_others() {
    #[rustfmt::skip]
    let cases = [
        (401, "unknown RiskHold"), (403, "failed InvalidPhoneNumber"),
        (404, "failed UnsupportedNumberType"), (406, "failed UserInBlacklist"),
        (407, "failed CouldNotRoute"), (409, "failed DoNotDisturbRejection"),
        (500, "unknown InternalServerError"), (501, "unknown GatewayError"),
        (502, "failed RejectedByGateway"), (599, "unknown Unknown"),
    ];
    let house = House::open().await;
    let mut messages = Vec::new();
    for (n, (code, _)) in cases.iter().enumerate() {
        house.fake.answer(&number(n), *code);
        messages.push(house.message(n, Rank::Bulk, "all").await);
    }
    messages.push(house.message(99, Rank::Bulk, "all").await);
    let ids = house.add(&messages).await;
    assert_eq!(house.send_all().await, 1);
    for (id, (code, state)) in ids.iter().zip(cases) {
        assert_eq!(house.state(*id).await, state);
        let rest = format!("FROM sends WHERE outbox_id = {id}");
        assert_eq!(house.text("status_code", &rest).await, code.to_string());
    }
    assert_eq!(house.state(ids[cases.len()]).await, "sent");
    assert_eq!(house.taken(), [(number(99), "all".to_owned())]);
    assert_eq!(shut(&house).await, None, "the channel is well");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blacklisted_phone_gets_answers_alone_from_then_on() {
    let house = House::open().await;
    house.fake.answer(&number(1), 406);
    let alert = house.message(1, Rank::Alert, "stock-out").await;
    let first = house.add(&[alert]).await[0];
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.state(first).await, "failed UserInBlacklist");
    let phone = house.phone(1).await;
    let mut conn = house.database.conn().await;
    let stopped = subscriber::stopped_at(&mut conn, phone).await.unwrap();
    assert!(stopped.is_some());
    let again = house.message(1, Rank::Alert, "still out").await;
    let second = house.add(&[again]).await[0];
    let reply = house.reply(1, "AL 5 saved").await;
    assert_eq!(house.send_all().await, 1, "only the answer is tried");
    assert_eq!(house.state(second).await, "failed stopped");
    assert_eq!(house.state(reply).await, "failed UserInBlacklist");
    let missed = outbox::missed(&mut conn, phone, house.now()).await.unwrap();
    let told: Vec<&str> = missed.iter().map(|m| m.body.as_str()).collect();
    assert_eq!(told, ["AL 5 saved", "still out", "stock-out"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_waits_grow_and_the_alert_comes_at_the_fifth_failure() {
    let house = House::open().await;
    house.reply(1, "hello").await;
    house.fake.always(Some(Fault::Status(503)));
    let mut last = 0;
    for failures in 1..=7 {
        assert_eq!(house.send_all().await, 1);
        let wait = shut(&house).await.unwrap();
        let longest = 1 << (failures - 1);
        assert!(
            (longest / 2..=longest).contains(&wait),
            "{failures}: {wait}"
        );
        assert_eq!(paused(&house, "down"), failures >= 5, "{failures}");
        house.later(i64::try_from(wait).unwrap());
        last = wait;
    }
    assert!(last >= 32);
    house.fake.always(None);
    assert_eq!(house.send_all().await, 1);
    assert!(!paused(&house, "down"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_says_when_to_come_again() {
    let house = House::open().await;
    house.reply(1, "hello").await;
    house.fake.next(Fault::TooMany(Some(40)));
    assert_eq!(house.send_all().await, 1);
    assert_eq!(shut(&house).await, Some(40));
    house.later(40);
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.taken().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_trouble_one_message_goes_first() {
    let house = House::open().await;
    let mut messages = Vec::new();
    for n in 0..10 {
        messages.push(house.message(n, Rank::Bulk, "all").await);
    }
    house.add(&messages).await;
    house.fake.next(Fault::Status(500));
    assert_eq!(house.send_all().await, 1);
    house.later(2);
    let Next::Send(batch) = house.sender.pass().await.unwrap() else {
        panic!("nothing was sent");
    };
    assert_eq!(batch.len(), 1);
    assert_eq!(house.send_all().await, 1, "then all the others at once");
    assert_eq!(house.taken().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejection_is_final_for_one_alone() {
    let house = House::open().await;
    let mut messages = Vec::new();
    for n in 0..3 {
        messages.push(house.message(n, Rank::Bulk, "all").await);
    }
    let ids = house.add(&messages).await;
    house.fake.always(Some(Fault::Status(400)));
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.count("outbox WHERE state = 'queued'").await, 3);
    house.later(2);
    // One goes alone and fails; that is no trouble of the channel's, and the others are tried.
    assert_eq!(house.send_all().await, 2);
    assert_eq!(house.state(ids[0]).await, "failed http 400");
    assert_eq!(house.state(ids[1]).await, "queued http 400");
    house.fake.always(None);
    house.later(2);
    assert_eq!(house.send_all().await, 2);
    assert_eq!(house.taken().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_that_is_not_there_loses_nothing() {
    // A port that nobody listens on.
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", port.local_addr().unwrap());
    drop(port);
    let house = House::with(&[("MEDVAULT_AT_URL", &url)]).await;
    let id = house.reply(1, "hello").await;
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.state(id).await, "queued no connection");
    assert_eq!(shut(&house).await, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_after_the_request_leaves_it_unknown() {
    let operator = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", operator.local_addr().unwrap());
    let house = House::with(&[("MEDVAULT_AT_URL", &url)]).await;
    let id = house.reply(1, "hello").await;
    let listening = tokio::spawn(async move {
        let mut requests = 0;
        while let Ok((mut stream, _)) = operator.accept().await {
            let mut head = [0; 4096];
            let read = stream.read(&mut head).await.unwrap();
            requests += usize::from(head[..read].starts_with(b"POST "));
            stream.shutdown().await.unwrap();
            if requests == 1 {
                break;
            }
        }
        requests
    });
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.state(id).await, "unknown answer lost");
    assert_eq!(listening.await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_does_not_open_fails_alone() {
    let house = House::open().await;
    let ids = [house.reply(1, "all").await, house.reply(2, "all").await];
    let phone = house.phone(1).await;
    house
        .run(&format!(
            "UPDATE phones SET seal_key_id = 99 WHERE id = {phone}"
        ))
        .await;
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.state(ids[0]).await, "failed number does not open");
    assert_eq!(house.state(ids[1]).await, "sent");
    assert_eq!(house.taken(), [(number(2), "all".to_owned())]);
}
