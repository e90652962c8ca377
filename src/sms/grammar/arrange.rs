//! Parts into elements: the things and figures of a text in their order, how they are
//! parted, and what the words around them say of the whole. Pure.

use super::Action;
use super::lex::{Kind, Token};
use super::scan::{Part, What};
use super::words::Unit;

/// A thing or a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// Which part it is.
    pub(super) part: usize,
    /// Whether something beside it leaves it in doubt.
    pub(super) odd: bool,
    /// The units that are said beside it.
    pub(super) units: Vec<Unit>,
    /// The parts that say its strength.
    pub(super) strengths: Vec<usize>,
}

/// How two neighbours are parted, the weaker the closer they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// In one, or with `=` or `:` between.
    Bound,
    /// A blank, a word that means nothing, a mark without blanks.
    Near,
    /// A comma with a blank, or a word for and.
    Parted,
    /// A line break.
    Line,
}

/// A text as it is laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// Things and figures, in order.
    pub(super) elements: Vec<Element>,
    /// What parts each element from the next; one fewer than elements.
    pub(super) gaps: Vec<Gap>,
    /// What is said to have happened, with the number of elements before it.
    pub(super) actions: Vec<(Said, usize)>,
    /// Parts that change nobody knows what: doubts, and marks with nothing beside them.
    pub(super) doubts: Vec<usize>,
    /// For each part, the element it says something of.
    pub(super) about: Vec<Option<usize>>,
}

/// A word that says what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// An action.
    Action(Action),
    /// Issued, or nothing left.
    Out,
    /// There is.
    Have,
    /// A reason, by itself a loss.
    Reason,
}

/// Lays the parts of a text out.
pub(super) fn arrange(parts: &[Part], tokens: &[Token<'_>]) -> Layout {
    let listed = numbers_of_a_list(parts, tokens);
    let mut layout = Layout::default();
    let mut between = Between::default();
    // What stands before the first element, or an odd mark before the next
    let (mut odd, mut units) = (Vec::new(), Vec::new());
    let digits = parts
        .iter()
        .any(|part| matches!(&part.what, What::Figure(figure) if !figure.is_word()));
    for (at, part) in parts.iter().enumerate() {
        let mut about = None;
        let before = layout.elements.len().checked_sub(1);
        let number = listed.get(at).copied().unwrap_or_default();
        match &part.what {
            What::Figure(_) if number == Numbering::Number => between.see(&What::Filler),
            // None left, of one thing or of all that follow: with figures behind, who knows
            What::Figure(figure) if figure.is_word() && digits && before.is_none() => {
                layout.doubts.push(at);
                between.see(&What::Filler);
            }
            what if what.is_element() => {
                if before.is_some() {
                    layout.gaps.push(between.gap());
                }
                between = Between::default();
                let this = layout.elements.len();
                for part in odd.iter().chain(&units) {
                    let (part, _): &(usize, Option<Unit>) = part;
                    if let Some(owner) = layout.about.get_mut(*part) {
                        owner.get_or_insert(this);
                    }
                }
                layout.elements.push(Element {
                    part: at,
                    odd: !odd.is_empty() || number == Numbering::Unsure,
                    units: units.drain(..).filter_map(|(_, unit)| unit).collect(),
                    strengths: Vec::new(),
                });
                odd.clear();
                about = Some(this);
            }
            What::Unit(unit) => {
                about = before;
                match layout.elements.last_mut() {
                    Some(element) => element.units.push(*unit),
                    None => units.push((at, Some(*unit))),
                }
                between.see(&What::Filler);
            }
            What::Odd => {
                about = before;
                if let Some(element) = layout.elements.last_mut() {
                    element.odd = true;
                }
                if token(part, tokens).is_none_or(|token| token.kind != Kind::Mark('?')) {
                    odd.push((at, None));
                }
                between.see(&What::Filler);
            }
            // What it is said of stands beside it; before the first thing or behind the last
            // figure it may be all
            What::Vague if before.is_none() || layout.may_be_all(at, parts) => {
                layout.doubts.push(at);
                between.see(&What::Filler);
            }
            What::Vague => {
                if !between.is_parted() {
                    about = before;
                    if let Some(element) = layout.elements.last_mut() {
                        element.odd = true;
                    }
                }
                odd.push((at, None));
                between.see(&What::Filler);
            }
            What::Separator | What::Line => {
                odd.retain(|(part, _)| layout.about.get(*part).is_none_or(Option::is_none));
                between.see(&part.what);
            }
            What::Strength(_) => {
                let thing = layout.elements.last_mut().filter(|element| {
                    let part = parts.get(element.part).map(|part| &part.what);
                    !matches!(part, Some(What::Figure(_)))
                });
                match thing {
                    Some(element) => {
                        element.strengths.push(at);
                        about = before;
                    }
                    None => odd.push((at, None)),
                }
                between.see(&What::Filler);
            }
            What::Action(action) => layout.say(Said::Action(*action), &mut between),
            What::Out => layout.say(Said::Out, &mut between),
            What::Have => layout.say(Said::Have, &mut between),
            What::Reason => layout.say(Said::Reason, &mut between),
            What::Doubt => {
                layout.doubts.push(at);
                between.see(&What::Filler);
            }
            other => between.see(other),
        }
        layout.about.push(about);
    }
    let unowned = odd.iter().map(|(part, _)| *part);
    let unowned: Vec<usize> = unowned
        .filter(|part| layout.about.get(*part).is_none_or(Option::is_none))
        .collect();
    layout.doubts.extend(unowned);
    layout.doubts.sort_unstable();
    layout
}

impl Layout {
    /// Whether a word behind the last figure may speak of others as well.
    fn may_be_all(&self, at: usize, parts: &[Part]) -> bool {
        let behind = parts.get(at + 1..).unwrap_or_default();
        let last = self.elements.last().and_then(|last| parts.get(last.part));
        self.elements.len() > 2
            && matches!(last.map(|part| &part.what), Some(What::Figure(_)))
            && !behind.iter().any(|part| part.what.is_element())
    }

    fn say(&mut self, said: Said, between: &mut Between) {
        self.actions.push((said, self.elements.len()));
        between.see(&What::Filler);
    }
}

/// What was seen since the last element.
#[derive(Debug, Default)]
struct Between {
    blank: bool,
    bind: bool,
    separator: bool,
    and: bool,
    line: bool,
    other: bool,
}

impl Between {
    fn see(&mut self, what: &What) {
        match what {
            What::Blank => self.blank = true,
            What::Bind => self.bind = true,
            What::Separator => self.separator = true,
            What::And => self.and = true,
            What::Line => self.line = true,
            _ => self.other = true,
        }
    }

    /// Whether a comma or a line break was.
    fn is_parted(&self) -> bool {
        self.separator || self.line
    }

    fn gap(&self) -> Gap {
        if self.line {
            Gap::Line
        } else if self.and || self.separator && self.blank {
            Gap::Parted
        } else if self.separator {
            Gap::Near
        } else if self.bind {
            Gap::Bound
        } else if self.blank || self.other {
            Gap::Near
        } else {
            Gap::Bound
        }
    }
}

fn token<'a, 't>(part: &Part, tokens: &'a [Token<'t>]) -> Option<&'a Token<'t>> {
    tokens.get(part.tokens.start)
}

