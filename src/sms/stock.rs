//! What people who work with the record say about stock: a report, an answer to what they
//! were asked, taking back.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::grammar::{self, Action, Ask, Context, History, Report, Why};
use super::receive::{Answer, Desk};
use super::wording::{self, Told};
use crate::db::Conn;
use crate::models::question::{self, Kind, NewQuestion, Question};
use crate::models::report::Channel;
use crate::models::staff;
use crate::models::staff::Staff;
use crate::people::role;
use crate::stock::book::{self, Booked, Item, Source, Undone};
use crate::stock::ledger::EntryKind;

/// A count is part of the same round of counting for so long.
const LATELY: TimeDelta = TimeDelta::hours(24);

impl Desk<'_> {
    /// What somebody who may report says.
    pub(super) async fn said(
        &self,
        conn: &mut Conn,
        person: &Staff,
        text: &str,
    ) -> anyhow::Result<Answer> {
        let works_at = |facility: &i64| person.facilities.contains(facility);
        let facility = match (person.facility_id.filter(works_at), &*person.facilities) {
            (Some(facility), _) => facility,
            (None, [only]) => *only,
            (None, []) => return Ok(self.say("no-facility", "sms-no-facility")),
            (None, _) => return self.which_facility(conn, person, text).await,
        };
        self.report(conn, person, facility, text).await
    }

    /// Books a report, and asks for what is not sure of it.
    async fn report(
        &self,
        conn: &mut Conn,
        person: &Staff,
        facility: i64,
        text: &str,
    ) -> anyhow::Result<Answer> {
        // What is spoken of first, and then what was said of it before
        let report = self.read(text, &History::new());
        let named = self.products(&report);
        if report.items.is_empty() && report.ask.is_empty() {
            return Ok(self.unknown());
        }
        let named: Vec<i64> = named.into_values().collect();
        let before = book::hold(conn, facility, &named, self.now).await?;
        let history: History = self.world(|world, _| {
            let coded = before.counts.iter().filter_map(|(product, counts)| {
                let code = &world.country.product(*product)?.code;
                Some((code.clone(), counts.clone()))
            });
            coded.collect()
        });
        let report = self.read(text, &history);
        let kind = kind_of(report.action);
        let products = self.products(&report);
        let reason = if report.action == Action::Expiry {
            "expired"
        } else {
            ""
        };
        let items: Vec<Item> = report
            .items
            .iter()
            .filter_map(|item| {
                Some(Item {
                    product: *products.get(&item.code)?,
                    kind,
                    quantity: item.quantity,
                    reason: reason.into(),
                    batch: item.batch.clone(),
                    expires_on: item.expires_on,
                })
            })
            .collect();
        let source = self.source(person, facility);
        let booked = book::book_held(conn, source, &before, &items).await?;
        let about: Vec<i64> = products.values().copied().collect();
        if self.asked {
            question::close_about(conn, self.phone, &about, self.now).await?;
        }
        self.ask(conn, facility, kind, &report.ask, &products)
            .await?;
        let counted = report.action == Action::Count && booked.report.is_some();
        let missing = if counted && report.ask.is_empty() {
            self.missing(&booked)
        } else {
            Vec::new()
        };
        let text = self.world(|world, language| {
            wording::told(
                &Told {
                    report: &report,
                    items: &items,
                    booked: &booked,
                    missing: &missing,
                },
                language,
                world,
            )
        });
        let outcome = if report.ask.is_empty() {
            "stock"
        } else {
            "stock-asked"
        };
        Ok(Answer::new(outcome, text))
    }

    fn read(&self, text: &str, history: &History) -> Report {
        self.world(|world, _| {
            let known = self.app.catalogue.of(world.country);
            let context = Context {
                known: &known,
                history,
            };
            grammar::read(text, &context)
        })
    }

    /// The products that a report speaks of, by code.
    fn products(&self, report: &Report) -> HashMap<Box<str>, i64> {
        self.world(|world, _| {
            let codes = report.items.iter().map(|item| &item.code);
            let codes = codes.chain(report.ask.iter().map(|ask| &ask.about));
            codes
                .filter_map(|code| Some((code.clone(), world.country.product_by_code(code)?.id)))
                .collect()
        })
    }

    /// What the facility holds and nobody has counted lately.
    fn missing(&self, booked: &Booked) -> Vec<i64> {
        let missing = booked
            .known
            .iter()
            .filter(|(_, known)| known.quantity > 0 && self.now - known.counted_at >= LATELY);
        missing.map(|(product, _)| *product).collect()
    }

    fn source(&self, person: &Staff, facility: i64) -> Source {
        Source {
            staff: person.id,
            facility,
            channel: Channel::Sms,
            inbound: Some(self.inbound),
            at: self.now,
        }
    }

    async fn open(&self, conn: &mut Conn) -> anyhow::Result<Vec<Question>> {
        Ok(question::open(conn, self.phone, self.now - book::UNDO).await?)
    }

    /// Keeps what a bare number, or a yes, would answer.
    async fn ask(
        &self,
        conn: &mut Conn,
        facility: i64,
        kind: EntryKind,
        asked: &[Ask],
        products: &HashMap<Box<str>, i64>,
    ) -> anyhow::Result<()> {
        let questions: Vec<NewQuestion<'_>> = asked
            .iter()
            .filter_map(|ask| {
                let product = *products.get(&ask.about)?;
                let sure = ask.quantity.filter(|_| ask.why == Why::Outlier);
                Some(NewQuestion {
                    phone_id: self.phone,
                    facility_id: Some(facility),
                    kind: if sure.is_some() {
                        Kind::Sure
                    } else {
                        Kind::Quantity
                    }
                    .as_str(),
                    entry: Some(kind.as_str()),
                    product_id: Some(product),
                    quantity: sure.map(|quantity| i32::try_from(quantity).unwrap_or(i32::MAX)),
                    body: "",
                    asked_at: self.now,
                })
            })
            .collect();
        Ok(question::add(conn, &questions).await?)
    }

    /// A number alone: the answer to the one thing that was asked.
    pub(super) async fn number(
        &self,
        conn: &mut Conn,
        person: &Staff,
        number: u32,
    ) -> anyhow::Result<Answer> {
        let open = self.open(conn).await?;
        if let Some(asked) = open.last().filter(|asked| asked.kind == Kind::Facility) {
            return self.take_facility(conn, person, asked, number).await;
        }
        let wanted: Vec<&Question> = open
            .iter()
            .filter(|asked| asked.kind == Kind::Quantity)
            .collect();
        let code = |asked: &Question| {
            self.world(|world, _| {
                let product = asked
                    .product
                    .and_then(|product| world.country.product(product));
                product
                    .map(|product| product.code.to_string())
                    .unwrap_or_default()
            })
        };
        match *wanted {
            [] => Ok(self.say("number-alone", "sms-nothing-asked")),
            [asked] => {
                let (Some(facility), Some(entry)) = (asked.facility, asked.entry) else {
                    return Ok(self.say("number-alone", "sms-nothing-asked"));
                };
                let text = format!("{} {} {number}", word_of(entry), code(asked));
                self.report(conn, person, facility, &text).await
            }
            _ => {
                let codes: Vec<String> = wanted
                    .iter()
                    .map(|asked| code(asked).to_uppercase())
                    .collect();
                let text = self
                    .language()
                    .with("sms-several-asked", "items", codes.join(", "));
                Ok(Answer::new("number-of-several", text))
            }
        }
    }

    /// Yes or no to the one figure that was to be made sure of.
    pub(super) async fn sure(
        &self,
        conn: &mut Conn,
        person: &Staff,
        yes: bool,
    ) -> anyhow::Result<Answer> {
        let open = self.open(conn).await?;
        let wanted: Vec<&Question> = open
            .iter()
            .filter(|asked| asked.kind == Kind::Sure)
            .collect();
        let Some((ids, last)) =
            Some(wanted.iter().map(|asked| asked.id).collect::<Vec<_>>()).zip(wanted.last())
        else {
            return Ok(self.say("yes-alone", "sms-no-yes"));
        };
        question::close(conn, &ids, self.now).await?;
        if !yes {
            return Ok(self.say("not-sure", "sms-kept-as-was"));
        }
        let Some(facility) = last.facility else {
            return Ok(self.say("yes-alone", "sms-no-yes"));
        };
        let items: Vec<Item> = wanted
            .iter()
            .filter(|asked| asked.facility == Some(facility))
            .filter_map(|asked| {
                Some(Item {
                    product: asked.product?,
                    kind: asked.entry?,
                    quantity: asked.quantity?,
                    reason: "".into(),
                    batch: "".into(),
                    expires_on: None,
                })
            })
            .collect();
        let booked = book::book(conn, self.source(person, facility), &items).await?;
        let text = self.world(|world, language| wording::booked(&items, &booked, language, world));
        Ok(Answer::new("sure", text))
    }

    /// Takes the sender's last report back.
    pub(super) async fn undo(&self, conn: &mut Conn, person: &Staff) -> anyhow::Result<Answer> {
        let undone =
            book::undo(conn, person.id, Channel::Sms, Some(self.inbound), self.now).await?;
        Ok(match undone {
            Undone::Nothing => self.say("undo-nothing", "sms-undo-nothing"),
            Undone::Needed(product) => {
                let text = self.world(|world, language| {
                    let code = wording::code(product, world);
                    language.with("sms-undo-needed", "product", code)
                });
                Answer::new("undo-needed", text)
            }
            Undone::Done(_, moved) => {
                let text = self.world(|world, language| wording::undone(&moved, language, world));
                Answer::new("undo", text)
            }
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
        let asked = NewQuestion {
            phone_id: self.phone,
            facility_id: None,
            kind: Kind::Facility.as_str(),
            entry: None,
            product_id: None,
            quantity: None,
            body: text,
            asked_at: self.now,
        };
        question::add(conn, &[asked]).await?;
        let text = self.world(|world, language| {
            let named = person
                .facilities
                .iter()
                .zip(1..)
                .filter_map(|(facility, number)| {
                    let facility = world.country.facility(*facility)?;
                    Some(format!(
                        "{number} {}",
                        crate::text::gsm::plain(&facility.name)
                    ))
                });
            let named: Vec<String> = named.collect();
            language.with("sms-facility", "items", named.join(", "))
        });
        Ok(Answer::new("which-facility", text))
    }

    async fn take_facility(
        &self,
        conn: &mut Conn,
        person: &Staff,
        asked: &Question,
        number: u32,
    ) -> anyhow::Result<Answer> {
        let index = usize::try_from(number)
            .ok()
            .and_then(|number| number.checked_sub(1));
        let Some(facility) = index
            .and_then(|index| person.facilities.get(index))
            .copied()
        else {
            return self.which_facility(conn, person, &asked.body).await;
        };
        question::close(conn, &[asked.id], self.now).await?;
        staff::remember_facility(conn, person.id, facility).await?;
        if asked.body.is_empty() {
            let text = self.world(|world, language| {
                let facility = world.country.facility(facility);
                let name = facility.map(|facility| crate::text::gsm::plain(&facility.name));
                language.with("sms-facility-set", "facility", name.unwrap_or_default())
            });
            return Ok(Answer::new("facility", text));
        }
        self.report(conn, person, facility, &asked.body).await
    }

    /// The sender, where they may do that.
    pub(super) fn who_may(&self, action: role::Action) -> Option<&Staff> {
        self.staff.as_ref().filter(|person| person.may(action))
    }
}

const fn kind_of(action: Action) -> EntryKind {
    match action {
        Action::Count | Action::Unknown => EntryKind::Count,
        Action::Receipt => EntryKind::Receipt,
        Action::Issue => EntryKind::Issue,
        Action::Loss | Action::Expiry => EntryKind::Loss,
    }
}

/// The word that says what happened, as people write it.
const fn word_of(entry: EntryKind) -> &'static str {
    match entry {
        EntryKind::Count | EntryKind::Reversal => "SOH",
        EntryKind::Receipt => "REC",
        EntryKind::Issue => "ISS",
        EntryKind::Loss => "LOSS",
    }
}
