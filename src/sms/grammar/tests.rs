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

fn tells(cases: &[(&str, &str)]) {
    for (text, what) in cases {
        assert_eq!(told(&reads(text)), *what, "{text}");
    }
}

#[test]
fn the_texts_of_the_manual() {
    tells(&[
        ("SOH AL 120 PCM 40", "count al 120 pcm 40"),
        ("AL120 PCM40", "count al 120 pcm 40"),
        ("al 120, pcm 40", "count al 120 pcm 40"),
        ("120 AL", "count al 120"),
        ("AL=120", "count al 120"),
        ("AL 120\nPCM 40", "count al 120 pcm 40"),
        ("AL \u{661}\u{662}\u{660}", "count al 120"),
        ("AL \u{137b}\u{1373}", "count al 120"),
        ("AL 1O PCM l2", "count al 10 pcm 12"),
        ("AL 120 tabs", "count al 120"),
        ("Good morning. AL 120", "count al 120"),
        ("SOH AL 120 PCM", "count al 120 | pcm no_number"),
        ("pmc 40", "count | pmc unknown_code ~pcm =40"),
    ]);
}

#[test]
fn whatever_speaks_of_stock_is_asked_and_nothing_else() {
    tells(&[
        ("ZZZ 12 PCM -5", "count | zzz unknown_code | pcm negative"),
        ("xyz 12", "count | xyz unknown_code =12"),
        ("AL", "count | al no_number"),
        ("AL ?", "count | al no_number"),
        ("REC 120", "receipt | 120 no_code =120"),
        ("SOH", "count | soh unclear"),
        ("need AL", "unknown | need unclear | al unclear"),
        ("no AL", "unknown | no unclear | al unclear"),
        ("hello", "unknown"),
        ("Asante sana", "unknown"),
        ("thanks \u{1f44d}", "unknown"),
        ("", "unknown"),
        (" \n...", "unknown"),
    ]);
}

#[test]
fn out_without_a_figure_is_asked() {
    for (text, what, out) in [
        ("OUT AL", "issue | al no_number", true),
        ("AL out", "issue | al no_number", true),
        ("OUT AL PCM", "issue | al no_number | pcm no_number", true),
        ("OUT AL 20 PCM", "issue al 20 | pcm no_number", true),
        ("OUT AL 0", "issue | al unclear", false),
        ("AL 20 out", "unknown | al unclear =20", false),
        ("OUT AL 20", "issue al 20", false),
        ("ISS AL", "issue | al no_number", false),
        ("AL out of stock", "count | al no_number =0", false),
        ("stock out: AL", "count | al no_number =0", false),
    ] {
        let report = reads(text);
        assert_eq!((&*told(&report), report.out), (what, out), "{text}");
    }
}

#[test]
fn a_word_for_none_is_a_figure_in_a_list_only() {
    tells(&[
        ("AL nil PCM 40", "count al 0 pcm 40"),
        ("AL hakuna, PCM 40", "count al 0 pcm 40"),
        ("AL nil", "count | al no_number =0"),
        (
            "AL nil PCM nil",
            "count | al no_number =0 | pcm no_number =0",
        ),
        ("nil AL", "count | al no_number =0"),
        ("REC AL nil PCM 40", "receipt pcm 40 | al no_number =0"),
    ]);
}

