//! Facilities: each in the place its row names, or the nearest.

use std::collections::{HashMap, HashSet};

use super::{
    field,
    field::PointText,
    fold::fold,
    identity,
    job::{Job, raw_point},
    judge::Judge,
    kinds::facility_kind,
    known::{Areas, Gazetteer},
    limits, places,
    refusal::Refusal,
    table::{Row, Table},
};
use crate::{
    directory::country::{FacilityKind, Point},
    models::facility::{self, NewFacility},
};

/// One row, understood.
struct Parsed {
    name: String,
    kind: FacilityKind,
    ownership: String,
    admin: [String; 3],
    point: PointText,
    source: String,
    iso3: String,
    source_id: String,
    address: Option<String>,
    contact: Option<String>,
    hours: Option<String>,
    code: Option<String>,
    listed: Option<bool>,
    demo: Option<bool>,
}

pub(super) async fn run(job: &mut Job<'_>) -> anyhow::Result<()> {
    job.plan(2);
    let gazetteer = places::gazetteer(&mut job.conn).await?;
    let mut judge = Judge::default();
    places::know(&mut judge, &gazetteer, &HashSet::new());
    survey(job, &gazetteer, &mut judge)?;
    judge.conclude();

    let mut table = job.open()?;
    let mut batch = Vec::new();
    let mut codes = HashMap::new();
    while let Some(row) = job.next_row(&mut table)? {
        match parse(&row) {
            Err(why) => job.refuse(&row, why)?,
            Ok(facility) => {
                let identity = identity::digest(&[&facility.source, &facility.source_id]);
                if !job.is_first(identity) {
                    job.refuse(&row, Refusal::Duplicate)?;
                } else if !is_free(&mut codes, &facility) {
                    job.refuse(&row, Refusal::CodeTaken)?;
                } else {
                    batch.push((row, facility));
                }
            }
        }
        if job.is_full(batch.len()) {
            write(job, &mut batch, &table, &gazetteer, &judge).await?;
        }
    }
    if !batch.is_empty() {
        write(job, &mut batch, &table, &gazetteer, &judge).await?;
    }
    job.tick(&table);
    Ok(())
}

/// The first reading: looks at every point.
fn survey(job: &mut Job<'_>, gazetteer: &Gazetteer, judge: &mut Judge) -> anyhow::Result<()> {
    let mut table = job.open()?;
    let mut areas = AreaKeys::default();
    while let Some(row) = table.next_row()? {
        let Ok(row) = row else { continue };
        if let Some(point) = raw_point(&row)
            && let Ok(iso3) = field::iso3(row.get("iso3"))
        {
            let area = areas.key(gazetteer, &iso3, row.get("admin1"));
            judge.saw(&iso3, &area, point);
        }
    }
    job.tick(&table);
    Ok(())
}

/// Keys of areas already asked for: files name few areas, often.
#[derive(Default)]
struct AreaKeys {
    known: HashMap<(String, String), String>,
}

impl AreaKeys {
    fn key(&mut self, gazetteer: &Gazetteer, iso3: &str, area: &str) -> String {
        let asked = (iso3.to_owned(), area.to_owned());
        let key = self.known.entry(asked);
        key.or_insert_with(|| area_key(gazetteer, iso3, area))
            .clone()
    }
}

fn area_key(gazetteer: &Gazetteer, iso3: &str, area: &str) -> String {
    if area.trim().is_empty() {
        String::new()
    } else {
        gazetteer.canonical(iso3, area)
    }
}

/// Whether the row's code, if its list gives one, is no other row's of the file.
fn is_free(codes: &mut HashMap<String, [u8; 16]>, facility: &Parsed) -> bool {
    let Some(code) = &facility.code else {
        return true;
    };
    let identity = identity::digest(&[&facility.source, &facility.source_id]);
    *codes.entry(code.clone()).or_insert(identity) == identity
}

