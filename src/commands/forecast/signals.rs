//! Lists the weeks and areas in which there may be an outbreak.

use std::fmt::Write as _;
use std::io::Write as _;

use chrono::{TimeDelta, Utc};
use tokio::runtime::Handle;

use crate::config::{Vars, Work};
use crate::db::{self, Db, Settings};
use crate::models::signal::{self, Shown};

/// Lists the weeks and areas in which more people than usual asked for a medicine in vain, what was given out there, and
/// whether those over the area are asked about an outbreak: where both are more than usual.
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
    std::io::stdout().write_all(told(&signals).as_bytes())?;
    Ok(())
}

/// A line a signal.
fn told(signals: &[Shown]) -> String {
    if signals.is_empty() {
        return "nothing is out of the ordinary\n".to_owned();
    }
    let mut out = format!(
        "{:<12}{:<24}{:<10}{:>22}{:>34}  both\n",
        "week", "place", "product", "asked in vain (usual)", "given out (usual)"
    );
    for one in signals {
        let people = format!("{} (0-{:.0})", one.people, one.people_high.floor());
        let (mut used, mut both) = ("not known".to_owned(), "no");
        if let (Some(units), Some(low), Some(high), Some(rule)) =
            (one.used, one.used_low, one.used_high, &one.rule)
        {
            used = format!("{units:.0} ({low:.0}-{high:.0} by {rule})");
            both = if units > high { "yes" } else { "no" };
        }
        let _ = writeln!(
            out,
            "{:<12}{:<24}{:<10}{people:>22}{used:>34}  {both}",
            one.week.to_string(),
            one.place,
            one.product
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_both_counts_and_whether_they_agree() {
        let one = Shown {
            place: "Ahero".to_owned(),
            product: "ors".to_owned(),
            week: "2026-11-09".parse().unwrap(),
            people: 14,
            people_high: 5.4,
            used: Some(340.2),
            used_low: Some(120.0),
            used_high: Some(200.0),
            rule: Some("farrington".to_owned()),
        };
        let unknown = Shown {
            used: None,
            ..one.clone()
        };
        let usual = Shown {
            used: Some(200.0),
            ..one.clone()
        };
        let told = told(&[one, unknown, usual]);
        let lines: Vec<Vec<&str>> = told
            .lines()
            .skip(1)
            .map(|line| line.split_whitespace().collect())
            .collect();
        let first = "2026-11-09 Ahero ors 14 (0-5)";
        assert_eq!(
            lines[0].join(" "),
            format!("{first} 340 (120-200 by farrington) yes")
        );
        assert_eq!(lines[1].join(" "), format!("{first} not known no"));
        assert_eq!(
            lines[2].join(" "),
            format!("{first} 200 (120-200 by farrington) no")
        );
    }

    #[test]
    fn where_nothing_is_it_says_so() {
        assert_eq!(told(&[]), "nothing is out of the ordinary\n");
    }
}
