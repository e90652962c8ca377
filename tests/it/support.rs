//! What every test here stands on.

pub(crate) mod database;
pub(crate) mod running;

pub(crate) use database::TestDatabase;
pub(crate) use running::Running;

/// The Redis server the tests may use; keep to keys of your own.
///
/// # Panics
/// When REDIS_URL is not set.
#[allow(dead_code, reason = "not every build of the tests asks for Redis")]
pub(crate) fn redis_url() -> String {
    needed("REDIS_URL")
}

pub(crate) fn needed(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} is not set: these tests need real servers; run ./dev test")
    })
}
