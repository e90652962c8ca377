//! Whom a message to many is for, in words. Pure.

use crate::broadcasts::audience::{Audience, Group, Radius};
use crate::directory::country::Country;
use crate::text::gsm;
use crate::text::texts::Language;
use crate::ussd::ask::agreed;
use crate::ussd::world::point_of;

/// Degrees within which a point is that of a place: a tenth of a metre.
const SAME: f64 = 1e-6;

/// Whom an audience means: where first, then who. `None` where its place or product is not in
/// the country.
#[must_use]
pub fn whom(audience: &Audience, language: &Language, country: &Country) -> Option<String> {
    let product = |id: i64| {
        let product = country.product(id)?;
        let words = [&*product.generic, &*product.strength, &*product.form];
        let words = words.into_iter().filter(|word| !word.is_empty());
        Some(gsm::plain(&words.collect::<Vec<_>>().join(" ")))
    };
    let place = match audience.place {
        Some(place) => Some(gsm::plain(&country.place(place)?.name)),
        None => None,
    };
    let mut words = match &audience.radius {
        None => vec![place?],
        Some(radius) => {
            let around = middle(radius, audience.place, country).or(place)?;
            let km = radius.km.to_string();
            vec![language.say("cast-to-around", &[("place", around), ("km", km)])]
        }
    };
    if audience.roles != [Group::Patients] {
        let role = |role: &Group| match role {
            Group::Patients => language.word("cast-to-patients"),
            Group::Staff => language.word("cast-to-staff"),
            Group::Facilities => language.word("cast-to-facilities"),
        };
        words.extend(audience.roles.iter().map(role));
    }
    if let Some(id) = audience.holds {
        words.push(language.with("cast-to-holders", "product", product(id)?));
    }
    if let Some(id) = audience.waits_for {
        words.push(language.with("cast-to-waiting", "product", product(id)?));
    }
    words.extend(audience.batch.as_ref().map(|batch| format!("LOT {batch}")));
    words.extend(audience.languages.iter().cloned());
    let consents = [
        ("blood", &audience.blood),
        ("condition", &audience.condition),
    ];
    for (kind, of) in consents {
        words.extend(of.as_ref().map(|of| {
            let about = agreed(&format!("{kind}:{of}"), language);
            language.with("cast-to-agreed", "agreed", about)
        }));
    }
    Some(words.join(", "))
}

/// The place that a circle was drawn around, in the area of whoever drew it.
fn middle(radius: &Radius, area: Option<i64>, country: &Country) -> Option<String> {
    let at = |id: &i64| {
        let point = country
            .place(*id)
            .and_then(|place| point_of(country, place));
        point.is_some_and(|point| {
            (point.lat - radius.lat).abs() < SAME && (point.lon - radius.lon).abs() < SAME
        })
    };
    // The area itself, or the widest place in it that has its middle there.
    let mut open: Vec<i64> = area.into_iter().collect();
    while !open.is_empty() {
        if let Some(found) = open.iter().find(|id| at(id)) {
            return Some(gsm::plain(&country.place(*found)?.name));
        }
        let inside = open.iter().flat_map(|id| country.children(*id));
        open = inside.copied().collect();
    }
    None
}
