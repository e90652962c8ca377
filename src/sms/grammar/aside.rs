//! What is said beside the figures and changes none: who sends the text, where things came
//! from, a telephone number, a batch, the day of the report. Pure.
//!
//! Each begins with a word for it and holds words that are not known, so each is taken for
//! what it is only in a place where it cannot be anything else; otherwise the word leaves
//! the text in doubt like any other. Batches and days of expiry are kept where it is certain
//! of which product they are told; of the rest nothing is stored.

use std::ops::{Range, RangeInclusive};

use super::Action;
use super::figure;
use super::lex::Token;
use super::scan::{Opening, Part, What};
use super::words;

mod sender;

/// Marks what is said beside the figures, and what only seems to begin it as doubt.
pub(super) fn mark(parts: &mut [Part], tokens: &[Token<'_>]) {
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let text = Text { parts, tokens };
        let end = match part.what {
            What::Opens(opening) => match text.aside(at, opening) {
                Some(end) => end,
                None if matches!(opening, Opening::Hello | Opening::Closing) => {
                    set(parts, at..at + 1, &What::Filler);
                    at += 1;
                    continue;
                }
                None => {
                    set(parts, at..at + 1, &What::Doubt);
                    at += 1;
                    continue;
                }
            },
            What::Action(Action::Expiry) => match text.expires(at) {
                Some(end) => end,
                None => {
                    at += 1;
                    continue;
                }
            },
            What::Strange(_) | What::Facility => {
                match text.heading(at).or_else(|| text.signature(at)) {
                    Some(end) => end,
                    None => {
                        at += 1;
                        continue;
                    }
                }
            }
            What::Date if text.dates_the_report(at) => at + 1,
            What::Date => {
                set(parts, at..at + 1, &What::Doubt);
                at += 1;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        let told = text.told(at, end);
        set(parts, at..end, &What::Aside);
        if let (Some(told), Some(part)) = (told, parts.get_mut(at)) {
            part.what = told;
        }
        at = end;
    }
}

fn set(parts: &mut [Part], range: Range<usize>, what: &What) {
    for part in parts.get_mut(range).unwrap_or_default() {
        // Line breaks and commas part what is before from what is behind as they did
        if !matches!(part.what, What::Line | What::Separator) {
            part.what = what.clone();
        }
    }
}

/// Letters that words for stock and report hold, in every language.
const ENTITLING: [&str; 8] = [
    "stock",
    "stok",
    "report",
    "ripoti",
    "taarifa",
    "rapport",
    "rahoto",
    "ሪፖርት",
];

/// Letters of a batch's number at most: what the record holds.
const LONGEST_BATCH: usize = 40;

/// Words of a name at most.
const LONGEST_NAME: usize = 4;

struct Text<'a, 't> {
    parts: &'a [Part],
    tokens: &'a [Token<'t>],
}

impl Text<'_, '_> {
    fn what(&self, at: usize) -> Option<&What> {
        self.parts.get(at).map(|part| &part.what)
    }

    /// The words of a part.
    fn said(&self, at: usize) -> String {
        let tokens = self
            .parts
            .get(at)
            .and_then(|part| self.tokens.get(part.tokens.clone()));
        tokens
            .unwrap_or_default()
            .iter()
            .map(|token| token.text)
            .collect()
    }

    /// The first place from `at` on that is none of these.
    fn past(&self, at: usize, passed: impl Fn(&What) -> bool) -> usize {
        let rest = self.parts.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|part| passed(&part.what)).count()
    }

    /// Whether nothing that may be stored stands before.
    fn heads(&self, at: usize) -> bool {
        let before = self.parts.get(..at).unwrap_or_default();
        !before.iter().any(|part| part.what.is_element())
    }

    /// What is said to have happened before any code, or anywhere before `at`; `have` tells
    /// whether "we have" says it.
    fn named(&self, at: usize, have: bool) -> Option<Action> {
        let code = |part: &Part| matches!(part.what, What::Code(_) | What::Name(_));
        let first = self.parts.iter().position(code).unwrap_or(self.parts.len());
        let before = self.parts.get(..first.max(at)).unwrap_or_default();
        before.iter().find_map(|part| match part.what {
            What::Action(action) => Some(action),
            What::Out => Some(Action::Issue),
            What::Have if have => Some(Action::Count),
            What::Reason => Some(Action::Loss),
            _ => None,
        })
    }

    /// Where what begins with this word ends, if it is what the word says.
    fn aside(&self, at: usize, opening: Opening) -> Option<usize> {
        match opening {
            Opening::Hello => self.hello(at),
            Opening::Closing => self.closing(at),
            Opening::From => self
                .place(at, |action| action != Action::Expiry)
                .or_else(|| self.person(at)),
            Opening::By => self.closing(at),
            Opening::Day => self.day(at),
            Opening::Toward => self
                .place(at, |action| action == Action::Issue)
                .filter(|_| self.named(at, false).is_some()),
            Opening::Contact => self.contact(at),
            Opening::Batch => self.batch(at),
            Opening::Expires => self.expires(at),
        }
    }

    /// Words that may be a name, from `at` on: where they end, and how many of them are not
    /// known.
    fn name(&self, at: usize) -> (usize, usize) {
        let (mut end, mut words, mut strange) = (at, 0, 0);
        let mut next = at;
        while words < LONGEST_NAME {
            next = self.past(next, |what| matches!(what, What::Blank | What::Join));
            match self.what(next) {
                Some(What::Strange(_)) => strange += 1,
                Some(What::Filler | What::Facility | What::Opens(Opening::Hello)) => {}
                _ => break,
            }
            words += 1;
            next += 1;
            end = next;
        }
        (end, strange)
    }

    /// `REC AL 100 from KEMSA`, where the text says what happened, or `From Al-Amin clinic:`
    /// over it. `We have AL 100 from KEMSA` may be what came in or what is there, `From
    /// KEMSA:` is over what came in, and words with a figure behind them may be anything.
    fn place(&self, at: usize, fits: impl Fn(Action) -> bool) -> Option<usize> {
        let (end, _) = self.name(at + 1);
        let stop = self.past(end, |what| *what == What::Blank);
        let facility = self.parts.get(at..end).unwrap_or_default();
        let facility = facility.iter().any(|part| part.what == What::Facility);
        let over = matches!(self.what(stop), Some(What::Bind | What::Line));
        let heading = facility && over && self.heads(at);
        let parted = !matches!(
            self.what(stop),
            Some(
                What::Figure(_)
                    | What::Muddle(_)
                    | What::Unit(_)
                    | What::Strange(_)
                    | What::Strength(_)
            )
        );
        let said = self.named(at, false).is_some_and(fits);
        (end > at + 1 && parted && (said || heading)).then_some(end)
    }

    /// `call me on 0712345678`, `call Mary 0712345678`: seven to fifteen digits.
    fn contact(&self, at: usize) -> Option<usize> {
        let mut begin = at + 1;
        loop {
            begin = self.past(begin, |what| {
                matches!(what, What::Blank | What::Bind | What::Join | What::Filler)
            });
            if !self.is_name(begin) {
                break;
            }
            begin += 1;
        }
        self.number(begin, 7..=15)
    }

    /// Where a number of so many digits ends, blanks among them.
    fn number(&self, begin: usize, fits: RangeInclusive<usize>) -> Option<usize> {
        let (mut end, mut digits, mut next) = (begin, 0, begin);
        while let Some(What::Figure(figure)) = self.what(next)
            && !figure.is_word()
        {
            digits += self.said(next).chars().filter(char::is_ascii_digit).count();
            end = next + 1;
            next = self.past(end, |what| matches!(what, What::Blank | What::Join));
        }
        fits.contains(&digits).then_some(end)
    }

    /// `Stock as at 30/06/2026:` over a report, `Date: 30/06/2026` where a day may stand.
    fn day(&self, at: usize) -> Option<usize> {
        let date = self.past(at + 1, |what| {
            matches!(what, What::Blank | What::Bind | What::Join)
        });
        let day = self.what(date) == Some(&What::Date);
        let as_at = self.said(at).contains(' ') && self.heads(at);
        (day && (as_at || self.dates_the_report(date))).then_some(date + 1)
    }

    /// `batch no AX2291`: letters and digits without a blank, at least one digit, no code.
    fn batch(&self, at: usize) -> Option<usize> {
        let begin = self.past(at + 1, |what| {
            matches!(what, What::Blank | What::Bind | What::Join | What::Filler)
        });
        let end = self.past(begin, |what| {
            matches!(
                what,
                What::Strange(_) | What::Figure(_) | What::Muddle(_) | What::Join
            )
        });
        let digit = (begin..end).any(|at| self.said(at).chars().any(|c| c.is_ascii_digit()));
        (digit && self.named(at, true).is_some()).then_some(end)
    }

    /// `REC AL 240 exp 06/2026`, where the text says that something else happened before.
    fn expires(&self, at: usize) -> Option<usize> {
        let begin = self.past(at + 1, |what| {
            matches!(what, What::Blank | What::Bind | What::Join | What::Filler)
        });
        let date = match self.what(begin)? {
            What::Date => true,
            What::Figure(_) => figure::is_month(&self.said(begin)),
            _ => false,
        };
        let named = self
            .named(at, true)
            .is_some_and(|action| action != Action::Expiry);
        (date && named).then_some(begin + 1)
    }

    /// What is told from `at` to `end` that may be kept: a batch, or until when it is good.
    fn told(&self, at: usize, end: usize) -> Option<What> {
        let begin = self.past(at + 1, |what| {
            matches!(what, What::Blank | What::Bind | What::Join | What::Filler)
        });
        match self.what(at)? {
            What::Opens(Opening::Batch) => {
                let number: String = (begin..end).map(|at| self.said(at)).collect();
                let number = number.trim_end_matches(|c: char| !c.is_alphanumeric());
                let fits = number.chars().count() <= LONGEST_BATCH;
                fits.then(|| What::Batch(number.to_uppercase().into()))
            }
            What::Opens(Opening::Expires) | What::Action(Action::Expiry) => {
                figure::last_day(&self.said(begin)).map(What::Expires)
            }
            _ => None,
        }
    }

    /// The day of the report, over it or under it, where it says what happened or that it
    /// is a report of stock. Behind `EXP` it is the day on which something expires, which may not have come.
    fn dates_the_report(&self, at: usize) -> bool {
        let behind = self.parts.get(at + 1..).unwrap_or_default();
        let ends = !behind.iter().any(|part| part.what.is_element());
        let named = self
            .named(at, true)
            .is_some_and(|action| action != Action::Expiry);
        let heads = self.heads(at);
        named && (heads || ends) || heads && self.is_entitled(at)
    }

    /// Whether words before speak of stock or a report.
    fn is_entitled(&self, at: usize) -> bool {
        (0..at).any(|at| {
            let said = words::key(&self.said(at));
            self.what(at) == Some(&What::Filler)
                && ENTITLING.iter().any(|letters| said.contains(letters))
        })
    }
}
