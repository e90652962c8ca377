//! How long a text of the record may be, in letters (Unicode scalar values).
//! The screens are proved to fit texts of these lengths.

/// A facility's name; the longest real one we know has 103.
pub const FACILITY_NAME: usize = 103;
/// A place's name or alternative name.
pub const PLACE_NAME: usize = 80;
/// A facility's address words.
pub const ADDRESS: usize = 120;
/// Opening hours.
pub const HOURS: usize = 40;
/// Ownership.
pub const OWNERSHIP: usize = 60;
/// A generic name, and any other name of a product.
pub const GENERIC: usize = 100;
/// A product's form.
pub const FORM: usize = 24;
/// A product's strength.
pub const STRENGTH: usize = 40;
/// A reporting unit.
pub const UNIT: usize = 12;
/// What a product is for.
pub const USED_FOR: usize = 40;
/// The name of a list, and what it calls a row.
pub const SOURCE: usize = 120;
/// The name of an area a row lies in.
pub const AREA: usize = 120;
/// Who counted.
pub const COUNTED_BY: usize = 60;
/// A disease.
pub const DISEASE: usize = 40;
