//! The forms names are compared in while they are imported. Pure.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Words that lists add to the name of an area, or leave out.
const AREA_WORDS: &[&str] = &[
    "county",
    "state",
    "region",
    "province",
    "district",
    "constituency",
    "lga",
    "ward",
];

/// Lower case, accents stripped, white space to single spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key of a generic name: folded, what stands in brackets left out, the
/// parts of a combination in order. Lists write one combination as `A+B`,
/// `B + A` and `A + B (AB)`, and turn names round as `Albumin, human`; with one
/// key its forms and brands meet. A key is its own key.
#[must_use]
pub fn generic_key(name: &str) -> String {
    let folded = fold(name);
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                outside.push(' ');
            }
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let mut parts = parts_of(&outside);
    if parts.is_empty() {
        parts = parts_of(&folded);
    }
    parts.join(" + ")
}

/// The parts of a combination in order. A `+` at the end joins nothing: it is
/// the sign of a blood group, and all that tells it from another.
fn parts_of(text: &str) -> Vec<String> {
    let text = text.trim();
    let signed = text.ends_with('+');
    let mut parts: Vec<String> = text
        .split(['+', ','])
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
        .collect();
    if signed && let Some(last) = parts.last_mut() {
        last.push('+');
    }
    parts.sort();
    parts
}

/// The key of an area's name: letters and digits only, without the word for
/// its kind. `Elgeyo/Marakwet County` and `ELGEYO-MARAKWET` are one.
#[must_use]
pub fn area_key(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let telling: String = words
        .iter()
        .filter(|word| !AREA_WORDS.contains(word))
        .copied()
        .collect();
    if telling.is_empty() {
        words.concat()
    } else {
        telling
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_generic_has_one_key() {
        for (name, key) in [
            ("  Amoxicillin ", "amoxicillin"),
            ("Zidovudine (AZT or ZDV)", "zidovudine"),
            ("Lamivudine+Abacavir", "abacavir + lamivudine"),
            ("abacavir +  lamivudine (ABC/3TC)", "abacavir + lamivudine"),
            ("Albumin, human normal", "albumin + human normal"),
            ("Acétylsalicylique  (acide)", "acetylsalicylique"),
            ("(only brackets)", "(only brackets)"),
            ("a (b", "a"),
            ("Red cells A+", "red cells a+"),
            ("Red cells A-", "red cells a-"),
            ("", ""),
        ] {
            assert_eq!(generic_key(name), key, "{name}");
            assert_eq!(generic_key(key), key, "the key of {key}");
        }
    }

    #[test]
    fn one_area_has_one_key() {
        for (name, key) in [
            ("Elgeyo/Marakwet County", "elgeyomarakwet"),
            ("ELGEYO-MARAKWET", "elgeyomarakwet"),
            ("Murang'a", "muranga"),
            ("BARINGO  NORTH", "baringonorth"),
            ("Ondo State", "ondo"),
            ("Réunion", "reunion"),
            ("County", "county"),
            ("Ward 5", "5"),
        ] {
            assert_eq!(area_key(name), key, "{name}");
        }
    }
}
