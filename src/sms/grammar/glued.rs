//! Letters and digits written in one: `AL120`, `120tabs`, `1O`, `l2`. Pure.

use super::known::Known;
use super::lex::{Kind, Token};
use super::words;

/// Letters that are typed for digits: O and o for 0, l and I for 1.
pub(super) fn as_digit(c: char) -> Option<char> {
    match c {
        'O' | 'o' => Some('0'),
        'l' | 'I' => Some('1'),
        _ => c.is_ascii_digit().then_some(c),
    }
}

/// Parts a chunk of letters and digits. Letters stand for digits only beside a digit, and
/// only where that is the one way to read them: `AL12O` is 120, but `12ORS` may be 12 ors
/// or 120 rs, and `orsl20` 20 of one product or 120 of another.
pub(super) fn split<'t>(chunk: &'t str, known: &Known, tokens: &mut Vec<Token<'t>>) {
    let runs = runs(chunk);
    let [single] = &*runs else {
        let kind = if known.is_code(chunk) {
            // A code with digits in it, unless it can also be one without and a figure.
            let (also, _) = clear(&runs, known);
            let parted = runs.iter().any(|run| run.is_code(known));
            Some(if also && parted {
                Kind::Muddle
            } else {
                Kind::Word
            })
        } else {
            let (clear, _) = clear(&runs, known);
            (!clear).then_some(Kind::Muddle)
        };
        match kind {
            Some(kind) => tokens.push(Token { kind, text: chunk }),
            None => part(chunk, &runs, known, tokens),
        }
        return;
    };
    if single.digits {
        tokens.push(Token {
            kind: Kind::Digits,
            text: chunk,
        });
    } else {
        word(chunk, known, tokens);
    }
}

/// The words that are taught for what happened.
const TAUGHT: [&str; 6] = ["soh", "rec", "iss", "out", "loss", "exp"];

/// A word, parted where a blank was left out behind a taught word: `SOHAL` with the code
/// `al`, unless the whole means anything or is a letter away from a code (`EXPORS` from the
/// code `expor`): further away it is no slip of a finger, and of a whole country's codes
/// some are within two letters of nearly anything.
fn word<'t>(text: &'t str, known: &Known, tokens: &mut Vec<Token<'t>>) {
    let key = words::key(text);
    let parted = TAUGHT
        .iter()
        .filter(|taught| key.starts_with(**taught))
        .find_map(|taught| text.split_at_checked(taught.len()))
        .filter(|(head, code)| head.is_ascii() && known.is_code(code))
        .filter(|_| !known.is_code(text) && !words::is_word(&key) && known.named(&key).is_none())
        .filter(|_| !known.is_near(&key));
    let texts = parted.map_or([Some(text), None], |(head, code)| [Some(head), Some(code)]);
    let kind = Kind::Word;
    tokens.extend(texts.into_iter().flatten().map(|text| Token { kind, text }));
}

/// Letters or digits, as many as stand together.
struct Run<'t> {
    text: &'t str,
    digits: bool,
}

impl Run<'_> {
    fn is_code(&self, known: &Known) -> bool {
        !self.digits && known.is_code(self.text)
    }

    /// Whether every letter may stand for a digit.
    fn looks_digit(&self) -> bool {
        self.text.chars().all(|c| as_digit(c).is_some())
    }
}

fn runs(chunk: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = chunk;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let len = rest
            .find(|c: char| c.is_ascii_digit() != digits)
            .unwrap_or(rest.len());
        let (text, tail) = rest.split_at(len);
        runs.push(Run { text, digits });
        rest = tail;
    }
    runs
}

/// Whether the runs can be read in one way only; and the code they most likely hold if not.
fn clear<'t>(runs: &[Run<'t>], known: &Known) -> (bool, Option<&'t str>) {
    let mut before = None;
    for (at, run) in runs.iter().enumerate() {
        if !run.digits {
            if run.looks_digit() {
                if run.is_code(known) {
                    return (false, Some(run.text));
                }
            } else {
                let word = run.is_code(known) || words::is_word(&words::key(run.text));
                let other = shorter(run.text, before.is_some(), at + 1 < runs.len())
                    .into_iter()
                    .find(|text| known.is_code(text) || !word && words::is_word(&words::key(text)));
                if other.is_some() {
                    return (false, other);
                }
            }
        }
        before = Some(run);
    }
    (true, None)
}

