//! Whether a list, or an option, may have been other than now when it was shown. Pure.

use chrono::{DateTime, Utc};

use super::NEAR_KM;
use crate::ussd::menu::{Ask, Guard};
use crate::ussd::state::State;
use crate::ussd::world::World;

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
        Ask::Languages
        | Ask::FoundFacilities
        | Ask::Workplaces
        | Ask::Held
        | Ask::Orders
        | Ask::Undecided
        | Ask::LanguagesLeft
        | Ask::ToDecide
        | Ask::Casts
        | Ask::BloodGroups
        | Ask::Conditions
        | Ask::Agreed => false,
        Ask::FoundMedicines | Ask::Forms | Ask::Blood | Ask::Equipment => catalogue,
        Ask::FoundPlaces | Ask::Areas | Ask::FoundAreas | Ask::CastAreas => places,
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
