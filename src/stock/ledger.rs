//! How a stock follows from its transactions. Pure: what was known and what is said
//! give what is known.
//!
//! A count says how many there are, whatever was thought before. A receipt, and what comes
//! from another facility, adds to what was known, and to nothing where nothing was: there are
//! at least so many. An issue, a loss and what goes to another facility take away, and may not
//! take more than there is: then the figure before them is wrong, and only a count mends that.
//! An adjustment does either, and is no sight of the stock.

use chrono::{DateTime, Utc};

use crate::directory::catalogue::kinds;

kinds! {
    /// What a stock transaction is.
    EntryKind {
        /// So many are there.
        Count = "count",
        /// So many came.
        Receipt = "receipt",
        /// So many were given out.
        Issue = "issue",
        /// So many were lost, expired or broken.
        Loss = "loss",
        /// What is known is put right by so many more, without a count.
        AdjustmentUp = "adjustment_up",
        /// Or by so many less.
        AdjustmentDown = "adjustment_down",
        /// So many came from another facility.
        TransferIn = "transfer_in",
        /// So many went to another facility.
        TransferOut = "transfer_out",
        /// An entry is taken back.
        Reversal = "reversal",
    }
}

/// The most units anyone holds of anything, some hundred million.
pub const MOST_UNITS: u32 = 100_000_000;

/// What is known of a stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Units.
    pub quantity: u32,
    /// When somebody last saw them: counted, or took them in.
    pub counted_at: DateTime<Utc>,
}

/// One transaction, as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// What happened.
    pub kind: EntryKind,
    /// Units: how many there are, or how many came or went.
    pub quantity: u32,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why a transaction cannot be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// Something went that was never counted or received.
    #[error("nothing was counted yet")]
    NeverCounted,
    /// More went than there was.
    #[error("only {there} were there")]
    MoreThanThere {
        /// Units known to be there.
        there: u32,
    },
    /// More than anyone holds.
    #[error("more than {MOST_UNITS} units")]
    TooMany,
}

/// What is known after a transaction.
///
/// # Errors
/// [`Impossible`] where what was known and what is said contradict each other.
pub fn after(known: Option<Known>, said: Said) -> Result<Known, Impossible> {
    let Said { kind, quantity, at } = said;
    let quantity = match kind {
        EntryKind::Count => quantity,
        EntryKind::Receipt | EntryKind::AdjustmentUp | EntryKind::TransferIn => {
            let there = known.map_or(0, |known| known.quantity);
            there.checked_add(quantity).ok_or(Impossible::TooMany)?
        }
        EntryKind::Issue | EntryKind::Loss | EntryKind::AdjustmentDown | EntryKind::TransferOut => {
            let there = known.ok_or(Impossible::NeverCounted)?.quantity;
            let left = there.checked_sub(quantity);
            left.ok_or(Impossible::MoreThanThere { there })?
        }
        // It is known by what it leaves out: see `follow`.
        EntryKind::Reversal => known.map_or(0, |known| known.quantity),
    };
    if quantity > MOST_UNITS {
        return Err(Impossible::TooMany);
    }
    let seen = matches!(
        kind,
        EntryKind::Count | EntryKind::Receipt | EntryKind::TransferIn
    );
    let counted_at = match known {
        Some(known) if !seen => known.counted_at,
        _ => at,
    };
    Ok(Known {
        quantity,
        counted_at,
    })
}

/// What is known after all of a stock's transactions, oldest first, leaving out those that
/// were taken back and the taking back itself; `None` where none is left.
///
/// # Errors
/// [`Impossible`] where what is left does not hold together.
pub fn follow(
    entries: impl IntoIterator<Item = (Said, bool)>,
) -> Result<Option<Known>, Impossible> {
    let counts =
        |(said, taken_back): &(Said, bool)| !taken_back && said.kind != EntryKind::Reversal;
    entries
        .into_iter()
        .filter(counts)
        .try_fold(None, |known, (said, _)| after(known, said).map(Some))
}

/// By how much a stock changed: units after less units before, none being as zero.
#[must_use]
pub fn change(before: Option<Known>, now: Option<Known>) -> i32 {
    let units = |known: Option<Known>| {
        let units = known.map_or(0, |known| known.quantity);
        i32::try_from(units).unwrap_or(i32::MAX)
    };
    // Both are at most `MOST_UNITS`.
    units(now).saturating_sub(units(before))
}

#[cfg(test)]
mod tests;
