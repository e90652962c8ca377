//! The shapes of values: secrets, keys, address ranges, network profiles.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Text that is never shown: `Debug` prints three stars.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Secret(text.into())
    }

    /// The secret itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A 256-bit key and the number it is known by in the record.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// Stored beside whatever the key made.
    pub id: i16,
    /// The key itself.
    pub bytes: [u8; 32],
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}:***)", self.id)
    }
}

/// 32 bytes that go into every PIN's hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Pepper([u8; 32]);

impl Pepper {
    /// The bytes, for the hash alone.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pepper(***)")
    }
}

/// Reads 32 bytes in base64.
pub(super) fn pepper(text: &str) -> Result<Pepper, String> {
    Ok(Pepper(bytes(text)?))
}

fn bytes(text: &str) -> Result<[u8; 32], String> {
    let bytes = STANDARD.decode(text).map_err(|_| "is not base64")?;
    let found = bytes.len();
    bytes
        .try_into()
        .map_err(|_| format!("must be 32 bytes, is {found}"))
}

/// Reads `1:base64,2:base64`, each 32 bytes, no id twice. The problem names the
/// entry by its position, never by its text.
pub(super) fn keys(text: &str) -> Result<Vec<Key>, String> {
    let mut seen = BTreeSet::new();
    text.split(',')
        .enumerate()
        .map(|(n, entry)| {
            let key = key(entry.trim()).map_err(|problem| format!("key {}: {problem}", n + 1))?;
            if seen.insert(key.id) {
                Ok(key)
            } else {
                Err(format!("key {}: the id {} stands twice", n + 1, key.id))
            }
        })
        .collect()
}

fn key(entry: &str) -> Result<Key, String> {
    let (id, text) = entry
        .split_once(':')
        .ok_or("no `id:` before the base64 text")?;
    let id = id
        .parse::<i16>()
        .ok()
        .filter(|id| *id > 0)
        .ok_or("the id must be a number from 1 to 32767")?;
    let bytes = bytes(text)?;
    Ok(Key { id, bytes })
}

/// A range of addresses, `10.0.0.0/8`; an address alone is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether an address lies in the range. An IPv4 address written as IPv6
    /// counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(one)) => {
                same_prefix(net.to_bits().into(), one.to_bits().into(), self.prefix, 32)
            }
            (IpAddr::V6(net), IpAddr::V6(one)) => {
                same_prefix(net.to_bits(), one.to_bits(), self.prefix, 128)
            }
            _ => false,
        }
    }
}

/// Whether two addresses of `width` bits agree in their first `prefix` bits.
fn same_prefix(a: u128, b: u128, prefix: u8, width: u8) -> bool {
    let rest = u32::from(width.saturating_sub(prefix));
    // Shifting by all 128 bits would overflow: nothing is left to compare then.
    (a ^ b).checked_shr(rest).unwrap_or(0) == 0
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address
            .parse()
            .map_err(|_| format!("`{text}` is no address range"))?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix
            .map_or(Ok(width), str::parse)
            .ok()
            .filter(|prefix| *prefix <= width)
            .ok_or_else(|| format!("`{text}`: the prefix must be 0 to {width}"))?;
        Ok(Network { address, prefix })
    }
}

/// What a network's handsets take: overrides the built-in profile of its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The operator's network code.
    pub code: String,
    /// GSM-7 characters on a screen; a UCS-2 screen holds half.
    pub chars: usize,
    /// Seconds the network waits for the caller.
    pub idle_seconds: u32,
}

impl FromStr for Profile {
    type Err = String;

    /// Reads `63902=160:30`.
    fn from_str(text: &str) -> Result<Self, String> {
        let shape = || format!("`{text}` is not code=characters:seconds");
        let (code, rest) = text.split_once('=').ok_or_else(shape)?;
        let (chars, idle) = rest.split_once(':').ok_or_else(shape)?;
        if code.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("`{text}`: the code must be digits"));
        }
        let chars = chars.parse().map_err(|_| shape())?;
        if !(80..=184).contains(&chars) {
            return Err(format!("`{text}`: a screen has 80 to 184 characters"));
        }
        let idle_seconds = idle.parse().map_err(|_| shape())?;
        if !(5..=600).contains(&idle_seconds) {
            return Err(format!("`{text}`: networks wait 5 to 600 seconds"));
        }
        Ok(Profile {
            code: code.to_owned(),
            chars,
            idle_seconds,
        })
    }
}

/// Reads a list with commas between; blanks around an entry are ignored.
pub(super) fn list<T: FromStr<Err = String>>(text: &str) -> Result<Vec<T>, String> {
    text.split(',').map(|entry| entry.trim().parse()).collect()
}

/// Reads `on` or `off`, or what else people write for them.
pub(super) fn switch(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" | "1" => Ok(true),
        "off" | "false" | "no" | "0" => Ok(false),
        _ => Err(format!("must be `on` or `off`, is `{text}`")),
    }
}

/// Reads a whole number within limits.
pub(super) fn number(text: &str, least: u32, most: u32) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|n| (least..=most).contains(n))
        .ok_or_else(|| format!("must be a whole number from {least} to {most}, is `{text}`"))
}
