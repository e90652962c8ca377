//! Lets people who work with the record in and out.

use std::collections::HashMap;
use std::io::{Write, stdout};
use std::path::Path;

use anyhow::{Context as _, bail};
use chrono::Utc;
use diesel_async::AsyncConnection as _;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::noted;
use crate::config::{Database, Phones, Vars};
use crate::db::{self, Conn, Db, Settings};
use crate::models::staff::write::NewStaff;
use crate::models::staff::{self, Staff};
use crate::models::{facility, phone, place};
use crate::people::phone::{KeyRing, Msisdn};
use crate::people::role::{Role, State};
use crate::people::staff::admit;
use crate::ussd::edition::Sources;

/// Lets people who work with the record in and out: at facilities (pharmacist,
/// in_charge), over an area (supervisor, authority, approver) or over everything
/// (administrator).
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Let somebody in: new, waiting for it, or disabled before
    Add(Add),
    /// List everybody: number, state, role, phone's last digits, name, where, language
    List,
    /// Let somebody out; what they did stays theirs
    Disable {
        /// Their number, as listed, or their phone
        who: Who,
    },
    /// Take somebody's PIN away, and any lock: they choose another when they next dial
    ResetPin {
        /// Their number, as listed, or their phone
        who: Who,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Their phone, as +254700000001
    #[arg(long)]
    phone: Msisdn,
    /// What colleagues call them
    #[arg(long)]
    name: String,
    /// pharmacist, in_charge, supervisor, authority, approver or administrator
    #[arg(long, value_parser = role)]
    role: Role,
    /// The code of a facility they work at; may be given again
    #[arg(long, value_name = "CODE")]
    facility: Vec<String>,
    /// The place they answer for, by its name or its number
    #[arg(long)]
    place: Option<String>,
    /// Their language, as sw
    #[arg(long)]
    language: Option<String>,
}

/// How somebody is named on the command line.
#[derive(Debug, Clone)]
pub(super) enum Who {
    Id(i64),
    Phone(Msisdn),
}

impl std::str::FromStr for Who {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let who = if text.starts_with('+') {
            text.parse().ok().map(Who::Phone)
        } else {
            text.parse().ok().map(Who::Id)
        };
        who.ok_or_else(|| {
            "must be a number from `medvault user list`, or a phone like +254700000001".to_owned()
        })
    }
}

pub(super) fn role(text: &str) -> Result<Role, String> {
    text.parse().map_err(|_| {
        let words: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("must be one of {}", words.join(", "))
    })
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let vars = Vars::from_env();
    let url = Database::read(&vars)?.url;
    let ring = KeyRing::from_config(&Phones::read(&vars)?)?;
    db::migrate(url.expose()).await?;
    let db = Db::new(&Settings::command(url.expose()), Handle::current())?;
    let mut conn = db.get().await?;
    let done = match args.action {
        Action::Add(add) => {
            let person = admitted(&mut conn, &ring, &vars, add).await?;
            format!(
                "added: {}\n{} chooses a PIN when they next dial\n",
                person.id, person.name
            )
        }
        Action::List => listed(&mut conn, &ring).await?,
        Action::Disable { who } => {
            let id = known(&mut conn, &ring, who).await?;
            let person = disabled(&mut conn, id).await?;
            format!("disabled: {} {}\n", person.id, person.name)
        }
        Action::ResetPin { who } => {
            let id = known(&mut conn, &ring, who).await?;
            let person = without_pin(&mut conn, id).await?;
            format!(
                "{} {} chooses a PIN when they next dial\n",
                person.id, person.name
            )
        }
    };
    stdout().lock().write_all(done.as_bytes())?;
    Ok(())
}

async fn admitted(conn: &mut Conn, ring: &KeyRing, vars: &Vars, add: Add) -> anyhow::Result<Staff> {
    if let Some(code) = &add.language {
        let folder = vars.given("MEDVAULT_LOCALES").map(Path::new);
        let texts = Sources::read(None, folder, code)?.texts;
        if !texts.contains_key(code) {
            let known: Vec<&str> = texts.keys().map(String::as_str).collect();
            bail!(
                "there is no language {code}: use one of {}",
                known.join(", ")
            );
        }
    }
    let facilities = facilities(conn, &add.facility).await?;
    let place_id = match &add.place {
        Some(text) => Some(area(conn, text).await?),
        None => None,
    };
    // Before the number is kept, which it need not be for nothing.
    admit::fits(add.role, &facilities, place_id)?;
    let new = NewStaff {
        phone_id: phone::id_of(conn, ring, &add.phone).await?,
        name: &add.name,
        role: add.role,
        place_id,
        language: add.language.as_deref(),
        state: State::Active,
        facilities: &facilities,
    };
    let now = Utc::now();
    let person = conn.transaction(async |conn| {
        let before = staff::of_phone(conn, new.phone_id).await?;
        let person = admit::admit(conn, new, now).await?;
        let before = before.map_or(Value::Null, |before| noted::person(&before));
        let change = (before, noted::person(&person));
        noted::note(conn, "staff.added", subject(&person), change, now).await?;
        Ok::<_, admit::NotAdmitted>(person)
    });
    Ok(person.await?)
}

