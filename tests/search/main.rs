//! The pure read model: what is found by name and by distance, and how sure of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may fail as a test may"
)]

mod confidence;
mod country;
mod names;
mod nearest;
mod recall;
