//! Finding a facility by a name as people type it. Pure.

use super::names::{CLOSE_ENOUGH, MOST, fold, likeness};

/// What a likeness word by word is worth: the very name goes first.
const BY_WORD: f32 = 0.98;
/// What a word that goes on as it was begun is worth.
const BEGUN: f32 = 0.95;

/// The facilities whose names are most like `typed`, best first: every word typed must be
/// like one of the name's, since people leave out "health centre" and its kin.
#[must_use]
pub fn called(names: &[(i64, Box<str>)], typed: &str) -> Vec<i64> {
    let typed = fold(typed);
    let words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(f32, &str, i64)> = names
        .iter()
        .filter_map(|(id, name)| {
            let score = alike(&typed, &words, &fold(name));
            (score >= CLOSE_ENOUGH).then_some((score, &**name, *id))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)).then(a.2.cmp(&b.2)));
    found.truncate(MOST);
    found.into_iter().map(|(_, _, id)| id).collect()
}

/// How alike what was typed and a name are, 0 to 1.
fn alike(typed: &str, words: &[&str], name: &str) -> f32 {
    if typed == name {
        return 1.0;
    }
    let parts: Vec<&str> = name.split(' ').collect();
    let mut worst = 1.0_f32;
    for word in words {
        let like = parts.iter().map(|part| one(word, part));
        worst = worst.min(like.fold(0.0, f32::max));
        if worst * BY_WORD < CLOSE_ENOUGH {
            return 0.0;
        }
    }
    worst * BY_WORD
}

/// How alike two words are.
fn one(word: &str, part: &str) -> f32 {
    if word == part {
        1.0
    } else if word.chars().count() >= 3 && part.starts_with(word) {
        BEGUN
    } else if word.chars().count() < 4 {
        0.0
    } else {
        likeness(word, part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facility_is_found_by_what_people_remember_of_its_name() {
        let names: Vec<(i64, Box<str>)> = (1..)
            .zip([
                "Nyota Health Clinic",
                "Twiga Pharmacy",
                "Twiga Pharmacy Westlands",
                "St. Mary's Health Centre",
                "Afya Chemist",
            ])
            .map(|(id, name)| (id, name.into()))
            .collect();
        for (typed, found) in [
            ("nyota", &[1][..]),
            ("Twiga Pharmacy", &[2, 3]),
            ("twga westlands", &[3]),
            ("NYOTTA CLINIC", &[1]),
            ("twig", &[2, 3]),
            ("st mary", &[4]),
            ("hospital", &[]),
            ("  ", &[]),
            ("zz", &[]),
        ] {
            assert_eq!(called(&names, typed), found, "{typed}");
        }
    }
}
