//! The tests that need the whole house: real PostgreSQL, real Redis.

mod migrations;
mod support;
