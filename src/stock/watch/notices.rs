//! Whoever runs the service is told of the work behind it.

use chrono::{DateTime, Utc};

use super::message;
use crate::app::App;
use crate::db::Conn;
use crate::models::notice::{self, Kind};
use crate::models::outbox;
use crate::sms::look::look;
use crate::text::gsm;

/// Tells what was not told yet, once each; how many messages that is.
pub(super) async fn tell(app: &App, conn: &mut Conn, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let due = notice::take(conn, now).await?;
    let messages: Vec<_> = due
        .iter()
        .map(|due| {
            let text = match due.kind {
                Kind::Drift => "notice-drift",
                Kind::Failed => "notice-failed",
                Kind::Slow => "notice-slow",
            };
            let facts = [
                ("subject", gsm::plain(&due.subject)),
                ("figure", gsm::plain(&due.figure)),
            ];
            let said = look(app, due.language.as_deref(), now, |_, language| {
                language.say(text, &facts)
            });
            message(app, due.phone, said, now)
        })
        .collect();
    if messages.is_empty() {
        return Ok(0);
    }
    Ok(outbox::add(conn, &messages).await?.len())
}
