use super::*;
use crate::stock::ledger::EntryKind::{Count, Issue, Receipt};

fn at(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + day * 86_400, 0).unwrap()
}

fn said(day: i64, kind: crate::stock::ledger::EntryKind, quantity: u32) -> Said {
    Said {
        kind,
        quantity,
        at: at(day),
    }
}

/// Each written down when it was so.
fn written(said: &[Said]) -> Vec<Written> {
    let one = |said: &Said| Written {
        said: *said,
        written: said.at,
        undone: None,
    };
    said.iter().map(one).collect()
}

/// One a day is given out while there is any; every fifty days so many come, of which five are there at the beginning.
fn ledger(days: i64, units: u32) -> Vec<Said> {
    let mut all = vec![said(0, Count, 5)];
    let mut there = 5;
    for day in 1..days {
        if day % 50 == 1 {
            all.push(said(day, Receipt, units));
            there += units;
        }
        if there > 0 {
            all.push(said(day, Issue, 1));
            there -= 1;
        }
    }
    all
}

#[test]
fn what_was_known_then_is_all_a_moment_tells() {
    let all = ledger(700, 40);
    let now = at(699);
    let rows = past(0, &written(&all), now, |_, _| true);
    assert!(rows.len() > 6, "{}", rows.len());
    for row in &rows {
        let moment = now - THIRTY * -row.period;
        let then: Vec<Said> = all.iter().filter(|s| s.at <= moment).copied().collect();
        let stood = Stood::at(&then, moment, |_, _| true).unwrap();
        let there = stood.with(stood.left.unwrap());
        assert_eq!(there.features().as_ref(), Some(&row.features));
        assert!(row.features.iter().all(|feature| feature.is_finite()));
    }
    let outs = rows.iter().filter(|row| row.out == Some(true)).count();
    assert!(outs > 0 && outs < rows.len(), "{outs} of {}", rows.len());
    assert!(rows.iter().all(|row| row.out.is_some() && row.months > 0.0));
}

#[test]
fn where_nothing_was_heard_since_nobody_knows_what_came() {
    let all = ledger(600, 60);
    let rows = past(0, &written(&all), at(700), |_, _| false);
    let silent: Vec<&Row> = rows.iter().filter(|row| row.period >= -3).collect();
    for row in &silent {
        assert_eq!(row.out, None, "{row:?}");
    }
    let stood = Stood::at(&all, at(700), |_, _| false).unwrap();
    assert!(stood.unheard == 100.0);
    assert_eq!(Stood::at(&all, at(-1), |_, _| false), None);
    assert_eq!(stood.with(0.0).features(), None, "what is out is out");
}

#[test]
fn what_a_count_finds_came_and_what_is_found_to_be_out_is_out() {
    let all = [
        said(0, Count, 50),
        said(20, Count, 0),
        said(45, Count, 90),
        said(50, Issue, 3),
    ];
    let stood = Stood::at(&all, at(61), |_, _| true).unwrap();
    let [.., before, last] = &*stood.before else {
        panic!("{stood:?}");
    };
    assert!(before.unwrap().out && before.unwrap().came == 0.0);
    assert_eq!((last.unwrap().came, last.unwrap().out), (90.0, true));
    assert!(stood.unheard == 10.0 && stood.left == Some(87.0));
}

/// Rows of many stocks: to some as much comes as they use, the others run out, though now and then both have as little left.
fn many() -> Vec<Row> {
    (0..150)
        .flat_map(|stock| {
            let units = if stock % 2 == 0 { 50 } else { 40 };
            let day = 700 - i64::try_from(stock % 50).unwrap();
            past(stock, &written(&ledger(800, units)), at(day), |_, _| true)
        })
        .collect()
}

