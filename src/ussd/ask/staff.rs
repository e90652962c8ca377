//! Lists and options of people who work with the record.

use super::key;
use crate::broadcasts::change::Change;
use crate::text::gsm;
use crate::ussd::desk::{Desk, Line, Question, Told};
use crate::ussd::menu::{Ask, Guard};
use crate::ussd::screen::Item;
use crate::ussd::state::State;
use crate::ussd::world::World;

impl Ask {
    /// What is asked of the record before the list is shown, if anything.
    #[must_use]
    pub const fn question(self) -> Option<Question> {
        match self {
            Self::Held => Some(Question::Held),
            Self::Orders => Some(Question::Orders),
            Self::Undecided => Some(Question::Undecided),
            Self::ToDecide => Some(Question::ToDecide),
            Self::Casts => Some(Question::Casts),
            Self::Agreed => Some(Question::Agreed),
            _ => None,
        }
    }
}

/// What the record told last, line by line.
pub(in crate::ussd) fn lines(state: &State) -> &[Line] {
    match &state.told {
        Some(Told::Lines(lines)) => lines,
        _ => &[],
    }
}

/// What a list shows, by key.
pub(super) fn items(ask: Ask, state: &State) -> Vec<Box<str>> {
    match ask {
        Ask::Workplaces => {
            let desk = state.desk.iter();
            desk.flat_map(|desk| &desk.facilities)
                .map(|id| key(*id))
                .collect()
        }
        _ => lines(state).iter().map(|line| key(line.id)).collect(),
    }
}

/// An item as its line shows it; `None` where what the key named is gone.
pub(super) fn item(ask: Ask, id: i64, state: &State, world: &World<'_>) -> Option<Item> {
    match ask {
        Ask::FoundFacilities | Ask::Workplaces => {
            let facility = world.country.facility(id)?;
            let place = facility.place.and_then(|place| world.country.place(place));
            let tail = place.map(|place| format!(", {}", super::within(&place.name)));
            Some(Item {
                name: gsm::plain(&facility.name),
                tail: tail.unwrap_or_default(),
                whole: false,
            })
        }
        Ask::Held => {
            let product = world.country.product(id)?;
            let words = [&*product.generic, &*product.form];
            let words = words.into_iter().filter(|word| !word.is_empty());
            let strength = match &*product.strength {
                "" => String::new(),
                strength => format!(" {}", gsm::plain(strength)),
            };
            // The strength is never cut, however long the name is.
            Some(Item {
                name: gsm::plain(&words.collect::<Vec<_>>().join(" ")),
                tail: strength,
                whole: true,
            })
        }
        Ask::Orders => {
            let line = lines(state).iter().find(|line| line.id == id)?;
            let product = world.country.product(id)?;
            let language = world.language(state);
            let order = match line.units {
                None => language.word("order-count"),
                Some(0) => language.word("order-enough"),
                Some(units) => language.with("order-units", "units", units.to_string()),
            };
            let strength = gsm::plain(&product.strength);
            let strength = if strength.is_empty() {
                strength
            } else {
                format!(" {strength}")
            };
            Some(Item {
                name: gsm::plain(&product.generic),
                tail: format!("{strength}: {order}"),
                whole: false,
            })
        }
        Ask::Undecided => {
            let line = lines(state).iter().find(|line| line.id == id)?;
            if let Some(phone) = &line.phone {
                let language = world.language(state);
                let asks = language.with("let-in-phone", "number", phone.tail.to_string());
                return Some(Item {
                    name: gsm::plain(&line.name),
                    tail: format!(", {asks}"),
                    whole: false,
                });
            }
            let facility = world.country.facility(line.of?)?;
            Some(Item {
                name: format!("{}, {}", gsm::plain(&line.name), gsm::plain(&facility.name)),
                ..Item::default()
            })
        }
        _ => None,
    }
}

/// Carries along who was picked, and where they want to work or which phone they want.
pub fn pick_person(state: &mut State) {
    let picked = state.chosen.person;
    let line = lines(state).iter().find(|line| Some(line.id) == picked);
    let Line {
        of: facility,
        name,
        phone,
        ..
    } = line.cloned().unwrap_or_default();
    state.chosen.name = Some(name).filter(|name| !name.is_empty());
    state.chosen.facility = facility;
    state.chosen.phone = phone;
}

/// Whether an option is there for the caller.
pub(super) fn holds(guard: Guard, state: &State) -> bool {
    let desk = state.desk.as_ref();
    let at_work =
        |may: fn(&Desk) -> bool| desk.is_some_and(|desk| desk.facility.is_some() && may(desk));
    let may_be = |change: Change| match &state.told {
        Some(Told::Cast(shown)) if shown.stops => {
            let now = shown.state.parse().ok();
            now.is_some_and(|now| change.from(now).is_some())
        }
        _ => false,
    };
    match guard {
        Guard::Staff => state.profile.staff,
        Guard::MayReport => at_work(|desk| desk.reports),
        Guard::MaySee => at_work(|desk| desk.sees),
        Guard::MayList => at_work(|desk| desk.lists),
        Guard::MaySeeArea => desk.is_some_and(|desk| desk.sees_area),
        Guard::MaySeeUnreported => desk.is_some_and(|desk| desk.sees_unreported),
        Guard::MayLetIn => desk.is_some_and(|desk| desk.lets_in),
        Guard::MayMove => desk.is_some_and(|desk| desk.moves),
        Guard::SeveralWorkplaces => desk.is_some_and(|desk| desk.facilities.len() > 1),
        Guard::MayCast => desk.is_some_and(|desk| desk.casts),
        Guard::MayDecide => desk.is_some_and(|desk| desk.decides),
        Guard::MaySeeCasts => desk.is_some_and(|desk| desk.sees_casts),
        Guard::MayPause => may_be(Change::Pause),
        Guard::MayResume => may_be(Change::Resume),
        Guard::MayCancel => may_be(Change::Cancel),
        // Those that are told elsewhere.
        Guard::MayBreakGlass
        | Guard::MayCorrect
        | Guard::KindKnown
        | Guard::Alone
        | Guard::Together
        | Guard::FirstTold
        | Guard::NobodyThere
        | Guard::MoreLanguages
        | Guard::ProductAsked
        | Guard::HeldAnywhere
        | Guard::OtherFormsNear => false,
    }
}
