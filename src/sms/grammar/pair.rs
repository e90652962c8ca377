//! Which figure belongs to which thing. Pure.
//!
//! People write the code first (`AL 120 PCM 40`), some the figure (`120 AL 40 PCM`), and
//! forget one or the other. A figure belongs to a thing beside it, so wherever two figures
//! or two things stand side by side, what is before has nothing to do with what is behind,
//! and what remains are runs in which things and figures alternate:
//!
//! - a run of even length has one reading in which all of it belongs together;
//! - a run of odd length has two, with the first or the last left over. Beginning with a
//!   thing, it is read code first, as everybody is taught, and the last thing has no figure
//!   (`AL 120 PCM`). Beginning with a figure, it is only read where the gaps or the rest of
//!   the text say which (`120 AL, 40 PCM, 30`).
//!
//! A reading must agree with the gaps: what belongs together stands no further apart than
//! what does not (`AL, 120 PCM, 40` is asked about). A figure left over beside another that
//! is not leaves both in doubt: `AL 1 000`, `AL 120 40`, `AL PCM 120 40`.

use std::ops::Range;

use super::arrange::Gap;

/// What an element is to pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A code, or what is most likely one.
    Thing,
    /// A word that may be a code or anything.
    Strange,
    /// A figure, with the digits of it.
    Figure(usize),
    /// Both in one.
    Muddle,
}

impl Sort {
    const fn is_thing(self) -> bool {
        matches!(self, Self::Thing | Self::Strange)
    }

    const fn is_figure(self) -> bool {
        matches!(self, Self::Figure(_))
    }
}

/// A thing with its figure, or one of them alone, or several that nobody can part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// Elements, in the order of the text.
    pub(super) elements: Vec<usize>,
    /// Whether it is certain that they belong together and nothing else does.
    pub(super) sure: bool,
}

/// Groups the elements of a text. `named` says that the text begins with a word for what
/// happened, so that what follows at once is most likely a code.
pub(super) fn pair(sorts: &[Sort], gaps: &[Gap], named: bool) -> Vec<Group> {
    let mut runs: Vec<Run> = runs(sorts)
        .into_iter()
        .map(|range| Run::new(range, sorts))
        .collect();
    let code_first = runs.iter().any(|run| run.is_even() && run.led_by_thing);
    let figure_first = runs.iter().any(|run| run.is_even() && !run.led_by_thing);
    let text = Text {
        sorts,
        gaps,
        named,
        code_first,
        figure_first,
    };
    for run in &mut runs {
        text.read(run);
    }
    text.hold_runs_together(&mut runs);
    text.contest(&mut runs);
    runs.iter().flat_map(|run| run.groups(sorts)).collect()
}

/// Cuts between neighbours of one sort, and around muddles.
fn runs(sorts: &[Sort]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    for (at, sort) in sorts.iter().enumerate() {
        let goes_on = matches!(before, Some(before) if alternate(before, *sort));
        match runs.last_mut() {
            Some(run) if goes_on => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
        before = Some(*sort);
    }
    // A strange word at the end, where no figure follows, is no code
    let mut parted = Vec::new();
    for run in runs {
        let odd_one = run.end - 1;
        let strange = |at: usize| sorts.get(at) == Some(&Sort::Strange);
        if run.len() > 1 && !run.len().is_multiple_of(2) && strange(odd_one) {
            parted.extend([run.start..odd_one, odd_one..run.end]);
        } else {
            parted.push(run);
        }
    }
    parted
}

const fn alternate(a: Sort, b: Sort) -> bool {
    a.is_thing() && b.is_figure() || a.is_figure() && b.is_thing()
}

/// Things and figures by turns.
#[derive(Debug)]
struct Run {
    range: Range<usize>,
    led_by_thing: bool,
    /// The first elements of its pairs.
    pairs: Vec<usize>,
    /// Whether the pairs are certain.
    sure: bool,
    /// Pairs that a figure beside them leaves in doubt, by their first element.
    contested: Vec<usize>,
}

impl Run {
    fn new(range: Range<usize>, sorts: &[Sort]) -> Self {
        let first = sorts.get(range.start);
        Self {
            led_by_thing: first.is_some_and(|sort| sort.is_thing()),
            range,
            pairs: Vec::new(),
            sure: true,
            contested: Vec::new(),
        }
    }

    fn is_even(&self) -> bool {
        self.range.len().is_multiple_of(2)
    }

    /// The pair that an element belongs to.
    fn pair_of(&self, element: usize) -> Option<usize> {
        let mut pairs = self.pairs.iter().copied();
        pairs.find(|pair| (*pair..*pair + 2).contains(&element))
    }

    fn groups(&self, sorts: &[Sort]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut at = self.range.start;
        while at < self.range.end {
            let group = if self.pairs.contains(&at) {
                let sure = self.sure && !self.contested.contains(&at);
                let elements = vec![at, at + 1];
                at += 2;
                Group { elements, sure }
            } else {
                at += 1;
                Group {
                    elements: vec![at - 1],
                    sure: self.sure,
                }
            };
            groups.push(group);
        }
        if self.sure {
            return groups;
        }
        // Nobody can tell whose the figures are: each stays with a thing, to be asked together
        let mut together: Vec<Group> = Vec::new();
        let mut waiting = Vec::new();
        for element in self.range.clone() {
            let is_figure = sorts.get(element).is_some_and(|sort| sort.is_figure());
            match together.last_mut() {
                Some(group) if is_figure => group.elements.push(element),
                None if is_figure => waiting.push(element),
                _ => {
                    let mut elements = std::mem::take(&mut waiting);
                    elements.push(element);
                    together.push(Group {
                        elements,
                        sure: false,
                    });
                }
            }
        }
        together
    }
}

struct Text<'a> {
    sorts: &'a [Sort],
    gaps: &'a [Gap],
    named: bool,
    /// Some run is written code first for certain.
    code_first: bool,
    /// Some run is written figure first for certain.
    figure_first: bool,
}

