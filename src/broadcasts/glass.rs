//! Breaking the glass: a draft goes out by whoever wrote it, as they were shown it.

use diesel_async::AsyncConnection as _;

use super::create::{answered_for, counted, let_out_by};
use super::{By, Done, Office, Refusal, state_of, time};
use crate::db::Conn;
use crate::models::broadcast::{self, Broadcast, Channel, State, approval};
use crate::people::role::Action;

/// Lets a draft out without a second officer. Every approver of its area is told at once, and
/// the audit log keeps the row that it keeps of one that is written and sent in one go.
///
/// # Errors
/// Why not, or if the database does not answer; nothing is changed then.
pub async fn break_glass(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    id: i64,
) -> Done<Broadcast> {
    conn.transaction(async |conn| {
        let (Some(held), Some(asked)) = (
            broadcast::hold(conn, id).await?,
            approval::of(conn, id).await?,
        ) else {
            return Err(Refusal::Unknown.into());
        };
        // A draft is its writer's alone.
        if !by.who.wrote(&held) {
            return Err(Refusal::Unknown.into());
        }
        if by.channel == Channel::Sms {
            return Err(Refusal::AloneBySms.into());
        }
        let place = held.audience.place;
        by.who.may(conn, Action::BreakGlass, place).await?;
        match held.state {
            State::Draft if asked.expires_at > office.now => {}
            State::Draft | State::Dropped | State::Expired => return Err(Refusal::Expired.into()),
            state => return Err(Refusal::Already(state).into()),
        }
        if held.reason.is_empty() {
            return Err(Refusal::Reason.into());
        }
        let texts = broadcast::texts(conn, id).await?;
        let kind = (held.emergency, held.corrects);
        let plan = counted(conn, office, (&held.audience, &texts), kind).await?;
        let zone = office.zone(conn, place).await?;
        let window = time::window(
            office.now,
            held.starts_at,
            held.emergency,
            office.config.alerts.quiet,
            zone,
        );
        broadcast::let_out(conn, id, window).await?;
        let out = broadcast::by_id(conn, id).await?.ok_or(Refusal::Unknown)?;
        let_out_by(conn, office, by, &out).await?;
        let new = answered_for((office, zone), &out, (&texts, &plan));
        let change = (id, state_of(State::Draft), new);
        by.note(conn, office, "break-glass", change).await?;
        Ok(out)
    })
    .await
}
