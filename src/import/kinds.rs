//! The words lists use for kinds, and the record's words for them. Pure.

use super::fold::fold;
use crate::directory::country::{FacilityKind, PlaceKind};

/// What the words of a facility's type say it is; the first line that holds a
/// word of the type decides, and what no line holds is `other`. Words are
/// beginnings: `pharmac` is pharmacy, pharmacie and pharmaceutical shop.
///
/// A dispensary is a small clinic in every list we know, not a shop.
const FACILITY_WORDS: &[(&str, FacilityKind)] = &[
    ("blood bank", FacilityKind::BloodBank),
    ("blood_bank", FacilityKind::BloodBank),
    ("blood transfusion", FacilityKind::BloodBank),
    ("blood centre", FacilityKind::BloodBank),
    ("banque de sang", FacilityKind::BloodBank),
    ("transfusion", FacilityKind::BloodBank),
    ("pharmac", FacilityKind::Pharmacy),
    ("farmaci", FacilityKind::Pharmacy),
    ("chemist", FacilityKind::Pharmacy),
    ("drug shop", FacilityKind::Pharmacy),
    ("drug store", FacilityKind::Pharmacy),
    ("drugstore", FacilityKind::Pharmacy),
    ("patent medicine", FacilityKind::Pharmacy),
    ("depot pharm", FacilityKind::Pharmacy),
    ("hospital", FacilityKind::Hospital),
    ("hopital", FacilityKind::Hospital),
    ("hospitalier", FacilityKind::Hospital),
    ("training institution", FacilityKind::Other),
    ("health department", FacilityKind::Other),
    ("clinic", FacilityKind::Clinic),
    ("cliniq", FacilityKind::Clinic),
    ("polyclini", FacilityKind::Clinic),
    ("policlini", FacilityKind::Clinic),
    ("dispensa", FacilityKind::Clinic),
    ("health", FacilityKind::Clinic),
    ("centre de sante", FacilityKind::Clinic),
    ("poste de sante", FacilityKind::Clinic),
    ("case de sante", FacilityKind::Clinic),
    ("unite de soins", FacilityKind::Clinic),
    ("centre medic", FacilityKind::Clinic),
    ("cabinet medical", FacilityKind::Clinic),
    ("medical cent", FacilityKind::Clinic),
    ("centro de saude", FacilityKind::Clinic),
    ("centro materno", FacilityKind::Clinic),
    ("posto de saude", FacilityKind::Clinic),
    ("posto sanitario", FacilityKind::Clinic),
    ("postos sanitarios", FacilityKind::Clinic),
    ("maternit", FacilityKind::Clinic),
    ("maternal", FacilityKind::Clinic),
    ("nursing home", FacilityKind::Clinic),
    ("phcu", FacilityKind::Clinic),
    ("phcc", FacilityKind::Clinic),
];

/// A facility's kind by the type its list gives it.
#[must_use]
pub fn facility_kind(kind: &str) -> FacilityKind {
    let folded = fold(kind);
    let begins = |word: &str| {
        folded.match_indices(word).any(|(at, _)| {
            let before = folded.get(..at).and_then(|text| text.chars().last());
            before.is_none_or(|c| !c.is_alphanumeric())
        })
    };
    FACILITY_WORDS
        .iter()
        .find(|(word, _)| begins(word))
        .map_or(FacilityKind::Other, |(_, kind)| *kind)
}

/// What lists call their places.
const PLACE_WORDS: &[(&str, PlaceKind)] = &[
    ("country", PlaceKind::Country),
    ("county", PlaceKind::County),
    ("admin1", PlaceKind::County),
    ("state", PlaceKind::County),
    ("region", PlaceKind::County),
    ("province", PlaceKind::County),
    ("constituency", PlaceKind::Constituency),
    ("sub_county", PlaceKind::Constituency),
    ("district", PlaceKind::Constituency),
    ("lga", PlaceKind::Constituency),
    ("admin2", PlaceKind::Constituency),
    ("ward", PlaceKind::Ward),
    ("admin3", PlaceKind::Ward),
    ("city500", PlaceKind::Town),
    ("city", PlaceKind::Town),
    ("town", PlaceKind::Town),
    ("village", PlaceKind::Town),
    ("polling_station", PlaceKind::Landmark),
    ("school", PlaceKind::Landmark),
    ("landmark", PlaceKind::Landmark),
];

/// A place's kind by the word its list gives it.
#[must_use]
pub fn place_kind(kind: &str) -> Option<PlaceKind> {
    let folded = fold(kind).replace(['-', ' '], "_");
    PLACE_WORDS
        .iter()
        .find(|(word, _)| *word == folded)
        .map(|(_, kind)| *kind)
}

