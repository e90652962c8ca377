//! The columns of each kind of file, as lists have them.

use super::table::{Column, needed, optional};

const ISO3: Column = needed("iso3", "the country's three letters (ISO 3166-1), like KEN");
const LAT: Column = needed("lat", "degrees north, like -1.2864; empty where unknown");
const LON: Column = needed("lon", "degrees east, like 36.8172; empty where unknown");
const ADMIN1: Column = needed("admin1", "the county, state or region it lies in");
const ADMIN2: Column = needed("admin2", "the constituency, sub-county or LGA");
const ADMIN3: Column = needed("admin3", "the ward");
const SOURCE: Column = needed("source", "the name of the list the row comes from");
const SOURCE_ID: Column = needed(
    "source_id",
    "what that list calls it; where empty, its kind, name and point say that it is the same",
);

pub(super) const PLACES: &[Column] = &[
    needed("name", "at most 80 letters"),
    needed(
        "kind",
        "country, county (admin1, state), constituency (admin2, lga), ward, town (city500) or landmark (polling_station)",
    ),
    needed("alt_names", "other spellings and names, separated by ;"),
    ADMIN1,
    ADMIN2,
    ADMIN3,
    ISO3,
    LAT,
    LON,
    needed("population", "people, a whole number; empty where unknown"),
    SOURCE,
    SOURCE_ID,
    optional(
        "note",
        "of a polling_station: its point is taken only if this is empty or in_stated_ward",
    ),
];

pub(super) const FACILITIES: &[Column] = &[
    needed("name", "at most 103 letters"),
    needed(
        "type",
        "its type in the list's words; makes it a pharmacy, hospital, clinic, blood_bank or other",
    ),
    needed("ownership", "in the list's words, at most 60 letters"),
    ADMIN1,
    ADMIN2,
    ADMIN3,
    LAT,
    LON,
    SOURCE,
    ISO3,
    SOURCE_ID,
    optional("coord_note", "not read"),
    optional("address", "where to find it, in words, at most 120 letters"),
    optional(
        "contact",
        "the number it publishes, with its country: +254700000000",
    ),
    optional("hours", "opening hours in words, at most 40 letters"),
    optional("code", "2 to 16 of a-z, 0-9 and -; where empty one is made"),
    optional(
        "listed",
        "true or false: whether it has agreed to be shown to patients",
    ),
    optional("demo", "true or false: whether it is invented"),
];

pub(super) const PRODUCTS: &[Column] = &[
    needed("generic", "the generic name, at most 100 letters"),
    needed("atc", "the ATC code; of several separated by ; the first"),
    needed("form", "tablet, injection, ..., at most 24 letters"),
    needed("strength", "at most 40 letters"),
    needed("brands", "brand names, separated by ;"),
    needed("source", "the name of the list the row comes from"),
    optional("brand_sources", "not read"),
    optional("ng_price_usd", "not read"),
    optional("kind", "medicine, blood or equipment; where empty medicine"),
    optional(
        "code",
        "the SMS code, 2 to 8 letters; where empty one is made",
    ),
    optional(
        "unit",
        "what is counted: tab, bottle, vial, ..., at most 12 letters",
    ),
    optional(
        "used_for",
        "what it is for, in plain words, at most 40 letters",
    ),
    optional(
        "controlled",
        "true or false: true is never shown to callers",
    ),
    optional(
        "service_level",
        "how many times in 100 stock is to last until the delivery after next, 50 to 99; 95 where nobody said",
    ),
    optional(
        "source_id",
        "what the list calls it; where empty, its names, form and strength say that it is the same",
    ),
];

pub(super) const NAMES: &[Column] = &[
    needed(
        "name",
        "a name a product is asked for by, at most 100 letters",
    ),
    needed("generic_key", "the generic name it stands for"),
    needed("kind", "generic, brand or spelling"),
    needed("source", "the name of the list the row comes from"),
    optional(
        "language",
        "two or three letters, like sw; empty where it has none",
    ),
];

pub(super) const LOOKALIKES: &[Column] = &[
    needed("a", "a generic name"),
    needed("b", "the generic name it is mistaken for"),
    optional("source", "the name of the list the row comes from"),
    optional("osa", "not read"),
    optional("osa_sim", "not read"),
    optional("jw", "not read"),
    optional("combined", "not read"),
];

pub(super) const STOCK: &[Column] = &[
    needed(
        "facility",
        "its code, or its list and what the list calls it: SOURCE:SOURCE_ID",
    ),
    needed("product", "its code"),
    needed("quantity", "a whole number from 0 to 100000000"),
    needed(
        "counted_at",
        "when: 2026-02-27 or 2026-02-27T09:30:00+03:00",
    ),
    optional(
        "price",
        "of one unit, 0.01 to 40000000; empty where unknown",
    ),
    optional("monthly_use", "units used in a month; empty where unknown"),
    optional("counted_by", "who says so, at most 60 letters"),
];

pub(super) const SUBSCRIBERS: &[Column] = &[
    needed("phone", "their number with its country: +254700000000"),
    needed(
        "agreed_at",
        "when they agreed: 2026-02-27 or 2026-02-27T09:30:00+03:00; without it nobody is written to",
    ),
    needed(
        "words",
        "to what words, at most 500 letters; without them nobody is written to",
    ),
    optional(
        "language",
        "two or three letters, like sw; empty where unknown",
    ),
    optional(
        "place",
        "the name or the number of their place; empty where unknown",
    ),
    optional(
        "blood",
        "the blood group they agreed to be reached for, like O-",
    ),
    optional(
        "conditions",
        "conditions they agreed to be reached for, in small letters, separated by ;",
    ),
];

pub(super) const CASES: &[Column] = &[
    needed(
        "place",
        "its name, after those it lies in where several are called that (Kisumu > Nyando > Ahero), its list and what the list calls it (SOURCE:SOURCE_ID), or its number",
    ),
    needed("disease", "its name, like cholera, at most 40 letters"),
    needed(
        "week",
        "a week that is over: its Monday, like 2026-07-27, or 2026-W31",
    ),
    needed(
        "cases",
        "how many fell ill, a whole number; 0 where nobody did, as a week without a row is not known",
    ),
    optional(
        "products",
        "the codes of the medicines it is treated with, separated by ;, the same in every row of a disease; empty where they are known already",
    ),
];
