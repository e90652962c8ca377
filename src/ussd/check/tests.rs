//! The check itself is checked: whatever is broken on purpose is told, where it
//! is and why, and nothing else is.

mod data;
mod fit;
mod shape;
mod words;

use super::edition as checked;
use crate::config::Profile;
use crate::ussd::edition::{CAST_FILE, Edition, Flaw, MENU_FILE, STAFF_FILE, Sources};

/// Our own menu and texts, with something broken in them.
#[derive(Clone)]
struct Broken {
    sources: Sources,
    networks: Vec<Profile>,
}

/// A flaw that must be told: its file, how its line begins, what its reason says.
type Told<'a> = (&'a str, &'a str, &'a str);

impl Broken {
    /// Nothing broken yet.
    fn none() -> Self {
        Self {
            sources: Sources::read(None, None, "en").unwrap(),
            networks: Vec::new(),
        }
    }

    /// The menu with `from`, which stands there once, changed to `to`.
    fn menu(mut self, from: &str, to: &str) -> Self {
        self.sources.menu = changed(&self.sources.menu, from, to);
        self
    }

    /// The menu with one more screen, to which the help leads.
    fn screen(self, name: &str, rest: &str) -> Self {
        let found = "say = \"home-find\", go = \"find\" },\n  { say = \"help-work\"";
        let to = format!("say = \"home-find\", go = \"{name}\" }},\n  {{ say = \"help-work\"");
        let screens = format!("[screen.{name}]\n{rest}\n[screen.sorry]");
        self.menu(found, &to).menu("[screen.sorry]", &screens)
    }

    /// A language's file with `from`, which stands there once, changed to `to`.
    fn text(mut self, code: &str, from: &str, to: &str) -> Self {
        let source = self.sources.texts.get_mut(code).unwrap();
        *source = changed(source, from, to);
        self
    }

    /// A language's file with the text `id`, of one line, saying `words`.
    fn says(self, code: &str, id: &str, words: &str) -> Self {
        let line = line_of(&self.sources.texts[code], id);
        self.text(code, &line, &format!("\n{id} = {words}\n"))
    }

    /// A language's file without the text `id`, of one line.
    fn lacks(self, code: &str, id: &str) -> Self {
        let line = line_of(&self.sources.texts[code], id);
        self.text(code, &line, "\n")
    }

    /// Told another network's limits.
    fn network(mut self, network: &str) -> Self {
        self.networks.push(network.parse().unwrap());
        self
    }

    fn flaws(&self) -> Vec<Flaw> {
        checked(self.sources.clone(), &self.networks)
            .err()
            .unwrap_or_default()
    }

    /// What passes, broken or not.
    fn passes(self) -> Edition {
        checked(self.sources, &self.networks).unwrap_or_else(|flaws| panic!("{flaws:#?}"))
    }

