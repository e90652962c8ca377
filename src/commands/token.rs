//! Makes, lists and revokes the tokens in our URLs, and those of programs.

use std::io::{Write, stdout};

use anyhow::bail;
use chrono::{DateTime, SecondsFormat, Utc};
use diesel::QueryResult;
use diesel_async::AsyncConnection as _;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::noted;
use crate::config::{Database, Vars};
use crate::db::{self, Conn, Db, Settings};
use crate::http::tokens;
use crate::models::token::{self, Token};
use crate::people::role::Role;

/// The callbacks a token opens: what each is called, and where it is.
const CALLBACKS: [(&str, &str); 5] = [
    ("ussd", "ussd"),
    ("events", "events"),
    ("messages", "sms"),
    ("delivery reports", "dlr"),
    ("opt-out", "optout"),
];

/// Makes, lists and revokes the tokens in our URLs.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Make a token and print the URLs it opens, this once
    New {
        #[command(flatten)]
        purpose: Purpose,
        /// Where the service is reached from outside
        #[arg(long, default_value = "http://127.0.0.1:8080", value_parser = base_url)]
        base_url: String,
        /// Of one for programs: what it may do, as authority, approver or administrator
        #[arg(long, value_parser = super::user::role)]
        role: Option<Role>,
        /// And where: a place by its name or its number
        #[arg(long)]
        place: Option<String>,
    },
    /// List the tokens by id: when they were made and revoked
    List {
        #[command(flatten)]
        purpose: Purpose,
    },
    /// Revoke a token; running services refuse it seconds later
    Revoke {
        #[command(flatten)]
        purpose: Purpose,
        /// The token's id, as listed
        #[arg(required_unless_present = "older")]
        id: Option<i64>,
        /// All but the newest
        #[arg(long, conflicts_with = "id")]
        older: bool,
    },
}