/// What a figure is to a numbered list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Numbering {
    /// Nothing.
    #[default]
    None,
    /// The number of a line.
    Number,
    /// The number of a line, or a figure.
    Unsure,
}

/// The figures that only number lines: `1. AL 120`, `2) PCM 40`, from 1 on without a gap on
/// every line that has something on it, two lines or more, each with a thing and a figure
/// behind the number. Where a line has no other figure, nobody can tell which it is.
fn numbers_of_a_list(parts: &[Part], tokens: &[Token<'_>]) -> Vec<Numbering> {
    let mut marked = vec![Numbering::None; parts.len()];
    let mut numbers = Vec::new();
    let mut all_full = true;
    let mut start = 0;
    for line in parts.split(|part| part.what == What::Line) {
        let begins = start;
        start += line.len() + 1;
        let is_figure = |part: &Part| matches!(part.what, What::Figure(_));
        let is_thing = |part: &Part| {
            matches!(
                part.what,
                What::Code(_) | What::Name(_) | What::Strange(_) | What::Muddle(_)
            )
        };
        if !line.iter().any(|part| is_figure(part) || is_thing(part)) {
            continue;
        }
        let mut seen = line
            .iter()
            .enumerate()
            .filter(|(_, part)| part.what != What::Blank);
        let (Some((at, number)), Some((_, mark))) = (seen.next(), seen.next()) else {
            return marked;
        };
        let expected = numbers.len() + 1;
        let counts = token(number, tokens)
            .is_some_and(|token| token.kind == Kind::Digits && token.text.parse() == Ok(expected))
            && number.tokens.len() == 1;
        let pointed = token(mark, tokens)
            .is_some_and(|token| matches!(token.kind, Kind::Mark('.' | ')')))
            && mark.tokens.len() == 1;
        if !counts || !pointed {
            return marked;
        }
        let (mut things, mut figures) = (false, false);
        for (_, part) in seen {
            things |= is_thing(part);
            figures |= is_figure(part);
        }
        all_full &= things && figures;
        numbers.push(begins + at);
    }
    if numbers.len() >= 2 {
        for at in numbers {
            if let Some(mark) = marked.get_mut(at) {
                *mark = if all_full {
                    Numbering::Number
                } else {
                    Numbering::Unsure
                };
            }
        }
    }
    marked
}
