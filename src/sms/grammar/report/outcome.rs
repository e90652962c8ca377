//! What comes of a thing and its figure: stored, or asked and why. Pure.

use super::{Outcome, Text};
use crate::sms::grammar::figure::{Figure, Form};
use crate::sms::grammar::outlier::is_far;
use crate::sms::grammar::pair::Group;
use crate::sms::grammar::scan::What;
use crate::sms::grammar::words::Unit;
use crate::sms::grammar::{Action, Ask, Item, Why};

/// A group's parts, sorted out.
#[derive(Default)]
struct Sorted {
    parts: Vec<usize>,
    thing: Option<usize>,
    figures: Vec<Figure>,
    units: Vec<Unit>,
    strengths: Vec<Box<str>>,
    /// Something beside it leaves it in doubt.
    odd: bool,
    /// The thing is said before the figure.
    code_first: bool,
}

/// As many forms of a name are offered at most.
const MOST_FORMS: usize = 3;

impl Text<'_, '_> {
    /// What comes of a group; `None` where it is one of the doubts.
    pub(super) fn outcome(&self, at: usize, group: &Group) -> Option<Outcome> {
        let sorted = self.sorted(group);
        let unclear = !group.sure || sorted.odd || !self.told.clear || self.doubted;
        let figure = match &*sorted.figures {
            [figure] => Some(self.settled(*figure, at, sorted.code_first)),
            _ => None,
        };
        let Some(thing) = sorted.thing else {
            let first = sorted.parts.first().copied()?;
            let figure = figure.unwrap_or(Figure::doubtful(Why::NoCode, None));
            let why = figure.why.unwrap_or(Why::NoCode);
            let what = Err(self.ask(first, why, None, figure.value));
            return Some(Outcome {
                parts: sorted.parts,
                what,
            });
        };
        let quantity = figure
            .filter(|_| group.sure)
            .and_then(|figure| figure.value);
        let what = match self.what(thing)? {
            What::Code(code) => self.coded(thing, code, &sorted, figure, quantity, unclear),
            What::Name(codes) => Err(self.named(thing, codes, &sorted, quantity)),
            What::Muddle(likely) => Err(self.ask(thing, Why::Unclear, likely.as_deref(), None)),
            What::Strange(_) if self.doubts.contains(&thing) => return None,
            What::Strange(likely) => {
                let code = likely.as_deref().unwrap_or_default();
                let quantity = quantity.filter(|_| self.fits(code, &sorted));
                let why = if group.sure || self.is_like_a_code(thing) {
                    Why::UnknownCode
                } else {
                    Why::Unclear
                };
                Err(self.ask(thing, why, likely.as_deref(), quantity))
            }
            _ => return None,
        };
        Some(Outcome {
            parts: sorted.parts,
            what,
        })
    }

    /// A question about a name: which of its forms, of those that what is said of unit and
    /// strength fits where it fits any.
    fn named(
        &self,
        thing: usize,
        codes: &[Box<str>],
        sorted: &Sorted,
        quantity: Option<u32>,
    ) -> Ask {
        let fit = |code: &str| self.fits(code, sorted);
        let any = codes.iter().any(|code| fit(code));
        let mut forms = codes
            .iter()
            .filter(|code| !any || fit(code.as_ref()))
            .cloned();
        let likely = forms.next();
        Ask {
            others: forms.take(MOST_FORMS - 1).collect(),
            ..self.ask(
                thing,
                Why::UnknownCode,
                likely.as_deref(),
                quantity.filter(|_| any),
            )
        }
    }

    fn sorted(&self, group: &Group) -> Sorted {
        let mut sorted = Sorted::default();
        let elements = group
            .elements
            .iter()
            .filter_map(|at| self.layout.elements.get(*at));
        for element in elements {
            sorted.parts.push(element.part);
            sorted.odd |= element.odd;
            sorted.units.extend(element.units.iter().copied());
            match self.what(element.part) {
                Some(What::Figure(figure)) => sorted.figures.push(*figure),
                _ => {
                    sorted.code_first = sorted.figures.is_empty();
                    sorted.thing = Some(element.part);
                }
            }
            for part in &element.strengths {
                sorted.parts.push(*part);
                if let Some(What::Strength(said)) = self.what(*part) {
                    sorted.strengths.push(said.clone());
                }
            }
        }
        sorted
    }

    /// A figure whose doubt is gone where it stands: thousands with a comma where nothing
    /// beside it lacks what belongs to it, since otherwise the comma may part two figures
    /// (`AL 120,100 PCM`); a word for 0 behind a code in a list of counts, since in front it
    /// may speak of all that follows, of what came in or went out it says that nothing did,
    /// and alone it may be the beginning of something else.
    fn settled(&self, figure: Figure, at: usize, code_first: bool) -> Figure {
        let beside = [at.checked_sub(1), Some(at + 1)];
        let mut beside = beside
            .into_iter()
            .flatten()
            .filter_map(|at| self.groups.get(at));
        let settled = match figure.form {
            Form::Grouped => beside.all(|group| group.elements.len() > 1),
            Form::Zero => code_first && self.told.action == Action::Count && self.digits(),
            Form::Digits | Form::Gone => false,
        };
        Figure {
            why: figure.why.filter(|_| !settled || figure.value.is_none()),
            ..figure
        }
    }

    /// Whether any thing has a figure in digits.
    fn digits(&self) -> bool {
        let full = self.groups.iter().filter(|group| group.elements.len() > 1);
        let mut elements = full
            .flat_map(|group| &group.elements)
            .filter_map(|at| self.layout.elements.get(*at));
        elements.any(|element| {
            matches!(self.what(element.part), Some(What::Figure(figure)) if !figure.is_word())
        })
    }

    /// Whether what is said of unit and strength is that of the product.
    fn fits(&self, code: &str, sorted: &Sorted) -> bool {
        let known = self.context.known;
        let unit = known.unit(code);
        sorted.units.iter().all(|said| said.fits(unit))
            && sorted
                .strengths
                .iter()
                .all(|said| known.has_strength(code, said))
    }

    fn coded(
        &self,
        thing: usize,
        code: &str,
        sorted: &Sorted,
        figure: Option<Figure>,
        quantity: Option<u32>,
        unclear: bool,
    ) -> Result<Item, Ask> {
        let ask = |why, quantity| Err(self.ask(thing, why, None, quantity));
        let history = self.context.history.get(code);
        let counts = history.map_or(&[][..], |counts| counts);
        if self.times.get(code).is_some_and(|times| *times > 1) {
            return ask(Why::Duplicate, None);
        }
        let Some(figure) = figure else {
            let alone = sorted.figures.is_empty() && sorted.strengths.is_empty();
            let told = self.told.clear || self.told.out;
            let number = alone && told && !self.doubted;
            let why = if number { Why::NoNumber } else { Why::Unclear };
            return ask(why, None);
        };
        if !self.fits(code, sorted) {
            return ask(Why::Unclear, None);
        }
        let doubt = figure.why.or(unclear.then_some(Why::Unclear));
        match (doubt, quantity) {
            (Some(why), _) => ask(why, quantity),
            // None left, or none given out
            (None, Some(0)) if self.told.out => ask(Why::Unclear, None),
            (None, None) => ask(Why::Unclear, None),
            (None, Some(far)) if is_far(self.told.action, far, counts) => {
                ask(Why::Outlier, quantity)
            }
            (None, Some(quantity)) => Ok(Item {
                code: code.into(),
                quantity,
                batch: "".into(),
                expires_on: None,
            }),
        }
    }
}
