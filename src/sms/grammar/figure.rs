//! Figures: what a run of digits, and of digits with marks between, says as a quantity. Pure.

use chrono::{Months, NaiveDate};

use super::Why;
use super::glued::as_digit;

/// The most that is taken as a quantity, the same that an import takes.
pub(super) const MOST: u32 = 100_000_000;

/// A figure as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure {
    /// The quantity it says, or would say if what is in doubt were confirmed.
    pub(super) value: Option<u32>,
    /// Why it is in doubt.
    pub(super) why: Option<Why>,
    /// What it is written in.
    pub(super) form: Form,
}

/// What a figure is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits.
    Digits,
    /// Digits with a comma before the last three, which may as well part two figures.
    Grouped,
    /// A word for 0, which may as well say that something did not happen.
    Zero,
    /// A word for a stock-out.
    Gone,
}

impl Figure {
    /// A figure in doubt.
    pub(super) const fn doubtful(why: Why, value: Option<u32>) -> Self {
        Self {
            value,
            why: Some(why),
            form: Form::Digits,
        }
    }

    /// A figure that is sure.
    const fn sure(value: u32) -> Self {
        Self {
            value: Some(value),
            why: None,
            form: Form::Digits,
        }
    }

    /// Whether it is a word.
    pub(super) const fn is_word(self) -> bool {
        matches!(self.form, Form::Zero | Form::Gone)
    }

    /// A word in the place of a figure.
    pub(super) const fn word(form: Form) -> Self {
        Self {
            value: Some(0),
            why: Some(Why::NoNumber),
            form,
        }
    }
}

/// Digits alone, letters for digits among them.
///
/// In doubt are figures nobody means as a quantity: three digits and more that begin with 0
/// (a telephone number, a lost digit), `00`, an O in front, and what is too large. A small l
/// at the end may be litres.
pub(super) fn whole(text: &str) -> Figure {
    let digits: String = text.chars().filter_map(as_digit).collect();
    let Some(value) = digits.parse().ok().filter(|value| *value <= MOST) else {
        return Figure::doubtful(Why::Outlier, None);
    };
    let letters = text.chars().any(|c| !c.is_ascii_digit());
    let zero_first = digits.len() > 1 && digits.starts_with('0');
    if zero_first && (digits.len() > 2 || value == 0 || letters) {
        return Figure::doubtful(Why::Unclear, None);
    }
    if text.len() > 1 && text.ends_with('l') {
        return Figure::doubtful(Why::Unclear, None);
    }
    Figure::sure(value)
}

/// Digits with marks between them, in order, one mark fewer than pieces.
///
/// Thousands are read where the marks are commas, each with three digits behind it, and one
/// of these groups begins with 0: `1,000` can be nothing else, since nobody writes 000 or
/// 050 for a quantity. `1,200` may be 1200, or 1 and 200: it is [`Form::Grouped`], and read
/// as thousands only where all that stands beside it has what belongs to it.
pub(super) fn chain(pieces: &[&str], marks: &[char]) -> Figure {
    let [single] = pieces else {
        return joined(pieces, marks);
    };
    whole(single)
}

fn joined(pieces: &[&str], marks: &[char]) -> Figure {
    if marks.contains(&'+') {
        return Figure::doubtful(Why::Sum, None);
    }
    let all = |mark| marks.iter().all(|m| *m == mark);
    let plain = pieces
        .iter()
        .all(|piece| piece.bytes().all(|b| b.is_ascii_digit()));
    let (Some(first), true) = (pieces.first(), plain) else {
        return Figure::doubtful(Why::Unclear, None);
    };
    let groups = || pieces.iter().skip(1);
    let thousands = first.len() <= 3 && !first.starts_with('0') && groups().all(|g| g.len() == 3);
    if thousands && (all(',') || all('\'')) {
        let value = pieces.concat().parse().ok().filter(|value| *value <= MOST);
        let whole = groups().any(|group| group.starts_with('0'));
        return match value {
            Some(value) if all(',') && whole => Figure::sure(value),
            _ => Figure {
                form: if all(',') {
                    Form::Grouped
                } else {
                    Form::Digits
                },
                ..Figure::doubtful(Why::Unclear, value)
            },
        };
    }
    match (pieces, marks) {
        ([_, fraction], ['.' | ',']) if fraction.len() < 3 || marks == ['.'] => {
            let nothing = fraction.len() < 3 && fraction.bytes().all(|b| b == b'0');
            let value = nothing.then(|| whole(first).value).flatten();
            Figure::doubtful(Why::Decimal, value)
        }
        _ => Figure::doubtful(Why::Unclear, None),
    }
}

/// Whether it is written as a day: three groups with one mark between them. Two groups
/// (`10/12`) may be anything.
pub(super) fn is_date(pieces: &[&str], marks: &[char]) -> bool {
    let ([a, b, c], [first, second]) = (pieces, marks) else {
        return false;
    };
    let mark = first == second && matches!(first, '/' | '-' | '.');
    let lens = (a.len(), b.len(), c.len());
    mark && matches!(lens, (1..=2, 1..=2, 2 | 4) | (4, 1..=2, 1..=2))
}

/// Whether it is written as a month of a year: `06/2026`, `6-26`.
pub(super) fn is_month(text: &str) -> bool {
    month(text).is_some()
}

