//! The month in which something expires, as it is printed on its pack and typed on a phone.

use chrono::{Months, NaiveDate};

use super::Finding;
use crate::text::fold;

/// Nothing lasts longer, in years; whoever types more has slipped.
const YEARS: u32 = 10;

/// The last day of the month that is typed as `0327` or `03/27`; `0` where it is not told.
/// What is over on `today`, or further than anything lasts, is asked again.
pub(super) fn expiry(words: &str, today: NaiveDate) -> Finding {
    let folded = fold(words);
    let bare = folded.trim_matches(|c: char| c.is_ascii_punctuation() || c == ' ');
    if bare == "0" {
        return Finding::Expires(None);
    }
    let Some(day) = last_day(bare) else {
        return Finding::Unfit("notice-month");
    };
    let latest = today.checked_add_months(Months::new(YEARS * 12));
    if day < today {
        return Finding::Unfit("notice-month-past");
    }
    if latest.is_none_or(|latest| day > latest) {
        return Finding::Unfit("notice-month-far");
    }
    Finding::Expires(Some(day))
}

/// The last day of a month: two digits of it and two of its year, with a mark between or
/// none.
fn last_day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).collect();
    let (month, year) = match *parts {
        [both] if both.len() == 4 => both.split_at_checked(2)?,
        [month, year] if year.len() == 2 => (month, year),
        _ => return None,
    };
    let number = |digits: &str| {
        let digits = Some(digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        digits?.parse::<u32>().ok()
    };
    let year = 2000 + i32::try_from(number(year)?).ok()?;
    let first = NaiveDate::from_ymd_opt(year, number(month)?, 1)?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_month_is_its_last_day_however_it_is_marked() {
        let today = day(2026, 11, 22);
        for (typed, last) in [
            ("0327", day(2027, 3, 31)),
            ("03/27", day(2027, 3, 31)),
            ("3-27", day(2027, 3, 31)),
            (" 03.27 ", day(2027, 3, 31)),
            ("02 28", day(2028, 2, 29)),
            ("1126", day(2026, 11, 30)),
            ("1226", day(2026, 12, 31)),
            ("1036", day(2036, 10, 31)),
            ("٠٣٢٧", day(2027, 3, 31)),
        ] {
            assert_eq!(
                expiry(typed, today),
                Finding::Expires(Some(last)),
                "{typed:?}"
            );
        }
        assert_eq!(expiry("0", today), Finding::Expires(None));
    }

    #[test]
    fn what_is_over_too_far_or_no_month_is_told_apart() {
        let today = day(2026, 11, 22);
        for typed in ["1026", "0100", "3-25"] {
            let told = expiry(typed, today);
            assert_eq!(told, Finding::Unfit("notice-month-past"), "{typed:?}");
        }
        for typed in ["1136", "0399", "12/36"] {
            let told = expiry(typed, today);
            assert_eq!(told, Finding::Unfit("notice-month-far"), "{typed:?}");
        }
        for typed in [
            "1327", "0027", "327", "00", "27", "march", "03272", "-327", "03/2027", "3/7", "o327",
            "03/27/01", "3 +27",
        ] {
            let told = expiry(typed, today);
            assert_eq!(told, Finding::Unfit("notice-month"), "{typed:?}");
        }
        // On the last day of its month it has not expired.
        let last = day(2026, 10, 31);
        assert_eq!(expiry("1026", last), Finding::Expires(Some(last)));
    }
}
