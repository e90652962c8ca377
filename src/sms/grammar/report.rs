//! What is stored of a text, what is asked and why. Pure.

use std::collections::HashMap;

use super::arrange::{Layout, arrange};
use super::lex::{self, Kind};
use super::pair::{Group, Sort, pair};
use super::scan::{Part, Prefer, What, scan};
use super::told::{Told, told};
use super::words;
use super::{Action, Ask, Became, Context, Item, Report, Token, Why, Word};

mod beside;
mod outcome;

/// Reads tokens one way, and tells whether there is another.
pub(super) fn report(
    tokens: &[lex::Token<'_>],
    context: &Context<'_>,
    prefer: Prefer,
) -> (Report, bool) {
    let (parts, ambivalent) = scan(tokens, context.known, prefer);
    let layout = arrange(&parts, tokens);
    let text = Text::new(tokens, context, parts, layout);
    (text.report(), ambivalent)
}

/// Turns what `keep` refuses into questions.
pub(super) fn keep_only(mut report: Report, keep: impl Fn(&Item) -> bool) -> Report {
    let mut became = Vec::new();
    let mut items = Vec::new();
    for item in std::mem::take(&mut report.items) {
        if keep(&item) {
            became.push(Became::Item(items.len()));
            items.push(item);
        } else {
            became.push(Became::Ask(report.ask.len()));
            report.ask.push(Ask {
                about: item.code,
                why: Why::Unclear,
                likely: None,
                others: Vec::new(),
                quantity: Some(item.quantity),
                batch: item.batch,
                expires_on: item.expires_on,
            });
        }
    }
    report.items = items;
    for token in &mut report.tokens {
        if let Became::Item(index) = token.became
            && let Some(instead) = became.get(index)
        {
            token.became = *instead;
        }
    }
    report
}

/// Letters of the longest code that an import takes.
const LONGEST_CODE: usize = 8;

/// What is stored or asked, with the parts it takes up.
struct Outcome {
    parts: Vec<usize>,
    what: Result<Item, Ask>,
}

struct Text<'a, 't> {
    tokens: &'a [lex::Token<'t>],
    context: &'a Context<'a>,
    parts: Vec<Part>,
    layout: Layout,
    groups: Vec<Group>,
    told: Told,
    /// How often each code is said, by itself or by a name.
    times: HashMap<Box<str>, usize>,
    /// Parts that leave the whole text in doubt and belong to nothing else.
    doubts: Vec<usize>,
    /// Whether anything does.
    doubted: bool,
}

