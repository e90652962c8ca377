//! What the directory knows near the caller, and of what they chose. Pure.

use super::{FACILITIES, NEAR_KM, key};
use crate::directory::catalogue::PlaceKind;
use crate::directory::country::{Near, Only};
use crate::ussd::state::State;
use crate::ussd::world::World;

pub(super) fn holders(state: &State, world: &World<'_>, within_km: f64) -> Vec<Near> {
    let (Some(product), Some((_, point))) = (state.chosen.product, world.place(state)) else {
        return Vec::new();
    };
    let mut near = world
        .country
        .nearest(point, FACILITIES, Only::Holding(product));
    near.retain(|near| near.km <= within_km);
    near
}

pub(super) fn other_forms_near(state: &State, world: &World<'_>) -> Vec<Box<str>> {
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
pub(super) fn forms(state: &State, world: &World<'_>) -> Vec<Box<str>> {
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

pub(super) fn areas(state: &State, world: &World<'_>) -> Vec<Box<str>> {
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

/// Whether a facility is shown to callers, and how far it is can be told.
pub(super) fn has_way_to(facility: i64, state: &State, world: &World<'_>) -> bool {
    let facility = world.facility(facility);
    facility.is_some_and(|facility| facility.point.is_some()) && world.place(state).is_some()
}

pub(super) fn km_to(facility: i64, state: &State, world: &World<'_>) -> Option<String> {
    let (_, from) = world.place(state)?;
    let to = world.country.facility(facility)?.point?;
    Some(
        world
            .language(state)
            .with("km", "n", world.km(from.km_to(to))),
    )
}
