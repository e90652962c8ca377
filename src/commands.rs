//! The subcommands of the binary, one file each: its arguments, and what it does.

pub mod bench;
pub mod check;
pub mod codes;
pub mod demo;
pub mod import;
pub mod migrate;
pub mod near;
pub mod play;
pub mod replay;
pub mod search;
pub mod serve;
pub mod token;
