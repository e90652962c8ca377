//! How often the name search finds what was meant, and how fast.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::Deserialize;

use crate::directory::catalogue::{NameKind, Place, PlaceKind, ProductName};
use crate::directory::names::measure::{Noise, Pair, Tally, meanings, noisy, unknown};
use crate::directory::names::{Found, fold};
use crate::directory::places::Places;
use crate::directory::products::Products;

/// The seed of the noise, so that two runs type the same.
const SEED: u64 = 20_261_122;

/// Into how many parts the names are cut to ask for those of one in the others.
const PARTS: usize = 10;

/// The files to measure on.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// CSV with the columns name, generic_key, kind (generic, brand or spelling)
    #[arg(long)]
    names: PathBuf,
    /// CSV with the columns misspelling, target (a name of the other file), kind
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// CSV with the columns a, b: generics that are mistaken for one another
    #[arg(long)]
    lookalikes: Option<PathBuf>,
    /// CSV with the columns name, alt_names (separated by `;`), admin1; may be given more than once
    #[arg(long)]
    places: Vec<PathBuf>,
    /// Also print the pairs that were not found
    #[arg(long)]
    misses: bool,
}

#[derive(Deserialize)]
struct NameRow {
    name: Box<str>,
    generic_key: Box<str>,
    kind: String,
}

#[derive(Deserialize)]
struct PairRow {
    misspelling: String,
    target: String,
    kind: String,
}

#[derive(Deserialize)]
struct LookalikeRow {
    a: Box<str>,
    b: Box<str>,
}

#[derive(Deserialize)]
struct PlaceRow {
    name: Box<str>,
    #[serde(default)]
    alt_names: String,
    #[serde(default)]
    admin1: Box<str>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let names: Vec<ProductName> = rows::<NameRow>(&args.names)?
        .into_iter()
        .map(|row| ProductName {
            name: row.name,
            generic_key: row.generic_key,
            kind: row.kind.parse().unwrap_or(NameKind::Brand),
        })
        .collect();
    let lookalikes = match &args.lookalikes {
        Some(file) => rows::<LookalikeRow>(file)?
            .into_iter()
            .map(|row| (row.a, row.b))
            .collect(),
        None => Vec::new(),
    };
    let index = Products::new(Vec::new(), names.clone(), &lookalikes);
    let keyed: Vec<(Box<str>, Box<str>)> = names
        .iter()
        .map(|name| (name.name.clone(), name.generic_key.clone()))
        .collect();
    let mut out = std::io::stdout().lock();
    let find = |text: &str| index.find(text);
    for noise in Noise::ALL {
        report(
            &mut out,
            noise.as_str(),
            &noisy(&keyed, noise, SEED),
            find,
            args.misses,
        )?;
    }
    if let Some(file) = &args.pairs {
        let meant = meanings(keyed.iter().map(|(name, key)| (&**name, key)));
        for (kind, pairs) in by_kind(rows(file)?, &meant) {
            report(&mut out, &kind, &pairs, find, args.misses)?;
        }
    }
    let tally = unknown(&names, PARTS);
    writeln!(
        out,
        "{:<22} n {:>6}  refused {:6.2} %  another's name {}",
        "not in the list",
        tally.n,
        tally.percent(tally.refused),
        tally.another
    )?;
    if !args.places.is_empty() {
        places(&mut out, args)?;
    }
    Ok(())
}

/// Measures the search over places, each of which lies in its `admin1`.
fn places(out: &mut impl Write, args: &Args) -> anyhow::Result<()> {
    let mut counties: HashMap<Box<str>, i64> = HashMap::new();
    let mut all = Vec::new();
    for file in &args.places {
        for row in rows::<PlaceRow>(file)? {
            let next = -1 - i64::try_from(counties.len())?;
            let parent = *counties.entry(row.admin1).or_insert(next);
            let id = i64::try_from(all.len())?;
            let others = row
                .alt_names
                .split(';')
                .filter(|name| !name.is_empty())
                .map(Into::into);
            all.push(place(
                id,
                PlaceKind::Town,
                row.name,
                others.collect(),
                Some(parent),
            ));
        }
    }
    let towns = all.len();
    all.extend(
        counties
            .into_iter()
            .map(|(name, id)| place(id, PlaceKind::County, name, Box::default(), None)),
    );
    let keyed: Vec<(Box<str>, Box<str>)> = all
        .iter()
        .take(towns)
        .map(|place| (place.name.clone(), place.id.to_string().into()))
        .collect();
    let index = Places::new(all);
    writeln!(out, "{towns} places")?;
    for noise in Noise::ALL {
        report(
            out,
            noise.as_str(),
            &noisy(&keyed, noise, SEED),
            |text| index.find(text),
            args.misses,
        )?;
    }
    Ok(())
}

fn place(
    id: i64,
    kind: PlaceKind,
    name: Box<str>,
    alt_names: Box<[Box<str>]>,
    parent: Option<i64>,
) -> Place {
    Place {
        id,
        kind,
        name,
        alt_names,
        parent,
        point: None,
        population: 0,
    }
}

/// Looks every pair up and prints a line about them.
fn report(
    out: &mut impl Write,
    kind: &str,
    pairs: &[Pair],
    find: impl Fn(&str) -> Found,
    misses: bool,
) -> anyhow::Result<()> {
    let mut tally = Tally::default();
    let mut times: Vec<Duration> = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let start = Instant::now();
        let found = find(&pair.typed);
        times.push(start.elapsed());
        let before = tally.top3;
        tally.add(pair, &found);
        if misses && tally.top3 == before {
            let shown: Vec<&str> = found
                .candidates
                .iter()
                .map(|candidate| &*candidate.name)
                .collect();
            writeln!(
                out,
                "  {} meant {:?}, shown {shown:?}",
                pair.typed, pair.meant
            )?;
        }
    }
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    writeln!(
        out,
        "{kind:<22} n {:>6}  top-1 {:6.2} %  top-3 {:6.2} %  shown {:6.2} %  refused {:5.2} %  another's name {}  median {} us, p99 {} us",
        tally.n,
        tally.percent(tally.top1),
        tally.percent(tally.top3),
        tally.percent(tally.shown),
        tally.percent(tally.refused),
        tally.another,
        at(50).as_micros(),
        at(99).as_micros(),
    )?;
    Ok(())
}

/// The pairs by kind; those whose target is no name are kept apart by what they are.
fn by_kind(
    rows: Vec<PairRow>,
    meant: &HashMap<String, std::collections::BTreeSet<Box<str>>>,
) -> BTreeMap<String, Vec<Pair>> {
    let mut kinds: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
    for row in rows {
        let meant = meant.get(&fold(&row.target)).cloned().unwrap_or_default();
        let kind = if meant.is_empty() {
            "target not in the list".to_owned()
        } else {
            row.kind
        };
        kinds.entry(kind).or_default().push(Pair {
            typed: row.misspelling,
            meant,
        });
    }
    kinds
}

/// The rows of a CSV file by its header.
fn rows<T: for<'a> Deserialize<'a>>(file: &Path) -> anyhow::Result<Vec<T>> {
    let mut reader =
        csv::Reader::from_path(file).with_context(|| format!("cannot open {}", file.display()))?;
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| format!("cannot read {}", file.display()))
}
