//! What facilities hold, and how that is known: the ledger, reports into it, and
//! taking them back; and what follows: who is told of what is short, of what is back, and
//! of a report that is owed.

pub mod batch;
pub mod book;
pub mod judge;
pub mod ledger;
pub mod rules;
pub mod verify;
pub mod watch;
