//! What some facilities of the demo country reported over the last years, invented: so that
//! what will be used can be forecast from their ledger.
//!
//! The same stock tells the same on any machine. It ends where the demo's own counts begin:
//! no level is another for it.

use anyhow::Context as _;
use chrono::{DateTime, Datelike as _, Months, NaiveDate, TimeDelta, Utc};

use crate::db::Db;
use crate::models::facility;
use crate::models::ledger::past::{self, Entry, Stock};
use crate::stock::ledger::{EntryKind, Known, Said, after, change};

/// Whose ledger goes back.
const FACILITIES: [&str; 8] = [
    "nrb-par-02",
    "nrb-pum-02",
    "mks-mac-03",
    "hom-hom-02",
    "sia-sia-02",
    "vih-lua-02",
    "kwa-uku-02",
    "gar-gar-02",
];

/// Products of each.
const PRODUCTS: i64 = 16;

/// Months that are told of.
const MONTHS: u32 = 36;

/// Days of a month on which it is written down what was given out.
const DAYS: [u32; 4] = [7, 14, 21, 28];

/// Lets the ledger of some facilities go back, where it does not yet; entries that were written.
///
/// # Errors
/// When the database fails.
pub async fn load(db: &Db, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let mut conn = db.get().await?;
    let begins = now - TimeDelta::days(60);
    let mut written = 0;
    let mut facilities = facility::ids_by_code(&mut conn, &FACILITIES).await?;
    facilities.sort();
    for (code, id) in facilities {
        let stocks = past::of_late(&mut conn, id, begins, PRODUCTS).await?;
        let mut entries = Vec::new();
        for stock in stocks {
            let told = told(&code, &stock, now)
                .with_context(|| format!("{code} {} cannot be told of", stock.code))?;
            entries.extend(told);
        }
        written += past::write(&mut conn, id, &entries).await?;
    }
    Ok(written)
}

/// What was reported of a stock until it was counted.
fn told(facility: &str, stock: &Stock, now: DateTime<Utc>) -> Option<Vec<Entry>> {
    let mut dice = Dice::of(&[facility, &stock.code]);
    let first = now.date_naive().with_day(1)? - Months::new(MONTHS);
    let plenty = dice.from(0.8, 3.0);
    let a_month = if stock.known.quantity == 0 {
        dice.from(20.0, 150.0)
    } else {
        // Of next to none something was used all the same.
        f64::from(stock.known.quantity.clamp(40, 3_000)) / plenty
    };
    // Most products are used all year round, some in a season, some only now and then.
    let season = *[0.0, 0.0, 0.25, 0.5].get(dice.below(4))?;
    let peak = dice.from(0.0, 12.0);
    let often = if dice.below(4) == 0 { 0.4 } else { 1.0 };
    let mut book = Book {
        product: stock.product,
        known: stock.known,
        entries: Vec::new(),
    };
    book.say(EntryKind::Count, 1.3 * a_month, at(first)?)?;
    for month in 0..MONTHS {
        let begins = first + Months::new(month);
        let turn = (f64::from(begins.month0()) - peak) / 12.0 * std::f64::consts::TAU;
        let wanted = a_month * (1.0 + season * turn.cos());
        // Now and then nothing comes.
        if dice.below(9) > 0 {
            let lacks = 1.5 * wanted - f64::from(book.known.quantity);
            book.say(EntryKind::Receipt, lacks, at(begins.with_day(2)?)?)?;
        }
        for day in DAYS {
            let used = wanted / 4.0 / often * dice.from(0.6, 1.4);
            let used = used.min(f64::from(book.known.quantity));
            if dice.from(0.0, 1.0) < often {
                book.say(EntryKind::Issue, used, at(begins.with_day(day)?)?)?;
            }
        }
    }
    let counted = stock.known.counted_at;
    book.entries.retain(|entry| entry.at < counted);
    let known = Known {
        quantity: book.entries.last()?.balance,
        counted_at: counted,
    };
    book.known = known;
    book.say_all(EntryKind::Count, stock.known.quantity, counted)?;
    Some(book.entries)
}

/// Six in the morning, universal time.
fn at(day: NaiveDate) -> Option<DateTime<Utc>> {
    Some(day.and_hms_opt(6, 0, 0)?.and_utc())
}

/// A stock that is written down.
struct Book {
    product: i64,
    known: Known,
    entries: Vec<Entry>,
}

impl Book {
    /// Says that so many came, went or are there; nothing where none did.
    fn say(&mut self, kind: EntryKind, units: f64, at: DateTime<Utc>) -> Option<()> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few thousand at most; a cast of a float saturates"
        )]
        let units = units.max(0.0).floor() as u32;
        if units == 0 && kind != EntryKind::Count {
            return Some(());
        }
        self.say_all(kind, units, at)
    }

    fn say_all(&mut self, kind: EntryKind, quantity: u32, at: DateTime<Utc>) -> Option<()> {
        let said = Said { kind, quantity, at };
        let now = after(Some(self.known), said).ok()?;
        self.entries.push(Entry {
            product: self.product,
            kind: kind.as_str(),
            quantity,
            change: change(Some(self.known), Some(now)),
            balance: now.quantity,
            at,
        });
        self.known = now;
        Some(())
    }
}

/// Chance that falls the same way each time.
struct Dice(u64);

impl Dice {
    fn of(words: &[&str]) -> Self {
        let bytes = words.iter().flat_map(|word| word.bytes());
        // FNV-1a.
        let start = 0xcbf2_9ce4_8422_2325_u64;
        Self(bytes.fold(start, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// SplitMix64 (Steele, Lea & Flood, 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: u64) -> usize {
        usize::try_from(self.next() % most).unwrap_or(0)
    }

    fn from(&mut self, low: f64, high: f64) -> f64 {
        let part = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        low + (high - low) * part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::ledger::follow;

    #[test]
    fn what_is_told_holds_together_and_ends_with_the_count() {
        let now: DateTime<Utc> = "2026-11-22T08:00:00Z".parse().unwrap();
        for (code, quantity) in [("pcm", 407), ("al", 0), ("ors", 2)] {
            let known = Known {
                quantity,
                counted_at: now - TimeDelta::days(5),
            };
            let stock = Stock {
                product: 1,
                code: code.to_owned(),
                known,
            };
            let entries = told("nrb-par-02", &stock, now).unwrap();
            assert!(entries.len() > 60, "{code}: {}", entries.len());
            assert_eq!(entries, told("nrb-par-02", &stock, now).unwrap());
            let said = entries.iter().map(|entry| Said {
                kind: entry.kind.parse().unwrap(),
                quantity: entry.quantity,
                at: entry.at,
            });
            let said: Vec<Said> = said.collect();
            assert!(said.is_sorted_by_key(|said| said.at));
            let said = said.into_iter().map(|said| (said, false));
            assert_eq!(follow(said).unwrap(), Some(known), "{code}");
            let began = entries[0].at.date_naive();
            assert_eq!(began.to_string(), "2023-11-01");
        }
    }
}
