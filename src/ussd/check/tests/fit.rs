//! What does not fit is told, with the longest data there can be.

use super::{Broken, Told};
use crate::import::limits;
use crate::text::gsm::Room;
use crate::ussd::check::fit::misfit;
use crate::ussd::check::longest::{self, Script};
use crate::ussd::draw;
use crate::ussd::edition::{Edition, MENU_FILE};
use crate::ussd::menu::Screen;
use crate::ussd::screen::{Content, Item, Page};
use crate::ussd::state::{Profile, State};
use crate::ussd::step::{self, Outcome};
use crate::ussd::world::World;

/// A screen that asks for a number, with `text` over it.
fn quantity(text: &str) -> String {
    format!(
        "kind = \"input\"\ntext = \"{text}\"\nfind = \"quantity\"\nsure = \"counted\"\nsome = \"counted\"\nnone = \"count\"\n\n[screen.counted]\nkind = \"menu\"\ntext = \"help\"\noptions = [{{ say = \"yes\", go = \"home\" }}]\n"
    )
}

#[test]
fn what_is_said_alone_must_fit_one_screen() {
    Broken::none()
        .says("en", "sorry", &"a".repeat(161))
        .tells(&[(
            "en.ftl",
            "sorry = ",
            "`sorry` does not fit one screen on network unknown",
        )]);
    Broken::none()
        .says("am", "sorry-busy", &"አ".repeat(80))
        .passes();
}

#[test]
fn an_option_that_does_not_stand_whole_is_told() {
    Broken::none()
        .says("en", "home-near", &"near ".repeat(40))
        .tells(&[(
            MENU_FILE,
            "[screen.home]",
            "`home` in `en` on network unknown: the option",
        )]);
    // Eighty units less "2 " and the keys are left for a label in its own script.
    Broken::none()
        .says("am", "home-near", &"አ".repeat(79))
        .tells(&[(
            MENU_FILE,
            "[screen.home]",
            "`home` in `am` on network unknown: the option",
        )]);
}

#[test]
fn a_line_that_fits_no_page_is_told() {
    let line = "does not fit a page, even alone";
    Broken::none()
        .says("sw", "amount-plenty", &"nyingi sana ".repeat(14))
        .tells(&[
            (MENU_FILE, "[screen.results]", line),
            (MENU_FILE, "[screen.anywhere]", line),
        ]);
}

#[test]
fn a_network_too_small_for_us_is_refused() {
    let flaws = Broken::none().network("63902=80:30").flaws();
    assert!(!flaws.is_empty());
    for flaw in &flaws {
        assert!(flaw.reason.contains("on network 63902"), "{flaw}");
    }
    Broken::none().network("63902=182:30").passes();
}

#[test]
fn lost_options_and_long_pages_are_told() {
    let edition = Broken::none().passes();
    let screen = edition.menu.screen("other").unwrap();
    let item = |name: &str| Item {
        name: name.into(),
        ..Item::default()
    };
    let content = Content {
        items: vec![item("Blood"), item("Equipment")],
        ..Content::default()
    };
    let page = |text: &str, items| Page {
        text: text.into(),
        items,
    };
    let wrong = |pages: &[Page]| misfit(pages, &content, screen, Room::SAFEST);
    let one = page("1 Blood", 0..1);
    let two = page("2 Equipment", 1..2);
    assert_eq!(wrong(&[one.clone(), two.clone()]), None);
    for (pages, reason) in [
        (vec![one.clone()], "stands on no page"),
        (vec![two.clone()], "stands on no page"),
        (
            vec![one.clone(), page("1 Blood\n2 Equipment", 0..2)],
            "or on two",
        ),
        (vec![two.clone(), one.clone()], "stands on no page"),
        (
            vec![one.clone(), page("2 Equip.", 1..2)],
            "the option \"Equipment\" is cut",
        ),
        (
            vec![one.clone(), page("3 Equipment", 1..2)],
            "the option \"Equipment\" is cut",
        ),
        (
            vec![one, two, page(&"a".repeat(161), 2..2)],
            "a page is too long",
        ),
    ] {
        let told = wrong(&pages).unwrap_or_default();
        assert!(told.contains(reason), "{pages:?}: {told:?}");
    }
}

