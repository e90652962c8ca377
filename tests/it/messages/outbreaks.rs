//! Whether there is an outbreak is asked of those over the area, once, in their language.

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