#[test]
fn batches_and_expiry_are_kept_where_it_is_certain_what_of() {
    for (text, kept) in [
        ("REC AL 240 batch AX1 exp 06/2027", "al AX1 2027-06-30"),
        ("REC AL 240 exp 31/05/2027", "al 2027-05-31"),
        ("REC AL 240 EXP 6-27", "al 2027-06-30"),
        (
            "REC AL 240 exp 2027-05-09 lot 22/b-7",
            "al 22/B-7 2027-05-09",
        ),
        (
            "REC AL 240 batch AX1 exp 06/2027, PCM 100 batch b2 exp 12/2026",
            "al AX1 2027-06-30 pcm B2 2026-12-31",
        ),
        ("REC AL 240 exp 06/2027 PCM 100", "al 2027-06-30 pcm"),
        ("REC 240 AL, batch AX1, 100 PCM", "al AX1 pcm"),
        ("REC\nAL 240\nlot AX1\nPCM 100\nlot AX2", "al AX1 pcm AX2"),
        ("SOH AL 240 lot AX1", "al AX1"),
        ("LOSS AL 2 broken lot AX1", "al AX1"),
        // In front of the only product
        ("REC batch AX1 AL 240", "al AX1"),
        ("REC exp 06/2027: AL 240", "al 2027-06-30"),
        // Of one or of all
        ("REC AL 240 PCM 100 exp 06/2027", "al pcm"),
        ("REC batch AX1 AL 240 batch B2 PCM 100", "al pcm"),
        ("REC AL 240, batch B2 PCM 100", "al pcm"),
        ("REC exp 06/2027 AL 240 PCM 100", "al pcm"),
        ("REC AL 240 lot A1 lot A2", "al"),
        // No day of the calendar, and a number no pack has
        ("REC AL 240 exp 31/11/2027", "al"),
        (
            "REC AL 240 lot A12345678901234567890123456789012345678901",
            "al",
        ),
    ] {
        let report = reads(text);
        let told = report.items.iter().map(|item| {
            let day = item.expires_on.map(|day| day.to_string());
            let said = [Some(&*item.code), Some(&*item.batch), day.as_deref()];
            let said = said.into_iter().flatten().filter(|said| !said.is_empty());
            said.collect::<Vec<_>>().join(" ")
        });
        assert_eq!(told.collect::<Vec<_>>().join(" "), kept, "{text}");
        assert_eq!(report.ask, [], "{text}");
    }
}

#[test]
fn what_happened_is_read_in_every_language() {
    tells(&[
        ("REC AL 100 PCM 2000", "receipt al 100 pcm 2000"),
        ("ISS AL 24", "issue al 24"),
        ("LOSS AL 5 broken", "loss al 5"),
        ("EXP AL 12", "expiry al 12"),
        ("nimepokea AL 100 na PCM 2000", "receipt al 100 pcm 2000"),
        ("nimetoa AL 24", "issue al 24"),
        ("hasara AL 5 zimevunjika", "loss al 5"),
        ("zimeisha muda AL 12", "expiry al 12"),
        ("reçu AL 100 PCM 2000", "receipt al 100 pcm 2000"),
        ("vendu AL 24", "issue al 24"),
        ("perte AL 5 cassés", "loss al 5"),
        ("périmés AL 12", "expiry al 12"),
        ("mun karba AL 100 da PCM 2000", "receipt al 100 pcm 2000"),
        ("an bayar AL 24", "issue al 24"),
        ("asara AL 5 sun fashe", "loss al 5"),
        ("ya wuce lokaci AL 12", "expiry al 12"),
        ("ተቀብለናል AL 100 እና PCM 2000", "receipt al 100 pcm 2000"),
        ("የተሰጠ AL 24", "issue al 24"),
        ("ብክነት AL 5 ተሰበረ", "loss al 5"),
        ("ጊዜው ያለፈበት AL 12", "expiry al 12"),
        ("AL 20 received, PCM 5 received", "receipt al 20 pcm 5"),
        (
            "AL 20 PCM 5 received",
            "unknown | al unclear =20 | pcm unclear =5",
        ),
    ]);
}

#[test]
fn blanks_may_be_missing_and_marks_stand_anywhere() {
    tells(&[
        ("120AL40PCM", "count al 120 pcm 40"),
        ("SOHAL120PCM40", "count al 120 pcm 40"),
        ("AL:120;PCM:40", "count al 120 pcm 40"),
        ("AL.120", "count al 120"),
        ("AL 120.", "count al 120"),
        ("AL\u{ff1d}\u{ff11}\u{ff12}\u{ff10}", "count al 120"),
        ("we have 120 AL and 40 PCM", "count al 120 pcm 40"),
        ("Al is 120", "count al 120"),
        ("AL-120, PCM-40", "count al 120 pcm 40"),
        ("SOH-AL-120", "count al 120"),
        ("AL 1,200", "count al 1200"),
    ]);
}

