//! What goes first, what goes together, and what does not go.

use chrono::TimeDelta;
use medvault::models::outbox::{NewMessage, Rank};
use medvault::models::subscriber;
use medvault::sms::sender::Next;

use super::{House, number};

#[tokio::test(flavor = "multi_thread")]
async fn replies_go_before_alerts_and_alerts_before_bulk() {
    let house = House::open().await;
    let mut messages = Vec::new();
    for (n, (rank, body)) in [
        (Rank::Bulk, "bulk 1"),
        (Rank::Alert, "alert 1"),
        (Rank::Reply, "reply 1"),
        (Rank::Bulk, "bulk 2"),
        (Rank::Reply, "reply 2"),
        (Rank::Alert, "alert 2"),
    ]
    .into_iter()
    .enumerate()
    {
        messages.push(house.message(n, rank, body).await);
    }
    house.add(&messages).await;
    // One that comes while others are being sent does not wait behind them.
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Send(_)));
    house.reply(7, "reply 3").await;
    assert_eq!(house.send_all().await, 6);
    let bodies: Vec<String> = house.taken().into_iter().map(|(_, body)| body).collect();
    #[rustfmt::skip]
    assert_eq!(bodies, ["reply 1", "reply 2", "reply 3", "alert 1", "alert 2", "bulk 1", "bulk 2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_before_its_time() {
    let house = House::open().await;
    let mut message = house.message(1, Rank::Alert, "morning").await;
    message.not_before = house.now() + TimeDelta::hours(8);
    let id = house.add(&[message]).await[0];
    assert_eq!(house.send_all().await, 0);
    house.later(8 * 3600);
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.state(id).await, "sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_are_told_the_same_share_a_request() {
    let house = House::with(&[("MEDVAULT_AT_RECIPIENTS", "4")]).await;
    let mut messages = Vec::new();
    // The first phone is told the same twice, which no request can say.
    for n in [0, 1, 2, 0, 3, 4, 5] {
        messages.push(house.message(n, Rank::Bulk, "everyone").await);
    }
    messages.insert(2, house.message(6, Rank::Bulk, "somebody").await);
    let ids = house.add(&messages).await;
    assert_eq!(ids.len(), 8);
    assert!(ids.is_sorted(), "in the order they were given");
    let mut sizes = Vec::new();
    while let Next::Send(batch) = house.sender.pass().await.unwrap() {
        sizes.push(batch.len());
    }
    // Of the first four that wait, three are told the same.
    assert_eq!(sizes.iter().sum::<usize>(), 8);
    assert_eq!(sizes[0], 3);
    assert!(sizes.len() < 6, "{sizes:?}");
    let mut taken = house.taken();
    taken.sort();
    let mut wanted: Vec<(String, String)> = [0, 0, 1, 2, 3, 4, 5]
        .map(|n| (number(n), "everyone".to_owned()))
        .to_vec();
    wanted.push((number(6), "somebody".to_owned()));
    assert_eq!(taken, wanted);
    assert_eq!(house.count("outbox WHERE state = 'sent'").await, 8);
    assert_eq!(house.count("sends WHERE operator_id IS NOT NULL").await, 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_late_is_never_sent() {
    let house = House::open().await;
    let mut late = house.message(1, Rank::Reply, "late").await;
    late.expires_at = house.now() + TimeDelta::minutes(5);
    let id = house.add(&[late.clone()]).await[0];
    let in_time = house.reply(2, "in time").await;
    house.later(300);
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.state(id).await, "expired");
    assert_eq!(house.state(in_time).await, "sent");
    // Also where nothing is being sent.
    late.not_before = house.now() + TimeDelta::hours(1);
    late.expires_at = house.now() + TimeDelta::minutes(1);
    let other = house.add(&[late]).await[0];
    house.sender.tidy().await.unwrap();
    assert_eq!(house.state(other).await, "queued");
    house.later(60);
    house.sender.tidy().await.unwrap();
    assert_eq!(house.state(other).await, "expired");
    assert_eq!(house.taken(), [(number(2), "in time".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opted_out_hears_only_answers() {
    let house = House::open().await;
    let mut conn = house.database.conn().await;
    let phone = house.phone(1).await;
    subscriber::stop(&mut conn, phone, house.now())
        .await
        .unwrap();
    let mut messages: Vec<NewMessage> = Vec::new();
    for (n, rank) in [
        (1, Rank::Bulk),
        (2, Rank::Bulk),
        (1, Rank::Alert),
        (1, Rank::Reply),
    ] {
        messages.push(house.message(n, rank, &format!("{rank:?}")).await);
    }
    let ids = house.add(&messages).await;
    assert_eq!(house.send_all().await, 2);
    let states = [
        house.state(ids[0]).await,
        house.state(ids[1]).await,
        house.state(ids[2]).await,
        house.state(ids[3]).await,
    ];
    assert_eq!(states, ["failed stopped", "sent", "failed stopped", "sent"]);
    assert_eq!(
        house.taken(),
        [
            (number(1), "Reply".to_owned()),
            (number(2), "Bulk".to_owned())
        ]
    );
    // To be told when they call, while it is of use.
    let missed = async |at| {
        let mut conn = house.database.conn().await;
        let missed = medvault::models::outbox::missed(&mut conn, phone, at);
        let missed = missed.await.unwrap();
        missed.into_iter().map(|m| m.body).collect::<Vec<_>>()
    };
    let mut told = missed(house.now()).await;
    told.sort();
    assert_eq!(told, ["Alert", "Bulk"]);
    assert!(missed(house.now() + TimeDelta::hours(13)).await.is_empty());
    let stopped = subscriber::stopped_at(&mut conn, phone).await.unwrap();
    assert!(stopped.is_some());
    let other = house.phone(2).await;
    assert_eq!(subscriber::stopped_at(&mut conn, other).await, Ok(None));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_messages_wait() {
    let house = House::with(&[("MEDVAULT_AT_KEY", "")]).await;
    let id = house.reply(1, "hello").await;
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Nothing));
    assert_eq!(house.state(id).await, "queued");
    house.sender.tidy().await.unwrap();
    let page = house.app.metrics.page().unwrap();
    assert!(
        page.contains("medvault_outbox_queued{rank=\"reply\"} 1"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_requests_a_second_than_configured() {
    let house = House::with(&[("MEDVAULT_AT_RATE", "1")]).await;
    for n in 0..3 {
        house.reply(n, &format!("to {n}")).await;
    }
    for sent in 1..=3 {
        assert_eq!(house.send_all().await, 1);
        assert_eq!(house.taken().len(), sent);
        house.later(1);
    }
}
