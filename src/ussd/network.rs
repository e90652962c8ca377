//! What each network shows at once and how long it waits for its callers.
//! Codes are an open set: an unknown one gets the most careful limits.

use std::time::Duration;

use crate::config::Profile;
use crate::text::gsm::Room;

/// UCS-2 units of the 160 octets that a USSD string has (3GPP TS 23.038).
const UCS2: usize = 80;
/// Where nothing is known: every network documented shows 160 letters, and none
/// waits less than 30 s for its caller.
const CAREFUL: (usize, u64) = (160, 30);
/// Africa's Talking's help pages (Kenya; Nigeria: 160 letters, 30 s): network code,
/// letters a screen, seconds a caller has to answer.
const KNOWN: [(&str, usize, u64); 8] = [
    ("63902", 160, 30), // Safaricom, Kenya
    ("63903", 184, 60), // Airtel, Kenya
    ("63907", 160, 30), // Telkom, Kenya
    ("63999", 160, 30), // Equitel, Kenya
    ("62120", 160, 30), // Airtel, Nigeria
    ("62130", 160, 30), // MTN, Nigeria
    ("62150", 160, 30), // Glo, Nigeria
    ("62160", 160, 30), // 9mobile, Nigeria
];

/// A network's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    /// What a screen holds.
    pub room: Room,
    /// How long a caller has to answer a screen.
    pub idle: Duration,
}

/// The limits of the network with this code; `overrides` come first.
#[must_use]
pub fn of(code: &str, overrides: &[Profile]) -> Network {
    let set = overrides.iter().find(|profile| profile.code == code);
    let known = || {
        KNOWN
            .iter()
            .find(|(known, ..)| *known == code)
            .map(|(_, letters, idle)| (*letters, *idle))
    };
    let (letters, idle) = set
        .map(|profile| (profile.chars, u64::from(profile.idle_seconds)))
        .or_else(known)
        .unwrap_or(CAREFUL);
    Network {
        room: room(letters),
        idle: Duration::from_secs(idle),
    }
}

/// Every room that some network has, for `check`.
#[must_use]
pub fn rooms(overrides: &[Profile]) -> Vec<(String, Room)> {
    let mut rooms: Vec<(String, Room)> = vec![("unknown".into(), room(CAREFUL.0))];
    let letters = KNOWN
        .iter()
        .map(|(code, letters, _)| ((*code).to_owned(), *letters));
    for (code, letters) in letters.chain(
        overrides
            .iter()
            .map(|profile| (profile.code.clone(), profile.chars)),
    ) {
        if rooms.iter().all(|(_, known)| *known != room(letters)) {
            rooms.push((code, room(letters)));
        }
    }
    rooms
}

fn room(letters: usize) -> Room {
    Room {
        septets: letters,
        ucs2: UCS2.min(letters / 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_network_gets_the_careful_limits_and_settings_come_first() {
        assert_eq!(of("99999", &[]).room, Room::SAFEST);
        assert_eq!(of("", &[]).idle, Duration::from_secs(30));
        assert_eq!(
            of("63903", &[]).room,
            Room {
                septets: 184,
                ucs2: 80
            }
        );
        let set = ["63903=120:20".parse().unwrap()];
        assert_eq!(
            of("63903", &set),
            Network {
                room: Room {
                    septets: 120,
                    ucs2: 60
                },
                idle: Duration::from_secs(20)
            }
        );
    }
}