#[test]
fn the_longest_data_is_as_long_as_the_tables_allow() {
    const PLACES: &str = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/migrations/2026-11-22-000100_places/up.sql"
    ));
    const FACILITIES: &str = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/migrations/2026-11-22-000200_facilities/up.sql"
    ));
    const PRODUCTS: &str = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/migrations/2026-11-22-000300_products/up.sql"
    ));
    for (table, column, limit) in [
        (PLACES, "name", limits::PLACE_NAME),
        (FACILITIES, "name", limits::FACILITY_NAME),
        (FACILITIES, "address", limits::ADDRESS),
        (FACILITIES, "hours", limits::HOURS),
        (PRODUCTS, "generic", limits::GENERIC),
        (PRODUCTS, "form", limits::FORM),
        (PRODUCTS, "strength", limits::STRENGTH),
        (PRODUCTS, "unit", limits::UNIT),
        (PRODUCTS, "used_for", limits::USED_FOR),
    ] {
        let held = [
            format!("char_length({column}) <= {limit})"),
            format!("char_length({column}) BETWEEN 1 AND {limit})"),
        ];
        assert!(
            held.iter().any(|check| table.contains(check)),
            "{column} {limit}"
        );
    }
}

/// Home, and then the screen `count` of an edition.
fn counting(edition: &Edition, language: &str, walk: impl Fn(State, &World<'_>)) {
    let country = longest::country(Script::Latin);
    let world = World {
        country: &country,
        menu: &edition.menu,
        texts: &edition.texts,
        now: chrono::DateTime::UNIX_EPOCH,
        zone: chrono_tz::UTC,
        room: Room::SAFEST,
        currency: "KES",
    };
    let profile = Profile {
        language: Some(language.into()),
        place: None,
        ..Profile::default()
    };
    let home = step::begin(profile, &world);
    let help = step::step(home, "6", 1, &world).state;
    let count = step::step(help, "1", 1, &world).state;
    assert_eq!(&*count.at, "count");
    walk(count, &world);
}

#[test]
fn on_a_screen_for_numbers_0_and_98_are_numbers_and_00_leaves() {
    let edition = Broken::none()
        .screen("count", &quantity("find-ask"))
        .passes();
    assert!(matches!(
        edition.menu.screen("count"),
        Some(Screen::Input { .. })
    ));
    for language in edition.texts.languages() {
        counting(&edition, language.code(), |count, world| {
            let shown = draw::draw(&count, world).unwrap().text;
            assert!(!shown.contains(&language.word("nav-back")), "{shown}");
            assert!(shown.ends_with(&language.word("nav-home")), "{shown}");
            for (typed, taken) in [("0", 0), ("98", 98), ("12", 12)] {
                let turn = step::step(count.clone(), typed, 1, world);
                assert_eq!(turn.outcome, Outcome::Taken, "{typed}");
                assert_eq!(turn.state.chosen.quantity, Some(taken), "{typed}");
                assert_eq!(&*turn.state.at, "counted", "{typed}");
            }
            let left = step::step(count, "00", 1, world).state;
            assert_eq!((&*left.at, left.chosen.quantity), ("home", None));
        });
    }
}

#[test]
fn a_screen_for_numbers_must_be_one_page() {
    let broken = Broken::none().screen("count", &quantity("nothing"));
    let codes = ["am", "en", "fr", "ha", "sw"];
    let reasons = codes.map(|code| {
        format!("`count` in `{code}` on network unknown: key clash: on a second page 98 would be")
    });
    let told: Vec<Told<'_>> = reasons
        .iter()
        .map(|reason| (MENU_FILE, "[screen.count]", reason.as_str()))
        .collect();
    broken.tells(&told);
    // And where it were shown all the same, no page would offer 0 as the way back.
    let edition = Edition::parse(broken.sources).unwrap();
    counting(&edition, "en", |count, world| {
        let mut state = count;
        state.chosen.product = Some(longest::FIRST);
        state.profile.place = Some(longest::FIRST);
        let pages = draw::all_pages(&state, world).unwrap();
        assert!(pages.len() > 1);
        for page in pages {
            assert!(
                !page.text.contains("0 Back") && !page.text.contains("0<"),
                "{page:?}"
            );
        }
    });
}
