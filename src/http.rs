//! The URL table.

pub mod simulator;
