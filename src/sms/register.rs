//! Somebody asks by SMS to report for a facility; who answers for its area hears of it.

use super::joins;
use super::receive::{Answer, Desk};
use crate::db::Conn;
use crate::people::staff::{self, NotDone, Refusal, Registration};
use crate::text::gsm;

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
        joins::asked(self.app, conn, self.asks.as_ref(), &person, self.now).await?;
        let said = self.language();
        Ok(Answer::new(
            "registered",
            said.with("sms-registered", "facility", facility_name),
        ))
    }
}
