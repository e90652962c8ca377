//! Reads stock reports as messages are read, and prints what would be stored and asked.

use std::collections::HashMap;
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, ensure};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

use crate::db::{self, Db, Settings};
use crate::models::{product, product_name};
use crate::sms::grammar::{self, Context, History, Known};

/// Reads stock reports as messages are read, and prints what would be stored and what
/// asked: one JSON object a text. Without --text, one text a line on standard input, a
/// line break inside it written as \n.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The text
    #[arg(long)]
    text: Option<String>,
    /// The codes that are known, comma between; otherwise those of the database, with their units and names
    #[arg(long, value_delimiter = ',', value_parser = code)]
    codes: Option<Vec<String>>,
    /// What was counted before, oldest first: JSON like {"al": [120, 96], "pcm": [400]}, or CSV with columns code,quantity
    #[arg(long)]
    history: Option<PathBuf>,
    /// The database, as postgres://user:password@host:port/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

/// One answer.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    action: &'static str,
    items: Vec<Item<'a>>,
    ask: Vec<Ask<'a>>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    code: &'a str,
    quantity: u32,
}

#[derive(Debug, Serialize)]
struct Ask<'a> {
    about: &'a str,
    why: &'static str,
}

/// Runs the command. A text that nothing can be made of is an answer, not a failure.
///
/// # Errors
/// If the codes or the history cannot be read.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let known = match (&args.codes, &args.database_url) {
        (Some(codes), _) => Known::codes(codes.iter().map(|code| &**code)),
        (None, Some(url)) => recorded(url).await?,
        (None, None) => {
            return Err(anyhow!(
                "tell the codes with --codes al,pcm, or a database with DATABASE_URL"
            ));
        }
    };
    let history = match &args.history {
        Some(file) => history(file)?,
        None => History::new(),
    };
    let context = Context {
        known: &known,
        history: &history,
    };
    let mut out = std::io::stdout().lock();
    if let Some(text) = &args.text {
        return Ok(writeln!(out, "{}", answer(text, &context)?)?);
    }
    for line in std::io::stdin().lock().split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        let text = line.strip_suffix('\r').unwrap_or(&line);
        writeln!(out, "{}", answer(text, &context)?)?;
        out.flush()?;
    }
    Ok(())
}

fn answer(text: &str, context: &Context<'_>) -> anyhow::Result<String> {
    let report = grammar::read(&unescape(text), context);
    let items = report.items.iter().map(|item| Item {
        code: &item.code,
        quantity: item.quantity,
    });
    let ask = report.ask.iter().map(|ask| Ask {
        about: &ask.about,
        why: ask.why.as_str(),
    });
    Ok(serde_json::to_string(&Answer {
        action: report.action.as_str(),
        items: items.collect(),
        ask: ask.collect(),
    })?)
}

/// `\n` as a line break, `\\` as one backslash; any other backslash stays.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escaped) = rest.split_at(at);
        plain.push_str(before);
        let (c, len) = match escaped.as_bytes() {
            [_, b'n', ..] => ('\n', 2),
            [_, b'\\', ..] => ('\\', 2),
            _ => ('\\', 1),
        };
        plain.push(c);
        rest = escaped.split_at_checked(len).map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain
}

/// A code as it is told on the command line.
fn code(text: &str) -> Result<String, String> {
    let code = text.trim().to_lowercase();
    if (2..=8).contains(&code.chars().count()) && code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Ok(code)
    } else {
        Err("a code is 2 to 8 letters and digits".to_owned())
    }
}

/// The codes of the record with their units, and every name of what they stand for.
async fn recorded(url: &str) -> anyhow::Result<Known> {
    db::migrate(url).await?;
    let db = Db::new(&Settings::command(url), Handle::current())?;
    let mut conn = db.get().await?;
    let products = product::read_all(&mut conn).await?;
    let names = product_name::read_all(&mut conn).await?;
    Ok(Known::record(&products, &names))
}

/// Counts of each code, oldest first.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Counts {
    Many(Vec<u32>),
    One(u32),
}

/// Reads what was counted before.
fn history(file: &Path) -> anyhow::Result<History> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    counts(&text).with_context(|| format!("{} is no history", file.display()))
}

fn counts(text: &str) -> anyhow::Result<History> {
    let mut history = History::new();
    if text.trim_start().starts_with('{') {
        let counts: HashMap<String, Counts> = serde_json::from_str(text)?;
        for (code, counts) in counts {
            let counts = match counts {
                Counts::Many(counts) => counts,
                Counts::One(count) => vec![count],
            };
            history.insert(code.to_lowercase().into(), counts);
        }
        return Ok(history);
    }
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let header = rows.headers()?;
    ensure!(
        header.iter().map(str::trim).eq(["code", "quantity"]),
        "the first line must be code,quantity"
    );
    for row in rows.deserialize() {
        let (code, quantity): (String, u32) = row?;
        let counts = history
            .entry(code.trim().to_lowercase().into())
            .or_default();
        counts.push(quantity);
    }
    Ok(history)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_one_object_on_one_line() {
        let known = Known::codes(["al", "pcm"]);
        let history = counts("{\"AL\": [100, 120, 110], \"pcm\": 5}").unwrap();
        let context = Context {
            known: &known,
            history: &history,
        };
        for (text, told) in [
            (
                r"SOH AL 120\nPCM 4",
                r#"{"action":"count","items":[{"code":"al","quantity":120},{"code":"pcm","quantity":4}],"ask":[]}"#,
            ),
            (
                "rec AL 1200, pcm",
                r#"{"action":"receipt","items":[],"ask":[{"about":"al","why":"outlier"},{"about":"pcm","why":"no_number"}]}"#,
            ),
            ("", r#"{"action":"unknown","items":[],"ask":[]}"#),
        ] {
            assert_eq!(answer(text, &context).unwrap(), told, "{text}");
        }
    }

    #[test]
    fn only_line_breaks_and_backslashes_are_escaped() {
        for (typed, plain) in [
            (r"a\nb", "a\nb"),
            (r"a\\nb", r"a\nb"),
            (r"a\tb\", r"a\tb\"),
            (r"\é", r"\é"),
        ] {
            assert_eq!(unescape(typed), plain, "{typed}");
        }
    }

    #[test]
    fn a_history_is_json_or_csv() {
        let csv = counts("code,quantity\nal,100\nAL,120\npcm,7\n").unwrap();
        let json = counts("{\"al\":[100,120],\"pcm\":[7]}").unwrap();
        assert_eq!(csv, json);
        assert!(
            counts("al,100")
                .unwrap_err()
                .to_string()
                .contains("code,quantity")
        );
        assert!(counts("code,quantity\nal,-1").is_err());
        assert!(counts("{\"al\":\"x\"}").is_err());
    }

    #[test]
    fn codes_are_what_an_import_takes_and_digits() {
        assert_eq!(code(" AL6 "), Ok("al6".to_owned()));
        for bad in ["", "a", "al-6", "abcdefghi"] {
            assert!(code(bad).is_err(), "{bad}");
        }
    }
}
