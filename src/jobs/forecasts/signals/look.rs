//! What is known of a medicine: who asked in vain, how many fell ill, who holds it; and what follows for a week.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Context as _;

use super::monday;
use crate::db::Conn;
use crate::forecasts::outbreak::area::{Ill, Places, reported, together};
use crate::forecasts::outbreak::{self, FEWEST, Spread, c2, usual};
use crate::forecasts::series::{Frequency, Period, Series};
use crate::models::case_count::{self, Reported};
use crate::models::ledger::said::Stock;
use crate::models::place;
use crate::models::signal::{Cases, Counts, Signal, Used};
use crate::models::unmet::{self, Held, Unmet};

pub(super) const WEEKLY: Frequency = Frequency::Week;

/// Weeks before the one judged of which it is looked at who asked in vain.
const LOOKED_BACK: i32 = 12;

/// What is known of a medicine before ledgers are read.
pub(super) struct Look {
    unmet: Vec<Unmet>,
    ill: Vec<Ill>,
    held: Vec<Held>,
    places: Places,
    /// The first week in which anybody was counted.
    first: Option<Period>,
}

/// An area in which more people than usual asked in vain, or fell ill.
pub(super) struct Area {
    place: i64,
    counts: Counts,
}

/// What was found of a week.
pub(super) struct Found {
    pub(super) week: Period,
    pub(super) signals: Vec<Signal>,
    /// In which areas it is asked.
    pub(super) told: Vec<i64>,
}

impl Look {
    /// Reads what is known of a medicine, of the last week that is over and so many before it.
    pub(super) async fn read(
        conn: &mut Conn,
        product: i64,
        last: Period,
        late: i32,
    ) -> anyhow::Result<Self> {
        let (lately, to) = (Period(last.0 - late), monday(last)?);
        let from = monday(Period(lately.0 - LOOKED_BACK))?;
        let unmet = unmet::of(conn, product, (from, to)).await?;
        let years = i32::try_from(outbreak::LOOKED_BACK).context("no such week")?;
        let from = monday(Period(lately.0 - years))?;
        let ill = case_count::of(conn, product, (from, monday(lately)?, to)).await?;
        let held = unmet::held(conn, product).await?;
        let mut ids: Vec<i64> = unmet.iter().map(|one| one.place_id).collect();
        ids.extend(held.iter().map(|one| one.place_id));
        ids.extend(ill.iter().map(|one| one.place_id));
        ids.sort_unstable();
        ids.dedup();
        let spots = place::lineage(conn, &ids).await?;
        let first = unmet::first_week(conn).await?;
        Ok(Self {
            unmet,
            ill: ill.into_iter().filter_map(by_week).collect(),
            held,
            places: Places::new(spots.iter().map(|spot| (spot.id, spot.parent_id))),
            first: first.and_then(|day| WEEKLY.of(day)),
        })
    }

    /// The weeks that are judged, the last one first: of those before it, the ones in which it is known how many fell ill.
    pub(super) fn weeks(&self, last: Period, late: i32) -> Vec<Period> {
        let weeks = (last.0 - late..=last.0).rev().map(Period);
        weeks
            .filter(|week| *week == last || self.ill.iter().any(|one| one.at(*week).is_some()))
            .collect()
    }

    /// Where more people than usual asked in vain in a week, or fell ill.
    pub(super) fn areas(&self, judged: Period) -> Vec<Area> {
        // Several strengths at one facility make it no more than one.
        let mut facilities: Vec<(i64, i64)> = self
            .held
            .iter()
            .map(|one| (one.facility_id, one.place_id))
            .collect();
        facilities.dedup();
        let facilities: Vec<i64> = facilities.into_iter().map(|one| one.1).collect();
        let asked = self.unmet.iter();
        let asked = asked.filter(|one| WEEKLY.of(one.week) == Some(judged));
        let ill = self.ill.iter().filter(|one| one.at(judged).is_some());
        let places = asked
            .map(|one| one.place_id)
            .chain(ill.map(|one| one.place));
        let areas = self.places.areas(places, &facilities);
        let mut ill = self.ill_in(&areas);
        let area = |place: i64| {
            let (people, people_high) = self.asked(place, judged);
            let counts = Counts {
                people,
                people_high,
                used: None,
                cases: sickest(
                    &ill.remove(&place).unwrap_or_default(),
                    &self.places,
                    judged,
                ),
            };
            let more = counts.in_vain() || counts.ill().is_some();
            more.then_some(Area { place, counts })
        };
        areas.iter().copied().filter_map(area).collect()
    }

