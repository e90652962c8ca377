//! How long a text is on the air. A text whose every character is in the GSM
//! 03.38 default alphabet (or its extension table, which costs two septets)
//! goes out in 7 bits; one other character puts the whole text into UCS-2.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The GSM 03.38 default alphabet (3GPP TS 23.038, 6.2.1), without the escape.
const ALPHABET: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension table (6.2.1.1): an escape and one more septet each.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// How many of each a screen holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Septets, where the text fits GSM 03.38.
    pub septets: usize,
    /// UTF-16 units, where it does not.
    pub ucs2: usize,
}

impl Room {
    /// What every network is known to show: 160 septets, and the 80 UCS-2 units
    /// that go into the same 160 octets.
    pub const SAFEST: Self = Self {
        septets: 160,
        ucs2: 80,
    };

    /// Whether `text` fits.
    #[must_use]
    pub fn holds(self, text: &str) -> bool {
        match septets(text) {
            Some(septets) => septets <= self.septets,
            None => text.encode_utf16().count() <= self.ucs2,
        }
    }
}

/// Whether a byte of UTF-8 is a character of the default alphabet by itself: nearly
/// every one of nearly every text.
#[must_use]
pub const fn is_one_septet(byte: u8) -> bool {
    matches!(byte, b' '..=b'Z' | b'a'..=b'z' | b'\n')
}

/// Septets of one character, or `None` outside GSM 03.38.
#[must_use]
pub fn char_septets(c: char) -> Option<usize> {
    if u8::try_from(c).is_ok_and(is_one_septet) {
        return Some(1);
    }
    // No other letter of either table stands as far back as Ethiopic does.
    if c > 'Ω' && c != '€' {
        return None;
    }
    if ALPHABET.contains(c) {
        Some(1)
    } else if EXTENSION.contains(c) {
        Some(2)
    } else {
        None
    }
}

/// Septets of `text`, or `None` where it needs UCS-2.
#[must_use]
pub fn septets(text: &str) -> Option<usize> {
    text.chars().map(char_septets).sum()
}

/// `text` in GSM 03.38 where that keeps it readable: letters lose the accents
/// the alphabet lacks, typographic marks become plain ones. Letters of another
/// script stay as they are, and take the text into UCS-2.
#[must_use]
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        return if text.contains('`') {
            text.replace('`', "")
        } else {
            text.to_owned()
        };
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.nfc() {
        if char_septets(c).is_some() {
            plain.push(c);
            continue;
        }
        match c {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`' | '\u{b4}' => plain.push('\''),
            '\u{201c}' | '\u{201d}' | '«' | '»' => plain.push('"'),
            '\u{2010}'..='\u{2015}' => plain.push('-'),
            '\u{2026}' => plain.push_str("..."),
            '\u{a0}' | '\u{202f}' | '\u{2009}' => plain.push(' '),
            'ɓ' => plain.push('b'),
            'Ɓ' => plain.push('B'),
            'ɗ' => plain.push('d'),
            'Ɗ' => plain.push('D'),
            'ƙ' => plain.push('k'),
            'Ƙ' => plain.push('K'),
            'ƴ' => plain.push('y'),
            'ŋ' => plain.push_str("ng"),
            'œ' => plain.push_str("oe"),
            'ɛ' => plain.push('e'),
            'ɔ' => plain.push('o'),
            'ı' => plain.push('i'),
            _ => {
                let bare: String = c.nfkd().filter(|part| !is_combining_mark(*part)).collect();
                if septets(&bare).is_some() {
                    plain.push_str(&bare);
                } else {
                    plain.push(c);
                }
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_both_tables_has_its_septets() {
        assert_eq!(ALPHABET.chars().count(), 127);
        assert!(ALPHABET.chars().all(|c| char_septets(c) == Some(1)));
        assert!(EXTENSION.chars().all(|c| char_septets(c) == Some(2)));
        assert_eq!(char_septets('\u{1b}'), None);
        let alone = |c: char| u8::try_from(c).is_ok_and(|byte| byte < 128 && is_one_septet(byte));
        assert!(('\0'..'\u{200}').all(|c| !alone(c) || ALPHABET.contains(c)));
        assert_eq!(char_septets('ሀ'), None);
    }

    #[test]
    fn lengths_are_septets_or_units() {
        for (text, length) in [
            ("", Some(0)),
            ("Hello\n", Some(6)),
            ("é@£", Some(3)),
            ("[€]", Some(6)),
            ("ê", None),
            ("ሰላም", None),
            ("\u{2019}", None),
        ] {
            assert_eq!(septets(text), length, "{text:?}");
        }
    }

    #[test]
    fn one_foreign_letter_halves_the_room() {
        let room = Room::SAFEST;
        assert!(room.holds(&"a".repeat(160)));
        assert!(!room.holds(&"a".repeat(161)));
        assert!(!room.holds(&("a".repeat(80) + "ሀ")));
        assert!(room.holds(&("a".repeat(79) + "ሀ")));
        assert!(!room.holds(&("[".repeat(81))));
    }

    #[test]
    fn plain_spelling_keeps_what_it_cannot_change() {
        for (text, plain_text) in [
            ("Hôpital Général d\u{2019}Abobo", "Hopital Général d'Abobo"),
            ("Ƙofar Ɗan", "Kofar Dan"),
            ("Cœur…", "Coeur..."),
            ("ጤና ጣቢያ", "ጤና ጣቢያ"),
            ("ça", "ca"),
        ] {
            assert_eq!(plain(text), plain_text);
        }
    }
}
