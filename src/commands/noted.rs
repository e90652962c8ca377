//! What is done at the machine itself, written to the audit log.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use serde_json::{Value, json};

use crate::audit::{Actor, Entry};
use crate::db::Conn;
use crate::models::audit;
use crate::models::staff::Staff;

/// Writes to the audit log, in the caller's transaction, what somebody did at the machine: to
/// what, how it was and how it is now.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn note(
    conn: &mut Conn,
    action: &'static str,
    subject: String,
    (old, new): (Value, Value),
    at: DateTime<Utc>,
) -> QueryResult<()> {
    let user = std::env::var("USER").unwrap_or_default();
    let entry = Entry {
        at,
        actor: Actor::Machine,
        action,
        subject,
        old,
        new,
        from_where: format!("cli {user}").trim_end().to_owned(),
    };
    audit::add(conn, entry).await
}

/// A member of staff as the log writes them: neither their name, nor their number, nor a PIN.
pub(super) fn person(person: &Staff) -> Value {
    json!({
        "state": person.state.as_str(),
        "role": person.role.as_str(),
        "place": person.place_id,
        "facilities": person.facilities,
    })
}