impl<'a, 't> Text<'a, 't> {
    fn new(
        tokens: &'a [lex::Token<'t>],
        context: &'a Context<'a>,
        parts: Vec<Part>,
        layout: Layout,
    ) -> Self {
        let whats = layout
            .elements
            .iter()
            .filter_map(|element| parts.get(element.part));
        let sorts: Vec<Sort> = whats.clone().map(|part| sort(part, tokens)).collect();
        let mut times: HashMap<Box<str>, usize> = HashMap::new();
        for part in whats {
            let code = match &part.what {
                What::Code(code) => Some(code),
                What::Name(codes) => codes.first(),
                _ => None,
            };
            if let Some(code) = code {
                *times.entry(code.clone()).or_default() += 1;
            }
        }
        let spoken = told(&layout.actions, sorts.len(), 1);
        let groups = pair(&sorts, &layout.gaps, spoken.named && first_speaks(&layout));
        let told = told(&layout.actions, sorts.len(), groups.len());
        let mut doubts = layout.doubts.clone();
        let mut doubted = !doubts.is_empty();
        for group in &groups {
            // A strange word without a figure, in a place that is no code's for certain, or
            // like one that says what to do with the figures
            let strange = |at: &&usize| sorts.get(**at) == Some(&Sort::Strange);
            let Some(at) = group.elements.iter().find(strange) else {
                continue;
            };
            let lone = group.elements.len() == 1;
            let part = layout.elements.get(*at).map(|element| element.part);
            let asks = part
                .and_then(|part| tokens.get(parts.get(part)?.tokens.start))
                .is_some_and(|token| words::asks(&words::key(token.text)));
            if lone || asks || !group.sure {
                doubted = true;
                doubts.extend(part.filter(|_| lone));
            }
        }
        doubts.sort_unstable();
        Self {
            tokens,
            context,
            parts,
            layout,
            groups,
            told,
            times,
            doubts,
            doubted,
        }
    }

    fn report(&self) -> Report {
        let mut outcomes: Vec<Outcome> = Vec::new();
        let out = self.out();
        for (at, group) in self.groups.iter().enumerate() {
            let Some(outcome) = self.outcome(at, group) else {
                continue;
            };
            let again = outcomes
                .iter_mut()
                .find(|other| is_duplicate(&other.what, &outcome.what));
            match again {
                Some(other) => other.parts.extend(outcome.parts),
                None => outcomes.push(outcome),
            }
        }
        outcomes.extend(self.doubted());
        if outcomes.is_empty() && self.speaks_of_stock() {
            outcomes.push(self.whole());
        }
        outcomes.sort_by_key(|outcome| outcome.parts.iter().min().copied());
        self.say_beside(&mut outcomes);
        let heard = (self.told.clear || out && self.told.alone)
            && (self.doubts.is_empty() || self.told.named);
        let says = self.told.named || self.groups.iter().any(|group| self.thing(group).is_some());
        let action = if heard && says {
            self.told.action
        } else {
            Action::Unknown
        };
        self.settle(outcomes, action, out)
    }

    fn what(&self, part: usize) -> Option<&What> {
        self.parts.get(part).map(|part| &part.what)
    }

    /// The part that is a group's thing; none where it is only a figure.
    fn thing(&self, group: &Group) -> Option<usize> {
        let mut elements = group
            .elements
            .iter()
            .filter_map(|at| self.layout.elements.get(*at));
        let figure = |part: usize| {
            matches!(
                self.parts.get(part).map(|part| &part.what),
                Some(What::Figure(_))
            )
        };
        elements
            .find(|element| !figure(element.part))
            .map(|element| element.part)
    }

    /// Whether a part is a word of the length of codes.
    fn is_like_a_code(&self, part: usize) -> bool {
        let strange = matches!(self.what(part), Some(What::Strange(_)));
        let word = self.text(part, part);
        strange
            && (2..=LONGEST_CODE).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_alphanumeric())
    }

    /// Questions about what leaves the whole text in doubt, words that stand together as one.
    fn doubted(&self) -> Vec<Outcome> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for doubt in &self.doubts {
            let near = |end: usize| {
                let between = self.parts.get(end + 1..*doubt).unwrap_or_default();
                between.iter().all(|part| {
                    matches!(
                        part.what,
                        What::Blank | What::Filler | What::Facility | What::Join
                    )
                })
            };
            match runs.last_mut() {
                Some((_, end)) if near(*end) => *end = *doubt,
                _ => runs.push((*doubt, *doubt)),
            }
        }
        let outcome = |(start, end): (usize, usize)| {
            let about = self.text(start, end);
            let why = if start == end && self.is_like_a_code(start) {
                Why::UnknownCode
            } else {
                Why::Unclear
            };
            let likely = match self.what(start) {
                Some(What::Strange(likely)) if start == end => likely.clone(),
                _ => None,
            };
            Outcome {
                parts: (start..=end).collect(),
                what: Err(Ask {
                    about: about.into(),
                    why,
                    likely,
                    others: Vec::new(),
                    quantity: None,
                    batch: "".into(),
                    expires_on: None,
                }),
            }
        };
        runs.into_iter().map(outcome).collect()
    }

    /// Whether OUT was said of something without a figure.
    fn out(&self) -> bool {
        let full = |group: &Group| group.elements.len() > 1;
        self.told.out && (self.groups.is_empty() || !self.groups.iter().all(full))
    }

    /// Whether a text without things and figures says anything of stock: `SOH`, `tabs`. Of
    /// greetings and thanks nothing is asked, else a thank-you for an answer would be answered.
    fn speaks_of_stock(&self) -> bool {
        let mut whats = self.parts.iter().map(|part| &part.what);
        whats.any(|what| {
            matches!(
                what,
                What::Action(_) | What::Out | What::Reason | What::Unit(_) | What::Strength(_)
            )
        })
    }

    /// A question about the whole text.
    fn whole(&self) -> Outcome {
        let about = self.text(0, self.parts.len());
        Outcome {
            parts: (0..self.parts.len()).collect(),
            what: Err(Ask {
                about: about.trim().into(),
                why: Why::Unclear,
                likely: None,
                others: Vec::new(),
                quantity: None,
                batch: "".into(),
                expires_on: None,
            }),
        }
    }

    fn ask(&self, part: usize, why: Why, likely: Option<&str>, quantity: Option<u32>) -> Ask {
        let about = match self.what(part) {
            Some(What::Code(code)) => code.clone(),
            _ => self.text(part, part).into(),
        };
        Ask {
            about,
            why,
            likely: likely.map(Into::into),
            others: Vec::new(),
            quantity,
            batch: "".into(),
            expires_on: None,
        }
    }

    /// The words of some parts, in lower case.
    fn text(&self, start: usize, end: usize) -> String {
        let parts = self.parts.get(start..).unwrap_or_default();
        let parts = parts.iter().take((end + 1).saturating_sub(start));
        let tokens = parts
            .filter_map(|part| self.tokens.get(part.tokens.clone()))
            .flatten();
        tokens
            .map(|token| token.text)
            .collect::<String>()
            .to_lowercase()
    }

    /// Numbers what is stored and asked, and tells of every token what became of it.
    fn settle(&self, outcomes: Vec<Outcome>, action: Action, out: bool) -> Report {
        let mut report = Report {
            action,
            named: self.told.named,
            items: Vec::new(),
            ask: Vec::new(),
            out,
            tokens: Vec::with_capacity(self.tokens.len()),
        };
        let mut became = HashMap::new();
        let starts: Vec<Option<usize>> = outcomes
            .iter()
            .map(|outcome| outcome.parts.iter().min().copied())
            .collect();
        let mut places = Vec::new();
        for Outcome { parts, what } in outcomes {
            let this = match what {
                Ok(item) => {
                    report.items.push(item);
                    Became::Item(report.items.len() - 1)
                }
                Err(ask) => {
                    report.ask.push(ask);
                    Became::Ask(report.ask.len() - 1)
                }
            };
            became.extend(parts.into_iter().map(|part| (part, this)));
            places.push(this);
        }
        // Words that say several things are part of the next question
        let beside_action = |at: usize| {
            let next = starts.iter().position(|start| *start > Some(at));
            places
                .get(next.unwrap_or(places.len().saturating_sub(1)))
                .copied()
        };
        for (at, part) in self.parts.iter().enumerate() {
            let element = self.layout.about.get(at).copied().flatten();
            let of = element.and_then(|at| self.layout.elements.get(at));
            let beside = of.and_then(|element| became.get(&element.part)).copied();
            let this = match became.get(&at) {
                Some(this) => *this,
                None => match (&part.what, beside) {
                    (What::Odd | What::Vague | What::Strength(_), Some(beside)) => beside,
                    (What::Action(_) | What::Out | What::Have | What::Reason, _)
                        if !self.told.clear =>
                    {
                        beside_action(at).unwrap_or(Became::Word(Word::Action))
                    }
                    (what, _) => Became::Word(word(what)),
                },
            };
            let tokens = self.tokens.get(part.tokens.clone()).unwrap_or_default();
            report.tokens.extend(tokens.iter().map(|token| Token {
                text: token.text.into(),
                became: this,
            }));
        }
        report
    }
}

