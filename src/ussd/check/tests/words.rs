//! What is missing, unused, not translated or not to be shown is told.

use super::Broken;
use crate::ussd::edition::MENU_FILE;

#[test]
fn a_missing_text_is_told_with_the_screen_that_says_it() {
    Broken::none().lacks("fr", "resume-again").tells(&[(
        "fr.ftl",
        "",
        "the text `resume-again`, which `resume` says is missing",
    )]);
    Broken::none().lacks("sw", "age-days").tells(&[(
        "sw.ftl",
        "",
        "the text `age-days` is missing",
    )]);
    Broken::none().lacks("am", "card-contact").tells(&[(
        "am.ftl",
        "",
        "the text `card-contact`, which `card` says is missing",
    )]);
}

#[test]
fn a_text_that_no_language_has_is_the_menus_mistake() {
    Broken::none()
        .menu(
            "[{ say = \"home-place\", go = \"place\" }]",
            "[{ say = \"my-place\", go = \"place\" }]",
        )
        .tells(&[(
            MENU_FILE,
            "options = [{ say = \"my-place\"",
            "`near-none` says `my-place`, a text that no language has",
        )]);
}

#[test]
fn an_unused_text_is_told() {
    Broken::none()
        .text("ha", "\nsorry = ", "\nspare = Kalmomi\nsorry = ")
        .tells(&[(
            "ha.ftl",
            "spare = ",
            "the text `spare` is used by no screen",
        )]);
    // What the menu no longer says is left over in every language.
    let menu = Broken::none().menu(
        "\n  { say = \"nothing-forms\", go = \"others\", when = \"other-forms-near\" },",
        "\n  { say = \"yes\", go = \"others\", when = \"other-forms-near\" },",
    );
    let files = ["am.ftl", "en.ftl", "fr.ftl", "ha.ftl", "sw.ftl"];
    menu.tells(&files.map(|file| {
        (
            file,
            "nothing-forms = ",
            "`nothing-forms` is used by no screen",
        )
    }));
}

#[test]
fn a_text_left_in_the_first_language_is_told() {
    let help = "Type a medicine's name to see who near you has it. Call before you travel: stock changes. Emergency: nearest hospital.";
    Broken::none().says("sw", "help", help).tells(&[(
        "sw.ftl",
        "help = ",
        "`help` is not translated",
    )]);
}

#[test]
fn a_fact_that_is_not_known_there_is_told() {
    Broken::none()
        .says("sw", "near", "Karibu na { $plaice }:")
        .tells(&[(
            "sw.ftl",
            "near = ",
            "`near` names $plaice, which is not known there",
        )]);
    // A fact of screens is none of the words that stand in lists.
    Broken::none()
        .says("en", "km", "{ $n }km { $place }")
        .tells(&[(
            "en.ftl",
            "km = ",
            "`km` names $place, which is not known there",
        )]);
}

#[test]
fn a_letter_that_halves_the_screen_is_told() {
    Broken::none().says("fr", "yes", "Être").tells(&[(
        "fr.ftl",
        "yes = ",
        "`Ê` in `yes` is not in GSM 03.38",
    )]);
    // Also where only callers without a place would meet it.
    let none = "\nwalk-ask = { $area ->\n    [none] ";
    Broken::none()
        .text("en", none, &format!("{none}Ɗaya "))
        .tells(&[("en.ftl", "walk-ask = ", "`Ɗ` in `walk-ask`")]);
    // The list of languages is read by everybody.
    Broken::none().says("am", "language-name", "አማርኛ").tells(&[(
        "am.ftl",
        "language-name = ",
        "`አ` in `language-name`",
    )]);
}

#[test]
fn a_label_that_is_a_key_is_told() {
    for key in ["0", "00", "98", "1", "2.", "***"] {
        let reason = format!("key clash: the label `{key}` is itself a key");
        Broken::none().says("en", "other-blood", key).tells(&[(
            "en.ftl",
            "other-blood = ",
            &reason,
        )]);
    }
}

#[test]
fn two_options_with_one_label_are_told() {
    Broken::none()
        .says("en", "other-equipment", "BLOOD")
        .tells(&[(
            MENU_FILE,
            "[screen.other]",
            "key clash: `other` has the label `BLOOD` twice in `en`",
        )]);
}

#[test]
fn a_foot_without_its_key_is_told() {
    for (id, words, key) in [
        ("nav-back", "Back", "0 "),
        ("nav-home", "0 Home", "00 "),
        ("nav-more", "9 More", "98 "),
    ] {
        let reason = format!("key clash: `{id}` must begin with `{key}`");
        Broken::none()
            .says("en", id, words)
            .tells(&[("en.ftl", id, &reason)]);
    }
}
