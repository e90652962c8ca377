//! Who near has a medicine, answered in one message. Pure: words in, what they mean out.

use crate::directory::catalogue::Place;
use crate::directory::confidence::Amount;
use crate::directory::country::{Near, Only};
use crate::directory::names::{Action, Candidate, Found, fold};
use crate::text::gsm::{self, Room};
use crate::text::texts::Language;
use crate::ussd::ask::{NEAR_KM, amount_word};
use crate::ussd::screen::{Content, Feet, Item, paginate_until};
use crate::ussd::world::World;

/// How many facilities one message names.
const FACILITIES: usize = 3;
/// What an answer holds: one SMS, or two joined where its letters take two octets each.
pub const ROOM: Room = Room {
    septets: 160,
    ucs2: 134,
};
/// How many candidates are named where it is not sure what was meant.
const CANDIDATES: usize = 4;

/// What the words after FIND or ALERTME mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// One medicine near one place.
    Sure {
        /// The medicine's generic key.
        medicine: Box<str>,
        /// The place's id.
        place: i64,
    },
    /// Nothing was said.
    Nothing,
    /// No medicine is called so.
    Unknown,
    /// One of these medicines.
    Which(Vec<Box<str>>),
    /// A medicine as it was written; one of these places, with what it lies in.
    Where(String, Vec<String>),
    /// A medicine as it was written, and no place.
    Nowhere(String),
}

/// What the words mean: a medicine, and a place behind it, else `home`. The longest name
/// of a medicine counts that leaves a place. Nothing is guessed: who writes one of two
/// names that look alike is asked, and `asked` once, has written what was meant.
#[must_use]
pub fn meant(words: &str, home: Option<i64>, asked: bool, world: &World<'_>) -> Meant {
    let words: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Meant::Nothing;
    }
    let mut best = Meant::Unknown;
    for cut in (1..=words.len()).rev() {
        let (name, place) = words.split_at(cut);
        let written = name.join(" ");
        let found = medicine(&written, asked, world);
        let meant = match found {
            Medicine::None => continue,
            Medicine::Several(names) => Meant::Which(names),
            Medicine::One(medicine) if place.is_empty() => match home {
                Some(place) => Meant::Sure { medicine, place },
                None => Meant::Nowhere(gsm::plain(&written)),
            },
            Medicine::One(medicine) => match near(&place.join(" "), world) {
                Spot::Sure(place) => Meant::Sure { medicine, place },
                Spot::Several(places) => Meant::Where(gsm::plain(&written), places),
                Spot::None => Meant::Nowhere(gsm::plain(&written)),
            },
        };
        if matches!(meant, Meant::Sure { .. }) {
            return meant;
        }
        // A sure medicine tells more than a doubtful one, a doubtful one than none.
        let rank = |meant: &Meant| match meant {
            Meant::Where(..) => 3,
            Meant::Nowhere(_) => 2,
            Meant::Which(_) => 1,
            _ => 0,
        };
        if rank(&meant) > rank(&best) {
            best = meant;
        }
    }
    best
}

enum Medicine {
    None,
    One(Box<str>),
    Several(Vec<Box<str>>),
}

fn medicine(name: &str, asked: bool, world: &World<'_>) -> Medicine {
    let Found { action, candidates } = world.country.find_product(name);
    let typed = fold(name);
    let mut very = candidates.iter().filter(|candidate| {
        // A brand is written unlike its medicine, a spelling of it like it
        let generic = fold(&world.medicine(&candidate.key));
        let spelling = typed.chars().take(3).eq(generic.chars().take(3));
        let doubtful = candidate.lookalike && spelling;
        fold(&candidate.name) == typed && (asked || !doubtful)
    });
    if let (Some(only), None) = (very.next(), very.next()) {
        return Medicine::One(only.key.clone());
    }
    match (action, &*candidates) {
        (Action::Refuse, _) | (_, []) => Medicine::None,
        (Action::Confirm, [one]) => Medicine::One(one.key.clone()),
        (_, several) => Medicine::Several(
            several
                .iter()
                .take(CANDIDATES)
                .map(|candidate| world.medicine(&candidate.key).into())
                .collect(),
        ),
    }
}

/// What the words for a place mean.
enum Spot {
    None,
    Sure(i64),
    Several(Vec<String>),
}

