//! A normalised text cut into tokens: words, figures, blanks, marks. Nothing is left out,
//! so the tokens one after the other are the text. Pure.

use unicode_normalization::char::is_combining_mark;

use super::glued;
use super::known::Known;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with their accents and the apostrophes inside.
    Word,
    /// Digits, with the letters that stand for digits among them.
    Digits,
    /// Letters and digits in one, that can be parted in more than one way.
    Muddle,
    /// Blanks.
    Blank,
    /// A line break.
    Line,
    /// Any other character, as the mark that is commonly written for it.
    Mark(char),
}

/// A token, as it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
}

/// Cuts a normalised text.
pub(super) fn lex<'t>(text: &'t str, known: &Known) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (len, kind) = match first {
            '\n' => (1, Some(Kind::Line)),
            _ if is_blank(first) => (run(rest, is_blank), Some(Kind::Blank)),
            _ if is_letter(first) || first.is_ascii_digit() => (chunk(rest), None),
            _ => (first.len_utf8(), Some(Kind::Mark(mark(first)))),
        };
        let (head, tail) = rest.split_at(len);
        match kind {
            Some(kind) => tokens.push(Token { kind, text: head }),
            None => glued::split(head, known, &mut tokens),
        }
        rest = tail;
    }
    tokens
}

/// Bytes of the characters at the beginning that are alike.
fn run(text: &str, alike: impl Fn(char) -> bool) -> usize {
    text.find(|c| !alike(c)).unwrap_or(text.len())
}

/// Bytes of the letters and digits at the beginning.
fn chunk(text: &str) -> usize {
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let belongs = is_letter(c)
            || c.is_ascii_digit()
            // A mark on a digit may strike it out.
            || is_combining_mark(c) && !before.is_ascii_digit()
            || mark(c) == '\''
                && is_letter(before)
                && letters.peek().is_some_and(|(_, next)| is_letter(*next));
        if !belongs {
            return at;
        }
        before = c;
    }
    text.len()
}

/// The blank of the Ethiopic script looks like a colon.
fn is_blank(c: char) -> bool {
    c == ' ' || c == '\u{1361}'
}

pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !c.is_numeric()
}

/// The mark that is commonly written for this one, in scripts, on keyboards and by phones
/// that put nicer ones in.
fn mark(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' => '-',
        '\u{60c}' | '\u{66c}' | '\u{1363}' | '\u{3001}' => ',',
        '\u{61b}' | '\u{1364}' => ';',
        '\u{66b}' | '\u{6d4}' | '\u{1362}' | '\u{964}' | '\u{3002}' => '.',
        '\u{1365}' | '\u{1366}' => ':',
        '\u{61f}' | '\u{1367}' => '?',
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '`' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '[' | '{' => '(',
        ']' | '}' => ')',
        '\u{2022}' | '\u{b7}' | '\u{25a0}'..='\u{25ff}' | '\u{2219}' => '\u{2022}',
        '\u{2192}' | '\u{21d2}' | '\u{27a1}' => '\u{2192}',
        '\u{d7}' | '\u{2715}' | '\u{2716}' => '\u{d7}',
        '\u{2215}' | '\u{2044}' | '\u{f7}' => '/',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::super::known::Known;
    use super::{Kind, lex};

    #[test]
    fn a_text_is_its_tokens() {
        let known = Known::codes(["al", "pcm"]);
        let kinds = |text| {
            let tokens = lex(text, &known);
            assert_eq!(tokens.iter().map(|t| t.text).collect::<String>(), text);
            tokens
                .iter()
                .map(|token| match token.kind {
                    Kind::Word => 'w',
                    Kind::Digits => 'd',
                    Kind::Muddle => 'm',
                    Kind::Blank => '_',
                    Kind::Line => '/',
                    Kind::Mark(mark) => mark,
                })
                .collect::<String>()
        };
        for (text, told) in [
            ("SOH al  120", "w_w_d"),
            ("s'il 24's", "w_d'w"),
            ("al\u{2013}120\npcm", "w-d/w"),
            ("አለን፡120።", "w_d."),
            ("1\u{336}2 e\u{301}", "d\u{336}d_w"),
            ("al120pcm40", "wdwd"),
            ("\u{0}\u{fffd}", "\u{0}\u{fffd}"),
            ("", ""),
        ] {
            assert_eq!(kinds(text), told, "{text:?}");
        }
    }
}
