//! The countries of Africa by their three letters (ISO 3166-1), for naming a
//! country that a list's rows lie in before any list of countries was read.

const NAMES: &[(&str, &str)] = &[
    ("AGO", "Angola"),
    ("BDI", "Burundi"),
    ("BEN", "Benin"),
    ("BFA", "Burkina Faso"),
    ("BWA", "Botswana"),
    ("CAF", "Central African Republic"),
    ("CIV", "Cote d'Ivoire"),
    ("CMR", "Cameroon"),
    ("COD", "DR Congo"),
    ("COG", "Congo"),
    ("COM", "Comoros"),
    ("CPV", "Cabo Verde"),
    ("DJI", "Djibouti"),
    ("DZA", "Algeria"),
    ("EGY", "Egypt"),
    ("ERI", "Eritrea"),
    ("ESH", "Western Sahara"),
    ("ETH", "Ethiopia"),
    ("GAB", "Gabon"),
    ("GHA", "Ghana"),
    ("GIN", "Guinea"),
    ("GMB", "Gambia"),
    ("GNB", "Guinea-Bissau"),
    ("GNQ", "Equatorial Guinea"),
    ("KEN", "Kenya"),
    ("LBR", "Liberia"),
    ("LBY", "Libya"),
    ("LSO", "Lesotho"),
    ("MAR", "Morocco"),
    ("MDG", "Madagascar"),
    ("MLI", "Mali"),
    ("MOZ", "Mozambique"),
    ("MRT", "Mauritania"),
    ("MUS", "Mauritius"),
    ("MWI", "Malawi"),
    ("MYT", "Mayotte"),
    ("NAM", "Namibia"),
    ("NER", "Niger"),
    ("NGA", "Nigeria"),
    ("REU", "Reunion"),
    ("RWA", "Rwanda"),
    ("SDN", "Sudan"),
    ("SEN", "Senegal"),
    ("SHN", "Saint Helena"),
    ("SLE", "Sierra Leone"),
    ("SOM", "Somalia"),
    ("SSD", "South Sudan"),
    ("STP", "Sao Tome and Principe"),
    ("SWZ", "Eswatini"),
    ("SYC", "Seychelles"),
    ("TCD", "Chad"),
    ("TGO", "Togo"),
    ("TUN", "Tunisia"),
    ("TZA", "Tanzania"),
    ("UGA", "Uganda"),
    ("ZAF", "South Africa"),
    ("ZMB", "Zambia"),
    ("ZWE", "Zimbabwe"),
];

/// The name of a country in plain letters; its three letters where it is none of Africa's.
#[must_use]
pub fn name(iso3: &str) -> &str {
    NAMES
        .iter()
        .find(|(code, _)| *code == iso3)
        .map_or(iso3, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_named() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(name("KEN"), "Kenya");
        assert_eq!(name("XKX"), "XKX");
    }
}
