//! Recorded conversations. A script is text, one event a line:
//!
//! ```text
//! # what the story is about
//! ~ language en              the caller's saved language
//! ~ place Kibera             the caller's saved place
//! > *384*1234#               dials: a new session
//! < CON MedVault: medicine near you
//! < 1 Find a medicine
//! > 1                        types
//! ~ redis flush              Redis forgets everything of this caller
//! ~ now +3h                  time goes by
//! ~ stock amx nrb-kib-01 0   a level changes
//! ~ again                    the last callback comes once more
//! ~ network 63903            the caller's network
//! ~ staff pharmacist nrb-kit-01   the caller works at facilities with these codes
//! ~ staff supervisor Nairobi      the caller answers for a place
//! ~ pin 4071                 and has this PIN
//! ~ let out                  and does not work any more
//! ~ asks nrb-kit-01 Grace    somebody else asks to report for a facility
//! ~ casts Seme: Boil water   somebody else asks to send to a place, where it is written to
//! ~ sends Seme: Boil water   the same, and a second officer has said yes
//! ~ stops                    the caller sends STOP
//! ~ officer Seme             a second officer answers for a place
//! ~ moves nrb-kit-01 Grace   somebody else who does asks to go on under another phone
//! ```
//!
//! A line of `<` is one line of the screen; a screen is what stands between two
//! events.

use std::fmt;

use chrono::TimeDelta;

/// One event, and the screen it was answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happens.
    pub what: What,
    /// The screen, where there is one.
    pub screen: Option<String>,
    /// The comments before it.
    pub comments: Vec<String>,
    /// Its line in the file, from 1.
    pub line: usize,
}

/// What happens in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The caller dials a service code; inputs dialled with it follow the code.
    Dial(String),
    /// The caller types.
    Type(String),
    /// The last callback comes once more.
    Again,
    /// Redis forgets all of this caller.
    Flush,
    /// Time goes by.
    Now(TimeDelta),
    /// A facility counts a product.
    Stock {
        /// The product's code.
        product: String,
        /// The facility's code.
        facility: String,
        /// Units counted.
        quantity: i32,
    },
    /// The caller's saved language.
    Language(String),
    /// The caller's saved place, by name.
    Place(String),
    /// The caller's network, by code.
    Network(String),
    /// The caller works with the record.
    Staff {
        /// As the record writes it.
        role: String,
        /// The codes of facilities, or the name of a place.
        at: Vec<String>,
    },
    /// The caller's PIN.
    Pin(String),
    /// The caller does not work with the record any more.
    LetOut,
    /// Somebody else asks to report for a facility.
    Asks {
        /// The facility's code.
        facility: String,
        /// What they are called.
        name: String,
    },
    /// A second officer answers for a place, by name.
    Officer(String),
    /// The caller sends STOP.
    Stops,
    /// An authority asks to send to the people of a place.
    Casts {
        /// The place's name.
        place: String,
        /// What it says.
        text: String,
        /// Whether a second officer says yes at once.
        yes: bool,
    },
    /// A night foresaw how much of a product a facility uses a month.
    Foreseen {
        /// The product's code.
        product: String,
        /// The facility's code.
        facility: String,
        /// Units a month.
        a_month: u32,
    },
    /// Somebody else who works at a facility asks to go on under another phone.
    Moves {
        /// The facility's code.
        facility: String,
        /// What they are called.
        name: String,
    },
}

/// A recorded conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// What happens, in order.
    pub events: Vec<Event>,
}

/// A line that is no event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {reason}")]
pub struct BadLine {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// The first line that is no event, or a screen before anything happened.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut events: Vec<Event> = Vec::new();
        let mut comments = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line_number = index + 1;
            let bad = |reason: &str| BadLine {
                line: line_number,
                reason: reason.to_owned(),
            };
            let (mark, rest) = line.split_at_checked(1).unwrap_or((line, ""));
            let rest = rest.strip_prefix(' ').unwrap_or(rest);
            let what = match mark {
                "" => continue,
                "#" => {
                    comments.push(rest.to_owned());
                    continue;
                }
                "<" => {
                    let event = events
                        .last_mut()
                        .ok_or_else(|| bad("a screen before anything happened"))?;
                    match &mut event.screen {
                        Some(screen) => {
                            screen.push('\n');
                            screen.push_str(rest);
                        }
                        None => event.screen = Some(rest.to_owned()),
                    }
                    continue;
                }
                ">" if rest.starts_with('*') && rest.ends_with('#') => What::Dial(rest.to_owned()),
                ">" => What::Type(rest.to_owned()),
                "~" => directive(rest).map_err(|reason| bad(&reason))?,
                _ => return Err(bad("a line begins with >, <, ~ or #")),
            };
            events.push(Event {
                what,
                screen: None,
                comments: std::mem::take(&mut comments),
                line: line_number,
            });
        }
        Ok(Self { events })
    }
}

