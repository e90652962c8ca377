//! A phone number as people type it: whole, or as they dial it at home. Pure.

use super::Msisdn;
use crate::text::fold;

/// Calling codes of two digits (ITU-T E.164, the list of country codes assigned); +1 and +7
/// have one digit, all others three.
const TWO: [u8; 44] = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56,
    57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

/// The number that was typed by somebody whose own number is `own`: with a plus or 00, with
/// the calling code alone, or as it is dialled in their country, where numbers are as long
/// as their own and a 0 may stand before.
#[must_use]
pub fn number(text: &str, own: &Msisdn) -> Option<Msisdn> {
    let folded = fold(text);
    let marks = |c: &char| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/');
    let bare: String = folded.chars().filter(marks).collect();
    if bare.starts_with('+') {
        return bare.parse().ok();
    }
    if !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Some(whole) = bare.strip_prefix("00") {
        return format!("+{whole}").parse().ok();
    }
    let (code, at_home) = at_home(own)?;
    let whole = |digits: &str| format!("+{code}{digits}").parse().ok();
    // In some countries the 0 belongs to the number; elsewhere it stands before it.
    let zero = at_home.starts_with('0');
    match bare.strip_prefix('0') {
        Some(_) if zero && bare.len() == at_home.len() => whole(&bare),
        Some(digits) if !zero && digits.len() == at_home.len() => whole(digits),
        None if !zero && bare.len() == at_home.len() => whole(&bare),
        None if bare.starts_with(code) && bare.len() == code.len() + at_home.len() => {
            format!("+{bare}").parse().ok()
        }
        _ => None,
    }
}

/// A number's calling code, and what follows.
fn at_home(own: &Msisdn) -> Option<(&str, &str)> {
    let digits = own.expose().strip_prefix('+')?;
    let two: u8 = digits.get(..2)?.parse().ok()?;
    let length = match two / 10 {
        1 | 7 => 1,
        _ if TWO.contains(&two) => 2,
        _ => 3,
    };
    digits.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_dialled_where_its_owner_lives() {
        for (own, typed, read) in [
            ("+254700000999", "0712345678", Some("+254712345678")),
            ("+254700000999", "712 345 678", Some("+254712345678")),
            ("+254700000999", "0712-345-678", Some("+254712345678")),
            ("+254700000999", "254712345678", Some("+254712345678")),
            ("+254700000999", "+254 712 345678", Some("+254712345678")),
            ("+254700000999", "00254712345678", Some("+254712345678")),
            ("+254700000999", "+256712345678", Some("+256712345678")),
            ("+254700000999", "٠٧١٢٣٤٥٦٧٨", Some("+254712345678")),
            ("+2348030000000", "08031234567", Some("+2348031234567")),
            ("+251911000000", "0911234567", Some("+251911234567")),
            // Where the 0 belongs to the number.
            ("+2250700000000", "0712345678", Some("+2250712345678")),
            ("+27820000000", "0821234567", Some("+27821234567")),
            ("+12025550100", "2025550123", Some("+12025550123")),
            ("+2250700000000", "712345678", None),
            ("+254700000999", "071234567", None),
            ("+254700000999", "07123456789", None),
            ("+254700000999", "256712345678", None),
            ("+254700000999", "07123456x8", None),
            ("+254700000999", "", None),
            ("+254700000999", "+0712345678", None),
            ("+254700000999", "1", None),
        ] {
            let own: Msisdn = own.parse().unwrap();
            let told = number(typed, &own);
            let told = told.as_ref().map(Msisdn::expose);
            assert_eq!(told, read, "{typed:?}");
        }
    }
}
