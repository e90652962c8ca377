//! The code that was meant by a word that is none. Pure.

/// The one code that is nearest to a word: one letter wrong, missing or too many, or two
/// swapped; two of these where the word has five letters or more. Swapped letters come
/// first, since that is how codes of three letters are mistyped. `None` where nothing is
/// near, or two are equally near: it is only ever offered, and a wrong offer invites a
/// wrong yes.
pub(super) fn code<'k>(word: &str, codes: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let word: Vec<char> = word.chars().collect();
    if word.len() < 2 || word.len() > 12 {
        return None;
    }
    let most = if word.len() >= 5 { 2 } else { 1 };
    let mut best: Option<((usize, bool), &str)> = None;
    let mut tied = false;
    for code in codes {
        let letters: Vec<char> = code.chars().collect();
        if letters.len().abs_diff(word.len()) > most {
            continue;
        }
        let distance = distance(&word, &letters);
        // A word of two letters shares too little with anything but its own letters swapped
        let swapped = distance == 1 && letters.len() == word.len() && same_letters(&word, &letters);
        if distance > most || word.len() < 3 && !swapped {
            continue;
        }
        let rank = (distance, !swapped);
        match best {
            Some((found, _)) if found < rank => {}
            Some((found, _)) if found == rank => tied = true,
            _ => {
                best = Some((rank, code));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, code)| code)
}

/// Whether one letter is wrong, missing or too many, or two are swapped.
pub(super) fn is_near(word: &str, code: &str) -> bool {
    let letters = |text: &str| text.chars().collect::<Vec<_>>();
    distance(&letters(word), &letters(code)) <= 1
}

fn same_letters(a: &[char], b: &[char]) -> bool {
    let sorted = |letters: &[char]| {
        let mut letters = letters.to_vec();
        letters.sort_unstable();
        letters
    };
    sorted(a) == sorted(b)
}

/// Optimal string alignment distance: letters changed, added, left out, or swapped with
/// their neighbour (Damerau 1964, each place edited once).
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(width);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = at(&above, j) + usize::from(x != y);
            let mut least = changed.min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    at(&above, b.len())
}

#[cfg(test)]
mod tests {
    use super::{code, distance};

    #[test]
    fn the_nearest_code_is_offered_when_it_is_alone() {
        let codes = ["al", "pcm", "ors", "amox", "act", "zn", "rdt"];
        for (word, likely) in [
            ("pmc", Some("pcm")),
            ("pcmm", Some("pcm")),
            ("orss", Some("ors")),
            ("amx", Some("amox")),
            ("amoxi", Some("amox")),
            ("amoxil", Some("amox")),
            ("rtd", Some("rdt")),
            ("la", Some("al")),
            ("nz", Some("zn")),
            ("ali", Some("al")),
            ("ax", None),
            ("coartem", None),
            ("kimia", None),
            ("", None),
        ] {
            assert_eq!(code(word, codes.into_iter()), likely, "{word}");
        }
        assert_eq!(code("pcn", ["pcm", "pcx"].into_iter()), None, "two as near");
        assert_eq!(code("pmc", ["pcm", "pmb"].into_iter()), Some("pcm"));
    }

    #[test]
    fn distances() {
        let of = |a: &str, b: &str| {
            distance(
                &a.chars().collect::<Vec<_>>(),
                &b.chars().collect::<Vec<_>>(),
            )
        };
        for (a, b, apart) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("pcm", "pmc", 1),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
        ] {
            assert_eq!((of(a, b), of(b, a)), (apart, apart), "{a} {b}");
        }
    }
}