/// Who sends a place the way it was offered has said which; who sends a name that a place
/// shares with the wider one it lies in (a town and its county) means the inner one.
fn near(words: &str, world: &World<'_>) -> Spot {
    let has_point = |place: &Place| world.point_of(place).is_some();
    let shown = world.country.places_shown_as(words);
    if let Some(place) = shown.into_iter().find(|place| has_point(place)) {
        return Spot::Sure(place.id);
    }
    let Found { candidates, .. } = world.country.find_place(words);
    let known: Vec<(&Candidate, &Place)> = candidates
        .iter()
        .filter_map(|candidate| Some((candidate, world.country.place(candidate.id)?)))
        .filter(|(_, place)| has_point(place))
        .collect();
    // Of the very name there are no others than these
    let named = known.iter().all(|(candidate, _)| candidate.score >= 1.0);
    let is_around = |wider: &Place| {
        let mut others = known.iter();
        others.any(|(_, place)| world.country.lies_in(place.id, wider.id))
    };
    let mut said: Vec<(i64, String)> = Vec::new();
    for (candidate, place) in &known {
        let name = gsm::plain(&place.name);
        let name = match &*candidate.parent {
            "" => name,
            parent => format!("{name} {}", gsm::plain(parent)),
        };
        let again = said.iter().any(|(_, other)| *other == name);
        if !(again || named && is_around(place)) {
            said.push((place.id, name));
        }
    }
    match &*said {
        [] => Spot::None,
        [(only, _)] if named => Spot::Sure(*only),
        _ => {
            let names = said.into_iter().map(|(_, name)| name);
            Spot::Several(names.take(CANDIDATES).collect())
        }
    }
}

/// The nearest who have a medicine, in any of its forms, as one message; how many there
/// are is told with it.
#[must_use]
pub fn answer(
    medicine: &str,
    place: i64,
    language: &Language,
    world: &World<'_>,
) -> (String, usize) {
    let forms = world.country.products_of(medicine);
    told(&world.medicine(medicine), forms, place, language, world)
}

/// The nearest who have one product, as one message.
#[must_use]
pub fn answer_of(product: i64, place: i64, language: &Language, world: &World<'_>) -> String {
    let named = world.product(product).unwrap_or_default();
    told(&named, &[product], place, language, world).0
}

/// The nearest who have any of these forms of what is called so, and how many they are.
fn told(
    named: &str,
    forms: &[i64],
    place: i64,
    language: &Language,
    world: &World<'_>,
) -> (String, usize) {
    let named = named.to_owned();
    let name = |place: &Place| gsm::plain(&place.name);
    let (spot, point) = match world.country.place(place) {
        Some(spot) => (name(spot), world.point_of(spot)),
        None => (String::new(), None),
    };
    let mut holders: Vec<(Near, i64)> = Vec::new();
    for form in forms.iter().filter(|form| world.known(**form).is_some()) {
        let near = point.map(|point| {
            let only = Only::Holding(*form);
            world.country.nearest(point, FACILITIES, only)
        });
        let near = near.unwrap_or_default().into_iter();
        holders.extend(
            near.filter(|near| near.km <= NEAR_KM)
                .map(|near| (near, *form)),
        );
    }
    holders.sort_by(|(a, _), (b, _)| a.km.total_cmp(&b.km));
    holders.truncate(FACILITIES);
    let facts = [("medicine", named), ("place", spot)];
    if holders.is_empty() {
        let [medicine, place] = facts;
        let radius = ("radius", format!("{NEAR_KM:.0}"));
        return (language.say("sms-find-none", &[medicine, place, radius]), 0);
    }
    let items: Vec<Item> = holders
        .iter()
        .filter_map(|(near, form)| line(near, *form, forms.len() > 1, language, world))
        .collect();
    let count = items.len();
    let content = Content {
        head: language.say("sms-find-head", &facts),
        items,
        back: false,
        home: false,
        ends: true,
    };
    let feet = Feet {
        back: "",
        home: "",
        more: "",
    };
    let page = paginate_until(0, &content, feet, ROOM);
    let page = page.ok().and_then(|pages| pages.into_iter().next());
    match page {
        Some(page) => (page.text, count),
        None => (content.head, 0),
    }
}

pub(crate) fn line(
    near: &Near,
    form: i64,
    several: bool,
    language: &Language,
    world: &World<'_>,
) -> Option<Item> {
    let facility = world.facility(near.facility)?;
    let level = world.country.level(facility.id, form)?;
    let product = world.known(form)?;
    let strength = if several {
        format!(" {} {}", product.strength, product.form)
    } else {
        String::new()
    };
    let tail = format!(
        "{} {} {} {} {}",
        gsm::plain(strength.trim_end()),
        language.with("km", "n", world.km(near.km)),
        language.word(amount_word(Amount::of(&level))),
        world.age(language, level.counted_at),
        facility.contact
    );
    Some(Item {
        name: gsm::plain(&facility.name),
        tail: tail.trim_end().to_owned(),
        whole: false,
    })
}
