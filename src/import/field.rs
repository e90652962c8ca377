//! One field of a row: text, number, time. Pure.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::refusal::Refusal;
use crate::forecasts::series::Frequency;

/// What is written in the columns of a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PointText {
    /// One or both are empty.
    Missing,
    /// Both are 0: off the coast of Africa, where no place is.
    Zero,
    /// Numbers, but of no spot on the globe, however one turns them.
    OffGlobe,
    /// Degrees north and east as they are written; the first may exceed 90 if
    /// the two are swapped.
    At(f64, f64),
}

/// A text with its white space, line breaks included, as single spaces, and
/// without the invisible characters that come along when text is copied.
///
/// # Errors
/// When it holds other control characters, or more than `most` letters.
pub fn text(column: &'static str, raw: &str, most: usize) -> Result<String, Refusal> {
    let visible: String = raw.chars().filter(|c| !is_invisible(*c)).collect();
    let text = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(char::is_control) {
        return Err(Refusal::Control(column));
    }
    if text.chars().count() > most {
        return Err(Refusal::TooLong(column, most));
    }
    Ok(text)
}

/// As [`text()`], of a field that must not be empty.
///
/// # Errors
/// As [`text()`], and when nothing is left.
pub fn needed(column: &'static str, raw: &str, most: usize) -> Result<String, Refusal> {
    let text = text(column, raw, most)?;
    if text.is_empty() {
        return Err(Refusal::Missing(column));
    }
    Ok(text)
}

/// Soft hyphen, zero-width spaces and joiners, direction marks, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Three letters of a country, in upper case.
///
/// # Errors
/// When it is empty or anything else.
pub fn iso3(raw: &str) -> Result<String, Refusal> {
    let code = raw.trim();
    if code.is_empty() {
        return Err(Refusal::Missing("iso3"));
    }
    if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Err(Refusal::BadCode("iso3", "three letters (ISO 3166-1)"));
    }
    Ok(code.to_ascii_uppercase())
}

/// The point of a row.
///
/// # Errors
/// When a column holds something other than a number.
pub fn point(lat: &str, lon: &str) -> Result<PointText, Refusal> {
    let (lat, lon) = (degrees("lat", lat)?, degrees("lon", lon)?);
    let (Some(lat), Some(lon)) = (lat, lon) else {
        return Ok(PointText::Missing);
    };
    // A ten-thousandth of a degree is eleven metres.
    if lat.abs() < 1e-4 && lon.abs() < 1e-4 {
        return Ok(PointText::Zero);
    }
    let as_written = lat.abs() <= 90.0 && lon.abs() <= 180.0;
    let swapped = lon.abs() <= 90.0 && lat.abs() <= 180.0;
    if as_written || swapped {
        Ok(PointText::At(lat, lon))
    } else {
        Ok(PointText::OffGlobe)
    }
}

fn degrees(column: &'static str, raw: &str) -> Result<Option<f64>, Refusal> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    match raw.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        _ => Err(Refusal::NotANumber(column)),
    }
}

/// A whole number from 0 to `most`.
///
/// # Errors
/// For everything else, each with its own reason.
pub fn whole(column: &'static str, raw: &str, most: i32) -> Result<i32, Refusal> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(Refusal::Missing(column));
    }
    if let Ok(number) = raw.parse::<i128>() {
        return match i32::try_from(number) {
            _ if number < 0 => Err(Refusal::Negative(column)),
            Ok(number) if number <= most => Ok(number),
            _ => Err(Refusal::TooLarge(column)),
        };
    }
    Err(not_whole(column, raw))
}

/// Why `raw`, which is not a whole number, is not one.
fn not_whole(column: &'static str, raw: &str) -> Refusal {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = raw.strip_prefix(['-', '+']).unwrap_or(raw);
    if digits(unsigned) {
        return if raw.starts_with('-') {
            Refusal::Negative(column)
        } else {
            Refusal::TooLarge(column)
        };
    }
    let groups: Vec<&str> = unsigned
        .split([',', ' ', '\'', '_', '\u{a0}', '\u{202f}'])
        .collect();
    let grouped = groups.len() > 1
        && groups.iter().all(|group| digits(group))
        && groups.iter().skip(1).all(|group| group.len() == 3);
    if grouped {
        Refusal::ThousandsMark(column)
    } else if raw.parse::<f64>().is_ok_and(f64::is_finite)
        || groups.len() == 2 && groups.iter().all(|group| digits(group))
    {
        Refusal::NotWhole(column)
    } else {
        Refusal::NotANumber(column)
    }
}

/// A price of one unit, 0.01 to 40,000,000; empty is unknown.
///
/// # Errors
/// For everything else.
pub fn price(column: &'static str, raw: &str) -> Result<Option<Decimal>, Refusal> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let Ok(price) = Decimal::from_str_exact(raw) else {
        return Err(match not_whole(column, raw) {
            Refusal::NotWhole(column) => Refusal::NotANumber(column),
            other => other,
        });
    };
    let price = price.normalize();
    if price.is_sign_negative() && !price.is_zero() {
        Err(Refusal::Negative(column))
    } else if price.scale() > 2 {
        Err(Refusal::Decimals(column))
    } else if price < Decimal::new(1, 2) {
        Err(Refusal::TooSmall(column))
    } else if price > Decimal::from(40_000_000) {
        Err(Refusal::TooLarge(column))
    } else {
        Ok(Some(price))
    }
}

