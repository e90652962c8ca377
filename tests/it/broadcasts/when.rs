//! When one begins, whom a correction goes to, and what its writer is sent first.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use medvault::broadcasts::approve::Which;
use medvault::broadcasts::audience::Audience;
use medvault::broadcasts::change::{Change, change, try_out};
use medvault::broadcasts::create::{First, Wanted};
use medvault::broadcasts::fan_out::FanOut;
use medvault::broadcasts::{By, Holder, Refusal, Who, ask};
use medvault::models::broadcast::{Channel, State};
use medvault::people::role::Role;

use super::{Scene, refused};

impl Scene {
    /// Everybody who is in a batch, once what may go out was taken apart.
    async fn batched(&self) -> Option<String> {
        let fan_out = FanOut::new(Arc::clone(&self.world.app)).unwrap();
        while fan_out.pass().await.unwrap() {}
        let query = "SELECT string_agg(phone::text, ' ' ORDER BY broadcast_id, phone) AS word
            FROM (SELECT broadcast_id, unnest(phone_ids) AS phone FROM bulk_batches) p";
        self.world.word(query).await
    }

    async fn phones(&self, numbers: &[u8]) -> String {
        let mut phones = Vec::new();
        for n in numbers {
            phones.push(self.world.phone(*n).await.to_string());
        }
        phones.join(" ")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_for_later_begins_then_and_not_before() {
    let scene = Scene::new().await;
    let wanted = Wanted {
        emergency: true,
        reason: "a dam".to_owned(),
        starts_at: Some(scene.world.now() + TimeDelta::hours(3)),
        ..scene.wanted("Ahero").await
    };
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = made.unwrap().broadcast.id;
    scene
        .say(scene.approver, Which::Id(id), true)
        .await
        .unwrap();
    for seconds in [0, 2 * 3600, 3600 - 30] {
        scene.world.pass(seconds);
        assert_eq!(scene.batched().await, None);
        assert_eq!(scene.state(id).await, "approved");
    }
    scene.world.pass(60);
    let everybody = scene.phones(&[10, 11, 12, 13]).await;
    assert_eq!(scene.batched().await, Some(everybody));
    assert_eq!(scene.state(id).await, "sending");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_goes_to_whom_the_first_one_went() {
    let scene = Scene::new().await;
    let first = Wanted {
        audience: Audience {
            languages: vec!["sw".to_owned()],
            ..scene.wanted("Ahero").await.audience
        },
        emergency: true,
        reason: "cholera".to_owned(),
        ..scene.wanted("Ahero").await
    };
    let made = scene.make(scene.authority, first.clone(), First::Ask).await;
    let id = made.unwrap().broadcast.id;
    scene
        .say(scene.approver, Which::Id(id), true)
        .await
        .unwrap();
    let eleven = scene.phones(&[11]).await;
    assert_eq!(scene.batched().await.unwrap(), eleven);
    // Whatever else it names, and whoever is not of that area does not write it.
    let correction = Wanted {
        corrects: Some(id),
        audience: scene.wanted("Kibra").await.audience,
        texts: BTreeMap::from([("en".to_owned(), "No need to boil.".to_owned())]),
        ..first
    };
    let nairobi = "SELECT id FROM staff WHERE name = 'Person 5'";
    let nairobi = scene.world.number(nairobi).await;
    let theirs = scene.make(nairobi, correction.clone(), First::Ask).await;
    assert_eq!(refused(theirs), Refusal::Unknown);
    let made = scene.make(scene.authority, correction, First::Ask).await;
    let second = made.unwrap().broadcast.id;
    // It is a broadcast as any: nobody is told before a second officer said yes to it.
    assert_eq!(scene.batched().await.unwrap(), eleven);
    scene
        .say(scene.approver, Which::Id(second), true)
        .await
        .unwrap();
    assert_eq!(scene.batched().await.unwrap(), format!("{eleven} {eleven}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn its_writer_is_sent_every_text_first_and_nobody_else_any() {
    let scene = Scene::new().await;
    let wanted = Wanted {
        texts: BTreeMap::from([
            ("en".to_owned(), "Boil all water.".to_owned()),
            ("sw".to_owned(), "Chemsha maji yote.".to_owned()),
        ]),
        ..scene.wanted("Ahero").await
    };
    let made = scene.make(scene.authority, wanted, First::Draft).await;
    let id = made.unwrap().broadcast.id;
    let by = scene.by(scene.authority, Channel::Cli).await;
    let mut conn = scene.world.conn().await;
    let sent = try_out(&mut conn, &scene.office(), &by, id).await;
    assert_eq!(sent.unwrap(), 2);
    let query =
        "SELECT string_agg(phone_id || ' ' || body, '; ' ORDER BY body) AS word FROM outbox";
    let own = scene.phones(&[1]).await;
    let expected = format!("{own} Boil all water.; {own} Chemsha maji yote.");
    assert_eq!(scene.world.word(query).await.unwrap(), expected);
    assert_eq!(
        (scene.state(id).await, scene.batched().await),
        ("draft".to_owned(), None)
    );
    // A program has no phone, and who may not see it is sent nothing.
    let token = By {
        who: Who::Token(Holder {
            id: 1,
            role: Role::Authority,
            place_id: Some(scene.world.place("Kisumu").await),
        }),
        channel: Channel::Http,
        from: "test".to_owned(),
    };
    let nairobi = "SELECT id FROM staff WHERE name = 'Person 5'";
    let nairobi = scene.world.number(nairobi).await;
    let other = scene.by(nairobi, Channel::Cli).await;
    // A draft is nobody's but its writer's.
    for by in [&token, &other] {
        let none = try_out(&mut conn, &scene.office(), by, id).await;
        assert_eq!(refused(none), Refusal::Unknown);
    }
    assert_eq!(scene.world.word(query).await.unwrap(), expected);
    let wanted = scene.wanted("Ahero").await;
    let asked = scene.make(scene.authority, wanted, First::Ask).await;
    let asked = asked.unwrap().broadcast.id;
    for (by, why) in [(&token, Refusal::NoPhone), (&other, Refusal::Outside)] {
        let none = try_out(&mut conn, &scene.office(), by, asked).await;
        assert_eq!(refused(none), why);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_are_asked_one_after_the_other_but_never_whoever_wrote_it_or_left() {
    let scene = Scene::new().await;
    // Of Kisumu: one who left, and one who answers later than the scene's own.
    for (n, state) in [(30, "disabled"), (31, "active")] {
        let person = scene
            .world
            .person(n, "approver", state, Some("Kisumu"), &[]);
        let person = person.await;
        assert!(state != "active" || scene.world.choose(person, "7104").await);
    }
    let wanted = scene.wanted("Ahero").await;
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = made.unwrap().broadcast.id;
    let mut asked = vec![2];
    let mut codes = vec![scene.code(2).await];
    for n in [31, 3] {
        scene.world.pass(10 * 60 + 1);
        assert_eq!(ask::round(&scene.world.app).await.unwrap(), 1);
        // The next is told all of it, with a code of their own.
        let told = scene.told(n).await.unwrap();
        assert!(
            told.contains("4 people, Ahero: \"Boil all water.\""),
            "{told}"
        );
        codes.push(scene.code(n).await);
        asked.push(n);
    }
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 3);
    // There is nobody else: the last one stands.
    scene.world.pass(10 * 60 + 1);
    assert_eq!(ask::round(&scene.world.app).await.unwrap(), 0);
    assert_eq!((scene.told(30).await, scene.told(4).await), (None, None));
    let log = "SELECT string_agg(action, ' ' ORDER BY id) AS word FROM audit";
    assert_eq!(
        scene.world.word(log).await.unwrap(),
        "create ask-next ask-next"
    );
    let last = scene.code(3).await;
    scene
        .say(scene.national, Which::Code(&last), true)
        .await
        .unwrap();
    let by = scene.by(scene.authority, Channel::Cli).await;
    let mut conn = scene.world.conn().await;
    let now = change(&mut conn, &scene.office(), &by, id, Change::Cancel).await;
    assert_eq!(now.unwrap(), State::Cancelled);
    // What is over is nobody's to answer.
    scene.world.pass(10 * 60 + 1);
    assert_eq!(ask::round(&scene.world.app).await.unwrap(), 0);
}
