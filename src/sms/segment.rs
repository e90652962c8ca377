//! How many messages a text goes out as, and where it is cut. Pure.
//!
//! A text in GSM 03.38 takes 160 septets as one message; a longer one gives 7
//! septets of each part to the header that joins them (3GPP TS 23.040,
//! 9.2.3.24.1), which leaves 153. One character outside puts all of it into
//! UCS-2: 70 units, or 67 a part. A character of two septets or two units is
//! never cut in two: what does not fit goes to the next part whole.

use crate::text::gsm;

/// What a text is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// GSM 03.38: septets.
    Gsm7,
    /// UCS-2: units of two octets.
    Ucs2,
}

impl Encoding {
    /// The encoding a text needs.
    #[must_use]
    pub fn of(text: &str) -> Encoding {
        match gsm::septets(text) {
            Some(_) => Encoding::Gsm7,
            None => Encoding::Ucs2,
        }
    }

    /// A word for it, for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Encoding::Gsm7 => "gsm7",
            Encoding::Ucs2 => "ucs2",
        }
    }

    /// What one message holds by itself, in septets or units.
    #[must_use]
    pub const fn alone(self) -> usize {
        match self {
            Encoding::Gsm7 => 160,
            Encoding::Ucs2 => 70,
        }
    }

    /// What each of several holds.
    #[must_use]
    pub const fn joined(self) -> usize {
        match self {
            Encoding::Gsm7 => 153,
            Encoding::Ucs2 => 67,
        }
    }

    /// Septets or units of one character.
    fn size(self, c: char) -> usize {
        match self {
            Encoding::Gsm7 => gsm::char_septets(c).unwrap_or(2),
            Encoding::Ucs2 => c.len_utf16(),
        }
    }
}

/// The parts a text goes out as, which together are the text; an empty one is
/// one empty message.
#[must_use]
pub fn split(text: &str) -> Vec<&str> {
    let encoding = Encoding::of(text);
    let whole: usize = text.chars().map(|c| encoding.size(c)).sum();
    if whole <= encoding.alone() {
        return vec![text];
    }
    let mut parts = Vec::new();
    let (mut rest, mut filled) = (text, 0);
    for (at, c) in text.char_indices() {
        let size = encoding.size(c);
        if filled + size > encoding.joined() {
            let cut = at - (text.len() - rest.len());
            let (part, after) = rest.split_at(cut);
            parts.push(part);
            rest = after;
            filled = 0;
        }
        filled += size;
    }
    parts.push(rest);
    parts
}

/// How many messages a text goes out as, and is paid for.
#[must_use]
pub fn count(text: &str) -> usize {
    split(text).len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sizes(text: &str) -> Vec<usize> {
        let encoding = Encoding::of(text);
        let size = |part: &str| part.chars().map(|c| encoding.size(c)).sum();
        split(text).into_iter().map(size).collect()
    }

    #[test]
    fn texts_are_cut_where_networks_cut_them() {
        let a = |n: usize| "a".repeat(n);
        let am = |n: usize| "አ".repeat(n);
        #[rustfmt::skip]
        let cases: &[(&str, String, &[usize])] = &[
            ("nothing", String::new(), &[0]),
            ("one letter", a(1), &[1]),
            ("just one message", a(160), &[160]),
            ("one septet more", a(161), &[153, 8]),
            ("just two", a(306), &[153, 153]),
            ("just three", a(459), &[153, 153, 153]),
            ("four", a(460), &[153, 153, 153, 1]),
            ("two septets each", "€".repeat(80), &[160]),
            ("two septets each, one too many", "€".repeat(81), &[152, 10]),
            ("a bracket that ends the message", a(158) + "[", &[160]),
            ("a bracket that does not fit any more", a(159) + "[", &[153, 8]),
            ("a bracket on the cut goes over whole", a(152) + "[" + &a(10), &[152, 12]),
            ("a bracket just before the cut", a(151) + "[" + &a(10), &[153, 10]),
            ("accents of the alphabet are one septet", "é".repeat(160), &[160]),
            ("another script", am(70), &[70]),
            ("another script, one too many", am(71), &[67, 4]),
            ("one foreign letter changes all", a(69) + "ê", &[70]),
            ("one foreign letter, one too many", a(70) + "ê", &[67, 4]),
            ("a pair of units", "😀".repeat(35), &[70]),
            ("pairs are not cut", "😀".repeat(36), &[66, 6]),
            ("a pair on the cut goes over whole", a(66) + "😀" + &a(5), &[66, 7]),
            ("a pair just before the cut", a(65) + "😀" + &a(5), &[67, 5]),
        ];
        for (what, text, parts) in cases {
            assert_eq!(sizes(text), *parts, "{what}");
            assert_eq!(count(text), parts.len(), "{what}");
        }
    }

    proptest! {
        #[test]
        fn parts_are_the_text_and_fit(text in "[a-z €\\[\\]êአ😀]{0,400}") {
            let (parts, encoding) = (split(&text), Encoding::of(&text));
            prop_assert_eq!(parts.concat(), text.as_str());
            let sizes = sizes(&text);
            let most = if parts.len() == 1 { encoding.alone() } else { encoding.joined() };
            prop_assert!(sizes.iter().all(|size| *size <= most));
            // Nothing is wasted: only a character that would be cut leaves room.
            let full = sizes.iter().rev().skip(1).all(|size| size + 2 > encoding.joined());
            prop_assert!(full, "{sizes:?}");
        }

        #[test]
        fn any_text_is_cut(text in any::<String>()) {
            prop_assert_eq!(split(&text).concat(), text);
        }
    }
}
