//! What facilities hold, and how that is known: the ledger, reports into it, and
//! taking them back.

pub mod book;
pub mod ledger;
pub mod verify;
