//! Tokens into parts: what each word, figure and mark is by itself. Every token belongs to
//! one part. Pure.

use std::ops::Range;

use chrono::NaiveDate;

use super::figure::{self, Figure, Form};
use super::known::Known;
use super::lex::{Kind, Token};
use super::words::{self, Meaning, Unit};
use super::{Action, Why};

mod marks;

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A code that is known, in lower case.
    Code(Box<str>),
    /// A brand or generic name, and the codes of its forms, the usual first.
    Name(Box<[Box<str>]>),
    /// A word that is nothing we know, and the code it most likely was meant to be.
    Strange(Option<Box<str>>),
    /// Letters and digits in one, that can be parted in more than one way.
    Muddle(Option<Box<str>>),
    /// A quantity, or what stands in the place of one.
    Figure(Figure),
    /// A figure with a strength or volume behind it, without blanks, in lower case.
    Strength(Box<str>),
    /// What happened.
    Action(Action),
    /// Issued, or nothing left.
    Out,
    /// Says that it is a count.
    Have,
    /// Why something was lost.
    Reason,
    /// What is counted.
    Unit(Unit),
    /// Changes nothing.
    Filler,
    /// A clinic, a pharmacy.
    Facility,
    /// Begins or ends what is said beside the figures: see `aside`.
    Opens(Opening),
    /// A day.
    Date,
    /// Said beside the figures: who sends it, from where, a telephone number.
    Aside,
    /// The number of a batch begins here; the rest of its parts are [`Self::Aside`].
    Batch(Box<str>),
    /// The last day on which something is good is said from here on.
    Expires(NaiveDate),
    /// Changes what the figures mean, nobody knows how.
    Doubt,
    /// A mark that makes what is beside it unsure.
    Odd,
    /// A word that does: about, half, some.
    Vague,
    /// Between an item and the next.
    And,
    /// A comma or its like.
    Separator,
    /// Binds a code to its figure: `=`, `:`.
    Bind,
    /// Any other mark without a meaning of its own.
    Join,
    /// Blanks.
    Blank,
    /// A line break.
    Line,
}

impl What {
    /// Whether it is a figure, or something that may have one.
    pub(super) const fn is_element(&self) -> bool {
        matches!(
            self,
            Self::Code(_) | Self::Name(_) | Self::Strange(_) | Self::Muddle(_) | Self::Figure(_)
        )
    }
}

/// What may be said beside the figures, by the word it begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// A greeting, and whom it greets.
    Hello,
    /// A thank-you, and who says it.
    Closing,
    /// The one who reports.
    By,
    /// The day of the report.
    Day,
    /// Where something came from.
    From,
    /// Where something went.
    Toward,
    /// A telephone number.
    Contact,
    /// A batch number.
    Batch,
    /// A day on which something expires.
    Expires,
}

/// Tokens that together are one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) tokens: Range<usize>,
    pub(super) what: What,
}

/// How words are taken that are codes and units or fillers as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefer {
    /// As codes.
    Codes,
    /// As words.
    Words,
}

/// The parts of a text, and whether it holds words that [`Prefer`] decides about.
pub(super) fn scan(tokens: &[Token<'_>], known: &Known, prefer: Prefer) -> (Vec<Part>, bool) {
    let keys = tokens.iter().map(|token| match token.kind {
        Kind::Word | Kind::Muddle => words::key(token.text),
        _ => String::new(),
    });
    let mut scanner = Scanner {
        tokens,
        keys: keys.collect(),
        known,
        prefer,
        ambivalent: false,
        guesses: MOST_GUESSES,
        dashes: tight_dashes(tokens),
        spoken: false,
        parts: Vec::new(),
    };
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let (len, what) = match token.kind {
            Kind::Blank => (1, What::Blank),
            Kind::Line => (1, What::Line),
            Kind::Word => scanner.word(at),
            Kind::Digits => scanner.figure(at),
            Kind::Muddle => (1, What::Muddle(super::glued::likely(token.text, known))),
            Kind::Mark(mark) => scanner.mark(at, mark),
        };
        let end = at + len.max(1);
        let tokens = at..end;
        scanner.spoken = match &what {
            What::Line | What::Separator => false,
            what => scanner.spoken || what.is_element(),
        };
        scanner.parts.push(Part { tokens, what });
        at = end;
    }
    super::aside::mark(&mut scanner.parts, tokens);
    (scanner.parts, scanner.ambivalent)
}

