//! Medicines that are mistaken for one another, and those nobody is told of.

use medvault::directory::names::Action;
use medvault::text::gsm::Room;
use medvault::ussd::draw;
use medvault::ussd::state::{Profile, State};
use medvault::ussd::step::{self, Outcome};
use medvault::ussd::world::World;

use super::{LANGUAGES, theatre};

const PAIRS: &str = include_str!("../../../src/demo/lookalikes.csv");

#[tokio::test(flavor = "multi_thread")]
async fn they_stand_on_one_page_in_every_language_and_no_unseen_one_is_taken() {
    let theatre = theatre(false).await;
    let set = theatre.stage("lookalikes").await.unwrap();
    let edition = &set.app.ussd.editions.current;
    let country = set.app.directory.read();
    let world = World {
        country: &country,
        menu: &edition.menu,
        texts: &edition.texts,
        now: chrono::Utc::now(),
        zone: chrono_tz::UTC,
        room: Room::SAFEST,
        currency: "KES",
    };
    let names = PAIRS
        .lines()
        .skip(1)
        .flat_map(|line| line.split(',').take(2));
    let mut shown = 0;
    for name in names {
        for language in LANGUAGES {
            let profile = Profile {
                language: Some(language.into()),
                ..Profile::default()
            };
            let typed = step::step(State::at("find", profile), name, 1, &world).state;
            let marked = typed.shown.iter().rposition(|key| key.starts_with('!'));
            let Some(last) = marked.filter(|_| typed.at.starts_with("which")) else {
                continue;
            };
            shown += 1;
            let drawn = draw::draw(&typed, &world).unwrap();
            // A page of 80 letters holds the first two at least, where they are short.
            let two = typed.shown.iter().take(2);
            let letters: usize = two.map(|key| world.medicine(key).len()).sum();
            let narrow = language == "am" && (drawn.seen >= 2 || letters > 30);
            let together = drawn.seen > last || narrow;
            assert!(together, "{name} in {language}:\n{}", drawn.text);
            let mut unseen = typed;
            unseen.seen = Some(1);
            let turn = step::step(unseen, "2", 1, &world);
            assert_eq!(turn.outcome, Outcome::Invalid, "{name} in {language}");
        }
    }
    assert!(shown > 300, "{shown} lists of look-alikes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_medicine_nobody_is_told_of_is_not_taken_for_another() {
    let theatre = theatre(false).await;
    let set = theatre.stage("controlled").await.unwrap();
    let country = set.app.directory.read();
    let products = include_str!("../../../src/demo/products.csv");
    let mut hidden = 0;
    for line in products.lines().filter(|line| line.contains(",true,")) {
        let name = line.split(',').next().unwrap();
        let found = country.find_product(name);
        assert_eq!(
            (found.action, found.candidates.len()),
            (Action::Refuse, 0),
            "{name}"
        );
        let misspelt = format!("{}a", &name[..name.len() - 1]);
        let like = country.find_product(&misspelt).candidates;
        assert!(like.is_empty(), "{misspelt}: {like:?}");
        hidden += 1;
    }
    assert!(hidden >= 5, "{hidden} controlled products");
}
