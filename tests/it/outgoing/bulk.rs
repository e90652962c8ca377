//! Broadcasts: taken apart into batches, sent batch by batch, and what is told of each recipient.

mod away;
mod killed;
mod left_out;
mod pauses;
mod processes;
mod reports;
mod shared_rate;

use std::sync::Arc;

use chrono::TimeDelta;
use medvault::broadcasts::fan_out::FanOut;
use medvault::broadcasts::progress::{self, Progress};
use medvault::models::outbox::Rank;
use medvault::models::{phone, subscriber};
use medvault::operators::africastalking::fake::Fault;
use medvault::sms::sender::Next;

use super::{House, number};

/// What the tests' broadcasts say.
const TEXTS: [(&str, &str); 2] = [("en", "Boil your water"), ("sw", "Chemsha maji")];

impl House {
    /// So many people of one ward, whose numbers begin with the 1000th; they read `languages` in
    /// turn. Their phones.
    async fn people(&self, many: usize, languages: &[&str]) -> Vec<i64> {
        let numbers: Vec<_> = (0..many)
            .map(|n| number(1000 + n).parse().unwrap())
            .collect();
        let mut conn = self.conn.lock().await;
        let ids = phone::add(&mut conn, &self.app.phones, &numbers)
            .await
            .unwrap();
        drop(conn);
        self.run(
            "INSERT INTO places (source, source_id, kind, name, iso3) VALUES ('test', '1', 'ward', 'Kibera', 'KEN');
             INSERT INTO tokens (purpose, hash) VALUES ('callbacks', sha256('test'));",
        )
        .await;
        let languages: Vec<_> = languages.iter().map(|l| format!("'{l}'")).collect();
        self.run(&format!(
            "INSERT INTO subscribers (phone_id, place_id, language)
             SELECT id, (SELECT max(id) FROM places), (ARRAY[{}])[1 + (id - {}) % {}]
             FROM phones WHERE id >= {}",
            languages.join(","),
            ids[0],
            languages.len(),
            ids[0],
        ))
        .await;
        ids
    }

    /// A broadcast to that ward that is approved and due.
    async fn broadcast(&self, emergency: bool) -> i64 {
        let (now, end) = (self.now(), self.now() + TimeDelta::hours(12));
        self.run(&format!(
            "INSERT INTO broadcasts (state, emergency, reason, audience, recipients, segments, token_id, made_by, created_at, starts_at, expires_at)
             SELECT 'approved', {emergency}, 'a test', jsonb_build_object('place', max(id)), (SELECT count(*) FROM subscribers), 1,
                    (SELECT max(id) FROM tokens), 'http', '{now}', '{now}', '{end}' FROM places",
        ))
        .await;
        let id = self.text("max(id)", "FROM broadcasts").await;
        for (language, body) in TEXTS {
            self.run(&format!(
                "INSERT INTO broadcast_texts VALUES ({id}, '{language}', '{body}')"
            ))
            .await;
        }
        id.parse().unwrap()
    }

    fn fan_out(&self) -> FanOut {
        FanOut::new(Arc::clone(&self.app)).unwrap()
    }

    /// Takes everything apart that is due.
    async fn fan_all_out(&self) {
        let fan_out = self.fan_out();
        while fan_out.pass().await.unwrap() {}
    }

    async fn progress(&self, broadcast: i64) -> Progress {
        let mut conn = self.conn.lock().await;
        progress::of(&mut conn, broadcast).await.unwrap()
    }

    async fn set_state(&self, broadcast: i64, state: &str) {
        self.run(&format!(
            "UPDATE broadcasts SET state = '{state}' WHERE id = {broadcast}"
        ))
        .await;
    }

    async fn broadcast_state(&self, broadcast: i64) -> String {
        self.text("state", &format!("FROM broadcasts WHERE id = {broadcast}"))
            .await
    }
}

