use chrono::TimeZone;
use proptest::prelude::*;

use super::*;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).unwrap()
}

#[test]
fn texts_lose_what_cannot_be_seen_and_nothing_else() {
    for (raw, kept) in [
        ("  St.  Mary's\r\n Clinic ", Ok("St. Mary's Clinic")),
        ("Ma\u{ad}guette\u{200e}", Ok("Maguette")),
        ("Centre de Santé", Ok("Centre de Santé")),
        ("", Ok("")),
        ("bell \u{7}", Err(Refusal::Control("name"))),
        ("nul\0", Err(Refusal::Control("name"))),
        ("12345678901234567890", Ok("12345678901234567890")),
        ("123456789012345678901", Err(Refusal::TooLong("name", 20))),
        ("ጤናጤናጤናጤናጤናጤናጤናጤናጤናጤና", Ok("ጤናጤናጤናጤናጤናጤናጤናጤናጤናጤና")),
    ] {
        assert_eq!(text("name", raw, 20), kept.map(str::to_owned), "{raw:?}");
    }
    assert_eq!(needed("name", " \t", 20), Err(Refusal::Missing("name")));
}

#[test]
fn whole_numbers_and_every_reason_they_are_refused() {
    use Refusal::{Missing, Negative, NotANumber, NotWhole, ThousandsMark, TooLarge};
    for (raw, result) in [
        ("0", Ok(0)),
        (" 40 ", Ok(40)),
        ("100000000", Ok(100_000_000)),
        ("100000001", Err(TooLarge("quantity"))),
        (
            "99999999999999999999999999999999999999999999",
            Err(TooLarge("quantity")),
        ),
        ("1,000", Err(ThousandsMark("quantity"))),
        ("1 000 000", Err(ThousandsMark("quantity"))),
        ("12.5", Err(NotWhole("quantity"))),
        ("12,5", Err(NotWhole("quantity"))),
        ("1e3", Err(NotWhole("quantity"))),
        ("-3", Err(Negative("quantity"))),
        (
            "-99999999999999999999999999999999999999999999",
            Err(Negative("quantity")),
        ),
        ("", Err(Missing("quantity"))),
        ("many", Err(NotANumber("quantity"))),
        ("NaN", Err(NotANumber("quantity"))),
        ("0x10", Err(NotANumber("quantity"))),
    ] {
        assert_eq!(whole("quantity", raw, 100_000_000), result, "{raw}");
    }
}

#[test]
fn prices_and_every_reason_they_are_refused() {
    for (raw, result) in [
        ("", Ok(None)),
        ("2", Ok(Some(Decimal::new(2, 0)))),
        ("2.50", Ok(Some(Decimal::new(25, 1)))),
        ("40000000", Ok(Some(Decimal::from(40_000_000)))),
        ("40000000.01", Err(Refusal::TooLarge("price"))),
        ("0.005", Err(Refusal::Decimals("price"))),
        ("0", Err(Refusal::TooSmall("price"))),
        ("-1", Err(Refusal::Negative("price"))),
        ("1,000", Err(Refusal::ThousandsMark("price"))),
        ("cheap", Err(Refusal::NotANumber("price"))),
        ("1.2.3", Err(Refusal::NotANumber("price"))),
    ] {
        assert_eq!(price("price", raw), result, "{raw}");
    }
}

#[test]
fn monthly_use_and_every_reason_it_is_refused() {
    for (raw, result) in [
        ("", Ok(None)),
        ("392", Ok(Some(392.0))),
        ("0.5", Ok(Some(0.5))),
        ("-0.5", Err(Refusal::Negative("monthly_use"))),
        ("NaN", Err(Refusal::NotANumber("monthly_use"))),
        ("inf", Err(Refusal::TooLarge("monthly_use"))),
        ("1,000", Err(Refusal::ThousandsMark("monthly_use"))),
        ("some", Err(Refusal::NotANumber("monthly_use"))),
    ] {
        assert_eq!(monthly_use("monthly_use", raw), result, "{raw}");
    }
}

#[test]
fn points_as_they_are_written() {
    use PointText::{At, Missing, OffGlobe, Zero};
    for (lat, lon, result) in [
        ("-1.28", "36.82", Ok(At(-1.28, 36.82))),
        ("", "36.82", Ok(Missing)),
        ("0", "0.0", Ok(Zero)),
        ("0.00001", "-0", Ok(Zero)),
        ("0", "36", Ok(At(0.0, 36.0))),
        ("120", "10", Ok(At(120.0, 10.0))),
        ("120", "100", Ok(OffGlobe)),
        ("10", "190", Ok(OffGlobe)),
        ("1,28", "36", Err(Refusal::NotANumber("lat"))),
        ("1", "NaN", Err(Refusal::NotANumber("lon"))),
        ("1", "inf", Err(Refusal::NotANumber("lon"))),
    ] {
        assert_eq!(point(lat, lon), result, "{lat} {lon}");
    }
}

