//! The clocks of those who are told: each country of Africa has one. Pure.

use chrono_tz::Tz;

/// Countries by their three letters (ISO 3166-1), and the zone of the IANA time zone database
/// (its table `zone.tab`) that holds there: where there are two, that of the capital.
#[rustfmt::skip]
const ZONES: [(&str, Tz); 55] = [
    ("AGO", Tz::Africa__Luanda), ("BDI", Tz::Africa__Bujumbura), ("BEN", Tz::Africa__PortoNovo),
    ("BFA", Tz::Africa__Ouagadougou), ("BWA", Tz::Africa__Gaborone), ("CAF", Tz::Africa__Bangui),
    ("CIV", Tz::Africa__Abidjan), ("CMR", Tz::Africa__Douala), ("COD", Tz::Africa__Kinshasa),
    ("COG", Tz::Africa__Brazzaville), ("COM", Tz::Indian__Comoro), ("CPV", Tz::Atlantic__Cape_Verde),
    ("DJI", Tz::Africa__Djibouti), ("DZA", Tz::Africa__Algiers), ("EGY", Tz::Africa__Cairo),
    ("ERI", Tz::Africa__Asmara), ("ESH", Tz::Africa__El_Aaiun), ("ETH", Tz::Africa__Addis_Ababa),
    ("GAB", Tz::Africa__Libreville), ("GHA", Tz::Africa__Accra), ("GIN", Tz::Africa__Conakry),
    ("GMB", Tz::Africa__Banjul), ("GNB", Tz::Africa__Bissau), ("GNQ", Tz::Africa__Malabo),
    ("KEN", Tz::Africa__Nairobi), ("LBR", Tz::Africa__Monrovia), ("LBY", Tz::Africa__Tripoli),
    ("LSO", Tz::Africa__Maseru), ("MAR", Tz::Africa__Casablanca), ("MDG", Tz::Indian__Antananarivo),
    ("MLI", Tz::Africa__Bamako), ("MOZ", Tz::Africa__Maputo), ("MRT", Tz::Africa__Nouakchott),
    ("MUS", Tz::Indian__Mauritius), ("MWI", Tz::Africa__Blantyre), ("NAM", Tz::Africa__Windhoek),
    ("NER", Tz::Africa__Niamey), ("NGA", Tz::Africa__Lagos), ("RWA", Tz::Africa__Kigali),
    ("SDN", Tz::Africa__Khartoum), ("SEN", Tz::Africa__Dakar), ("SLE", Tz::Africa__Freetown),
    ("SOM", Tz::Africa__Mogadishu), ("SSD", Tz::Africa__Juba), ("STP", Tz::Africa__Sao_Tome),
    ("SWZ", Tz::Africa__Mbabane), ("SYC", Tz::Indian__Mahe), ("TCD", Tz::Africa__Ndjamena),
    ("TGO", Tz::Africa__Lome), ("TUN", Tz::Africa__Tunis), ("TZA", Tz::Africa__Dar_es_Salaam),
    ("UGA", Tz::Africa__Kampala), ("ZAF", Tz::Africa__Johannesburg), ("ZMB", Tz::Africa__Lusaka),
    ("ZWE", Tz::Africa__Harare),
];

/// The zone of a country by its three letters; none of one that is not in Africa.
#[must_use]
pub fn of(iso3: &str) -> Option<Tz> {
    let found = ZONES.binary_search_by(|(country, _)| (*country).cmp(iso3));
    Some(ZONES.get(found.ok()?)?.1)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Offset as _, TimeZone as _, Utc};

    use super::*;

    #[test]
    fn each_country_has_the_hour_of_its_clocks() {
        let noon: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
        #[rustfmt::skip]
        let cases = [
            ("CPV", -1), ("CIV", 0), ("GHA", 0), ("SEN", 0), ("MAR", 1), ("NGA", 1), ("NER", 1),
            ("COD", 1), ("ZAF", 2), ("RWA", 2), ("SDN", 2), ("SSD", 2), ("EGY", 2), ("KEN", 3),
            ("ETH", 3), ("TZA", 3), ("UGA", 3), ("SYC", 4),
        ];
        for (country, hours) in cases {
            let zone = of(country).unwrap();
            let offset = zone.offset_from_utc_datetime(&noon.naive_utc()).fix();
            assert_eq!(offset.local_minus_utc(), hours * 3600, "{country}");
        }
        assert_eq!(of("FRA"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn the_table_is_in_order_and_names_each_country_once() {
        assert!(ZONES.is_sorted_by(|(one, _), (next, _)| one < next));
    }
}
