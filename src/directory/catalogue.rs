//! The rows of the read model as they come out of the record: places,
//! facilities, products and the names products are asked for by.

/// A spot on the earth, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north of the equator, -90 to 90.
    pub lat: f64,
    /// Degrees east of Greenwich, -180 to 180.
    pub lon: f64,
}

impl Point {
    /// Great-circle distance to another point in kilometres.
    #[must_use]
    pub fn km_to(self, other: Self) -> f64 {
        use geo::{Distance, Haversine};
        let [from, to] = [self, other].map(|point| geo::Point::new(point.lon, point.lat));
        Haversine.distance(from, to) / 1000.0
    }
}

/// A word of the record that is none of its closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind we know")]
pub struct UnknownKind(pub Box<str>);

/// Declares a closed list of kinds and the words the record writes them with.
macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every kind, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word the record writes for it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::directory::catalogue::UnknownKind;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::directory::catalogue::UnknownKind(word.into())),
                }
            }
        }
    };
}
pub(crate) use kinds;

kinds! {
    /// What a place is, widest first.
    PlaceKind {
        /// A whole country.
        Country = "country",
        /// A county, state or region.
        County = "county",
        /// A constituency, sub-county or LGA.
        Constituency = "constituency",
        /// A ward.
        Ward = "ward",
        /// A town or village.
        Town = "town",
        /// A school, market or other spot people know.
        Landmark = "landmark",
    }
}

kinds! {
    /// What a facility is.
    FacilityKind {
        /// A pharmacy or chemist.
        Pharmacy = "pharmacy",
        /// A hospital.
        Hospital = "hospital",
        /// A clinic, dispensary or health centre.
        Clinic = "clinic",
        /// A blood bank.
        BloodBank = "blood_bank",
        /// Whoever else holds stock.
        Other = "other",
    }
}

kinds! {
    /// What a product is.
    ProductKind {
        /// A medicine.
        Medicine = "medicine",
        /// A blood group.
        Blood = "blood",
        /// A piece of equipment.
        Equipment = "equipment",
    }
}

kinds! {
    /// What a product's name is.
    NameKind {
        /// The generic name itself.
        Generic = "generic",
        /// A brand.
        Brand = "brand",
        /// Another spelling, or the word of another language.
        Spelling = "spelling",
    }
}

/// A named spot and the wider place it lies in.
#[derive(Debug, Clone)]
pub struct Place {
    /// The record's id.
    pub id: i64,
    /// What it is.
    pub kind: PlaceKind,
    /// Its name as written.
    pub name: Box<str>,
    /// Other names it goes by.
    pub alt_names: Box<[Box<str>]>,
    /// The place it lies in.
    pub parent: Option<i64>,
    /// Its centre; nothing can be measured from a place without one.
    pub point: Option<Point>,
    /// How many live there, 0 where unknown.
    pub population: u32,
}

/// Whoever holds stock.
#[derive(Debug, Clone)]
pub struct Facility {
    /// The record's id.
    pub id: i64,
    /// The short code people report with; unique.
    pub code: Box<str>,
    /// Its name as written.
    pub name: Box<str>,
    /// What it is.
    pub kind: FacilityKind,
    /// Who runs it, in words.
    pub ownership: Box<str>,
    /// The place it lies in.
    pub place: Option<i64>,
    /// How to find it, in words.
    pub address: Box<str>,
    /// The number it publishes, or nothing.
    pub contact: Box<str>,
    /// When it is open, in words.
    pub hours: Box<str>,
    /// Where it is; without a point it is never among the nearest.
    pub point: Option<Point>,
    /// Whether it agreed to be shown to callers.
    pub listed: bool,
}

/// Anything that can be in stock, in one form and strength.
#[derive(Debug, Clone)]
pub struct Product {
    /// The record's id.
    pub id: i64,
    /// The short code people report with; unique.
    pub code: Box<str>,
    /// What it is.
    pub kind: ProductKind,
    /// The generic name as written.
    pub generic: Box<str>,
    /// The generic name folded; what names and look-alikes refer to.
    pub generic_key: Box<str>,
    /// Tablet, syrup and so on.
    pub form: Box<str>,
    /// The strength as written, with its unit.
    pub strength: Box<str>,
    /// What one of it is counted in.
    pub unit: Box<str>,
    /// What it is taken for, in a few words.
    pub used_for: Box<str>,
    /// Controlled medicines are never shown to callers.
    pub controlled: bool,
}

/// A name products of one generic are asked for by.
#[derive(Debug, Clone)]
pub struct ProductName {
    /// The name as written.
    pub name: Box<str>,
    /// The generic it stands for.
    pub generic_key: Box<str>,
    /// What kind of name it is.
    pub kind: NameKind,
}

/// What a facility held of a product when it was last counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// How much, in the product's unit.
    pub quantity: u32,
    /// When it was counted, seconds since 1970 UTC.
    pub counted_at: u32,
    /// The price of one unit in hundredths of the currency, 0 where unknown.
    pub price: u32,
    /// How much is used in a month, NaN where unknown.
    pub monthly_use: f32,
    /// How many callers were told "none" since the count.
    pub none_reports: u8,
}

/// Everything that changes rarely, to build a [`super::country::Country`] from.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Every place.
    pub places: Vec<Place>,
    /// Every facility, listed or not.
    pub facilities: Vec<Facility>,
    /// Every product, controlled or not.
    pub products: Vec<Product>,
    /// Every name of a product.
    pub names: Vec<ProductName>,
    /// Pairs of generic keys that are mistaken for one another.
    pub lookalikes: Vec<(Box<str>, Box<str>)>,
}
