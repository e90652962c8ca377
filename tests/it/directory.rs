//! The directory follows what is committed: in any order, whatever is lost on
//! the way. Driven by hand; nothing sleeps.

mod arrives;
mod gaps;

use std::sync::Arc;

use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};
use medvault::clock::SystemClock;
use medvault::db::Conn;
use medvault::directory::Directory;
use medvault::directory::country::Only;
use medvault::directory::follow::{Follower, Polled};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use crate::support::TestDatabase;

/// A country of three facilities and three products, some of it in stock.
const COUNTRY: &str = "
    INSERT INTO places (source, source_id, kind, name, iso3, lat, lon) VALUES ('t', 'ken', 'country', 'Kenya', 'KEN', -1.3, 36.8);
    INSERT INTO facilities (code, source, source_id, name, kind, iso3, lat, lon) VALUES
        ('a', 't', 'a', 'A', 'pharmacy', 'KEN', -1.30, 36.80), ('b', 't', 'b', 'B', 'pharmacy', 'KEN', -1.31, 36.81), ('c', 't', 'c', 'C', 'clinic', 'KEN', -1.32, 36.82);
    INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit) VALUES
        ('pa', 't', 'p', 'medicine', 'Paracetamol', 'paracetamol', 'tab'), ('qa', 't', 'q', 'medicine', 'Quinine', 'quinine', 'tab'), ('ra', 't', 'r', 'medicine', 'Rifampicin', 'rifampicin', 'cap');
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
        SELECT f.id, p.id, 10, now(), 'test' FROM facilities f, products p WHERE p.code <> 'ra'";

struct Followed {
    database: TestDatabase,
    directory: Arc<Directory>,
    follower: Follower,
}

impl Followed {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        run(&mut database.conn().await, COUNTRY).await;
        let (directory, follower) = follow(&database).await;
        Self {
            database,
            directory,
            follower,
        }
    }

    async fn conn(&self) -> Conn {
        self.database.conn().await
    }

    async fn poll_changes(&mut self, changes: usize) {
        let polled = self.follower.poll_once().await.unwrap();
        assert_eq!(polled, Polled::Changed(changes));
    }

    fn quantity(&self, facility: &str, product: &str) -> Option<u32> {
        quantity(&self.directory, facility, product)
    }
}

async fn follow(database: &TestDatabase) -> (Arc<Directory>, Follower) {
    let directory = Arc::new(Directory::empty(Arc::new(SystemClock)));
    let mut follower = Follower::new(Arc::clone(&directory), database.db());
    assert!(matches!(
        follower.poll_once().await.unwrap(),
        Polled::Loaded
    ));
    (directory, follower)
}

async fn run(conn: &mut Conn, statement: &str) {
    conn.batch_execute(statement).await.unwrap();
}

fn set(facility: &str, product: &str, quantity: u32) -> String {
    format!(
        "UPDATE stock_levels SET quantity = {quantity} WHERE facility_id = (SELECT id FROM facilities WHERE code = '{facility}')
         AND product_id = (SELECT id FROM products WHERE code = '{product}')"
    )
}

