//! Where changes can no longer be told, everything is read again.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use medvault::directory::follow::Limits;
use medvault::models::change::Bounds;

use super::*;

/// As [`Followed::new`], within other bounds.
async fn followed(change: impl FnOnce(&mut Bounds)) -> Followed {
    let mut followed = Followed::new().await;
    let mut limits = Limits::default();
    change(&mut limits.bounds);
    let directory = Arc::clone(&followed.directory);
    followed.follower = Follower::with_limits(directory, followed.database.db(), limits);
    followed.reloads().await;
    followed
}

impl Followed {
    async fn reloads(&mut self) {
        assert_eq!(self.follower.poll_once().await.unwrap(), Polled::Loaded);
    }
}

async fn rows_of_changes(followed: &Followed) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let query = diesel::sql_query("SELECT count(*) FROM changes");
    let mut conn = followed.conn().await;
    let row: Count = query.get_result(&mut conn).await.unwrap();
    row.count
}

#[tokio::test(flavor = "multi_thread")]
async fn more_changes_than_are_told_are_never_taken_for_all_of_them() {
    let mut followed = followed(|bounds| bounds.most = 7).await;
    let mut conn = followed.conn().await;
    let change = |levels: &str, quantity: u32| {
        format!(
            "UPDATE products SET unit = 'pack'; UPDATE places SET name = 'K';
             UPDATE stock_levels SET quantity = {quantity} WHERE {levels}"
        )
    };
    // Six levels, products and places: one more than is told.
    run(&mut conn, &change("true", 1)).await;
    followed.reloads().await;
    for facility in ["a", "b", "c"] {
        for product in ["pa", "qa"] {
            let quantity = followed.quantity(facility, product);
            assert_eq!(quantity, Some(1), "{facility} {product}");
        }
    }
    // Just as many as are told.
    let but_one =
        "(facility_id, product_id) <> (SELECT min(facility_id), min(product_id) FROM stock_levels)";
    run(&mut conn, &change(but_one, 2)).await;
    followed.poll_changes(7).await;
    assert_eq!(followed.quantity("c", "qa"), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_slept_past_the_retention_of_changes_reads_everything() {
    // Every poll comes later than this.
    let mut sleeper = followed(|bounds| bounds.oldest = TimeDelta::zero()).await;
    let limits = Limits {
        kept: TimeDelta::zero(),
        ..Limits::default()
    };
    let directory = Arc::new(Directory::empty(Arc::new(SystemClock)));
    let mut awake = Follower::with_limits(Arc::clone(&directory), sleeper.database.db(), limits);
    awake.poll_once().await.unwrap();
    let mut conn = sleeper.conn().await;
    run(&mut conn, &set("a", "pa", 3)).await;
    // What nobody has seen yet stays, however little is kept.
    awake.prune().await.unwrap();
    assert!(rows_of_changes(&sleeper).await > 0);
    // What has been seen goes, once no transaction anywhere is older than it.
    let began = Instant::now();
    while rows_of_changes(&sleeper).await > 0 {
        assert!(began.elapsed() < Duration::from_secs(30), "never pruned");
        awake.poll_once().await.unwrap();
        awake.prune().await.unwrap();
    }
    assert_eq!(quantity(&directory, "a", "pa"), Some(3));

    sleeper.reloads().await;
    assert_eq!(sleeper.quantity("a", "pa"), Some(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_database_is_read_again() {
    let mut followed = Followed::new().await;
    let mut conn = followed.conn().await;
    // What a restore does: tables made anew, and rows that no trigger tells of.
    let restore = format!(
        "SET session_replication_role = replica; {}; SET session_replication_role = origin;
         CREATE TABLE restored (LIKE changes INCLUDING ALL); DROP TABLE changes; ALTER TABLE restored RENAME TO changes",
        set("a", "pa", 5)
    );
    run(&mut conn, &restore).await;
    followed.reloads().await;
    assert_eq!(followed.quantity("a", "pa"), Some(5));
    run(&mut conn, &set("a", "pa", 6)).await;
    followed.poll_changes(1).await;
    assert_eq!(followed.quantity("a", "pa"), Some(6));
}
