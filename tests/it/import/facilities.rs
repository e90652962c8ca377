use super::*;

/// A country in which a swapped point is mostly still in the country: two
/// areas, each with towns every 20 km.
fn two_areas() -> String {
    let mut file = format!(
        "{PLACES}Kaskazini,county,,,,,NGA,11.4,8.4,,list,n,\nKusini,county,,,,,NGA,7.4,5.4,,list,s,\n"
    );
    for n in 0..25 {
        let (down, right) = (f64::from(n / 5) * 0.2, f64::from(n % 5) * 0.2);
        let (lat, lon) = (11.0 + down, 8.0 + right);
        file.push_str(&format!(
            "North {n},town,,Kaskazini,,,NGA,{lat:.2},{lon:.2},,list,n{n},\n"
        ));
        let (lat, lon) = (7.0 + down, 5.0 + right);
        file.push_str(&format!(
            "South {n},town,,Kusini,,,NGA,{lat:.2},{lon:.2},,list,s{n},\n"
        ));
    }
    file
}

#[tokio::test]
async fn a_whole_area_swapped_is_repaired_and_the_other_left_alone() {
    let desk = Desk::new().await;
    desk.import(Kind::Places, two_areas()).await;
    let mut file = FACILITIES.to_owned();
    for n in 0..40 {
        let (down, right) = (f64::from(n / 8) * 0.2, f64::from(n % 8) * 0.12);
        // Longitude first in all of the north, and in one row of the south.
        let (lat, lon) = (8.05 + right, 11.05 + down);
        file.push_str(&format!(
            "N{n},Clinic,,KASKAZINI,,,{lat:.4},{lon:.4},list,NGA,n{n},\n"
        ));
        let (lat, lon) = if n == 7 {
            (5.05, 7.05)
        } else {
            (7.05 + down, 5.05 + right)
        };
        file.push_str(&format!(
            "S{n},Clinic,,Kusini State,,,{lat:.4},{lon:.4},list,NGA,s{n},\n"
        ));
    }
    let summary = desk.import(Kind::Facilities, &file).await;
    assert_eq!(written(&summary), (80, 0, 0), "{summary:?}");
    assert_eq!(summary.turned, 41);
    assert_eq!(summary.unknown_parents, 0);
    let repaired = "facilities f JOIN places p ON p.id = f.place_id
        WHERE p.name = 'Kaskazini' AND f.lat BETWEEN 11 AND 12 AND f.lon BETWEEN 8 AND 9";
    assert_eq!(desk.count(repaired).await, 40);
    assert_eq!(
        desk.count("facilities WHERE name = 'S7' AND lat > 7 AND lon < 6")
            .await,
        1
    );
    let again = desk.import(Kind::Facilities, &file).await;
    assert_eq!(written(&again), (0, 0, 80));
    assert_eq!(again.turned, 41);
}

