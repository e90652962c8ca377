//! What people were asked about their reports and answer: a bare number, a yes, a code with
//! its number. An answer is meant for what was asked last; what was asked earlier is asked
//! again, never guessed.

use std::collections::HashMap;

use super::grammar::{Action, Ask, Report, Why};
use super::receive::{Answer, Desk, STORED};
use super::stock::word_of;
use super::wording;
use crate::db::Conn;
use crate::models::ledger::{self, Since};
use crate::models::question::{self, Kind, NewQuestion, Question};
use crate::models::report;
use crate::models::staff::Staff;
use crate::stock::book::{self, Item};
use crate::stock::ledger::EntryKind;

/// What a report without a word for what happened is.
pub(super) enum Meant {
    /// What it is by itself.
    AsSaid,
    /// An answer to a question about this.
    Answer(EntryKind),
    /// Either.
    Unsure,
}

impl Desk<'_> {
    /// What the sender was asked and may still answer: of facilities where they work.
    pub(super) async fn open(&self, conn: &mut Conn) -> anyhow::Result<Vec<Question>> {
        if !self.asked {
            return Ok(Vec::new());
        }
        let mut open = question::open(conn, self.phone, self.now - book::UNDO).await?;
        let works_at = |facility| {
            let staff = self.staff.as_ref();
            staff.is_some_and(|person| person.facilities.contains(&facility))
        };
        open.retain(|asked| asked.facility.is_none_or(works_at));
        Ok(open)
    }

    /// Closes questions that this message answers; false where another one answered them
    /// meanwhile.
    pub(super) async fn answers(
        &self,
        conn: &mut Conn,
        asked: impl Iterator<Item = &Question>,
    ) -> anyhow::Result<bool> {
        let ids: Vec<i64> = asked.map(|asked| asked.id).collect();
        match question::close(conn, &ids, self.now).await? {
            0 => Ok(false),
            closed if closed == ids.len() => Ok(true),
            closed => anyhow::bail!("{closed} of {} questions were open still", ids.len()),
        }
    }

    /// Asks again what is open, so that the next message may answer it.
    pub(super) async fn again<'q>(
        &self,
        conn: &mut Conn,
        asked: impl Iterator<Item = &'q Question>,
    ) -> anyhow::Result<()> {
        let ids: Vec<i64> = asked.map(|asked| asked.id).collect();
        Ok(question::again(conn, &ids, self.inbound, self.now).await?)
    }

    /// Whether a report that does not say what happened answers what was asked about these
    /// products: `dox 30` after `REC dox` is what came, not what is there.
    pub(super) async fn meant(
        &self,
        conn: &mut Conn,
        report: &Report,
        facility: i64,
        products: &[i64],
    ) -> anyhow::Result<Meant> {
        if report.named || report.action != Action::Count {
            return Ok(Meant::AsSaid);
        }
        let open = self.open(conn).await?;
        let about = |product: &i64| {
            open.iter()
                .rev()
                .find(|asked| asked.product == Some(*product) && asked.facility == Some(facility))
        };
        let asked: Vec<&Question> = products.iter().filter_map(about).collect();
        let plain = |asked: &&Question| asked.entry == Some(EntryKind::Count);
        if asked.iter().all(plain) {
            return Ok(Meant::AsSaid);
        }
        // Of one thing that was asked just now, and of nothing else
        let entry = asked.first().and_then(|asked| asked.entry);
        let alike = asked.iter().all(|asked| {
            asked.entry == entry && asked.last && asked.inbound == self.lately.last_id
        });
        Ok(match entry {
            Some(entry) if alike && asked.len() == products.len() => Meant::Answer(entry),
            _ => Meant::Unsure,
        })
    }

    /// Asks what happened to products, and keeps that it is not known.
    pub(super) async fn ask_kind(
        &self,
        conn: &mut Conn,
        (facility, products): (i64, &[i64]),
        report: &Report,
    ) -> anyhow::Result<Answer> {
        question::close_about(conn, self.phone, (facility, products), self.now).await?;
        let questions = products
            .iter()
            .map(|product| self.new_question(Some(facility), Kind::Quantity, Some(*product)));
        let questions: Vec<_> = questions.collect();
        question::add(conn, &questions).await?;
        let items = report.items.iter();
        let items = items.map(|item| format!("{} {}", item.code.to_uppercase(), item.quantity));
        let asked = report.ask.iter().map(|ask| match ask.quantity {
            Some(quantity) => format!("{} {quantity}", ask.about.to_uppercase()),
            None => ask.about.to_uppercase(),
        });
        Ok(self.list("stock-asked", "sms-ask-kind", items.chain(asked)))
    }

    /// Keeps what a bare number, or a yes, would answer; `entry` is none where it is not known
    /// what happened.
    pub(super) async fn ask(
        &self,
        conn: &mut Conn,
        facility: i64,
        entry: Option<EntryKind>,
        asked: &[Ask],
        products: &HashMap<Box<str>, i64>,
    ) -> anyhow::Result<()> {
        let questions: Vec<NewQuestion<'_>> = asked
            .iter()
            .filter_map(|ask| {
                let product = *products.get(&ask.about)?;
                let sure = ask.quantity.filter(|_| ask.why == Why::Outlier);
                let kind = match sure {
                    Some(_) => Kind::Sure,
                    None => Kind::Quantity,
                };
                Some(NewQuestion {
                    entry: entry.map(EntryKind::as_str),
                    quantity: sure.map(|quantity| i32::try_from(quantity).unwrap_or(i32::MAX)),
                    batch: &ask.batch,
                    expires_on: ask.expires_on,
                    ..self.new_question(Some(facility), kind, Some(product))
                })
            })
            .collect();
        Ok(question::add(conn, &questions).await?)
    }

    /// A question of which nothing more is known yet.
    pub(super) fn new_question(
        &self,
        facility_id: Option<i64>,
        kind: Kind,
        product_id: Option<i64>,
    ) -> NewQuestion<'static> {
        NewQuestion {
            phone_id: self.phone,
            facility_id,
            kind: kind.as_str(),
            entry: None,
            product_id,
            quantity: None,
            body: "",
            asked_at: self.now,
            inbound_id: self.inbound,
            batch: "",
            expires_on: None,
        }
    }

    /// A number alone: the answer to the one thing that was asked last.
    pub(super) async fn number(
        &self,
        conn: &mut Conn,
        person: &Staff,
        (number, said): (u32, &str),
    ) -> anyhow::Result<Answer> {
        let open = self.open(conn).await?;
        if open
            .iter()
            .any(|asked| asked.last && asked.kind == Kind::Facility)
        {
            return self.take_facility(conn, person, &open, number).await;
        }
        let quantities = open.iter().filter(|asked| asked.kind == Kind::Quantity);
        let last: Vec<&Question> = quantities.clone().filter(|asked| asked.last).collect();
        match *last {
            [] => {
                let before = newest(&quantities.collect::<Vec<_>>());
                if before.is_empty() {
                    return Ok(self.say("number-alone", "sms-nothing-asked"));
                }
                self.ask_with_code(conn, &before).await
            }
            [asked] => match (asked.facility, asked.entry) {
                (Some(_), Some(_)) if !self.answers(conn, last.iter().copied()).await? => {
                    Ok(self.say("number-alone", "sms-nothing-asked"))
                }
                (Some(facility), Some(entry)) => {
                    // With the unit it is said in, which may not be the product's
                    let text = format!("{} {} {said}", word_of(entry), self.code(asked));
                    self.report(conn, person, facility, &text).await
                }
                // How many, but not what of them
                _ => {
                    self.again(conn, last.iter().copied()).await?;
                    let item = format!("{} {number}", self.code(asked).to_uppercase());
                    Ok(self.list("stock-asked", "sms-ask-kind", [item]))
                }
            },
            _ => self.ask_with_code(conn, &last).await,
        }
    }

    async fn ask_with_code(&self, conn: &mut Conn, asked: &[&Question]) -> anyhow::Result<Answer> {
        self.again(conn, asked.iter().copied()).await?;
        let codes = asked.iter().map(|asked| self.code(asked).to_uppercase());
        Ok(self.list("number-of-several", "sms-several-asked", codes))
    }

    /// The code of what is asked about.
    fn code(&self, asked: &Question) -> String {
        self.world(|world, _| {
            let product = asked.product;
            let product = product.and_then(|product| world.country.product(product));
            product
                .map(|product| product.code.to_string())
                .unwrap_or_default()
        })
    }

    /// A figure that was asked about, with its code.
    fn figure(&self, asked: &Question) -> String {
        let code = self.code(asked).to_uppercase();
        match asked.quantity {
            Some(quantity) => format!("{code} {quantity}"),
            None => code,
        }
    }

    /// Yes or no to the figures that were to be made sure of last.
    pub(super) async fn sure(
        &self,
        conn: &mut Conn,
        person: &Staff,
        yes: bool,
    ) -> anyhow::Result<Answer> {
        let open = self.open(conn).await?;
        let all = open.iter().filter(|asked| asked.kind == Kind::Sure);
        let (last, before): (Vec<&Question>, Vec<&Question>) = all.partition(|asked| asked.last);
        if last.is_empty() {
            let newest = newest(&before);
            if newest.is_empty() {
                return Ok(self.say("yes-alone", "sms-no-yes"));
            }
            self.again(conn, newest.iter().copied()).await?;
            let figures = newest.iter().map(|asked| self.figure(asked));
            return Ok(self.list("stock-asked", "sms-ask-sure", figures));
        }
        let closed = last.iter().chain(&before).copied();
        if !self.answers(conn, closed).await? {
            return Ok(self.say("yes-alone", "sms-no-yes"));
        }
        let Some(facility) = last
            .first()
            .and_then(|asked| asked.facility)
            .filter(|_| yes)
        else {
            return Ok(self.say("not-sure", "sms-kept-as-was"));
        };
        let late = self.overtaken(conn, facility, &last).await?;
        let (late, last): (Vec<&Question>, Vec<&Question>) =
            last.into_iter().partition(|asked| late.contains(&asked.id));
        let items: Vec<Item> = last
            .iter()
            .filter_map(|asked| {
                Some(Item {
                    product: asked.product?,
                    kind: asked.entry?,
                    quantity: asked.quantity?,
                    reason: "".into(),
                    batch: asked.batch.as_str().into(),
                    expires_on: asked.expires_on,
                })
            })
            .collect();
        let source = self.source(person, facility);
        let booked = book::book(conn, source, &items).await?;
        let mut said =
            vec![self.world(|world, language| wording::booked(&items, &booked, language, world))];
        for (not, why) in [(&late, "sms-late"), (&before, "sms-not-saved")] {
            let figures = not.iter().map(|asked| self.figure(asked));
            if !not.is_empty() {
                said.push(self.list(STORED, why, figures).text);
            }
        }
        said.retain(|sentence| !sentence.is_empty());
        let text = wording::sentences(&said, self.language());
        Ok(Answer::new(STORED, self.at(person, facility, text)))
    }

    /// Of figures that were to be made sure of, those of which something was said since they were
    /// asked about, that they do not know of; by their question.
    async fn overtaken(
        &self,
        conn: &mut Conn,
        facility: i64,
        asked: &[&Question],
    ) -> anyhow::Result<Vec<i64>> {
        let mut late = Vec::new();
        for asked in asked {
            let product = asked.product.as_slice();
            let since = Since {
                moment: asked.asked_at,
                any_word: asked.entry == Some(EntryKind::Count),
                any_way: true,
            };
            if !ledger::said_since(conn, facility, product, since)
                .await?
                .is_empty()
            {
                late.push(asked.id);
            }
        }
        Ok(late)
    }

    /// Forgets what the sender's last message was only asked about; `None` where it was not,
    /// or part of it was booked.
    pub(super) async fn forget(
        &self,
        conn: &mut Conn,
        person: &Staff,
    ) -> anyhow::Result<Option<Answer>> {
        let open = self.open(conn).await?;
        let last = |asked: &&Question| asked.last && asked.inbound == self.lately.last_id;
        let last: Vec<&Question> = open.iter().filter(last).collect();
        let ids: Vec<i64> = last.iter().map(|asked| asked.id).collect();
        question::close(conn, &ids, self.now).await?;
        let report = report::last_of(conn, person.id, self.now - book::UNDO).await?;
        let booked = report.and_then(|report| report.inbound_id);
        let waits = |asked: &&Question| !(asked.kind == Kind::Facility && asked.body.is_empty());
        let mut said = last.into_iter().filter(waits).peekable();
        if said.peek().is_none() || booked.is_some() && booked == self.lately.last_id {
            return Ok(None);
        }
        let said: Vec<String> = said
            .map(|asked| match asked.kind {
                Kind::Facility => crate::text::gsm::plain(&asked.body),
                Kind::Quantity | Kind::Sure => self.figure(asked),
            })
            .collect();
        Ok(Some(self.list("forgotten", "sms-undo-asked", said)))
    }

    /// A text with a list.
    pub(super) fn list(
        &self,
        outcome: &'static str,
        id: &str,
        items: impl IntoIterator<Item = String>,
    ) -> Answer {
        let items: Vec<String> = items.into_iter().collect();
        let text =
            self.world(|_, language| wording::fitted(&[(id, items)], <[String]>::concat, language));
        Answer::new(outcome, text)
    }
}

/// Of some questions those that one message was answered with, the last that was.
fn newest<'q>(asked: &[&'q Question]) -> Vec<&'q Question> {
    let newest = asked.iter().map(|asked| asked.inbound).max();
    let of_it = asked.iter().filter(|asked| Some(asked.inbound) == newest);
    of_it.copied().collect()
}
