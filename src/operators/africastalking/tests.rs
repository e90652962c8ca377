//! A case for each thing known of what Africa's Talking sends.

use proptest::prelude::*;

use super::*;

const SESSION: &str = "ATUid_5d3b4c2bc589f4811820a7184eed4df5";

/// The form of a hop with everything in it but `more`.
fn form(more: &str) -> String {
    format!("sessionId={SESSION}&phoneNumber=%2B254711000001{more}")
}

fn read(more: &str) -> Hop {
    hop(form(more).as_bytes()).unwrap()
}

#[test]
fn the_five_fields_as_recorded() {
    let hop = read("&networkCode=63902&serviceCode=*384*1234%23&text=1*2");
    assert_eq!(
        hop,
        Hop {
            service: "384*1234".to_owned(),
            session: SESSION.to_owned(),
            phone: "+254711000001".parse().unwrap(),
            network: "63902".to_owned(),
            text: "1*2".to_owned(),
        }
    );
}

#[test]
fn the_transcript_arrives_as_it_was_typed() {
    #[rustfmt::skip]
    let cases = [
        ("first hop, text empty", "&text=", ""),
        ("first hop, text absent", "", ""),
        ("text without a value", "&text", ""),
        ("inputs joined by stars", "&text=1*1*2", "1*1*2"),
        ("stars escaped", "&text=1%2A1", "1*1"),
        ("back is one more input", "&text=1*0*2", "1*0*2"),
        ("an empty input in between", "&text=1**2", "1**2"),
        ("an empty input at the end", "&text=1*", "1*"),
        ("only a star", "&text=*", "*"),
        ("spaces", "&text=1*para+500%20mg", "1*para 500 mg"),
        ("an ampersand and a plus", "&text=a%26b%2Bc", "a&b+c"),
        ("accents", "&text=par%C3%A9", "paré"),
        ("another script", "&text=%E1%8A%AE%E1%8A%AB", "ኮካ"),
        ("a percent sign that escapes nothing", "&text=5%", "5%"),
        ("an equals sign", "&text=a=b", "a=b"),
        ("a NUL and a newline become blanks", "&text=1*a%00b%0Ac", "1*a b c"),
        ("bytes that are no UTF-8", "&text=1*%FF%FE", "1*\u{fffd}\u{fffd}"),
        ("a lone surrogate in UTF-8", "&text=%ED%A0%80", "\u{fffd}\u{fffd}\u{fffd}"),
        ("repeated: the first counts", "&text=1&text=2", "1"),
        ("another case is another field", "&Text=1", ""),
    ];
    for (what, more, text) in cases {
        assert_eq!(read(more).text, text, "{what}");
    }
}

#[test]
fn a_transcript_stays_the_beginning_of_the_next() {
    let long = "1*%FFa%00b*%E1%8A%AE**c+%2A*";
    let whole = read(&format!("&text={long}")).text;
    for (at, _) in long.match_indices('*') {
        let part = read(&format!("&text={}", &long[..at])).text;
        assert!(whole.starts_with(&format!("{part}*")), "{part:?}");
    }
}

#[test]
fn a_service_code_is_one_however_it_is_written() {
    #[rustfmt::skip]
    let cases = [
        ("&serviceCode=*384*1234%23", "384*1234"),
        ("&serviceCode=384*1234%23", "384*1234"),
        ("&serviceCode=384*1234", "384*1234"),
        ("&serviceCode=%2A384%2A1234%23", "384*1234"),
        ("&serviceCode=+*384*1234%23+", "384*1234"),
        ("&serviceCode=*384*1234*1*2%23", "384*1234*1*2"),
        ("&serviceCode=", ""),
        ("", ""),
        ("&serviceCode=hello", ""),
    ];
    for (more, service) in cases {
        assert_eq!(read(more).service, service, "{more}");
    }
}

#[test]
fn a_network_code_is_digits_or_nothing() {
    #[rustfmt::skip]
    let cases = [
        ("&networkCode=63902", "63902"), ("&networkCode=99999", "99999"), ("&networkCode=", ""),
        ("", ""), ("&networkCode=Safaricom", ""), ("&networkCode=639020000", ""),
    ];
    for (more, network) in cases {
        assert_eq!(read(more).network, network, "{more}");
    }
}

#[test]
fn unknown_fields_are_ignored() {
    let hop = read("&text=1&date=now&%FF=%FF&=&&hopsMetadata=a|b");
    assert_eq!(hop.text, "1");
}