#[test]
fn times_and_every_reason_they_are_refused() {
    let at = |d, h| Ok(Utc.with_ymd_and_hms(2026, 2, d, h, 0, 0).unwrap());
    let bad = Err(Refusal::BadTime("counted_at"));
    for (raw, ages, result) in [
        ("2026-02-27", false, at(27, 0)),
        ("2026-02-27T06:00:00+03:00", false, at(27, 3)),
        ("2026-02-27 03:00:00", false, at(27, 3)),
        ("-2d", true, at(27, 12)),
        ("-25h", true, at(28, 11)),
        ("-2d", false, bad.clone()),
        ("-2w", true, bad.clone()),
        ("-d", true, bad.clone()),
        ("-", true, bad.clone()),
        ("-é", true, bad.clone()),
        ("-4294967295d", true, bad.clone()),
        ("27/02/2026", false, bad.clone()),
        ("1970-01-01", false, bad.clone()),
        ("2026-02-30", false, bad),
        ("2026-03-03", false, Err(Refusal::Future("counted_at"))),
        ("", true, Err(Refusal::Missing("counted_at"))),
    ] {
        assert_eq!(counted_at("counted_at", raw, now(), ages), result, "{raw}");
    }
}

#[test]
fn codes_contacts_and_words() {
    assert_eq!(iso3(" ken "), Ok("KEN".to_owned()));
    assert_eq!(iso3(""), Err(Refusal::Missing("iso3")));
    assert!(iso3("KE").is_err() && iso3("KÉN").is_err() && iso3("K3N").is_err());
    assert_eq!(
        contact("+254 (700) 000-001"),
        Ok("+254700000001".to_owned())
    );
    assert_eq!(contact("00254700000001"), Ok("+254700000001".to_owned()));
    assert_eq!(contact(" "), Ok(String::new()));
    assert!(
        contact("0700000001").is_err() && contact("+25470x").is_err() && contact("+1").is_err()
    );
    assert_eq!(facility_code("NRB-01"), Ok(Some("nrb-01".to_owned())));
    assert_eq!(facility_code(""), Ok(None));
    assert!(facility_code("a b").is_err() && facility_code("x").is_err());
    assert_eq!(product_code("AL"), Ok(Some("al".to_owned())));
    assert!(product_code("a1").is_err() && product_code("abcdefghi").is_err());
    assert_eq!(yes_or_no("listed", " No "), Ok(Some(false)));
    assert_eq!(yes_or_no("listed", ""), Ok(None));
    assert!(yes_or_no("listed", "maybe").is_err());
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(raw in "\\PC*|[-+0-9.,eE :TZdhm\u{0}-\u{1f}]*") {
        let kept = text("name", &raw, 30);
        if let Ok(kept) = kept {
            prop_assert!(kept.chars().count() <= 30 && !kept.chars().any(char::is_control));
        }
        if let Ok(number) = whole("quantity", &raw, 1000) {
            prop_assert!((0..=1000).contains(&number));
        }
        if let Ok(Some(price)) = price("price", &raw) {
            prop_assert!(price.scale() <= 2 && price > Decimal::ZERO);
        }
        if let Ok(Some(number)) = monthly_use("monthly_use", &raw) {
            prop_assert!(number >= 0.0 && number.is_finite());
        }
        if let Ok(time) = counted_at("counted_at", &raw, now(), true) {
            prop_assert!(time <= now() + TimeDelta::days(1));
        }
        if let Ok(PointText::At(lat, lon)) = point(&raw, &raw) {
            prop_assert!(lat.is_finite() && lon.is_finite());
        }
        if let Ok(number) = contact(&raw) {
            prop_assert!(number.is_empty() || number.starts_with('+'));
        }
        let _ = (iso3(&raw), facility_code(&raw), product_code(&raw), yes_or_no("x", &raw));
    }
}

#[test]
fn a_week_is_its_monday_or_its_number() {
    // A Sunday: the week of the 26th is over in a zone ahead of ours.
    let now: DateTime<Utc> = "2026-11-01T21:30:00Z".parse().unwrap();
    let read = |raw| week("week", raw, now).map(|monday| monday.to_string());
    let bad = || {
        Err(Refusal::BadCode(
            "week",
            "a Monday like 2026-07-27 or a week like 2026-W31",
        ))
    };
    let monday = |day: &str| Ok(day.to_owned());
    for (raw, expected) in [
        ("2026-07-27", monday("2026-07-27")),
        (" 2026-W31 ", monday("2026-07-27")),
        ("2020-W53", monday("2020-12-28")),
        ("2026-W01", monday("2025-12-29")),
        ("2026-10-26", monday("2026-10-26")),
        ("2026-W44", monday("2026-10-26")),
        ("2026-W45", Err(Refusal::NotOver("week"))),
        ("2027-01-04", Err(Refusal::NotOver("week"))),
        ("2026-07-28", bad()),
        ("2026-08-02", bad()),
        ("2021-W53", bad()),
        ("2026-W00", bad()),
        ("W31", bad()),
        ("27/07/2026", bad()),
        ("1999-12-27", bad()),
        ("", Err(Refusal::Missing("week"))),
    ] {
        assert_eq!(read(raw), expected, "{raw}");
    }
    let earlier = now - TimeDelta::hours(22);
    assert_eq!(
        week("week", "2026-W44", earlier),
        Err(Refusal::NotOver("week"))
    );
}
