//! What is proved of a menu and its texts before anyone dials: that every screen
//! can be reached and left, that nothing is missing, unused or untranslated, that
//! no key means two things, and that with the longest data the record can hold
//! every page fits every network in every language; and that every ready text of a broadcast
//! says all its facts and stays short. Start-up refuses what this does.

mod fit;
mod longest;
mod ready;
mod shape;
mod staff;
#[cfg(test)]
mod tests;
mod words;

use std::fmt::Write as _;

use super::edition::{Edition, Flaw, MENU_FILE, Sources};
use super::menu::{Go, Menu, Screen};
use crate::config::Profile;

/// Reads an edition and proves it.
///
/// # Errors
/// Every flaw, by file and line.
pub fn edition(sources: Sources, networks: &[Profile]) -> Result<Edition, Vec<Flaw>> {
    let edition = Edition::parse(sources)?;
    let mut flaws = shape::flaws(&edition);
    flaws.extend(words::flaws(&edition));
    flaws.extend(ready::flaws(&edition));
    // A menu that does not hang together cannot be walked for its lengths.
    if flaws.is_empty() {
        flaws.extend(fit::flaws(&edition, networks));
    }
    flaws.sort();
    flaws.dedup();
    if flaws.is_empty() {
        Ok(edition)
    } else {
        Err(flaws)
    }
}

/// Why start-up stops: every flaw, a line each.
#[must_use]
pub fn refusal(flaws: &[Flaw]) -> anyhow::Error {
    let lines: Vec<String> = flaws.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("the menu or its texts are refused:\n{}", lines.join("\n"))
}

/// The menu as a Mermaid flow chart.
#[must_use]
pub fn graph(menu: &Menu) -> String {
    let mut chart = String::from("flowchart TD\n");
    for (name, screen) in &menu.screens {
        let (open, close) = match screen {
            Screen::Menu { .. } => ("[", "]"),
            Screen::List { .. } => ("[[", "]]"),
            Screen::Input { .. } => ("[/", "/]"),
            Screen::Gate { .. } => ("{", "}"),
            Screen::End { .. } => ("([", "])"),
        };
        let _ = writeln!(chart, "    {name}{open}{name}{close}");
        for (label, go) in ways(screen) {
            if let Some(to) = target(menu, &go) {
                let _ = writeln!(chart, "    {name} -->|{label}| {to}");
            }
        }
    }
    chart
}

/// Where a way leads, as far as the menu alone says.
fn target<'m>(menu: &'m Menu, go: &'m Go) -> Option<&'m str> {
    match go {
        Go::Screen(name) => Some(name),
        Go::Home | Go::Return => Some(&menu.home),
        Go::Start => Some(&menu.language),
        Go::Back | Go::Resumed => None,
    }
}

/// What a typed name that finds nothing is called.
const NOTHING: &str = "nothing";

/// What leads on where something cannot be is called.
const CANNOT: &str = "cannot";

/// Every way out of a screen, with what it is taken by.
fn ways(screen: &Screen) -> Vec<(String, Go)> {
    let mut ways: Vec<(String, Go)> = screen
        .options()
        .iter()
        .map(|option| (option.say.to_string(), option.go.clone()))
        .collect();
    match screen {
        Screen::List { then, none, .. } => {
            ways.push(("picked".into(), then.clone()));
            ways.extend(none.iter().map(|none| ("empty".into(), none.clone())));
        }
        Screen::Input {
            sure,
            some,
            none,
            cannot,
            ..
        } => {
            ways.extend(
                [("sure", sure), ("several", some), (NOTHING, none)]
                    .map(|(label, go)| (label.to_owned(), go.clone())),
            );
            let cannot = cannot.iter();
            ways.extend(cannot.map(|cannot| (CANNOT.into(), cannot.clone())));
        }
        Screen::Menu { cannot, skip, .. } => {
            ways.extend(
                skip.iter()
                    .map(|skip| ("passed by".into(), skip.go.clone())),
            );
            ways.extend(cannot.iter().map(|cannot| (CANNOT.into(), cannot.clone())));
        }
        Screen::Gate {
            inside,
            pin,
            choose,
            waiting,
            nobody,
            disabled,
        } => ways.extend(
            [
                ("inside", inside),
                ("pin", pin),
                ("choose", choose),
                ("waiting", waiting),
                ("nobody", nobody),
                ("disabled", disabled),
            ]
            .map(|(label, go)| (label.to_owned(), go.clone())),
        ),
        Screen::End { .. } => {}
    }
    ways
}

/// A flaw of the menu file, at the line of a screen.
fn at_screen(edition: &Edition, screen: &str, reason: String) -> Flaw {
    at_word(edition, screen, "", reason)
}

/// A flaw of a menu file, at the line of a screen that says `word`.
fn at_word(edition: &Edition, screen: &str, word: &str, reason: String) -> Flaw {
    let (heading, word) = (format!("[screen.{screen}]"), format!("\"{word}\""));
    let begins = |line: &str, with: &str| line.trim_start().starts_with(with);
    for (file, source) in edition.sources.menus() {
        let lines = || source.lines().enumerate();
        let Some((first, _)) = lines().find(|(_, line)| begins(line, &heading)) else {
            continue;
        };
        let said = lines()
            .skip(first + 1)
            .take_while(|(_, line)| !begins(line, "["))
            .find(|(_, line)| line.contains(&word));
        return Flaw {
            file: file.into(),
            line: said.map_or(first, |(index, _)| index) + 1,
            reason,
        };
    }
    Flaw {
        file: MENU_FILE.into(),
        line: 1,
        reason,
    }
}

/// A flaw of the menu file, at the line that gives a role to a screen.
fn at_role(edition: &Edition, role: &str, reason: String) -> Flaw {
    let given = edition.sources.menu.lines().position(|line| {
        line.trim_start()
            .strip_prefix(role)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    });
    Flaw {
        file: MENU_FILE.into(),
        line: given.map_or(1, |index| index + 1),
        reason,
    }
}

/// A flaw of a language's file, at the line of a text.
fn at_text(edition: &Edition, code: &str, text: &str, reason: String) -> Flaw {
    Flaw {
        file: format!("{code}.ftl"),
        line: edition.texts.language(code).line_of(text),
        reason,
    }
}
