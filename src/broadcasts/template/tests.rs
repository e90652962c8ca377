use super::*;
use crate::sms::segment::{self, Encoding};
use crate::text::texts::Texts;
use crate::ussd::edition::Sources;

fn spoken() -> Texts {
    let sources = Sources::read(None, None, "en").unwrap();
    crate::ussd::edition::Edition::parse(sources).unwrap().texts
}

fn given(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    pairs.iter().map(owned).collect()
}

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();

#[test]
fn every_template_is_said_in_five_languages_and_is_short() {
    let texts = spoken();
    assert_eq!(texts.languages().len(), 5);
    for template in TEMPLATES {
        assert_eq!(
            template.facts.iter().map(|f| f.word()).collect::<Vec<_>>(),
            template.names
        );
        for language in texts.languages() {
            let what = format!("{} {}", template.name, language.code());
            let longest = template.longest(language);
            let (encoding, most) = match language.code() {
                "am" => (Encoding::Ucs2, LONGEST.1),
                _ => (Encoding::Gsm7, LONGEST.0),
            };
            assert_eq!(Encoding::of(&longest), encoding, "{what}: {longest}");
            assert!(segment::count(&longest) <= most, "{what}: {longest}");
            let mut named: Vec<&str> = language.facts_of(template.text).collect();
            let mut needed = template.names.to_vec();
            named.sort_unstable();
            needed.sort_unstable();
            assert_eq!(named, needed, "{what}");
        }
    }
}

#[test]
fn facts_are_said_in_the_words_of_each_language() {
    let texts = spoken();
    let vaccines = Template::named("Vaccines").unwrap();
    let facts = given(&[("place", "Ahero Health Centre"), ("day", "2026-12-01")]);
    let facts = vaccines.read(&facts, TODAY).unwrap();
    for (language, day) in [
        ("en", "Tuesday 01/12"),
        ("sw", "Jumanne 01/12"),
        ("ha", "Talata 01/12"),
        ("fr", "mardi 01/12"),
        ("am", "ማክሰኞ 01/12"),
    ] {
        let said = vaccines.say(texts.language(language), &facts);
        assert!(
            said.contains(day) && said.contains("Ahero Health Centre"),
            "{said}"
        );
    }
    let recall = Template::named("recall").unwrap();
    let facts = given(&[
        ("product", "PCM"),
        ("batch", "px22"),
        ("reason", "falsified"),
    ]);
    let facts = recall.read(&facts, TODAY).unwrap();
    let said = recall.say(texts.language("sw"), &facts);
    assert!(said.contains("PX22") && said.contains(&texts.language("sw").word("reason-falsified")));
}

#[test]
fn what_is_missing_or_unknown_is_named() {
    let recall = Template::named("recall").unwrap();
    let all = [("product", "pcm"), ("batch", "PX22"), ("reason", "quality")];
    for (facts, flaw) in [
        (&all[..2], Flaw::Missing(Fact::Reason)),
        (&all[1..], Flaw::Missing(Fact::Product)),
        (
            &[all[0], all[1], all[2], ("day", "01/12")],
            Flaw::Unknown("day".to_owned()),
        ),
        (&[all[0], ("batch", "?"), all[2]], Flaw::Bad(Fact::Batch)),
    ] {
        assert_eq!(recall.read(&given(facts), TODAY), Err(flaw));
    }
    let told = Flaw::Missing(Fact::Day).to_string();
    assert_eq!(
        told,
        "the template needs day: a day of the next 12 months, as 2026-12-01 or 01/12"
    );
    let none = Ready::of(Some("measles".to_owned()), BTreeMap::new())
        .unwrap_err()
        .to_string();
    assert!(
        none.starts_with("there is no template measles: recall, recall-public, "),
        "{none}"
    );
    assert!(Ready::of(None, given(&all[..1])).is_err());
    assert_eq!(Ready::of(None, BTreeMap::new()), Ok(None));
}

#[test]
fn a_message_names_a_template_by_a_mark_that_begins_it() {
    for (text, expected) in [
        ("Boil all water", Ok(None)),
        ("Dial *384#", Ok(None)),
        ("#cholera", Ok(Some(("cholera", given(&[]))))),
        (
            " #Vaccines 01/12 ",
            Ok(Some(("vaccines", given(&[("day", "01/12")])))),
        ),
        (
            "#recall pcm PX22 quality",
            Ok(Some((
                "recall",
                given(&[("product", "pcm"), ("batch", "PX22"), ("reason", "quality")]),
            ))),
        ),
        ("#recall pcm PX22", Err(Flaw::Short(TEMPLATES[0]))),
        ("#cholera here", Err(Flaw::Short(TEMPLATES[3]))),
        (
            "#",
            Err(Flaw::NoTemplate {
                name: String::new(),
            }),
        ),
        (
            "#cholora",
            Err(Flaw::NoTemplate {
                name: "cholora".to_owned(),
            }),
        ),
    ] {
        let read = Ready::typed(text);
        let read = read.map(|ready| ready.map(|ready| (ready.template.name, ready.facts)));
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn what_a_message_is_shown_is_what_it_may_send() {
    for template in TEMPLATES {
        let example = template.example();
        let (typed, _) = example.split_once(" (").unwrap_or((&example, ""));
        let ready = Ready::typed(typed).unwrap().unwrap();
        assert_eq!(ready.template, template);
        assert!(template.read(&ready.facts, TODAY).is_ok(), "{example}");
    }
    let recall = "#recall PCM PX22 quality (quality, falsified, contaminated, mislabelled, harm)";
    assert_eq!(TEMPLATES[0].example(), recall);
}
