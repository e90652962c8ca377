//! Finds a product or a place by a name, as a caller would type it.

use std::io::{BufRead as _, Write as _};

use chrono::Utc;
use serde::Serialize;

use super::Source;
use crate::directory::country::Country;
use crate::directory::load::Levels;
use crate::directory::names::{Action, Candidate, Found};

/// Finds a product or a place by a name, as a caller would type it: one JSON
/// object a query. Without TEXT, one query a line on standard input.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to look for
    what: What,
    /// The name, however it is spelt
    text: Option<String>,
    #[command(flatten)]
    source: Source,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    /// A medicine, a blood group or a piece of equipment
    Product,
    /// A ward, school, market or town
    Place,
}

/// One answer.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    query: &'a str,
    action: &'static str,
    candidates: Vec<Line<'a>>,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    code: &'a str,
    name: &'a str,
    parent: &'a str,
    score: f64,
}

/// Runs the command. A name that nothing is close to is an answer, not a failure.
///
/// # Errors
/// If the record cannot be read.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let country = args.source.country(Levels::None, Utc::now()).await?;
    let mut out = std::io::stdout().lock();
    if let Some(text) = &args.text {
        return Ok(writeln!(out, "{}", answer(&country, args.what, text)?)?);
    }
    for line in std::io::stdin().lock().split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        writeln!(
            out,
            "{}",
            answer(&country, args.what, line.trim_end_matches('\r'))?
        )?;
        out.flush()?;
    }
    Ok(())
}

fn answer(country: &Country, what: What, query: &str) -> anyhow::Result<String> {
    let Found { action, candidates } = match what {
        What::Product => country.find_product(query),
        What::Place => country.find_place(query),
    };
    let lines = candidates.iter().map(|candidate| Line {
        code: code(country, what, candidate),
        name: &candidate.name,
        parent: &candidate.parent,
        score: (f64::from(candidate.score) * 1000.0).round() / 1000.0,
    });
    let action = match action {
        Action::Confirm => "confirm",
        Action::Choose => "choose",
        Action::Refuse => "refuse",
    };
    Ok(serde_json::to_string(&Answer {
        query,
        action,
        candidates: lines.collect(),
    })?)
}

/// A place's id; the shortest SMS code of a medicine, which is that of its usual
/// form, empty where the medicine is known by name only.
fn code<'a>(country: &'a Country, what: What, candidate: &'a Candidate) -> &'a str {
    match what {
        What::Place => &candidate.key,
        What::Product => {
            let products = country
                .products_of(&candidate.key)
                .iter()
                .filter_map(|id| country.product(*id));
            products
                .map(|product| &*product.code)
                .min_by_key(|code| (code.len(), *code))
                .unwrap_or_default()
        }
    }
}