#[test]
fn who_runs_out_is_learned_and_held_against_the_months_held_back() {
    let rows = many();
    let proven = Proven::of(&rows).unwrap();
    let n: usize = proven.held_back.iter().map(|bin| bin.n).sum();
    let late = rows
        .iter()
        .filter(|row| row.period >= -HELD_BACK && row.out.is_some());
    assert_eq!(n, late.count());
    for bin in &proven.held_back {
        assert!((bin.told - bin.came).abs() < 0.25, "{:?}", proven.held_back);
    }
    let chances = |of: bool| {
        let of = rows.iter().filter(move |row| row.out == Some(of));
        let of: Vec<f64> = of.map(|row| proven.shortages.chance(row)).collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    assert!(
        chances(true) > chances(false) + 0.3,
        "{} {}",
        chances(true),
        chances(false)
    );
    let kept = serde_json::to_string(&proven).unwrap();
    let kept: Proven = serde_json::from_str(&kept).unwrap();
    assert_eq!(kept.held_back.len(), proven.held_back.len());
}

#[test]
fn little_teaches_nothing_nor_does_chance() {
    let rows = many();
    assert_eq!(Proven::of(&rows[..900]), None);
    let mut chance: Vec<Row> = rows;
    // As if it were drawn: what is held back is the opposite of what was before.
    for row in &mut chance {
        let little = row.features.first().is_some_and(|months| *months < 0.0);
        row.out = Some(little == (row.period < -HELD_BACK));
    }
    assert_eq!(Proven::of(&chance), None);
}

#[test]
fn what_is_written_later_is_not_known_and_what_is_taken_back_later_is_believed() {
    let all = ledger(700, 40);
    let (now, moment) = (at(699), at(699) - THIRTY);
    let rows = past(0, &written(&all), now, |_, _| true);
    let of = |lines: &[Written]| past(0, lines, now, |_, _| true).pop().unwrap();
    let last = rows.last().unwrap();
    // A count of the day before that came with a later list.
    let mut late = written(&all);
    late.push(Written {
        said: said(668, Count, 200),
        written: at(680),
        undone: None,
    });
    assert_eq!(of(&late).features, last.features);
    // A figure that was wrong, and was put right when it was too late.
    let mut wrong = written(&all);
    wrong.push(Written {
        said: said(668, Count, 200),
        written: at(668),
        undone: Some(moment + THIRTY / 2),
    });
    assert_ne!(of(&wrong).features, last.features);
    assert_eq!(of(&wrong).out, last.out);
}

#[test]
fn a_day_on_which_something_is_said_is_none_of_silence() {
    let mut all = ledger(60, 40);
    // Everybody reports in the afternoon, and a night looks at what was there at midnight.
    for said in &mut all {
        said.at += TimeDelta::hours(16);
    }
    let night = at(60);
    assert_eq!(Stood::today(&all, night, |_, _| true).unwrap().unheard, 0.0);
    let later = Stood::today(&all, night + TimeDelta::days(3), |_, _| true).unwrap();
    assert_eq!(later.unheard, 3.0);
    // What is said that day counts.
    all.push(said(63, Count, 77));
    let counted = Stood::today(&all, night + TimeDelta::days(2), |_, _| true).unwrap();
    assert_eq!((counted.unheard, counted.left), (0.0, Some(77.0)));
}

/// A facility that counts once a month and writes down nothing else: ten are used a month; where 15 or fewer are left forty come before
/// the next count three times in four, else none are left by then.
fn counted_only(seed: usize) -> Vec<Said> {
    let mut all = Vec::new();
    let mut there = 20 + 5 * u32::try_from(seed % 5).unwrap();
    for month in 0..24_i64 {
        let day = month * 30 + i64::try_from(seed % 30).unwrap();
        all.push(said(day, Count, there));
        let drawn = (seed * 7_919 + usize::try_from(month).unwrap() * 104_729) % 997 % 4;
        there = match there {
            0 => 40,
            1..=15 if drawn < 3 => there + 30,
            1..=15 => 0,
            _ => there - 10,
        };
    }
    all
}

#[test]
fn who_was_supplied_in_time_counts_as_much_as_who_was_not() {
    let low = |said: &Said| (1..=15).contains(&said.quantity);
    let (mut rows, mut ran_out) = (Vec::new(), Vec::new());
    for seed in 0..600 {
        let all = counted_only(seed);
        let pairs = all.iter().zip(all.iter().skip(1));
        ran_out.extend(
            pairs
                .filter(|(one, _)| low(one))
                .map(|(_, next)| next.quantity == 0),
        );
        let now = at(700 + i64::try_from(seed % 17).unwrap());
        rows.extend(past(seed, &written(&all), now, |_, _| false));
    }
    let share = |of: &[bool]| of.iter().filter(|out| **out).count() as f64 / of.len() as f64;
    let low: Vec<&Row> = rows
        .iter()
        .filter(|row| row.features[5].exp() < 15.5)
        .collect();
    let labelled: Vec<bool> = low.iter().filter_map(|row| row.out).collect();
    assert!(
        labelled.len() * 10 > low.len() * 9,
        "{} of {}",
        labelled.len(),
        low.len()
    );
    assert!(
        (share(&labelled) - share(&ran_out)).abs() < 0.06,
        "{} {}",
        share(&labelled),
        share(&ran_out)
    );
    let proven = Proven::of(&rows).unwrap();
    let told: f64 = low.iter().map(|row| proven.shortages.chance(row)).sum();
    assert!(
        (told / low.len() as f64 - share(&ran_out)).abs() < 0.1,
        "{}",
        told / low.len() as f64
    );
}