async fn write(
    job: &mut Job<'_>,
    batch: &mut Vec<(Row, Parsed)>,
    table: &Table,
    gazetteer: &Gazetteer,
    judge: &Judge,
) -> anyhow::Result<()> {
    let codes: Vec<&str> = batch
        .iter()
        .filter_map(|(_, facility)| facility.code.as_deref())
        .collect();
    let holders: HashMap<String, (String, String)> = if codes.is_empty() {
        HashMap::new()
    } else {
        let holders = facility::holders(&mut job.conn, &codes).await?;
        let named = holders
            .into_iter()
            .map(|h| (h.code, (h.source, h.source_id)));
        named.collect()
    };
    let mut rows = Vec::with_capacity(batch.len());
    for (row, facility) in batch.drain(..) {
        let holder = facility.code.as_ref().and_then(|code| holders.get(code));
        let is_own = holder.is_none_or(|(source, source_id)| {
            *source == facility.source && *source_id == facility.source_id
        });
        if is_own {
            rows.push(resolve(job, facility, gazetteer, judge));
        } else {
            job.refuse(&row, Refusal::CodeTaken)?;
        }
    }
    job.sending();
    let written = facility::upsert(&mut job.conn, &rows).await?;
    job.wrote(written, table).await;
    Ok(())
}

fn parse(row: &Row) -> Result<Parsed, Refusal> {
    let name = field::needed("name", row.get("name"), limits::FACILITY_NAME)?;
    let iso3 = field::iso3(row.get("iso3"))?;
    let kind = facility_kind(row.get("type"));
    let admin = [
        field::text("admin1", row.get("admin1"), limits::AREA)?,
        field::text("admin2", row.get("admin2"), limits::AREA)?,
        field::text("admin3", row.get("admin3"), limits::AREA)?,
    ];
    let point = field::point(row.get("lat"), row.get("lon"))?;
    let source = field::needed("source", row.get("source"), limits::SOURCE)?;
    let mut source_id = field::text("source_id", row.get("source_id"), limits::SOURCE)?;
    if source_id.is_empty() {
        source_id = own_id(kind, &name, &iso3, &admin, point);
    }
    let said = |column, most| -> Result<Option<String>, Refusal> {
        let raw = row.said(column);
        raw.map(|raw| field::text(column, raw, most)).transpose()
    };
    Ok(Parsed {
        name,
        kind,
        ownership: field::text("ownership", row.get("ownership"), limits::OWNERSHIP)?,
        admin,
        point,
        source,
        iso3,
        source_id,
        address: said("address", limits::ADDRESS)?,
        contact: row.said("contact").map(field::contact).transpose()?,
        hours: said("hours", limits::HOURS)?,
        code: field::facility_code(row.get("code"))?,
        listed: field::yes_or_no("listed", row.get("listed"))?,
        demo: field::yes_or_no("demo", row.get("demo"))?,
    })
}

/// What a row without an id of its list's is known by.
fn own_id(
    kind: FacilityKind,
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

/// Some lists write the street where others write the ward: a name no place
/// bears, with a number or a comma in it.
fn is_street(area: &str) -> bool {
    area.contains(',') || area.chars().any(|c| c.is_ascii_digit())
}

fn resolve(
    job: &mut Job<'_>,
    facility: Parsed,
    gazetteer: &Gazetteer,
    judge: &Judge,
) -> NewFacility {
    let iso3 = &*facility.iso3;
    let [county, constituency, ward] = facility.admin.each_ref().map(String::as_str);
    let area = area_key(gazetteer, iso3, county);
    let point = job.point(judge, iso3, &area, facility.point);
    let mut found = gazetteer.find(iso3, Areas([county, constituency, ward]), &facility.source);
    let mut address = facility.address;
    if found.unknown && is_street(ward) {
        found = gazetteer.find(iso3, Areas([county, constituency, ""]), &facility.source);
        address = address.or_else(|| Some(ward.to_owned()));
    }
    job.summary.unknown_parents += u64::from(found.unknown);
    let near = || {
        let (lat, lon) = point?;
        gazetteer.near(iso3, Point { lat, lon })
    };
    let named = found
        .place
        .filter(|id| gazetteer.country(iso3) != Some(*id));
    NewFacility {
        own_code: identity::facility_code(&facility.source, &facility.source_id),
        code: facility.code,
        name: facility.name,
        kind: facility.kind.as_str(),
        ownership: facility.ownership,
        place_id: named.or_else(near),
        address,
        contact: facility.contact,
        hours: facility.hours,
        point,
        listed: facility.listed,
        demo: facility.demo,
        source: facility.source,
        source_id: facility.source_id,
        iso3: facility.iso3,
    }
}
