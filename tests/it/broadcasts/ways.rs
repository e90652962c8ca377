//! The ways in, so that one table can be asked of each.

use std::cell::Cell;
use std::sync::Arc;

use medvault::broadcasts::fan_out::FanOut;
use medvault::people::role::{Action, Role};
use serde_json::{Value, json};

use super::api::Served;
use super::sms::Phones;
use super::{Scene, commands};

/// A way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Http,
    Cli,
    Sms,
}

/// A scene with one way in.
pub(super) struct House {
    way: Way,
    served: Served,
    keys: Cell<u32>,
}

/// Somebody by each way in: a phone and a PIN, or a token.
pub(super) struct Person {
    pub(super) n: u8,
    pub(super) id: i64,
    pub(super) pin: &'static str,
    pub(super) token: String,
}

/// What somebody wants sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish<'a> {
    pub(super) place: &'a str,
    pub(super) text: &'a str,
    pub(super) alone: bool,
}

impl House {
    pub(super) async fn new(way: Way) -> House {
        let scene = Scene::new().await;
        House {
            way,
            served: match way {
                Way::Http => Served::over(scene).await,
                Way::Cli | Way::Sms => Served::without(scene),
            },
            keys: Cell::new(0),
        }
    }

    pub(super) fn scene(&self) -> &Scene {
        &self.served.scene
    }

    /// Somebody new, over a place or at a facility.
    pub(super) async fn person(&self, n: u8, role: Role, (place, at): (&str, &str)) -> Person {
        let at: &[&str] = if role.works_at_facilities() {
            &[at]
        } else {
            &[]
        };
        let world = &self.scene().world;
        let id = world
            .person(n, role.as_str(), "active", Some(place), at)
            .await;
        assert!(world.choose(id, "7104").await);
        Person {
            n,
            id,
            pin: "7104",
            token: self.served.token(role, place).await,
        }
    }

    /// Somebody of the scene, who has a PIN already.
    pub(super) async fn known(&self, n: u8, id: i64, (role, pin): (Role, &'static str)) -> Person {
        Person {
            n,
            id,
            pin,
            token: self.served.token(role, "Kisumu").await,
        }
    }

    async fn says(&self, person: &Person, text: &str, done: &str) -> (bool, String) {
        // A message's id is known only once.
        self.keys.set(self.keys.get() + 1);
        let told = Phones::beginning(self.scene(), self.keys.get())
            .send(person.n, text)
            .await;
        (told.contains(done), told)
    }

    async fn types(&self, person: &Person, args: &[&str]) -> (bool, String) {
        commands::said(self.scene(), person.id, person.pin, args).await
    }

    /// An emergency, asked for: whether it was, and the answer.
    pub(super) async fn make(&self, person: &Person, wish: Wish<'_>) -> (bool, String) {
        let Wish { place, text, alone } = wish;
        match self.way {
            Way::Http => {
                let body = json!({
                    "audience": { "place": place }, "texts": { "en": text }, "emergency": true,
                    "reason": "why", "alone": alone,
                });
                self.keys.set(self.keys.get() + 1);
                let key = format!("k{}", self.keys.get());
                status(self.served.new_one(&person.token, &key, &body).await)
            }
            Way::Cli => {
                let text = format!("en={text}");
                let new = [
                    "new",
                    "--place",
                    place,
                    "--text",
                    &text,
                    "--reason",
                    "why",
                    "--emergency",
                ];
                let more: &[&str] = if alone { &["--alone"] } else { &[] };
                self.types(person, &[&new, more].concat()).await
            }
            Way::Sms => {
                let text = format!("EMERGENCY {place} {text}");
                self.says(person, &text, "Nothing is sent yet. Send OK")
                    .await
            }
        }
    }

    /// A yes to a broadcast.
    pub(super) async fn approve(&self, person: &Person, about: i64) -> (bool, String) {
        let id = about.to_string();
        match self.way {
            Way::Http => {
                let about = json!(about);
                status(self.served.verb(&person.token, &about, "approve").await)
            }
            Way::Cli => self.types(person, &["approve", &id]).await,
            Way::Sms => {
                let code = self.code(about).await;
                let text = format!("OK {code} {}", person.pin);
                self.says(person, &text, "You approved broadcast").await
            }
        }
    }

    /// The code that an officer was asked with.
    async fn code(&self, about: i64) -> String {
        let query =
            format!("SELECT code AS word FROM broadcast_approvals WHERE broadcast_id = {about}");
        self.scene().world.word(&query).await.unwrap()
    }

    /// Whether somebody did something to or about a broadcast, and the answer; none where this
    /// way in has no words for it.
    pub(super) async fn does(
        &self,
        person: &Person,
        action: Action,
        about: i64,
    ) -> Option<(bool, String)> {
        let wish = Wish {
            place: "Kisumu",
            text: "Boil all water.",
            alone: action == Action::BreakGlass,
        };
        let id = about.to_string();
        match (action, self.way) {
            (Action::MakeBroadcast, _) => Some(self.make(person, wish).await),
            (Action::ApproveBroadcast, _) => Some(self.approve(person, about).await),
            (Action::PauseBroadcast, Way::Sms) => {
                let text = format!("CANCEL {id} {}", person.pin);
                Some(self.says(person, &text, "is stopped for good").await)
            }
            (_, Way::Sms) => None,
            (Action::BreakGlass, _) => Some(self.make(person, wish).await),
            (Action::SeeBroadcast, Way::Http) => {
                Some(status(self.served.see(&person.token, &json!(about)).await))
            }
            (Action::SeeBroadcast, Way::Cli) => Some(self.types(person, &["show", &id]).await),
            (_, Way::Http) => {
                let about = json!(about);
                Some(status(
                    self.served.verb(&person.token, &about, "cancel").await,
                ))
            }
            (_, Way::Cli) => Some(self.types(person, &["cancel", &id]).await),
        }
    }

    /// How many people were put into batches, once everything that may go out was taken apart;
    /// and how many messages whoever is no officer was sent.
    pub(super) async fn sent(&self) -> (i64, i64) {
        let fan_out = FanOut::new(Arc::clone(&self.scene().world.app)).unwrap();
        while fan_out.pass().await.unwrap() {}
        let world = &self.scene().world;
        let batched = "SELECT coalesce(sum(size), 0)::bigint AS id FROM bulk_batches";
        let told = "SELECT count(*) AS id FROM outbox o WHERE NOT EXISTS (SELECT FROM staff s WHERE s.phone_id = o.phone_id)";
        (world.number(batched).await, world.number(told).await)
    }
}

/// Whether a request was done, and its answer.
fn status((status, told): (u16, Value)) -> (bool, String) {
    ((200..300).contains(&status), format!("{status} {told}"))
}
