//! What a PIN may be.

use std::fmt;

/// Digits of a PIN at least and at most.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

/// A PIN as it was typed: never shown, logged or stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(Box<str>);

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(***)")
    }
}

/// Why a text does not do as a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Something in it is no digit.
    #[error("a PIN is made of digits alone")]
    NotDigits,
    /// It has fewer than four digits, or more than eight.
    #[error("a PIN has 4 to 8 digits")]
    Length,
    /// The same digits again and again: 0000, 1212, 123123.
    #[error("a PIN that repeats itself is guessed at once")]
    Repeated,
    /// Digits in a row, up or down: 1234, 8765, 7890.
    #[error("a PIN of digits in a row is guessed at once")]
    Run,
}

impl Pin {
    /// A PIN that is tried. What nobody could have chosen is none.
    ///
    /// # Errors
    /// If it is not 4 to 8 digits.
    pub fn typed(text: &str) -> Result<Pin, Weak> {
        let text = text.trim();
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Weak::NotDigits);
        }
        if !DIGITS.contains(&text.len()) {
            return Err(Weak::Length);
        }
        Ok(Pin(text.into()))
    }

    /// A PIN that is chosen: one that is not guessed at once.
    ///
    /// # Errors
    /// The reason to tell whoever chose it.
    pub fn chosen(text: &str) -> Result<Pin, Weak> {
        let pin = Pin::typed(text)?;
        if repeats(&pin.0) {
            Err(Weak::Repeated)
        } else if runs(&pin.0) {
            Err(Weak::Run)
        } else {
            Ok(pin)
        }
    }

    /// The digits, for the hash alone.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

/// Whether the digits are a shorter part again and again.
fn repeats(digits: &str) -> bool {
    let parts = 1..=digits.len() / 2;
    parts
        .filter(|length| digits.len().is_multiple_of(*length))
        .filter_map(|length| digits.split_at_checked(length))
        .any(|(part, _)| digits.replace(part, "").is_empty())
}

/// Whether each digit is one more than the one before, or each one less; 0
/// stands beside 1 and, as on a phone's keys, beside 9.
fn runs(digits: &str) -> bool {
    let each = |step: u8| {
        let next = |digit: u8| (digit - b'0' + step) % 10 + b'0';
        digits
            .bytes()
            .zip(digits.bytes().skip(1))
            .all(|(one, two)| next(one) == two)
    };
    each(1) || each(9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_four_to_eight_digits_that_are_not_guessed_at_once() {
        use Weak::{Length, NotDigits, Repeated, Run};
        #[rustfmt::skip]
        let cases = [
            ("4071", None), ("40712", None), ("19840711", None), (" 4071 ", None), ("1213", None), ("0012", None), ("1235", None),
            ("", Some(Length)), ("407", Some(Length)), ("407124071", Some(Length)), ("    ", Some(Length)),
            ("40a1", Some(NotDigits)), ("40 71", Some(NotDigits)), ("-4071", Some(NotDigits)), ("٤٠٧١", Some(NotDigits)),
            ("0000", Some(Repeated)), ("99999999", Some(Repeated)), ("1212", Some(Repeated)), ("407407", Some(Repeated)), ("40714071", Some(Repeated)),
            ("1234", Some(Run)), ("12345678", Some(Run)), ("0123", Some(Run)), ("4321", Some(Run)), ("7890", Some(Run)), ("9012", Some(Run)), ("3210", Some(Run)),
        ];
        for (text, weak) in cases {
            assert_eq!(Pin::chosen(text).err(), weak, "{text}");
        }
    }

    #[test]
    fn a_weak_pin_can_be_tried_but_not_what_nobody_could_have_chosen() {
        assert_eq!(Pin::typed(" 1234").unwrap().expose(), "1234");
        assert_eq!(Pin::typed("123"), Err(Weak::Length));
        assert_eq!(Pin::typed("1*34"), Err(Weak::NotDigits));
    }

    #[test]
    fn a_pin_is_never_shown() {
        let shown = format!("{:?}", Pin::typed("4071"));
        assert_eq!(shown, "Ok(Pin(***))");
    }
}
