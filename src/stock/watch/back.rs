//! Who waited for a product is told where it is back: a few at a time as the quantity
//! allows, the nearest first and of those the longest waiting.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::message;
use crate::app::App;
use crate::db::Conn;
use crate::directory::country::{Near, Only};
use crate::models::outbox;
use crate::models::waiting::{self, Waiting};
use crate::sms::find;
use crate::sms::look::look;
use crate::stock::rules::{WAITS, may_be_told};
use crate::text::gsm;
use crate::ussd::ask::NEAR_KM;

/// Distances that count as the same.
const AS_NEAR_KM: f64 = 5.0;

/// Those who can be sent to one stock.
struct Stock {
    quantity: u32,
    waiting: Vec<(Near, Waiting)>,
}

/// Tells who waits for what is back; how many.
pub(super) async fn tell(app: &App, conn: &mut Conn, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let untold = waiting::untold(conn, now - WAITS).await?;
    if untold.is_empty() {
        return Ok(0);
    }
    let mut stocks: BTreeMap<(i64, i64), Stock> = BTreeMap::new();
    look(app, None, now, |world, _| {
        for row in untold {
            let point = world
                .country
                .place(row.place_id)
                .and_then(|place| world.point_of(place));
            let near = point.and_then(|point| {
                let nearest = world
                    .country
                    .nearest(point, 1, Only::Holding(row.product_id));
                nearest.into_iter().find(|near| near.km <= NEAR_KM)
            });
            let Some((near, level)) = near.and_then(|near| {
                let level = world.country.level(near.facility, row.product_id)?;
                world.known(row.product_id)?;
                Some((near, level))
            }) else {
                continue;
            };
            let stock = stocks
                .entry((near.facility, row.product_id))
                .or_insert(Stock {
                    quantity: level.quantity,
                    waiting: Vec::new(),
                });
            stock.waiting.push((near, row));
        }
    });
    let mut told = HashSet::new();
    for ((facility, product), mut stock) in stocks {
        let since = now - TimeDelta::days(1);
        let before = waiting::told_since(conn, facility, product, since).await?;
        let before = u32::try_from(before).unwrap_or(u32::MAX);
        stock.waiting.sort_by(|(a, first), (b, second)| {
            let ring = |near: &Near| (near.km / AS_NEAR_KM).floor();
            ring(a)
                .total_cmp(&ring(b))
                .then(first.asked_at.cmp(&second.asked_at))
        });
        let mut most = may_be_told(stock.quantity, before);
        let generic = look(app, None, now, |world, _| {
            let product = world.country.product(product);
            product.map(|product| product.generic_key.clone())
        });
        let mut rows = Vec::new();
        for (near, row) in stock.waiting {
            if most == 0 {
                break;
            }
            // Who waits for every form of a medicine is told of one
            if !told.insert((row.phone_id, generic.clone())) {
                rows.push(row.id);
                continue;
            }
            let text = look(app, row.language.as_deref(), now, |world, language| {
                let line = find::line(&near, product, false, language, world)?;
                let medicine = world.product(product)?;
                let facts = [
                    ("medicine", gsm::plain(&medicine)),
                    ("facility", line.name),
                    ("tail", line.tail.trim_start().to_owned()),
                ];
                Some(language.say("sms-back", &facts))
            });
            let Some(text) = text else {
                continue;
            };
            outbox::add(conn, &[message(app, row.phone_id, text, now)]).await?;
            rows.push(row.id);
            most -= 1;
        }
        waiting::told(conn, &rows, facility, now).await?;
    }
    Ok(told.len())
}
