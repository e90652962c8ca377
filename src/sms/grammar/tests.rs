use proptest::prelude::*;

use super::{Action, Became, Context, History, Known, Report, Word, normalise, read};

fn known() -> Known {
    let codes = ["al", "pcm", "ors", "act", "amox", "zn", "rdt", "co", "la"];
    Known::new(
        codes.map(|code| (code, "")),
        [("Coartem", "al"), ("Panadol extra", "pcm")],
    )
}

fn reads(text: &str) -> Report {
    let context = Context {
        known: &known(),
        history: &History::new(),
    };
    read(text, &context)
}

/// What is stored and asked, in short: `count al 120 | pcm no_number`.
fn told(report: &Report) -> String {
    let items = report
        .items
        .iter()
        .map(|item| format!(" {} {}", item.code, item.quantity));
    let asks = report.ask.iter().map(|ask| {
        let likely = ask.likely.iter().map(|likely| format!(" ~{likely}"));
        let quantity = ask.quantity.iter().map(|quantity| format!(" ={quantity}"));
        let more: String = likely.chain(quantity).collect();
        format!(" | {} {}{more}", ask.about, ask.why.as_str())
    });
    let rest: String = items.chain(asks).collect();
    format!("{}{rest}", report.action.as_str())
}

/// Every token is in the text, in an item, a question, or nothing but a word.
fn accounted(text: &str, report: &Report) -> Result<(), TestCaseError> {
    let all: String = report.tokens.iter().map(|token| &*token.text).collect();
    prop_assert_eq!(&all, &normalise(text));
    for (index, item) in report.items.iter().enumerate() {
        let of_it = report
            .tokens
            .iter()
            .filter(|token| token.became == Became::Item(index));
        let digits: String = of_it
            .clone()
            .flat_map(|token| token.text.chars())
            .filter(char::is_ascii_digit)
            .collect();
        prop_assert!(!digits.is_empty(), "{:?} has no digits in {:?}", item, text);
    }
    for token in &report.tokens {
        match token.became {
            Became::Item(index) => prop_assert!(index < report.items.len()),
            Became::Ask(index) => prop_assert!(index < report.ask.len()),
            Became::Word(Word::Number) => {}
            Became::Word(_) => {
                prop_assert!(
                    !token.text.chars().any(|c| c.is_ascii_digit()),
                    "{:?} in {:?}",
                    token,
                    text
                );
            }
        }
    }
    for index in 0..report.ask.len() {
        let said = report
            .tokens
            .iter()
            .any(|token| token.became == Became::Ask(index));
        prop_assert!(said, "{:?} of {:?}", report.ask[index], text);
    }
    if report.action == Action::Unknown {
        prop_assert!(report.items.is_empty(), "{:?}", text);
    }
    prop_assert!(
        !report
            .tokens
            .iter()
            .any(|token| token.became == Became::Word(Word::Mark)
                && token.text.chars().any(char::is_alphabetic))
    );
    Ok(())
}

#[test]
fn the_texts_of_the_manual() {
    for (text, what) in [
        ("SOH AL 120 PCM 40", "count al 120 pcm 40"),
        ("AL120 PCM40", "count al 120 pcm 40"),
        ("al 120, pcm 40", "count al 120 pcm 40"),
        ("120 AL", "count al 120"),
        ("AL=120", "count al 120"),
        ("AL 120\nPCM 40", "count al 120 pcm 40"),
        ("SOH AL 120 PCM", "count al 120 | pcm no_number"),
    ] {
        assert_eq!(told(&reads(text)), what, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_accounted_for(text in any::<String>()) {
        accounted(&text, &reads(&text))?;
    }

    #[test]
    fn any_bytes_are_accounted_for(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        accounted(&text, &reads(&text))?;
    }
}
