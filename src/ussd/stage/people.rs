//! People who work with the record, in a story.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use anyhow::{Context as _, bail};

use crate::app::App;
use crate::broadcasts::approve::{Which, decide};
use crate::broadcasts::audience::Audience;
use crate::broadcasts::create::{First, Wanted, create};
use crate::broadcasts::{By, Office, Who};
use crate::db::Conn;
use crate::directory::names::Action;
use crate::models::advice::{self, NewAdvice};
use crate::models::broadcast::Channel;
use crate::models::staff::write::NewStaff;
use crate::models::staff::{self, Staff};
use crate::models::{fan_out, phone, product, staff::pin as pins, subscriber};
use crate::people::phone::Msisdn;
use crate::people::pin::{self, Pin};
use crate::people::role::{Role, State};
use crate::people::staff::{Registration, admit, ask_new_phone, register};
use crate::ussd::script::What;

/// Lets it happen to the caller, or to somebody else for them.
pub(super) async fn happen(app: &App, caller: &Msisdn, what: &What) -> anyhow::Result<()> {
    let mut conn = app.db.get().await?;
    let now = app.clock.now();
    let phone_id = phone::id_of(&mut conn, &app.phones, caller).await?;
    match what {
        What::Staff { role, at } => {
            let role: Role = role.parse()?;
            let (facilities, place_id) = if role.works_at_facilities() {
                (facilities(app, at)?, None)
            } else {
                (Vec::new(), Some(place(app, &at.join(" "))?))
            };
            let new = NewStaff {
                phone_id,
                name: "Story",
                role,
                place_id,
                language: None,
                state: State::Active,
                facilities: &facilities,
            };
            admit::admit(&mut conn, new, now).await?;
        }
        What::Pin(text) => {
            let person = person(&mut conn, phone_id).await?;
            pins::reset(&mut conn, person.id).await?;
            drop(conn);
            pin::choose_pin(app, person.id, Pin::typed(text)?).await?;
        }
        What::LetOut => {
            let person = person(&mut conn, phone_id).await?;
            admit::disable(&mut conn, person.id, now).await?;
        }
        What::Asks { facility, name } => {
            // A number of their own, that goes with the caller's.
            let number = caller.expose().replacen("+2547", "+2549", 1);
            let number = Msisdn::from_str(&number)?;
            let asked = Registration {
                phone_id: phone::id_of(&mut conn, &app.phones, &number).await?,
                name,
                facility_id: *facilities(app, std::slice::from_ref(facility))?
                    .first()
                    .context("one facility")?,
                language: None,
            };
            register(&mut conn, asked, now).await?;
        }
        What::Officer(at) => {
            officer(app, &mut conn, caller, (Role::Approver, at)).await?;
        }
        What::Foreseen {
            product,
            facility,
            a_month,
        } => {
            let at = facilities(app, std::slice::from_ref(facility))?;
            let product = product::id_of(&mut conn, product).await?;
            let a_month = f64::from(*a_month);
            // As much as is used until the delivery after next, and a month more.
            let row = NewAdvice {
                stock: (
                    *at.first().context("one facility")?,
                    product.context("there is no such product")?,
                ),
                a_month,
                reorder_level: 1.5 * a_month,
                maximum: 2.5 * a_month,
                risk: 0.0,
                lead_days: 14.0,
                waste: 0.0,
                waste_on: None,
                peers: None,
            };
            advice::put(&mut conn, now.date_naive(), &[row]).await?;
        }
        What::Stops => subscriber::stop(&mut conn, phone_id, now).await?,
        What::Casts {
            place: at,
            text,
            yes,
        } => {
            let writer = officer(app, &mut conn, caller, (Role::Authority, at)).await?;
            let area = writer.place_id;
            let by = By {
                who: Who::Staff(Box::new(writer)),
                channel: Channel::Ussd,
                from: "story".to_owned(),
            };
            let office = Office::of(app);
            let wanted = Wanted {
                audience: Audience {
                    place: area,
                    ..Audience::default()
                },
                texts: BTreeMap::from([(office.language().to_owned(), text.clone())]),
                ..Wanted::default()
            };
            let made = create(&mut conn, &office, &by, wanted, First::Ask).await?;
            if *yes {
                let second = officer(app, &mut conn, caller, (Role::Approver, at)).await?;
                let by = By {
                    who: Who::Staff(Box::new(second)),
                    ..by
                };
                let which = Which::Id(made.broadcast.id);
                decide(&mut conn, &office, &by, which, true).await?;
                // It goes out, and nobody takes it: no operator is there.
                fan_out::begin(&mut conn, app.clock.now()).await?;
            }
        }
        What::Moves { facility, name } => {
            let at = facilities(app, std::slice::from_ref(facility))?;
            // Numbers of their own; the new one ends in every story alike.
            let old = caller.expose().replacen("+2547", "+2546", 1);
            let new = caller.expose().replacen("+2547", "+2548", 1);
            let (old, new) = (
                Msisdn::from_str(&old)?,
                Msisdn::from_str(&format!("{new}678"))?,
            );
            let person = NewStaff {
                phone_id: phone::id_of(&mut conn, &app.phones, &old).await?,
                name,
                role: Role::Pharmacist,
                place_id: None,
                language: None,
                state: State::Active,
                facilities: &at,
            };
            let person = admit::admit(&mut conn, person, now).await?;
            let new = phone::id_of(&mut conn, &app.phones, &new).await?;
            ask_new_phone(&mut conn, person.id, new, now).await?;
        }
        _ => bail!("this happens to nobody"),
    }
    Ok(())
}

/// Somebody else who answers for a place, with a number of their own that goes with the caller's.
async fn officer(
    app: &App,
    conn: &mut Conn,
    caller: &Msisdn,
    (role, at): (Role, &str),
) -> anyhow::Result<Staff> {
    let (name, mark) = match role {
        Role::Authority => ("Grace Achieng", "+2545"),
        _ => ("Peter Mwangi", "+2544"),
    };
    let number = caller.expose().replacen("+2547", mark, 1);
    let number = Msisdn::from_str(&number)?;
    let phone_id = phone::id_of(conn, &app.phones, &number).await?;
    if let Some(known) = staff::of_phone(conn, phone_id).await? {
        return Ok(known);
    }
    let officer = NewStaff {
        phone_id,
        name,
        role,
        place_id: Some(place(app, at)?),
        language: None,
        state: State::Active,
        facilities: &[],
    };
    Ok(admit::admit(conn, officer, app.clock.now()).await?)
}

async fn person(conn: &mut Conn, phone: i64) -> anyhow::Result<Staff> {
    let person = staff::of_phone(conn, phone).await?;
    person.context("the caller does not work with the record")
}

fn facilities(app: &App, codes: &[String]) -> anyhow::Result<Vec<i64>> {
    let country = app.directory.read();
    let found = codes.iter().map(|code| {
        let facility = country.facility_by_code(code);
        let facility = facility.with_context(|| format!("there is no facility `{code}`"))?;
        Ok(facility.id)
    });
    found.collect()
}

fn place(app: &App, name: &str) -> anyhow::Result<i64> {
    let found = app.directory.read().find_place(name);
    match (found.action, &*found.candidates) {
        (Action::Confirm, [place]) => Ok(place.id),
        (_, [place, ..]) if *place.name == *name => Ok(place.id),
        _ => bail!("there is no one place `{name}`"),
    }
}
