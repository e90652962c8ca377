//! Long CSV files into series: `series_id,period,value` and, where known, `stock_end,stockout_days`.

use std::collections::HashMap;
use std::io::Read;
use std::ops::RangeInclusive;

use chrono::Datelike as _;

use super::series::{Frequency, Observation, Period, Series};

/// In which years a period may begin; any other is a mistake in a date.
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// How long a series may be, in days: a hundred years. Longer is a mistake in a date too.
const LONGEST: f64 = 36_525.0;

/// No facility holds or uses more units; up to here floats add up to the unit, too.
const MOST: f64 = 1e15;

/// Why a file is no series.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is no CSV.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error("column {0} is missing; the file needs series_id, period and value")]
    Column(&'static str),
    /// A column is there twice, and nobody knows which is meant.
    #[error("line {line}: column {column} is there twice")]
    Columns {
        /// The header's line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
    },
    /// A row has another number of cells than the header.
    #[error("line {line}: {cells} cells where the header has {columns}")]
    Cells {
        /// The line, from 1.
        line: u64,
        /// How many cells it has.
        cells: u64,
        /// How many the header has.
        columns: u64,
    },
    /// A row is no text.
    #[error("line {line}: the text is not in UTF-8")]
    Text {
        /// The line, from 1.
        line: u64,
    },
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
/// If the file is no such CSV, or tells what cannot be: a period outside 1900 to 2200, a series longer than a hundred years,
/// less than nothing, more than 1e15 units or more days without stock than the period has. The first line that is wrong is named.
pub fn read(mut from: impl Read, frequency: Frequency) -> Result<Vec<Series>, Error> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(csv::Error::from)?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(&*bytes);
    let line = |at: Option<&csv::Position>| line(&bytes, at);
    let named = |error: csv::Error| match error.kind() {
        csv::ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => Error::Cells {
            line: line(pos.as_ref()),
            cells: *len,
            columns: *expected_len,
        },
        csv::ErrorKind::Utf8 { pos, .. } => Error::Text {
            line: line(pos.as_ref()),
        },
        _ => Error::Csv(error),
    };
    let header = reader.headers().map_err(named)?.clone();
    let find = |column: &'static str| {
        let is = |cell: &str| {
            cell.trim_start_matches('\u{feff}')
                .eq_ignore_ascii_case(column)
        };
        let mut places = header.iter().enumerate().filter(|(_, cell)| is(cell));
        let first = places.next().map(|(at, _)| at);
        match places.next() {
            None => Ok(first),
            Some(_) => Err(Error::Columns {
                line: line(header.position()),
                column,
            }),
        }
    };
    let needed = |column| find(column)?.ok_or(Error::Column(column));
    let (id_at, period_at, value_at) = (needed("series_id")?, needed("period")?, needed("value")?);
    let (stock_at, days_at) = (find("stock_end")?, find("stockout_days")?);

    let mut places: HashMap<Box<str>, usize> = HashMap::new();
    let mut all: Vec<(Box<str>, Vec<Row>)> = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(named)? {
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let wrong = |column, text: &str, why| Error::Cell {
            line: line(record.position()),
            column,
            text: text.to_owned(),
            why,
        };
        let of = |at: Option<usize>, column, most| {
            let text = at.map_or("", cell);
            number(text, most).map_err(|why| wrong(column, text, why))
        };
        let id = cell(id_at);
        if id.is_empty() {
            return Err(wrong("series_id", id, "no name"));
        }
        let text = cell(period_at);
        let (period, days) = period(text, frequency).map_err(|why| wrong("period", text, why))?;
        let units = (MOST, "more than 1e15");
        let stock_end = of(stock_at, "stock_end", units)?;
        let days = (days, "more days than the period has");
        let days_out = of(days_at, "stockout_days", days)?;
        let observation = of(Some(value_at), "value", units)?.map(|used| Observation {
            used,
            stock_end,
            days_out,
        });
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

/// The line on which a record begins, from 1. The reader's own count is off by one after blank lines and CRLF, since a
/// record's offset may lie on the line end before it.
fn line(bytes: &[u8], at: Option<&csv::Position>) -> u64 {
    let at = at.and_then(|at| usize::try_from(at.byte()).ok());
    let (before, rest) = bytes.split_at(at.unwrap_or(0).min(bytes.len()));
    let ends = rest.iter().take_while(|byte| b"\r\n".contains(byte));
    let lines = before.iter().chain(ends).filter(|byte| **byte == b'\n');
    lines.count() as u64 + 1
}

/// A period, and how many days it has.
fn period(text: &str, frequency: Frequency) -> Result<(Period, f64), &'static str> {
    let period = frequency.parse(text).ok_or("no period")?;
    let first = |period| frequency.first_day(period);
    match (first(period), first(period.plus(1))) {
        (Some(first), Some(next)) if YEARS.contains(&first.year()) => {
            Ok((period, (next - first).num_days() as f64))
        }
        _ => Err("outside 1900 to 2200"),
    }
}

/// A number from 0 to the most there can be, which may be missing.
fn number(text: &str, (most, more): (f64, &'static str)) -> Result<Option<f64>, &'static str> {
    match text.parse::<f64>() {
        _ if text.is_empty() || text.eq_ignore_ascii_case("na") => Ok(None),
        Ok(number) if !number.is_finite() => Err("not finite"),
        Ok(number) if number < 0.0 => Err("below 0"),
        Ok(number) if number > most => Err(more),
        Ok(number) => Ok(Some(number)),
        Err(_) => Err("no number"),
    }
}

/// Puts rows in order and gaps where no row is.
fn series(id: Box<str>, mut rows: Vec<Row>, frequency: Frequency) -> Result<Series, Error> {
    rows.sort_by_key(|(period, _)| *period);
    let first = rows.first().map_or(Period(0), |(period, _)| *period);
    let last = rows.last().map_or(first, |(period, _)| *period);
    if f64::from(last.0 - first.0) * frequency.days() >= LONGEST {
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
mod tests;
