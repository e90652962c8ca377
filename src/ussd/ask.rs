//! The closed lists: what a list may ask, what an input may look up, when an
//! option is there. Every answer is a list of keys (ids), drawn as items.

mod month;
mod staff;

use chrono::{DateTime, NaiveDate, Utc};

use super::menu::{Ask, Find, Guard};
use super::screen::Item;
use super::state::{Chosen, State};
use super::world::World;
use crate::directory::catalogue::{PlaceKind, ProductKind};
use crate::directory::confidence::Amount;
use crate::directory::country::{Near, Only};
use crate::directory::names::{Action, Candidate, Found};
use crate::people::staff::decide;
use crate::stock::ledger::MOST_UNITS;
use crate::text::gsm;
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
        Ask::Workplaces | Ask::Held | Ask::Undecided => staff::items(ask, state),
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
        Ask::FoundFacilities | Ask::Workplaces | Ask::Held | Ask::Undecided => {
            staff::item(ask, id()?, state, world)?
        }
    })
}

/// Whether [`item`] would be there, without writing it out.
#[must_use]
pub fn is_there(ask: Ask, key: &str, state: &State, world: &World<'_>) -> bool {
    let id = key.parse::<i64>();
    match (ask, id) {
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
        (Ask::FoundFacilities | Ask::Workplaces | Ask::Held | Ask::Undecided, Ok(id)) => {
            staff::item(ask, id, state, world).is_some()
        }
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
        Ask::Forms | Ask::OtherFormsNear | Ask::Held => chosen.product = id,
        Ask::Blood | Ask::Equipment => {
            chosen.product = id;
            chosen.medicine = None;
        }
        Ask::HoldersNear | Ask::HoldersAnywhere | Ask::FacilitiesNear | Ask::FoundFacilities => {
            chosen.facility = id;
        }
        Ask::Undecided => chosen.person = id,
        Ask::Areas => chosen.area = id,
        // What these pick is written, not carried along.
        Ask::Languages | Ask::FoundPlaces | Ask::Workplaces => {}
    }
}

/// Whether what the list shows may have been other than now at some moment since
/// `since`, so that a number typed then may mean something else today.
#[must_use]
pub fn unsettled(ask: Ask, state: &State, world: &World<'_>, since: DateTime<Utc>) -> bool {
    let country = world.country;
    let catalogue = country.catalogue_changed_at() > since;
    let facilities = country.facilities_changed_at() > since;
    let places = country.places_changed_at() > since;
    match ask {
        // What the record told is recorded.
        Ask::Languages | Ask::FoundFacilities | Ask::Workplaces | Ask::Held | Ask::Undecided => {
            false
        }
        Ask::FoundMedicines | Ask::Forms | Ask::Blood | Ask::Equipment => catalogue,
        Ask::FoundPlaces | Ask::Areas => places,
        Ask::FacilitiesNear => facilities || places,
        Ask::HoldersNear => {
            facilities
                || places
                || stock_unsettled(state.chosen.product, state, world, NEAR_KM, since)
        }
        Ask::HoldersAnywhere => {
            facilities
                || places
                || stock_unsettled(state.chosen.product, state, world, f64::INFINITY, since)
        }
        Ask::OtherFormsNear => {
            let forms = state
                .chosen
                .medicine
                .as_deref()
                .map(|medicine| country.products_of(medicine))
                .unwrap_or_default();
            catalogue
                || facilities
                || places
                || forms
                    .iter()
                    .any(|form| stock_unsettled(Some(*form), state, world, NEAR_KM, since))
        }
    }
}

/// Whether an option may have been there, or missing, otherwise than now at some
/// moment since `since`.
#[must_use]
pub fn guard_unsettled(
    guard: Guard,
    state: &State,
    world: &World<'_>,
    since: DateTime<Utc>,
) -> bool {
    match guard {
        Guard::HeldAnywhere => unsettled(Ask::HoldersAnywhere, state, world, since),
        Guard::OtherFormsNear => unsettled(Ask::OtherFormsNear, state, world, since),
        // What the caller is, and chose, this call knows.
        _ => false,
    }
}

/// Whether an option is there.
#[must_use]
pub fn holds(guard: Guard, state: &State, world: &World<'_>) -> bool {
    match guard {
        Guard::ProductAsked => state.chosen.product.is_some(),
        Guard::HeldAnywhere => !holders(state, world, f64::INFINITY).is_empty(),
        Guard::OtherFormsNear => !other_forms_near(state, world).is_empty(),
        guard => staff::holds(guard, state),
    }
}

/// What typed words were found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// One thing, beyond doubt.
    Sure(Box<str>),
    /// These, of which the caller says which.
    Several(Vec<Box<str>>),
    /// A number.
    Number(u32),
    /// The day on which something expires, or that it is not told.
    Expires(Option<NaiveDate>),
    /// What somebody is called.
    Name(Box<str>),
    /// Nothing that could be an answer: the text that says why.
    Unfit(&'static str),
    /// Nothing.
    Nothing,
}

