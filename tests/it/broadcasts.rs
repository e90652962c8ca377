//! Broadcasts: whom they reach, who says yes, and that nothing goes out otherwise.

mod api;
mod audience;
mod audit;
mod commands;
mod dial;
mod drafts;
mod few;
mod glass;
mod left_out;
mod machine;
mod page;
mod recall;
mod refusals;
mod rights;
mod shown;
mod sms;
mod spine;
mod stops;
mod templates;
mod ways;
mod when;

use std::collections::BTreeMap;

use chrono::Timelike as _;
use diesel_async::SimpleAsyncConnection as _;
use medvault::broadcasts::approve::{Decided, Which, decide};
use medvault::broadcasts::audience::Audience;
use medvault::broadcasts::create::{First, Made, Wanted, create};
use medvault::broadcasts::{By, Done, Office, Refusal, Who};
use medvault::models::broadcast::Channel;
use medvault::models::staff;

use crate::people::world::World;

/// Kisumu with an authority and an approver, Kenya with an approver, Nairobi with both, and
/// patients: 10 to 13 in Ahero (11 reads Swahili), 14 in Kajulu, 15 in Kibra, 16 in Ahero who
/// wants no messages, 17 nowhere.
struct Scene {
    world: World,
    authority: i64,
    approver: i64,
    national: i64,
}

const PATIENTS: &str = "
    INSERT INTO subscribers (phone_id, language, place_id, stopped_at)
    SELECT $PHONE, NULLIF('$LANGUAGE', ''), (SELECT id FROM places WHERE name = '$PLACE'), $STOPPED";

impl Scene {
    async fn new() -> Scene {
        let world = World::new().await;
        let person = |n, role, place| world.person(n, role, "active", Some(place), &[]);
        let authority = person(1, "authority", "Kisumu").await;
        let approver = person(2, "approver", "Kisumu").await;
        let national = person(3, "approver", "Kenya").await;
        person(4, "approver", "Nairobi").await;
        person(5, "authority", "Nairobi").await;
        for (id, pin) in [(authority, "4071"), (approver, "5082"), (national, "6093")] {
            assert!(world.choose(id, pin).await);
        }
        let scene = Scene {
            world,
            authority,
            approver,
            national,
        };
        for (n, language, place, stopped) in [
            (10, "en", "Ahero", false),
            (11, "sw", "Ahero", false),
            (12, "", "Ahero", false),
            (13, "en", "Ahero", false),
            (14, "en", "Kajulu", false),
            (15, "en", "Kibra", false),
            (16, "en", "Ahero", true),
            (17, "en", "", false),
        ] {
            let phone = scene.world.phone(n).await;
            let sql = PATIENTS
                .replace("$PHONE", &phone.to_string())
                .replace("$LANGUAGE", language)
                .replace("$PLACE", place)
                .replace("$STOPPED", if stopped { "now()" } else { "NULL" });
            scene.run(&sql).await;
        }
        scene
    }

    async fn run(&self, sql: &str) {
        self.world.conn().await.batch_execute(sql).await.unwrap();
    }

    fn office(&self) -> Office<'_> {
        Office::of(&self.world.app)
    }

    async fn by(&self, staff_id: i64, channel: Channel) -> By {
        let person = staff::by_id(&mut self.world.conn().await, staff_id).await;
        By {
            who: Who::Staff(Box::new(person.unwrap().unwrap())),
            channel,
            from: "test".to_owned(),
        }
    }

    /// What an authority would say to a place.
    async fn wanted(&self, place: &str) -> Wanted {
        Wanted {
            audience: Audience {
                place: Some(self.world.place(place).await),
                ..Audience::default()
            },
            texts: BTreeMap::from([("en".to_owned(), "Boil all water.".to_owned())]),
            ..Wanted::default()
        }
    }

    async fn make(&self, by: i64, wanted: Wanted, first: First) -> Done<Made> {
        let by = self.by(by, Channel::Ussd).await;
        create(
            &mut self.world.conn().await,
            &self.office(),
            &by,
            wanted,
            first,
        )
        .await
    }

    async fn say(&self, by: i64, which: Which<'_>, yes: bool) -> Done<Decided> {
        let by = self.by(by, Channel::Ussd).await;
        decide(
            &mut self.world.conn().await,
            &self.office(),
            &by,
            which,
            yes,
        )
        .await
    }

    /// It is next so many o'clock where they live.
    fn hour(&self, hour: i64) {
        let zone = self.world.app.config.alerts.zone;
        let now = self.world.now().with_timezone(&zone);
        let wait = hour * 3600 - i64::from(now.num_seconds_from_midnight());
        self.world.pass(wait.rem_euclid(24 * 3600));
    }

    /// As if a broadcast had begun to go out, and nobody had been told yet.
    async fn begun(&self, id: i64) {
        let begun = format!("INSERT INTO fan_outs (broadcast_id, begun_at) VALUES ({id}, now())");
        self.run(&begun).await;
    }

    async fn state(&self, id: i64) -> String {
        let query = format!("SELECT state AS word FROM broadcasts WHERE id = {id}");
        self.world.word(&query).await.unwrap()
    }

    /// How many broadcasts may go out, or did.
    async fn let_out(&self) -> i64 {
        let query = "SELECT count(*) AS id FROM broadcasts WHERE state IN ('approved', 'sending', 'paused', 'done')";
        self.world.number(query).await
    }

    /// The last message to a phone.
    async fn told(&self, n: u8) -> Option<String> {
        let phone = self.world.phone(n).await;
        let query = format!(
            "SELECT body AS word FROM outbox WHERE phone_id = {phone} ORDER BY id DESC LIMIT 1"
        );
        self.world.word(&query).await
    }

    /// The code in the last message to a phone.
    async fn code(&self, n: u8) -> String {
        let told = self.told(n).await.unwrap();
        let (_, after) = told.split_once("OK ").unwrap();
        after.chars().take(6).collect()
    }
}

/// The refusal that something met.
fn refused<T: std::fmt::Debug>(done: Done<T>) -> Refusal {
    match done {
        Err(medvault::broadcasts::NotDone::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}
