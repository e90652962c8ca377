//! What officers who send to many are told, and what callers agreed to be reached for. Pure.

use chrono::{DateTime, Datelike as _};
use chrono_tz::Tz;

use crate::broadcasts::plan::LeftOut;
use crate::broadcasts::template::WEEKDAYS;
use crate::sms::segment::{self, Encoding};
use crate::text::gsm;
use crate::text::texts::Language;
use crate::ussd::ask::{agreed, cast_place, state_text};
use crate::ussd::cast::{Letter, Preview, Shown};
use crate::ussd::desk::Told;
use crate::ussd::menu::Tell;
use crate::ussd::state::{Draft, State};
use crate::ussd::world::World;

/// How few are told who are too few to be counted out.
const FEWER: &str = "cast-few";

/// A text, and the facts that it may name.
type Text = (&'static str, &'static [&'static str]);

const STATES: [Text; 8] = [
    ("cast-state-waiting", &[]),
    ("cast-state-approved", &[]),
    ("cast-state-sending", &[]),
    ("cast-state-paused", &[]),
    ("cast-state-done", &[]),
    ("cast-state-cancelled", &[]),
    ("cast-state-refused", &[]),
    ("cast-state-expired", &[]),
];

/// The texts that a telling uses, for `check`.
pub(super) const fn texts_of(tell: Tell) -> &'static [Text] {
    match tell {
        Tell::Cast => &[
            ("cast-draft", &["whom", "people", "registered"]),
            ("cast-draft-few", &["whom", "people"]),
            ("cast-few", &[]),
            ("cast-price", &["messages", "cost", "seconds"]),
            ("sms-cast-price-unknown", &[]),
            ("cast-left", &["items"]),
            ("cast-left-stopped", &["n"]),
            ("cast-left-unreachable", &["n"]),
            ("cast-left-budget", &["n"]),
            ("cast-begins", &["day", "time"]),
            ("cast-begins-later", &["day", "time"]),
            ("sms-cast-missing", &["items"]),
            ("sms-cast-letter", &["letter"]),
            ("cast-parts", &["name", "messages"]),
            ("cast-parts-unicode", &["name", "messages"]),
            ("cast-correction", &[]),
            ("broadcast-urgent", &[]),
            ("cast-nothing-yet", &[]),
            ("cast-reason", &["reason"]),
            ("cast-to-around", &["km", "place"]),
            ("cast-to-patients", &[]),
            ("cast-to-staff", &[]),
            ("cast-to-facilities", &[]),
            ("cast-to-holders", &["product"]),
            ("cast-to-waiting", &["product"]),
            ("cast-to-agreed", &["agreed"]),
        ],
        Tell::CastAsks => &[
            ("cast-asks", &["name", "people", "whom"]),
            ("cast-price", &["messages", "cost", "seconds"]),
            ("broadcast-urgent", &[]),
            ("cast-reason", &["reason"]),
        ],
        Tell::CastShown => &[
            ("cast-shown", &["state", "people", "whom", "age"]),
            (
                "cast-far",
                &["queued", "sent", "delivered", "failed", "unknown"],
            ),
            ("broadcast-urgent", &[]),
            ("cast-reason", &["reason"]),
            STATES[0],
            STATES[1],
            STATES[2],
            STATES[3],
            STATES[4],
            STATES[5],
            STATES[6],
            STATES[7],
        ],
        _ => &[],
    }
}

/// A fact that these texts name.
pub(super) fn fact(name: &str, state: &State, world: &World<'_>) -> Option<String> {
    match name {
        "people" => match &state.told {
            Some(Told::Draft(Draft::Decide { people, .. } | Draft::Change { people, .. })) => {
                let few = || world.language(state).word(FEWER);
                Some(people.map_or_else(few, |people| people.to_string()))
            }
            Some(Told::Draft(Draft::Cast {
                made: Some(made), ..
            })) => Some(people(made, world.language(state))),
            _ => None,
        },
        "figure" => match &state.told {
            Some(Told::Draft(Draft::Cast {
                made: Some(made), ..
            })) => Some(made.figure()),
            _ => None,
        },
        "where" => Some(gsm::plain(&world.country.place(cast_place(state)?)?.name)),
        "whom" => match &state.told {
            Some(Told::Draft(Draft::Decide { whom, .. } | Draft::Change { whom, .. })) => {
                Some(gsm::plain(whom))
            }
            _ => None,
        },
        "tongue" => {
            let code = state.chosen.letter.language.as_deref().unwrap_or_default();
            Some(world.texts.language(code).word("language-name"))
        }
        "own" => {
            let place = state.desk.as_ref()?.place?;
            Some(gsm::plain(&world.country.place(place)?.name))
        }
        _ => Some(agreed(state.chosen.what.as_deref()?, world.language(state))),
    }
}

/// What the service tells; `None` where what it would tell of is gone.
pub(super) fn tell(tell: Tell, state: &State, world: &World<'_>) -> Option<String> {
    let language = world.language(state);
    Some(match (tell, &state.told) {
        (Tell::Cast, Some(Told::Draft(Draft::Cast { letter, made, .. }))) => {
            drafted(letter, made.as_ref()?, language, (world, world.zone(state)))
        }
        (Tell::CastAsks | Tell::CastShown, Some(Told::Cast(shown))) => {
            told_of(tell, shown, language, (world, world.zone(state)))
        }
        _ => return None,
    })
}

/// How many a draft reaches, where they are not too few to be told.
fn people(made: &Preview, language: &Language) -> String {
    if made.few {
        language.word(FEWER)
    } else {
        made.people.to_string()
    }
}

/// What a draft would do, then all that it says.
fn drafted(
    letter: &Letter,
    made: &Preview,
    language: &Language,
    (world, zone): (&World<'_>, Tz),
) -> String {
    let mut lines = Vec::new();
    if letter.emergency == Some(true) {
        lines.push(language.word("broadcast-urgent"));
    }
    let whom = ("whom", gsm::plain(&made.whom));
    let reached = ("people", people(made, language));
    if made.few {
        // Neither what that costs nor who is left out tells how many they are.
        lines.push(language.say("cast-draft-few", &[whom, reached]));
    } else {
        // Who is left out are so few that it is not told how many.
        lines.push(match made.registered {
            Some(registered) => {
                let registered = ("registered", registered.to_string());
                language.say("cast-draft", &[whom, reached, registered])
            }
            None => language.say("cast-draft-few", &[whom, reached]),
        });
        let price = (made.messages, made.cost.as_deref(), made.seconds);
        lines.push(priced(price, language, world));
        lines.extend(left_out(made.left, language));
    }
    if letter.corrects.is_some() {
        lines.push(language.word("cast-correction"));
    }
    lines.extend(begins(made.begins, letter.starts, language, zone));
    if !made.missing.is_empty() {
        let names = made.missing.iter().map(|code| {
            let language = world.texts.language(code);
            language.word("language-name")
        });
        let items = names.collect::<Vec<_>>().join(", ");
        lines.push(language.with("sms-cast-missing", "items", items));
    }
    if let Some(letter) = letter.dear() {
        lines.push(language.with("sms-cast-letter", "letter", letter.to_string()));
    }
    lines.extend(said(&letter.texts, language, world));
    lines.extend(reason(letter.reason.as_deref(), language));
    lines.push(language.word("cast-nothing-yet"));
    lines.join("\n")
}

/// How many messages it is, what they cost and how long they take.
fn priced(
    (messages, cost, seconds): (u64, Option<&str>, u64),
    language: &Language,
    world: &World<'_>,
) -> String {
    let cost = match cost {
        Some(cost) => format!("{} {cost}", world.currency),
        None => language.word("sms-cast-price-unknown"),
    };
    let facts = [
        ("messages", messages.to_string()),
        ("cost", cost),
        ("seconds", seconds.to_string()),
    ];
    language.say("cast-price", &facts)
}

/// Who is meant and not reached, and why; nothing where nobody is.
fn left_out(left: LeftOut, language: &Language) -> Option<String> {
    let reasons = [
        ("cast-left-stopped", left.stopped),
        ("cast-left-unreachable", left.unreachable),
        ("cast-left-budget", left.over_budget),
    ];
    let some = reasons.into_iter().filter(|(_, people)| *people > 0);
    let items: Vec<String> = some
        .map(|(text, people)| language.with(text, "n", people.to_string()))
        .collect();
    (!items.is_empty()).then(|| language.with("cast-left", "items", items.join(", ")))
}

/// When it begins, where that is not now; later than was asked for, it waits for the morning.
fn begins(at: Option<i64>, asked: Option<i64>, language: &Language, zone: Tz) -> Option<String> {
    let local = DateTime::from_timestamp(at?, 0)?.with_timezone(&zone);
    let weekday = local.weekday().num_days_from_monday();
    let weekday = WEEKDAYS.get(usize::try_from(weekday).ok()?)?;
    let facts = [
        (
            "day",
            format!("{} {}", language.word(weekday), local.format("%d/%m")),
        ),
        ("time", local.format("%H:%M").to_string()),
    ];
    let text = if asked == at {
        "cast-begins"
    } else {
        "cast-begins-later"
    };
    Some(language.say(text, &facts))
}

/// What somebody asks to send, or what became of it, then all that it says.
fn told_of(
    tell: Tell,
    shown: &Shown,
    language: &Language,
    (world, zone): (&World<'_>, Tz),
) -> String {
    let mut lines = Vec::new();
    if shown.emergency {
        lines.push(language.word("broadcast-urgent"));
    }
    let few = || language.word(FEWER);
    let people = shown.people.map_or_else(few, |people| people.to_string());
    let people = ("people", people);
    let whom = ("whom", gsm::plain(&shown.whom));
    let counted = shown.people.is_some();
    if tell == Tell::CastAsks {
        let name = ("name", gsm::plain(&shown.by));
        lines.push(language.say("cast-asks", &[name, people, whom]));
        if let Some(seconds) = shown.seconds.filter(|_| counted) {
            let price = (shown.messages.into(), shown.cost.as_deref(), seconds);
            lines.push(priced(price, language, world));
            lines.extend(left_out(shown.left, language));
        }
    } else {
        let at = u32::try_from(shown.at).unwrap_or(0);
        let facts = [
            ("state", language.word(state_text(&shown.state))),
            people,
            whom,
            ("age", world.age(language, at)),
        ];
        lines.push(language.say("cast-shown", &facts));
        let far = shown.far;
        let counts = [far.queued, far.sent, far.delivered, far.failed, far.unknown];
        if counted && counts.iter().any(|count| *count > 0) {
            let names = ["queued", "sent", "delivered", "failed", "unknown"];
            let counts = names.into_iter().zip(counts.map(|count| count.to_string()));
            lines.push(language.say("cast-far", &counts.collect::<Vec<_>>()));
        }
    }
    if shown.corrects {
        lines.push(language.word("cast-correction"));
    }
    lines.extend(begins(shown.begins, shown.begins, language, zone));
    lines.extend(said(&shown.texts, language, world));
    lines.extend(reason(Some(&shown.reason), language));
    lines.join("\n")
}

/// Why, where that was told.
fn reason(why: Option<&str>, language: &Language) -> Option<String> {
    let why = why.filter(|why| !why.is_empty())?;
    Some(language.with("cast-reason", "reason", why))
}

/// What it says, a line a language: in how many messages, where that is more than one or they
/// are not written in GSM 03.38.
fn said<'a>(
    texts: &'a [(Box<str>, Box<str>)],
    language: &'a Language,
    world: &'a World<'_>,
) -> impl Iterator<Item = String> + 'a {
    texts.iter().map(move |(code, text)| {
        let name = world.texts.language(code).word("language-name");
        let messages = segment::count(text);
        let as_text = match Encoding::of(text) {
            Encoding::Gsm7 if messages == 1 => return format!("{name}: {text}"),
            Encoding::Gsm7 => "cast-parts",
            Encoding::Ucs2 => "cast-parts-unicode",
        };
        let facts = [("name", name), ("messages", messages.to_string())];
        format!("{}: {text}", language.say(as_text, &facts))
    })
}