#[tokio::test]
async fn every_reason_a_facility_is_refused_or_loses_its_point() {
    let desk = Desk::new().await;
    desk.import(Kind::Places, two_areas()).await;
    let header = FACILITIES.trim_end().to_owned() + ",contact,hours,code,listed\n";
    let (fits, long) = ("ጤ".repeat(103), "ጤ".repeat(104));
    let file = format!(
        "{header}\
         {fits},pharmacy,,Kusini,,,7.1,5.1,list,NGA,1,,+234 800 000 0001,24 hours,ab-1,true\n\
         {long},pharmacy,,Kusini,,,7.1,5.1,list,NGA,2,,,,,\n\
         Same,pharmacy,,Kusini,,,7.1,5.1,list,NGA,1,,,,,\n\
         London,pharmacy,,Kusini,,,51.5,-0.1,list,NGA,3,,,,,\n\
         Zero,pharmacy,,Kusini,,,0,0,list,NGA,4,,,,,\n\
         None,pharmacy,,Nowhere,,,,,list,NGA,5,,,,,\n\
         Comma,pharmacy,,Kusini,,,\"7,1\",5.1,list,NGA,6,,,,,\n\
         Phone,pharmacy,,Kusini,,,7.1,5.1,list,NGA,7,,0800,,,\n\
         Hours,pharmacy,,Kusini,,,7.1,5.1,list,NGA,8,,,{},,\n\
         Code,pharmacy,,Kusini,,,7.1,5.1,list,NGA,9,,,,a b,\n\
         Taken,pharmacy,,Kusini,,,7.1,5.1,list,NGA,10,,,,AB-1,\n\
         Maybe,pharmacy,,Kusini,,,7.1,5.1,list,NGA,11,,,,,maybe\n\
         Stateless,pharmacy,,Kusini,,,7.1,5.1,list,,12,,,,,\n\
         \"Quoted\r\nname\",pharmacy,,Kusini,,,7.1,5.1,list,NGA,13,,,,,no\n",
        "9".repeat(41)
    );
    let summary = desk.import(Kind::Facilities, &file).await;
    assert_eq!(summary.read, 14);
    assert_eq!(written(&summary), (5, 0, 0), "{summary:?}");
    assert_eq!(
        refused(&summary),
        [
            (Refusal::Missing("iso3"), 1),
            (Refusal::TooLong("hours", 40), 1),
            (Refusal::TooLong("name", 103), 1),
            (Refusal::NotANumber("lat"), 1),
            (Refusal::NotOneOf("listed", "true, false"), 1),
            (Refusal::BadCode("code", "2 to 16 of a-z, 0-9 and -"), 1),
            (
                Refusal::BadCode("contact", "a number with its country, like +254700000000"),
                1
            ),
            (Refusal::CodeTaken, 1),
            (Refusal::Duplicate, 1),
        ]
    );
    assert_eq!(
        pointless(&summary),
        [
            (Pointless::Missing, 1),
            (Pointless::Zero, 1),
            (Pointless::Outside, 1)
        ]
    );
    assert_eq!(summary.unknown_parents, 1);
    assert_eq!(
        desk.texts("SELECT name || ' ' || listed || ' ' || contact FROM facilities WHERE code = 'ab-1' OR name LIKE 'Quoted%' ORDER BY id")
            .await,
        [format!("{fits} true +2348000000001"), "Quoted name false ".to_owned()]
    );
    // A code of another row of the record is refused as well.
    let taken = format!("{header}Other,pharmacy,,Kusini,,,7.1,5.1,list,NGA,99,,,,ab-1,\n");
    let summary = desk.import(Kind::Facilities, &taken).await;
    assert_eq!(refused(&summary), [(Refusal::CodeTaken, 1)]);
}

#[tokio::test]
async fn without_an_id_a_row_is_known_by_kind_name_and_point() {
    let desk = Desk::new().await;
    let file = format!(
        "{FACILITIES}Afya,pharmacy,,,,,7.1,5.1,list,NGA,,\n\
         AFYA,Pharmacie,,,,,7.1,5.1,list,NGA,,\n\
         Afya,pharmacy,,,,,7.2,5.1,list,NGA,,\n\
         Afya,pharmacy,,Oyo,,,,,list,NGA,,\n\
         Afya,pharmacy,,Ondo,,,,,list,NGA,,\n"
    );
    let summary = desk.import(Kind::Facilities, &file).await;
    assert_eq!(written(&summary), (4, 0, 0));
    assert_eq!(refused(&summary), [(Refusal::Duplicate, 1)]);
    assert_eq!(
        written(&desk.import(Kind::Facilities, &file).await),
        (0, 0, 4)
    );
}

#[tokio::test]
async fn what_a_list_does_not_say_stays_as_it_is() {
    let desk = Desk::new().await;
    let said = FACILITIES.trim_end().to_owned() + ",contact,hours,code,listed\n";
    let row = "Afya,pharmacy,,,,,7.1,5.1,list,NGA,1,";
    desk.import(
        Kind::Facilities,
        format!("{said}{row},+2348000000001,24 hours,afya,false\n"),
    )
    .await;
    let summary = desk
        .import(Kind::Facilities, format!("{FACILITIES}{row}\n"))
        .await;
    assert_eq!(written(&summary), (0, 0, 1));
    let summary = desk
        .import(Kind::Facilities, format!("{said}{row},,24 hours,,\n"))
        .await;
    assert_eq!(written(&summary), (0, 1, 0));
    assert_eq!(
        desk.texts("SELECT concat_ws('|', code, contact, hours, listed) FROM facilities")
            .await,
        ["afya||24 hours|f"]
    );
}

#[tokio::test]
async fn a_facility_without_areas_lies_in_the_nearest_place_and_a_street_is_no_ward() {
    let desk = Desk::new().await;
    desk.import(Kind::Places, two_areas()).await;
    let file = format!(
        "{FACILITIES}Near,pharmacy,,,,\"42, Okigwe Rd., Aba\",7.01,5.01,list,NGA,1,\n\
         Far,pharmacy,,,,,9.0,6.5,list,NGA,2,\n"
    );
    let summary = desk.import(Kind::Facilities, &file).await;
    assert_eq!(summary.unknown_parents, 0);
    assert_eq!(
        desk.texts("SELECT concat_ws('|', f.name, p.name, f.address) FROM facilities f LEFT JOIN places p ON p.id = place_id ORDER BY f.id").await,
        ["Near|South 0|42, Okigwe Rd., Aba", "Far|"]
    );
}