/// Looks up what a caller typed.
#[must_use]
pub fn find(find: Find, words: &str, world: &World<'_>) -> Finding {
    let (found, keyed): (Found, fn(&Candidate) -> Box<str>) = match find {
        Find::Quantity => return quantity(words),
        Find::Expiry => return month::expiry(words, world.now.date_naive()),
        Find::Name => {
            return decide::name(words).map_or(Finding::Unfit("notice-name"), |name| {
                Finding::Name(gsm::plain(&name).into())
            });
        }
        // The record looks these up.
        Find::Facility | Find::Phone | Find::Pin | Find::NewPin | Find::PinAgain => {
            return Finding::Nothing;
        }
        Find::Medicine => (world.country.find_product(words), |candidate| {
            if candidate.lookalike {
                format!("{LOOKALIKE}{}", candidate.key).into()
            } else {
                candidate.key.clone()
            }
        }),
        Find::Place => (world.country.find_place(words), |candidate| {
            candidate.key.clone()
        }),
    };
    // A place that nobody knows the way to is nowhere to look from.
    let known = |candidate: &&Candidate| {
        find != Find::Place
            || world
                .country
                .place(candidate.id)
                .is_some_and(|place| world.point_of(place).is_some())
    };
    let candidates = found.candidates.iter().filter(known);
    let keys: Vec<Box<str>> = candidates.map(keyed).collect();
    match (found.action, &*keys) {
        (Action::Confirm, [one]) => Finding::Sure(one.clone()),
        (Action::Refuse, _) | (_, []) => Finding::Nothing,
        _ => Finding::Several(keys),
    }
}

/// Whole units, in digits alone: a sign, a point or a comma may be a slip.
fn quantity(words: &str) -> Finding {
    let folded = crate::text::fold(words);
    let digits = folded.bytes().all(|byte| byte.is_ascii_digit());
    let units = folded.parse().ok().filter(|units| *units <= MOST_UNITS);
    units
        .filter(|_| digits)
        .map_or(Finding::Unfit("notice-number"), Finding::Number)
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

fn holders(state: &State, world: &World<'_>, within_km: f64) -> Vec<Near> {
    let (Some(product), Some((_, point))) = (state.chosen.product, world.place(state)) else {
        return Vec::new();
    };
    let mut near = world
        .country
        .nearest(point, FACILITIES, Only::Holding(product));
    near.retain(|near| near.km <= within_km);
    near
}

fn other_forms_near(state: &State, world: &World<'_>) -> Vec<Box<str>> {
    let (Some(medicine), Some((_, point))) = (state.chosen.medicine.as_deref(), world.place(state))
    else {
        return Vec::new();
    };
    let held_near = |form: i64| {
        world
            .country
            .nearest(point, 1, Only::Holding(form))
            .first()
            .is_some_and(|near| near.km <= NEAR_KM)
    };
    let forms = world.country.products_of(medicine).iter().copied();
    forms
        .filter(|form| Some(*form) != state.chosen.product && held_near(*form))
        .map(key)
        .collect()
}

/// The forms of the medicine, those first that most people ask for. The order
/// never depends on stock, so that a number means the same in every replay.
fn forms(state: &State, world: &World<'_>) -> Vec<Box<str>> {
    /// What people swallow, then what they put on, then what is given to them.
    const USUAL: [&str; 8] = [
        "tab", "cap", "syrup", "susp", "liquid", "sachet", "drop", "cream",
    ];
    let rank = |id: &i64| {
        let form = world
            .country
            .product(*id)
            .map(|product| product.form.to_lowercase())
            .unwrap_or_default();
        USUAL
            .iter()
            .position(|usual| form.contains(usual))
            .unwrap_or(USUAL.len())
    };
    let medicine = state.chosen.medicine.as_deref().unwrap_or_default();
    let mut forms = world.country.products_of(medicine).to_vec();
    forms.sort_by_key(rank);
    forms.into_iter().map(key).collect()
}

fn areas(state: &State, world: &World<'_>) -> Vec<Box<str>> {
    let country = world.country;
    let inside: &[i64] = match state.chosen.area {
        Some(area) => country.children(area),
        None => match country.roots() {
            // One country: its name is no choice.
            [only]
                if country
                    .place(*only)
                    .is_some_and(|place| place.kind == PlaceKind::Country) =>
            {
                country.children(*only)
            }
            roots => roots,
        },
    };
    // Down to wards and towns; schools and markets are found by name.
    let walked = inside.iter().filter(|id| {
        country.place(**id).is_some_and(|place| {
            place.kind != PlaceKind::Landmark && world.point_of(place).is_some()
        })
    });
    walked.map(|id| key(*id)).collect()
}

fn stock_unsettled(
    product: Option<i64>,
    state: &State,
    world: &World<'_>,
    within_km: f64,
    since: DateTime<Utc>,
) -> bool {
    let (Some(product), Some((_, point))) = (product, world.place(state)) else {
        return true;
    };
    world
        .country
        .unsettled_stock(product, point, within_km, since)
}

/// Whether a facility is shown to callers, and how far it is can be told.
fn has_way_to(facility: i64, state: &State, world: &World<'_>) -> bool {
    let facility = world.facility(facility);
    facility.is_some_and(|facility| facility.point.is_some()) && world.place(state).is_some()
}

fn km_to(facility: i64, state: &State, world: &World<'_>) -> Option<String> {
    let (_, from) = world.place(state)?;
    let to = world.country.facility(facility)?.point?;
    Some(
        world
            .language(state)
            .with("km", "n", world.km(from.km_to(to))),
    )
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
