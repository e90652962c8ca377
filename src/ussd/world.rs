//! What a screen is drawn from: the read model, the words, the moment. Borrowed
//! for one hop, so that stepping and drawing stay pure.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::menu::Menu;
use super::state::State;
use crate::directory::catalogue::{Facility, Place, Point, Product};
use crate::directory::country::Country;
use crate::text::gsm::{self, Room};
use crate::text::texts::{Language, Texts};

/// Everything a hop sees.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Facilities, products, places and stock.
    pub country: &'a Country,
    /// The menu of the session's edition.
    pub menu: &'a Menu,
    /// The words of that edition.
    pub texts: &'a Texts,
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The zone in which the people served live.
    pub zone: Tz,
    /// What the caller's network shows at once.
    pub room: Room,
    /// The currency of prices, as ISO 4217 or as people write it.
    pub currency: &'a str,
}

impl<'a> World<'a> {
    /// The caller's language, or the service's first.
    #[must_use]
    pub fn language(&self, state: &State) -> &'a Language {
        self.texts
            .language(state.profile.language.as_deref().unwrap_or_default())
    }

    /// The zone of the caller's clock, where they are at work, else the service's.
    #[must_use]
    pub fn zone(&self, state: &State) -> Tz {
        let desk = state.desk.as_ref();
        let zone = desk.and_then(|desk| desk.zone.as_ref()?.parse().ok());
        zone.unwrap_or(self.zone)
    }

    /// The caller's place with its point.
    #[must_use]
    pub fn place(&self, state: &State) -> Option<(&'a Place, Point)> {
        let place = self.country.place(state.profile.place?)?;
        Some((place, self.point_of(place)?))
    }

    /// Where a place is: its own point, else that of the nearest place around it.
    #[must_use]
    pub fn point_of(&self, place: &'a Place) -> Option<Point> {
        point_of(self.country, place)
    }

    /// A distance as a caller reads it: tenths below ten kilometres.
    #[must_use]
    pub fn km(&self, km: f64) -> String {
        if km < 9.95 {
            format!("{km:.1}")
        } else {
            format!("{km:.0}")
        }
    }

    /// How long ago `counted_at` (Unix seconds) was, as a caller reads it.
    #[must_use]
    pub fn age(&self, language: &Language, counted_at: u32) -> String {
        let hours = (self.now.timestamp() - i64::from(counted_at)).max(0) / 3600;
        let (id, n) = match hours {
            0..48 => ("age-hours", hours),
            48..1440 => ("age-days", hours / 24),
            _ => ("age-weeks", hours / (24 * 7)),
        };
        language.with(id, "n", n.to_string())
    }

    /// A facility that agreed to be shown to callers.
    #[must_use]
    pub fn facility(&self, id: i64) -> Option<&'a Facility> {
        self.country.facility(id).filter(|facility| facility.listed)
    }

    /// A product that may be shown to callers.
    #[must_use]
    pub fn known(&self, id: i64) -> Option<&'a Product> {
        self.country
            .product(id)
            .filter(|product| !product.controlled)
    }

    /// A product with its strength and form, as `Paracetamol 500 mg tablet`.
    #[must_use]
    pub fn product(&self, id: i64) -> Option<String> {
        let product = self.known(id)?;
        let words = [&*product.generic, &*product.strength, &*product.form];
        Some(gsm::plain(
            &words
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
        ))
    }

    /// A medicine's generic name as it is written.
    #[must_use]
    pub fn medicine(&self, key: &str) -> String {
        gsm::plain(self.country.name_of(key).unwrap_or(key))
    }
}

/// Where a place is: its own point, else that of the nearest place around it.
#[must_use]
pub fn point_of(country: &Country, place: &Place) -> Option<Point> {
    // A gazetteer is at most a handful of levels deep; a circle of parents ends here.
    let mut around = place;
    for _ in 0..8 {
        if around.point.is_some() {
            return around.point;
        }
        around = country.place(around.parent?)?;
    }
    None
}
