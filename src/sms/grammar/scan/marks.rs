//! What a mark is, by what stands before and behind it. Pure.

use super::{Figure, Kind, Scanner, Token, What, Why};

impl Scanner<'_, '_> {
    /// The part that a mark begins.
    pub(super) fn mark(&mut self, at: usize, mark: char) -> (usize, What) {
        let digits_next = self.is(at + 1, Kind::Digits);
        match mark {
            '-' => self.dash(at, digits_next),
            '+' => self.plus(at, digits_next),
            '.' | ',' => self.point(at, mark, digits_next),
            '=' | ':' if self.is(at + 1, Kind::Mark('>')) => (2, What::Bind),
            '=' | ':' | '\u{2192}' => (1, What::Bind),
            ';' | '|' | '!' | '\u{2022}' => (1, What::Separator),
            '*' | '/' | '#' | '_' | '\\' | '(' | ')' | '"' | '\'' => (1, What::Join),
            '&' => (1, What::And),
            '?' if self.spoken => (1, What::Odd),
            '?' => (1, What::Filler),
            // They turn the text around on the screen
            '\u{202d}' | '\u{202e}' => (1, What::Doubt),
            _ if is_friendly(mark) => (1, What::Filler),
            // Numerals without places, a half
            _ if mark.is_numeric() => {
                let numeral = |token: &&Token<'_>| matches!(token.kind, Kind::Mark(mark) if mark.is_numeric());
                let behind = self.tokens.get(at..).unwrap_or_default();
                let len = behind.iter().take_while(numeral).count();
                (len, What::Figure(Figure::doubtful(Why::Unclear, None)))
            }
            _ => self
                .before_figure(at, at + 1, Why::Unclear)
                .unwrap_or((1, What::Odd)),
        }
    }

    /// A dash is a minus where a figure follows at once and nothing stands before it (`AL
    /// -5`), and may be one where it is the only one of its kind (`AL-5`). `AL-5, PCM-4`,
    /// `AL - 5` and `AL- 5` are how people write lists.
    fn dash(&mut self, at: usize, digits_next: bool) -> (usize, What) {
        if self.is(at + 1, Kind::Mark('>')) {
            return (2, What::Bind);
        }
        let written_to = matches!(
            self.before(at),
            Some(Kind::Word | Kind::Muddle | Kind::Mark(')' | '"'))
        );
        let listed = self.dashes > 1
            || at
                .checked_sub(2)
                .is_some_and(|at| self.is(at, Kind::Mark('-')));
        if digits_next && (!written_to || !listed) {
            return self
                .before_figure(at, at + 1, Why::Negative)
                .unwrap_or((1, What::Odd));
        }
        (1, What::Join)
    }

    /// A plus before a figure is an addition; between two items it says and, before the first
    /// of a text perhaps that it is added to what is there.
    pub(super) fn plus(&mut self, at: usize, digits_next: bool) -> (usize, What) {
        let next = self.past_blank(at + 1);
        let alone = !matches!(self.last(), Some(What::Figure(_)));
        if digits_next || alone && self.is(next, Kind::Digits) {
            return self
                .before_figure(at, next, Why::Sum)
                .unwrap_or((1, What::Odd));
        }
        match self.kind(next) {
            Some(Kind::Word | Kind::Muddle)
                if self.parts.iter().any(|part| part.what.is_element()) =>
            {
                (1, What::And)
            }
            _ => (1, What::Odd),
        }
    }

    /// `.5` and `,5` with nothing before them are parts of one; a point behind a code
    /// binds it to a figure at once (`AL.120`), and else is that of a short form or of a
    /// sentence; any other parts items.
    fn point(&mut self, at: usize, mark: char, digits_next: bool) -> (usize, What) {
        let bare = matches!(
            self.before(at),
            None | Some(Kind::Blank | Kind::Line | Kind::Mark('=' | ':' | '(' | '-' | '+'))
        );
        if digits_next && bare {
            return self
                .before_figure(at, at + 1, Why::Decimal)
                .unwrap_or((1, What::Odd));
        }
        let thing = matches!(
            self.last(),
            Some(What::Code(_) | What::Name(_) | What::Strange(_))
        );
        let what = match mark {
            '.' if thing && digits_next => What::Bind,
            '.' if thing => What::Join,
            _ => What::Separator,
        };
        (1, what)
    }

    /// The figure that begins at `digits`, perhaps behind a blank, with a mark before it that
    /// leaves it in doubt.
    fn before_figure(&self, at: usize, digits: usize, why: Why) -> Option<(usize, What)> {
        let digits = self.past_blank(digits);
        if !self.is(digits, Kind::Digits) {
            return None;
        }
        let (len, what) = self.figure(digits);
        let what = match what {
            What::Figure(_) => What::Figure(Figure::doubtful(why, None)),
            other => other,
        };
        Some((digits + len - at, what))
    }
}

/// Whether a mark is none that people write in a list: what it does to a figure it touches
/// is not known.
pub(super) fn is_strange(mark: char) -> bool {
    !mark.is_ascii()
        && !is_friendly(mark)
        && mark != '\u{2022}'
        && mark != '\u{2192}'
        && mark != '\u{d7}'
}

/// Faces and hands that say hello and thanks.
fn is_friendly(mark: char) -> bool {
    matches!(mark,
    '\u{1f44b}' | '\u{1f44d}' | '\u{1f44c}' | '\u{1f44f}' | '\u{1f64f}' | '\u{1f64c}' | '\u{1f91d}'
    | '\u{1f600}'..='\u{1f60f}' | '\u{1f642}' | '\u{1f917}' | '\u{263a}' | '\u{2705}' | '\u{2714}' | '\u{2713}'
    | '\u{2764}' | '\u{1f339}' | '\u{1f490}' | '\u{1f48a}' | '\u{1f4e6}' | '\u{1f4cb}' | '\u{1f3fb}'..='\u{1f3ff}'
    )
}
