//! Everything that may change arrives, and only what changed is said to have.

use chrono::{DateTime, TimeDelta, Utc};
use medvault::directory::country::{Facility, Level, Point};
use medvault::models::none_report;

use super::*;

fn level(directory: &Directory, facility: &str, product: &str) -> Level {
    let country = directory.read();
    let facility = country.facility_by_code(facility).unwrap().id;
    let product = country.product_by_code(product).unwrap().id;
    country.level(facility, product).unwrap()
}

fn facility(directory: &Directory, code: &str) -> Facility {
    directory.read().facility_by_code(code).unwrap().clone()
}

/// When products, facilities and places last changed.
fn changed(directory: &Directory) -> [DateTime<Utc>; 3] {
    let country = directory.read();
    [
        country.catalogue_changed_at(),
        country.facilities_changed_at(),
        country.places_changed_at(),
    ]
}

/// Which of the three changed since.
fn changed_since(directory: &Directory, before: [DateTime<Utc>; 3]) -> [bool; 3] {
    let now = changed(directory);
    std::array::from_fn(|which| now[which] > before[which])
}

/// Whether any holder of the product may have come or gone since, as far as anyone would travel.
fn stock_unsettled(directory: &Directory, product: &str, since: DateTime<Utc>) -> bool {
    let country = directory.read();
    let product = country.product_by_code(product).unwrap().id;
    let from = country.facility_by_code("a").unwrap().point.unwrap();
    country.unsettled_stock(product, from, f64::INFINITY, since)
}

