//! What people who work with the record say about stock: a report, an answer to what they
//! were asked, taking back.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;

use super::asked::Meant;
use super::grammar::{self, Action, Context, History, Report};
use super::receive::{Answer, Desk, STORED, STORED_IN_PART, TAKEN_BACK};
use super::wording::{self, Told};
use crate::db::Conn;
use crate::models::alert::Stock;
use crate::models::ledger::Since;
use crate::models::report::Channel;
use crate::models::staff::Staff;
use crate::models::{ledger, question};
use crate::people::role;
use crate::stock::book::{self, Item, Source, Undone};
use crate::stock::judge::Before;
use crate::stock::ledger::EntryKind;

/// So long may a message be on its way without being late.
const LATE: TimeDelta = TimeDelta::minutes(10);
/// For so long messages come again that were not taken: an older date is a wrong clock's.
const LOST: TimeDelta = TimeDelta::hours(24);

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
    pub(super) async fn report(
        &self,
        conn: &mut Conn,
        person: &Staff,
        facility: i64,
        text: &str,
    ) -> anyhow::Result<Answer> {
        // What is spoken of first, and then what was said of it before
        let report = self.read(text, &History::new());
        if report.items.is_empty() && report.ask.is_empty() {
            return Ok(self.unknown());
        }
        let products = self.products(&report);
        // In the order of the answer, so that what is asked is
        let codes = report.items.iter().map(|item| &item.code);
        let codes = codes.chain(report.ask.iter().map(|ask| &ask.about));
        let mut seen = HashSet::new();
        let named = codes.filter_map(|code| products.get(code).copied());
        let named: Vec<i64> = named.filter(|product| seen.insert(*product)).collect();
        match self.meant(conn, &report, facility, &named).await? {
            Meant::AsSaid => {}
            Meant::Answer(entry) => {
                let text = format!("{} {text}", word_of(entry));
                return self.book(conn, person, (facility, &named), &text).await;
            }
            Meant::Unsure => {
                return self.ask_kind(conn, (facility, &named), &report).await;
            }
        }
        self.book(conn, person, (facility, &named), text).await
    }

    /// Books a report of which it is known what it says happened.
    async fn book(
        &self,
        conn: &mut Conn,
        person: &Staff,
        (facility, named): (i64, &[i64]),
        text: &str,
    ) -> anyhow::Result<Answer> {
        let before = book::hold(conn, facility, named, self.now).await?;
        let history: History = self.world(|world, _| {
            let coded = before.counts.iter().filter_map(|(product, counts)| {
                let code = &world.country.product(*product)?.code;
                Some((code.clone(), counts.clone()))
            });
            coded.collect()
        });
        let report = self.read(text, &history);
        let products = self.products(&report);
        let late = self.late(conn, facility, &before, report.action).await?;
        let kind = kind_of(report.action);
        let reason = if report.action == Action::Expiry {
            "expired"
        } else {
            ""
        };
        let said = report.items.iter().filter_map(|item| {
            Some(Item {
                product: *products.get(&item.code)?,
                kind,
                quantity: item.quantity,
                reason: reason.into(),
                batch: item.batch.clone(),
                expires_on: item.expires_on,
            })
        });
        let (late, items): (Vec<Item>, Vec<Item>) =
            said.partition(|item| late.contains(&item.product));
        let source = self.source(person, facility);
        let booked = book::book_held(conn, source, &before, &items).await?;
        if self.asked {
            question::close_about(conn, self.phone, (facility, named), self.now).await?;
        }
        // OUT without a figure may say that none is left, or that some was given out
        let known = report.action != Action::Unknown && !report.out;
        self.ask(
            conn,
            facility,
            known.then_some(kind),
            &report.ask,
            &products,
        )
        .await?;
        let counted = report.action == Action::Count && booked.report.is_some();
        let missing: &[i64] = match counted && report.ask.is_empty() {
            true => &before.uncounted,
            false => &[],
        };
        let text = self.world(|world, language| {
            wording::told(
                &Told {
                    report: &report,
                    items: &items,
                    booked: &booked,
                    late: &late,
                    missing,
                },
                language,
                world,
            )
        });
        let outcome = match (booked.report, report.ask.is_empty()) {
            (_, true) => STORED,
            (Some(_), false) => STORED_IN_PART,
            (None, false) => "stock-asked",
        };
        Ok(Answer::new(outcome, self.at(person, facility, text)))
    }

    /// Of products of which a message speaks, those of which something was said since it was
    /// sent that it does not know of.
    async fn late(
        &self,
        conn: &mut Conn,
        facility: i64,
        before: &Before,
        action: Action,
    ) -> anyhow::Result<Vec<i64>> {
        let Some(moment) = self.sent_at.filter(|sent| self.now - *sent < LOST) else {
            return Ok(Vec::new());
        };
        let later = |stock: &&Stock| stock.last.is_some_and(|last| last > moment);
        let spoken = before.stocks.values().filter(later);
        let products: Vec<i64> = spoken.map(|stock| stock.product).collect();
        if products.is_empty() {
            return Ok(Vec::new());
        }
        let since = Since {
            moment,
            any_word: kind_of(action) == EntryKind::Count,
            any_way: self.long_way().is_some(),
        };
        Ok(ledger::said_since(conn, facility, &products, since).await?)
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

    /// How long the message was on its way by the clock of the networks, where that was long.
    fn long_way(&self) -> Option<TimeDelta> {
        let way = self.now - self.sent_at?;
        (LATE..LOST).contains(&way).then_some(way)
    }

    /// Said by the sender, of a facility, and so when it was sent.
    pub(super) fn source(&self, person: &Staff, facility: i64) -> Source {
        Source {
            staff: Some(person.id),
            facility,
            channel: Channel::Sms,
            inbound: Some(self.inbound),
            at: self.now,
            so_at: self.now - self.long_way().unwrap_or_default(),
        }
    }

    /// Takes the sender's last report back.
    /// What the sender's last message was only asked about is forgotten instead.
    pub(super) async fn undo(&self, conn: &mut Conn, person: &Staff) -> anyhow::Result<Answer> {
        if self.asked
            && let Some(answer) = self.forget(conn, person).await?
        {
            return Ok(answer);
        }
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
            Undone::Done(facility, moved) => {
                let text = self.world(|world, language| wording::undone(&moved, language, world));
                Answer::new(TAKEN_BACK, self.at(person, facility, text))
            }
        })
    }

    /// The sender, where they may do that.
    pub(super) fn who_may(&self, action: role::Action) -> Option<&Staff> {
        self.staff.as_ref().filter(|person| person.may(action))
    }
}

pub(super) const fn kind_of(action: Action) -> EntryKind {
    match action {
        Action::Count | Action::Unknown => EntryKind::Count,
        Action::Receipt => EntryKind::Receipt,
        Action::Issue => EntryKind::Issue,
        Action::Loss | Action::Expiry => EntryKind::Loss,
    }
}

/// The word that says what happened, as people write it.
pub(crate) const fn word_of(entry: EntryKind) -> &'static str {
    match entry {
        EntryKind::Count | EntryKind::Reversal => "SOH",
        EntryKind::Receipt | EntryKind::AdjustmentUp | EntryKind::TransferIn => "REC",
        EntryKind::Issue | EntryKind::AdjustmentDown | EntryKind::TransferOut => "ISS",
        EntryKind::Loss => "LOSS",
    }
}
