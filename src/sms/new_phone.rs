//! Somebody who works with the record asks by SMS to go on under another phone.

use super::moves;
use super::receive::{Answer, Desk};
use crate::db::Conn;
use crate::models::phone;
use crate::models::staff::Staff;
use crate::people::phone::typed;
use crate::people::staff::{NotDone, Refusal};

impl Desk<'_> {
    /// Takes down under which number a person wants to go on.
    pub(super) async fn new_phone(
        &self,
        conn: &mut Conn,
        person: &Staff,
        words: &str,
    ) -> anyhow::Result<Answer> {
        let own = phone::open(conn, &self.app.phones, self.phone).await?;
        let Some(number) = typed::number(words, &own) else {
            return Ok(self.say("phone-how", "sms-phone-how"));
        };
        let new = phone::id_of(conn, &self.app.phones, &number).await?;
        match moves::ask(self.app, conn, person, new, self.now).await {
            Ok(()) => {}
            Err(NotDone::Refused(Refusal::PhoneTaken | Refusal::Already)) => {
                return Ok(self.say("phone-no", "sms-phone-no"));
            }
            Err(NotDone::Refused(_)) => return Ok(self.unknown()),
            Err(NotDone::Query(error)) => return Err(error.into()),
        }
        let said = self.language();
        Ok(Answer::new(
            "phone-asked",
            said.with("sms-phone-asked", "number", number.tail().to_owned()),
        ))
    }
}
