//! What was counted, and how it is told.

use std::io::{self, Write};
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

use super::flow::Step;

/// Longest time told apart, in microseconds.
const LONGEST_US: u64 = 60_000_000;
/// How many wrong answers are kept to be shown.
const SHOWN: usize = 3;

/// What the callers of one load saw.
#[derive(Debug, Clone)]
pub(in crate::commands::bench) struct Tally {
    /// Microseconds from asking to the whole answer.
    times: Histogram<u64>,
    /// How long the load took.
    pub(super) elapsed: Duration,
    /// Answers that did not come.
    pub(in crate::commands::bench) lost: u64,
    /// Answers that were not what the flow expects.
    pub(in crate::commands::bench) wrong: u64,
    /// The first of them.
    pub(in crate::commands::bench) samples: Vec<String>,
}

impl Tally {
    /// Nothing counted yet.
    ///
    /// # Errors
    /// Never: the histogram's bounds are sound.
    pub(super) fn new() -> anyhow::Result<Self> {
        Ok(Self {
            times: Histogram::new_with_bounds(1, LONGEST_US, 3)?,
            elapsed: Duration::ZERO,
            lost: 0,
            wrong: 0,
            samples: Vec::new(),
        })
    }

    /// Counts an answer.
    pub(super) fn hop(&mut self, took: Duration) {
        let us = u64::try_from(took.as_micros()).unwrap_or(LONGEST_US);
        self.times.saturating_record(us);
    }

    /// Counts an answer that was not what `step` expects.
    pub(super) fn wrong(&mut self, step: &Step, status: u16, body: &str) {
        self.wrong += 1;
        if self.samples.len() < SHOWN {
            self.samples.push(format!(
                "text {:?}: expected {:?} with {:?}, got {status} {body:?}",
                step.text, step.begins, step.holds
            ));
        }
    }

    /// Adds another tally of the same load.
    ///
    /// # Errors
    /// Never: all histograms have the same bounds.
    pub(super) fn add(&mut self, other: &Self) -> anyhow::Result<()> {
        self.times.add(&other.times)?;
        self.elapsed = self.elapsed.max(other.elapsed);
        self.lost += other.lost;
        self.wrong += other.wrong;
        let room = SHOWN.saturating_sub(self.samples.len());
        self.samples
            .extend(other.samples.iter().take(room).cloned());
        Ok(())
    }

    /// How many answers came.
    pub(in crate::commands::bench) fn hops(&self) -> u64 {
        self.times.len()
    }

    /// Milliseconds within which ninety-nine of a hundred came.
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    pub(in crate::commands::bench) fn p99_ms(&self) -> f64 {
        self.times.value_at_quantile(0.99) as f64 / 1000.0
    }

    /// Answers a second.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub(super) fn rate(&self) -> f64 {
        self.times.len() as f64 / self.elapsed.as_secs_f64()
    }
}

/// One side of the comparison, over all rounds.
#[derive(Debug, Serialize)]
pub(super) struct Side {
    /// Median of the rounds' hops a second.
    hops_per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    hops: u64,
    wrong: u64,
    lost: u64,
}

/// The whole comparison.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    workers: usize,
    callers: usize,
    seconds: u64,
    /// Hops a second of floor and service and their ratio, round by round.
    rounds: Vec<(f64, f64, f64)>,
    floor: Side,
    service: Side,
    /// Median of the rounds' ratios.
    ratio: f64,
    #[serde(skip)]
    samples: Vec<String>,
}

impl Report {
    /// Sums up the rounds, each a tally of the floor and one of the service.
    ///
    /// # Errors
    /// When there is no round.
    pub(super) fn new(
        workers: usize,
        callers: usize,
        seconds: u64,
        rounds: &[(Tally, Tally)],
    ) -> anyhow::Result<Self> {
        let figures: Vec<_> = rounds
            .iter()
            .map(|(floor, service)| (floor.rate(), service.rate(), service.rate() / floor.rate()))
            .collect();
        let (floor, service) = (
            side(rounds.iter().map(|round| &round.0))?,
            side(rounds.iter().map(|round| &round.1))?,
        );
        let samples = rounds
            .iter()
            .flat_map(|(floor, service)| floor.samples.iter().chain(&service.samples))
            .take(SHOWN)
            .cloned()
            .collect();
        Ok(Self {
            workers,
            callers,
            seconds,
            ratio: median(figures.iter().map(|round| round.2).collect()),
            rounds: figures,
            floor,
            service,
            samples,
        })
    }