    /// Asserts that exactly these flaws are told, in the order of files and lines.
    fn tells(&self, expected: &[Told<'_>]) {
        let flaws = self.flaws();
        assert_eq!(flaws.len(), expected.len(), "{expected:#?}: {flaws:#?}");
        for (flaw, (file, line, reason)) in flaws.iter().zip(expected) {
            assert_eq!(flaw.file, *file, "{flaw}");
            assert!(
                self.line(flaw).starts_with(line),
                "{flaw} at {:?}",
                self.line(flaw)
            );
            assert!(flaw.reason.contains(reason), "{flaw} says not {reason:?}");
        }
    }

    fn line(&self, flaw: &Flaw) -> &str {
        let source = if flaw.file == MENU_FILE {
            &self.sources.menu
        } else if flaw.file == STAFF_FILE {
            &self.sources.staff
        } else if flaw.file == CAST_FILE {
            &self.sources.casts
        } else {
            &self.sources.texts[flaw.file.strip_suffix(".ftl").unwrap()]
        };
        source.lines().nth(flaw.line - 1).unwrap().trim_start()
    }
}

fn changed(source: &str, from: &str, to: &str) -> String {
    assert_eq!(
        source.matches(from).count(),
        1,
        "{from:?} stands there once"
    );
    source.replace(from, to)
}

/// The line that gives a text, with the breaks around it.
fn line_of(source: &str, id: &str) -> String {
    let start = source.find(&format!("\n{id} = ")).unwrap();
    let end = source[start + 1..].find('\n').unwrap();
    source[start..start + end + 2].to_owned()
}

#[test]
fn flaws_of_several_files_are_told_at_once() {
    Broken::none()
        .menu(r#"go = "other" }"#, r#"go = "othr" }"#)
        .lacks("fr", "no")
        .text("sw", "\nsorry = ", "\nspare = Maneno\nsorry = ")
        .tells(&[
            ("fr.ftl", "", "the text `no`, which `"),
            (
                MENU_FILE,
                "{ say = \"home-other\"",
                "`home` leads to `othr`",
            ),
            (MENU_FILE, "[screen.other]", "nothing leads to `other`"),
            (MENU_FILE, "[screen.blood]", "nothing leads to `blood`"),
            (
                MENU_FILE,
                "[screen.equipment]",
                "nothing leads to `equipment`",
            ),
            (
                MENU_FILE,
                "[screen.unknown-kind]",
                "nothing leads to `unknown-kind`",
            ),
            ("sw.ftl", "spare =", "`spare` is used by no screen"),
        ]);
}

#[test]
fn files_that_are_not_toml_or_fluent_are_told_at_once() {
    Broken::none()
        .menu(
            "[screen.help]\nkind = \"menu\"",
            "[screen.help]\nkind = menu",
        )
        .text("ha", "\nsorry = ", "\n= nothing\nsorry = ")
        .text("sw", "\nsorry = ", "\nsorry-busy = Maneno\nsorry = ")
        .tells(&[
            ("ha.ftl", "= nothing", ""),
            (MENU_FILE, "kind = menu", ""),
            (
                "sw.ftl",
                "sorry-busy = Maneno",
                "`sorry-busy` is given twice",
            ),
        ]);
}

#[test]
fn what_is_not_in_the_closed_lists_is_told_where_it_stands() {
    for (from, to, line, unknown) in [
        (
            "[screen.help]\nkind = \"menu\"",
            "[screen.help]\nkind = \"page\"",
            "",
            "page",
        ),
        ("ask = \"blood\"", "ask = \"blod\"", "", "blod"),
        ("when = \"product-asked\"", "when = \"asked\"", "", "asked"),
        ("save = \"place\"", "save = \"plaice\"", "", "plaice"),
        ("save = \"area\"", "save = \"aera\"", "", "aera"),
        ("draft = \"waiting\"", "draft = \"wating\"", "", "wating"),
        ("tell = \"card\"", "tell = \"crad\"", "", "crad"),
        ("none = \"near-none\"", "never = \"near-none\"", "", "never"),
        ("sorry = \"sorry\"", "sory = \"sorry\"", "", "sory"),
    ] {
        let broken = Broken::none().menu(from, to);
        broken.tells(&[(MENU_FILE, line, unknown)]);
        let flaw = &broken.flaws()[0];
        assert!(
            broken.line(flaw).contains(unknown),
            "{flaw} at {:?}",
            broken.line(flaw)
        );
    }
}

#[test]
fn a_service_in_a_language_it_has_not_is_refused() {
    let mut broken = Broken::none();
    broken.sources.first = "yo".into();
    let flaws = broken.flaws();
    assert_eq!(flaws.len(), 1, "{flaws:?}");
    assert!(flaws[0].reason.contains("no language `yo`"), "{flaws:?}");
}

#[test]
fn every_flaw_is_a_line_of_the_refusal() {
    let broken = Broken::none().lacks("fr", "no").lacks("sw", "no");
    let told = super::refusal(&broken.flaws()).to_string();
    let lines: Vec<&str> = told.lines().skip(1).collect();
    assert_eq!(lines.len(), 2, "{told}");
    assert!(lines[0].starts_with("fr.ftl:1: "), "{told}");
    assert!(lines[1].starts_with("sw.ftl:1: "), "{told}");
}

#[test]
fn every_screen_and_every_way_stands_in_the_graph() {
    let menu = Broken::none().passes().menu;
    let graph = super::graph(&menu);
    assert!(graph.starts_with("flowchart TD\n"), "{graph}");
    for name in menu.screens.keys() {
        let boxes = ["[", "[[", "[/", "{", "(["].map(|open| format!("\n    {name}{open}{name}"));
        assert!(
            boxes.iter().any(|drawn| graph.contains(drawn)),
            "{name}: {graph}"
        );
    }
    for way in [
        "home -->|home-find| find",
        "find -->|several| which",
        "results -->|empty| nothing",
        "wait -->|no| home",
        "language -->|picked| home",
    ] {
        assert!(graph.contains(&format!("    {way}\n")), "{way}: {graph}");
    }
}