#[derive(Debug, clap::Args)]
struct Purpose {
    /// What the token opens
    #[arg(long = "for", value_name = "PURPOSE")]
    purpose: Opens,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Opens {
    /// The URLs that Africa's Talking calls
    Callbacks,
    /// The interface for programs
    Api,
}

impl Opens {
    const fn purpose(self) -> token::Purpose {
        match self {
            Self::Callbacks => token::Purpose::Callbacks,
            Self::Api => token::Purpose::Api,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let url = Database::read(&Vars::from_env())?.url;
    db::migrate(url.expose()).await?;
    let db = Db::new(&Settings::command(url.expose()), Handle::current())?;
    let mut conn = db.get().await?;
    let mut out = stdout().lock();
    match args.action {
        Action::New {
            purpose: Purpose {
                purpose: Opens::Api,
            },
            role,
            place,
            ..
        } => {
            let token = make_api(&mut conn, role, place.as_deref()).await?;
            writeln!(out, "token: {token}")?;
        }
        Action::New {
            base_url,
            role,
            place,
            ..
        } => {
            if role.is_some() || place.is_some() {
                bail!("a token of the callbacks has no role and no place");
            }
            let token = make(&mut conn).await?;
            for (what, callback) in CALLBACKS {
                let at = self::url(&base_url, &token, callback);
                writeln!(out, "{what} callback: {at}")?;
            }
        }
        Action::List { purpose } => {
            for token in Token::all(&mut conn, purpose.purpose.purpose()).await? {
                let made = time(token.created_at);
                let state = token
                    .revoked_at
                    .map_or("valid".to_owned(), |at| format!("revoked {}", time(at)));
                let over = match token.role {
                    Some(role) => format!(
                        "\t{role}\t{}",
                        token.place_id.map_or_else(String::new, |id| id.to_string())
                    ),
                    None => String::new(),
                };
                writeln!(out, "{}\tmade {made}\t{state}{over}", token.id)?;
            }
        }
        Action::Revoke { id, purpose, .. } => match id {
            None => {
                let revoked = revoke_older(&mut conn, purpose.purpose.purpose()).await?;
                writeln!(out, "revoked: {revoked}")?;
            }
            Some(id) if revoke(&mut conn, purpose.purpose.purpose(), id).await? => {
                writeln!(out, "revoked: 1")?;
            }
            Some(id) => bail!("there is no valid token {id}"),
        },
    }
    Ok(())
}

/// Makes a token that opens the callbacks.
///
/// # Errors
/// If the database does not answer.
pub async fn make(conn: &mut Conn) -> anyhow::Result<String> {
    let token = tokens::fresh();
    conn.transaction(async |conn| {
        let id = Token::insert(conn, &tokens::hash(&token)).await?;
        made(
            conn,
            id,
            json!({ "opens": token::Purpose::Callbacks.as_str() }),
        )
        .await
    })
    .await?;
    Ok(token)
}

/// Writes to the audit log that a token was made; of the token itself nothing.
async fn made(conn: &mut Conn, id: i64, new: Value) -> QueryResult<()> {
    let change = (Value::Null, new);
    noted::note(conn, "token.made", subject(id), change, Utc::now()).await
}

fn subject(id: i64) -> String {
    format!("token:{id}")
}

/// Revokes a token; false where no such token was valid.
async fn revoke(conn: &mut Conn, of: token::Purpose, id: i64) -> QueryResult<bool> {
    let now = Utc::now();
    conn.transaction(async |conn| {
        let revoked = Token::revoke(conn, of, id, now).await?;
        if revoked {
            gone(conn, of, id, now).await?;
        }
        Ok(revoked)
    })
    .await
}

/// Revokes all but the newest token; how many were valid.
async fn revoke_older(conn: &mut Conn, of: token::Purpose) -> QueryResult<usize> {
    let now = Utc::now();
    conn.transaction(async |conn| {
        let revoked = Token::revoke_older(conn, of, now).await?;
        for id in &revoked {
            gone(conn, of, *id, now).await?;
        }
        Ok(revoked.len())
    })
    .await
}

async fn gone(conn: &mut Conn, of: token::Purpose, id: i64, now: DateTime<Utc>) -> QueryResult<()> {
    let as_it = |valid: bool| json!({ "opens": of.as_str(), "valid": valid });
    let change = (as_it(true), as_it(false));
    noted::note(conn, "token.revoked", subject(id), change, now).await
}

/// Makes a token for programs, which stands for a role over a place.
async fn make_api(
    conn: &mut Conn,
    role: Option<Role>,
    place: Option<&str>,
) -> anyhow::Result<String> {
    let Some(role) = role else {
        bail!("a token for programs stands for a role: say --role authority, for example");
    };
    if role.works_at_facilities() || role == Role::Supervisor {
        bail!("there is nothing yet that a program may do as {role}");
    }
    let place = match (place, role) {
        (Some(place), _) => Some(super::user::area(conn, place).await?),
        (None, Role::Administrator) => None,
        (None, _) => bail!("who is {role} answers for a place: say which by --place"),
    };
    let token = tokens::fresh();
    conn.transaction(async |conn| {
        let id = Token::insert_api(conn, &tokens::hash(&token), (role, place)).await?;
        let opens = token::Purpose::Api.as_str();
        let new = json!({ "opens": opens, "role": role.as_str(), "place": place });
        made(conn, id, new).await
    })
    .await?;
    Ok(token)
}

/// The URL of one of the callbacks: `ussd`, say.
pub fn url(base: &str, token: &str, callback: &str) -> String {
    format!("{base}/at/{token}/{callback}")
}

/// `http://` or `https://` and a host, without the last slash.
fn base_url(text: &str) -> Result<String, String> {
    let host = text
        .strip_prefix("https://")
        .or(text.strip_prefix("http://"))
        .unwrap_or_default();
    if host.trim_matches('/').is_empty() {
        return Err("must be like https://medvault.example".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
