//! Who waits near is told, however many wait elsewhere; and nobody is told more than a day has
//! room for, however much there is.

use diesel_async::SimpleAsyncConnection as _;
use medvault::ussd::theatre::Theatre;

use super::Story;
use crate::support::needed;

/// More than are looked at together anywhere.
const FAR: i64 = 11_000;

#[tokio::test]
async fn who_waits_near_is_told_however_many_wait_far_and_longer() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None).await.unwrap();
    let mut story = Story::open(&theatre).await;
    for what in [
        "hour 10",
        "stock pcm all 0",
        "stock pcm nrb-kit-01 20",
        "place 0801 Kitisuru",
    ] {
        story.happen(what).await;
    }
    let (near, far) = (story.place("Kitisuru"), story.place("Kisumu"));
    let phone = story.phone("0801").await;
    let crowd = format!(
        "INSERT INTO phones (sealed, seal_key_id, hmac, hmac_key_id)
         SELECT '\\x00', 1, decode(lpad(to_hex(n), 64, '0'), 'hex'), 1 FROM generate_series(1, {FAR}) n;
         INSERT INTO waiting (phone_id, product_id, place_id, asked_at)
         SELECT p.id, d.id, {far}, now() - interval '1 day' FROM phones p, products d WHERE sealed = '\\x00' AND d.code = 'pcm';
         INSERT INTO waiting (phone_id, product_id, place_id) SELECT {phone}, id, {near} FROM products WHERE code = 'pcm'"
    );
    story.conn.batch_execute(&crowd).await.unwrap();
    story.happen("watch").await;
    let said = story.answers().await;
    assert!(said.starts_with("0801 < Paracetamol"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[tokio::test]
async fn a_day_has_room_for_so_many_messages_whenever_they_come() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None).await.unwrap();
    let mut story = Story::open(&theatre).await;
    for what in ["hour 10", "staff 0712 in_charge nrb-kit-01", "watch"] {
        story.happen(what).await;
    }
    assert_eq!(story.answers().await.lines().count(), 1);
    let more = "INSERT INTO staff_facilities SELECT s.id, f.id FROM staff s, facilities f
        WHERE f.code LIKE 'nrb-%' ON CONFLICT DO NOTHING";
    story.conn.batch_execute(more).await.unwrap();
    for what in ["watch", "hour 20", "watch"] {
        story.happen(what).await;
    }
    let a_day = usize::try_from(story.set.app.config.alerts.a_day).unwrap();
    assert_eq!(story.answers().await.lines().count(), a_day - 1);
}
