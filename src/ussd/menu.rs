//! The menu: the declared graph of screens. What a file may say is closed: the
//! kinds listed here, the questions, guards and writes of `lists`, and nothing else.

mod lists;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use lists::{Ask, DraftKind, Find, Guard, Need, Save, Tell};

use super::cast::Whom;
use super::desk::Entry;

/// A menu as its file declares it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Menu {
    /// Where `00` leads and a known caller begins.
    pub home: Box<str>,
    /// Where a caller without a language begins.
    pub language: Box<str>,
    /// Offered on the first hop after a dropped session.
    pub resume: Box<str>,
    /// Where a screen that needs a place sends a caller who has none.
    pub place: Box<str>,
    /// Where a write ends that could not be kept.
    pub sorry: Box<str>,
    /// Where a question to the record ends that could not be answered.
    pub later: Box<str>,
    /// Where a screen for people who work with the record sends whoever has not told their PIN.
    pub work: Box<str>,
    /// Where they are asked which of their facilities it is about.
    pub workplace: Box<str>,
    /// Every screen by its name.
    #[serde(rename = "screen")]
    pub screens: BTreeMap<Box<str>, Screen>,
}

/// What one hop shows, by kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Screen {
    /// Fixed options.
    Menu {
        /// The text over the options.
        text: Option<Box<str>>,
        /// Or what the service tells there.
        tell: Option<Tell>,
        /// What a yes here will write; kept when the screen is shown.
        draft: Option<DraftKind>,
        /// Where the caller goes when that cannot be.
        cannot: Option<Go>,
        /// What the caller must have told first.
        needs: Option<Need>,
        /// Whether nothing leads back here: what it tells was so only then.
        #[serde(default)]
        once: bool,
        /// When it is passed by, and where that leads: the first that holds.
        #[serde(default)]
        skip: Vec<Skip>,
        /// The options, in their order.
        options: Vec<Choice>,
    },
    /// What a question answers, paged, then fixed options.
    List {
        /// The text over the items.
        text: Box<str>,
        /// The question.
        ask: Ask,
        /// What the caller must have told first.
        needs: Option<Need>,
        /// What picking an item writes.
        save: Option<Save>,
        /// Where picking an item leads.
        then: Go,
        /// Where the caller goes when there are no items.
        none: Option<Go>,
        /// Options after the items.
        #[serde(default)]
        options: Vec<Choice>,
    },
    /// Words or a number typed by the caller.
    Input {
        /// The question to the caller.
        text: Box<str>,
        /// How the answer is looked up.
        find: Find,
        /// What must be reported for it to be asked; of all else nobody is asked, and it
        /// leads where a sure answer does.
        only: Option<Entry>,
        /// Where one sure answer leads.
        sure: Go,
        /// Where several, or one that is not sure, lead.
        some: Go,
        /// Where no answer leads.
        none: Go,
        /// Where the caller goes when what the answer writes cannot be.
        cannot: Option<Go>,
    },
    /// Never shown: who the caller is to the record says where they go on.
    Gate {
        /// They have told their PIN in this call.
        inside: Go,
        /// They have a PIN.
        pin: Go,
        /// They are to choose one.
        choose: Go,
        /// They asked to be let in.
        waiting: Go,
        /// They are nobody yet.
        nobody: Go,
        /// They were let out.
        disabled: Go,
    },
    /// The last screen of a session.
    End {
        /// What it says.
        text: Box<str>,
    },
}

/// An option with a fixed label.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The text of its label.
    pub say: Box<str>,
    /// Where it leads.
    pub go: Go,
    /// When it is there at all.
    pub when: Option<Guard>,
    /// What it writes.
    pub save: Option<Save>,
    /// What will be reported.
    pub entry: Option<Entry>,
    /// Whether the message to many is an emergency.
    pub emergency: Option<bool>,
    /// Whom it is for.
    pub whom: Option<Whom>,
    /// Whether one officer alone sends it.
    #[serde(default)]
    pub alone: bool,
    /// Whether it corrects the one that is looked at.
    #[serde(default)]
    pub corrects: bool,
}

/// When a screen is passed by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// While this holds.
    pub when: Guard,
    /// Where that leads.
    pub go: Go,
}

/// Where a choice leads.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Box<str>")]
pub enum Go {
    /// A screen by name.
    Screen(Box<str>),
    /// The screen before this one.
    Back,
    /// The home screen.
    Home,
    /// The screen on which the last session was cut off.
    Resumed,
    /// The first screen.
    Start,
    /// The screen that asked for a place, or home.
    Return,
}

