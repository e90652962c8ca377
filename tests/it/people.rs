//! The people who work with the record, on real PostgreSQL.

mod pins;
mod world;
