//! Lists of officers who send to many, and of what callers agree to be reached for. Pure.

use super::{key, lines, within};
use crate::broadcasts::audience;
use crate::directory::catalogue::PlaceKind;
use crate::text::gsm;
use crate::text::texts::Language;
use crate::ussd::desk::{Cannot, Told};
use crate::ussd::menu::{Ask, Guard};
use crate::ussd::screen::Item;
use crate::ussd::state::{Chosen, State};
use crate::ussd::world::World;

/// Before the name of a blood group, and of a condition, that somebody agreed to be reached for.
const BLOOD: &str = "blood:";
const CONDITION: &str = "condition:";
/// The conditions that are offered, and what each is called. A list that was read in
/// (`medvault import subscribers`) may know others.
const CONDITIONS: [(&str, &str); 6] = [
    ("asthma", "condition-asthma"),
    ("diabetes", "condition-diabetes"),
    ("epilepsy", "condition-epilepsy"),
    ("hypertension", "condition-hypertension"),
    ("pregnancy", "condition-pregnancy"),
    ("sickle_cell", "condition-sickle-cell"),
];

/// What a list shows, by key.
pub(super) fn items(ask: Ask, state: &State, world: &World<'_>) -> Vec<Box<str>> {
    match ask {
        Ask::FoundAreas => state.chosen.found.clone(),
        Ask::CastAreas => {
            let Some(area) = cast_place(state) else {
                return Vec::new();
            };
            let inside = world.country.children(area).iter();
            let walked = inside.filter(|id| {
                let place = world.country.place(**id);
                place.is_some_and(|place| place.kind != PlaceKind::Landmark)
            });
            walked.map(|id| key(*id)).collect()
        }
        Ask::LanguagesLeft => {
            let codes = world.texts.languages().iter().map(Language::code);
            codes
                .filter(|code| !state.chosen.letter.speaks(code))
                .map(Box::from)
                .collect()
        }
        Ask::BloodGroups => {
            let groups = audience::BLOOD.iter();
            groups
                .map(|group| format!("{BLOOD}{group}").into())
                .collect()
        }
        Ask::Conditions => {
            let known = CONDITIONS.iter();
            known
                .map(|(name, _)| format!("{CONDITION}{name}").into())
                .collect()
        }
        Ask::Agreed => lines(state).iter().map(|line| line.name.clone()).collect(),
        _ => lines(state).iter().map(|line| key(line.id)).collect(),
    }
}

/// An item as its line shows it; `None` where what the key named is gone.
pub(super) fn item(ask: Ask, key: &str, state: &State, world: &World<'_>) -> Option<Item> {
    let language = world.language(state);
    let id = || key.parse::<i64>().ok();
    Some(match ask {
        Ask::FoundAreas | Ask::CastAreas => {
            let place = world.country.place(id()?)?;
            let parent = place
                .parent
                .filter(|_| ask == Ask::FoundAreas)
                .and_then(|parent| world.country.place(parent));
            Item {
                name: gsm::plain(&place.name),
                tail: parent
                    .map(|parent| format!(", {}", within(&parent.name)))
                    .unwrap_or_default(),
                whole: false,
            }
        }
        Ask::LanguagesLeft => Item {
            name: world.texts.language(key).word("language-name"),
            whole: true,
            ..Item::default()
        },
        Ask::BloodGroups => Item {
            name: key.strip_prefix(BLOOD)?.to_owned(),
            whole: true,
            ..Item::default()
        },
        Ask::Conditions | Ask::Agreed => Item {
            name: agreed(key, language),
            whole: true,
            ..Item::default()
        },
        _ => {
            let line = lines(state).iter().find(|line| Some(line.id) == id())?;
            // So few that it might be told who they are.
            let people = line
                .units
                .map_or_else(|| "<5".to_owned(), |units| units.to_string());
            if ask == Ask::ToDecide {
                return Some(Item {
                    name: format!("{}, {}", gsm::plain(&line.name), gsm::plain(&line.word)),
                    tail: format!(": {people}"),
                    whole: false,
                });
            }
            let at = line.at.and_then(|at| u32::try_from(at).ok());
            let age = world.age(language, at.unwrap_or(0));
            Item {
                name: gsm::plain(&line.name),
                tail: format!(
                    ": {people}, {}, {age}",
                    language.word(state_text(&line.word))
                ),
                whole: false,
            }
        }
    })
}

/// Whether an option is there for whoever writes to many.
pub(super) fn holds(guard: Guard, state: &State) -> bool {
    let letter = &state.chosen.letter;
    let desk = state.desk.as_ref();
    match guard {
        Guard::MayBreakGlass => desk.is_some_and(|desk| desk.breaks_glass),
        Guard::MayCorrect => match &state.told {
            Some(Told::Cast(shown)) => desk.is_some_and(|desk| desk.casts) && shown.went_out(),
            _ => false,
        },
        Guard::KindKnown => letter.has_kind(),
        Guard::Alone => letter.alone,
        Guard::Together => !letter.alone,
        Guard::FirstTold => letter.corrects.is_none(),
        Guard::NobodyThere => {
            letter.corrects.is_none() && matches!(&state.told, Some(Told::Cannot(Cannot::Nobody)))
        }
        _ => false,
    }
}

/// The place that a message to many is for, or the middle of the circle: the one that was
/// chosen, else all of the caller's area.
pub(in crate::ussd) fn cast_place(state: &State) -> Option<i64> {
    let own = state.desk.as_ref().and_then(|desk| desk.place);
    state.chosen.area.or(own)
}

/// What picking an item chooses.
pub(super) fn pick(ask: Ask, key: &str, chosen: &mut Chosen) {
    let id = key.parse::<i64>().ok();
    match ask {
        Ask::FoundAreas | Ask::CastAreas => chosen.area = id,
        Ask::LanguagesLeft => chosen.letter.language = Some(key.into()),
        Ask::ToDecide | Ask::Casts => chosen.cast = id,
        _ => chosen.what = Some(key.into()),
    }
}

/// What somebody agreed to be reached for, in words.
pub(in crate::ussd) fn agreed(what: &str, language: &Language) -> String {
    if let Some(group) = what.strip_prefix(BLOOD) {
        return language.with("agreed-blood", "group", group);
    }
    let Some(condition) = what.strip_prefix(CONDITION) else {
        return language.word("agreed-messages");
    };
    let known = CONDITIONS.iter().find(|(name, _)| *name == condition);
    known.map_or_else(
        || condition.replace('_', " "),
        |(_, text)| language.word(text),
    )
}

/// The text for each state of a message to many.
pub(in crate::ussd) fn state_text(state: &str) -> &'static str {
    match state {
        "draft" | "waiting" => "cast-state-waiting",
        "approved" => "cast-state-approved",
        "sending" => "cast-state-sending",
        "paused" => "cast-state-paused",
        "cancelled" => "cast-state-cancelled",
        "refused" => "cast-state-refused",
        "expired" => "cast-state-expired",
        _ => "cast-state-done",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_that_is_offered_is_one_of_an_audience() {
        for (name, text) in CONDITIONS {
            assert!(audience::is_condition(name), "{name}");
            assert_eq!(text, format!("condition-{}", name.replace('_', "-")));
        }
    }
}
