//! How often outbreaks are found, on made-up areas or in a record of cases, and how often there is a false alarm.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::forecasts::outbreak::marked::{self, Week};
use crate::forecasts::outbreak::simulated;

/// Judges every week of the last of six years of made-up areas with one outbreak each, by each rule and by two counts that agree.
/// The same areas give the same figures. Or, of a record of cases by week in which outbreaks are marked, every week by the weeks before it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many areas
    #[arg(long, default_value = "200", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    areas: u16,
    /// A record: a CSV file with series_id, t (the week, a whole number), value (cases) and outbreak (1 or 0)
    #[arg(long, conflicts_with = "areas")]
    csv: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// If the record cannot be read, or the figures cannot be printed.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let out = match &args.csv {
        None => of_areas(args.areas),
        Some(path) => {
            let cannot = || format!("cannot read {}", path.display());
            let file = File::open(path).with_context(cannot)?;
            of_record(&read(file).with_context(cannot)?)
        }
    };
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(())
}

fn of_areas(areas: u16) -> String {
    let mut out = format!(
        "{:<62}{:>18}{:>16}{:>24}\n",
        "looked at", "outbreaks told", "weeks told", "false alarms a year"
    );
    for found in simulated::measure(areas.into()) {
        let _ = writeln!(
            out,
            "{:<62}{:>16.0} %{:>14.0} %{:>24.2}",
            found.by, found.outbreaks, found.weeks, found.false_a_year
        );
    }
    out
}

fn of_record(records: &[Vec<Week>]) -> String {
    let mut out = format!(
        "{:<62}{:>18}{:>16}{:>32}\n",
        "cases judged by", "outbreaks told", "weeks told", "false alarms a year (of years)"
    );
    for found in marked::measure(records) {
        let of = |(told, of): (u32, u32)| format!("{told} of {of}");
        let wrong = format!("{:.2} ({:.1})", found.false_a_year, found.years);
        let _ = writeln!(
            out,
            "{:<62}{:>18}{:>16}{wrong:>32}",
            found.by,
            of(found.outbreaks),
            of(found.weeks)
        );
    }
    out
}

#[derive(serde::Deserialize)]
struct Row {
    series_id: String,
    t: i32,
    value: Option<f64>,
    outbreak: u8,
}

/// The records of a file, week by week; of weeks it leaves out nothing is known.
fn read(file: impl Read) -> anyhow::Result<Vec<Vec<Week>>> {
    let mut records: BTreeMap<String, BTreeMap<i32, Week>> = BTreeMap::new();
    for row in csv::Reader::from_reader(file).deserialize() {
        let row: Row = row?;
        let (outbreak, at) = (row.outbreak == 1, row.t);
        if row.outbreak > 1 || row.value.is_some_and(|cases| !(0.0..1e9).contains(&cases)) {
            bail!(
                "{}: week {at} is no count that is marked 0 or 1",
                row.series_id
            );
        }
        let week = Week {
            cases: row.value,
            outbreak,
        };
        let record = records.entry(row.series_id.clone()).or_default();
        if record.insert(at, week).is_some() {
            bail!("{}: week {at} is there twice", row.series_id);
        }
    }
    let whole = |record: BTreeMap<i32, Week>| {
        let (first, last) = (
            record.keys().next().copied().unwrap_or(0),
            record.keys().next_back().copied().unwrap_or(-1),
        );
        if i64::from(last) - i64::from(first) > 100_000 {
            bail!("weeks {first} to {last} are too many");
        }
        let unknown = Week {
            cases: None,
            outbreak: false,
        };
        let week = |at: i32| record.get(&at).copied().unwrap_or(unknown);
        Ok((first..=last).map(week).collect())
    };
    records.into_values().map(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_week_by_week() {
        let week = |cases, outbreak| Week { cases, outbreak };
        let head = "series_id,t,value,outbreak\n";
        let read = |rows: &str| read(format!("{head}{rows}").as_bytes());
        let records = read("b,3,5,0\na,7,2,1\nb,1,,1\n").unwrap();
        let (a, b) = (vec![week(Some(2.0), true)], &records[1]);
        assert_eq!(records[0], a);
        let unknown = week(None, false);
        assert_eq!(*b, [week(None, true), unknown, week(Some(5.0), false)]);
        for (rows, why) in [
            ("a,1,2,0\na,1,3,0\n", "a: week 1 is there twice"),
            ("a,1,-2,0\n", "a: week 1 is no count that is marked 0 or 1"),
            ("a,1,2,3\n", "a: week 1 is no count that is marked 0 or 1"),
            ("a,1,2,0\na,900000,2,0\n", "weeks 1 to 900000 are too many"),
            ("a,1,2,\n", "CSV deserialize error: record 1"),
        ] {
            let error = read(rows).unwrap_err().to_string();
            assert!(error.starts_with(why), "{error}");
        }
    }
}
