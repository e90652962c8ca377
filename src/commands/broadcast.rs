//! Broadcasts, for officers at the machine: the same spine as a dial, a message and a program.

use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde_json::{Value, json};
use tokio::runtime::Handle;

mod unseen;

use super::user::{self, Who as Named};
use crate::app;
use crate::broadcasts::approve::{self, Which};
use crate::broadcasts::audience::{Audience, Group, Radius};
use crate::broadcasts::change::{self, Change};
use crate::broadcasts::create::{First, Wanted, create};
use crate::broadcasts::template::{self, Ready};
use crate::broadcasts::{By, NotDone, Office, Who, few, named, progress};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, Vars};
use crate::db::{self, Conn, Db, Settings};
use crate::http;
use crate::models::broadcast::{self, Channel, State};
use crate::models::staff;
use crate::people::phone::KeyRing;
use crate::people::pin::{self, Hasher, Pin, Tried};
use crate::people::role::{Action as Right, Reach};
use crate::sms::segment::{self, Encoding};
use crate::text::texts::Texts;

/// Broadcasts listed at most.
const LISTED: i64 = 50;

/// Makes, shows and stops broadcasts, as an officer whose PIN is read from the terminal.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The officer: their number in `medvault user list`, or their phone
    #[arg(long = "as", value_name = "WHO", global = true)]
    who: Option<Named>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Ask for one, and show what it would do; a second officer is asked to approve it
    New(Box<New>),
    /// Show one: a JSON object
    Show {
        /// Its number
        id: i64,
    },
    /// List the last ones of the officer's area: a JSON object a line
    List,
    /// List the ready texts: what each must be told, and how it reads in each language; a JSON
    /// object a line
    Templates,
    /// Send its texts to the officer's own phone and nobody else
    Try {
        /// Its number
        id: i64,
    },
    /// Ask a second officer about a draft of one's own
    Ask {
        /// Its number
        id: i64,
    },
    /// Say yes to one that another officer asked for
    Approve {
        /// Its number
        id: i64,
    },
    /// Say no to one that another officer asked for
    Refuse {
        /// Its number
        id: i64,
    },
    /// Hand over no more of one for now
    Pause {
        /// Its number
        id: i64,
    },
    /// Go on with one that was paused
    Resume {
        /// Its number
        id: i64,
    },
    /// Hand over no more of one for good
    Cancel {
        /// Its number
        id: i64,
    },
}

#[derive(Debug, clap::Args)]
struct New {
    /// To whom: a place by its name or number; the officer's own unless said
    #[arg(long)]
    place: Option<String>,
    /// And within a circle: LAT,LON,KM, or PLACE,KM around the middle of a place
    #[arg(long, value_parser = circle, allow_hyphen_values = true)]
    radius: Option<Circle>,
    /// patients (unless said), staff, facilities; may be given again
    #[arg(long, value_parser = group)]
    role: Vec<Group>,
    /// Only those who read this language; may be given again
    #[arg(long)]
    language: Vec<String>,
    /// Only who works where this product is held: its code
    #[arg(long)]
    holds: Option<String>,
    /// And had this batch of it, as PX22: with `--role facilities` or `staff`
    #[arg(long, requires = "holds")]
    batch: Option<String>,
    /// Only who waits for this product: its code
    #[arg(long)]
    waits_for: Option<String>,
    /// Only who agreed to be reached for this blood group, as O-
    #[arg(long, allow_hyphen_values = true)]
    blood: Option<String>,
    /// Only who agreed to be reached for this condition, as diabetes
    #[arg(long)]
    condition: Option<String>,
    /// What, as en=TEXT; once for each language
    #[arg(long, required_unless_present = "template", value_parser = pair)]
    text: Vec<(String, String)>,
    /// A ready text in every language in place of `--text`: see `templates`
    #[arg(long)]
    template: Option<String>,
    /// What it is filled in with, as batch=PX22; once for each fact
    #[arg(long, requires = "template", value_parser = pair)]
    fact: Vec<(String, String)>,
    /// Why
    #[arg(long, default_value = "")]
    reason: String,
    /// Override quiet hours
    #[arg(long)]
    emergency: bool,
    /// Break glass: send without a second officer, who are all told at once
    #[arg(long)]
    alone: bool,
    /// Show what it would do and ask nobody yet: see `try` and `ask`
    #[arg(long, conflicts_with = "alone")]
    draft: bool,
    /// Not before this moment, as 2026-12-01T08:00:00Z
    #[arg(long)]
    at: Option<DateTime<Utc>>,
    /// The broadcast it corrects: it goes to the same people
    #[arg(long)]
    corrects: Option<i64>,
}

