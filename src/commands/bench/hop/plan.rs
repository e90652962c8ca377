//! What each caller asks for and where, and what the service must answer: read
//! off the directory itself, a place and a medicine of their own for each, so
//! that an answer meant for another caller is found out.

use anyhow::ensure;

use super::flow::Journey;
use crate::app::App;
use crate::directory::catalogue::{Place, PlaceKind, Point, Product, ProductKind};
use crate::directory::country::{Country, Only};
use crate::directory::names::Action;
use crate::text::gsm::{Room, plain};
use crate::text::texts::Language;
use crate::ussd::ask::{self, NEAR_KM};
use crate::ussd::menu::Ask;
use crate::ussd::state::{Profile, State};
use crate::ussd::world::World;

/// How much of a facility's name is on its line, however short it is cut.
const NAME_SHOWN: usize = 7;

/// One caller.
pub(super) struct Plan {
    /// The place they have told before.
    pub(super) place: i64,
    /// What they do.
    pub(super) journey: Journey,
}

/// A medicine that is found by its name alone.
struct Medicine<'c> {
    name: &'c str,
    /// The form and strength that is listed first.
    product: &'c Product,
}

/// Callers with something to find near them.
///
/// # Errors
/// When the country has too few pairs of a place and a medicine held near it.
pub(super) fn plan(app: &App, callers: usize) -> anyhow::Result<Vec<Plan>> {
    let country = app.directory.read();
    let edition = &app.ussd.editions.current;
    let english = edition.texts.language("en");
    let homes = homes(&country);
    let medicines = medicines(&World {
        country: &country,
        menu: &edition.menu,
        texts: &edition.texts,
        now: app.clock.now(),
        zone: app.config.alerts.zone,
        room: Room::SAFEST,
        currency: &app.config.ussd.currency,
    });
    // Neighbours in the list differ in both place and medicine.
    let pairs = (0..medicines.len()).flat_map(|shift| {
        let turned = medicines.iter().cycle().skip(shift);
        homes.iter().zip(turned)
    });
    let plans: Vec<Plan> = pairs
        .filter_map(|((home, point), medicine)| walk(&country, english, home, *point, medicine))
        .take(callers)
        .enumerate()
        .map(|(number, (place, hops))| Plan {
            place,
            journey: Journey::new(super::phone(number), hops),
        })
        .collect();
    ensure!(
        plans.len() == callers,
        "the country has work for {} callers only",
        plans.len()
    );
    Ok(plans)
}

/// Towns and wards that have a point, widest first.
fn homes(country: &Country) -> Vec<(&Place, Point)> {
    let mut found = Vec::new();
    let mut inside = country.roots().to_vec();
    while let Some(id) = inside.pop() {
        inside.extend(country.children(id));
        let place = country.place(id);
        if let Some((place, point)) = place.and_then(|place| Some((place, place.point?)))
            && matches!(place.kind, PlaceKind::Town | PlaceKind::Ward)
        {
            found.push((place, point));
        }
    }
    found
}

fn medicines<'c>(world: &World<'c>) -> Vec<Medicine<'c>> {
    let country = world.country;
    let all = country.products_of_kind(ProductKind::Medicine).iter();
    let mut found: Vec<Medicine<'_>> = Vec::new();
    for product in all.filter_map(|id| country.product(*id)) {
        let first = country.products_of(&product.generic_key).first();
        let known = country.find_product(&product.generic).action == Action::Confirm;
        if first == Some(&product.id) && known {
            found.extend(listed_first(world, product));
        }
    }
    found
}

/// The medicine of `product` in the form that callers are shown first.
fn listed_first<'c>(world: &World<'c>, product: &'c Product) -> Option<Medicine<'c>> {
    let mut state = State::at("form", Profile::default());
    state.chosen.medicine = Some(product.generic_key.clone());
    let first = ask::items(Ask::Forms, &state, world).into_iter().next()?;
    Some(Medicine {
        name: &product.generic,
        product: world.country.product(first.parse().ok()?)?,
    })
}

type Hops<'c> = Vec<(&'c str, String, Vec<String>)>;

/// The five hops, where somebody near `home` has the medicine.
fn walk<'c>(
    country: &Country,
    english: &Language,
    home: &Place,
    from: Point,
    medicine: &Medicine<'c>,
) -> Option<(i64, Hops<'c>)> {
    let product = medicine.product;
    let near = country.nearest(from, 1, Only::Holding(product.id));
    let nearest = near.first().filter(|near| near.km <= NEAR_KM)?;
    let facility = country.facility(nearest.facility)?;
    let words = |words: &[&str]| {
        let some: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| !word.is_empty())
            .collect();
        plain(&some.join(" "))
    };
    let form = words(&[&product.strength, &product.form]);
    let whole = words(&[&product.generic, &product.strength, &product.form]);
    let name = plain(&facility.name);
    let shown: String = name.chars().take(NAME_SHOWN).collect();
    let km = if nearest.km < 9.95 {
        format!(" {:.1}km ", nearest.km)
    } else {
        format!(" {:.0}km ", nearest.km)
    };
    let hops = vec![
        (
            "",
            format!("CON {}", english.word("home")),
            vec![format!("\n1 {}", english.word("home-find"))],
        ),
        ("1", format!("CON {}", english.word("find-ask")), vec![]),
        (
            medicine.name,
            format!("CON {}", plain(medicine.name)),
            vec![format!("\n1 {form}")],
        ),
        (
            "1",
            format!("CON {whole}"),
            vec![format!("\n1 {}", shown.trim_end()), km],
        ),
        (
            "1",
            format!("CON {name}"),
            vec![facility.contact.to_string()],
        ),
    ];
    Some((home.id, hops))
}
