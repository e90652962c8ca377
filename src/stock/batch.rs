//! The number of a batch, as people write it. Pure.

use rapidfuzz::distance::osa;

/// Batches that are named to somebody who may have meant one of them, at most.
const NEAREST: usize = 3;

/// What two ways to write one batch have in common: `px-22 a` is `PX22A`. Of letters only those
/// from A to Z have two cases, as in the index `ledger_batch_told`.
#[must_use]
pub fn fold(batch: &str) -> String {
    let dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}');
    let kept = batch.chars().filter(|c| !c.is_whitespace() && !dash(*c));
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

/// Of the batches that are known those that may have been meant: the fewest letters away first,
/// and none of which more than half is another.
#[must_use]
pub fn nearest(meant: &str, known: Vec<String>) -> Vec<String> {
    let meant = fold(meant);
    let mut near: Vec<(usize, String)> = known
        .into_iter()
        .map(|batch| {
            let folded = fold(&batch);
            (osa::distance(meant.chars(), folded.chars()), batch)
        })
        .filter(|(edits, _)| edits * 2 <= meant.chars().count())
        .collect();
    near.sort();
    let near = near.into_iter().take(NEAREST);
    near.map(|(_, batch)| batch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_one_however_it_is_written() {
        for (written, folded) in [
            ("PX22", "PX22"),
            ("px 22", "PX22"),
            (" px-22\u{a0}a ", "PX22A"),
            ("Px\u{2013}22", "PX22"),
            ("px/22", "PX/22"),
            ("é1", "é1"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn who_mistypes_one_is_told_those_it_may_be() {
        let known = ["QQ999", "PX23", "PX-22", "PX2", "PX32", "AX77"];
        let known = || known.map(str::to_owned).to_vec();
        assert_eq!(nearest("p x 222", known()), ["PX-22", "PX2", "PX23"]);
        assert_eq!(nearest("zz0", known()), Vec::<String>::new());
    }
}
