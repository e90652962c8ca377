//! Which facility the messages of somebody with several are about: asked once, remembered,
//! and named in every answer.

use super::receive::{Answer, Desk, STORED};
use super::wording;
use crate::db::Conn;
use crate::models::question::{self, Kind, NewQuestion, Question};
use crate::models::staff::{self, Staff};
use crate::text::gsm;

/// Letters of an answer at most: what the outbox takes.
const MOST: usize = 1500;

impl Desk<'_> {
    /// An answer about a facility, which is named where the sender has several.
    pub(super) fn at(&self, person: &Staff, facility: i64, text: String) -> String {
        if person.facilities.len() < 2 {
            return text;
        }
        format!("{}: {text}", self.name_of(facility))
    }

    fn name_of(&self, facility: i64) -> String {
        self.world(|world, _| {
            let facility = world.country.facility(facility);
            let name = facility.map(|facility| gsm::plain(&facility.name));
            name.unwrap_or_default()
        })
    }

    /// Asks which facility a message is about, and keeps the message until it is known.
    pub(super) async fn which_facility(
        &self,
        conn: &mut Conn,
        person: &Staff,
        text: &str,
    ) -> anyhow::Result<Answer> {
        if person.facilities.is_empty() {
            return Ok(self.say("no-facility", "sms-no-facility"));
        }
        let open = self.open(conn).await?;
        let waiting = open.iter().filter(|asked| asked.kind == Kind::Facility);
        self.again(conn, waiting.clone()).await?;
        if !text.is_empty() || waiting.count() == 0 {
            let asked = NewQuestion {
                body: text,
                ..self.new_question(None, Kind::Facility, None)
            };
            question::add(conn, &[asked]).await?;
        }
        let numbered = person.facilities.iter().zip(1..);
        let named =
            numbered.map(|(facility, number)| format!("{number} {}", self.name_of(*facility)));
        let text = self.language().with(
            "sms-facility",
            "items",
            named.collect::<Vec<_>>().join(", "),
        );
        Ok(Answer::new("which-facility", text))
    }

    /// The number of a facility: every message that waits for it is about that.
    pub(super) async fn take_facility(
        &self,
        conn: &mut Conn,
        person: &Staff,
        open: &[Question],
        number: u32,
    ) -> anyhow::Result<Answer> {
        let index = usize::try_from(number)
            .ok()
            .and_then(|number| number.checked_sub(1));
        let Some(facility) = index
            .and_then(|index| person.facilities.get(index))
            .copied()
        else {
            return self.which_facility(conn, person, "").await;
        };
        let waiting: Vec<&Question> = open
            .iter()
            .filter(|asked| asked.kind == Kind::Facility)
            .collect();
        if !self.answers(conn, waiting.iter().copied()).await? {
            return Ok(self.say("number-alone", "sms-nothing-asked"));
        }
        staff::remember_facility(conn, person.id, facility).await?;
        let (mut outcome, mut told) = ("facility", String::new());
        let mut more = 0;
        for asked in waiting.iter().filter(|asked| !asked.body.is_empty()) {
            let answer = self.report(conn, person, facility, &asked.body).await?;
            outcome = STORED;
            let longer = match &*told {
                "" => answer.text,
                _ => wording::sentences(&[told.clone(), answer.text], self.language()),
            };
            if longer.chars().count() <= MOST {
                told = longer;
            } else {
                more += 1;
            }
        }
        if more > 0 {
            told.push_str(&format!(" +{more}"));
        }
        if told.is_empty() {
            let text = self
                .language()
                .with("sms-facility-set", "facility", self.name_of(facility));
            return Ok(Answer::new("facility", text));
        }
        Ok(Answer::new(outcome, told))
    }
}