    /// How many asked in vain in an area, and more than how many are out of the ordinary where so few are not
    /// told to nobody.
    fn asked(&self, place: i64, judged: Period) -> (i32, Option<f64>) {
        let mut weeks: HashMap<Period, i32> = HashMap::new();
        let within = self.unmet.iter();
        let within = within.filter(|one| self.places.within(one.place_id, place));
        for (week, people) in within.filter_map(|one| Some((WEEKLY.of(one.week)?, one.people))) {
            let sum = weeks.entry(week).or_default();
            *sum = sum.saturating_add(people);
        }
        let people = weeks.get(&judged).copied().unwrap_or(0);
        if people < FEWEST {
            return (people, None);
        }
        let before = (judged.0 - LOOKED_BACK..judged.0).map(|week| {
            let counted = self.first.is_some_and(|first| first.0 <= week);
            let people = weeks.get(&Period(week)).copied().unwrap_or(0);
            counted.then(|| f64::from(people))
        });
        let usual = c2(&before.collect::<Vec<_>>(), Spread::People);
        (people, usual.map(|usual| usual.high))
    }

    /// What was reported within each area.
    fn ill_in(&self, areas: &[i64]) -> HashMap<i64, Vec<&Ill>> {
        let mut within: HashMap<i64, Vec<&Ill>> = HashMap::new();
        for one in &self.ill {
            let up = self.places.up(one.place);
            for area in up.filter(|place| areas.binary_search(place).is_ok()) {
                within.entry(area).or_default().push(one);
            }
        }
        within
    }

    /// The stocks of areas.
    pub(super) fn stocks<'a>(&self, areas: impl Iterator<Item = &'a Area>) -> Vec<Stock> {
        let areas: HashSet<i64> = areas.map(|area| area.place).collect();
        let held = self.held.iter().filter(|one| {
            let mut up = self.places.up(one.place_id);
            up.any(|place| areas.contains(&place))
        });
        held.map(|one| (one.facility_id, one.product_id)).collect()
    }

    /// What was given out in areas, and where it is asked then; in some places it is asked already.
    pub(super) fn judge(
        &self,
        weeks: Vec<(Period, Vec<Area>)>,
        used: &[(Stock, Series)],
        mut asked: Vec<i64>,
    ) -> Vec<Found> {
        let at: HashMap<i64, i64> = self
            .held
            .iter()
            .map(|one| (one.facility_id, one.place_id))
            .collect();
        let judge = |(week, areas): (Period, Vec<Area>)| {
            let signal = |Area { place, mut counts }: Area| {
                let there = used.iter().filter(|(stock, _)| {
                    at.get(&stock.0)
                        .is_some_and(|at| self.places.within(*at, place))
                });
                let series: Vec<Series> = there.map(|(_, series)| series.clone()).collect();
                counts.used = together(&series, week).and_then(|used| {
                    let usual = usual(&used.before, Spread::Units)?;
                    Some(Used {
                        units: used.now,
                        usual: (usual.low, usual.high),
                        rule: usual.rule,
                    })
                });
                Signal { place, counts }
            };
            let signals: Vec<Signal> = areas.into_iter().map(signal).collect();
            let told = self.told(&signals, &asked);
            asked.extend(&told);
            Found {
                week,
                signals,
                told,
            }
        };
        weeks.into_iter().map(judge).collect()
    }

    /// In which areas it is asked: where two counts agree, not where it is asked of one in it.
    fn told(&self, signals: &[Signal], asked: &[i64]) -> Vec<i64> {
        let agree = || {
            let agree = signals.iter().filter(|one| one.counts.agree());
            agree.map(|one| one.place)
        };
        let narrower = |place: i64| {
            let inside = |other: i64| other != place && self.places.within(other, place);
            agree().any(inside) || asked.iter().copied().any(inside)
        };
        agree().filter(|place| !narrower(*place)).collect()
    }
}

/// What was reported, week by week.
fn by_week(reported: Reported) -> Option<Ill> {
    let first = WEEKLY.of(*reported.weeks.first()?)?;
    let mut weeks = Vec::new();
    for (day, cases) in reported.weeks.iter().zip(&reported.cases) {
        let at = usize::try_from(WEEKLY.of(*day)?.0.checked_sub(first.0)?).ok()?;
        weeks.resize(at, None);
        weeks.push(Some(f64::from(*cases)));
    }
    Some(Ill {
        place: reported.place_id,
        disease: reported.disease,
        first,
        weeks,
    })
}

/// Of the diseases reported in an area the one of which the most fell ill, by what is usual of it.
fn sickest(ill: &[&Ill], places: &Places, judged: Period) -> Option<Cases> {
    let mut diseases: BTreeMap<&str, Vec<&Ill>> = BTreeMap::new();
    for one in ill {
        diseases.entry(&one.disease).or_default().push(one);
    }
    let found = diseases.into_iter().filter_map(|(disease, ill)| {
        let reported = reported(&ill, places, judged, outbreak::LOOKED_BACK)?;
        if reported.now < f64::from(FEWEST) {
            return None;
        }
        let usual = usual(&reported.before, Spread::People)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number; a cast of a float saturates"
        )]
        let cases = reported.now as i32;
        Some(Cases {
            disease: disease.to_owned(),
            cases,
            high: usual.high,
            rule: usual.rule,
        })
    });
    let above = |one: &Cases| f64::from(one.cases) / one.high.max(1.0);
    found.max_by(|a, b| above(a).total_cmp(&above(b)))
}
