//! Long CSV files into series: `series_id,period,value` and, where known, `stock_end,stockout_days`.

use std::collections::HashMap;
use std::io::Read;

use super::series::{Frequency, Observation, Period, Series};

/// How many periods a series may span; more is a mistake in a date.
const LONGEST: i32 = 5_000;

/// Why a file is no series.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is no CSV.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error("column {0} is missing; the file needs series_id, period and value")]
    Column(&'static str),
    /// A cell cannot be what its column says.
    #[error("line {line}: {column} {text:?} is {why}")]
    Cell {
        /// The line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// What stands there.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A period of a series is told twice.
    #[error("series {id:?} tells {period} twice")]
    Twice {
        /// The series.
        id: Box<str>,
        /// The period.
        period: String,
    },
    /// A series would be longer than can be.
    #[error("series {id:?} goes from {first} to {last}, which is too long")]
    Long {
        /// The series.
        id: Box<str>,
        /// Its first period.
        first: String,
        /// Its last period.
        last: String,
    },
}

type Row = (Period, Option<Observation>);

/// Reads every series, in the order in which the file first names them. Columns that
/// are not known are passed over; an empty value is a gap.
///
/// # Errors
/// If the file is no such CSV: the first line that is wrong is named.
pub fn read(from: impl Read, frequency: Frequency) -> Result<Vec<Series>, Error> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(from);
    let header = reader.headers()?.clone();
    let find = |name: &str| {
        header.iter().position(|cell| {
            cell.trim_start_matches('\u{feff}')
                .eq_ignore_ascii_case(name)
        })
    };
    let id_at = find("series_id").ok_or(Error::Column("series_id"))?;
    let period_at = find("period").ok_or(Error::Column("period"))?;
    let value_at = find("value").ok_or(Error::Column("value"))?;
    let (stock_at, days_at) = (find("stock_end"), find("stockout_days"));

    let mut places: HashMap<Box<str>, usize> = HashMap::new();
    let mut all: Vec<(Box<str>, Vec<Row>)> = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let text = cell(period_at);
        let period = frequency.parse(text).ok_or_else(|| Error::Cell {
            line,
            column: "period",
            text: text.to_owned(),
            why: "no period",
        })?;
        let optional = |at: Option<usize>, column| match at {
            Some(at) => number(cell(at), line, column),
            None => Ok(None),
        };
        let stock_end = optional(stock_at, "stock_end")?;
        let days_out = optional(days_at, "stockout_days")?;
        let observation = used(cell(value_at), line)?.map(|used| Observation {
            used,
            stock_end,
            days_out,
        });
        let id = cell(id_at);
        let place = match places.get(id) {
            Some(place) => *place,
            None => {
                places.insert(id.into(), all.len());
                all.push((id.into(), Vec::new()));
                all.len() - 1
            }
        };
        if let Some((_, rows)) = all.get_mut(place) {
            rows.push((period, observation));
        }
    }
    all.into_iter()
        .map(|(id, rows)| series(id, rows, frequency))
        .collect()
}

/// A number that may be missing.
fn number(text: &str, line: u64, column: &'static str) -> Result<Option<f64>, Error> {
    let why = match text.parse::<f64>() {
        _ if text.is_empty() || text.eq_ignore_ascii_case("na") => return Ok(None),
        Ok(number) if number.is_finite() => return Ok(Some(number)),
        Ok(_) => "not finite",
        Err(_) => "no number",
    };
    Err(Error::Cell {
        line,
        column,
        text: text.to_owned(),
        why,
    })
}

/// What was used: nothing below 0 can have been.
fn used(text: &str, line: u64) -> Result<Option<f64>, Error> {
    match number(text, line, "value")? {
        Some(number) if number < 0.0 => Err(Error::Cell {
            line,
            column: "value",
            text: text.to_owned(),
            why: "below 0",
        }),
        number => Ok(number),
    }
}

/// Puts rows in order and gaps where no row is.
fn series(id: Box<str>, mut rows: Vec<Row>, frequency: Frequency) -> Result<Series, Error> {
    rows.sort_by_key(|(period, _)| *period);
    let first = rows.first().map_or(Period(0), |(period, _)| *period);
    let last = rows.last().map_or(first, |(period, _)| *period);
    if last.0 - first.0 >= LONGEST {
        return Err(Error::Long {
            id,
            first: frequency.write(first),
            last: frequency.write(last),
        });
    }
    let mut observations = Vec::with_capacity(rows.len());
    for (period, observation) in rows {
        let at = usize::try_from(period.0 - first.0).unwrap_or(0);
        if at < observations.len() {
            return Err(Error::Twice {
                id,
                period: frequency.write(period),
            });
        }
        observations.resize(at, None);
        observations.push(observation);
    }
    Ok(Series {
        id,
        first,
        observations,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monthly(text: &str) -> Result<Vec<Series>, Error> {
        read(text.as_bytes(), Frequency::Month)
    }

    #[test]
    fn rows_in_any_order_become_series_with_gaps() {
        let series = monthly(
            "\u{feff}period,Series_ID,region,value,stock_end,stockout_days\n\
             2024-03,b,x,7,1,\n2024-01,a,x,1,,2\n2024-04,a,x,,,\n2024-01-15,b,x,5,,\n",
        )
        .unwrap();
        let told = |at: usize| series[at].told().collect::<Vec<_>>();
        assert_eq!(&*series[0].id, "b");
        assert_eq!(told(0), [Some(5.0), None, Some(7.0)]);
        assert_eq!(told(1), [Some(1.0), None, None, None]);
        assert_eq!(series[0].observations[2].unwrap().stock_end, Some(1.0));
        assert_eq!(series[1].observations[0].unwrap().days_out, Some(2.0));
        assert_eq!(Frequency::Month.write(series[1].next()), "2024-05");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, why) in [
            ("series_id,period\n", "column value is missing"),
            (
                "series_id,period,value\na,2024-01,1\na,2024-02,x\n",
                "line 3: value \"x\" is no number",
            ),
            (
                "series_id,period,value\na,2024-01,-1\n",
                "line 2: value \"-1\" is below 0",
            ),
            (
                "series_id,period,value\na,2024-01,inf\n",
                "line 2: value \"inf\" is not finite",
            ),
            (
                "series_id,period,value\na,24,1\n",
                "line 2: period \"24\" is no period",
            ),
            (
                "series_id,period,value\na,2024-01,1\na,2024-01,2\n",
                "series \"a\" tells 2024-01 twice",
            ),
            (
                "series_id,period,value\na,0001-01,1\na,9999-01,2\n",
                "too long",
            ),
        ] {
            let error = monthly(text).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
        assert!(monthly("series_id,period,value\n").unwrap().is_empty());
    }
}
