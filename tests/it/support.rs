//! What every test here stands on.

pub(crate) mod database;
pub(crate) mod running;

use std::time::Duration;

use futures_util::StreamExt as _;
use medvault::db::Conn;
use medvault::models::change;

pub(crate) use database::TestDatabase;
pub(crate) use running::Running;

/// Waits until `listening` hears that something was committed.
///
/// # Panics
/// When it does not within ten seconds.
pub(crate) async fn is_notified(listening: &mut Conn) {
    let mut notifications = std::pin::pin!(listening.notifications_stream());
    let heard = tokio::time::timeout(Duration::from_secs(10), notifications.next()).await;
    let notification = heard.expect("nobody was notified").unwrap().unwrap();
    assert_eq!(notification.channel, change::CHANNEL);
}

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