    /// Answers that were wrong or did not come, on both sides.
    pub(super) fn failures(&self) -> u64 {
        self.floor.wrong + self.floor.lost + self.service.wrong + self.service.lost
    }

    /// For people.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn tell(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "{} workers, {} callers, {} rounds of {} s a side\n\nround    floor hops/s  service hops/s  ratio",
            self.workers,
            self.callers,
            self.rounds.len(),
            self.seconds
        )?;
        for (number, (floor, service, ratio)) in self.rounds.iter().enumerate() {
            writeln!(
                out,
                "{:<8} {floor:>12.0} {service:>15.0} {ratio:>6.2}",
                number + 1
            )?;
        }
        writeln!(
            out,
            "\n           hops/s   p50 ms   p99 ms       hops  wrong   lost"
        )?;
        for (name, side) in [("floor", &self.floor), ("service", &self.service)] {
            writeln!(
                out,
                "{name:<8} {:>8.0} {:>8.2} {:>8.2} {:>10} {:>6} {:>6}",
                side.hops_per_second, side.p50_ms, side.p99_ms, side.hops, side.wrong, side.lost
            )?;
        }
        writeln!(out, "ratio    {:>8.2}", self.ratio)?;
        for sample in &self.samples {
            writeln!(out, "wrong: {sample}")?;
        }
        Ok(())
    }
}

fn side<'a>(tallies: impl Iterator<Item = &'a Tally>) -> anyhow::Result<Side> {
    let mut all = Tally::new()?;
    let mut rates = Vec::new();
    for tally in tallies {
        rates.push(tally.rate());
        all.add(tally)?;
    }
    anyhow::ensure!(!rates.is_empty(), "no round was run");
    let ms =
        |quantile| Duration::from_micros(all.times.value_at_quantile(quantile)).as_secs_f64() * 1e3;
    Ok(Side {
        hops_per_second: median(rates),
        p50_ms: ms(0.5),
        p99_ms: ms(0.99),
        hops: all.times.len(),
        wrong: all.wrong,
        lost: all.lost,
    })
}

/// The middle value; the mean of the two in the middle where their number is even.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle.wrapping_sub(1)), values.get(middle)) {
        (Some(low), Some(high)) if values.len().is_multiple_of(2) => f64::midpoint(*low, *high),
        (_, Some(one)) => *one,
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(hops: u64, seconds: u64) -> Tally {
        let mut tally = Tally::new().unwrap();
        for _ in 0..hops {
            tally.hop(Duration::from_millis(2));
        }
        tally.elapsed = Duration::from_secs(seconds);
        tally
    }

    #[test]
    fn the_ratio_is_the_median_of_the_rounds() {
        let rounds = [
            (tally(100, 1), tally(90, 1)),
            (tally(200, 2), tally(70, 1)),
            (tally(100, 1), tally(10, 1)),
        ];
        let report = Report::new(2, 32, 1, &rounds).unwrap();
        assert!((report.ratio - 0.7).abs() < 1e-9);
        assert!((report.service.hops_per_second - 70.0).abs() < 1e-9);
        assert!((report.floor.p99_ms - 2.0).abs() < 0.01);
        assert_eq!(report.failures(), 0);
    }

    #[test]
    fn wrong_and_lost_answers_count_and_are_shown() {
        let mut bad = tally(10, 1);
        let step = Step::new("1".into(), "CON Type".into(), vec![]);
        bad.wrong(&step, 200, "END Sorry");
        bad.lost = 2;
        let report = Report::new(2, 32, 1, &[(tally(10, 1), bad)]).unwrap();
        assert_eq!(report.failures(), 3);
        let mut told = Vec::new();
        report.tell(&mut told).unwrap();
        assert!(
            String::from_utf8(told)
                .unwrap()
                .contains("got 200 \"END Sorry\"")
        );
    }

    #[test]
    fn an_even_number_has_its_median_between() {
        assert!((median(vec![4.0, 1.0, 3.0, 2.0]) - 2.5).abs() < 1e-9);
        assert!((median(vec![5.0]) - 5.0).abs() < 1e-9);
    }
}
