//! The stock grammar, held against texts as people type them and against any text at all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may fail as a test may"
)]

mod command;
mod corpus;
mod demo;
mod properties;