fn first_speaks(layout: &Layout) -> bool {
    layout
        .actions
        .first()
        .is_some_and(|(_, before)| *before == 0)
}

fn is_duplicate(a: &Result<Item, Ask>, b: &Result<Item, Ask>) -> bool {
    matches!((a, b), (Err(a), Err(b)) if a.why == Why::Duplicate && b.why == Why::Duplicate && a.about == b.about)
}

/// What a part is to pairing.
fn sort(part: &Part, tokens: &[lex::Token<'_>]) -> Sort {
    match &part.what {
        What::Figure(_) => {
            let tokens = tokens.get(part.tokens.clone()).unwrap_or_default();
            let digits = match tokens {
                [token] if token.kind == Kind::Digits => token.text.len(),
                _ => 0,
            };
            Sort::Figure(digits)
        }
        // Near a code or not: the bigger the catalogue, the more words are
        What::Strange(_) => Sort::Strange,
        What::Muddle(_) => Sort::Muddle,
        _ => Sort::Thing,
    }
}

/// What a part is that is in no item and no question.
fn word(what: &What) -> Word {
    match what {
        What::Figure(_) => Word::Number,
        What::Aside | What::Batch(_) | What::Expires(_) => Word::Aside,
        What::Action(_) | What::Out => Word::Action,
        What::Unit(_) => Word::Unit,
        What::Reason => Word::Reason,
        What::Blank | What::Line | What::Separator | What::Bind | What::Join | What::Odd => {
            Word::Mark
        }
        _ => Word::Filler,
    }
}
