//! Somebody says yes or no: whoever wrote a draft to what they were shown, then a second officer.

use diesel_async::AsyncConnection as _;
use serde_json::json;

use super::{By, Done, Office, Refusal, ask, change, state_of, time};
use crate::db::Conn;
use crate::models::broadcast::approval::{self, Approval, Said};
use crate::models::broadcast::{self, Broadcast, State};
use crate::people::role::Action;

/// Which broadcast is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// By its number.
    Id(i64),
    /// By the code that somebody was given.
    Code(&'a str),
}

/// What was said.
#[derive(Debug, Clone, PartialEq)]
pub enum Decided {
    /// A draft's writer said yes: that officer is asked now.
    Asked(Broadcast, i64),
    /// A draft's writer said no: it is over.
    Dropped(Broadcast),
    /// The second officer said yes.
    Approved(Broadcast),
    /// The second officer said no.
    Refused(Broadcast),
}

impl Decided {
    /// The state the broadcast is in now.
    #[must_use]
    pub const fn state(&self) -> State {
        match self {
            Self::Asked(..) => State::Waiting,
            Self::Dropped(_) => State::Dropped,
            Self::Approved(_) => State::Approved,
            Self::Refused(_) => State::Refused,
        }
    }
}

/// Asks a second officer about a draft, as its writer; the officer who is asked.
///
/// # Errors
/// Why nobody is asked, or if the database does not answer; nothing is changed then.
pub async fn ask(conn: &mut Conn, office: &Office<'_>, by: &By, id: i64) -> Done<i64> {
    conn.transaction(async |conn| {
        let found = change::see(conn, &by.who, id).await?;
        if found.state != State::Draft {
            return Err(Refusal::Already(found.state).into());
        }
        match decide(conn, office, by, Which::Id(id), true).await? {
            Decided::Asked(_, officer) => Ok(officer),
            // It was held by nobody when it was looked at.
            decided => Err(Refusal::Already(decided.state()).into()),
        }
    })
    .await
}

/// Keeps what somebody says about a broadcast.
///
/// # Errors
/// Why it does not count, or if the database does not answer; nothing is changed then.
pub async fn decide(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    which: Which<'_>,
    yes: bool,
) -> Done<Decided> {
    conn.transaction(async |conn| {
        let (id, unknown) = match which {
            Which::Id(id) => (Some(id), Refusal::Unknown),
            Which::Code(code) => (approval::by_code(conn, code).await?, Refusal::Code),
        };
        let held = match id {
            Some(id) => broadcast::hold(conn, id).await?,
            None => None,
        };
        let Some(held) = held else {
            return Err(unknown.into());
        };
        let Some(asked) = approval::of(conn, held.id).await? else {
            return Err(unknown.into());
        };
        // Another officer may have been asked while this one waited for the row.
        if let Which::Code(code) = which
            && asked.code != code
        {
            return Err(unknown.into());
        }
        match held.state {
            State::Draft => drafted(conn, office, by, (held, asked), yes, unknown).await,
            State::Waiting => waited(conn, office, by, (held, asked), yes).await,
            State::Dropped if !by.who.wrote(&held) => Err(unknown.into()),
            State::Dropped => Err(Refusal::Expired.into()),
            state => {
                // Who may not know of it is not told what became of it.
                let place = held.audience.place;
                by.who.may(conn, Action::SeeBroadcast, place).await?;
                let begun = broadcast::begun(conn, held.id).await?;
                Err(match state {
                    State::Expired if !begun => Refusal::Expired.into(),
                    state => Refusal::Already(state).into(),
                })
            }
        }
    })
    .await
}

/// A draft is its writer's alone.
async fn drafted(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    (held, asked): (Broadcast, Approval),
    yes: bool,
    unknown: Refusal,
) -> Done<Decided> {
    if !by.who.wrote(&held) {
        return Err(unknown.into());
    }
    if asked.expires_at <= office.now {
        return Err(Refusal::Expired.into());
    }
    let (id, old) = (held.id, state_of(State::Draft));
    if !yes {
        broadcast::set_state(conn, id, State::Dropped, office.now).await?;
        let change = (id, old, state_of(State::Dropped));
        by.note(conn, office, "drop", change).await?;
        return Ok(Decided::Dropped(held));
    }
    let place = held.audience.place;
    by.who.may(conn, Action::MakeBroadcast, place).await?;
    let officer = ask::ask(conn, office, &held, &by.who.name()).await?;
    let officer = officer.ok_or(Refusal::NoOfficer)?;
    broadcast::set_state(conn, id, State::Waiting, office.now).await?;
    let new = json!({ "state": State::Waiting.as_str(), "asked": officer });
    by.note(conn, office, "ask", (id, old, new)).await?;
    Ok(Decided::Asked(held, officer))
}

/// What waits is let out, or not, by somebody else than its writer.
async fn waited(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    (held, asked): (Broadcast, Approval),
    yes: bool,
) -> Done<Decided> {
    if by.who.wrote(&held) {
        return Err(Refusal::Own.into());
    }
    let place = held.audience.place;
    by.who.may(conn, Action::ApproveBroadcast, place).await?;
    if asked.expires_at <= office.now {
        return Err(Refusal::Expired.into());
    }
    let said = Said {
        staff: by.who.staff(),
        token: by.who.token(),
        yes,
        alone: false,
        at: office.now,
    };
    approval::decide(conn, held.id, said).await?;
    let name = by.who.name();
    let (id, old) = (held.id, state_of(State::Waiting));
    if !yes {
        broadcast::set_state(conn, id, State::Refused, office.now).await?;
        ask::tell_writer(conn, office, &held, ("broadcast-refused", &name)).await?;
        let change = (id, old, state_of(State::Refused));
        by.note(conn, office, "refuse", change).await?;
        return Ok(Decided::Refused(held));
    }
    let settings = &office.config.alerts;
    let window = time::window(
        office.now,
        held.starts_at,
        held.emergency,
        settings.quiet,
        office.zone(conn, held.audience.place).await?,
    );
    broadcast::let_out(conn, id, window).await?;
    ask::tell_writer(conn, office, &held, ("broadcast-approved", &name)).await?;
    let new = json!({ "state": State::Approved.as_str(), "starts_at": window.0 });
    by.note(conn, office, "approve", (id, old, new)).await?;
    Ok(Decided::Approved(held))
}
