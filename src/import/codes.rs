//! SMS codes for products whose list gives none. Pure.

use std::collections::HashSet;

use super::fold::fold;

/// A free code for a generic name: two to five letters, its first letter and
/// then consonants, as people abbreviate (`Paracetamol`: `prc`). The same names
/// asked for in the same order get the same codes.
///
/// Tried in turn: the first three, four, five letters of that skeleton; its
/// first letter with any two later ones in order; its first two letters, then
/// its first three, with letters of the alphabet; at last any five letters.
#[must_use]
pub fn code_for(generic: &str, taken: &HashSet<String>) -> Option<String> {
    let skeleton = skeleton(generic);
    candidates(&skeleton).find(|code| !taken.contains(code))
}

/// The first letter and the consonants after it, without one letter twice in a
/// row; at least three letters.
fn skeleton(generic: &str) -> Vec<char> {
    let folded = fold(generic);
    let letters = || folded.chars().filter(char::is_ascii_lowercase);
    let mut skeleton: Vec<char> = letters().take(1).collect();
    for c in letters().skip(1) {
        if !"aeiou".contains(c) && skeleton.last() != Some(&c) {
            skeleton.push(c);
        }
    }
    // Short names lend their vowels; names of other alphabets get a stand-in.
    skeleton.extend(letters().skip(1).filter(|c| "aeiou".contains(*c)).take(3));
    while skeleton.len() < 3 {
        skeleton.push('x');
    }
    skeleton
}

fn candidates(skeleton: &[char]) -> impl Iterator<Item = String> {
    let prefix = |n: usize| -> String { skeleton.iter().take(n).collect() };
    let begins: Vec<String> = (3..=5.min(skeleton.len())).map(prefix).collect();
    let first: String = prefix(1);
    let pairs = (1..skeleton.len())
        .flat_map(move |i| (i + 1..skeleton.len()).map(move |j| (i, j)))
        .filter_map(|(i, j)| Some([*skeleton.get(i)?, *skeleton.get(j)?]))
        .map(move |pair| first.chars().chain(pair).collect());
    let (two, three) = (prefix(2), prefix(3));
    let suffixed = [(two, 1), (three.clone(), 1), (three, 2)]
        .into_iter()
        .flat_map(|(begin, letters)| words(letters).map(move |end| format!("{begin}{end}")));
    begins
        .into_iter()
        .chain(pairs)
        .chain(suffixed)
        .chain(words(5))
}

/// Every word of so many letters, in order.
fn words(letters: u32) -> impl Iterator<Item = String> {
    (0..26_u32.pow(letters)).map(move |n| {
        (0..letters)
            .rev()
            .filter_map(|place| u8::try_from(n / 26_u32.pow(place) % 26).ok())
            .map(|letter| char::from(b'a' + letter))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_like_abbreviations() {
        let none = HashSet::new();
        for (generic, code) in [
            ("Paracetamol", "prc"),
            ("Amoxicillin", "amx"),
            ("Zinc", "znc"),
            ("ORS", "ors"),
            ("Oxygen", "oxy"),
            ("Aa", "aax"),
            ("ዚንክ", "xxx"),
            ("5-FU", "fux"),
        ] {
            assert_eq!(code_for(generic, &none).as_deref(), Some(code), "{generic}");
        }
    }

    #[test]
    fn a_thousand_strengths_of_one_generic_all_get_codes() {
        let mut taken = HashSet::new();
        for _ in 0..1000 {
            let code = code_for("Amlodipine", &taken).unwrap();
            assert!((2..=5).contains(&code.len()), "{code}");
            assert!(code.bytes().all(|b| b.is_ascii_lowercase()), "{code}");
            assert!(code.starts_with('a'), "{code}");
            assert!(taken.insert(code));
        }
    }
}
