//! What somebody's facility is to order, and why: what is left and what is used a month.

use chrono::TimeDelta;

use super::receive::{Answer, Desk};
use super::wording;
use crate::db::Conn;
use crate::models::advice::{self, Advised};
use crate::models::staff::Staff;
use crate::text::texts::Language;
use crate::ussd::world::World;

/// What followed from a forecast is good for so long.
pub(crate) const GOOD: TimeDelta = TimeDelta::days(31);

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
        let units = advised.to_order()?;
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
        let Some(peers) = advised.peers else {
            return Some(language.say("sms-order-item", &facts));
        };
        let facts = [&facts[..], &[("peers", peers.to_string())]].concat();
        Some(language.say("sms-order-like", &facts))
    });
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return language.word("sms-order-none");
    }
    // A guess is for the middle of those like it: nobody knows how often that lasts.
    let known = |advised: &&Advised| advised.peers.is_none() && advised.to_order().is_some();
    let known = advised.iter().filter(known);
    let Some(least) = known.map(|advised| advised.service_level).min() else {
        return wording::echoed(&[("sms-order", items)], language);
    };
    let sure = language.with("sms-order-sure", "times", least.to_string());
    wording::echoed_then(&[("sms-order", items)], &sure, language)
}
