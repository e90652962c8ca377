//! Phone numbers: sealed, bound to their row, and found again by anyone who asks.

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;
use medvault::config::{Phones, Vars};
use medvault::models::phone::{Rehashed, find, id_of, open, rehash};
use medvault::people::phone::{KeyRing, Msisdn, OpenError};

use crate::support::TestDatabase;

const ONE: &str = "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const TWO: &str = "2:HxwdGhscGRoXGBUWExQREg8QDQ4LDAkKBwgFBgMEAQI=";

fn ring(seal: &str, hmac: &str) -> KeyRing {
    let vars: Vars = [
        ("DATABASE_URL", "postgres://localhost/x"),
        ("MEDVAULT_PHONE_KEYS", seal),
        ("MEDVAULT_PHONE_HMAC_KEYS", hmac),
    ]
    .into_iter()
    .collect();
    KeyRing::from_config(&Phones::read(&vars).unwrap()).unwrap()
}

fn number(text: &str) -> Msisdn {
    text.parse().unwrap()
}

#[test]
fn a_number_is_a_plus_and_its_digits() {
    for good in ["+254700000001", "+1234567", "+123456789012345"] {
        assert_eq!(number(good).expose(), good);
    }
    #[rustfmt::skip]
    let bad = ["", "+", "254700000001", "0700000001", "+0700000001", "+123456", "+1234567890123456", "+25470000000x", "+254 700000001", "++254700000001", "+٢٥٤٧٠٠٠٠٠٠"];
    for text in bad {
        assert!(text.parse::<Msisdn>().is_err(), "{text}");
    }
}

#[test]
fn a_number_is_shown_by_its_last_three_digits() {
    assert_eq!(format!("{:?}", number("+254712345678")), "...678");
}

#[test]
fn a_sealed_number_opens_in_its_own_row_alone() {
    let ring = ring(ONE, ONE);
    let phone = number("+254700000001");
    let sealed = ring.seal(5, &phone).unwrap();
    assert_eq!(sealed.key_id, 1);
    assert_eq!(ring.open(5, &sealed).unwrap(), phone);
    assert_eq!(ring.open(6, &sealed), Err(OpenError::Broken));
    for at in 0..sealed.bytes.len() {
        let mut changed = sealed.clone();
        changed.bytes[at] ^= 1;
        assert_eq!(ring.open(5, &changed), Err(OpenError::Broken), "byte {at}");
    }
    let mut short = sealed.clone();
    short.bytes.truncate(11);
    assert_eq!(ring.open(5, &short), Err(OpenError::Broken));
    assert_ne!(ring.seal(5, &phone).unwrap().bytes, sealed.bytes);
    let plain = phone.expose().as_bytes();
    assert!(!sealed.bytes.windows(6).any(|part| part == &plain[4..10]));
}

#[test]
fn the_last_key_seals_and_every_key_opens() {
    let both = format!("{ONE},{TWO}");
    let phone = number("+254700000001");
    let old = ring(ONE, ONE).seal(1, &phone).unwrap();
    let new = ring(&both, ONE).seal(1, &phone).unwrap();
    assert_eq!(new.key_id, 2);
    assert_eq!(ring(&both, ONE).open(1, &old).unwrap(), phone);
    assert_eq!(ring(ONE, ONE).open(1, &new), Err(OpenError::NoKey(2)));
}

