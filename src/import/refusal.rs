//! Why a row was refused, in words for whoever mends the file.

/// Why a row was refused. Rows are counted by this text, so it names the
/// column and never the value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Refusal {
    /// The row is not UTF-8.
    #[error("not UTF-8 text")]
    NotUtf8,
    /// The row has more or fewer fields than the header.
    #[error("not as many fields as the header")]
    Fields,
    /// A needed field is empty.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A text is longer than the record holds.
    #[error("{0} is longer than {1} letters")]
    TooLong(&'static str, usize),
    /// A text holds characters that are not text.
    #[error("{0} holds control characters")]
    Control(&'static str),
    /// A number is not written as one.
    #[error("{0} is not a number")]
    NotANumber(&'static str),
    /// A number is written with a thousands mark.
    #[error("{0} is written with a thousands mark")]
    ThousandsMark(&'static str),
    /// A number has decimals where none can be.
    #[error("{0} is not a whole number")]
    NotWhole(&'static str),
    /// A number is below zero.
    #[error("{0} is negative")]
    Negative(&'static str),
    /// A number is larger than the record holds.
    #[error("{0} is too large")]
    TooLarge(&'static str),
    /// A price has more decimals than money has.
    #[error("{0} has more than two decimals")]
    Decimals(&'static str),
    /// A price is below the smallest coin.
    #[error("{0} is below 0.01")]
    TooSmall(&'static str),
    /// A word is none of its closed list.
    #[error("{0} is not one of {1}")]
    NotOneOf(&'static str, &'static str),
    /// A code is not written as one.
    #[error("{0} is not {1}")]
    BadCode(&'static str, &'static str),
    /// A time is not written as one.
    #[error("{0} is not a date or an RFC 3339 time")]
    BadTime(&'static str),
    /// A time has not come yet.
    #[error("{0} is in the future")]
    Future(&'static str),
    /// The code is another row's.
    #[error("code belongs to another row")]
    CodeTaken,
    /// An earlier row of the file is the same thing.
    #[error("duplicate of an earlier row")]
    Duplicate,
    /// The country is in the record from another list.
    #[error("the country is in the record from another list")]
    OtherCountry,
    /// There is no such facility in the record.
    #[error("unknown facility")]
    UnknownFacility,
    /// There is no such product in the record.
    #[error("unknown product")]
    UnknownProduct,
    /// There is no such place in the record.
    #[error("unknown place")]
    UnknownPlace,
    /// Several places of the record bear the name.
    #[error("several places are called that: use its number")]
    SeveralPlaces,
    /// A week that is not over.
    #[error("{0} is not over")]
    NotOver(&'static str),
    /// What a disease is treated with must be one, as no other use is counted.
    #[error("a product of products is no medicine")]
    NoMedicine,
    /// An earlier row says that the disease is treated with something else.
    #[error("products are not those of an earlier row of the disease")]
    OtherProducts,
    /// Both names of a pair are one.
    #[error("both names are the same")]
    SameName,
}
