//! Places: the wider before the narrower, each within the area its row names.

use std::collections::{BTreeSet, HashSet};

use anyhow::Context;

use super::{
    countries, field,
    field::PointText,
    fold::fold,
    identity,
    job::{Job, raw_point},
    judge::Judge,
    kinds::place_kind,
    known::{Areas, Gazetteer, KnownPlace},
    limits,
    refusal::Refusal,
    summary::Pointless,
    table::Row,
};
use crate::{
    db::Conn,
    directory::country::{PlaceKind, Point},
    models::place::{self, NewPlace},
};

/// The list a country belongs to that was made because rows lie in it.
const OURS: &str = "medvault";

/// The most people a place can have.
const MOST_PEOPLE: i32 = 2_000_000_000;

/// One row, understood.
struct Parsed {
    kind: PlaceKind,
    name: String,
    alt_names: Vec<String>,
    left_out: u64,
    admin: [String; 3],
    iso3: String,
    point: PointText,
    distrusted: bool,
    population: i32,
    source: String,
    source_id: String,
}

/// What is known before the first place is written.
#[derive(Default)]
struct Survey {
    kinds: HashSet<PlaceKind>,
    sources: HashSet<String>,
    countries: BTreeSet<String>,
    refused: HashSet<u64>,
}

pub(super) async fn run(job: &mut Job<'_>) -> anyhow::Result<()> {
    job.plan(PlaceKind::ALL.len() + 1);
    let mut judge = Judge::default();
    let mut gazetteer = gazetteer(&mut job.conn).await?;
    let survey = survey(job, &gazetteer, &mut judge)?;
    job.plan(survey.kinds.len() + 1);
    // Its own places of an earlier run are no witnesses, or a second run could judge otherwise.
    know(&mut judge, &gazetteer, &survey.sources);
    judge.conclude();
    for kind in PlaceKind::ALL {
        if survey.kinds.contains(kind) {
            write(job, *kind, &survey, &gazetteer, &judge).await?;
        }
        if *kind == PlaceKind::Country {
            make_countries(&mut job.conn, &survey.countries).await?;
        }
        // What was just written is where the narrower places lie.
        gazetteer = self::gazetteer(&mut job.conn).await?;
    }
    Ok(())
}

/// Every place of the record.
pub(super) async fn gazetteer(conn: &mut Conn) -> anyhow::Result<Gazetteer> {
    let rows = place::known(conn).await.context("cannot read the places")?;
    let known = rows.into_iter().filter_map(|row| {
        let point = row.lat.zip(row.lon).map(|(lat, lon)| Point { lat, lon });
        let names = std::iter::once(row.name).chain(row.alt_names.into_iter().flatten());
        Some(KnownPlace {
            id: row.id,
            kind: row.kind.parse().ok()?,
            names: names.collect(),
            parent: row.parent_id,
            iso3: row.iso3,
            point,
            source: row.source,
            source_id: row.source_id,
        })
    });
    Ok(Gazetteer::new(known))
}

/// Lets the judge know every place with a point that no list of `but` brought.
pub(super) fn know(judge: &mut Judge, gazetteer: &Gazetteer, but: &HashSet<String>) {
    for place in gazetteer.places() {
        // A country's centre says nothing about how far the country reaches.
        let telling = place.kind != PlaceKind::Country && !but.contains(&place.source);
        if let Some(point) = place.point.filter(|_| telling) {
            let county = gazetteer.county_key(place.id);
            judge.know(&place.iso3, county.as_deref(), point);
        }
    }
}

/// The first reading: refuses what cannot be taken and looks at every point.
fn survey(job: &mut Job<'_>, gazetteer: &Gazetteer, judge: &mut Judge) -> anyhow::Result<Survey> {
    let mut survey = Survey::default();
    let mut table = job.open()?;
    while let Some(row) = job.next_row(&mut table)? {
        match parse(&row) {
            Ok(place) => {
                let identity = [&*place.source, place.kind.as_str(), &*place.source_id];
                if !job.is_first(identity::digest(&identity)) {
                    survey.refused.insert(row.line);
                    job.refuse(&row, Refusal::Duplicate)?;
                    continue;
                }
                if let Some(point) = raw_point(&row).filter(|_| !place.distrusted) {
                    let area = county_of(&place, gazetteer);
                    judge.saw(&place.iso3, &area, point);
                }
                survey.kinds.insert(place.kind);
                survey.sources.insert(place.source);
                survey.countries.insert(place.iso3);
            }
            Err(why) => {
                survey.refused.insert(row.line);
                job.refuse(&row, why)?;
            }
        }
    }
    job.tick(&table);
    Ok(survey)
}

/// Another reading: writes the places of one kind.
async fn write(
    job: &mut Job<'_>,
    kind: PlaceKind,
    survey: &Survey,
    gazetteer: &Gazetteer,
    judge: &Judge,
) -> anyhow::Result<()> {
    let mut batch = Vec::new();
    let mut table = job.open()?;
    while let Some(row) = table.next_row()? {
        let Ok(row) = row else { continue };
        if survey.refused.contains(&row.line) {
            continue;
        }
        let Ok(place) = parse(&row) else { continue };
        if place.kind != kind {
            continue;
        }
        if kind == PlaceKind::Country && !is_ours_to_write(job, &place).await? {
            job.refuse(&row, Refusal::OtherCountry)?;
            continue;
        }
        batch.push(resolve(job, place, gazetteer, judge));
        // Two countries of one file must see one another.
        if job.is_full(batch.len()) || kind == PlaceKind::Country {
            job.sending();
            let written = place::upsert(&mut job.conn, &batch).await?;
            job.wrote(written, &table).await;
            batch.clear();
        }
    }
    if !batch.is_empty() {
        job.sending();
        let written = place::upsert(&mut job.conn, &batch).await?;
        job.wrote(written, &table).await;
    }
    job.tick(&table);
    Ok(())
}

