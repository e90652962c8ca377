//! The closed lists: what a list may ask, what an input may look up, when an
//! option is there. Every answer is a list of keys (ids), drawn as items.

mod cast;
mod find;
mod moment;
mod month;
mod near;
mod settled;
mod staff;

use super::menu::{Ask, Guard};
use super::screen::Item;
use super::state::{Chosen, State};
use super::world::World;
use crate::directory::catalogue::ProductKind;
use crate::directory::confidence::Amount;
use crate::directory::country::{Near, Only};
use crate::text::gsm;
pub(in crate::ussd) use cast::{agreed, cast_place, state_text};
pub use find::{Finding, find};
use near::{areas, forms, has_way_to, holders, km_to, other_forms_near};
pub use settled::{guard_unsettled, unsettled};
pub(in crate::ussd) use staff::lines;
pub use staff::pick_person;

/// How far "near" reaches. A day's journey there and back on foot, by bicycle
/// and by bus; beyond it the caller is told and asked what they want.
pub const NEAR_KM: f64 = 50.0;
/// How many facilities a list shows: three screens of three.
const FACILITIES: usize = 9;
/// How many letters of a parent stand behind a place's name.
const PARENT: usize = 16;
/// Marks the key of a medicine that is mistaken for another one shown.
const LOOKALIKE: char = '!';

/// What a list shows, by key.
#[must_use]
pub fn items(ask: Ask, state: &State, world: &World<'_>) -> Vec<Box<str>> {
    let ids = |ids: &[i64]| ids.iter().map(|id| key(*id)).collect();
    match ask {
        Ask::Languages => world
            .texts
            .languages()
            .iter()
            .map(|language| language.code().into())
            .collect(),
        Ask::FoundMedicines | Ask::FoundPlaces | Ask::FoundFacilities => state.chosen.found.clone(),
        Ask::Forms => forms(state, world),
        Ask::HoldersNear => keys(&holders(state, world, NEAR_KM)),
        Ask::HoldersAnywhere => keys(&holders(state, world, f64::INFINITY)),
        Ask::OtherFormsNear => other_forms_near(state, world),
        Ask::FacilitiesNear => {
            let near = world
                .place(state)
                .map(|(_, point)| world.country.nearest(point, FACILITIES, Only::Any));
            keys(
                &near
                    .unwrap_or_default()
                    .into_iter()
                    .filter(|near| near.km <= NEAR_KM)
                    .collect::<Vec<_>>(),
            )
        }
        Ask::Blood => ids(world.country.products_of_kind(ProductKind::Blood)),
        Ask::Equipment => ids(world.country.products_of_kind(ProductKind::Equipment)),
        Ask::Areas => areas(state, world),
        Ask::Workplaces | Ask::Held | Ask::Orders | Ask::Undecided => staff::items(ask, state),
        Ask::FoundAreas
        | Ask::CastAreas
        | Ask::LanguagesLeft
        | Ask::ToDecide
        | Ask::Casts
        | Ask::BloodGroups
        | Ask::Conditions
        | Ask::Agreed => cast::items(ask, state, world),
    }
}

/// An item as its line shows it; `None` where what the key named is gone.
#[must_use]
pub fn item(ask: Ask, key: &str, state: &State, world: &World<'_>) -> Option<Item> {
    let language = world.language(state);
    let id = || key.parse::<i64>().ok();
    Some(match ask {
        Ask::Languages => Item {
            name: world.texts.language(key).word("language-name"),
            whole: true,
            ..Item::default()
        },
        Ask::FoundMedicines => {
            let medicine = key.trim_start_matches(LOOKALIKE);
            let used_for = world
                .country
                .products_of(medicine)
                .first()
                .and_then(|id| world.country.product(*id))
                .map(|product| &*product.used_for);
            let tail = used_for.filter(|words| key.starts_with(LOOKALIKE) && !words.is_empty());
            Item {
                name: world.medicine(medicine),
                tail: tail
                    .map(|words| format!(": {}", gsm::plain(words)))
                    .unwrap_or_default(),
                whole: true,
            }
        }
        Ask::Forms | Ask::OtherFormsNear => {
            let product = world.known(id()?)?;
            let words = [&*product.strength, &*product.form];
            let tail = words
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
            Item {
                tail: gsm::plain(if tail.is_empty() {
                    &product.unit
                } else {
                    &tail
                }),
                whole: true,
                ..Item::default()
            }
        }
        Ask::Blood | Ask::Equipment => Item {
            name: world.product(id()?)?,
            whole: true,
            ..Item::default()
        },
        Ask::HoldersNear | Ask::HoldersAnywhere => {
            let facility = world.facility(id()?)?;
            let level = world.country.level(facility.id, state.chosen.product?)?;
            if level.quantity == 0 {
                return None;
            }
            let tail = format!(
                " {} {} {}",
                km_to(facility.id, state, world)?,
                language.word(amount_word(Amount::of(&level))),
                world.age(language, level.counted_at)
            );
            Item {
                name: gsm::plain(&facility.name),
                tail,
                whole: false,
            }
        }
        Ask::FacilitiesNear => {
            let facility = world.facility(id()?)?;
            Item {
                name: gsm::plain(&facility.name),
                tail: format!(" {}", km_to(facility.id, state, world)?),
                whole: false,
            }
        }
        Ask::FoundPlaces | Ask::Areas => {
            let place = world.country.place(id()?)?;
            let parent = place
                .parent
                .filter(|_| ask == Ask::FoundPlaces)
                .and_then(|parent| world.country.place(parent));
            let tail = parent.map(|parent| format!(", {}", within(&parent.name)));
            Item {
                name: gsm::plain(&place.name),
                tail: tail.unwrap_or_default(),
                whole: false,
            }
        }
        Ask::FoundFacilities | Ask::Workplaces | Ask::Held | Ask::Orders | Ask::Undecided => {
            staff::item(ask, id()?, state, world)?
        }
        Ask::FoundAreas
        | Ask::CastAreas
        | Ask::LanguagesLeft
        | Ask::ToDecide
        | Ask::Casts
        | Ask::BloodGroups
        | Ask::Conditions
        | Ask::Agreed => cast::item(ask, key, state, world)?,
    })
}