#[test]
fn a_hash_is_keyed() {
    let phone = number("+254700000001");
    assert_ne!(ring(ONE, ONE).hmac(&phone), ring(ONE, TWO).hmac(&phone));
    let rotating = ring(ONE, &format!("{ONE},{TWO}"));
    assert_eq!(rotating.hmac(&phone), ring(ONE, ONE).hmac(&phone));
    assert_eq!(
        rotating.next_hmac(&phone),
        Some(ring(ONE, TWO).hmac(&phone))
    );
    assert_ne!(
        rotating.hmac(&phone),
        rotating.hmac(&number("+254700000002"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_keeps_its_id() {
    let database = TestDatabase::new().await;
    let mut conn = database.conn().await;
    let ring = ring(ONE, ONE);
    let (one, two) = (number("+254700000001"), number("+254700000002"));
    assert_eq!(find(&mut conn, &ring, &one).await.unwrap(), None);
    let id = id_of(&mut conn, &ring, &one).await.unwrap();
    assert_eq!(id_of(&mut conn, &ring, &one).await.unwrap(), id);
    assert_ne!(id_of(&mut conn, &ring, &two).await.unwrap(), id);
    assert_eq!(find(&mut conn, &ring, &one).await.unwrap(), Some(id));
    assert_eq!(open(&mut conn, &ring, id).await.unwrap(), one);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_who_ask_at_once_are_told_the_same_id() {
    let database = TestDatabase::new().await;
    let ring = ring(ONE, &format!("{ONE},{TWO}"));
    let phone = number("+254700000001");
    let asking = (0..8).map(|_| async {
        let mut conn = database.conn().await;
        id_of(&mut conn, &ring, &phone).await.unwrap()
    });
    let ids = join_all(asking).await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_number_moved_to_another_row_does_not_open() {
    let database = TestDatabase::new().await;
    let mut conn = database.conn().await;
    let ring = ring(ONE, ONE);
    let one = id_of(&mut conn, &ring, &number("+254700000001"))
        .await
        .unwrap();
    let two = id_of(&mut conn, &ring, &number("+254700000002"))
        .await
        .unwrap();
    let swap = format!(
        "UPDATE phones SET sealed = (SELECT sealed FROM phones WHERE id = {one}) WHERE id = {two}"
    );
    conn.batch_execute(&swap).await.unwrap();
    assert!(open(&mut conn, &ring, two).await.is_err());
    assert!(open(&mut conn, &ring, one).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_finding_key_rotates_nobody_gets_a_second_id() {
    let database = TestDatabase::new().await;
    let mut conn = database.conn().await;
    let (old, both, new) = (
        ring(ONE, ONE),
        ring(ONE, &format!("{ONE},{TWO}")),
        ring(ONE, TWO),
    );
    let (early, during) = (number("+254700000001"), number("+254700000002"));
    let first = id_of(&mut conn, &old, &early).await.unwrap();
    assert_eq!(id_of(&mut conn, &both, &early).await.unwrap(), first);
    let second = id_of(&mut conn, &both, &during).await.unwrap();
    // Processes that have not yet, or have already, moved on find it too.
    assert_eq!(id_of(&mut conn, &old, &during).await.unwrap(), second);
    assert_eq!(id_of(&mut conn, &new, &during).await.unwrap(), second);
}

#[tokio::test]
async fn after_a_change_of_keys_every_number_is_found_by_the_new_ones() {
    let database = TestDatabase::new().await;
    let mut conn = database.conn().await;
    let (first, moving, second) = (
        ring(ONE, ONE),
        ring(ONE, &format!("{ONE},{TWO}")),
        ring(ONE, TWO),
    );
    let numbers: Vec<Msisdn> = (1..=5)
        .map(|n| number(&format!("+25470000000{n}")))
        .collect();
    let mut ids = Vec::new();
    for phone in &numbers {
        ids.push(id_of(&mut conn, &first, phone).await.unwrap());
    }
    assert_eq!(rehash(&mut conn, &first, i64::MIN, 9).await.unwrap(), None);
    for ring in [&moving, &second] {
        let mut after = i64::MIN;
        for done in [2, 2, 1] {
            let pass = rehash(&mut conn, ring, after, 2).await.unwrap().unwrap();
            assert_eq!((pass.done, pass.closed), (done, 0));
            after = pass.last;
        }
        assert_eq!(rehash(&mut conn, ring, i64::MIN, 9).await.unwrap(), None);
        for (phone, id) in numbers.iter().zip(&ids) {
            assert_eq!(find(&mut conn, &second, phone).await.unwrap(), Some(*id));
        }
    }
    assert_eq!(find(&mut conn, &first, &numbers[0]).await.unwrap(), None);
}

#[tokio::test]
async fn a_number_that_does_not_open_stays_as_it_is_and_stops_nothing() {
    let database = TestDatabase::new().await;
    let mut conn = database.conn().await;
    let first = ring(ONE, ONE);
    let broken = id_of(&mut conn, &first, &number("+254700000001"))
        .await
        .unwrap();
    let sound = id_of(&mut conn, &first, &number("+254700000002"))
        .await
        .unwrap();
    let spoil = format!(
        "UPDATE phones SET sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 1) WHERE id = {broken}"
    );
    conn.batch_execute(&spoil).await.unwrap();
    let pass = rehash(&mut conn, &ring(ONE, TWO), i64::MIN, 9)
        .await
        .unwrap();
    let expected = Rehashed {
        last: sound,
        done: 1,
        closed: 1,
    };
    assert_eq!(pass, Some(expected));
}
