//! Every option stands once, and every page fits.

use proptest::prelude::*;

use super::*;

fn feet() -> Feet<'static> {
    Feet {
        back: "0 Back",
        home: "00 Home",
        more: "98 More",
    }
}

fn item(name: &str, tail: &str) -> Item {
    Item {
        name: name.into(),
        tail: tail.into(),
        whole: false,
    }
}

#[test]
fn three_facilities_stand_on_one_screen_with_their_figures_whole() {
    let names = [
        "Mbagathi County Referral Hospital Pharmacy",
        "Kibera South Health Centre",
        "Goodlife Pharmacy Ngong Road Branch",
        "Langata",
    ];
    let content = Content {
        head: "Paracetamol 500 mg tablet near Kibera:".into(),
        items: names
            .iter()
            .map(|name| item(name, " 1.2km plenty 2d"))
            .collect(),
        back: true,
        home: true,
        ends: false,
    };
    let pages = paginate(&content, feet(), Room::SAFEST).unwrap();
    assert_eq!(pages[0].items, 0..3);
    assert_eq!(pages[0].text.matches(" 1.2km plenty 2d").count(), 3);
    assert_eq!(pages[1].text, "4 Langata 1.2km plenty 2d\n0 Back 00 Home");
}

#[test]
fn a_long_text_is_cut_between_words_and_nothing_of_it_is_lost() {
    let content = Content {
        head: "word ".repeat(60).trim().into(),
        items: vec![item("Yes", "")],
        back: true,
        home: false,
        ends: false,
    };
    let pages = paginate(&content, feet(), Room::SAFEST).unwrap();
    assert_eq!(
        pages
            .iter()
            .map(|page| page.text.matches("word").count())
            .sum::<usize>(),
        60
    );
    assert!(pages.last().unwrap().text.contains("1 Yes"));
}

#[test]
fn an_end_screen_leads_nowhere() {
    let content = Content {
        head: "x ".repeat(120),
        ends: true,
        ..Content::default()
    };
    let pages = paginate(&content, feet(), Room::SAFEST).unwrap();
    assert!(pages[0].text.ends_with("98 More"));
    assert!(!pages[1].text.contains("Back"), "{:?}", pages[1]);
}

#[test]
fn what_cannot_fit_is_refused_by_name() {
    let content = Content {
        items: vec![item("", &"5".repeat(170))],
        ..Content::default()
    };
    assert_eq!(
        paginate(&content, feet(), Room::SAFEST),
        Err(TooLong("5".repeat(170)))
    );
}

#[test]
fn a_name_that_needs_the_whole_page_gets_it_though_blanks_stand_above() {
    let mut long = item(&"ሀ ".repeat(52), " 0km");
    long.whole = true;
    let content = Content {
        head: "\n".into(),
        items: vec![long],
        back: true,
        ..Content::default()
    };
    let pages = paginate(&content, feet(), Room::SAFEST).unwrap();
    assert_eq!((pages.len(), pages[0].items.clone()), (1, 0..1));
    assert!(pages[0].text.contains(" 0km"), "{:?}", pages[0].text);
}

proptest! {
    #[test]
    fn every_option_stands_once_and_every_page_fits(
        head in "[a-zA-Z \\n]{0,300}",
        names in prop::collection::vec("[a-zA-Zé ]{1,103}|[ሀ-ቮ ]{1,103}", 0..120),
        tail in "( [0-9.]{1,4}km)?|.{0,20}",
        (back, home, whole) in any::<(bool, bool, bool)>(),
    ) {
        let items: Vec<Item> = names.iter().map(|name| Item { name: name.clone(), tail: tail.clone(), whole }).collect();
        let content = Content { head, items, back, home, ends: false };
        let pages = paginate(&content, feet(), Room::SAFEST).unwrap();
        let mut next = 0;
        for (index, page) in pages.iter().enumerate() {
            prop_assert!(Room::SAFEST.holds(&page.text), "{:?}", page.text);
            prop_assert_eq!(page.items.start, next);
            next = page.items.end;
            for item in page.items.clone() {
                let line = format!("{} ", choice::number(item));
                prop_assert!(page.text.starts_with(&line) || page.text.contains(&format!("\n{line}")), "{:?} lacks {}", page.text, line);
                prop_assert!(page.text.contains(&tail));
            }
            let last = index + 1 == pages.len();
            prop_assert_eq!(page.text.ends_with("98 More") || page.text.ends_with("98>"), !last, "{:?}", page.text);
        }
        prop_assert_eq!(next, names.len());
    }
}
