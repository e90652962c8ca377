//! PINs: chosen once, tried, locked with growing delays, and never raced.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;
use medvault::db::Conn;
use medvault::models::staff::pin as row;
use medvault::people::pin::Tried;

use super::world::World;

/// Whether a lock ends so many seconds from now; the clock runs on while a test does.
fn ends_in(world: &World, until: Option<DateTime<Utc>>, seconds: i64) -> bool {
    let left = until.unwrap() - world.now();
    left > TimeDelta::seconds(seconds - 20) && left <= TimeDelta::seconds(seconds)
}

async fn failures(world: &World, staff: i64) -> i64 {
    let query = format!("SELECT pin_failures::bigint AS id FROM staff WHERE id = {staff}");
    world.number(&query).await
}

/// A pharmacist whose PIN is 4071, and their phone.
async fn pharmacist(world: &World) -> (i64, i64) {
    let staff = world
        .person(1, "pharmacist", "active", None, &["AHERO"])
        .await;
    assert!(world.choose(staff, "4071").await);
    (staff, world.phone(1).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_chosen_once_and_tried() {
    let world = World::new().await;
    let staff = world
        .person(1, "pharmacist", "active", None, &["AHERO"])
        .await;
    let phone = world.phone(1).await;
    assert_eq!(world.try_pin(phone, "4071").await, Tried::NoPin);
    assert!(world.choose(staff, "4071").await);
    assert!(!world.choose(staff, "5082").await);
    assert_eq!(world.try_pin(phone, "4071").await, Tried::Right);
    assert_eq!(world.try_pin(phone, "5082").await, Tried::Wrong(None));
    let kept = world
        .word(&format!("SELECT pin AS word FROM staff WHERE id = {staff}"))
        .await;
    assert!(kept.unwrap().starts_with("$argon2id$"));
    let row = row::of_phone(&mut world.conn().await, phone).await.unwrap();
    let shown = format!("{row:?}");
    assert!(
        shown.contains("***") && !shown.contains("argon2"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_try_forgets_the_wrong_ones() {
    let world = World::new().await;
    let (staff, phone) = pharmacist(&world).await;
    for _ in 0..2 {
        for _ in 0..2 {
            assert_eq!(world.try_pin(phone, "9999").await, Tried::Wrong(None));
        }
        assert_eq!(world.try_pin(phone, "4071").await, Tried::Right);
        assert_eq!(failures(&world, staff).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_tries_lock_longer_and_longer_and_a_restart_opens_nothing() {
    let mut world = World::new().await;
    let (staff, phone) = pharmacist(&world).await;
    for _ in 0..2 {
        assert_eq!(world.try_pin(phone, "9999").await, Tried::Wrong(None));
    }
    for (count, seconds) in [(3, 60), (4, 120), (5, 240), (6, 480)] {
        let Tried::Wrong(until) = world.try_pin(phone, "9999").await else {
            panic!("the {count}. try was not looked at");
        };
        assert!(ends_in(&world, until, seconds), "{count}: {until:?}");
        world.restart().await;
        // The right one too is refused, and costs nothing.
        let until = until.unwrap();
        assert_eq!(world.try_pin(phone, "4071").await, Tried::Locked(until));
        assert_eq!(failures(&world, staff).await, count);
        world.pass(seconds);
    }
    assert_eq!(world.try_pin(phone, "4071").await, Tried::Right);
    assert_eq!(failures(&world, staff).await, 0);
    assert_eq!(world.try_pin(phone, "9999").await, Tried::Wrong(None));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_wrong_tries_at_once_count_two() {
    let world = World::new().await;
    let (staff, phone) = pharmacist(&world).await;
    for count in [2, 4] {
        let both = join_all([world.try_pin(phone, "9999"), world.try_pin(phone, "8888")]).await;
        assert_eq!(failures(&world, staff).await, count, "{both:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_sent_together_are_no_way_around_the_lock() {
    let world = World::new().await;
    let (staff, phone) = pharmacist(&world).await;
    // The row is held, so that all of them are compared before any is settled.
    let mut holding = held(&world, staff).await;
    let wrong = ["9999", "8888", "7777"].map(|typed| world.try_pin(phone, typed));
    let (told, ()) = tokio::join!(join_all(wrong), async {
        waiting(&world, 3).await;
        // Meanwhile the row is locked, as three wrong tries would lock it.
        let lock = format!(
            "UPDATE staff SET pin_failures = 3, locked_until = '{}' WHERE id = {staff}; COMMIT",
            (world.now() + TimeDelta::seconds(60)).to_rfc3339()
        );
        holding.batch_execute(&lock).await.unwrap();
    });
    assert!(
        told.iter().all(|tried| matches!(tried, Tried::Locked(_))),
        "{told:?}"
    );
    assert_eq!(failures(&world, staff).await, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_try_that_meets_a_lock_is_refused() {
    let world = World::new().await;
    let (staff, phone) = pharmacist(&world).await;
    let mut holding = held(&world, staff).await;
    let (tried, ()) = tokio::join!(world.try_pin(phone, "4071"), async {
        waiting(&world, 1).await;
        let lock = format!(
            "UPDATE staff SET pin_failures = 3, locked_until = '{}' WHERE id = {staff}; COMMIT",
            (world.now() + TimeDelta::seconds(60)).to_rfc3339()
        );
        holding.batch_execute(&lock).await.unwrap();
    });
    assert!(matches!(tried, Tried::Locked(_)), "{tried:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_taken_away_or_changed_meanwhile_lets_nobody_in() {
    let world = World::new().await;
    let (staff, phone) = pharmacist(&world).await;
    let hash = format!("SELECT pin AS word FROM staff WHERE id = {staff}");
    let hash = world.word(&hash).await.unwrap();
    for (meanwhile, expected) in [
        ("state = 'disabled'", Tried::Nobody),
        ("pin = 'another'", Tried::Wrong(None)),
        ("pin = NULL", Tried::NoPin),
    ] {
        let before =
            format!("UPDATE staff SET state = 'active', pin = '{hash}' WHERE id = {staff}");
        world.conn().await.batch_execute(&before).await.unwrap();
        let mut holding = held(&world, staff).await;
        let (tried, ()) = tokio::join!(world.try_pin(phone, "4071"), async {
            waiting(&world, 1).await;
            let change = format!("UPDATE staff SET {meanwhile} WHERE id = {staff}; COMMIT");
            holding.batch_execute(&change).await.unwrap();
        });
        assert_eq!(tried, expected, "{meanwhile}");
    }
}

/// A connection whose transaction holds a person's row.
async fn held(world: &World, staff: i64) -> Conn {
    let mut conn = world.conn().await;
    let hold = format!("BEGIN; SELECT FROM staff WHERE id = {staff} FOR UPDATE");
    conn.batch_execute(&hold).await.unwrap();
    conn
}

/// Returns once so many connections wait for a row that another holds.
async fn waiting(world: &World, count: i64) {
    let query = "SELECT count(*) AS id FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    until(async || world.number(query).await >= count).await;
}

/// Returns once it is so.
///
/// # Panics
/// When it is not within ten seconds.
async fn until(so: impl AsyncFn() -> bool) {
    let asking = async {
        while !so().await {
            tokio::task::yield_now().await;
        }
    };
    let became = tokio::time::timeout(Duration::from_secs(10), asking).await;
    became.expect("it did not become so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_counts_where_nobody_waits_for_its_answer() {
    let world = World::new().await;
    let (staff, phone) = pharmacist(&world).await;
    let mut holding = held(&world, staff).await;
    let mut trying = Box::pin(world.try_pin(phone, "9999"));
    tokio::select! {
        tried = &mut trying => panic!("{tried:?}"),
        () = waiting(&world, 1) => (),
    }
    // The caller hangs up.
    drop(trying);
    holding.batch_execute("COMMIT").await.unwrap();
    until(async || failures(&world, staff).await == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_of_nobody_of_another_or_of_a_disabled_person_opens_nothing() {
    let world = World::new().await;
    let (_, mine) = pharmacist(&world).await;
    let other = world
        .person(2, "pharmacist", "active", None, &["KIBRA"])
        .await;
    assert!(world.choose(other, "5082").await);
    let waits = world
        .person(3, "pharmacist", "waiting", None, &["AHERO"])
        .await;
    assert!(world.choose(waits, "6193").await);
    let gone = world
        .person(4, "in_charge", "disabled", None, &["AHERO"])
        .await;
    assert!(!world.choose(gone, "7204").await);
    assert_eq!(world.try_pin(mine, "5082").await, Tried::Wrong(None));
    assert_eq!(
        world.try_pin(world.phone(2).await, "4071").await,
        Tried::Wrong(None)
    );
    assert_eq!(
        world.try_pin(world.phone(3).await, "6193").await,
        Tried::Nobody
    );
    assert_eq!(
        world.try_pin(world.phone(4).await, "7204").await,
        Tried::Nobody
    );
    assert_eq!(
        world.try_pin(world.phone(5).await, "4071").await,
        Tried::Nobody
    );
    assert_eq!(world.try_pin(i64::MAX, "4071").await, Tried::Nobody);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_moved_to_another_row_is_of_no_use_there() {
    let world = World::new().await;
    pharmacist(&world).await;
    let other = world.person(2, "administrator", "active", None, &[]).await;
    let steal = format!(
        "UPDATE staff SET pin = (SELECT pin FROM staff WHERE pin IS NOT NULL) WHERE id = {other}"
    );
    world.conn().await.batch_execute(&steal).await.unwrap();
    let tried = world.try_pin(world.phone(2).await, "4071").await;
    assert_eq!(tried, Tried::Wrong(None));
}
