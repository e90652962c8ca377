//! The URL table.