fn tight_dashes(tokens: &[Token<'_>]) -> usize {
    let kinds = |tokens: &&[Token<'_>]| {
        matches!(tokens, [word, dash, digits]
            if word.kind == Kind::Word && dash.kind == Kind::Mark('-') && digits.kind == Kind::Digits)
    };
    tokens.windows(3).filter(kinds).count()
}

/// Likely codes are looked for at most so often in a text, so that a long one full of
/// strange words costs no more than a short one.
const MOST_GUESSES: usize = 16;

struct Scanner<'a, 't> {
    tokens: &'a [Token<'t>],
    /// The key of each word, empty elsewhere.
    keys: Vec<String>,
    known: &'a Known,
    prefer: Prefer,
    ambivalent: bool,
    guesses: usize,
    /// How many dashes stand between letters and digits without a blank.
    dashes: usize,
    /// Whether the sentence up to here speaks of anything.
    spoken: bool,
    parts: Vec<Part>,
}

impl Scanner<'_, '_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn before(&self, at: usize) -> Option<Kind> {
        self.kind(at.checked_sub(1)?)
    }

    fn key(&self, at: usize) -> &str {
        self.keys.get(at).map_or("", |key| key)
    }

    fn is_code(&self, at: usize) -> bool {
        let token = self.tokens.get(at);
        token.is_some_and(|token| self.known.is_code(token.text))
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.kind(at) == Some(kind)
    }

    /// The first place from `at` on that is no blank.
    fn past_blank(&self, at: usize) -> usize {
        at + usize::from(self.is(at, Kind::Blank))
    }

    /// What the last part that is no blank is.
    fn last(&self) -> Option<&What> {
        let mut parts = self.parts.iter().rev().map(|part| &part.what);
        parts.find(|what| **what != What::Blank)
    }

    /// The longest phrase or name that begins here, else the word alone.
    fn word(&mut self, at: usize) -> (usize, What) {
        let most = words::LONGEST.max(self.known.longest());
        let mut phrase = String::from(self.key(at));
        let mut found = None;
        let mut end = at + 1;
        for _ in 1..most {
            let next = match self.kind(end) {
                Some(Kind::Blank | Kind::Mark('-' | '\'')) => end + 1,
                _ => break,
            };
            if !self.is(next, Kind::Word) {
                break;
            }
            phrase.push(' ');
            phrase.push_str(self.key(next));
            end = next + 1;
            let what = match words::meaning(&phrase) {
                Some(meaning) => of(meaning),
                None => match self.known.named(&phrase) {
                    Some(codes) => What::Name(codes.into()),
                    None => continue,
                },
            };
            // A word of the phrase may be a code
            if (at..end).any(|at| self.is_code(at)) {
                self.ambivalent = true;
                if self.prefer == Prefer::Codes {
                    continue;
                }
            }
            found = Some((end - at, what));
        }
        found.unwrap_or_else(|| self.single(at))
    }

    fn single(&mut self, at: usize) -> (usize, What) {
        if self.is_plus(at) {
            return self.plus(at, self.is(at + 1, Kind::Digits));
        }
        let joined = self.compound(at);
        if joined > 1 {
            return (joined, What::Strange(None));
        }
        (1, self.meant(at))
    }

    /// Whether a word says the sign `+`.
    fn is_plus(&self, at: usize) -> bool {
        words::meaning(self.key(at)) == Some(Meaning::Plus) && !self.is_code(at)
    }

    /// What a word alone is.
    fn meant(&mut self, at: usize) -> What {
        let key = self.key(at);
        let code = self.is_code(at);
        match words::meaning(key) {
            Some(meaning) if code => {
                let as_word = match meaning {
                    Meaning::Unit(_) => matches!(self.last(), Some(What::Figure(_))),
                    Meaning::And
                    | Meaning::Filler
                    | Meaning::Facility
                    | Meaning::Have
                    | Meaning::Hello
                    | Meaning::Closing => true,
                    // Nobody can tell which of the two is meant
                    _ => return What::Doubt,
                };
                self.ambivalent |= as_word;
                if as_word && self.prefer == Prefer::Words {
                    of(meaning)
                } else {
                    What::Code(self.key(at).into())
                }
            }
            Some(meaning) => of(meaning),
            None if code => What::Code(key.into()),
            None => match self.known.named(key) {
                Some(codes) => What::Name(codes.into()),
                None if self.guesses == 0 => What::Strange(None),
                None => {
                    let likely = self.known.likely(key);
                    self.guesses -= 1;
                    What::Strange(likely)
                }
            },
        }
    }

    /// How many tokens belong to words written as one thing, as `amox/clav`: two products
    /// side by side, or one that has two names. 1 where it is only a word.
    fn compound(&self, at: usize) -> usize {
        let thing = |at: usize| {
            let key = self.key(at);
            !key.is_empty() && (words::meaning(key).is_none() || self.is_code(at))
        };
        let mut end = at + 1;
        if !thing(at) {
            return 1;
        }
        while matches!(self.kind(end), Some(Kind::Mark('/' | '+' | '-' | '&'))) && thing(end + 1) {
            end += 2;
        }
        end - at
    }

    /// A figure from its first digits on, with what is written to it.
    fn figure(&self, at: usize) -> (usize, What) {
        let mut pieces = Vec::new();
        let mut marks = Vec::new();
        let mut end = at;
        loop {
            pieces.extend(self.tokens.get(end).map(|token| token.text));
            end += 1;
            let Some((mark, next)) = self.next_piece(end) else {
                break;
            };
            marks.push(mark);
            end = next;
        }
        if figure::is_date(&pieces, &marks) {
            return (end - at, What::Date);
        }
        let figure = figure::chain(&pieces, &marks);
        let measure = self.past_blank(end);
        let measures =
            |at| words::meaning(self.key(at)) == Some(Meaning::Strength) && !self.is_code(at);
        // Grams and litres by their letters only where they are glued on
        let glued = matches!(self.key(end), "g" | "l");
        if measures(measure) || glued {
            let tokens = self.tokens.get(at..=measure).unwrap_or_default();
            let said = tokens
                .iter()
                .map(|token| token.text.trim())
                .collect::<String>();
            return (measure + 1 - at, What::Strength(said.to_lowercase().into()));
        }
        match self.tail(end) {
            0 => (end - at, What::Figure(figure)),
            tail => (
                end + tail - at,
                What::Figure(Figure::doubtful(
                    Why::Unclear,
                    figure
                        .value
                        .filter(|_| self.is(end + tail - 1, Kind::Mark('?'))),
                )),
            ),
        }
    }

    /// The mark behind digits that joins more digits to them, and where those are.
    fn next_piece(&self, end: usize) -> Option<(char, usize)> {
        const TIGHT: &str = ".,/-+*:'\u{d7}~_=^";
        const APART: &str = "+*/\u{d7}-";
        let spaced = self.is(end, Kind::Blank);
        let at = self.past_blank(end);
        let mark = match self.kind(at)? {
            Kind::Mark(mark) => mark,
            Kind::Word if self.key(at) == "x" => '\u{d7}',
            Kind::Word if self.is_plus(at) => '+',
            _ => return None,
        };
        let next = self.past_blank(at + 1);
        let apart = spaced || next > at + 1;
        // 10 -5 is two figures, the second negative
        let lopsided = mark == '-' && spaced != (next > at + 1);
        let joins = if apart { APART } else { TIGHT }.contains(mark) && !lopsided;
        (joins && self.is(next, Kind::Digits)).then_some((mark, next))
    }

    /// How many tokens behind a figure belong to it and leave it in doubt: a question mark,
    /// a percent sign, `/=` for money, the s of `24's`, a letter.
    fn tail(&self, end: usize) -> usize {
        let question = self.past_blank(end);
        if self.is(question, Kind::Mark('?')) {
            return question + 1 - end;
        }
        let letter = |at: usize| self.is(at, Kind::Word) && self.key(at).chars().count() <= 1;
        match self.kind(end) {
            Some(Kind::Mark('%')) => 1,
            Some(Kind::Mark('/')) if matches!(self.kind(end + 1), Some(Kind::Mark('=' | '-'))) => 2,
            Some(Kind::Mark('\'')) if letter(end + 1) => 2,
            Some(Kind::Mark(mark)) if marks::is_strange(mark) => 1,
            Some(Kind::Word) if letter(end) => 1,
            _ => 0,
        }
    }
}

