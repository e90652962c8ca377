//! The people who work with the record, on real PostgreSQL.

mod commands;
mod facilities;
mod new_phones;
mod pins;
mod registers;
pub(crate) mod world;
