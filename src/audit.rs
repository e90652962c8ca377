//! Who decided what: rows that hold each other fast. Pure; `models::audit` keeps them.
//!
//! The hash of a row is SHA-256 over the hash of the row before and every field of its own,
//! each with its length before it, so that nothing can move from one field into the next.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The hash that the first row stands on.
pub const FIRST: [u8; 32] = [0; 32];

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff.
    Staff(i64),
    /// Whoever has a token.
    Token(i64),
    /// The service by itself, by its rules.
    Service,
    /// Whoever works at the machine itself: the way it came tells their name there.
    Machine,
}

impl Actor {
    /// As the record writes it: kind and number.
    #[must_use]
    pub const fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Staff(id) => ("staff", Some(id)),
            Self::Token(id) => ("token", Some(id)),
            Self::Service => ("service", None),
            Self::Machine => ("machine", None),
        }
    }
}

/// One decision, before it has a place in the order.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When, in microseconds at the finest, as the record keeps it.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// What, in a word, as `approve`.
    pub action: &'static str,
    /// About what, as `broadcast:12`.
    pub subject: String,
    /// How it was before.
    pub old: Value,
    /// How it is now.
    pub new: Value,
    /// The way it came, as `sms phone 7`.
    pub from_where: String,
}

/// One row as it stands in the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number, without gaps from 1.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The kind of actor and their number.
    pub actor: (String, Option<i64>),
    /// What.
    pub action: String,
    /// About what.
    pub subject: String,
    /// Before and after.
    pub change: (Value, Value),
    /// The way it came.
    pub from_where: String,
    /// The hash of the row before, and its own.
    pub hashes: (Vec<u8>, Vec<u8>),
}

impl Row {
    /// The hash that it ought to have on top of `prev`.
    #[must_use]
    pub fn hash_on(&self, prev: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut field = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        field(prev);
        field(&self.id.to_be_bytes());
        field(
            self.at
                .to_rfc3339_opts(SecondsFormat::Micros, true)
                .as_bytes(),
        );
        field(self.actor.0.as_bytes());
        field(&self.actor.1.unwrap_or_default().to_be_bytes());
        field(self.action.as_bytes());
        field(self.subject.as_bytes());
        field(self.change.0.to_string().as_bytes());
        field(self.change.1.to_string().as_bytes());
        field(self.from_where.as_bytes());
        hash.finalize().into()
    }
}

/// What is wrong with the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The row is not as it was written.
    Changed(i64),
    /// Rows are gone before the one of this number.
    Missing(i64),
    /// The row does not stand on the one before it.
    Moved(i64),
    /// The last rows are gone, or are not what was last added: the number of the last one left.
    Tail(i64),
}

/// Follows a log row by row.
#[derive(Debug)]
pub struct Chain {
    last: (i64, Vec<u8>),
}

impl Default for Chain {
    fn default() -> Self {
        Self {
            last: (0, FIRST.to_vec()),
        }
    }
}

impl Chain {
    /// What is wrong with the next row, by its number the next one.
    pub fn next(&mut self, row: &Row) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let (last, hash) = &self.last;
        if row.id != last + 1 {
            wrong.push(Wrong::Missing(row.id));
        } else if row.hashes.0 != *hash {
            wrong.push(Wrong::Moved(row.id));
        }
        if row.hash_on(&row.hashes.0).as_slice() != row.hashes.1 {
            wrong.push(Wrong::Changed(row.id));
        }
        self.last = (row.id, row.hashes.1.clone());
        wrong
    }

    /// What is wrong with where the log ends, by what was last added.
    #[must_use]
    pub fn end(&self, head: (i64, &[u8])) -> Option<Wrong> {
        ((self.last.0, self.last.1.as_slice()) != head).then_some(Wrong::Tail(self.last.0))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn log(rows: i64) -> Vec<Row> {
        let mut prev = FIRST.to_vec();
        (1..=rows)
            .map(|id| {
                let mut row = Row {
                    id,
                    at: DateTime::from_timestamp(1_790_000_000 + id, 5000).unwrap(),
                    actor: ("staff".to_owned(), Some(id)),
                    action: "approve".to_owned(),
                    subject: format!("broadcast:{id}"),
                    change: (json!({"state": "waiting"}), json!({"state": "approved"})),
                    from_where: "sms".to_owned(),
                    hashes: (prev.clone(), Vec::new()),
                };
                row.hashes.1 = row.hash_on(&prev).to_vec();
                prev.clone_from(&row.hashes.1);
                row
            })
            .collect()
    }

    fn wrong(rows: &[Row], head: &Row) -> Vec<Wrong> {
        let mut chain = Chain::default();
        let mut wrong: Vec<Wrong> = rows.iter().flat_map(|row| chain.next(row)).collect();
        wrong.extend(chain.end((head.id, &head.hashes.1)));
        wrong
    }

    #[test]
    fn a_log_that_nobody_touched_is_right() {
        let rows = log(5);
        assert_eq!(wrong(&rows, &rows[4]), []);
        assert_eq!(Chain::default().end((0, &FIRST)), None);
    }

    #[test]
    fn whatever_is_touched_is_found() {
        let whole = log(5);
        let head = whole[4].clone();
        type Touch = fn(&mut Vec<Row>);
        #[rustfmt::skip]
        let cases: [(&str, Touch, Vec<Wrong>); 9] = [
            ("when", |r| r[1].at += chrono::TimeDelta::microseconds(1), vec![Wrong::Changed(2)]),
            ("who", |r| r[1].actor.1 = Some(9), vec![Wrong::Changed(2)]),
            ("what", |r| r[1].action = "refuse".to_owned(), vec![Wrong::Changed(2)]),
            ("before", |r| r[1].change.0 = json!({"state": "draft"}), vec![Wrong::Changed(2)]),
            ("a letter over to the next field", |r| {
                r[1].action = "approveb".to_owned();
                r[1].subject = "roadcast:2".to_owned();
            }, vec![Wrong::Changed(2)]),
            ("one row gone", |r| drop(r.remove(2)), vec![Wrong::Missing(4)]),
            ("the last two gone", |r| r.truncate(3), vec![Wrong::Tail(3)]),
            ("two in each other's place", |r| {
                r.swap(1, 2);
                (r[1].id, r[2].id) = (2, 3);
            }, vec![Wrong::Moved(2), Wrong::Changed(2), Wrong::Moved(3), Wrong::Changed(3), Wrong::Moved(4)]),
            ("one written anew, with its hash", |r| {
                r[1].action = "refuse".to_owned();
                r[1].hashes.1 = r[1].hash_on(&r[1].hashes.0.clone()).to_vec();
            }, vec![Wrong::Moved(3)]),
        ];
        for (what, touch, found) in cases {
            let mut rows = whole.clone();
            touch(&mut rows);
            assert_eq!(wrong(&rows, &head), found, "{what}");
        }
    }
}
