//! Somebody asks by SMS to report for a facility; who answers for its area hears of it.

use chrono::TimeDelta;

use super::receive::{Answer, Desk};
use crate::db::Conn;
use crate::models::outbox::{self, NewMessage, Rank};
use crate::models::subscriber;
use crate::people::role::Action;
use crate::people::staff::{self, NotDone, Refusal, Registration, who};
use crate::text::gsm;

/// How long it is worth telling a supervisor that somebody asks.
const WORTH: TimeDelta = TimeDelta::days(2);

impl Desk<'_> {
    /// Takes down who asks to report for which facility: its code, then their name.
    pub(super) async fn register(&self, conn: &mut Conn, words: &str) -> anyhow::Result<Answer> {
        let how = || self.say("register-how", "sms-register-how");
        let Some((code, name)) = words.split_once(char::is_whitespace) else {
            return Ok(how());
        };
        let code = code
            .trim_matches(|c: char| c == ',' || c == '.')
            .to_lowercase();
        let facility = self.world(|world, _| {
            let facility = world.country.facility_by_code(&code)?;
            Some((facility.id, gsm::plain(&facility.name)))
        });
        let Some((facility, facility_name)) = facility else {
            return Ok(how());
        };
        let asked = Registration {
            phone_id: self.phone,
            name: name.trim(),
            facility_id: facility,
            language: Some(self.language().code()),
        };
        let person = match staff::register(conn, asked, self.now).await {
            Ok(person) => person,
            Err(NotDone::Refused(why)) => {
                return Ok(match why {
                    Refusal::Already => self.say("register-known", "sms-register-known"),
                    Refusal::BadName | Refusal::NoFacility => how(),
                    _ => self.say("register-no", "sms-register-no"),
                });
            }
            Err(NotDone::Query(error)) => return Err(error.into()),
        };
        // Who asks again and again is heard of once
        if self.asks.is_none() {
            self.tell_who_decides(conn, facility, &person.name).await?;
        }
        let said = self.language();
        Ok(Answer::new(
            "registered",
            said.with("sms-registered", "facility", facility_name),
        ))
    }

    async fn tell_who_decides(
        &self,
        conn: &mut Conn,
        facility: i64,
        name: &str,
    ) -> anyhow::Result<()> {
        let settings = &self.app.config.alerts;
        let time = self.now.with_timezone(&settings.zone).time();
        let quiet = settings.quiet.filter(|quiet| quiet.holds(time));
        let not_before = self.now + quiet.map_or(TimeDelta::zero(), |quiet| quiet.ends_in(time));
        let mut messages = Vec::new();
        for person in who::answering_for(conn, facility, Action::ApproveStaff).await? {
            let profile = subscriber::of_id(conn, person.phone_id).await?;
            let told = profile.and_then(|profile| profile.language);
            let texts = &self.app.ussd.editions.current.texts;
            let language = told.or(person.language);
            let language = texts.language(language.as_deref().unwrap_or_default());
            let body = self.world(|world, _| {
                let facility = world.country.facility(facility);
                let facts = [
                    ("name", gsm::plain(name)),
                    (
                        "facility",
                        facility.map_or_else(String::new, |facility| gsm::plain(&facility.name)),
                    ),
                ];
                language.say("sms-asks-in", &facts)
            });
            messages.push(NewMessage {
                phone_id: person.phone_id,
                rank: Rank::Alert,
                body,
                not_before,
                expires_at: not_before + WORTH,
                repeat_unknown: false,
                inbound_id: Some(self.inbound),
                created_at: self.now,
            });
        }
        outbox::add(conn, &messages).await?;
        Ok(())
    }
}
