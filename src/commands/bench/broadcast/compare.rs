//! Whether what is kept of a broadcast is what the operator knows of it. Pure.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

/// Mistakes of which more than the number is told.
const TOLD: usize = 10;

/// What the operator knows of one number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// How many messages it took for it.
    pub(super) taken: usize,
    /// What it says became of them: why there was none, or `delivered`.
    pub(super) became: String,
    /// Whether it took none, and said so.
    pub(super) refused: bool,
}

/// What is kept of one recipient: their state, and why it failed.
pub(super) type Row = (String, Option<String>);

/// What came out.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Compared {
    /// People by what is kept of them: `delivered`, `unknown`, or why it failed.
    pub(super) kept: BTreeMap<String, usize>,
    /// The same people by what the operator says of them; those of whom nothing is known
    /// are `unknown` here too.
    pub(super) operators: BTreeMap<String, usize>,
    /// Of whom nothing is known, and the operator has taken something.
    pub(super) unknown_but_taken: usize,
    /// Whom it took two messages for.
    pub(super) twice: usize,
    /// How many people's rows are wrong, and the first of what is wrong with them.
    pub(super) wrong: usize,
    pub(super) mistakes: Vec<String>,
}

/// Holds what is kept of each of the broadcast's numbers to what the operator knows of it: one
/// row each; of one that is not unknown it has taken one message (of an emergency two at most)
/// and says the same of it; of one that is, `most` at most: one, of an emergency two.
pub(super) fn compare(
    numbers: &[String],
    rows: &HashMap<String, Vec<Row>>,
    known: &HashMap<String, Known>,
    most: usize,
) -> Compared {
    let mut compared = Compared::default();
    let nobody = Known::default();
    for number in numbers {
        let known = known.get(number).unwrap_or(&nobody);
        let of = rows.get(number).map_or(&[][..], Vec::as_slice);
        if let Err(mistake) = one(&mut compared, of, known, most) {
            compared.wrong += 1;
            if compared.mistakes.len() < TOLD {
                compared.mistakes.push(mistake);
            }
        }
    }
    compared
}

fn one(compared: &mut Compared, of: &[Row], known: &Known, most: usize) -> Result<(), String> {
    let taken = known.taken;
    if taken > 1 {
        compared.twice += 1;
    }
    let [(state, failure)] = of else {
        return Err(format!("{} rows, taken {taken} times", of.len()));
    };
    let kept = failure
        .as_ref()
        .filter(|_| state == "failed")
        .unwrap_or(state);
    *compared.kept.entry(kept.clone()).or_default() += 1;
    if state == "unknown" {
        *compared.operators.entry(kept.clone()).or_default() += 1;
        compared.unknown_but_taken += usize::from(taken > 0);
        return match taken {
            0 => Ok(()),
            _ if taken <= most => Ok(()),
            _ => Err(format!("unknown, and taken {taken} times")),
        };
    }
    *compared.operators.entry(known.became.clone()).or_default() += 1;
    let fits = match known.refused {
        true => taken == 0,
        false => (1..=most).contains(&taken),
    };
    if !fits {
        return Err(format!("{kept}, and taken {taken} times"));
    }
    if *kept != known.became {
        return Err(format!(
            "{kept}, which the operator says is {}",
            known.became
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(state: &str, taken: usize, became: &str, most: usize) -> Compared {
        let number = "+254700000001".to_owned();
        let (state, failure) = match state {
            "delivered" | "sent" | "unknown" => (state.to_owned(), None),
            why => ("failed".to_owned(), Some(why.to_owned())),
        };
        let known = Known {
            taken,
            became: became.to_owned(),
            refused: became == "InvalidPhoneNumber",
        };
        let rows = HashMap::from([(number.clone(), vec![(state, failure)])]);
        let known = HashMap::from([(number.clone(), known)]);
        compare(&[number], &rows, &known, most)
    }

    #[test]
    fn each_number_is_held_to_what_the_operator_took() {
        let fine = true;
        #[rustfmt::skip]
        let cases = [
            ("delivered", 1, "delivered", 1, fine), ("delivered", 0, "delivered", 1, !fine),
            ("delivered", 2, "delivered", 1, !fine), ("delivered", 2, "delivered", 2, fine), ("delivered", 3, "delivered", 2, !fine),
            ("sent", 1, "delivered", 1, !fine), ("UserDoesNotExist", 1, "UserDoesNotExist", 1, fine), ("UserDoesNotExist", 1, "delivered", 1, !fine),
            ("InvalidPhoneNumber", 0, "InvalidPhoneNumber", 1, fine), ("InvalidPhoneNumber", 1, "InvalidPhoneNumber", 1, !fine),
            ("unknown", 0, "delivered", 1, fine), ("unknown", 1, "delivered", 1, fine), ("unknown", 2, "delivered", 1, !fine),
            ("unknown", 2, "delivered", 2, fine), ("unknown", 3, "delivered", 2, !fine),
        ];
        for (state, taken, became, most, wanted) in cases {
            let compared = compared(state, taken, became, most);
            assert_eq!(
                compared.wrong == 0,
                wanted,
                "{state} {taken} {became} {most}"
            );
            assert_eq!(compared.mistakes.is_empty(), wanted);
            if wanted {
                assert_eq!(compared.kept, compared.operators, "{state} {taken}");
            }
        }
        let lost = compared("unknown", 1, "delivered", 1);
        assert_eq!((lost.unknown_but_taken, lost.twice), (1, 0));
    }

    #[test]
    fn who_has_no_row_or_two_is_a_mistake() {
        let number = "+254700000001".to_owned();
        let two = vec![("delivered".to_owned(), None), ("unknown".to_owned(), None)];
        for rows in [HashMap::new(), HashMap::from([(number.clone(), two)])] {
            let found = compare(std::slice::from_ref(&number), &rows, &HashMap::new(), 2);
            assert_eq!(found.wrong, 1, "{rows:?}");
        }
    }
}