/// There is one place for a country: a list may name it if no other list has.
async fn is_ours_to_write(job: &mut Job<'_>, place: &Parsed) -> anyhow::Result<bool> {
    let Some(standing) = place::country(&mut job.conn, &place.iso3).await? else {
        return Ok(true);
    };
    if standing.source == OURS {
        place::adopt(&mut job.conn, standing.id, &place.source, &place.source_id).await?;
        return Ok(true);
    }
    Ok(standing.source == place.source && standing.source_id == place.source_id)
}

/// Makes the countries that rows lie in and no list has named.
async fn make_countries(conn: &mut Conn, countries: &BTreeSet<String>) -> anyhow::Result<()> {
    for iso3 in countries {
        if place::country(conn, iso3).await?.is_none() {
            let country = NewPlace {
                source: OURS.to_owned(),
                source_id: iso3.clone(),
                kind: PlaceKind::Country.as_str(),
                name: countries::name(iso3).to_owned(),
                alt_names: Vec::new(),
                parent_id: None,
                iso3: iso3.clone(),
                point: None,
                population: 0,
            };
            place::upsert(conn, &[country]).await?;
        }
    }
    Ok(())
}

fn parse(row: &Row) -> Result<Parsed, Refusal> {
    let name = field::needed("name", row.get("name"), limits::PLACE_NAME)?;
    let kind = place_kind(row.get("kind")).ok_or(Refusal::NotOneOf(
        "kind",
        "country, county, constituency, ward, town, landmark",
    ))?;
    let iso3 = field::iso3(row.get("iso3"))?;
    let admin = [
        field::text("admin1", row.get("admin1"), limits::AREA)?,
        field::text("admin2", row.get("admin2"), limits::AREA)?,
        field::text("admin3", row.get("admin3"), limits::AREA)?,
    ];
    let point = field::point(row.get("lat"), row.get("lon"))?;
    let population = match row.get("population").trim() {
        "" => 0,
        people => field::whole("population", people, MOST_PEOPLE)?,
    };
    let source = field::needed("source", row.get("source"), limits::SOURCE)?;
    let mut source_id = field::text("source_id", row.get("source_id"), limits::SOURCE)?;
    if source_id.is_empty() {
        source_id = own_id(kind, &name, &iso3, &admin, point);
    }
    let (alt_names, left_out) = alt_names(row.get("alt_names"), &name);
    let note = row.get("note").trim();
    let polling = fold(row.get("kind")).replace(['-', ' '], "_") == "polling_station";
    Ok(Parsed {
        kind,
        name,
        alt_names,
        left_out,
        admin,
        iso3,
        point,
        distrusted: polling && !matches!(note, "" | "in_stated_ward"),
        population,
        source,
        source_id,
    })
}

/// What a row without an id of its list's is known by.
fn own_id(
    kind: PlaceKind,
    name: &str,
    iso3: &str,
    admin: &[String; 3],
    point: PointText,
) -> String {
    let name = fold(name);
    if let PointText::At(lat, lon) = point {
        let (lat, lon) = (lat.to_string(), lon.to_string());
        identity::hash(&[kind.as_str(), &name, iso3, &lat, &lon])
    } else {
        let [a, b, c] = admin.each_ref().map(|area| fold(area));
        identity::hash(&[kind.as_str(), &name, iso3, &a, &b, &c])
    }
}

/// The alternative names worth keeping, each once, and how many were not.
fn alt_names(raw: &str, name: &str) -> (Vec<String>, u64) {
    let mut kept: Vec<String> = Vec::new();
    let mut left_out = 0;
    for alt in raw.split(';') {
        match field::text("alt_names", alt, limits::PLACE_NAME) {
            Ok(alt) if alt.is_empty() || alt == name || kept.contains(&alt) => {}
            Ok(alt) => kept.push(alt),
            Err(_) => left_out += 1,
        }
    }
    (kept, left_out)
}

/// The key of the county a row says it lies in, or is.
fn county_of(place: &Parsed, gazetteer: &Gazetteer) -> String {
    let [admin1, ..] = &place.admin;
    let county = if place.kind == PlaceKind::County {
        &place.name
    } else {
        admin1
    };
    if county.is_empty() {
        String::new()
    } else {
        gazetteer.canonical(&place.iso3, county)
    }
}

fn resolve(job: &mut Job<'_>, place: Parsed, gazetteer: &Gazetteer, judge: &Judge) -> NewPlace {
    let [county, constituency, ward] = place.admin.each_ref().map(String::as_str);
    // Lists repeat a row's own name in the column of its kind.
    let parent_id = match place.kind {
        PlaceKind::Country => None,
        PlaceKind::County => gazetteer.country(&place.iso3),
        kind => {
            let areas = match kind {
                PlaceKind::Constituency => [county, "", ""],
                PlaceKind::Ward => [county, constituency, ""],
                _ => [county, constituency, ward],
            };
            let found = gazetteer.find(&place.iso3, Areas(areas), &place.source);
            job.summary.unknown_parents += u64::from(found.unknown);
            found.place
        }
    };
    job.summary.left_out += place.left_out;
    let point = if place.distrusted && matches!(place.point, PointText::At(..)) {
        job.summary.without_point(Pointless::Distrusted);
        None
    } else {
        let area = county_of(&place, gazetteer);
        job.point(judge, &place.iso3, &area, place.point)
    };
    NewPlace {
        source: place.source,
        source_id: place.source_id,
        kind: place.kind.as_str(),
        name: place.name,
        alt_names: place.alt_names,
        parent_id,
        iso3: place.iso3,
        point,
        population: place.population,
    }
}