/// What is left of a word when letters beside a figure are taken for digits.
fn shorter(word: &str, figure_before: bool, figure_behind: bool) -> Vec<&str> {
    let mut left = Vec::new();
    let looks = |c: char| as_digit(c).is_some();
    if figure_before {
        let mut rest = word;
        while let Some(tail) = rest.strip_prefix(looks) {
            left.push(tail);
            rest = tail;
        }
    }
    if figure_behind {
        let mut rest = word;
        while let Some(head) = rest.strip_suffix(looks) {
            left.push(head);
            rest = head;
        }
    }
    left.retain(|text| !text.is_empty());
    left
}

/// Parts a chunk whose runs are clear: runs that look like digits join the digits beside them.
fn part<'t>(chunk: &'t str, runs: &[Run<'t>], known: &Known, tokens: &mut Vec<Token<'t>>) {
    let mut rest = chunk;
    let mut runs = runs.iter().peekable();
    while let Some(run) = runs.next() {
        let digits = run.looks_digit();
        let mut len = run.text.len();
        while let Some(more) = runs.next_if(|more| digits && more.looks_digit()) {
            len += more.text.len();
        }
        let Some((text, tail)) = rest.split_at_checked(len) else {
            break;
        };
        if digits {
            tokens.push(Token {
                kind: Kind::Digits,
                text,
            });
        } else {
            word(text, known, tokens);
        }
        rest = tail;
    }
}

/// The code that a muddle most likely holds.
pub(super) fn likely(chunk: &str, known: &Known) -> Option<Box<str>> {
    let runs = runs(chunk);
    let first = runs.iter().find(|run| run.is_code(known));
    let text = first
        .map(|run| run.text)
        .or_else(|| clear(&runs, known).1)?;
    known.is_code(text).then(|| text.to_lowercase().into())
}

#[cfg(test)]
mod tests {
    use super::super::known::Known;
    use super::super::lex::lex;
    use super::{Kind, likely};

    #[test]
    fn letters_are_digits_only_where_nothing_else_fits() {
        let known = Known::codes(["al", "pcm", "ors", "orsl", "lo", "act6", "expor"]);
        for (chunk, parts) in [
            ("120", "d120"),
            ("coartem", "wcoartem"),
            ("AL120", "wAL d120"),
            ("120AL", "d120 wAL"),
            ("AL120PCM40", "wAL d120 wPCM d40"),
            ("1O", "d1O"),
            ("l2", "dl2"),
            ("lOO5", "dlOO5"),
            ("Al2O", "wAl d2O"),
            ("AL1O0", "wAL d1O0"),
            ("120tabs", "d120 wtabs"),
            ("6x4", "d6 wx d4"),
            // Ten of one product or a hundred and ten of another
            ("orsl10", "morsl10"),
            ("pcml20", "mpcml20"),
            ("12OPCM", "m12OPCM"),
            ("12Otabs", "m12Otabs"),
            ("lo5", "mlo5"),
            ("5lo", "m5lo"),
            ("ACT6", "wACT6"),
            ("SOHAL120", "wSOH wAL d120"),
            ("recpcm", "wrec wpcm"),
            ("outpmc5", "woutpmc d5"),
            ("expors", "wexpors"),
            ("l", "wl"),
            ("lOl", "wlOl"),
        ] {
            let told: Vec<String> = lex(chunk, &known)
                .iter()
                .map(|token| {
                    let kind = match token.kind {
                        Kind::Word => 'w',
                        Kind::Digits => 'd',
                        _ => 'm',
                    };
                    format!("{kind}{}", token.text)
                })
                .collect();
            assert_eq!(told.join(" "), parts, "{chunk}");
        }
        assert_eq!(likely("pcml20", &known).as_deref(), Some("pcm"));
        assert_eq!(likely("12OPCM", &known).as_deref(), Some("pcm"));
        assert_eq!(likely("12Otabs", &known), None);
    }

    #[test]
    fn a_code_with_a_digit_is_muddled_where_another_would_leave_a_figure() {
        let known = Known::codes(["al", "al6"]);
        assert_eq!(lex("al6", &known)[0].kind, Kind::Muddle);
    }
}
