use super::*;

#[tokio::test]
async fn a_ward_finds_its_parents_wherever_they_stand_in_the_file() {
    let desk = Desk::new().await;
    let file = format!(
        "{PLACES}Market Primary,polling_station,,KITUI,Kitui Central,Township,KEN,-1.37,38.01,,list,,in_stated_ward\n\
         Township,ward,Town;Mjini;Town,Kitui County,kitui  central,Township,KEN,-1.36,38.0,,list,1,\n\
         Kitui Central,constituency,,Kitui,Kitui Central,,KEN,-1.35,38.02,,list,1,\n\
         Kitui,county,,Kitui,,,KEN,-1.4,38.0,1136187,list,1,\n\
         Lost,ward,,Kitui,Nowhere,Lost,KEN,-1.3,38.1,,list,2,\n"
    );
    let summary = desk.import(Kind::Places, &file).await;
    assert_eq!(written(&summary), (5, 0, 0), "{summary:?}");
    assert_eq!(summary.unknown_parents, 1);
    assert_eq!(
        desk.texts("SELECT p.name || ' < ' || coalesce(q.name, '') FROM places p LEFT JOIN places q ON q.id = p.parent_id ORDER BY p.name")
            .await,
        [
            "Kenya < ",
            "Kitui < Kenya",
            "Kitui Central < Kitui",
            "Lost < Kitui",
            "Market Primary < Township",
            "Township < Kitui Central",
        ]
    );
    assert_eq!(
        desk.texts("SELECT array_to_string(alt_names, '|') FROM places WHERE name = 'Township'")
            .await,
        ["Town|Mjini"]
    );
}

#[tokio::test]
async fn every_reason_a_place_is_refused_or_loses_its_point() {
    let desk = Desk::new().await;
    let long = "x".repeat(81);
    let mut file = format!(
        "{PLACES}\
         A,county,,A,,,KEN,-1,37,,list,a,\n\
         A again,county,,A,,,KEN,-1,37,,list,a,\n\
         ,county,,,,,KEN,-1,37,,list,b,\n\
         {long},county,,,,,KEN,-1,37,,list,c,\n\
         C,planet,,,,,KEN,-1,37,,list,d,\n\
         D,town,,A,,,KENYA,-1,37,,list,e,\n\
         E,town,,A,,,KEN,west,37,,list,f,\n\
         F,town,,A,,,KEN,-1,37,\"1,000\",list,g,\n\
         Bell\u{7},town,,A,,,KEN,-1,37,,list,h,\n\
         H,town,,A,,,KEN,0,0,,list,i,\n\
         I,town,,A,,,KEN,,,,list,j,\n\
         J,town,,A,,,KEN,200,300,,list,k,\n\
         K,polling_station,,A,,,KEN,-1.1,37.1,,list,l,wrong_county\n\
         L,town\n\
         M,town,,A,,,KEN,-1,37,,,m,\n"
    )
    .into_bytes();
    file.extend(b"Caf\xe9,town,,A,,,KEN,-1,37,,list,n,\n");
    let summary = desk.import(Kind::Places, &file).await;
    assert_eq!(summary.read, 16);
    assert_eq!(written(&summary), (5, 0, 0), "{summary:?}");
    assert_eq!(
        refused(&summary),
        [
            (Refusal::NotUtf8, 1),
            (Refusal::Fields, 1),
            (Refusal::Missing("name"), 1),
            (Refusal::Missing("source"), 1),
            (Refusal::TooLong("name", 80), 1),
            (Refusal::Control("name"), 1),
            (Refusal::NotANumber("lat"), 1),
            (Refusal::ThousandsMark("population"), 1),
            (
                Refusal::NotOneOf(
                    "kind",
                    "country, county, constituency, ward, town, landmark"
                ),
                1
            ),
            (Refusal::BadCode("iso3", "three letters (ISO 3166-1)"), 1),
            (Refusal::Duplicate, 1),
        ]
    );
    assert_eq!(
        pointless(&summary),
        [
            (Pointless::Missing, 1),
            (Pointless::Zero, 1),
            (Pointless::OffGlobe, 1),
            (Pointless::Distrusted, 1),
        ]
    );
    let beside = desk.refused(Kind::Places).unwrap();
    assert!(beside.starts_with("line,reason,name,kind,"), "{beside}");
    assert!(
        beside.contains("\n3,duplicate of an earlier row,A again,county,"),
        "{beside}"
    );
    assert!(
        beside.contains("\n15,not as many fields as the header,L,town\n"),
        "{beside}"
    );
    assert!(
        beside.contains("\n17,not UTF-8 text,Caf\u{fffd},town,"),
        "{beside}"
    );
    assert_eq!(beside.lines().count(), 12);
    assert_eq!(
        desk.count("places WHERE lat IS NULL AND kind <> 'country'")
            .await,
        4
    );
}

#[tokio::test]
async fn there_is_one_place_for_a_country_whoever_names_it_first() {
    let desk = Desk::new().await;
    desk.import(
        Kind::Places,
        format!("{PLACES}A,county,,A,,,KEN,-1,37,,list,a,\n"),
    )
    .await;
    let id = desk
        .texts("SELECT id FROM places WHERE kind = 'country'")
        .await;

    let named = format!("{PLACES}Republic of Kenya,country,,,,,KEN,0.4,37.8,,nations,ken,\n");
    let summary = desk.import(Kind::Places, &named).await;
    assert_eq!(written(&summary), (0, 1, 0));
    assert_eq!(
        desk.texts("SELECT id FROM places WHERE name = 'Republic of Kenya'")
            .await,
        id
    );
    assert_eq!(written(&desk.import(Kind::Places, &named).await), (0, 0, 1));

    let other = format!("{PLACES}Kenia,country,,,,,KEN,0.4,37.8,,other,ke,\n");
    let summary = desk.import(Kind::Places, &other).await;
    assert_eq!(refused(&summary), [(Refusal::OtherCountry, 1)]);
    assert_eq!(desk.count("places WHERE kind = 'country'").await, 1);
}

#[tokio::test]
async fn one_list_may_number_each_kind_from_one() {
    let desk = Desk::new().await;
    let file = format!(
        "{PLACES}Mombasa,county,,,,,KEN,-4.04,39.65,,list,1.0,\n\
         Changamwe,constituency,,Mombasa,,,KEN,-4.02,39.63,,list,1.0,\n"
    );
    assert_eq!(written(&desk.import(Kind::Places, &file).await), (2, 0, 0));
    assert_eq!(written(&desk.import(Kind::Places, &file).await), (0, 0, 2));
}