/// A circle around a point, or around the middle of a place.
#[derive(Debug, Clone, PartialEq)]
enum Circle {
    Point(Radius),
    Around(String, f64),
}

fn circle(text: &str) -> Result<Circle, String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let number = |n: &str| n.parse::<f64>().ok();
    let found = match parts[..] {
        [lat, lon, km] => number(lat)
            .zip(number(lon))
            .zip(number(km))
            .map(|((lat, lon), km)| Circle::Point(Radius { lat, lon, km })),
        [place, km] if !place.is_empty() => {
            number(km).map(|km| Circle::Around(place.to_owned(), km))
        }
        _ => None,
    };
    found.ok_or_else(|| "must be LAT,LON,KM, as -0.09,34.77,5, or PLACE,KM, as Ahero,5".to_owned())
}

fn group(text: &str) -> Result<Group, String> {
    serde_json::from_value(json!(text))
        .map_err(|_| "must be patients, staff or facilities".to_owned())
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, words)) => Ok((name.trim().to_owned(), words.to_owned())),
        None => Err("must be a name and words, as en=Boil all water".to_owned()),
    }
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let config = Config::read(&Vars::from_env())?;
    if matches!(args.action, Action::Templates) {
        return templates(&app::edition(&config)?.texts);
    }
    let url = config.database.url.expose();
    db::migrate(url).await?;
    let db = Db::new(&Settings::command(url), Handle::current())?;
    let who = args.who.context("say who you are: --as WHO")?;
    let by = recognised(&config, &db, who).await?;
    let edition = app::edition(&config)?;
    let office = Office {
        config: &config,
        texts: &edition.texts,
        now: SystemClock.now(),
    };
    let mut conn = db.get().await?;
    let answer = act(&mut conn, &office, &by, args.action).await?;
    let mut out = stdout().lock();
    for line in answer {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Prints every ready text with the longest facts there are, and how many messages it is then.
fn templates(texts: &Texts) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    for template in template::TEMPLATES {
        let languages = texts.languages().iter().map(|language| {
            let longest = template.longest(language);
            let told = json!({
                "text": template.shown(language),
                "encoding": Encoding::of(&longest).word(),
                "segments_at_most": segment::count(&longest),
            });
            (language.code().to_owned(), told)
        });
        let facts = template.facts.iter();
        let facts = facts.map(|fact| (fact.word().to_owned(), json!(fact.what())));
        let line = json!({
            "template": template.name,
            "for": template.whom.word(),
            "facts": facts.collect::<serde_json::Map<_, _>>(),
            "languages": languages.collect::<serde_json::Map<_, _>>(),
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The officer of that number or phone, if the PIN they type is theirs.
async fn recognised(config: &Config, db: &Db, who: Named) -> anyhow::Result<By> {
    let ring = KeyRing::from_config(&config.phones)?;
    let mut conn = db.get().await?;
    let id = user::known(&mut conn, &ring, who).await?;
    let person = staff::by_id(&mut conn, id).await?;
    let person = person.context("there is no such officer: see `medvault user list`")?;
    drop(conn);
    let typed = unseen::line(&format!("PIN of {}: ", person.name))?;
    let pin = Pin::typed(&typed)?;
    let hasher = Hasher::new(&config.pins);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    match pin::try_over(db.clone(), hasher, clock, person.phone_id, pin).await? {
        Tried::Right => {}
        Tried::Wrong(_) => bail!("that is not their PIN"),
        Tried::Locked(until) => bail!("their PIN is locked until {until}"),
        Tried::NoPin => bail!("they have chosen no PIN yet: they do when they dial"),
        Tried::Nobody => bail!("they do not work with the record now"),
    }
    let from = std::env::var("USER").unwrap_or_default();
    Ok(By {
        who: Who::Staff(Box::new(person)),
        channel: Channel::Cli,
        from,
    })
}

/// Does it, and tells what came of it: a line each.
async fn act(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    action: Action,
) -> Result<Vec<Value>, NotDone> {
    let (id, wanted) = match action {
        Action::New(new) => return made(conn, office, by, *new).await,
        // Printed before anybody is asked who they are.
        Action::Templates => return Ok(Vec::new()),
        Action::List => return listed(conn, &by.who).await,
        Action::Show { id } => {
            let found = change::see(conn, &by.who, id).await?;
            let (texts, preview) = http::broadcast_told(conn, &found).await?;
            let far = progress::of(conn, found.id).await?;
            return Ok(vec![http::broadcast_shown(&found, &texts, &preview, &far)]);
        }
        Action::Try { id } => {
            let sent = change::try_out(conn, office, by, id).await?;
            return Ok(vec![json!({ "id": id, "sent_to_you": sent })]);
        }
        Action::Ask { id } => {
            approve::ask(conn, office, by, id).await?;
            return Ok(vec![stands(id, State::Waiting)]);
        }
        Action::Approve { id } => return decided(conn, office, by, (id, true)).await,
        Action::Refuse { id } => return decided(conn, office, by, (id, false)).await,
        Action::Pause { id } => (id, Change::Pause),
        Action::Resume { id } => (id, Change::Resume),
        Action::Cancel { id } => (id, Change::Cancel),
    };
    let state = change::change(conn, office, by, id, wanted).await?;
    Ok(vec![stands(id, state)])
}

async fn decided(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    (id, yes): (i64, bool),
) -> Result<Vec<Value>, NotDone> {
    let decided = approve::decide(conn, office, by, Which::Id(id), yes).await?;
    Ok(vec![stands(id, decided.state())])
}

fn stands(id: i64, state: State) -> Value {
    json!({ "id": id, "state": state.as_str() })
}

async fn made(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    new: New,
) -> Result<Vec<Value>, NotDone> {
    let place = match &new.place {
        Some(text) => Some(named::place(conn, text, &by.who).await?),
        None => None,
    };
    let radius = match new.radius {
        Some(Circle::Around(place, km)) => Some(named::around(conn, &place, km, &by.who).await?),
        Some(Circle::Point(radius)) => Some(radius),
        None => None,
    };
    let holds = match &new.holds {
        Some(code) => Some(named::product(conn, code).await?),
        None => None,
    };
    let waits_for = match &new.waits_for {
        Some(code) => Some(named::product(conn, code).await?),
        None => None,
    };
    let aimed = !new.role.is_empty();
    let ready = Ready::of(new.template, new.fact.into_iter().collect())?;
    let roles = if new.role.is_empty() {
        Audience::default().roles
    } else {
        new.role
    };
    let audience = Audience {
        place,
        radius,
        roles,
        languages: new.language,
        holds,
        batch: new.batch,
        waits_for,
        blood: new.blood,
        condition: new.condition,
    };
    let mut wanted = Wanted {
        audience,
        texts: new.text.into_iter().collect::<BTreeMap<_, _>>(),
        emergency: new.emergency,
        reason: new.reason,
        starts_at: new.at,
        corrects: new.corrects,
    };
    let first = match (new.alone, new.draft) {
        (true, _) => First::Alone,
        (false, true) => First::Draft,
        (false, false) => First::Ask,
    };
    if let Some(ready) = ready {
        template::write(conn, office, &by.who, (&ready, aimed), &mut wanted).await?;
    }
    let made = create(conn, office, by, wanted, first).await?;
    let shown = json!({
        "id": made.broadcast.id,
        "state": made.broadcast.state.as_str(),
        "starts_at": made.broadcast.starts_at,
        "officer_asked": made.asked,
        "plan": made.preview(),
    });
    Ok(vec![shown])
}

async fn listed(conn: &mut Conn, who: &Who) -> Result<Vec<Value>, NotDone> {
    let area = match who.reach(Right::SeeBroadcast) {
        Reach::Everywhere => None,
        _ => who.place(),
    };
    let mut lines = Vec::new();
    for found in broadcast::latest_in(conn, area, State::ALL, LISTED).await? {
        match change::see(conn, who, found.id).await {
            Ok(found) => {
                let few = few::hides(conn, &found).await?;
                lines.push(json!({
                    "id": found.id, "state": found.state.as_str(),
                    "recipients": (!few).then_some(found.recipients),
                    "emergency": found.emergency, "created_at": found.created_at,
                }));
            }
            Err(NotDone::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read() {
        let (lat, lon, km) = (-0.09, 34.77, 5.0);
        for (text, read) in [
            (
                "-0.09, 34.77,5",
                Some(Circle::Point(Radius { lat, lon, km })),
            ),
            ("Ahero, 5", Some(Circle::Around("Ahero".to_owned(), km))),
            ("17,5", Some(Circle::Around("17".to_owned(), km))),
            ("Ahero", None),
            ("Ahero,b", None),
            (",5", None),
            ("a,b,c", None),
            ("1,2,3,4", None),
        ] {
            assert_eq!(circle(text).ok(), read, "{text}");
        }
        assert_eq!(group("staff"), Ok(Group::Staff));
        assert!(group("doctors").is_err());
        let read = pair("en=a=b").unwrap();
        assert_eq!(read, ("en".to_owned(), "a=b".to_owned()));
        assert!(pair("Boil").is_err());
    }
}
