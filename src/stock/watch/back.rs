//! Who waited for a product is told where it is back: a few at a time as the quantity
//! allows, the nearest first and of those the longest waiting.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};

use super::message;
use crate::app::App;
use crate::db::Conn;
use crate::directory::country::{Near, Only};
use crate::models::outbox;
use crate::models::waiting::{self, Waiting, Wanted};
use crate::sms::find;
use crate::sms::look::look;
use crate::stock::rules::{WAITS, may_be_told};
use crate::text::gsm;
use crate::ussd::ask::NEAR_KM;
use crate::ussd::world::World;

/// Distances that count as the same.
const AS_NEAR_KM: f64 = 5.0;
/// Places that are looked at before somebody else has a turn.
const AT_ONCE: usize = 1000;

/// A stock that is the nearest to some places where it is waited for.
struct Stock {
    quantity: u32,
    generic: Box<str>,
    places: HashMap<i64, Near>,
}

/// What there is for those who wait.
#[derive(Default)]
struct Found {
    /// By facility and product.
    stocks: BTreeMap<(i64, i64), Stock>,
    /// The forms of a medicine that are back near a place.
    forms: HashMap<(i64, Box<str>), Vec<i64>>,
}

impl Found {
    fn look(&mut self, wanted: Wanted, world: &World<'_>) -> Option<()> {
        let Wanted {
            product_id,
            place_id,
        } = wanted;
        let point = world.point_of(world.country.place(place_id)?)?;
        let nearest = world.country.nearest(point, 1, Only::Holding(product_id));
        let near = nearest.into_iter().find(|near| near.km <= NEAR_KM)?;
        let level = world.country.level(near.facility, product_id)?;
        let generic = &world.known(product_id)?.generic_key;
        let stock = self.stocks.entry((near.facility, product_id));
        let stock = stock.or_insert_with(|| Stock {
            quantity: level.quantity,
            generic: generic.clone(),
            places: HashMap::new(),
        });
        stock.places.insert(place_id, near);
        let forms = self.forms.entry((place_id, generic.clone()));
        forms.or_default().push(product_id);
        Some(())
    }
}

/// Tells who waits for what is back; how many.
pub(super) async fn tell(app: &App, conn: &mut Conn, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let mut found = Found::default();
    for some in waiting::wanted(conn, now - WAITS).await?.chunks(AT_ONCE) {
        look(app, None, now, |world, _| {
            for wanted in some {
                found.look(*wanted, world);
            }
        });
        tokio::task::yield_now().await;
    }
    let mut told = 0;
    for ((facility, product), stock) in &found.stocks {
        let (facility, product) = (*facility, *product);
        let since = now - TimeDelta::days(1);
        let before = waiting::told_since(conn, facility, product, since).await?;
        let before = u32::try_from(before).unwrap_or(u32::MAX);
        let most = may_be_told(stock.quantity, before);
        if most == 0 {
            continue;
        }
        let places = stock.places.iter();
        let places = places.map(|(place, near)| (*place, (near.km / AS_NEAR_KM).floor()));
        let places: Vec<(i64, f64)> = places.collect();
        for who in waiting::untold(conn, now - WAITS, product, &places, most).await? {
            let Some(near) = stock.places.get(&who.place_id) else {
                continue;
            };
            let Some(text) = say(app, product, near, &who, now) else {
                continue;
            };
            // Who waits for every form of a medicine is told of one
            let forms = found.forms.get(&(who.place_id, stock.generic.clone()));
            let what = (facility, product, forms.map_or(&[][..], Vec::as_slice));
            if let [id] = *outbox::add(conn, &[message(app, who.phone_id, text, now)]).await? {
                waiting::told(conn, &who, what, id, now).await?;
            }
            told += 1;
        }
    }
    Ok(told)
}

/// That a product is back, and where; none where it is gone from the directory.
fn say(app: &App, product: i64, near: &Near, who: &Waiting, now: DateTime<Utc>) -> Option<String> {
    look(app, who.language.as_deref(), now, |world, language| {
        let line = find::line(near, product, false, language, world)?;
        let facts = [
            ("medicine", gsm::plain(&world.product(product)?)),
            ("facility", line.name),
            ("tail", line.tail.trim_start().to_owned()),
        ];
        Some(language.say("sms-back", &facts))
    })
}