/// The reporting unit that goes with a form, where its list names none: the
/// first line whose word the folded form holds.
const UNITS: &[(&str, &str)] = &[
    ("test", "test"),
    ("tab-cap", "tab"),
    ("tab", "tab"),
    ("solid oral", "tab"),
    ("caps", "cap"),
    ("pessar", "piece"),
    ("suppos", "piece"),
    ("patch", "piece"),
    ("syringe", "piece"),
    ("net", "piece"),
    ("device", "piece"),
    ("inhal", "piece"),
    ("powder for oral", "bottle"),
    ("powder for injection", "vial"),
    ("granules", "sachet"),
    ("sachet", "sachet"),
    ("pfol", "bottle"),
    ("pfi", "vial"),
    ("vial", "vial"),
    ("amp", "amp"),
    ("infusion", "bag"),
    ("inject", "vial"),
    ("implant", "piece"),
    ("ointment", "tube"),
    ("oint", "tube"),
    ("cream", "tube"),
    ("gel", "tube"),
    ("paste", "tube"),
    ("syrup", "bottle"),
    ("suspen", "bottle"),
    ("elixir", "bottle"),
    ("solution", "bottle"),
    ("liquid", "bottle"),
    ("drop", "bottle"),
    ("lotion", "bottle"),
    ("spray", "bottle"),
    ("shampoo", "bottle"),
    ("bag", "bag"),
    ("powder", "sachet"),
    ("gas", "bottle"),
];

/// The reporting unit of a form; `piece` where the form says nothing.
#[must_use]
pub fn unit_of(form: &str) -> &'static str {
    let folded = fold(form);
    UNITS
        .iter()
        .find(|(word, _)| folded.contains(word))
        .map_or("piece", |(_, unit)| *unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facility_types_of_real_lists() {
        use FacilityKind::{BloodBank, Clinic, Hospital, Other, Pharmacy};
        for (kind, expected) in [
            ("Hospital", Hospital),
            ("Hôpital Général de Référence", Hospital),
            ("Centre Hospitalier Préfectoral", Hospital),
            ("Teaching/Tertiary Hospital", Hospital),
            ("Specialized Hospital/Clinic", Hospital),
            ("Health Centre", Clinic),
            ("Centre de Santé Intégré", Clinic),
            ("Posto de Saúde", Clinic),
            ("Poste de santé", Clinic),
            ("Dispensary", Clinic),
            ("Dispensaire", Clinic),
            ("Primary Health Care Unit +", Clinic),
            ("Community-based Health Planning and Services", Clinic),
            ("Centre Médical Avec Antenne Chirurgicale", Clinic),
            ("Polyclinique", Clinic),
            ("pharmacy", Pharmacy),
            ("Pharmacie", Pharmacy),
            ("Chemist shop", Pharmacy),
            ("Hospital pharmacy", Pharmacy),
            ("Blood bank", BloodBank),
            ("blood_bank", BloodBank),
            ("Centre national de transfusion sanguine", BloodBank),
            ("County Health Department", Other),
            ("Health Training Institutions", Other),
            ("Ministry", Other),
            ("Unknown", Other),
            ("", Other),
        ] {
            assert_eq!(facility_kind(kind), expected, "{kind}");
        }
    }

    #[test]
    fn every_kind_is_its_own_word() {
        for kind in FacilityKind::ALL {
            assert_eq!(facility_kind(kind.as_str()), *kind);
        }
        for kind in PlaceKind::ALL {
            assert_eq!(place_kind(kind.as_str()), Some(*kind));
        }
        assert_eq!(place_kind("LGA"), Some(PlaceKind::Constituency));
        assert_eq!(place_kind("polling station"), Some(PlaceKind::Landmark));
        assert_eq!(place_kind("planet"), None);
    }

    #[test]
    fn units_of_real_forms() {
        for (form, unit) in [
            ("Tablet (scored)", "tab"),
            ("tab-cap", "tab"),
            ("Capsule", "cap"),
            ("Powder for injection", "vial"),
            ("Injection (IV)", "vial"),
            ("ampoule", "amp"),
            ("Oral liquid", "bottle"),
            ("opht drop", "bottle"),
            ("Cream or ointment", "tube"),
            ("test", "test"),
            ("net", "piece"),
            ("Solution for IV infusion", "bag"),
            ("", "piece"),
        ] {
            assert_eq!(unit_of(form), unit, "{form}");
        }
    }
}