impl Text<'_> {
    /// The gap behind an element; none behind the last.
    fn gap(&self, at: usize) -> Option<Gap> {
        self.gaps.get(at).copied()
    }

    /// Pairs a run.
    fn read(&self, run: &mut Run) {
        let Range { start, end } = run.range.clone();
        let len = end - start;
        if len == 1 {
            return;
        }
        if run.is_even() {
            run.pairs = (start..end).step_by(2).collect();
            run.sure = self.agrees(&run.pairs, Gap::Near) && self.begins_with_a_code(run);
            return;
        }
        let first_left: Vec<usize> = (start + 1..end).step_by(2).collect();
        let last_left: Vec<usize> = (start..end - 1).step_by(2).collect();
        let widest = |pairs: &[usize]| pairs.iter().filter_map(|pair| self.gap(*pair)).max();
        let (with_first_left, with_last_left) = (widest(&first_left), widest(&last_left));
        let strange = self
            .sorts
            .get(run.range.clone())
            .is_some_and(|sorts| sorts.contains(&Sort::Strange));
        let last_is_left = if run.led_by_thing {
            (!self.figure_first && with_last_left <= with_first_left).then_some(true)
        } else if with_last_left != with_first_left {
            Some(with_last_left < with_first_left)
        } else if self.code_first != self.figure_first {
            Some(self.figure_first)
        } else {
            None
        };
        match last_is_left.filter(|_| !strange) {
            Some(true) => run.pairs = last_left,
            Some(false) => run.pairs = first_left,
            None => run.sure = false,
        }
        run.sure &= self.agrees(&run.pairs, Gap::Bound);
    }

    /// Whether no pair is parted further than from what is beside it; gaps up to `alike`
    /// count as one.
    fn agrees(&self, pairs: &[usize], alike: Gap) -> bool {
        pairs.iter().all(|pair| {
            let inner = self.gap(*pair).map(|gap| gap.max(alike));
            let before = pair.checked_sub(1).and_then(|at| self.gap(at));
            let outer = [before, self.gap(pair + 1)];
            let mut outer = outer.into_iter().flatten().map(|gap| gap.max(alike));
            outer.all(|gap| inner <= Some(gap))
        })
    }

    /// A strange word in front may be no code: then `bukata 120 AL 40` would not be 40 AL.
    /// It is taken for one where the text named what happened just before, or where the
    /// gaps show the pairs.
    fn begins_with_a_code(&self, run: &Run) -> bool {
        let start = run.range.start;
        let strange = self.sorts.get(start) == Some(&Sort::Strange);
        let named = self.named && start == 0;
        !strange || run.range.len() == 2 || named || self.gap(start) < self.gap(start + 1)
    }

    /// Who writes code first in one place and figure first in another must part the two,
    /// where two figures meet.
    fn hold_runs_together(&self, runs: &mut [Run]) {
        let mut behind = runs.iter_mut();
        let Some(mut before) = behind.next() else {
            return;
        };
        for run in behind {
            let cut = self.gap(run.range.start - 1);
            let figures_meet = [run.range.start - 1, run.range.start]
                .iter()
                .all(|at| self.sorts.get(*at).is_some_and(|sort| sort.is_figure()));
            let order = |run: &Run| run.pairs.first().map(|pair| self.leads(*pair));
            let both = [&*before, &*run];
            let widest = both
                .iter()
                .flat_map(|run| &run.pairs)
                .filter_map(|pair| self.gap(*pair))
                .max();
            let mixed =
                order(before).is_some() && order(run).is_some() && order(before) != order(run);
            if mixed
                && figures_meet
                && cut.map(|gap| gap.max(Gap::Near)) <= widest.map(|gap| gap.max(Gap::Near))
            {
                before.sure = false;
                run.sure = false;
            }
            before = run;
        }
    }

    /// Whether a pair is written code first.
    fn leads(&self, pair: usize) -> bool {
        self.sorts.get(pair).is_some_and(|sort| sort.is_thing())
    }

    /// Where two figures meet, one of them left over, both may be one figure, or the other
    /// the right one; likewise where nothing but a blank parts them, or a comma and the
    /// second has three digits.
    fn contest(&self, runs: &mut [Run]) {
        let mut doubts = Vec::new();
        for (index, run) in runs.iter().enumerate() {
            let Some(next) = runs.get(index + 1) else {
                break;
            };
            let (last, first) = (run.range.end - 1, next.range.start);
            let digits = |at: usize| match self.sorts.get(at) {
                Some(Sort::Figure(digits)) => Some(*digits),
                _ => None,
            };
            let (Some(left), Some(right)) = (digits(last), digits(first)) else {
                continue;
            };
            let pairs = [run.pair_of(last), next.pair_of(first)];
            let cut = self.gap(last);
            let left_over = pairs.contains(&None);
            // A figure on a line of its own says nothing of what is whole on another
            let lined = |pair: &usize| self.gap(*pair) < Some(Gap::Line);
            if left_over && cut == Some(Gap::Line) && pairs.iter().flatten().all(lined) {
                continue;
            }
            let group_of_three = right == 3 && left <= 3 && cut < Some(Gap::Line);
            if left_over || cut <= Some(Gap::Near) || group_of_three {
                let [one, other] = pairs;
                doubts.extend(one.map(|pair| (index, pair)));
                doubts.extend(other.map(|pair| (index + 1, pair)));
            }
        }
        for (index, pair) in doubts {
            if let Some(run) = runs.get_mut(index) {
                run.contested.push(pair);
            }
        }
    }
}
