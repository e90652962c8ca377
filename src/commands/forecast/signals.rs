//! Lists the weeks and areas in which there may be an outbreak.

use std::fmt::Write as _;
use std::io::Write as _;

use chrono::{TimeDelta, Utc};
use tokio::runtime::Handle;

use crate::config::{Vars, Work};
use crate::db::{self, Db, Settings};
use crate::forecasts::outbreak::FEWEST;
use crate::models::signal::{self, Shown};

/// Lists the weeks and areas in which more people than usual asked for a medicine in vain or fell ill of what it is for,
/// what was given out there, and whether those over the area are asked about an outbreak: where two of the three are
/// more than usual.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many weeks back
    #[arg(long, default_value = "12", value_parser = clap::value_parser!(u16).range(1..=520))]
    weeks: u16,
    /// The database, as postgres://user:password@host:port/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

/// Runs the command.
///
/// # Errors
/// If the record does not answer.
pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    let mut vars = Vars::from_env();
    vars.set("DATABASE_URL", &args.database_url);
    let zone = Work::read(&vars)?.zone;
    db::migrate(&args.database_url).await?;
    let db = Db::new(&Settings::command(&args.database_url), Handle::current())?;
    let mut conn = db.get().await?;
    let today = Utc::now().with_timezone(&zone).date_naive();
    let since = today - TimeDelta::weeks(i64::from(args.weeks) + 1);
    let signals = signal::since(&mut conn, since).await?;
    std::io::stdout().write_all(told_of(&signals).as_bytes())?;
    Ok(())
}

/// A line a signal.
fn told_of(signals: &[Shown]) -> String {
    if signals.is_empty() {
        return "nothing is out of the ordinary\n".to_owned();
    }
    // Where no cases are imported there is nothing to say of them.
    let any_cases = signals.iter().any(|one| one.counts.cases.is_some());
    let cases = |said: &str| {
        let column = any_cases.then(|| format!("{said:>40}"));
        column.unwrap_or_default()
    };
    let mut out = format!(
        "{:<12}{:<24}{:<10}{:>22}{:>34}{}  agree\n",
        "week",
        "place",
        "product",
        "asked in vain (usual)",
        "given out (usual)",
        cases("cases (usual)")
    );
    for Shown {
        place,
        product,
        week,
        counts,
    } in signals
    {
        // So few may be one household, and are told to nobody.
        let mut people = match counts.people {
            0 => "0".to_owned(),
            few if few < FEWEST => format!("<{FEWEST}"),
            people => people.to_string(),
        };
        if let Some(high) = counts.people_high {
            let _ = write!(people, " (0-{:.0})", high.floor());
        }
        let used = counts.used.map(|used| {
            let ((low, high), rule) = (used.usual, used.rule.as_str());
            format!("{:.0} ({low:.0}-{high:.0} by {rule})", used.units)
        });
        let ill = counts.cases.as_ref().map(|one| {
            let (high, rule) = (one.high.floor(), one.rule.as_str());
            format!("{} {} (0-{high:.0} by {rule})", one.disease, one.cases)
        });
        let _ = writeln!(
            out,
            "{:<12}{place:<24}{product:<10}{people:>22}{:>34}{}  {}",
            week.to_string(),
            used.as_deref().unwrap_or("not known"),
            cases(ill.as_deref().unwrap_or("not known")),
            if counts.agree() { "yes" } else { "no" }
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecasts::outbreak::Rule;
    use crate::models::signal::{Cases, Counts, Used};

    fn lines(told: &str) -> Vec<String> {
        let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        told.lines().map(line).collect()
    }

    fn one(counts: Counts) -> Shown {
        Shown {
            place: "Ahero".to_owned(),
            product: "ors".to_owned(),
            week: "2026-11-09".parse().unwrap(),
            counts,
        }
    }

    fn used(units: f64) -> Option<Used> {
        Some(Used {
            units,
            usual: (120.0, 200.0),
            rule: Rule::Farrington,
        })
    }

    #[test]
    fn a_line_says_both_counts_and_whether_they_agree() {
        let counts = |used| Counts {
            people: 14,
            people_high: Some(5.4),
            used,
            cases: None,
        };
        let told = [used(340.2), None, used(200.0)].map(|used| one(counts(used)));
        let lines = lines(&told_of(&told));
        let first = "2026-11-09 Ahero ors 14 (0-5)";
        assert_eq!(
            lines[0],
            "week place product asked in vain (usual) given out (usual) agree"
        );
        assert_eq!(lines[1], format!("{first} 340 (120-200 by farrington) yes"));
        assert_eq!(lines[2], format!("{first} not known no"));
        assert_eq!(lines[3], format!("{first} 200 (120-200 by farrington) no"));
    }

    #[test]
    fn how_many_asked_in_vain_is_not_told_of_fewer_than_five() {
        let told = [0, 1, 4, 5].map(|people| {
            one(Counts {
                people,
                people_high: None,
                used: None,
                cases: None,
            })
        });
        let lines = lines(&told_of(&told));
        let people = |line: &String| line.split(' ').nth(3).unwrap().to_owned();
        let people: Vec<String> = lines.iter().skip(1).map(people).collect();
        assert_eq!(people, ["0", "<5", "<5", "5"]);
    }

    #[test]
    fn where_cases_are_known_they_stand_beside() {
        let counts = |cases| Counts {
            people: 4,
            people_high: None,
            used: used(340.2),
            cases,
        };
        let cholera = Cases {
            disease: "cholera".to_owned(),
            cases: 41,
            high: 12.9,
            rule: Rule::C2,
        };
        let told = [Some(cholera), None].map(|cases| one(counts(cases)));
        let lines = lines(&told_of(&told));
        let first = "2026-11-09 Ahero ors <5 340 (120-200 by farrington)";
        assert!(lines[0].ends_with("given out (usual) cases (usual) agree"));
        assert_eq!(lines[1], format!("{first} cholera 41 (0-12 by c2) yes"));
        assert_eq!(lines[2], format!("{first} not known no"));
    }

    #[test]
    fn where_nothing_is_it_says_so() {
        assert_eq!(told_of(&[]), "nothing is out of the ordinary\n");
    }
}