/// A month of a year: its first day.
fn month(text: &str) -> Option<NaiveDate> {
    let (month, year) = text.split_once(['/', '-', '.'])?;
    (month.len() <= 2).then_some(())?;
    NaiveDate::from_ymd_opt(self::year(year)?, number(month)?, 1)
}

/// Four digits of this century, or its last two.
fn year(text: &str) -> Option<i32> {
    let digits = match text.len() {
        2 => number(text)? + 2000,
        4 if text.starts_with("20") => number(text)?,
        _ => return None,
    };
    i32::try_from(digits).ok()
}

fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// The last day that a day or month of expiry names: `06/2026` is good until the 30th. A day
/// is written day, month, year, or year, month, day; other orders name none.
pub(super) fn last_day(text: &str) -> Option<NaiveDate> {
    if let Some(first) = month(text) {
        return first.checked_add_months(Months::new(1))?.pred_opt();
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [a, b, c] = *parts else {
        return None;
    };
    let (year, day) = if a.len() == 4 { (a, c) } else { (c, a) };
    NaiveDate::from_ymd_opt(self::year(year)?, number(b)?, number(day)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_figures() {
        use Why::{Outlier, Unclear};
        for (text, value, why) in [
            ("120", Some(120), None),
            ("0", Some(0), None),
            ("05", Some(5), None),
            ("1O", Some(10), None),
            ("l2", Some(12), None),
            ("I0O", Some(100), None),
            ("lOO5", Some(1005), None),
            ("00", None, Some(Unclear)),
            ("O5", None, Some(Unclear)),
            ("0120", None, Some(Unclear)),
            ("0712345678", None, Some(Outlier)),
            ("20l", None, Some(Unclear)),
            ("100000000", Some(MOST), None),
            ("100000001", None, Some(Outlier)),
            ("254712345678901234567890", None, Some(Outlier)),
        ] {
            let figure = whole(text);
            assert_eq!((figure.value, figure.why), (value, why), "{text}");
        }
    }

    #[test]
    fn figures_with_marks() {
        use Why::{Decimal, Sum, Unclear};
        let grouped = ["1,200", "120,100", "999,999,000"];
        for (text, value, why) in [
            ("1,000", Some(1000), None),
            ("12,050", Some(12_050), None),
            ("1,000,000", Some(1_000_000), None),
            ("1,200", Some(1200), Some(Unclear)),
            ("120,100", Some(120_100), Some(Unclear)),
            ("1'000", Some(1000), Some(Unclear)),
            ("0,100", None, Some(Unclear)),
            ("1000,000", None, Some(Unclear)),
            ("999,999,000", None, Some(Unclear)),
            ("1,5", None, Some(Decimal)),
            ("10,20", None, Some(Decimal)),
            ("1.000", None, Some(Decimal)),
            ("1.5", None, Some(Decimal)),
            ("10.0", Some(10), Some(Decimal)),
            ("10,00", Some(10), Some(Decimal)),
            ("100+20", None, Some(Sum)),
            ("5-10", None, Some(Unclear)),
            ("6x4", None, Some(Unclear)),
            ("10/20", None, Some(Unclear)),
            ("10:30", None, Some(Unclear)),
            ("1,2,3", None, Some(Unclear)),
        ] {
            let mark = |c: char| !c.is_ascii_digit();
            let pieces: Vec<&str> = text.split(mark).collect();
            let marks: Vec<char> = text.chars().filter(|c| mark(*c)).collect();
            let figure = chain(&pieces, &marks);
            assert_eq!((figure.value, figure.why), (value, why), "{text}");
            assert_eq!(
                figure.form == Form::Grouped,
                grouped.contains(&text),
                "{text}"
            );
        }
    }

    #[test]
    fn months() {
        for (text, month) in [
            ("06/2026", true),
            ("6-26", true),
            ("12.2027", true),
            ("13/2026", false),
            ("6/1999", false),
            ("6/026", false),
            ("06", false),
            ("+6/26", false),
        ] {
            assert_eq!(is_month(text), month, "{text}");
        }
    }

    #[test]
    fn the_last_day_of_what_expires() {
        for (text, last) in [
            ("06/2026", Some("2026-06-30")),
            ("2-28", Some("2028-02-29")),
            ("12.2027", Some("2027-12-31")),
            ("31/12/2027", Some("2027-12-31")),
            ("2027-03-15", Some("2027-03-15")),
            ("1.4.27", Some("2027-04-01")),
            ("12/31/2027", None),
            ("31/11/2027", None),
            ("13/2026", None),
            ("06", None),
            ("6/6/1926", None),
        ] {
            let found = last_day(text).map(|day| day.to_string());
            assert_eq!(found.as_deref(), last, "{text}");
        }
    }

    #[test]
    fn days() {
        for (text, date) in [
            ("12/05/2026", true),
            ("2026-05-12", true),
            ("1.2.26", true),
            ("10/12", false),
            ("12/05-2026", false),
            ("100/200/300", false),
            ("1,2,26", false),
        ] {
            let mark = |c: char| !c.is_ascii_digit();
            let pieces: Vec<&str> = text.split(mark).collect();
            let marks: Vec<char> = text.chars().filter(|c| mark(*c)).collect();
            assert_eq!(is_date(&pieces, &marks), date, "{text}");
        }
    }
}