fn subject(person: &Staff) -> String {
    format!("staff:{}", person.id)
}

async fn disabled(conn: &mut Conn, id: i64) -> Result<Staff, admit::NotAdmitted> {
    let now = Utc::now();
    conn.transaction(async |conn| {
        let before = staff::by_id(conn, id).await?;
        let person = admit::disable(conn, id, now).await?;
        let before = before.map_or(Value::Null, |before| noted::person(&before));
        let change = (before, noted::person(&person));
        noted::note(conn, "staff.disabled", subject(&person), change, now).await?;
        Ok(person)
    })
    .await
}

/// Of the PIN the log tells no more than that it is gone.
async fn without_pin(conn: &mut Conn, id: i64) -> Result<Staff, admit::NotAdmitted> {
    conn.transaction(async |conn| {
        let before = staff::pin::hold(conn, id).await?;
        let had = before.is_some_and(|row| row.hash.is_some());
        let person = admit::reset_pin(conn, id).await?;
        let change = (json!({ "pin": had }), json!({ "pin": false }));
        noted::note(
            conn,
            "staff.pin-reset",
            subject(&person),
            change,
            Utc::now(),
        )
        .await?;
        Ok(person)
    })
    .await
}

async fn facilities(conn: &mut Conn, codes: &[String]) -> anyhow::Result<Vec<i64>> {
    let codes: Vec<&str> = codes.iter().map(|code| code.trim()).collect();
    let found: HashMap<String, i64> = facility::ids_by_code(conn, &codes)
        .await?
        .into_iter()
        .collect();
    let id = |code: &&str| {
        found.get(*code).copied().with_context(|| {
            format!("no facility has the code {code}: `medvault near --lat LAT --lon LON` prints those around a point")
        })
    };
    codes.iter().map(id).collect()
}

/// The place somebody means by a name or a number.
pub(super) async fn area(conn: &mut Conn, text: &str) -> anyhow::Result<i64> {
    let found = place::called(conn, text.trim()).await?;
    match &found[..] {
        [] => bail!(
            "there is no place {text}: `medvault search place {text:?}` shows what is like it"
        ),
        [only] => Ok(only.id),
        several => {
            let lines: String = several
                .iter()
                .map(|p| format!("\n  --place {}  {} {}, {}", p.id, p.kind, p.name, p.within))
                .collect();
            bail!("several places are called {text}; say which by its number:{lines}")
        }
    }
}

pub(super) async fn known(conn: &mut Conn, ring: &KeyRing, who: Who) -> anyhow::Result<i64> {
    let phone_id = match who {
        Who::Id(id) => return Ok(id),
        Who::Phone(number) => phone::find(conn, ring, &number).await?,
    };
    let person = match phone_id {
        Some(id) => staff::of_phone(conn, id).await?,
        None => None,
    };
    Ok(person.ok_or(admit::NotAdmitted::Unknown)?.id)
}

/// A line for everybody. Of a phone the last three digits.
async fn listed(conn: &mut Conn, ring: &KeyRing) -> anyhow::Result<String> {
    let everybody = staff::all(conn).await?;
    let at: Vec<i64> = everybody
        .iter()
        .flat_map(|p| p.facilities.clone())
        .collect();
    let over: Vec<i64> = everybody.iter().filter_map(|p| p.place_id).collect();
    let codes: HashMap<i64, Box<str>> = facility::read_some(conn, &at)
        .await?
        .into_iter()
        .map(|facility| (facility.id, facility.code))
        .collect();
    let names: HashMap<i64, String> = place::names_of(conn, &over).await?.into_iter().collect();
    let mut out = String::new();
    for person in everybody {
        let tail = match phone::open(conn, ring, person.phone_id).await {
            Ok(number) => number.tail().to_owned(),
            Err(phone::PhoneError::Query(error)) => return Err(error.into()),
            // Of another ring of keys: it is not shown, and stops nothing.
            Err(phone::PhoneError::Seal(_)) => "???".to_owned(),
        };
        let facilities = person.facilities.iter().filter_map(|id| codes.get(id));
        let facilities = facilities.map(|code| &**code);
        let place = person.place_id.and_then(|id| names.get(&id));
        let whereabouts: Vec<&str> = facilities.chain(place.map(String::as_str)).collect();
        let line = [
            person.id.to_string(),
            person.state.to_string(),
            person.role.to_string(),
            format!("...{tail}"),
            person.name,
            whereabouts.join(","),
            person.language.unwrap_or_default(),
        ];
        out.push_str(line.join("\t").trim_end());
        out.push('\n');
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_named_by_number_or_phone() {
        assert!(matches!("7".parse(), Ok(Who::Id(7))));
        assert!(matches!("+254700000001".parse(), Ok(Who::Phone(_))));
        for bad in ["", "Grace", "+7", "0700000001x"] {
            assert!(bad.parse::<Who>().is_err(), "{bad}");
        }
    }
}