#[test]
fn what_may_be_two_things_is_asked() {
    tells(&[
        ("AL-120", "count | al negative"),
        ("AL -120", "count | al negative"),
        ("AL 10-20", "count | al unclear"),
        ("AL 5+5", "count | al sum"),
        ("AL 2x10", "count | al unclear"),
        ("AL 1/2", "count | al unclear"),
        ("AL 120.0", "count | al decimal =120"),
        ("AL 120 AL 130", "count | al duplicate"),
        (
            "AL 1 2 0",
            "count | al unclear | 2 no_code =2 | 0 no_code =0",
        ),
        ("AL 120 40 PCM", "count | al unclear | pcm unclear"),
        ("AL, PCM 40", "count pcm 40 | al no_number"),
        ("AL \u{bd} PCM 40", "count pcm 40 | al unclear"),
        ("AL 120 PCM 40\n25", "count al 120 pcm 40 | 25 no_code =25"),
        ("is AL 120 ok?", "count | al unclear =120"),
        ("AL 99999999999999999999", "count | al outlier"),
    ]);
}

#[test]
fn a_plus_in_letters_is_the_sign() {
    for plus in ["plus", "+"] {
        tells(&[
            (&format!("{plus} 20 al"), "count | al sum"),
            (&format!("{plus}20 al"), "count | al sum"),
            (&format!("al {plus} 20"), "count | al sum"),
            (&format!("al 5 {plus} 20"), "count | al sum"),
            (&format!("al 20 {plus}"), "count | al unclear =20"),
            (&format!("{plus} al 20"), "count | al unclear =20"),
            (
                &format!("{plus} 20 al, {plus} 30 pcm"),
                "count | al sum | pcm sum",
            ),
            (&format!("al 20 {plus} pcm 30"), "count al 20 pcm 30"),
            (&format!("SOH al 20, {plus} pcm 30"), "count al 20 pcm 30"),
        ]);
    }
}

#[test]
fn a_vague_word_leaves_what_it_stands_beside_in_doubt() {
    tells(&[
        ("AL about 120, PCM 40", "count pcm 40 | al unclear =120"),
        ("AL kidogo, PCM 40", "count pcm 40 | al no_number"),
        ("ORS minus 3, ZN 40", "count zn 40 | ors unclear =3"),
        (
            "AL 120, PCM 40 approx",
            "unknown | al unclear =120 | pcm unclear =40 | approx unclear",
        ),
        (
            "about AL 120, PCM 40",
            "unknown | about unclear | al unclear =120 | pcm unclear =40",
        ),
    ]);
}

#[test]
fn who_sends_it_changes_nothing() {
    for text in [
        "Hello Mary, AL 120",
        "Hi Mary AL 120",
        "This is nurse Mary from Kisumu clinic. AL 120",
        "Report from Kisumu dispensary AL 120",
        "Kisumu clinic: AL 120",
        "KISUMU CLINIC\nAL 120",
        "Pharmacie Espoir: AL 120",
        "AL 120 from sr Achieng",
        "AL 120. Regards, Dr. Otieno",
        "AL 120\nThanks\nMary Wanjiku\n0712345678",
        "AL 120 - Mary",
        "AL 120\nMary Wanjiku",
        "AL 120 Mary 0712 345 678",
        "AL 120 by Mary",
        "AL 120 call Mary on 0712345678",
        "Stock as at 30/06/2026: AL 120",
        "SOH AL 120 date 30/06/2026",
        "Stock report 30/06/2026\nAL 120",
        "How are you? Today's stock AL 120",
    ] {
        assert_eq!(told(&reads(text)), "count al 120", "{text}");
    }
    for text in [
        "Mahitaji ya kituo: AL 120",
        "Bukatun asibiti: AL 120",
        "AL 120. Tuletee",
        "AL 120 - kesho",
        "AL 120 - Estimated",
        "To Kisumu clinic: AL 120",
        "Kisumu clinic took AL 120",
        "AL 120 by Friday",
        "AL 120 from KEMSA",
        "AL 120\nMary",
        "AL 120 0712345678",
        "30/06/2026 AL 120",
        "asante, mtuletee AL 120",
    ] {
        assert_eq!(reads(text).items, [], "{text}");
    }
}