fn quantity(directory: &Directory, facility: &str, product: &str) -> Option<u32> {
    let country = directory.read();
    let (facility, product) = (
        country.facility_by_code(facility)?.id,
        country.product_by_code(product)?.id,
    );
    country.level(facility, product).map(|level| level.quantity)
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_that_commit_out_of_order_are_all_seen() {
    let mut followed = Followed::new().await;
    let (mut early, mut late) = (followed.conn().await, followed.conn().await);
    run(&mut early, "BEGIN").await;
    run(&mut early, &set("a", "pa", 1)).await;
    run(&mut late, &set("b", "pa", 2)).await;
    followed.follower.poll_once().await.unwrap();
    assert_eq!(
        (followed.quantity("a", "pa"), followed.quantity("b", "pa")),
        (Some(10), Some(2))
    );
    run(&mut early, "COMMIT").await;
    followed.follower.poll_once().await.unwrap();
    assert_eq!(
        (followed.quantity("a", "pa"), followed.quantity("b", "pa")),
        (Some(1), Some(2))
    );
    // And once only.
    assert!(matches!(
        followed.follower.poll_once().await.unwrap(),
        Polled::Changed(0)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rolled_back_never_was() {
    let mut followed = Followed::new().await;
    let mut conn = followed.conn().await;
    run(
        &mut conn,
        &format!("BEGIN; {}; ROLLBACK", set("a", "pa", 1)),
    )
    .await;
    assert!(matches!(
        followed.follower.poll_once().await.unwrap(),
        Polled::Changed(0)
    ));
    assert_eq!(followed.quantity("a", "pa"), Some(10));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_nobody_told_of_is_seen_at_the_next_poll() {
    // No notification is ever sent here: the change rows are the truth.
    let mut followed = Followed::new().await;
    let mut conn = followed.conn().await;
    run(
        &mut conn,
        "DELETE FROM stock_levels WHERE facility_id = (SELECT id FROM facilities WHERE code = 'b')",
    )
    .await;
    run(&mut conn, "INSERT INTO stock_levels SELECT f.id, p.id, 7, 12.50, NULL, now(), 'test' FROM facilities f, products p WHERE f.code = 'c' AND p.code = 'ra'").await;
    assert_eq!(followed.quantity("b", "pa"), Some(10));
    followed.follower.poll_once().await.unwrap();
    assert_eq!(
        (followed.quantity("b", "pa"), followed.quantity("c", "ra")),
        (None, Some(7))
    );
    let country = followed.directory.read();
    let (facility, product) = (
        country.facility_by_code("c").unwrap().id,
        country.product_by_code("ra").unwrap().id,
    );
    assert_eq!(country.level(facility, product).unwrap().price, 1250);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_drops_loses_nothing() {
    let mut followed = Followed::new().await;
    let mut conn = followed.conn().await;
    run(&mut conn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").await;
    run(&mut conn, &set("a", "qa", 3)).await;
    assert!(
        followed.follower.poll_once().await.is_err(),
        "the connection was there after all"
    );
    assert!(followed.directory.state().last_error.is_some());
    assert_eq!(
        followed.quantity("a", "qa"),
        Some(10),
        "the directory answers on"
    );
    // The pool's own dead connections are found out one by one.
    let mut caught_up = false;
    for _ in 0..8 {
        caught_up = matches!(followed.follower.poll_once().await, Ok(Polled::Changed(1)));
        if caught_up {
            break;
        }
    }
    assert!(caught_up, "it did not go on from where it was");
    assert_eq!(followed.quantity("a", "qa"), Some(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_shown_any_more_is_not() {
    let mut followed = Followed::new().await;
    let mut conn = followed.conn().await;
    let shown = |followed: &Followed| {
        let country = followed.directory.read();
        let product = country.product_by_code("pa").unwrap().id;
        let from = country.facility_by_code("a").unwrap().point.unwrap();
        let near = country.nearest(from, 9, Only::Holding(product));
        near.iter()
            .map(|near| country.facility(near.facility).unwrap().code.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&followed), ["a", "b", "c"]);
    run(
        &mut conn,
        "UPDATE facilities SET listed = false WHERE code = 'b'",
    )
    .await;
    run(&mut conn, &set("c", "pa", 0)).await;
    followed.follower.poll_once().await.unwrap();
    assert_eq!(shown(&followed), ["a"]);
    run(
        &mut conn,
        "UPDATE products SET controlled = true WHERE code = 'qa'",
    )
    .await;
    followed.follower.poll_once().await.unwrap();
    assert!(followed.directory.read().products_of("quinine").is_empty());
    assert_eq!(
        followed.quantity("a", "pa"),
        Some(10),
        "levels outlive a new catalogue"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_directories_agree_after_writers_at_once() {
    let mut followed = Followed::new().await;
    let (other, mut other_follower) = follow(&followed.database).await;
    let mut writers = Vec::new();
    for seed in 0..4 {
        let mut conn = followed.conn().await;
        writers.push(tokio::spawn(async move {
            let mut random = StdRng::seed_from_u64(seed);
            for _ in 0..40 {
                let (facility, product) = (
                    ["a", "b", "c"][random.random_range(0..3)],
                    ["pa", "qa"][random.random_range(0..2)],
                );
                let end = if random.random_bool(0.2) {
                    "ROLLBACK"
                } else {
                    "COMMIT"
                };
                let change = set(facility, product, random.random_range(0..50));
                run(&mut conn, &format!("BEGIN; {change}; {end}")).await;
            }
        }));
    }
    // Both poll all the while, each when it comes to it.
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        followed.follower.poll_once().await.unwrap();
        other_follower.poll_once().await.unwrap();
    }
    for writer in writers {
        writer.await.unwrap();
    }
    followed.follower.poll_once().await.unwrap();
    other_follower.poll_once().await.unwrap();
    let mut conn = followed.conn().await;
    for facility in ["a", "b", "c"] {
        for product in ["pa", "qa"] {
            let row: Quantity = diesel::sql_query(format!(
                "SELECT quantity FROM stock_levels l JOIN facilities f ON f.id = l.facility_id JOIN products p ON p.id = l.product_id WHERE f.code = '{facility}' AND p.code = '{product}'"
            ))
            .get_result(&mut conn)
            .await
            .unwrap();
            let truth = u32::try_from(row.quantity).unwrap();
            assert_eq!(
                followed.quantity(facility, product),
                Some(truth),
                "{facility} {product}"
            );
            assert_eq!(
                quantity(&other, facility, product),
                Some(truth),
                "{facility} {product}"
            );
        }
    }
}

#[derive(diesel::QueryableByName)]
struct Quantity {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    quantity: i32,
}
