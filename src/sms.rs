//! The spine of messages: what came by SMS and what is answered; what goes out,
//! and what comes back about it.

mod asked;
mod cast;
pub mod delivery;
pub mod find;
pub mod grammar;
pub mod joins;
pub mod keyword;
pub mod known;
pub mod look;
pub mod moves;
mod new_phone;
pub(crate) mod order;
pub mod receive;
mod register;
pub mod segment;
pub mod sender;
pub mod stock;
pub mod texts;
pub mod wording;
mod workplace;