#[test]
fn who_calls_in_which_session_must_be_told() {
    let long = format!("sessionId={}&phoneNumber=%2B254711000001", "a".repeat(101));
    #[rustfmt::skip]
    let cases = [
        ("", "sessionId"),
        ("phoneNumber=%2B254711000001", "sessionId"),
        ("sessionId=&phoneNumber=%2B254711000001", "sessionId"),
        ("sessionId=a%00&phoneNumber=%2B254711000001", "sessionId"),
        ("sessionId=%FF&phoneNumber=%2B254711000001", "sessionId"),
        (long.as_str(), "sessionId"),
        ("sessionId=s", "phoneNumber"),
        ("sessionId=s&phoneNumber=", "phoneNumber"),
        ("sessionId=s&phoneNumber=MTN", "phoneNumber"),
        ("sessionId=s&phoneNumber=0711000001", "phoneNumber"),
        ("sessionId=s&phoneNumber=%2B25471100000x", "phoneNumber"),
        ("sessionId=s&phoneNumber=%2B2547110000012345", "phoneNumber"),
    ];
    for (body, field) in cases {
        assert_eq!(hop(body.as_bytes()).unwrap_err().field, field, "{body}");
        assert_eq!(end(body.as_bytes()).unwrap_err().field, field, "{body}");
    }
    let told = hop(b"sessionId=s&phoneNumber=0711000001").unwrap_err();
    assert!(!told.to_string().contains("0711000001"), "{told}");
}

#[test]
fn a_plus_that_was_not_escaped_is_still_a_plus() {
    let hop = hop(b"sessionId=s&phoneNumber=+254711000001").unwrap();
    assert_eq!(hop.phone.expose(), "+254711000001");
}

#[test]
fn the_end_of_a_session_however_little_it_tells() {
    #[rustfmt::skip]
    let cases = [
        ("&status=Success&hopsCount=3&durationInMillis=1200", Ending::Success, Some(3), Some(1200)),
        ("&status=Incomplete&hopsCount=&durationInMillis=12.75", Ending::Incomplete, None, Some(12)),
        ("&status=failed&hopsCount=-1", Ending::Failed, None, None),
        ("&status=Abandoned&durationInMillis=soon", Ending::Unknown, None, None),
        ("&input=1*2&cost=KES+0.10&date=2026-09-28+10%3A00%3A00", Ending::Unknown, None, None),
    ];
    for (more, ending, hops, millis) in cases {
        let end = end(form(more).as_bytes()).unwrap();
        assert_eq!(
            (end.ending, end.hops, end.millis),
            (ending, hops, millis),
            "{more}"
        );
        assert_eq!(end.session, SESSION);
    }
}

#[test]
fn what_was_typed_is_not_taken_from_the_end() {
    let body = form("&input=1*4321&lastAppResponse=END+4321&errorMessage=4321");
    let end = end(body.as_bytes()).unwrap();
    assert!(!format!("{end:?}").contains("4321"), "{end:?}");
}

#[test]
fn an_answer_begins_with_its_word() {
    let answer = |more| Answer {
        more,
        text: "1 Tafuta\n2 Msaada".to_owned(),
    };
    assert_eq!(render(&answer(true)), "CON 1 Tafuta\n2 Msaada");
    assert_eq!(render(&answer(false)), "END 1 Tafuta\n2 Msaada");
}

proptest! {
    #[test]
    fn any_bytes_are_a_hop_or_a_bad_field(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(hop) = hop(&body) {
            prop_assert!(!hop.session.is_empty());
        }
        let _ = end(&body);
    }

    #[test]
    fn any_text_arrives(text in any::<String>()) {
        let pairs = [("sessionId", "s"), ("phoneNumber", "+254711000001"), ("text", &text)];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let hop = hop(body.as_bytes()).unwrap();
        prop_assert_eq!(hop.text.chars().count(), text.chars().count());
        let known = |c: char| if c.is_control() { ' ' } else { c };
        prop_assert_eq!(hop.text, text.chars().map(known).collect::<String>());
    }

    #[test]
    fn a_service_code_is_digits_and_inner_stars(code in "[*#0-9a-z ]{0,60}") {
        let pairs = [("sessionId", "s"), ("phoneNumber", "+254711000001"), ("serviceCode", &code)];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let service = hop(body.as_bytes()).unwrap().service;
        prop_assert!(service.chars().all(|c| c.is_ascii_digit() || c == '*'));
        prop_assert!(!service.starts_with('*') && !service.ends_with('*'));
    }
}
