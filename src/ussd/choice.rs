//! What a caller meant by what they typed on a menu or a list.

use rapidfuzz::distance::osa;

use crate::text::fold;

/// An input, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// `0`.
    Back,
    /// `00`.
    Home,
    /// `98`.
    More,
    /// The number of an option, from 1.
    Number(usize),
    /// Something else, folded.
    Words(String),
    /// Nothing at all.
    Nothing,
}

/// Reads an input: keys and numbers in the digits of any script, with or without
/// the punctuation that phones add.
#[must_use]
pub fn read(input: &str) -> Typed {
    let folded = fold(input);
    let bare = folded.trim_matches(|c: char| c.is_ascii_punctuation() || c == ' ');
    match bare {
        "" => Typed::Nothing,
        "0" => Typed::Back,
        "00" => Typed::Home,
        "98" => Typed::More,
        number
            if number.len() <= 3
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && !number.starts_with('0') =>
        {
            number
                .parse()
                .map_or_else(|_| Typed::Words(folded.clone()), Typed::Number)
        }
        _ => Typed::Words(folded),
    }
}

/// What "more" is typed as, in digits.
const MORE: usize = 98;

/// The number that the line at `index` (from 0) stands under: 98 is "more", and
/// the number of no line.
#[must_use]
pub const fn number(index: usize) -> usize {
    if index + 1 < MORE {
        index + 1
    } else {
        index + 2
    }
}

/// The line, from 0, that stands under `number`.
#[must_use]
pub const fn index(number: usize) -> Option<usize> {
    match number {
        0 | MORE => None,
        1..MORE => Some(number - 1),
        _ => Some(number - 2),
    }
}

/// Which of `labels` the words name: the whole label, or, where `near` allows it,
/// one slip away from exactly one label. A near miss is only ever allowed on the
/// menu's own labels, never on medicines, facilities or places.
#[must_use]
pub fn by_label<'a>(
    words: &str,
    labels: impl Iterator<Item = &'a str>,
    near: bool,
) -> Option<usize> {
    let folded: Vec<String> = labels.map(fold).collect();
    let same: Vec<usize> = folded
        .iter()
        .enumerate()
        .filter(|(_, label)| *label == words)
        .map(|(index, _)| index)
        .collect();
    match (&*same, near) {
        ([one], _) => return Some(*one),
        ([], true) => {}
        _ => return None,
    }
    // One slip in a word of three letters makes another word.
    if words.chars().count() < 4 {
        return None;
    }
    let mut close = folded.iter().enumerate().filter(|(_, label)| {
        label.chars().count() >= 4 && osa::distance(words.chars(), label.chars()) <= 1
    });
    match (close.next(), close.next()) {
        (Some((index, _)), None) => Some(index),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_numbers_are_read_as_phones_send_them() {
        for (input, typed) in [
            ("0", Typed::Back),
            (" 00 ", Typed::Home),
            ("98#", Typed::More),
            ("2", Typed::Number(2)),
            ("2.", Typed::Number(2)),
            ("٣", Typed::Number(3)),
            ("፩", Typed::Number(1)),
            ("47", Typed::Number(47)),
            ("01", Typed::Words("01".into())),
            ("000", Typed::Words("000".into())),
            ("", Typed::Nothing),
            (" ** ", Typed::Nothing),
            ("Help", Typed::Words("help".into())),
            (
                "99999999999999999999",
                Typed::Words("99999999999999999999".into()),
            ),
        ] {
            assert_eq!(read(input), typed, "{input:?}");
        }
    }

    #[test]
    fn every_line_has_a_number_of_its_own_and_none_is_a_key() {
        for line in 0..500 {
            let number = number(line);
            assert_eq!(index(number), Some(line));
            assert_eq!(read(&number.to_string()), Typed::Number(number));
        }
        assert_eq!(index(0), None);
        assert_eq!(index(98), None);
    }

    #[test]
    fn a_slip_is_forgiven_on_fixed_labels_only() {
        let labels = ["Find a medicine", "Language", "Help", "Yes", "No"];
        let by = |words, near| by_label(words, labels.iter().copied(), near);
        assert_eq!(by("help", false), Some(2));
        assert_eq!(by("hepl", true), Some(2));
        assert_eq!(by("hepl", false), None);
        assert_eq!(by("langage", true), Some(1));
        assert_eq!(by("yess", true), None);
        assert_eq!(
            by_label(
                "amiloride",
                ["amlodipine", "amiloride", "amiloride"].into_iter(),
                true
            ),
            None
        );
    }
}
