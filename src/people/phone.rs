//! Phone numbers: parsed at the door, sealed in the record, found again by a
//! keyed hash, and never printed.
//!
//! A number is sealed with AES-256-GCM under a random nonce (NIST SP 800-38D:
//! at most 2^32 seals a key, more than there are phones), bound to the id of
//! its row, so that a sealed number moved to another row does not open.

pub mod typed;

use std::fmt;
use std::str::FromStr;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::config::{Key, Phones};

/// Bytes of a nonce, which stand before the sealed text.
const NONCE: usize = 12;

/// A phone number in E.164: `+` and 7 to 15 digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Msisdn(Box<str>);

impl Msisdn {
    /// The whole number, for sealing, hashing and sending: never for logs.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The last three digits, which is all that is ever shown of a number.
    pub fn tail(&self) -> &str {
        self.0
            .len()
            .checked_sub(3)
            .and_then(|at| self.0.get(at..))
            .unwrap_or_default()
    }
}

impl fmt::Debug for Msisdn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "...{}", self.tail())
    }
}

/// The text is no phone number in E.164.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a phone number like +254700000001")]
pub struct NotANumber;

impl FromStr for Msisdn {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let digits = text.strip_prefix('+').ok_or(NotANumber)?;
        let good = (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit());
        good.then(|| Msisdn(text.into())).ok_or(NotANumber)
    }
}

/// A phone number as the record holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Nonce, then ciphertext and tag.
    pub bytes: Vec<u8>,
    /// The key it was sealed with.
    pub key_id: i16,
}

/// Why a sealed number stays closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The key it was sealed with is not in the ring.
    #[error("no key {0} to open a phone number with")]
    NoKey(i16),
    /// It was changed, moved from another row, or sealed with another key of that id.
    #[error("a sealed phone number does not open")]
    Broken,
}

/// The keys that seal, open and find phone numbers.
pub struct KeyRing {
    /// Ciphers by key id; the last seals.
    ciphers: Vec<(i16, Aes256Gcm)>,
    /// The key for look-ups.
    hmac: (i16, Hmac<Sha256>),
    /// The key being moved to, while rotating.
    next_hmac: Option<(i16, Hmac<Sha256>)>,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing(***)")
    }
}

/// The configuration holds no key to seal with, or none to find with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key ring needs a key that seals and a key that finds")]
pub struct NoKeys;

impl KeyRing {
    /// Builds the ring from the configured keys.
    ///
    /// # Errors
    /// If either list is empty, which the configuration's parser does not allow.
    pub fn from_config(keys: &Phones) -> Result<KeyRing, NoKeys> {
        let mut finders = keys.hmac.iter().map(finder);
        let hmac = finders.next().ok_or(NoKeys)??;
        let next_hmac = finders.next().transpose()?;
        let ciphers: Vec<_> = keys
            .seal
            .iter()
            .map(|key| (key.id, Aes256Gcm::new(&key.bytes.into())))
            .collect();
        if ciphers.is_empty() {
            return Err(NoKeys);
        }
        Ok(KeyRing {
            ciphers,
            hmac,
            next_hmac,
        })
    }

    /// The keyed hash (HMAC-SHA256) by which a number is found again.
    pub fn hmac(&self, phone: &Msisdn) -> [u8; 32] {
        digest(&self.hmac.1, phone)
    }

    /// The same under the key being moved to, while rotating.
    pub fn next_hmac(&self, phone: &Msisdn) -> Option<[u8; 32]> {
        self.next_hmac.as_ref().map(|(_, mac)| digest(mac, phone))
    }

    /// Every hash that may find a number: under the key in use, and under the one being
    /// moved to.
    pub fn hashes(&self, phone: &Msisdn) -> Vec<Vec<u8>> {
        let next = self.next_hmac(phone);
        [Some(self.hmac(phone)), next]
            .into_iter()
            .flatten()
            .map(Vec::from)
            .collect()
    }

    /// Whether a second key that finds is being moved to.
    pub fn is_moving(&self) -> bool {
        self.next_hmac.is_some()
    }

    /// A keyed hash of what was typed in a session, which may hold a PIN.
    pub fn transcript_hash(&self, session: &str, text: &str) -> [u8; 32] {
        let mut mac = self.hmac.1.clone();
        // No number begins like this, so no hash here is one of a number.
        for part in [
            b"transcript".as_slice(),
            session.as_bytes(),
            &[0],
            text.as_bytes(),
        ] {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The id of the key behind [`Self::hmac`].
    pub fn hmac_key_id(&self) -> i16 {
        self.hmac.0
    }

    /// Seals a number for the row of that id.
    ///
    /// # Errors
    /// Never in practice: the cipher refuses only texts of many gigabytes.
    pub fn seal(&self, row: i64, phone: &Msisdn) -> Result<Sealed, OpenError> {
        let (key_id, cipher) = self.ciphers.last().ok_or(OpenError::Broken)?;
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload {
            msg: phone.expose().as_bytes(),
            aad: &row.to_be_bytes(),
        };
        let text = cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| OpenError::Broken)?;
        let mut bytes = nonce.to_vec();
        bytes.extend(text);
        Ok(Sealed {
            bytes,
            key_id: *key_id,
        })
    }

    /// Opens the number of the row of that id.
    ///
    /// # Errors
    /// If its key is not in the ring, or it was changed or moved.
    pub fn open(&self, row: i64, sealed: &Sealed) -> Result<Msisdn, OpenError> {
        let (_, cipher) = self
            .ciphers
            .iter()
            .find(|(id, _)| *id == sealed.key_id)
            .ok_or(OpenError::NoKey(sealed.key_id))?;
        let (nonce, text) = sealed
            .bytes
            .split_first_chunk::<NONCE>()
            .ok_or(OpenError::Broken)?;
        let payload = Payload {
            msg: text,
            aad: &row.to_be_bytes(),
        };
        let plain = cipher
            .decrypt(&Nonce::from(*nonce), payload)
            .map_err(|_| OpenError::Broken)?;
        String::from_utf8(plain)
            .ok()
            .and_then(|text| text.parse().ok())
            .ok_or(OpenError::Broken)
    }
}

fn finder(key: &Key) -> Result<(i16, Hmac<Sha256>), NoKeys> {
    let mac = Hmac::new_from_slice(&key.bytes).map_err(|_| NoKeys)?;
    Ok((key.id, mac))
}

fn digest(mac: &Hmac<Sha256>, phone: &Msisdn) -> [u8; 32] {
    let mut mac = mac.clone();
    mac.update(phone.expose().as_bytes());
    mac.finalize().into_bytes().into()
}