/// Whether [`item`] would be there, without writing it out.
#[must_use]
pub fn is_there(ask: Ask, key: &str, state: &State, world: &World<'_>) -> bool {
    let id = key.parse::<i64>();
    match (ask, id) {
        (
            Ask::FoundAreas
            | Ask::CastAreas
            | Ask::LanguagesLeft
            | Ask::ToDecide
            | Ask::Casts
            | Ask::BloodGroups
            | Ask::Conditions
            | Ask::Agreed,
            _,
        ) => cast::item(ask, key, state, world).is_some(),
        (Ask::Languages | Ask::FoundMedicines, _) => true,
        (_, Err(_)) => false,
        (Ask::Forms | Ask::OtherFormsNear | Ask::Blood | Ask::Equipment, Ok(id)) => {
            world.known(id).is_some()
        }
        (Ask::HoldersNear | Ask::HoldersAnywhere, Ok(id)) => {
            let product = state.chosen.product;
            let level = product.and_then(|product| world.country.level(id, product));
            level.is_some_and(|level| level.quantity > 0) && has_way_to(id, state, world)
        }
        (Ask::FacilitiesNear, Ok(id)) => has_way_to(id, state, world),
        (Ask::FoundPlaces | Ask::Areas, Ok(id)) => world.country.place(id).is_some(),
        (
            Ask::FoundFacilities | Ask::Workplaces | Ask::Held | Ask::Orders | Ask::Undecided,
            Ok(id),
        ) => staff::item(ask, id, state, world).is_some(),
    }
}

/// How many items of a list, from the first, belong on one page: those that hold every
/// medicine that is mistaken for another.
#[must_use]
pub fn beside(ask: Ask, shown: &[Box<str>]) -> usize {
    if ask != Ask::FoundMedicines {
        return 0;
    }
    let last = shown.iter().rposition(|key| key.starts_with(LOOKALIKE));
    last.map_or(0, |last| last + 1)
}

/// What picking an item chooses.
pub fn pick(ask: Ask, key: &str, chosen: &mut Chosen) {
    let id = key.parse::<i64>().ok();
    match ask {
        Ask::FoundMedicines => {
            chosen.medicine = Some(key.trim_start_matches(LOOKALIKE).into());
            chosen.product = None;
        }
        Ask::Forms | Ask::OtherFormsNear | Ask::Held | Ask::Orders => chosen.product = id,
        Ask::Blood | Ask::Equipment => {
            chosen.product = id;
            chosen.medicine = None;
        }
        Ask::HoldersNear | Ask::HoldersAnywhere | Ask::FacilitiesNear | Ask::FoundFacilities => {
            chosen.facility = id;
        }
        Ask::Undecided => chosen.person = id,
        Ask::Areas => chosen.area = id,
        Ask::FoundAreas
        | Ask::CastAreas
        | Ask::LanguagesLeft
        | Ask::ToDecide
        | Ask::Casts
        | Ask::BloodGroups
        | Ask::Conditions
        | Ask::Agreed => cast::pick(ask, key, chosen),
        // What these pick is written, not carried along.
        Ask::Languages | Ask::FoundPlaces | Ask::Workplaces => {}
    }
}

/// Whether an option is there.
#[must_use]
pub fn holds(guard: Guard, state: &State, world: &World<'_>) -> bool {
    match guard {
        Guard::ProductAsked => state.chosen.product.is_some(),
        Guard::HeldAnywhere => !holders(state, world, f64::INFINITY).is_empty(),
        Guard::OtherFormsNear => !other_forms_near(state, world).is_empty(),
        Guard::MoreLanguages => !cast::items(Ask::LanguagesLeft, state, world).is_empty(),
        Guard::MayBreakGlass
        | Guard::MayCorrect
        | Guard::KindKnown
        | Guard::Alone
        | Guard::Together
        | Guard::FirstTold
        | Guard::NobodyThere => cast::holds(guard, state),
        guard => staff::holds(guard, state),
    }
}

/// The name of what something lies in, cut to what a line has room for.
fn within(name: &str) -> String {
    let name: String = gsm::plain(name).chars().take(PARENT).collect();
    name.trim_end().to_owned()
}

fn key(id: i64) -> Box<str> {
    id.to_string().into()
}

fn keys(near: &[Near]) -> Vec<Box<str>> {
    near.iter().map(|near| key(near.facility)).collect()
}

/// The text of a word for how much there is.
#[must_use]
pub fn amount_word(amount: Amount) -> &'static str {
    match amount {
        Amount::Plenty => "amount-plenty",
        Amount::Some => "amount-some",
        Amount::Few => "amount-few",
        Amount::None => "amount-none",
    }
}
