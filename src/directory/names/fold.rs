//! The forms names are compared in.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest text looked at, in letters; names are shorter than this.
pub const LONGEST: usize = 120;

/// A name in the form in which equal names are equal: lower case, accents and
/// apostrophes stripped, everything else between letters and digits one space.
/// The sign of a blood group becomes a word (`O+` is `o pos`), because it is all
/// that tells two of them apart. Texts are cut after [`LONGEST`] letters.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).take(LONGEST) {
        match c {
            '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{2bb}' | '`' => {}
            '+' | '-' | '\u{2212}' | '\u{2013}' if ends_in_blood_group(&folded) => {
                folded.push_str(if c == '+' { " pos " } else { " neg " });
            }
            _ => {
                for c in c.to_lowercase() {
                    push(&mut folded, c);
                }
            }
        }
    }
    folded.truncate(folded.trim_end().len());
    for (long, short) in [(" positive", " pos"), (" negative", " neg")] {
        if let Some(group) = folded.strip_suffix(long).filter(|g| ends_in_blood_group(g)) {
            folded = format!("{group}{short}");
        }
    }
    folded
}

fn push(folded: &mut String, c: char) {
    match c {
        'ɓ' => folded.push('b'),
        'ɗ' | 'đ' => folded.push('d'),
        'ƙ' => folded.push('k'),
        'ƴ' => folded.push('y'),
        'ŋ' => folded.push('n'),
        'ɛ' | 'ǝ' => folded.push('e'),
        'ɔ' | 'ø' => folded.push('o'),
        'ı' => folded.push('i'),
        'ł' => folded.push('l'),
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        c if c.is_alphanumeric() => folded.push(c),
        _ if folded.is_empty() || folded.ends_with(' ') => {}
        _ => folded.push(' '),
    }
}

/// Whether the last word is a blood group without its sign.
fn ends_in_blood_group(folded: &str) -> bool {
    matches!(
        folded.rsplit(' ').next(),
        Some("o" | "a" | "b" | "ab" | "rh")
    )
}

/// What remains of a word when it is said rather than written, appended to
/// `sound`: vowels (but for the very first), `h`, `w` and `y` are dropped, letters that
/// are heard or swapped for one another (c k q, s z, f v, p b, t d, r l) are one,
/// and of equal ones in a row one is left, with or without a vowel between
/// them: who leaves out vowels leaves no trace of it.
pub(super) fn sound_of(word: &str, sound: &mut String) {
    let mut letters = word.chars().peekable();
    let begins = sound.is_empty();
    let mut last = None;
    while let Some(c) = letters.next() {
        let next = letters.peek().copied();
        let heard = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' if begins && sound.is_empty() => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h' => continue,
            'p' if next == Some('h') => 'f',
            'c' if matches!(next, Some('e' | 'i' | 'y')) => 's',
            'c' | 'q' => 'k',
            'z' => 's',
            'v' => 'f',
            'b' => 'p',
            'd' => 't',
            'r' => 'l',
            'j' => 'g',
            'x' => {
                if last != Some('k') {
                    sound.push('k');
                }
                's'
            }
            other => other,
        };
        if last != Some(heard) {
            sound.push(heard);
        }
        last = Some(heard);
    }
}

/// The letters of a word without its vowels, but for a first one: what is left
/// of it in the shortest of messages.
pub(super) fn bones(letters: &str) -> impl DoubleEndedIterator<Item = char> + Clone + '_ {
    letters
        .char_indices()
        .filter(|(at, c)| *at == 0 || !is_vowel(*c))
        .map(|(_, c)| c)
}

/// Whether a text has no vowel after its first letter, and is long enough for
/// that to mean something.
pub(super) fn is_bones(letters: &str) -> bool {
    letters.len() >= 3 && !letters.chars().skip(1).any(is_vowel)
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}
