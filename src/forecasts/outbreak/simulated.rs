//! How often outbreaks are found and how often there is a false alarm, on made-up areas. Pure, and the same each time.
//!
//! An area is one that may lie anywhere: 15 to 60 patients a week, a season of up to two fifths, up to a tenth more or
//! fewer each year, weeks that differ by more than chance, and facilities of which one is now and then without the
//! medicine, after which those who waited come. Some of those who come ask in vain, and of one in ten it is reported that they
//! fell ill. In the last of six years there is one outbreak of six weeks, in which half as many to twice as many patients
//! as usual come on top, of whom half are reported.

use super::area::{Used, together};
use super::{FEWEST, Spread, Usual, c2, farrington};
use crate::forecasts::series::{Observation, Period, Series};

/// Weeks of a year.
const YEAR: usize = 52;

/// Weeks of the made-up record; the last year is judged.
const WEEKS: usize = 6 * YEAR;

/// How the weeks of an outbreak compare to its height.
const SHAPE: [f64; 6] = [0.3, 0.7, 1.0, 1.0, 0.7, 0.3];

/// Units one patient is given.
const UNITS: f64 = 3.0;

/// Facilities of an area.
const FACILITIES: usize = 5;

/// What a way to judge found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// What it looks at.
    pub by: &'static str,
    /// Of a hundred outbreaks, how many it told of while they were there.
    pub outbreaks: f64,
    /// Of a hundred weeks of outbreaks, how many it told of.
    pub weeks: f64,
    /// Weeks a year and area that it told of though there was no outbreak.
    pub false_a_year: f64,
}

/// The ways to judge, as they are measured.
const WAYS: [&str; 10] = [
    "given out, C2",
    "given out, C2, weeks after a stock-out too",
    "given out, Farrington",
    "asked in vain, C2",
    "both, given out by C2: told before the third year",
    "both, given out by Farrington: told from then on",
    "cases, C2",
    "cases, Farrington",
    "two of the three, given out and cases by C2",
    "two of the three, given out and cases by Farrington",
];

/// Judges every week of the last year of so many made-up areas in every way.
#[must_use]
pub fn measure(areas: u64) -> Vec<Found> {
    let mut tallies = [(0_u32, 0_u32, 0_u32); WAYS.len()];
    let (mut sick, mut well) = (0_u32, 0_u32);
    for seed in 0..areas {
        let area = Area::new(seed);
        let mut caught = [false; WAYS.len()];
        for week in WEEKS - YEAR..WEEKS {
            let outbreak = area.outbreak(week);
            *(if outbreak { &mut sick } else { &mut well }) += 1;
            let alarms = area.alarms(week);
            let ways = tallies.iter_mut().zip(&mut caught).zip(alarms);
            for ((tally, caught), _) in ways.filter(|(_, alarm)| *alarm) {
                if outbreak {
                    tally.1 += 1;
                    *caught = true;
                } else {
                    tally.2 += 1;
                }
            }
        }
        for (tally, caught) in tallies.iter_mut().zip(caught) {
            tally.0 += u32::from(caught);
        }
    }
    let of = |part: u32, all: f64| f64::from(part) / all.max(1.0);
    let found = |(by, (outbreaks, weeks, wrong)): (&'static str, (u32, u32, u32))| Found {
        by,
        outbreaks: 100.0 * of(outbreaks, areas as f64),
        weeks: 100.0 * of(weeks, f64::from(sick)),
        false_a_year: of(wrong, f64::from(well)) * YEAR as f64,
    };
    WAYS.into_iter().zip(tallies).map(found).collect()
}

/// A made-up area.
struct Area {
    begins: usize,
    /// Of each facility, what was used and whether there was a day without stock.
    stocks: Vec<Series>,
    /// The same as if nobody knew when stock ran out.
    unknown: Vec<Series>,
    vain: Vec<Option<f64>>,
    ill: Vec<Option<f64>>,
}

