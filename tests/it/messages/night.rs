//! What a stock's ledger tells of years ago, and what works at night.

use chrono::{DateTime, Datelike as _, Months, NaiveTime, Utc};
use medvault::db::{Db, Settings};
use medvault::jobs::Worker;
use medvault::models::job::Outcome;
use medvault::models::ledger::past::{self, Entry};
use medvault::stock::ledger::EntryKind;

use diesel_async::SimpleAsyncConnection as _;
use medvault::ussd::theatre::Theatre;

use super::Story;
use crate::support::needed;

impl Story {
    /// Writes years into a stock's ledger, two where there is no season: each month as much comes as is given out, and in the three months
    /// of each year from the present one on `season` times as much, of which five years are needed to be sure.
    pub(super) async fn past(&mut self, facility: &str, product: &str, units: u32, season: u32) {
        let query = format!(
            "SELECT concat_ws(' ', l.facility_id, l.product_id, l.quantity, extract(epoch FROM l.counted_at))
             FROM stock_levels l JOIN facilities f ON f.id = l.facility_id JOIN products p ON p.id = l.product_id
             WHERE p.code = '{product}' AND f.code = '{facility}'"
        );
        let line = self
            .texts(&query)
            .await
            .pop()
            .expect("a stock that is known");
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words[at].parse::<i64>().unwrap();
        let left = u32::try_from(number(2)).unwrap();
        let seconds: f64 = words[3].parse().unwrap();
        #[expect(clippy::cast_possible_truncation, reason = "a moment of our time")]
        let counted = DateTime::from_timestamp_micros((seconds * 1e6).round() as i64).unwrap();
        let mut there = left;
        let mut entries = Vec::new();
        let mut say = |kind: EntryKind, quantity: u32, balance: u32, at: DateTime<Utc>| {
            let change = i32::try_from(balance).unwrap() - i32::try_from(there).unwrap();
            there = balance;
            entries.push(Entry {
                product: number(1),
                kind: kind.as_str(),
                quantity,
                change,
                balance,
                at,
            });
        };
        let today = self.set.app.clock.now().date_naive();
        let months = if season > 1 { 60 } else { 24 };
        let first = today.with_day(1).unwrap() - Months::new(months);
        let at = |month: u32, day: u32| {
            let day = (first + Months::new(month)).with_day(day).unwrap();
            day.and_hms_opt(6, 0, 0).unwrap().and_utc()
        };
        say(EntryKind::Count, units, units, at(0, 1));
        for month in 0..months {
            let used = units * if month % 12 < 3 { season } else { 1 };
            say(EntryKind::Receipt, used, units + used, at(month, 2));
            say(EntryKind::Issue, used, units, at(month, 15));
        }
        say(EntryKind::Count, left, left, counted);
        past::write(&mut self.conn, number(0), &entries)
            .await
            .unwrap();
    }

    /// Does what works at night.
    pub(super) async fn night(&mut self) {
        let runtime = tokio::runtime::Handle::current();
        let worker = Worker {
            db: Db::new(&Settings::command(self.set.database.url()), runtime).unwrap(),
            clock: self.set.clock.clone(),
            zone: self.set.app.config.alerts.zone,
            nightly: NaiveTime::MIN,
            at_once: 2_000,
            name: "story".to_owned(),
        };
        let (_goes_on, stop) = tokio::sync::watch::channel(false);
        let done = worker.round(&stop).await.unwrap();
        assert_eq!(done, Some(Outcome::Done));
    }
}

/// Whoever runs the service hears once, by day, of work behind it that is not as it should be.
#[tokio::test]
async fn whoever_runs_the_service_is_told_once_of_what_fails() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None).await.unwrap();
    let mut story = Story::open(&theatre).await;
    story.happen("hour 10").await;
    let notices = format!(
        "INSERT INTO notices (kind, key, subject, figure, at) SELECT *, '{}'::timestamptz FROM (VALUES
            ('drift', 'a', 'ets (clinic, medicine)', '51'), ('failed', '7', '2026-11-02', 'no answer'), ('slow', '8', '2026-11-03', '140')) v",
        story.set.app.clock.now()
    );
    story.conn.batch_execute(&notices).await.unwrap();
    story.happen("watch").await;
    assert_eq!(story.answers().await, "", "there is nobody yet");
    story.happen("staff 0790 administrator").await;
    story.happen("watch").await;
    assert_eq!(
        story.answers().await,
        "0790 < Forecasts: ets (clinic, medicine) was right 51 times in 100 where 80 were promised. A simpler model took over.\n\
         0790 < The forecasts of 2026-11-02 fail: no answer\n\
         0790 < The forecasts of 2026-11-03 took 140 minutes.\n"
    );
    story.happen("watch").await;
    assert_eq!(story.answers().await, "");
    // What is long over is not told to who comes later.
    let again = "UPDATE notices SET told_at = NULL, at = '2000-01-01'";
    story.conn.batch_execute(again).await.unwrap();
    story.happen("watch").await;
    assert_eq!(story.answers().await, "");
}