/// The codes of all facilities near the first one's place, nearest first.
fn near(directory: &Directory) -> Vec<String> {
    let country = directory.read();
    let from = Point {
        lat: -1.30,
        lon: 36.80,
    };
    let code = |id| country.facility(id).unwrap().code.to_string();
    let near = country.nearest(from, 9, Only::Any);
    near.iter().map(|near| code(near.facility)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_price_arrives() {
    let mut followed = Followed::new().await;
    let mut conn = followed.conn().await;
    assert_eq!(level(&followed.directory, "a", "pa").price, 0);
    run(&mut conn, "UPDATE stock_levels SET price = 12.50").await;
    followed.poll_changes(6).await;
    assert_eq!(level(&followed.directory, "a", "pa").price, 1250);
    assert_eq!(level(&followed.directory, "c", "qa").price, 1250);
    run(&mut conn, "UPDATE stock_levels SET price = NULL").await;
    followed.poll_changes(6).await;
    assert_eq!(level(&followed.directory, "a", "pa").price, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_there_was_none_counts_until_the_next_count_and_again_after_it() {
    let mut followed = Followed::new().await;
    let mut conn = followed.conn().await;
    run(
        &mut conn,
        "INSERT INTO phones (sealed, seal_key_id, hmac, hmac_key_id) VALUES ('', 1, sha256('a'), 1), ('', 1, sha256('b'), 1)",
    )
    .await;
    let [one, other] = [1, 2];
    let (facility, product) = {
        let country = followed.directory.read();
        let facility = country.facility_by_code("a").unwrap().id;
        (facility, country.product_by_code("pa").unwrap().id)
    };
    // One day, whenever the test runs.
    let noon = DateTime::from_timestamp(1_800_014_400, 0).unwrap();
    let at = |minutes| noon + TimeDelta::minutes(minutes);
    let recount = |minutes| {
        let when = at(minutes).to_rfc3339();
        format!("UPDATE stock_levels SET counted_at = '{when}'")
    };
    run(&mut conn, &recount(0)).await;
    followed.follower.poll_once().await.unwrap();
    for (phone, minutes, counted) in [
        // Twice the same phone on one day is one word.
        (one, 1, 1),
        (one, 2, 1),
        (other, 3, 2),
    ] {
        none_report::add(&mut conn, facility, product, phone, at(minutes))
            .await
            .unwrap();
        followed.follower.poll_once().await.unwrap();
        let reports = level(&followed.directory, "a", "pa").none_reports;
        assert_eq!(reports, counted, "phone {phone} after {minutes} minutes");
    }
    run(&mut conn, &recount(5)).await;
    followed.follower.poll_once().await.unwrap();
    assert_eq!(level(&followed.directory, "a", "pa").none_reports, 0);
    // The same phone, the same day, after the recount; and an earlier word that comes late.
    for (minutes, changes) in [(6, 1), (4, 0)] {
        none_report::add(&mut conn, facility, product, one, at(minutes))
            .await
            .unwrap();
        followed.poll_changes(changes).await;
    }
    assert_eq!(level(&followed.directory, "a", "pa").none_reports, 1);
    assert_eq!(level(&followed.directory, "b", "pa").none_reports, 0);
    let (afresh, _) = follow(&followed.database).await;
    assert_eq!(level(&afresh, "a", "pa").none_reports, 1, "a first load");
    // Whoever is forgotten, so is their word.
    run(&mut conn, "DELETE FROM phones").await;
    followed.poll_changes(1).await;
    assert_eq!(level(&followed.directory, "a", "pa").none_reports, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_facility_arrives_renamed_and_unlisted_and_moved_and_gone() {
    let mut followed = Followed::new().await;
    let mut conn = followed.conn().await;
    let directory = Arc::clone(&followed.directory);
    assert_eq!(near(&directory), ["a", "b", "c"]);
    let mut before = changed(&directory);

    run(
        &mut conn,
        "UPDATE facilities SET name = 'Afya', hours = '24 h', contact = '+254700000001' WHERE code = 'b'",
    )
    .await;
    followed.poll_changes(1).await;
    let renamed = facility(&directory, "b");
    assert_eq!(
        (&*renamed.name, &*renamed.hours, &*renamed.contact),
        ("Afya", "24 h", "+254700000001")
    );
    assert_eq!(
        changed_since(&directory, before),
        [false; 3],
        "every list is as it was"
    );

    for (statement, left) in [
        (
            "UPDATE facilities SET listed = false WHERE code = 'a'",
            &["b", "c"][..],
        ),
        (
            "UPDATE facilities SET lat = 1 WHERE code = 'b'",
            &["c", "b"],
        ),
        (
            "UPDATE facilities SET lat = NULL, lon = NULL WHERE code = 'c'",
            &["b"],
        ),
        (
            "INSERT INTO facilities (code, source, source_id, name, kind, iso3, lat, lon) VALUES ('d', 't', 'd', 'D', 'pharmacy', 'KEN', -1.3, 36.8)",
            &["d", "b"],
        ),
        // Its code goes to another one.
        (
            "DELETE FROM facilities WHERE code = 'b'; UPDATE facilities SET code = 'b' WHERE code = 'd'",
            &["b"],
        ),
    ] {
        run(&mut conn, &format!("BEGIN; {statement}; COMMIT")).await;
        followed.follower.poll_once().await.unwrap();
        assert_eq!(near(&directory), left, "{statement}");
        assert_eq!(
            changed_since(&directory, before),
            [false, true, false],
            "{statement}"
        );
        before = changed(&directory);
    }
    assert_eq!(&*facility(&directory, "b").name, "D");
    assert!(directory.read().facility_by_code("d").is_none());
    assert_eq!(
        followed.quantity("b", "pa"),
        None,
        "what went with the one that is gone"
    );
    assert_eq!(
        followed.quantity("a", "pa"),
        Some(10),
        "what the others hold stays"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_change_is_not_about_stays_settled() {
    let mut followed = Followed::new().await;
    let mut conn = followed.conn().await;
    let directory = Arc::clone(&followed.directory);
    let at_first = changed(&directory);
    let loaded = at_first[0];

    run(&mut conn, &set("b", "qa", 0)).await;
    followed.poll_changes(1).await;
    for (statement, what) in [
        (
            "UPDATE facilities SET listed = false WHERE code = 'c'",
            [false, true, false],
        ),
        (
            "UPDATE products SET used_for = 'fever' WHERE code = 'pa'",
            [true, false, false],
        ),
        (
            "INSERT INTO product_names (name, name_key, generic_key, kind, source) VALUES ('Panadol', 'panadol', 'paracetamol', 'brand', 't')",
            [true, false, false],
        ),
        (
            "UPDATE places SET name = 'Republic of Kenya'",
            [false, false, true],
        ),
        // So many that everything is laid out anew.
        (
            "INSERT INTO facilities (code, source, source_id, name, kind, iso3, lat, lon)
             SELECT 'n' || n, 't', 'n' || n, 'N', 'pharmacy', 'KEN', 1, 36 FROM generate_series(1, 600) n",
            [false, true, false],
        ),
    ] {
        let before = changed(&directory);
        run(&mut conn, statement).await;
        followed.follower.poll_once().await.unwrap();
        assert_eq!(changed_since(&directory, before), what, "{statement}");
        assert!(!stock_unsettled(&directory, "pa", loaded), "{statement}");
        assert!(
            stock_unsettled(&directory, "qa", loaded),
            "what ran out before is remembered: {statement}"
        );
    }
    assert_eq!(followed.quantity("a", "pa"), Some(10));
    assert_eq!(near(&directory).len(), 9);

    // What a product that is gone was held by is on lists no more.
    run(&mut conn, "DELETE FROM products WHERE code = 'qa'").await;
    followed.follower.poll_once().await.unwrap();
    assert!(stock_unsettled(&directory, "pa", loaded));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_arrives_whole_with_its_names_and_where_it_is_held() {
    let mut followed = Followed::new().await;
    let (mut conn, mut other) = (followed.conn().await, followed.conn().await);
    let found = |followed: &Followed, name| {
        let found = followed.directory.read().find_product(name);
        found
            .candidates
            .into_iter()
            .next()
            .map(|found| found.key.to_string())
    };
    run(
        &mut conn,
        "BEGIN;
         INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit) VALUES ('za', 't', 'z', 'medicine', 'Zidovudine', 'zidovudine', 'tab');
         INSERT INTO product_names (name, name_key, generic_key, kind, source) VALUES ('Retrovir', 'retrovir', 'zidovudine', 'brand', 't');
         INSERT INTO facilities (code, source, source_id, name, kind, iso3, lat, lon) VALUES ('d', 't', 'd', 'D', 'pharmacy', 'KEN', -1.33, 36.83)",
    )
    .await;
    // Others write and are seen in the meantime; of this, half written, nothing is.
    run(&mut other, &set("a", "pa", 4)).await;
    followed.poll_changes(1).await;
    assert_eq!(followed.quantity("a", "pa"), Some(4));
    assert_eq!(found(&followed, "retrovir"), None);
    assert!(followed.directory.read().product_by_code("za").is_none());
    run(
        &mut conn,
        "INSERT INTO stock_levels SELECT f.id, p.id, 7, NULL, NULL, now(), 'test' FROM facilities f, products p WHERE p.code = 'za'; COMMIT",
    )
    .await;
    followed.follower.poll_once().await.unwrap();
    assert_eq!(found(&followed, "retrovir").as_deref(), Some("zidovudine"));
    for facility in ["a", "b", "c", "d"] {
        assert_eq!(followed.quantity(facility, "za"), Some(7), "{facility}");
    }
    assert_eq!(followed.quantity("a", "pa"), Some(4));
    followed.poll_changes(0).await;
}
