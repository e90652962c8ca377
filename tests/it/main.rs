//! The tests that need the whole house: real PostgreSQL, real Redis.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may fail as a test may"
)]

mod arrivals;
mod broadcasts;
mod config;
mod conversations;
mod demo;
mod directory;
mod http;
mod import;
mod inbox;
mod ledger;
mod logs;
mod menus;
mod messages;
mod migrations;
mod outgoing;
mod people;
mod phones;
mod resilience;
mod support;
mod tokens;
mod work;
