//! What makes a row of a list the same row the next time. Pure.

use sha2::{Digest, Sha256};

/// What a row without an id of its list's is known by: 32 hex digits of the
/// SHA-256 of what it is, in the order given.
#[must_use]
pub fn hash(parts: &[&str]) -> String {
    digest(parts).iter().map(|b| format!("{b:02x}")).collect()
}

/// The key by which two rows of one file are found to be the same.
#[must_use]
pub fn digest(parts: &[&str]) -> [u8; 16] {
    let mut hasher = Sha256::new();
    for part in parts {
        // The length keeps ("ab", "c") apart from ("a", "bc").
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    let mut short = [0; 16];
    for (to, from) in short.iter_mut().zip(hasher.finalize()) {
        *to = from;
    }
    short
}

/// Digits and small letters without those that are taken for one another (0, 1, l, o).
const ALPHABET: &[u8; 32] = b"23456789bcdfghjkmnpqrstvwxyzaeiu";

/// A facility's code where its list gives none: ten letters and digits (50 bits,
/// so that even a million facilities hardly ever meet) that follow from the row.
#[must_use]
pub fn facility_code(source: &str, source_id: &str) -> String {
    digest(&["facility", source, source_id])
        .iter()
        .take(10)
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
        .map(|byte| char::from(*byte))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_kept_apart() {
        assert_eq!(hash(&["a", "b"]), hash(&["a", "b"]));
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
        assert_eq!(hash(&["a"]).len(), 32);
    }

    #[test]
    fn a_code_follows_from_the_row() {
        let code = facility_code("list", "7");
        assert_eq!(code.len(), 10);
        assert_eq!(code, facility_code("list", "7"));
        assert_ne!(code, facility_code("list", "8"));
    }
}
