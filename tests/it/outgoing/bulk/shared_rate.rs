//! Several processes send through one account, which takes so many requests a second.

use medvault::sms::sender::{Next, Sender};

use super::super::House;

#[tokio::test(flavor = "multi_thread")]
async fn three_senders_share_one_rate_exactly() {
    let house = House::with(&[
        ("MEDVAULT_AT_RATE", "4"),
        ("MEDVAULT_AT_RECIPIENTS", "1"),
        ("MEDVAULT_QUIET_HOURS", "none"),
    ])
    .await;
    house.people(60, &["en"]).await;
    house.broadcast(true).await;
    house.fan_all_out().await;
    let senders: Vec<Sender> = (0..3).map(|_| house.second_sender()).collect();
    let mut sent = 0;
    // Ten seconds of 250 ms, which the clock is moved by.
    for tick in 0..40 {
        let mut now = 0;
        for sender in &senders {
            while let Next::Send(_) = sender.pass().await.unwrap() {
                now += 1;
            }
        }
        sent += now;
        assert_eq!(now, 1, "at {tick}: one request, whoever's");
        house.later_ms(250);
    }
    assert_eq!(sent, 40);
    assert_eq!(house.taken().len(), 40);
    // A pause is not made up for.
    house.later(60);
    let mut burst = 0;
    for sender in &senders {
        while let Next::Send(_) = sender.pass().await.unwrap() {
            burst += 1;
        }
    }
    assert_eq!(burst, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_idles_takes_nothing_from_whoever_sends() {
    let house = House::with(&[("MEDVAULT_AT_RATE", "4")]).await;
    let idle = house.second_sender();
    for n in 0..20 {
        assert!(matches!(idle.claim().await.unwrap(), Next::Nothing));
        house.reply(n, &format!("to {n}")).await;
        assert!(
            matches!(house.sender.pass().await.unwrap(), Next::Send(_)),
            "{n}"
        );
        house.later_ms(250);
    }
}
