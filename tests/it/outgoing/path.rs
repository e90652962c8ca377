//! The whole way of a message, in a service as it runs.

use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use medvault::models::outbox::{self, NewMessage, Rank};
use medvault::models::phone;
use medvault::operators::africastalking::fake::Fake;

use super::{House, KEY, USERNAME, number, texts};
use crate::support::Running;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_sent_marked_and_reported_on() {
    let house = House::open().await;
    let id = house.reply(1, "AL 120 tabs saved. UNDO to cancel").await;
    assert_eq!(house.state(id).await, "queued");
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.state(id).await, "sent");
    let taken = house.fake.messages();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to, number(1));
    assert_eq!(taken[0].text, "AL 120 tabs saved. UNDO to cancel");
    let send = house
        .text(
            "concat_ws(' ', operator_id, status_code, currency, cost, parts, failure)",
            "FROM sends",
        )
        .await;
    assert_eq!(send, format!("{} 102 KES 0.8000 1", taken[0].id));
    assert_eq!(house.send_all().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_sends_by_itself_and_takes_reports() {
    let fake = Fake::start(USERNAME, KEY).unwrap();
    let running = Running::start(&[
        ("MEDVAULT_AT_USERNAME", USERNAME),
        ("MEDVAULT_AT_KEY", KEY),
        ("MEDVAULT_AT_URL", &fake.url()),
    ])
    .await;
    fake.report_to(&running.url(&format!("/at/{}/dlr", running.token)));
    let mut conn = running.database.conn().await;
    let now = Utc::now();
    let message = NewMessage {
        phone_id: phone::id_of(
            &mut conn,
            &running.service.app.phones,
            &number(1).parse().unwrap(),
        )
        .await
        .unwrap(),
        rank: Rank::Reply,
        body: "hello".to_owned(),
        not_before: now,
        expires_at: now + TimeDelta::hours(1),
        repeat_unknown: false,
        inbound_id: None,
        created_at: now,
    };
    outbox::add(&mut conn, &[message]).await.unwrap();
    running.service.app.outbox.notify_one();
    let began = Instant::now();
    loop {
        let state = texts(&mut conn, "SELECT state AS value FROM outbox")
            .await
            .join(",");
        if state == "delivered" {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "still {state}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(fake.messages().len(), 1);
    running.service.stop().await;
}