impl Area {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x6d65_6476);
        let patients = 15.0 + 45.0 * dice.unit();
        let (season, phase) = (0.4 * dice.unit(), dice.unit());
        let trend = 0.2 * dice.unit() - 0.1;
        let differs = 0.1 + 0.15 * dice.unit();
        let in_vain = 0.02 + 0.06 * dice.unit();
        let (height, after) = (0.5 + 1.5 * dice.unit(), 36.0 * dice.unit());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "fewer than 36 weeks"
        )]
        let begins = WEEKS - YEAR + 5 + after as usize;
        let mut waiting = [0.0; FACILITIES];
        let mut weeks: [Vec<Option<Observation>>; FACILITIES] = Default::default();
        let mut vain = Vec::with_capacity(WEEKS);
        // Of their own, so that nothing else is made up otherwise because they are.
        let mut reports = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x6361_7365);
        let mut ill = Vec::with_capacity(WEEKS);
        for week in 0..WEEKS {
            let year = week as f64 / YEAR as f64;
            let usual = patients
                * (trend * (year - 5.0)).exp()
                * (1.0 + season * (std::f64::consts::TAU * (year + phase)).sin());
            let usual = usual * (differs * dice.normal() - differs * differs / 2.0).exp();
            let since = week.checked_sub(begins);
            let shape = since
                .and_then(|since| SHAPE.get(since))
                .copied()
                .unwrap_or(0.0);
            let more = patients * height * shape;
            // Who is ill finds less, as shelves empty.
            let mut asked = dice.poisson(usual * in_vain + more * 0.25);
            ill.push(Some(reports.poisson(usual * 0.1 + more * 0.5)));
            for (waiting, weeks) in waiting.iter_mut().zip(&mut weeks) {
                let come =
                    dice.poisson((usual + more) / FACILITIES as f64) + std::mem::take(waiting);
                let out = dice.unit() < 0.02;
                let served = if out { (come * 0.4).floor() } else { come };
                if out {
                    asked += ((come - served) * 0.3).floor();
                    *waiting = ((come - served) * 0.7).floor();
                }
                weeks.push(Some(Observation {
                    used: UNITS * served,
                    stock_end: None,
                    days_out: Some(if out { 4.0 } else { 0.0 }),
                }));
            }
            vain.push(Some(asked));
        }
        let series = |observations| Series {
            id: "".into(),
            first: Period(0),
            observations,
        };
        let stocks: Vec<Series> = weeks.into_iter().map(series).collect();
        let mut unknown = stocks.clone();
        for week in unknown
            .iter_mut()
            .flat_map(|one| &mut one.observations)
            .flatten()
        {
            week.days_out = None;
        }
        Self {
            begins,
            stocks,
            unknown,
            vain,
            ill,
        }
    }

    fn outbreak(&self, week: usize) -> bool {
        (self.begins..self.begins + SHAPE.len()).contains(&week)
    }

    /// Which ways tell of a week.
    fn alarms(&self, week: usize) -> [bool; WAYS.len()] {
        let judged = Period(0).plus(week);
        let used = together(&self.stocks, judged);
        let unknown = together(&self.unknown, judged);
        let by = |used: &Option<Used>, rule: &dyn Fn(&[Option<f64>]) -> Option<Usual>| {
            used.as_ref()
                .is_some_and(|used| rule(&used.before).is_some_and(|usual| used.now > usual.high))
        };
        let by_c2 = |weeks: &[Option<f64>]| c2(weeks, Spread::Units);
        let lately = by(&used, &by_c2);
        let years = by(&used, &farrington);
        let more = |people: &[Option<f64>], rule: &dyn Fn(&[Option<f64>]) -> Option<Usual>| {
            let now = people.get(week).copied().flatten();
            now.is_some_and(|now| {
                let before = people.get(..week).unwrap_or_default();
                now >= f64::from(FEWEST) && rule(before).is_some_and(|usual| now > usual.high)
            })
        };
        let people = |weeks: &[Option<f64>]| c2(weeks, Spread::People);
        let vain = more(&self.vain, &people);
        let ill = (more(&self.ill, &people), more(&self.ill, &farrington));
        let two = |a: bool, b: bool, c: bool| [a, b, c].into_iter().filter(|one| *one).count() >= 2;
        [
            lately,
            by(&unknown, &by_c2),
            years,
            vain,
            lately && vain,
            years && vain,
            ill.0,
            ill.1,
            two(lately, vain, ill.0),
            two(years, vain, ill.1),
        ]
    }
}

/// Numbers that look like chance and are the same each time: SplitMix64 (Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014).
struct Dice(u64);

impl Dice {
    /// From 0 to 1, without 1.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.unit(), self.unit());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }

    /// Poisson, by Knuth; of means up to some hundreds.
    fn poisson(&mut self, mean: f64) -> f64 {
        let (least, mut product, mut events) = ((-mean).exp(), self.unit(), 0.0);
        while product > least {
            product *= self.unit();
            events += 1.0;
        }
        events
    }
}
