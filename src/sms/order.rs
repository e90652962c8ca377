//! What somebody's facility is to order, and why: what is left, how old that figure is, and what is used a month.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryResult;

use super::receive::{Answer, Desk};
use super::wording;
use crate::app::App;
use crate::db::Conn;
use crate::models::advice::{self, Advised, Need};
use crate::models::staff::Staff;
use crate::text::texts::Language;
use crate::ussd::world::World;

/// What followed from a forecast is good for so long.
const GOOD: TimeDelta = TimeDelta::days(31);

/// What is known for a facility's orders, as [`advice::of_facility`] tells it.
///
/// # Errors
/// If the database does not answer.
pub(crate) async fn advised(
    app: &App,
    conn: &mut Conn,
    facility: i64,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Advised>> {
    let since = (now - GOOD).with_timezone(&app.config.alerts.zone);
    advice::of_facility(conn, facility, since.date_naive(), now).await
}

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
        let advised = advised(self.app, conn, facility, self.now).await?;
        let text = self.world(|world, language| told(&advised, language, world));
        Ok(Answer::new("order", self.at(person, facility, text)))
    }
}

/// What to order of all that is held, what lasts shortest first, and what to count before.
fn told(advised: &[Advised], language: &Language, world: &World<'_>) -> String {
    if advised.is_empty() {
        return language.word("sms-order-unknown");
    }
    let (mut items, mut silent) = (Vec::new(), Vec::new());
    let (mut ordered, mut enough) = (Vec::new(), Vec::new());
    for advised in advised {
        match advised.need(world.now) {
            Need::Nothing => enough.push(advised),
            Need::Count => silent.push(wording::code(advised.product_id, world)),
            Need::Order(units) => {
                items.extend(item(advised, units, language, world));
                ordered.push(advised);
            }
        }
    }
    let mut then = Vec::new();
    // A guess is for the middle of those like it: nobody knows how often that lasts.
    let known = ordered.iter().filter(|one| one.peers.is_none());
    if let Some(least) = known.map(|one| one.service_level).min() {
        then.push(language.with("sms-order-sure", "times", least.to_string()));
    } else if ordered.is_empty() && silent.is_empty() {
        then.push(language.word("sms-order-none"));
    }
    // What is to be counted first follows from no night.
    let by = if ordered.is_empty() { enough } else { ordered };
    let today = world.now.with_timezone(&world.zone).date_naive();
    let oldest = by.iter().filter_map(|one| one.reckoned(today)).min();
    let told = !then.is_empty() || !items.is_empty();
    if let Some(day) = oldest.filter(|_| told) {
        let day = day.format("%d/%m").to_string();
        then.push(language.with("sms-order-reckoned", "day", day));
    }
    let mut groups = vec![("sms-order", items), ("sms-order-count", silent)];
    groups.retain(|(_, items)| !items.is_empty());
    wording::echoed_then(&groups, &then, language)
}

/// What to order of one product, and why; none where the country does not know it any more.
fn item(advised: &Advised, units: u32, language: &Language, world: &World<'_>) -> Option<String> {
    let product = world.country.product(advised.product_id)?;
    let order = format!(
        "{} {}",
        product.code.to_uppercase(),
        wording::amount(units, Some(product), language)
    );
    let heard = u32::try_from(advised.heard_at.timestamp()).unwrap_or(0);
    let facts = [
        ("order", order),
        ("left", advised.quantity.to_string()),
        ("age", world.age(language, heard)),
        ("month", format!("{:.0}", advised.a_month.max(1.0))),
    ];
    let Some(peers) = advised.peers else {
        return Some(language.say("sms-order-item", &facts));
    };
    let facts = [&facts[..], &[("peers", peers.to_string())]].concat();
    Some(language.say("sms-order-like", &facts))
}
