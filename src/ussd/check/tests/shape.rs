//! What does not hang together is told.

use super::{Broken, Told};
use crate::ussd::edition::MENU_FILE;

/// One break of the menu, and what must be told of it: lines and reasons.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

fn each(cases: &[Case<'_>]) {
    for (from, to, told) in cases {
        let told: Vec<Told<'_>> = told
            .iter()
            .map(|(line, reason)| (MENU_FILE, *line, *reason))
            .collect();
        Broken::none().menu(from, to).tells(&told);
    }
}

#[test]
fn a_role_must_name_a_screen() {
    each(&[
        (
            "home = \"home\" ",
            "home = \"hom\" ",
            &[("home =", "`home` names the screen `hom`")],
        ),
        (
            "language = \"language\" ",
            "language = \"langue\" ",
            &[("language =", "`language` names the screen `langue`")],
        ),
        (
            "resume = \"resume\" ",
            "resume = \"resum\" ",
            &[
                ("resume =", "`resume` names the screen `resum`"),
                ("[screen.resume]", "nothing leads to `resume`"),
            ],
        ),
        (
            "place = \"place\" ",
            "place = \"plce\" ",
            &[("place =", "`place` names the screen `plce`")],
        ),
        (
            "sorry = \"sorry\" ",
            "sorry = \"sory\" ",
            &[
                ("sorry =", "`sorry` names the screen `sory`"),
                ("[screen.sorry]", "nothing leads to `sorry`"),
            ],
        ),
    ]);
}

#[test]
fn a_way_must_lead_to_a_screen() {
    each(&[
        (
            "go = \"help\" }",
            "go = \"hlep\" }",
            &[
                (
                    "{ say = \"home-help\"",
                    "`home` leads to `hlep`, which there is none of",
                ),
                ("[screen.help]", "nothing leads to `help`"),
                ("[screen.reached]", "nothing leads to `reached`"),
                ("[screen.reached-blood]", "nothing leads to `reached-blood`"),
                (
                    "[screen.reached-condition]",
                    "nothing leads to `reached-condition`",
                ),
                ("[screen.consent]", "nothing leads to `consent`"),
                ("[screen.consent-not]", "nothing leads to `consent-not`"),
                ("[screen.consent-done]", "nothing leads to `consent-done`"),
                ("[screen.agreed]", "nothing leads to `agreed`"),
                ("[screen.agreed-none]", "nothing leads to `agreed-none`"),
                ("[screen.withdraw]", "nothing leads to `withdraw`"),
                ("[screen.withdraw-all]", "nothing leads to `withdraw-all`"),
                ("[screen.withdrawn]", "nothing leads to `withdrawn`"),
                ("[screen.drops]", "nothing leads to `drops`"),
                ("[screen.drops-done]", "nothing leads to `drops-done`"),
            ],
        ),
        (
            "none = \"walk-here\"",
            "none = \"walk-her\"",
            &[
                ("none = \"walk-her\"", "`walk` leads to `walk-her`"),
                ("[screen.walk-here]", "nothing leads to `walk-here`"),
            ],
        ),
        (
            "then = \"card\"\nnone = \"near-none\"",
            "then = \"crad\"\nnone = \"near-none\"",
            &[("then = \"crad\"", "`near` leads to `crad`")],
        ),
        (
            "some = \"which\"\nnone = \"find-again\"\n\n[screen.find-again]",
            "some = \"witch\"\nnone = \"find-again\"\n\n[screen.find-again]",
            &[("some = \"witch\"", "`find` leads to `witch`")],
        ),
    ]);
}

#[test]
fn a_screen_must_be_reached() {
    let island = "[screen.one]\nkind = \"menu\"\ntext = \"help\"\noptions = [{ say = \"yes\", go = \"two\" }]\n\n[screen.two]\nkind = \"menu\"\ntext = \"help\"\noptions = [{ say = \"yes\", go = \"one\" }]\n\n";
    each(&[
        (
            "[screen.sorry]",
            "[screen.lost]\nkind = \"end\"\ntext = \"help\"\n\n[screen.sorry]",
            &[("[screen.lost]", "nothing leads to `lost`")],
        ),
        // Two that lead to one another are reached by nobody either.
        (
            "[screen.sorry]",
            &format!("{island}[screen.sorry]"),
            &[
                ("[screen.one]", "nothing leads to `one`"),
                ("[screen.two]", "nothing leads to `two`"),
            ],
        ),
    ]);
}

#[test]
fn a_screen_must_lead_on() {
    each(&[
        (
            "options = [{ say = \"home-place\", go = \"place\" }]\n\n[screen.other]",
            "options = []\n\n[screen.other]",
            &[(
                "[screen.near-none]",
                "`near-none` is a dead end: it may have no option at all",
            )],
        ),
        (
            "go = \"wait\" }",
            "go = \"wait\", when = \"held-anywhere\" }",
            &[(
                "[screen.nothing]",
                "`nothing` is a dead end: it may have no option at all",
            )],
        ),
        (
            "then = \"results\"\nnone = \"unknown-kind\"\n\n[screen.equipment]",
            "then = \"results\"\n\n[screen.equipment]",
            &[(
                "[screen.blood]",
                "`blood` is a dead end: its list may be empty",
            )],
        ),
        (
            "then = \"card\"\nnone = \"nothing\"\n\n[screen.others]",
            "then = \"card\"\noptions = [{ say = \"yes\", go = \"home\", when = \"held-anywhere\" }]\n\n[screen.others]",
            &[(
                "[screen.anywhere]",
                "`anywhere` is a dead end: its list may be empty",
            )],
        ),
    ]);
    let bare = "kind = \"menu\"\ntell = \"card\"\noptions = []\n";
    Broken::none().screen("bare", bare).tells(&[(
        MENU_FILE,
        "[screen.bare]",
        "`bare` is a dead end: it has no option",
    )]);
}

#[test]
fn empty_lists_must_not_lead_round_and_round() {
    Broken::none()
        .menu(
            "then = \"card\"\nnone = \"nothing\"\n\n[screen.others]",
            "then = \"card\"\nnone = \"others\"\n\n[screen.others]",
        )
        .menu(
            "then = \"results\"\nnone = \"nothing\"",
            "then = \"results\"\nnone = \"anywhere\"",
        )
        .tells(&[
            (MENU_FILE, "[screen.anywhere]", "`none` leads on and on"),
            (MENU_FILE, "[screen.others]", "`none` leads on and on"),
        ]);
}

#[test]
fn what_was_found_is_shown_only_after_it_was_asked_for() {
    each(&[
        (
            "[{ say = \"home-place\", go = \"place\" }]",
            "[{ say = \"home-place\", go = \"which\" }]",
            &[(
                "options",
                "`near-none` leads to `which`, which shows the medicines found",
            )],
        ),
        (
            "some = \"which\"\nnone = \"find-again\"\n\n[screen.find-again]",
            "some = \"place-which\"\nnone = \"find-again\"\n\n[screen.find-again]",
            &[(
                "some =",
                "`find` leads to `place-which`, which shows the places found",
            )],
        ),
        (
            "none = \"find-again\"\n\n[screen.which]",
            "none = \"which\"\n\n[screen.which]",
            &[(
                "some =",
                "`find-again` leads to `which`, which shows the medicines found",
            )],
        ),
    ]);
}

#[test]
fn what_is_written_must_have_been_named() {
    each(&[
        (
            "go = \"wait-done\", save = \"draft\" }",
            "go = \"wait-done\" }",
            &[(
                "[screen.wait]",
                "`wait`: it keeps a draft that no option saves",
            )],
        ),
        (
            "draft = \"none-report\"\n",
            "",
            &[(
                "[screen.none]",
                "`none`: the option `yes` cannot save Draft here",
            )],
        ),
        (
            "go = \"@resumed\" }",
            "go = \"@resumed\", save = \"language\" }",
            &[(
                "[screen.resume]",
                "the option `resume-continue` cannot save Language here",
            )],
        ),
        (
            "ask = \"areas\"",
            "ask = \"areas\"\nsave = \"language\"",
            &[("[screen.walk]", "picking from Areas cannot save Language")],
        ),
        (
            "ask = \"blood\"",
            "ask = \"blood\"\nsave = \"place\"",
            &[("[screen.blood]", "picking from Blood cannot save Place")],
        ),
    ]);
}

#[test]
fn a_menu_has_either_a_text_or_something_to_tell() {
    let reason = "it has either a `text` or something to `tell`";
    each(&[(
        "tell = \"card\"",
        "tell = \"card\"\ntext = \"help\"",
        &[("[screen.card]", reason)],
    )]);
    let mute = "kind = \"menu\"\noptions = [{ say = \"yes\", go = \"home\" }]\n";
    Broken::none()
        .screen("mute", mute)
        .tells(&[(MENU_FILE, "[screen.mute]", reason)]);
}

#[test]
fn what_is_asked_of_some_reports_alone_leads_on_to_a_screen() {
    let asked = "kind = \"input\"\ntext = \"find-ask\"\nonly = \"receipt\"\nfind = \"expiry\"\nsure = \"@home\"\nsome = \"home\"\nnone = \"home\"\n";
    Broken::none().screen("asked", asked).tells(&[(
        MENU_FILE,
        "[screen.asked]",
        "`asked`: what is asked of some reports only leads on to a screen",
    )]);
}

#[test]
fn what_is_typed_and_written_leads_on_where_it_cannot_be() {
    for asked in ["find = \"people\"", "find = \"name\"\ncannot = \"home\""] {
        let asked = format!(
            "kind = \"input\"\ntext = \"find-ask\"\n{asked}\nsure = \"@home\"\nsome = \"home\"\nnone = \"home\"\n"
        );
        Broken::none().screen("asked", &asked).tells(&[(
            MENU_FILE,
            "[screen.asked]",
            "`asked`: what writes, and only that, says where it leads when it cannot be",
        )]);
    }
}

#[test]
fn a_place_can_only_be_lost_to_a_screen_that_says_so() {
    // Even where nothing but a place is written, that may fail.
    let menu = "home = \"a\"\nlanguage = \"a\"\nresume = \"a\"\nplace = \"a\"\nsorry = \"s\"\nlater = \"s\"\nwork = \"a\"\nworkplace = \"a\"\n[screen.a]\nkind = \"menu\"\ntext = \"help\"\noptions = [{ say = \"yes\", go = \"@home\", save = \"area\" }]\n[screen.s]\nkind = \"end\"\ntext = \"help\"\n";
    let mut broken = Broken::none();
    broken.sources.menu = menu.to_owned();
    broken.sources.staff = String::new();
    let told = broken.flaws();
    assert!(!told.is_empty());
    assert!(told.iter().all(|flaw| flaw.file != MENU_FILE), "{told:#?}");
}
