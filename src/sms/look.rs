//! The world as a message is written about it: the country now, the texts of the current
//! edition, and the room of one SMS.

use chrono::{DateTime, Utc};

use super::find::ROOM;
use crate::app::App;
use crate::text::texts::Language;
use crate::ussd::world::World;

/// Looks at the world as it is now, in the language of that code or the service's first.
/// Nothing waits inside.
pub fn look<R>(
    app: &App,
    language: Option<&str>,
    now: DateTime<Utc>,
    look: impl FnOnce(&World<'_>, &Language) -> R,
) -> R {
    let edition = &app.ussd.editions.current;
    let country = app.directory.read();
    let world = World {
        country: &country,
        menu: &edition.menu,
        texts: &edition.texts,
        now,
        zone: app.config.alerts.zone,
        room: ROOM,
        currency: &app.config.ussd.currency,
    };
    look(&world, edition.texts.language(language.unwrap_or_default()))
}
