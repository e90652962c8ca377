use proptest::prelude::*;

use super::*;

fn at(seconds: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(i64::from(seconds), 0).unwrap()
}

fn said(kind: EntryKind, quantity: u32, seconds: u32) -> Said {
    Said {
        kind,
        quantity,
        at: at(seconds),
    }
}

fn known(quantity: u32, seconds: u32) -> Known {
    Known {
        quantity,
        counted_at: at(seconds),
    }
}

#[test]
fn what_is_known_follows_from_what_is_said() {
    use EntryKind::{
        AdjustmentDown, AdjustmentUp, Count, Issue, Loss, Receipt, TransferIn, TransferOut,
    };
    let ten = Some(known(10, 1));
    for (before, kind, quantity, after_it) in [
        (None, Count, 0, Ok(known(0, 2))),
        (ten, Count, 7, Ok(known(7, 2))),
        (None, Receipt, 5, Ok(known(5, 2))),
        (ten, Receipt, 5, Ok(known(15, 2))),
        (ten, Issue, 10, Ok(known(0, 1))),
        (ten, Loss, 3, Ok(known(7, 1))),
        (ten, AdjustmentUp, 3, Ok(known(13, 1))),
        (ten, AdjustmentDown, 3, Ok(known(7, 1))),
        (ten, TransferIn, 3, Ok(known(13, 2))),
        (ten, TransferOut, 3, Ok(known(7, 1))),
        (None, TransferIn, 3, Ok(known(3, 2))),
        (None, TransferOut, 3, Err(Impossible::NeverCounted)),
        (
            ten,
            AdjustmentDown,
            11,
            Err(Impossible::MoreThanThere { there: 10 }),
        ),
        (ten, Issue, 11, Err(Impossible::MoreThanThere { there: 10 })),
        (None, Issue, 0, Err(Impossible::NeverCounted)),
        (None, Loss, 1, Err(Impossible::NeverCounted)),
        (None, Count, MOST_UNITS + 1, Err(Impossible::TooMany)),
        (ten, Receipt, u32::MAX, Err(Impossible::TooMany)),
        (ten, Receipt, MOST_UNITS - 9, Err(Impossible::TooMany)),
    ] {
        let found = after(before, said(kind, quantity, 2));
        assert_eq!(found, after_it, "{before:?} {kind:?} {quantity}");
    }
}

#[test]
fn what_was_taken_back_is_as_if_never_said() {
    use EntryKind::{Count, Issue, Receipt, Reversal};
    let all = [
        (said(Count, 10, 1), false),
        (said(Receipt, 90, 2), true),
        (said(Issue, 4, 3), false),
        (said(Reversal, 90, 4), false),
    ];
    assert_eq!(follow(all), Ok(Some(known(6, 1))));
    // What went out of the receipt cannot have come from elsewhere.
    let gone = [
        (said(Receipt, 90, 2), true),
        (said(Issue, 4, 3), false),
        (said(Reversal, 90, 4), false),
    ];
    assert_eq!(follow(gone), Err(Impossible::NeverCounted));
    let none = [(said(Count, 10, 1), true), (said(Reversal, 10, 2), false)];
    assert_eq!(follow(none), Ok(None));
}

proptest! {
    #[test]
    fn a_stock_is_its_last_count_and_what_moved_since(
        moves in prop::collection::vec((0_usize..4, 0_u32..1000), 0..40),
    ) {
        let kinds = [EntryKind::Count, EntryKind::Receipt, EntryKind::Issue, EntryKind::Loss];
        let (mut stock, mut kept) = (None::<i64>, Vec::new());
        for (seconds, (kind, quantity)) in (0_u32..).zip(moves) {
            let entry = said(kinds[kind], quantity, seconds);
            let before = follow(kept.iter().map(|entry| (*entry, false))).unwrap();
            prop_assert_eq!(before.map(|known| i64::from(known.quantity)), stock);
            let units = i64::from(quantity);
            let expected = match entry.kind {
                EntryKind::Count => Some(units),
                EntryKind::Receipt => Some(stock.unwrap_or(0) + units),
                _ => stock.map(|there| there - units).filter(|left| *left >= 0),
            };
            let now = after(before, entry).ok();
            prop_assert_eq!(now.map(|known| i64::from(known.quantity)), expected);
            if let Some(now) = now {
                prop_assert_eq!(i64::from(change(before, Some(now))), expected.unwrap() - stock.unwrap_or(0));
                kept.push(entry);
                stock = expected;
            }
        }
    }
}
