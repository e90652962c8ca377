use super::{Context, History, Known, Report, read};

fn known() -> Known {
    Known::codes(["al", "pcm", "ors", "act", "amox", "zn", "rdt", "co", "la"])
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
