//! What Redis and the record hold of a call: neither a word that was typed nor the number.

use super::*;

/// Everything under a prefix: keys, and values as they lie there.
pub(super) async fn raw(prefix: &str) -> Vec<(String, Vec<u8>)> {
    let client = redis::Client::open(needed("REDIS_URL")).unwrap();
    let mut conn = client.get_multiplexed_async_connection().await.unwrap();
    let keys: Vec<String> = redis::cmd("KEYS")
        .arg(format!("{prefix}*"))
        .query_async(&mut conn)
        .await
        .unwrap();
    let mut all = Vec::new();
    for key in keys {
        let value = redis::cmd("GET")
            .arg(&key)
            .query_async(&mut conn)
            .await
            .unwrap();
        all.push((key, value));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_what_was_typed_nor_the_number_is_kept() {
    let mut house = House::open().await;
    let mut caller = Caller::new(&house.set.app, CALLER);
    // Misspelt as in no list of ours; found all the same, or not at all.
    let typed = ["panaddoll", "kiberrra", "zzqqzz 4711"];
    caller.dial("").await;
    let mut seen = 0;
    for input in [
        "1", "4", "1", typed[1], "1", "1", typed[2], typed[0], "1", "1", "1", "98", "98", "1", "1",
    ] {
        caller.types(input).await;
        let kept = raw(house.set.database.name()).await;
        assert!(
            kept.iter().any(|(key, _)| key.contains(":session:")),
            "{kept:?}"
        );
        let records = house.texts("r", "FROM session_records r").await;
        let records = records
            .into_iter()
            .map(|row| ("session_records".to_owned(), row.into_bytes()));
        for (whence, value) in kept.into_iter().chain(records) {
            let value = format!("{whence} {}", String::from_utf8_lossy(&value));
            for secret in typed.iter().chain(&["700000999", &*caller.hop.text]) {
                let short = secret.len() < 6;
                assert!(
                    short || !value.contains(secret),
                    "{secret} after {input}: {value}"
                );
            }
            seen += 1;
        }
    }
    // The test did look, at a session, a profile and records of what was written.
    assert!(seen > 30, "{seen}");
    assert!(house.count("session_records").await >= 2);
    house.happen("~ language en").await;
    assert_eq!(house.count("phones").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_of_a_transcript_cannot_be_guessed_without_the_key() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use sha2::{Digest as _, Sha256};
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    caller.dial("1").await;
    let one = caller.kept().await.unwrap();
    let plain = URL_SAFE_NO_PAD.encode(Sha256::digest("1"));
    assert!(one.hash.len() >= 16 && !plain.starts_with(&*one.hash));
    // The same words in another call are not seen to be the same.
    caller.dial("1").await;
    let other = caller.kept().await.unwrap();
    assert_eq!(one.length, other.length);
    assert_ne!(one.hash, other.hash);
}