impl From<Box<str>> for Go {
    fn from(word: Box<str>) -> Self {
        match &*word {
            "@back" => Self::Back,
            "@home" => Self::Home,
            "@resumed" => Self::Resumed,
            "@start" => Self::Start,
            "@return" => Self::Return,
            _ => Self::Screen(word),
        }
    }
}

/// Why a menu file was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {reason}")]
pub struct BadMenu {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl Menu {
    /// Reads a menu file.
    ///
    /// # Errors
    /// Where the file is not TOML, or says what is not in the closed lists.
    pub fn parse(source: &str) -> Result<Self, BadMenu> {
        toml::from_str(source).map_err(|error| {
            let before = error.span().and_then(|span| source.get(..span.start));
            let reason = error.message().trim().replace('\n', "; ");
            BadMenu {
                line: before.map_or(1, |before| {
                    line_of(source, before.matches('\n').count(), &reason)
                }),
                reason,
            }
        })
    }

    /// Whether a screen is of no use in another call: a PIN is asked for, or what it tells
    /// was so only then.
    #[must_use]
    pub fn is_for_now(&self, name: &str) -> bool {
        matches!(
            self.screen(name),
            Some(
                Screen::Menu { once: true, .. }
                    | Screen::Input {
                        find: Find::Pin | Find::NewPin | Find::PinAgain,
                        ..
                    }
            )
        )
    }

    /// A screen by name.
    #[must_use]
    pub fn screen(&self, name: &str) -> Option<&Screen> {
        self.screens.get(name)
    }
}

/// The line, from 1, of what the reader complains of at `index`. What is wrong in a
/// screen it tells at the screen's heading: there the word it names is looked for.
fn line_of(source: &str, index: usize, reason: &str) -> usize {
    let mut lines = source.lines().enumerate().skip(index);
    let heading = lines.next().is_some_and(|(_, line)| line.starts_with('['));
    let named = reason.split('`').nth(1).filter(|_| heading);
    let said = named.and_then(|word| {
        lines
            .take_while(|(_, line)| !line.starts_with('['))
            .find(|(_, line)| line.contains(word))
    });
    said.map_or(index, |(index, _)| index) + 1
}

impl Screen {
    /// The options with fixed labels.
    #[must_use]
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Menu { options, .. } | Self::List { options, .. } => options,
            Self::Input { .. } | Self::Gate { .. } | Self::End { .. } => &[],
        }
    }

    /// What the caller must have told before it is shown.
    #[must_use]
    pub fn needs(&self) -> Option<Need> {
        match self {
            Self::Menu { needs, .. } | Self::List { needs, .. } => *needs,
            Self::Input { .. } | Self::Gate { .. } | Self::End { .. } => None,
        }
    }

    /// Whether what is typed here is free text, to which a `*` may belong.
    #[must_use]
    pub fn takes_words(&self) -> bool {
        matches!(
            self,
            Self::Input {
                find: Find::Medicine
                    | Find::Place
                    | Find::Facility
                    | Find::Name
                    | Find::Area
                    | Find::Message
                    | Find::Reason,
                ..
            }
        )
    }

    /// Whether what is typed here is a number, of which 98 may be one.
    #[must_use]
    pub fn takes_numbers(&self) -> bool {
        matches!(
            self,
            Self::Input {
                find: Find::Quantity | Find::Expiry | Find::Km | Find::Moment | Find::People,
                ..
            }
        )
    }

    /// Whether `0` goes back here, and is no number.
    #[must_use]
    pub fn zero_is_back(&self) -> bool {
        let people = matches!(
            self,
            Self::Input {
                find: Find::People,
                ..
            }
        );
        (people || !self.takes_numbers()) && !matches!(self, Self::End { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_the_closed_lists_is_refused_with_its_line() {
        let source = "home='a'\nlanguage='a'\nresume='a'\nplace='a'\nsorry='a'\nlater='a'\nwork='a'\nworkplace='a'\n[screen.a]\nkind='list'\ntext='t'\nask='sql'\nthen='a'\n";
        let error = Menu::parse(source).unwrap_err();
        assert!(error.reason.contains("sql"), "{error}");
        assert_eq!(error.line, 12, "{error}");
        assert!(Menu::parse("home = ").unwrap_err().line == 1);
    }

    #[test]
    fn words_with_an_at_are_ways_and_all_else_are_screens() {
        for (word, go) in [
            ("@back", Go::Back),
            ("@return", Go::Return),
            ("find", Go::Screen("find".into())),
        ] {
            assert_eq!(Go::from(Box::from(word)), go);
        }
    }
}