/// Units used a month, 0 or more; empty is unknown.
///
/// # Errors
/// For everything else.
pub fn monthly_use(column: &'static str, raw: &str) -> Result<Option<f32>, Refusal> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    match raw.parse::<f32>() {
        Ok(number) if number.is_nan() => Err(Refusal::NotANumber(column)),
        Ok(number) if number < 0.0 => Err(Refusal::Negative(column)),
        Ok(number) if number > 1e9 => Err(Refusal::TooLarge(column)),
        // Adding nothing turns -0 into 0.
        Ok(number) => Ok(Some(number + 0.0)),
        Err(_) => Err(match not_whole(column, raw) {
            Refusal::NotWhole(column) => Refusal::NotANumber(column),
            other => other,
        }),
    }
}

/// When something was counted: an RFC 3339 time, a date (its first moment, UTC)
/// or, where `ages` are taken, an age like `-3d`, `-5h` or `-20m` before `now`.
///
/// # Errors
/// For everything else, for years before 2000, and for times more than a day ahead
/// (a date may have begun in a zone ahead of ours).
pub fn counted_at(
    column: &'static str,
    raw: &str,
    now: DateTime<Utc>,
    ages: bool,
) -> Result<DateTime<Utc>, Refusal> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(Refusal::Missing(column));
    }
    let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc();
    let time = if ages && raw.starts_with('-') {
        age(raw).and_then(|age| now.checked_sub_signed(age))
    } else if let Ok(time) = DateTime::parse_from_rfc3339(raw) {
        Some(time.to_utc())
    } else if let Ok(time) = NaiveDateTime::parse_from_str(raw, "%Y-%m-%d %H:%M:%S") {
        Some(time.and_utc())
    } else {
        NaiveDate::parse_from_str(raw, "%Y-%m-%d")
            .ok()
            .map(midnight)
    };
    let beginning = NaiveDate::from_ymd_opt(2000, 1, 1).map(midnight);
    match time {
        Some(time) if beginning.is_none_or(|beginning| time < beginning) => {
            Err(Refusal::BadTime(column))
        }
        Some(time) if time > now + TimeDelta::days(1) => Err(Refusal::Future(column)),
        // What PostgreSQL keeps, so that a second import finds the same.
        Some(time) => {
            DateTime::from_timestamp_micros(time.timestamp_micros()).ok_or(Refusal::BadTime(column))
        }
        None => Err(Refusal::BadTime(column)),
    }
}

/// A week that is over, as its Monday: that Monday or the week's number (`2026-W31`).
///
/// # Errors
/// For everything else, for years before 2000, and for weeks that end more than a day ahead (they may have ended in a
/// zone ahead of ours).
pub fn week(column: &'static str, raw: &str, now: DateTime<Utc>) -> Result<NaiveDate, Refusal> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(Refusal::Missing(column));
    }
    let monday = Frequency::Week
        .parse(raw)
        .and_then(|week| Frequency::Week.first_day(week))
        // Any other day may be the first of weeks counted otherwise.
        .filter(|monday| raw.contains('W') || raw == monday.to_string())
        .filter(|monday| monday.year() >= 2000);
    let monday = monday.ok_or(Refusal::BadCode(
        column,
        "a Monday like 2026-07-27 or a week like 2026-W31",
    ))?;
    if monday + TimeDelta::weeks(1) > (now + TimeDelta::days(1)).date_naive() {
        return Err(Refusal::NotOver(column));
    }
    Ok(monday)
}

fn age(raw: &str) -> Option<TimeDelta> {
    let unit = raw.chars().last()?;
    let number = raw.strip_prefix('-')?.strip_suffix(unit)?;
    let number: u32 = number.parse().ok()?;
    match unit {
        'd' => TimeDelta::try_days(number.into()),
        'h' => TimeDelta::try_hours(number.into()),
        'm' => TimeDelta::try_minutes(number.into()),
        _ => None,
    }
}

/// true or false in the words people use; empty is not said.
///
/// # Errors
/// For any other word.
pub fn yes_or_no(column: &'static str, raw: &str) -> Result<Option<bool>, Refusal> {
    match raw.trim().to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "true" | "yes" | "y" | "t" | "1" => Ok(Some(true)),
        "false" | "no" | "n" | "f" | "0" => Ok(Some(false)),
        _ => Err(Refusal::NotOneOf(column, "true, false")),
    }
}

/// A published number in E.164 (`+` and 7 to 15 digits), or nothing. The marks
/// people write between digits are left out; `00` at the front is a `+`.
///
/// # Errors
/// For anything else.
pub fn contact(raw: &str) -> Result<String, Refusal> {
    let bare: String = raw
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')' | '/'))
        .collect();
    if bare.is_empty() {
        return Ok(bare);
    }
    let digits = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"));
    match digits {
        Some(digits)
            if (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            Ok(format!("+{digits}"))
        }
        _ => Err(Refusal::BadCode(
            "contact",
            "a number with its country, like +254700000000",
        )),
    }
}

/// A facility's code: 2 to 16 of a-z, 0-9 and `-`; empty is none.
///
/// # Errors
/// For anything else.
pub fn facility_code(raw: &str) -> Result<Option<String>, Refusal> {
    let code = raw.trim().to_ascii_lowercase();
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    match code.len() {
        0 => Ok(None),
        2..=16 if code.bytes().all(fits) => Ok(Some(code)),
        _ => Err(Refusal::BadCode("code", "2 to 16 of a-z, 0-9 and -")),
    }
}

/// A product's SMS code: 2 to 8 letters; empty is none.
///
/// # Errors
/// For anything else.
pub fn product_code(raw: &str) -> Result<Option<String>, Refusal> {
    let code = raw.trim().to_ascii_lowercase();
    match code.len() {
        0 => Ok(None),
        2..=8 if code.bytes().all(|b| b.is_ascii_lowercase()) => Ok(Some(code)),
        _ => Err(Refusal::BadCode("code", "2 to 8 letters")),
    }
}

#[cfg(test)]
mod tests;
