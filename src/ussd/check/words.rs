//! Whether every text is there, in every language, and says what it may.

use std::collections::{BTreeMap, BTreeSet};

use super::{at_screen, at_text, at_word};
use crate::broadcasts::template;
use crate::sms::texts::{TEXTS, UNITS};
use crate::text::gsm;
use crate::text::texts::Language;
use crate::ussd::choice::{Typed, read};
use crate::ussd::edition::{Edition, Flaw};
use crate::ussd::facts::{FACTS, texts_of};
use crate::ussd::menu::Screen;

/// Texts the service says of its own accord, with the facts they may name.
const OWN: [(&str, &[&str]); 55] = [
    ("language-name", &[]),
    ("nav-back", &[]),
    ("nav-home", &[]),
    ("nav-more", &[]),
    ("amount-plenty", &[]),
    ("amount-some", &[]),
    ("amount-few", &[]),
    ("amount-none", &[]),
    ("age-hours", &["n"]),
    ("age-days", &["n"]),
    ("age-weeks", &["n"]),
    ("km", &["n"]),
    ("notice-invalid", &FACTS),
    ("notice-empty", &FACTS),
    ("notice-changed", &FACTS),
    ("notice-cut", &FACTS),
    ("notice-place", &FACTS),
    ("notice-once", &FACTS),
    ("notice-place-once", &FACTS),
    ("notice-no-list", &FACTS),
    ("notice-number", &FACTS),
    ("notice-month", &FACTS),
    ("notice-month-past", &FACTS),
    ("notice-month-far", &FACTS),
    ("notice-name", &FACTS),
    ("notice-phone", &FACTS),
    ("notice-pin", &FACTS),
    ("notice-pin-weak", &FACTS),
    ("notice-pin-wrong", &FACTS),
    ("notice-pin-differ", &FACTS),
    ("notice-pin-again", &FACTS),
    ("notice-pin-chosen", &FACTS),
    ("notice-not-staff", &FACTS),
    ("sorry-busy", &[]),
    ("sorry", &[]),
    ("let-in-phone", &["number"]),
    ("yes", &FACTS),
    ("notice-outside", &FACTS),
    ("notice-km", &FACTS),
    ("notice-no-point", &FACTS),
    ("notice-moment", &FACTS),
    ("notice-moment-past", &FACTS),
    ("notice-moment-far", &FACTS),
    ("notice-people", &FACTS),
    ("agreed-blood", &["group"]),
    ("agreed-messages", &[]),
    ("order-units", &["units"]),
    ("order-enough", &[]),
    ("order-count", &[]),
    ("condition-asthma", &[]),
    ("condition-diabetes", &[]),
    ("condition-epilepsy", &[]),
    ("condition-hypertension", &[]),
    ("condition-pregnancy", &[]),
    ("condition-sickle-cell", &[]),
];

/// What stands at the foot of screens, and the key each must begin with.
const FEET: [(&str, &str); 3] = [("nav-back", "0 "), ("nav-home", "00 "), ("nav-more", "98 ")];

/// Every flaw in the texts.
pub(super) fn flaws(edition: &Edition) -> Vec<Flaw> {
    let needed = needed(edition);
    let mut flaws = Vec::new();
    let nowhere = |id: &&str| {
        edition
            .texts
            .languages()
            .iter()
            .all(|language| !language.has(id))
    };
    // What no language has, the menu got wrong, not every language.
    let mut unknown = BTreeSet::new();
    for (id, (_, screen)) in &needed {
        if let Some(screen) = screen
            && nowhere(id)
        {
            unknown.insert(*id);
            flaws.push(at_word(
                edition,
                screen,
                id,
                format!("`{screen}` says `{id}`, a text that no language has"),
            ));
        }
    }
    for language in edition.texts.languages() {
        let code = language.code();
        for (id, (facts, screen)) in &needed {
            if !language.has(id) && !unknown.contains(id) {
                let said_by = screen
                    .map(|screen| format!(", which `{screen}` says"))
                    .unwrap_or_default();
                flaws.push(at_text(
                    edition,
                    code,
                    id,
                    format!("the text `{id}`{said_by} is missing"),
                ));
            }
            for fact in language.facts_of(id).filter(|fact| !facts.contains(fact)) {
                flaws.push(at_text(
                    edition,
                    code,
                    id,
                    format!("`{id}` names ${fact}, which is not known there"),
                ));
            }
        }
        for id in language.ids().filter(|id| !needed.contains_key(id)) {
            flaws.push(at_text(
                edition,
                code,
                id,
                format!("the text `{id}` is used by no screen"),
            ));
        }
        for (id, key) in FEET {
            if language.has(id) && !language.word(id).starts_with(key) {
                flaws.push(at_text(
                    edition,
                    code,
                    id,
                    format!("key clash: `{id}` must begin with `{key}`, the key that works"),
                ));
            }
        }
        flaws.extend(untranslated(edition, language));
        flaws.extend(foreign_letters(edition, language));
        flaws.extend(clashing_labels(edition, language));
    }
    flaws
}

