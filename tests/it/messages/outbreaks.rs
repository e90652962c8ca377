//! Whether there is an outbreak is asked of those over the area, once, in their language.

use chrono::{TimeDelta, Weekday};
use diesel_async::SimpleAsyncConnection as _;
use medvault::ussd::theatre::Theatre;

use super::Story;
use crate::support::needed;

#[tokio::test]
async fn those_over_an_area_are_asked_once() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None).await.unwrap();
    let mut story = Story::open(&theatre).await;
    story.happen("hour 10").await;
    for what in [
        "supervisor 0720 Kibera",
        "supervisor 0721 Nairobi",
        "supervisor 0722 Mombasa",
        "language 0721 fr",
    ] {
        story.happen(what).await;
    }
    let place = story.place("Kibera");
    let found = format!(
        "INSERT INTO outbreak_signals (place_id, product_id, week, people, people_high, used, used_low, used_high, rule)
         SELECT {place}, id, week, people, 5, used, 120, 200, 'farrington'
         FROM products, (VALUES (date '2026-11-02', 9, 250), ('2026-11-09', 14, 340), ('2026-11-16', 8, 150)) w (week, people, used) WHERE code = 'ors';
         INSERT INTO alerts (rule, place_id, product_id, quantity, opened_at)
         SELECT 'outbreak', {place}, id, 250, '{}' FROM products WHERE code = 'ors'",
        story.set.app.clock.now()
    );
    story.conn.batch_execute(&found).await.unwrap();
    story.happen("watch").await;
    // What else is told of areas is another story.
    let asked = |told: String| {
        let lines = told.lines().filter(|line| line.contains("ORS"));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    assert_eq!(
        asked(story.answers().await),
        "0720 < Kibera: More was given out than usual: ORS 340 sachets in the week of 09/11, usually 120 to 200, and 14 people asked in vain. Is there an outbreak?\n\
         0721 < Kibera: On a donné plus que d'habitude : ORS 340 sachets la semaine du 09/11, d'ordinaire 120 à 200, et 14 demandes sans succès. Y a-t-il une épidémie ?\n"
    );
    story.happen("watch").await;
    story.happen("hour 9").await;
    story.happen("watch").await;
    assert_eq!(asked(story.answers().await), "");
}

/// What is said in each language of the two counts that agree, or of all three.
#[tokio::test]
async fn the_message_says_which_counts_are_more_than_usual() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None).await.unwrap();
    let mut story = Story::open(&theatre).await;
    story.happen("hour 10").await;
    for (at, language) in ["en", "sw", "fr", "ha", "am"].into_iter().enumerate() {
        story.happen(&format!("supervisor 072{at} Kibera")).await;
        story.happen(&format!("language 072{at} {language}")).await;
    }
    let place = story.place("Kibera");
    let now = story.set.app.clock.now();
    let mut said = String::new();
    // People, and more than how many are out of the ordinary; units; cases.
    for (people, high, used, cases) in [
        (3, "NULL", 340, "'cholêra', 41"),
        (14, "5", 150, "'cholera', 41"),
        (14, "5", 340, "'cholera', 41"),
        (14, "5", 340, "'cholera', 12"),
        (14, "5", 150, "'cholera', 12"),
    ] {
        let found = format!(
            "DELETE FROM alerts WHERE rule = 'outbreak';
             DELETE FROM outbreak_signals;
             INSERT INTO outbreak_signals (place_id, product_id, week, people, people_high, used, used_low, used_high, rule, disease, cases, cases_high, cases_rule)
             SELECT {place}, id, '2026-11-09', {people}, {high}, {used}, 120, 200, 'farrington', {cases}, 12.7, 'c2' FROM products WHERE code = 'ors';
             INSERT INTO alerts (rule, place_id, product_id, quantity, opened_at) SELECT 'outbreak', {place}, id, 250, '{now}' FROM products WHERE code = 'ors'"
        );
        story.conn.batch_execute(&found).await.unwrap();
        story.happen("watch").await;
        let told = story.answers().await;
        for line in told.lines().filter(|line| line.contains("ORS")) {
            said += &format!("{line}\n");
        }
        story.happen("watch").await;
        assert!(!story.answers().await.contains("ORS"), "told twice");
    }
    assert_eq!(said, include_str!("outbreaks.txt"));
}

/// Three clinics of Kibera count their salts each Monday and give out 20 each Wednesday, in the last week 60; 4 fall ill of
/// cholera there each week, in the last one 41.
const SALTS: &str = "
    INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit) VALUES ('zzs', 't', 'zzs', 'medicine', 'Salts', 'salts', 'sachet');
    INSERT INTO facilities (code, source, source_id, name, kind, iso3, place_id)
    SELECT code, 't', code, code, 'clinic', 'KEN', {place} FROM unnest('{zzx,zzy,zzz}'::text[]) code;
    WITH days AS (
        SELECT w + days * interval '1 day' AS at FROM generate_series(timestamp '{monday}' - interval '30 weeks', '{monday}', interval '1 week') w,
            (VALUES (0), (2)) d (days)
    ), made AS (
        INSERT INTO reports (channel, at) SELECT 'import', at + interval '5 hours' FROM days WHERE at <= '{monday}' RETURNING id, at
    )
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
    SELECT made.id, f.id, p.id, CASE extract(isodow FROM at) WHEN 1 THEN 'count' ELSE 'issue' END,
        CASE WHEN extract(isodow FROM at) = 1 THEN 100 WHEN at > timestamp '{monday}' - interval '1 week' THEN 60 ELSE 20 END, 0, at
    FROM made, facilities f, products p WHERE f.source = 't' AND p.code = 'zzs' ORDER BY at, f.id;
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
    SELECT f.id, p.id, 100, timestamp '{monday}' + interval '5 hours', 't' FROM facilities f, products p WHERE f.source = 't' AND p.code = 'zzs';
    INSERT INTO disease_products (disease, product_id) SELECT 'cholera', id FROM products WHERE code = 'zzs';
    INSERT INTO case_counts (place_id, disease, week, cases)
    SELECT {place}, 'cholera', date '{monday}' - 7 * w, CASE w WHEN 1 THEN 41 ELSE 4 END FROM generate_series(1, 14) w;";

#[tokio::test]
async fn more_cases_and_more_use_of_one_week_are_told_of_once() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None).await.unwrap();
    let mut story = Story::open(&theatre).await;
    story.happen("hour 10").await;
    story.happen("supervisor 0720 Kibera").await;
    let place = story.place("Kibera").to_string();
    let today = story.set.app.clock.now().date_naive();
    let monday = today.week(Weekday::Mon).first_day();
    let salts = SALTS.replace("{place}", &place);
    let salts = salts.replace("{monday}", &monday.to_string());
    story
        .conn
        .batch_execute("SET TIME ZONE 'UTC'")
        .await
        .unwrap();
    story.conn.batch_execute(&salts).await.unwrap();
    let mut told = Vec::new();
    for _ in 0..2 {
        story.night().await;
        story.happen("watch").await;
        let said = story.answers().await;
        told.extend(
            said.lines()
                .filter(|line| line.contains("ZZS"))
                .map(str::to_owned),
        );
        story.happen("now +24h").await;
    }
    let week = (monday - TimeDelta::weeks(1)).format("%d/%m");
    let said = format!(
        "0720 < Kibera: More cases than usual: cholera 41 in the week of {week}, usually up to 10, and ZZS 180 sachets given out, usually 42 to 78. Is there an outbreak?"
    );
    assert_eq!(told, [said]);
}
