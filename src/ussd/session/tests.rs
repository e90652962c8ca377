//! What stands in Redis, byte by byte.

use chrono::NaiveDate;

use super::*;
use crate::ussd::cast::{Letter, Whom};
use crate::ussd::desk::{Desk, Entry, Line, NewPhone, Told};
use crate::ussd::state::{Chosen, Step};

/// What stands here is what a process of the last release may have kept: where
/// this test fails, `LAYOUT` goes up with the new bytes.
#[test]
fn the_layout_of_what_is_kept_has_its_number() {
    let chosen = Chosen {
        medicine: Some("m".into()),
        product: Some(1),
        facility: Some(2),
        area: Some(3),
        found: vec!["f".into()],
        quantity: Some(4),
        expires: NaiveDate::from_ymd_opt(2027, 3, 31),
        waiting_for_place: Some("w".into()),
        draft_at: Some(5),
        entry: Some(Entry::Receipt),
        person: Some(13),
        name: Some("n".into()),
        phone: Some(NewPhone {
            id: 20,
            tail: "t".into(),
        }),
        letter: Letter {
            texts: vec![("en".into(), "x".into())],
            language: Some("sw".into()),
            emergency: Some(true),
            reason: Some("y".into()),
            alone: true,
            whom: Whom::Waiting,
            km: Some(23),
            product: Some(24),
            agreed: Some("u".into()),
            starts: Some(25),
            corrects: Some(26),
        },
        cast: Some(21),
        what: Some("z".into()),
    };
    let passed = Step {
        at: "p".into(),
        page: 6,
        chosen: chosen.clone(),
    };
    let profile = Profile {
        language: Some("en".into()),
        place: Some(7),
        unread: true,
        staff: true,
        text_drops: true,
    };
    let desk = Desk {
        staff: 14,
        facilities: vec![15],
        facility: Some(15),
        reports: true,
        sees: true,
        sees_area: false,
        sees_unreported: false,
        lists: false,
        lets_in: true,
        moves: true,
        place: Some(22),
        casts: true,
        decides: false,
        sees_casts: true,
        breaks_glass: true,
        zone: None,
    };
    let line = Line {
        id: 16,
        units: Some(17),
        at: Some(18),
        entry: Some(Entry::Expired),
        of: Some(19),
        name: "l".into(),
        phone: None,
        word: "v".into(),
    };
    let state = State {
        at: "a".into(),
        page: 8,
        shown: vec!["s".into()],
        seen: Some(9),
        chosen,
        trail: vec![passed],
        position: 10,
        profile: profile.clone(),
        notice: Some("n".into()),
        resumable: Some(Box::new(State::at("r", Profile::default()))),
        desk: Some(desk),
        told: Some(Told::Lines(vec![line])),
    };
    let kept = Kept {
        session: "k".into(),
        length: 11,
        hash: "h".into(),
        answer: "!".into(),
        more: true,
        state,
        edition: "e".into(),
        at: DateTime::from_timestamp(12, 0).unwrap(),
    };
    let bytes = written(&kept).unwrap();
    assert_eq!(read::<Kept>(&bytes), Some(kept));
    let letters = |bytes: &[u8]| bytes.escape_ascii().to_string();
    assert_eq!(
        letters(&bytes),
        r"\x07\x01k\x0b\x01h\x01!\x01\x01a\x08\x01\x01s\x01\t\x01\x01m\x01\x02\x01\x04\x01\x06\x01\x01f\x01\x04\x01\n2027-03-31\x01\x01w\x01\x05\x01\x01\x01\x1a\x01\x01n\x01(\x01t\x01\x02en\x01x\x01\x02sw\x01\x01\x01\x01y\x01\x04\x01\x17\x010\x01\x01u\x012\x014\x01*\x01\x01z\x01\x01p\x06\x01\x01m\x01\x02\x01\x04\x01\x06\x01\x01f\x01\x04\x01\n2027-03-31\x01\x01w\x01\x05\x01\x01\x01\x1a\x01\x01n\x01(\x01t\x01\x02en\x01x\x01\x02sw\x01\x01\x01\x01y\x01\x04\x01\x17\x010\x01\x01u\x012\x014\x01*\x01\x01z\n\x01\x02en\x01\x0e\x01\x01\x01\x01\x01n\x01\x01r\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x1c\x01\x1e\x01\x1e\x01\x01\x00\x00\x00\x01\x01\x01,\x01\x00\x01\x01\x00\x01\x05\x01 \x01\x11\x01$\x01\x06\x01&\x01l\x00\x01v\x01e\xc0\xbb\x01"
    );
    assert_eq!(
        letters(&written(&profile).unwrap()),
        r"\x07\x01\x02en\x01\x0e\x01\x01\x01"
    );
}

#[test]
fn another_layout_and_garbage_are_as_if_lost() {
    let profile = Profile::default();
    let mut bytes = written(&profile).unwrap();
    assert_eq!(read(&bytes), Some(profile));
    bytes[0] += 1;
    assert_eq!(read::<Profile>(&bytes), None);
    assert_eq!(read::<Profile>(&[]), None);
    assert_eq!(read::<Profile>(b"{\"language\":\"en\"}"), None);
    assert_eq!(read::<Kept>(&[LAYOUT, 0xff, 0xff, 0xff, 0xff, 0xff]), None);
}