/// Every text that is needed, the facts it may name, and a screen that says it.
fn needed(edition: &Edition) -> BTreeMap<&str, (&'static [&'static str], Option<&str>)> {
    let mut needed: BTreeMap<&str, (&'static [&'static str], Option<&str>)> = OWN
        .iter()
        .chain(&TEXTS)
        .map(|(id, facts)| (*id, (*facts, None)))
        .collect();
    let units = UNITS.iter().flat_map(|(_, one, many)| [*one, *many]);
    needed.extend(units.map(|id| (id, (&[] as &[&str], None))));
    needed.extend(template::texts().map(|(id, facts)| (id, (facts, None))));
    for (name, screen) in &edition.menu.screens {
        let text = match screen {
            Screen::Menu { text, .. } => text.as_ref(),
            Screen::List { text, .. } | Screen::Input { text, .. } | Screen::End { text } => {
                Some(text)
            }
            Screen::Gate { .. } => None,
        };
        let said = text
            .into_iter()
            .chain(screen.options().iter().map(|option| &option.say));
        needed.extend(said.map(|id| (&**id, (FACTS.as_slice(), Some(&**name)))));
        if let Screen::Menu {
            tell: Some(tell), ..
        } = screen
        {
            needed.extend(
                texts_of(*tell)
                    .iter()
                    .map(|(id, facts)| (*id, (*facts, Some(&**name)))),
            );
        }
    }
    // "Yes" is here for the menus' own answers; without one it is unused.
    if !edition
        .menu
        .screens
        .values()
        .flat_map(Screen::options)
        .any(|option| &*option.say == "yes")
    {
        needed.remove("yes");
    }
    needed
}

/// Whole sentences that stand in two languages alike were not translated.
fn untranslated(edition: &Edition, language: &Language) -> Vec<Flaw> {
    let first = edition.texts.language("");
    if first.code() == language.code() {
        return Vec::new();
    }
    let same = language.ids().filter(|id| {
        let text = language.word(id);
        text.chars().count() > 14
            && text.contains(' ')
            && first.has(id)
            && text == first.word(id)
            && text.chars().any(char::is_alphabetic)
    });
    same.map(|id| {
        at_text(
            edition,
            language.code(),
            id,
            format!("`{id}` is not translated"),
        )
    })
    .collect()
}

/// In a language written in GSM 03.38, one other letter halves the screen.
fn foreign_letters(edition: &Edition, language: &Language) -> Vec<Flaw> {
    let outside = |id: &str| {
        language
            .letters_of(id)
            .chars()
            .find(|c| gsm::char_septets(*c).is_none())
    };
    let (mut plain, mut foreign) = (0, Vec::new());
    for id in language.ids() {
        match outside(id) {
            None => plain += 1,
            Some(c) => foreign.push((id, c)),
        }
    }
    if plain < foreign.len() * 2 {
        // The list of languages is read by all callers, on one screen.
        foreign.retain(|(id, _)| *id == "language-name");
    }
    foreign
        .into_iter()
        .map(|(id, c)| {
            at_text(
                edition,
                language.code(),
                id,
                format!("`{c}` in `{id}` is not in GSM 03.38 and halves the screen"),
            )
        })
        .collect()
}

/// Options that could be taken for one another, or for a key.
fn clashing_labels(edition: &Edition, language: &Language) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (name, screen) in &edition.menu.screens {
        let mut labels: Vec<String> = Vec::new();
        for option in screen.options() {
            let label = language.word(&option.say);
            let folded = crate::text::fold(&label);
            if !matches!(read(&label), Typed::Words(_)) {
                flaws.push(at_text(
                    edition,
                    language.code(),
                    &option.say,
                    format!("key clash: the label `{label}` is itself a key"),
                ));
            }
            if labels.contains(&folded) {
                flaws.push(at_screen(
                    edition,
                    name,
                    format!(
                        "key clash: `{name}` has the label `{label}` twice in `{}`",
                        language.code()
                    ),
                ));
            }
            labels.push(folded);
        }
    }
    flaws
}