/// What a word with a meaning is.
fn of(meaning: Meaning) -> What {
    match meaning {
        Meaning::Action(action) => What::Action(action),
        Meaning::Out => What::Out,
        Meaning::Have => What::Have,
        Meaning::Zero => What::Figure(Figure::word(Form::Zero)),
        Meaning::Gone => What::Figure(Figure::word(Form::Gone)),
        Meaning::Reason => What::Reason,
        Meaning::Unit(unit) => What::Unit(unit),
        Meaning::And | Meaning::Plus => What::And,
        Meaning::Filler => What::Filler,
        Meaning::Facility => What::Facility,
        Meaning::Hello => What::Opens(Opening::Hello),
        Meaning::Closing => What::Opens(Opening::Closing),
        Meaning::By => What::Opens(Opening::By),
        Meaning::Day => What::Opens(Opening::Day),
        Meaning::From => What::Opens(Opening::From),
        Meaning::Toward => What::Opens(Opening::Toward),
        Meaning::Contact => What::Opens(Opening::Contact),
        Meaning::Batch => What::Opens(Opening::Batch),
        Meaning::Expires => What::Opens(Opening::Expires),
        Meaning::Vague => What::Vague,
        Meaning::Strength | Meaning::Doubt => What::Doubt,
    }
}
