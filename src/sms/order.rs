//! What somebody's facility is to order, and why: what is left and what is used a month.

use chrono::TimeDelta;

use super::receive::{Answer, Desk};
use super::wording;
use crate::db::Conn;
use crate::models::advice::{self, Advised};
use crate::models::staff::Staff;
use crate::text::texts::Language;
use crate::ussd::world::World;

/// Levels come from sums of floats: what is a hair above a unit is that unit.
const HAIR: f64 = 1e-6;

/// What followed from a forecast is good for so long.
const GOOD: TimeDelta = TimeDelta::days(31);

impl Desk<'_> {
    /// What to order.
    pub(super) async fn order(&self, conn: &mut Conn, person: &Staff) -> anyhow::Result<Answer> {
        let works_at = |facility: &i64| person.facilities.contains(facility);
        let facility = match (person.facility_id.filter(works_at), &*person.facilities) {
            (Some(facility), _) => facility,
            (None, [only]) => *only,
            (None, []) => return Ok(self.say("no-facility", "sms-no-facility")),
            (None, _) => return self.which_facility(conn, person, "").await,
        };
        let zone = &self.app.config.alerts.zone;
        let since = (self.now - GOOD).with_timezone(zone).date_naive();
        let advised = advice::of_facility(conn, facility, since).await?;
        let text = self.world(|world, language| told(&advised, language, world));
        Ok(Answer::new("order", self.at(person, facility, text)))
    }
}

/// What to order of all that is held, what lasts shortest first.
fn told(advised: &[Advised], language: &Language, world: &World<'_>) -> String {
    if advised.is_empty() {
        return language.word("sms-order-unknown");
    }
    let items = advised.iter().filter_map(|advised| {
        let units = to_order(advised)?;
        let product = world.country.product(advised.product_id)?;
        let order = format!(
            "{} {}",
            product.code.to_uppercase(),
            wording::amount(units, Some(product), language)
        );
        let facts = [
            ("order", order),
            ("left", advised.quantity.to_string()),
            ("month", format!("{:.0}", advised.a_month.max(1.0))),
        ];
        Some(language.say("sms-order-item", &facts))
    });
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return language.word("sms-order-none");
    }
    wording::echoed(&[("sms-order", items)], language)
}

/// Units to order up to the maximum; none while there is enough.
fn to_order(advised: &Advised) -> Option<u32> {
    let left = f64::from(advised.quantity);
    if left >= advised.reorder_level {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a maximum is above its reorder level, and that above what is left; a cast of a float saturates"
    )]
    let units = (advised.maximum - left - HAIR).ceil() as u32;
    (units > 0).then_some(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_ordered_up_to_the_maximum_once_there_is_less_than_the_reorder_level() {
        let with = |quantity| {
            to_order(&Advised {
                product_id: 1,
                quantity,
                a_month: 40.0,
                reorder_level: 80.5,
                maximum: 120.2,
            })
        };
        assert_eq!(with(81), None);
        assert_eq!(with(80), Some(41));
        assert_eq!(with(0), Some(121));
    }
}