fn directive(text: &str) -> Result<What, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let unknown = || format!("`{text}` is nothing that can happen");
    match *words {
        ["redis", "flush"] => Ok(What::Flush),
        ["again"] => Ok(What::Again),
        ["now", time] => duration(time).map(What::Now).ok_or_else(unknown),
        ["stock", product, facility, quantity] => Ok(What::Stock {
            product: product.to_owned(),
            facility: facility.to_owned(),
            quantity: quantity.parse().map_err(|_| unknown())?,
        }),
        ["language", code] => Ok(What::Language(code.to_owned())),
        ["network", code] => Ok(What::Network(code.to_owned())),
        ["staff", role, ref at @ ..] if !at.is_empty() => Ok(What::Staff {
            role: role.to_owned(),
            at: at.iter().map(|word| (*word).to_owned()).collect(),
        }),
        ["pin", pin] => Ok(What::Pin(pin.to_owned())),
        ["let", "out"] => Ok(What::LetOut),
        ["asks", facility, ref name @ ..] if !name.is_empty() => Ok(What::Asks {
            facility: facility.to_owned(),
            name: name.join(" "),
        }),
        ["moves", facility, ref name @ ..] if !name.is_empty() => Ok(What::Moves {
            facility: facility.to_owned(),
            name: name.join(" "),
        }),
        ["officer", ref place @ ..] if !place.is_empty() => Ok(What::Officer(place.join(" "))),
        ["stops"] => Ok(What::Stops),
        ["foreseen", product, facility, a_month] => Ok(What::Foreseen {
            product: product.to_owned(),
            facility: facility.to_owned(),
            a_month: a_month.parse().map_err(|_| unknown())?,
        }),
        [word @ ("casts" | "sends"), ..] => {
            let said = text.trim_start_matches(word).split_once(": ");
            let (place, text) = said.ok_or_else(unknown)?;
            Ok(What::Casts {
                place: place.trim().to_owned(),
                text: text.trim().to_owned(),
                yes: word == "sends",
            })
        }
        ["place", ..] if words.len() > 1 => {
            Ok(What::Place(words.get(1..).unwrap_or_default().join(" ")))
        }
        _ => Err(unknown()),
    }
}

fn duration(text: &str) -> Option<TimeDelta> {
    let (number, unit) = text.strip_prefix('+')?.split_at_checked(text.len() - 2)?;
    let number = number.parse().ok()?;
    match unit {
        "s" => TimeDelta::try_seconds(number),
        "m" => TimeDelta::try_minutes(number),
        "h" => TimeDelta::try_hours(number),
        "d" => TimeDelta::try_days(number),
        _ => None,
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dial(code) => write!(f, "> {code}"),
            Self::Type(text) if text.is_empty() => write!(f, ">"),
            Self::Type(text) => write!(f, "> {text}"),
            Self::Again => write!(f, "~ again"),
            Self::Flush => write!(f, "~ redis flush"),
            Self::Now(time) => match time.num_seconds() {
                seconds if seconds % 86_400 == 0 => write!(f, "~ now +{}d", seconds / 86_400),
                seconds if seconds % 3_600 == 0 => write!(f, "~ now +{}h", seconds / 3_600),
                seconds if seconds % 60 == 0 => write!(f, "~ now +{}m", seconds / 60),
                seconds => write!(f, "~ now +{seconds}s"),
            },
            Self::Stock {
                product,
                facility,
                quantity,
            } => write!(f, "~ stock {product} {facility} {quantity}"),
            Self::Language(code) => write!(f, "~ language {code}"),
            Self::Place(name) => write!(f, "~ place {name}"),
            Self::Network(code) => write!(f, "~ network {code}"),
            Self::Staff { role, at } => write!(f, "~ staff {role} {}", at.join(" ")),
            Self::Pin(pin) => write!(f, "~ pin {pin}"),
            Self::LetOut => write!(f, "~ let out"),
            Self::Asks { facility, name } => write!(f, "~ asks {facility} {name}"),
            Self::Officer(place) => write!(f, "~ officer {place}"),
            Self::Stops => write!(f, "~ stops"),
            Self::Foreseen {
                product,
                facility,
                a_month,
            } => write!(f, "~ foreseen {product} {facility} {a_month}"),
            Self::Casts { place, text, yes } => {
                let word = if *yes { "sends" } else { "casts" };
                write!(f, "~ {word} {place}: {text}")
            }
            Self::Moves { facility, name } => write!(f, "~ moves {facility} {name}"),
        }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for event in &self.events {
            for comment in &event.comments {
                writeln!(f, "# {comment}")?;
            }
            writeln!(f, "{}", event.what)?;
            for line in event.screen.iter().flat_map(|screen| screen.split('\n')) {
                writeln!(f, "{}", format!("< {line}").trim_end())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STORY: &str = "# A story\n~ language en\n> *384*1234#\n< CON Home\n< 1 Find\n> 1\n< CON Name:\n~ redis flush\n~ now +3h\n~ stock amx nrb-kib-01 0\n> amoxil\n~ again\n>\n~ staff pharmacist nrb-kib-01\n~ pin 4071\n~ let out\n~ asks nrb-kib-01 Grace A\n~ casts Kisumu Central: Boil all water: now\n~ sends Seme: Boil\n~ stops\n~ foreseen pcm nrb-kib-01 40\n~ officer Kisumu Central\n~ moves nrb-kib-01 Ann\n";

    #[test]
    fn a_script_is_read_and_written_alike() {
        let script = Script::parse(STORY).unwrap();
        assert_eq!(script.to_string(), STORY);
        assert_eq!(script.events[1].screen.as_deref(), Some("CON Home\n1 Find"));
        assert_eq!(script.events[4].what, What::Now(TimeDelta::hours(3)));
    }

    #[test]
    fn what_is_no_event_is_refused_with_its_line() {
        for (text, line) in [
            ("< too early", 1),
            ("> 1\nhello", 2),
            ("~ now soon", 1),
            ("~ stock a b", 1),
            ("~ now +é", 1),
        ] {
            assert_eq!(Script::parse(text).unwrap_err().line, line, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange_to_read(text in "(?s).{0,200}") {
            let _ = Script::parse(&text);
        }
    }
}
