//! What a text says has happened, by its words for it and where they stand. Pure.

use super::Action;
use super::arrange::Said;

/// What was said to have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// What; a count where no word says anything.
    pub(super) action: Action,
    /// Whether a word says it.
    pub(super) named: bool,
    /// Whether it is said of all figures, and nothing else is said of any.
    pub(super) clear: bool,
    /// Whether only OUT says it.
    pub(super) out: bool,
    /// Whether it is said behind the only thing there is.
    pub(super) alone: bool,
}

/// Weighs the words for what happened, each with the number of elements before it.
///
/// A word in front speaks of everything behind it, and may be repeated. A word behind speaks
/// of the one thing before it (`AL 20 received`), or stands behind each; behind several
/// nobody can tell of which.
/// Since everything is a count unless something else is said, words for it may stand
/// anywhere, but not beside words for anything else.
pub(super) fn told(said: &[(Said, usize)], elements: usize, groups: usize) -> Told {
    let action_of = |said: Said| match said {
        Said::Action(action) => Some(action),
        Said::Out => Some(Action::Issue),
        Said::Reason => Some(Action::Loss),
        Said::Have => None,
    };
    let have = said.iter().any(|(said, _)| *said == Said::Have);
    let mut named = said
        .iter()
        .filter_map(|(said, at)| action_of(*said).map(|action| (action, *at)));
    let Some((action, first)) = named.next() else {
        return Told {
            action: Action::Count,
            named: false,
            clear: true,
            out: false,
            alone: false,
        };
    };
    let mut last = first;
    let mut alike = true;
    for (other, at) in named {
        alike &= other == action;
        last = at;
    }
    let out = !said.iter().any(|(said, _)| matches!(said, Said::Action(_)));
    let out = out && said.iter().any(|(said, _)| *said == Said::Out);
    let alone = first == elements && last == elements && groups == 1;
    let each = said.len() == groups
        && elements == 2 * groups
        && (1..).zip(said).all(|(group, (_, at))| *at == 2 * group);
    let placed = action == Action::Count || first == 0 || (alone || each) && !out;
    let clear = alike && placed && (action == Action::Count || !have);
    Told {
        action,
        named: true,
        clear,
        out,
        alone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_front_speaks_of_all_and_one_behind_of_one() {
        use Action::{Count, Issue, Loss, Receipt};
        let rec = Said::Action(Receipt);
        let soh = Said::Action(Count);
        for (said, elements, groups, action, clear) in [
            (&[][..], 4, 2, Count, true),
            (&[(rec, 0)], 4, 2, Receipt, true),
            (&[(rec, 0), (rec, 2)], 4, 2, Receipt, true),
            (&[(rec, 4)], 4, 2, Receipt, false),
            (&[(rec, 2)], 2, 1, Receipt, true),
            (&[(rec, 2)], 4, 2, Receipt, false),
            (&[(rec, 2), (rec, 4)], 4, 2, Receipt, true),
            (&[(rec, 2), (rec, 3)], 4, 2, Receipt, false),
            (&[(rec, 2), (rec, 4)], 6, 3, Receipt, false),
            (&[(soh, 2)], 4, 2, Count, true),
            (&[(soh, 0), (rec, 2)], 4, 2, Count, false),
            (&[(rec, 0), (Said::Have, 2)], 4, 2, Receipt, false),
            (&[(soh, 0), (Said::Have, 2)], 4, 2, Count, true),
            (&[(Said::Out, 0)], 2, 1, Issue, true),
            (&[(Said::Out, 2)], 2, 1, Issue, false),
            (
                &[(Said::Action(Loss), 0), (Said::Reason, 2)],
                2,
                1,
                Loss,
                true,
            ),
            (&[(Said::Reason, 2)], 2, 1, Loss, true),
            (&[(rec, 0), (Said::Reason, 2)], 2, 1, Receipt, false),
        ] {
            let told = told(said, elements, groups);
            assert_eq!((told.action, told.clear), (action, clear), "{said:?}");
        }
    }
}
