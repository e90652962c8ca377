//! Cases: how many fell ill, where and when, and of what is treated with what.

use super::*;

const CASES: &str = "place,disease,week,cases,products\n";

/// Kitui and Kisumu with a ward Central each, the first of two lists, and four products.
async fn placed() -> Desk {
    let desk = Desk::new().await;
    let places = "INSERT INTO places (source, source_id, kind, name, iso3) VALUES
            ('t', '1', 'county', 'Kitui', 'KEN'), ('t', '2', 'county', 'Kisumu', 'KEN'), ('t', '3', 'town', 'Kitui', 'KEN');
        INSERT INTO places (source, source_id, kind, name, iso3, parent_id)
        SELECT 't', 'w' || source_id, 'ward', 'Central', 'KEN', id FROM places WHERE kind = 'county'";
    let mut conn = desk.database.conn().await;
    diesel_async::SimpleAsyncConnection::batch_execute(&mut conn, places)
        .await
        .unwrap();
    desk.import(
        Kind::Products,
        format!(
            "{PRODUCTS}Zinc,,Tablet,20 mg,,list,,zn,,1\nORS,,,,,list,,ors,,2\nDoxycycline,,,,,list,,dox,,3\nWhole blood A+,,,,,list,blood,bap,,4\n"
        ),
    )
    .await;
    desk
}

async fn counts(desk: &Desk) -> Vec<String> {
    desk.texts(
        "SELECT concat_ws('|', l.source_id, disease, week, cases) FROM case_counts JOIN places l ON l.id = place_id ORDER BY l.source_id, disease, week",
    )
    .await
}

async fn treatments(desk: &Desk) -> Vec<String> {
    desk.texts(
        "SELECT disease || ': ' || string_agg(code, ' ' ORDER BY code) FROM disease_products d JOIN products p ON p.id = product_id GROUP BY disease ORDER BY 1",
    )
    .await
}

#[tokio::test]
async fn every_reason_cases_are_refused() {
    let desk = placed().await;
    let file = format!(
        "{CASES}Kitui > Central,Choléra,2026-02-16,41,ors; ZN\n\
         t:w2,cholera,2026-W08,0,\n\
         kitui county,CHOLERA,2026-W08,44,zn;ors\n\
         t:w1,cholera,2026-W08,40,\n\
         Central,cholera,2026-W08,1,\n\
         Nairobi,cholera,2026-W08,1,\n\
         t:9,cholera,2026-W08,1,\n\
         99999,cholera,2026-W08,1,\n\
         ,cholera,2026-W08,1,\n\
         Kisumu,,2026-W08,1,ors\n\
         Kisumu,{},2026-W08,1,ors\n\
         Kisumu,cholera,,1,\n\
         Kisumu,cholera,2026-02-17,1,\n\
         Kisumu,cholera,2026-W54,1,\n\
         Kisumu,cholera,2026-W10,1,\n\
         Kisumu,cholera,2026-W08,,\n\
         Kisumu,cholera,2026-W08,-1,\n\
         Kisumu,cholera,2026-W08,1.5,\n\
         Kisumu,cholera,2026-W08,\"1,000\",\n\
         Kisumu,cholera,2026-W08,many,\n\
         Kisumu,cholera,2026-W08,10000001,\n\
         Kisumu,measles,2026-W08,1,\n\
         Kisumu,measles,2026-W08,1,gold\n\
         Kisumu,measles,2026-W08,1,ors;bap\n\
         Kisumu,cholera,2026-W08,1,ors\n\
         Kisumu,cholera,2026-W08\n",
        "x".repeat(41)
    );
    let summary = desk.import(Kind::Cases, &file).await;
    assert_eq!((summary.read, written(&summary)), (26, (3, 0, 0)));
    let bad = Refusal::BadCode("week", "a Monday like 2026-07-27 or a week like 2026-W31");
    assert_eq!(
        refused(&summary),
        [
            (Refusal::Fields, 1),
            (Refusal::Missing("cases"), 1),
            (Refusal::Missing("disease"), 1),
            (Refusal::Missing("place"), 1),
            (Refusal::Missing("products"), 1),
            (Refusal::Missing("week"), 1),
            (Refusal::TooLong("disease", 40), 1),
            (Refusal::NotANumber("cases"), 1),
            (Refusal::ThousandsMark("cases"), 1),
            (Refusal::NotWhole("cases"), 1),
            (Refusal::Negative("cases"), 1),
            (Refusal::TooLarge("cases"), 1),
            (bad, 2),
            (Refusal::Duplicate, 1),
            (Refusal::UnknownProduct, 1),
            (Refusal::UnknownPlace, 3),
            (Refusal::SeveralPlaces, 1),
            (Refusal::NotOver("week"), 1),
            (Refusal::NoMedicine, 1),
            (Refusal::OtherProducts, 1),
        ]
    );
    assert_eq!(
        counts(&desk).await,
        [
            "1|cholera|2026-02-16|44",
            "w1|cholera|2026-02-16|41",
            "w2|cholera|2026-02-16|0"
        ]
    );
    assert_eq!(treatments(&desk).await, ["cholera: ors zn"]);
    let beside = desk.refused(Kind::Cases).unwrap();
    for line in [
        "5,duplicate of an earlier row,t:w1,cholera,2026-W08,40,",
        "6,several places are called that: use its number,Central,cholera,2026-W08,1,",
        "16,week is not over,Kisumu,cholera,2026-W10,1,",
        "23,products is missing,Kisumu,measles,2026-W08,1,",
        "25,a product of products is no medicine,Kisumu,measles,2026-W08,1,ors;bap",
        "26,products are not those of an earlier row of the disease,Kisumu,cholera,2026-W08,1,ors",
    ] {
        assert!(beside.lines().any(|l| l == line), "{line} in\n{beside}");
    }
    // A second run changes nothing.
    let again = desk.import(Kind::Cases, &file).await;
    assert_eq!(written(&again), (0, 0, 3));
    assert_eq!((again.refused_rows(), again.treated_otherwise), (23, 0));
    assert_eq!(counts(&desk).await.len(), 3);
}

#[tokio::test]
async fn a_later_figure_replaces_and_another_treatment_is_told() {
    let desk = placed().await;
    let first = "place,disease,week,cases,products\nKisumu,cholera,2026-W08,40,ors;zn\nKisumu,measles,2026-W08,2,zn\n";
    let summary = desk.import(Kind::Cases, first).await;
    assert_eq!(
        (written(&summary), summary.treated_otherwise),
        ((2, 0, 0), 0)
    );
    // What it is treated with need not be said again.
    let bare = "place,disease,week,cases\nKisumu,cholera,2026-W08,43\nKisumu,cholera,2026-W07,39\nKisumu,measles,2026-W08,2\n";
    let summary = desk.import(Kind::Cases, bare).await;
    assert_eq!(written(&summary), (1, 1, 1));
    assert_eq!(treatments(&desk).await, ["cholera: ors zn", "measles: zn"]);
    let other = "place,disease,week,cases,products\nKisumu,cholera,2026-W08,43,dox;ors\n";
    let summary = desk.import(Kind::Cases, other).await;
    assert_eq!(written(&summary), (0, 0, 1));
    let line = "diseases treated with other products than before: 1";
    assert!(summary.lines().iter().any(|l| l == line), "{summary:?}");
    assert_eq!(treatments(&desk).await, ["cholera: dox ors", "measles: zn"]);
    assert_eq!(
        counts(&desk).await,
        [
            "2|cholera|2026-02-09|39",
            "2|cholera|2026-02-16|43",
            "2|measles|2026-02-16|2"
        ]
    );
}
