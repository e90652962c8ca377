//! What officers who send to many are told, and what callers agreed to be reached for. Pure.

use crate::text::gsm;
use crate::text::texts::Language;
use crate::ussd::ask::{agreed, state_text};
use crate::ussd::cast::{Letter, Preview, Shown};
use crate::ussd::desk::Told;
use crate::ussd::menu::Tell;
use crate::ussd::state::{Draft, State};
use crate::ussd::world::World;

const STATES: [(&str, &[&str]); 8] = [
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
pub(super) const fn texts_of(tell: Tell) -> &'static [(&'static str, &'static [&'static str])] {
    match tell {
        Tell::Cast => &[
            ("cast-draft", &["whom", "people", "registered"]),
            ("cast-price", &["messages", "cost", "seconds"]),
            ("sms-cast-price-unknown", &[]),
            ("sms-cast-missing", &["items"]),
            ("sms-cast-letter", &["letter"]),
            ("broadcast-urgent", &[]),
            ("cast-nothing-yet", &[]),
        ],
        Tell::CastAsks => &[
            ("cast-asks", &["name", "people", "whom"]),
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
                Some(people.to_string())
            }
            _ => None,
        },
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
        (
            Tell::Cast,
            Some(Told::Draft(Draft::Cast {
                place,
                letter,
                made,
            })),
        ) => {
            let place = gsm::plain(&world.country.place(*place)?.name);
            drafted(place, letter, made.as_ref()?, language, world)
        }
        (Tell::CastAsks | Tell::CastShown, Some(Told::Cast(shown))) => {
            told_of(tell, shown, language, world)
        }
        _ => return None,
    })
}

/// What a draft would do, then all that it says.
fn drafted(
    place: String,
    letter: &Letter,
    made: &Preview,
    language: &Language,
    world: &World<'_>,
) -> String {
    let facts = [
        ("whom", place),
        ("people", made.people.to_string()),
        ("registered", made.registered.to_string()),
    ];
    let mut lines = Vec::new();
    if letter.emergency {
        lines.push(language.word("broadcast-urgent"));
    }
    lines.push(language.say("cast-draft", &facts));
    let cost = match &made.cost {
        Some(cost) => format!("{} {cost}", world.currency),
        None => language.word("sms-cast-price-unknown"),
    };
    let facts = [
        ("messages", made.messages.to_string()),
        ("cost", cost),
        ("seconds", made.seconds.to_string()),
    ];
    lines.push(language.say("cast-price", &facts));
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
    lines.extend(said(&letter.texts, world));
    lines.push(language.word("cast-nothing-yet"));
    lines.join("\n")
}

/// What somebody asks to send, or what became of it, then all that it says.
fn told_of(tell: Tell, shown: &Shown, language: &Language, world: &World<'_>) -> String {
    let mut lines = Vec::new();
    if shown.emergency {
        lines.push(language.word("broadcast-urgent"));
    }
    let people = ("people", shown.people.to_string());
    let whom = ("whom", gsm::plain(&shown.whom));
    if tell == Tell::CastAsks {
        let name = ("name", gsm::plain(&shown.by));
        lines.push(language.say("cast-asks", &[name, people, whom]));
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
        if counts.iter().any(|count| *count > 0) {
            let names = ["queued", "sent", "delivered", "failed", "unknown"];
            let counts = names.into_iter().zip(counts.map(|count| count.to_string()));
            lines.push(language.say("cast-far", &counts.collect::<Vec<_>>()));
        }
    }
    lines.extend(said(&shown.texts, world));
    if !shown.reason.is_empty() {
        lines.push(language.with("cast-reason", "reason", &*shown.reason));
    }
    lines.join("\n")
}

/// What it says, a line a language.
fn said<'a>(
    texts: &'a [(Box<str>, Box<str>)],
    world: &'a World<'_>,
) -> impl Iterator<Item = String> + 'a {
    texts.iter().map(|(code, text)| {
        let name = world.texts.language(code).word("language-name");
        format!("{name}: {text}")
    })
}