/// By day, requests of ten.
async fn tens() -> House {
    House::with(&[
        ("MEDVAULT_AT_RECIPIENTS", "10"),
        ("MEDVAULT_QUIET_HOURS", "none"),
    ])
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_told_once_in_a_language_they_read() {
    let house = tens().await;
    // Nothing is written in French: who reads that is told the default's.
    house.people(97, &["en", "sw", "fr"]).await;
    let id = house.broadcast(false).await;
    let mut fan_out = house.fan_out();
    fan_out.chunk = 30;
    assert_eq!(house.progress(id).await.queued, 97);
    assert!(fan_out.pass().await.unwrap(), "there is more");
    assert_eq!(house.broadcast_state(id).await, "sending");
    assert_eq!(house.progress(id).await.queued, 97);
    // Whoever is killed here leaves the rest to another.
    drop(fan_out);
    let mut heir = house.fan_out();
    heir.chunk = 30;
    let mut passes = 1;
    while heir.pass().await.unwrap() {
        passes += 1;
    }
    assert_eq!(passes, 3);
    assert!(!heir.pass().await.unwrap());
    assert_eq!(house.text("sum(size)", "FROM bulk_batches").await, "97");
    assert_eq!(
        house
            .count("bulk_batches WHERE size > 10 OR size <> cardinality(phone_ids)")
            .await,
        0
    );
    let batches = house.count("bulk_batches").await;
    assert_eq!(house.send_all().await, batches);
    let mut taken = house.taken();
    taken.sort();
    let wanted: Vec<_> = (0..97)
        .map(|n| {
            (
                number(1000 + n),
                TEXTS[usize::from(n % 3 == 1)].1.to_owned(),
            )
        })
        .collect();
    assert_eq!(taken, wanted);
    let progress = house.progress(id).await;
    assert_eq!((progress.sent, progress.people()), (97, 97));
    heir.pass().await.unwrap();
    assert_eq!(house.broadcast_state(id).await, "done");
    assert_eq!(
        house
            .text(
                "sum(cost) || currency",
                "FROM bulk_batches GROUP BY currency"
            )
            .await,
        "77.6000KES"
    );
    assert_eq!(house.send_all().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_no_language_it_is_written_in_is_left_out() {
    let house = tens().await;
    house.people(9, &["en", "sw", "fr"]).await;
    let id = house.broadcast(false).await;
    house
        .run("DELETE FROM broadcast_texts WHERE language = 'en'")
        .await;
    house.fan_all_out().await;
    house.send_all().await;
    assert_eq!(house.taken().len(), 3);
    assert_eq!(house.progress(id).await.people(), 3);
    assert_eq!(
        house
            .text("people || ' ' || left_out", "FROM fan_outs")
            .await,
        "3 6"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_handed_over_while_paused_and_never_once_cancelled() {
    let house = tens().await;
    house.people(40, &["en"]).await;
    let id = house.broadcast(false).await;
    house.fan_all_out().await;
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Send(_)));
    house.set_state(id, "paused").await;
    assert_eq!(house.send_all().await, 0);
    assert_eq!(house.progress(id).await.queued, 30);
    house.set_state(id, "sending").await;
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Send(_)));
    house.set_state(id, "cancelled").await;
    assert_eq!(house.send_all().await, 0);
    house.fan_all_out().await;
    let progress = house.progress(id).await;
    assert_eq!((progress.sent, progress.cancelled), (20, 20));
    assert_eq!(house.taken().len(), 20);
    assert_eq!(house.broadcast_state(id).await, "cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cancelled_while_it_is_taken_apart_goes_no_further() {
    let house = tens().await;
    house.people(40, &["en"]).await;
    let id = house.broadcast(false).await;
    let mut fan_out = house.fan_out();
    fan_out.chunk = 20;
    assert!(fan_out.pass().await.unwrap());
    house.set_state(id, "cancelled").await;
    assert!(!fan_out.pass().await.unwrap());
    assert_eq!(house.text("sum(size)", "FROM bulk_batches").await, "20");
    assert_eq!(house.send_all().await, 0);
    assert_eq!(house.progress(id).await.cancelled, 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_too_late_or_too_early_is_not_sent() {
    let house = tens().await;
    house.people(20, &["en"]).await;
    let id = house.broadcast(false).await;
    house
        .run("UPDATE broadcasts SET starts_at = starts_at + interval '1 hour'")
        .await;
    house.fan_all_out().await;
    assert_eq!(house.broadcast_state(id).await, "approved");
    house.later(3600);
    house.fan_all_out().await;
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Send(_)));
    house.later(11 * 3600);
    assert_eq!(house.send_all().await, 0);
    house.fan_all_out().await;
    let progress = house.progress(id).await;
    assert_eq!((progress.sent, progress.expired), (10, 10));
    assert_eq!(house.broadcast_state(id).await, "expired");
    let never = house.broadcast(false).await;
    let paused = house.broadcast(false).await;
    house.set_state(paused, "paused").await;
    house.later(12 * 3600);
    house.fan_all_out().await;
    for late in [never, paused] {
        assert_eq!(house.broadcast_state(late).await, "expired");
        assert_eq!(house.progress(late).await.expired, 20);
    }
    assert_eq!(house.taken().len(), 10);
    // Each is noted once, with how many are not told.
    house.fan_all_out().await;
    let noted = "FROM audit WHERE action = 'expire' ORDER BY id";
    assert_eq!(
        house
            .texts("concat_ws(' ', old ->> 'state', new ->> 'not_told')", noted)
            .await,
        ["sending 10", "approved 20", "paused 20"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_all_handed_over_when_its_time_came_is_done() {
    for state in ["sending", "paused", "approved"] {
        let house = tens().await;
        house.people(20, &["en"]).await;
        let id = house.broadcast(false).await;
        house.fan_all_out().await;
        assert_eq!(house.send_all().await, 2);
        house.set_state(id, state).await;
        house.later(12 * 3600);
        house.fan_all_out().await;
        assert_eq!(house.broadcast_state(id).await, "done", "{state}");
        assert_eq!(house.count("audit WHERE action = 'expire'").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_cannot_be_taken_apart_holds_up_no_other() {
    let house = tens().await;
    house.people(20, &["en"]).await;
    let broken = house.broadcast(true).await;
    house
        .run("UPDATE broadcasts SET audience = audience || '{\"planet\": 4}'")
        .await;
    let other = house.broadcast(false).await;
    assert!(house.fan_out().pass().await.is_err(), "and it is told");
    assert_eq!(house.send_all().await, 2);
    let _ = house.fan_out().pass().await;
    assert_eq!(house.broadcast_state(other).await, "done");
    assert_eq!(house.broadcast_state(broken).await, "sending");
    assert_eq!(house.taken().len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_quiet_hours_only_an_emergency_goes() {
    let always = ("MEDVAULT_QUIET_HOURS", "00:00-23:59");
    let house = House::with(&[always, ("MEDVAULT_AT_RECIPIENTS", "10")]).await;
    // Not in the one minute of the day that is not quiet.
    let minute = house.now().format("%H:%M").to_string();
    if minute == "20:59" {
        house.later(60);
    }
    house.people(10, &["en"]).await;
    house.broadcast(false).await;
    house.fan_all_out().await;
    assert_eq!(house.send_all().await, 0);
    house.broadcast(true).await;
    house.fan_all_out().await;
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.taken().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opts_out_after_the_batches_are_made_is_left_out() {
    for (reaches, emergency, told) in [
        ("off", false, 9),
        ("off", true, 9),
        ("on", true, 10),
        ("on", false, 9),
    ] {
        let house = House::with(&[
            ("MEDVAULT_QUIET_HOURS", "none"),
            ("MEDVAULT_EMERGENCY_REACHES_STOPPED", reaches),
        ])
        .await;
        let phones = house.people(10, &["en"]).await;
        let id = house.broadcast(emergency).await;
        house.fan_all_out().await;
        let mut conn = house.database.conn().await;
        subscriber::stop(&mut conn, phones[3], house.now())
            .await
            .unwrap();
        house.send_all().await;
        assert_eq!(house.taken().len(), told, "{reaches} {emergency}");
        let progress = house.progress(id).await;
        assert_eq!(progress.people(), 10);
        assert_eq!(progress.failed, [], "{reaches} {emergency}");
        let left_out: Vec<_> = progress
            .left_out
            .iter()
            .map(|f| (&*f.why, f.people))
            .collect();
        let wanted: &[(&str, i64)] = if told == 9 { &[("stopped", 1)] } else { &[] };
        assert_eq!(left_out, wanted, "{reaches} {emergency}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_recipients_own_answer_is_kept() {
    let house = tens().await;
    let phones = house.people(10, &["en"]).await;
    let id = house.broadcast(false).await;
    house.fan_all_out().await;
    house.fake.answer(&number(1001), 403);
    house.fake.answer(&number(1002), 406);
    house.fake.answer(&number(1003), 500);
    // Ours to repair: this one waits.
    house.fake.answer(&number(1004), 405);
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Send(_)));
    let progress = house.progress(id).await;
    assert_eq!(
        (progress.sent, progress.unknown, progress.queued),
        (6, 1, 1)
    );
    let failed: Vec<_> = progress
        .failed
        .iter()
        .map(|f| (&*f.why, f.people))
        .collect();
    assert_eq!(failed, [("InvalidPhoneNumber", 1), ("UserInBlacklist", 1)]);
    let mut conn = house.database.conn().await;
    let stopped = subscriber::stopped_at(&mut conn, phones[2]).await.unwrap();
    assert_eq!(stopped, Some(house.now()));
    house.fake.answer(&number(1004), 102);
    house.later(400);
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.progress(id).await.sent, 7);
    assert_eq!(house.taken().len(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_request_goes_again_and_a_rejected_one_in_halves() {
    let house = tens().await;
    house.people(10, &["en"]).await;
    let id = house.broadcast(false).await;
    house.fan_all_out().await;
    house.fake.next(Fault::TooMany(None));
    assert_eq!(house.send_all().await, 1);
    assert_eq!(house.progress(id).await.queued, 10);
    assert_eq!(
        house.text("state || tries", "FROM bulk_batches").await,
        "queued0"
    );
    // What is tried after a refusal is for one alone; the others wait on.
    house.later(2);
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Send(_)));
    assert_eq!(house.taken().len(), 1);
    house.fake.next(Fault::Status(400));
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Send(_)));
    assert_eq!(
        house
            .texts(
                "size",
                "FROM bulk_batches WHERE state = 'queued' ORDER BY id"
            )
            .await,
        ["4", "5"]
    );
    assert_eq!(house.send_all().await, 2);
    let mut taken: Vec<_> = house.taken().into_iter().map(|(to, _)| to).collect();
    taken.sort();
    assert_eq!(taken, (0..10).map(|n| number(1000 + n)).collect::<Vec<_>>());
    assert_eq!(house.progress(id).await.sent, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_goes_before_batches_and_always_has_a_request_free() {
    let house = House::with(&[
        ("MEDVAULT_AT_RECIPIENTS", "10"),
        ("MEDVAULT_QUIET_HOURS", "none"),
        ("MEDVAULT_AT_PARALLEL", "3"),
    ])
    .await;
    house.people(50, &["en"]).await;
    house.broadcast(true).await;
    house.fan_all_out().await;
    let mut out = Vec::new();
    while let Next::Send(batch) = house.sender.claim().await.unwrap() {
        out.push(batch);
    }
    assert_eq!(out.len(), 2, "one of three is kept free");
    let reply = house.reply(1, "you asked").await;
    house.message(2, Rank::Alert, "low").await;
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Send(_)));
    assert_eq!(house.state(reply).await, "sent");
    assert_eq!(house.taken(), [(number(1), "you asked".to_owned())]);
    let answers = house.sender.post(&out[0]).await;
    house.sender.mark(&out[0], &answers).await.unwrap();
    out.remove(0);
    assert!(matches!(house.sender.claim().await.unwrap(), Next::Send(_)));
}
