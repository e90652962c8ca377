//! A ready text is written for somebody's broadcast, over the record.

use super::fact::name;
use super::{Fact, Flaw, Given, Ready, Whom};
use crate::broadcasts::audience::{Audience, Group};
use crate::broadcasts::create::Wanted;
use crate::broadcasts::{Done, Office, Refusal, Who};
use crate::db::Conn;
use crate::models::{broadcast, place, product};
use crate::stock::batch::fold;

/// Writes the texts of a broadcast in every language from a template. Whose audience names no
/// roles (`aimed` tells) have it told to those whom the template is for.
///
/// # Errors
/// Which fact is unknown, missing or wrong, or says another thing than the audience; or if the
/// database does not answer.
pub async fn write(
    conn: &mut Conn,
    office: &Office<'_>,
    who: &Who,
    (ready, aimed): (&Ready, bool),
    wanted: &mut Wanted,
) -> Done<()> {
    if !wanted.texts.is_empty() {
        return Err(Flaw::TextsToo.into());
    }
    let template = &ready.template;
    let place = wanted.audience.place.or(who.place());
    let zone = office.zone(conn, place).await?;
    let today = office.now.with_timezone(&zone).date_naive();
    let mut facts = template.read(&ready.facts, today)?;
    let mut product = None;
    if let Some(Given::Words(code)) = facts.get(&Fact::Product) {
        let found = product::called(conn, code).await?;
        let (id, called) = found.ok_or(Refusal::NoProduct)?;
        let called = name(&called).ok_or(Flaw::Bad(Fact::Product))?;
        facts.insert(Fact::Product, called);
        product = Some(id);
    }
    if template.facts.contains(&Fact::Place) && !facts.contains_key(&Fact::Place) {
        let area = area(conn, who, wanted).await?;
        let area = area.as_deref().and_then(name);
        facts.insert(Fact::Place, area.ok_or(Flaw::Missing(Fact::Place))?);
    }
    let words = |fact| match facts.get(&fact) {
        Some(Given::Words(words)) => Some(words.clone()),
        _ => None,
    };
    let told = (product, words(Fact::Batch), words(Fact::Blood));
    if !aimed {
        aim(&mut wanted.audience, template.whom, &told);
    }
    agrees(&wanted.audience, &told)?;
    let languages = office.texts.languages().iter();
    wanted.texts = languages
        .map(|language| (language.code().to_owned(), template.say(language, &facts)))
        .collect();
    Ok(())
}

/// A product, a batch and a blood group that a template's facts name.
type Told = (Option<i64>, Option<String>, Option<String>);

/// Lets a broadcast go to those whom its template is for.
fn aim(audience: &mut Audience, whom: Whom, (product, batch, blood): &Told) {
    match whom {
        Whom::Holders => {
            audience.roles = vec![Group::Facilities];
            audience.holds = audience.holds.or(*product);
            audience.batch = audience.batch.take().or_else(|| batch.clone());
        }
        Whom::Donors => audience.blood = audience.blood.take().or_else(|| blood.clone()),
        Whom::Patients => {}
    }
}

/// Whether nobody is told of one product, batch or blood group who was chosen by another.
fn agrees(audience: &Audience, (product, batch, blood): &Told) -> Result<(), Flaw> {
    let differs =
        |product: Option<i64>, of: Option<i64>| product.zip(of).is_some_and(|(a, b)| a != b);
    if differs(*product, audience.holds) || differs(*product, audience.waits_for) {
        return Err(Flaw::Differs(Fact::Product));
    }
    let other = batch.as_ref().zip(audience.batch.as_ref());
    if other.is_some_and(|(told, of)| fold(told) != fold(of)) {
        return Err(Flaw::Differs(Fact::Batch));
    }
    let other = blood.as_ref().zip(audience.blood.as_ref());
    if other.is_some_and(|(told, of)| told != of) {
        return Err(Flaw::Differs(Fact::Blood));
    }
    Ok(())
}

/// The name of the place that a broadcast goes to, of a correction that the first one went to.
async fn area(conn: &mut Conn, who: &Who, wanted: &Wanted) -> Done<Option<String>> {
    let place = match wanted.corrects {
        Some(first) => {
            let first = broadcast::by_id(conn, first).await?;
            first.and_then(|first| first.audience.place)
        }
        None => wanted.audience.place.or(who.place()),
    };
    let ids: Vec<i64> = place.into_iter().collect();
    let names = place::names_of(conn, &ids).await?;
    Ok(names.into_iter().next().map(|(_, name)| name))
}
