//! Forecasts one stock of the record, on demand.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::Context as _;
use chrono::Utc;
use tokio::runtime::Handle;

use crate::config::{Vars, Work};
use crate::db::{self, Db, Settings};
use crate::forecasts::history::Calendar;
use crate::forecasts::models::Model;
use crate::forecasts::series::Frequency;
use crate::jobs::forecasts::follows::RISKY;
use crate::jobs::forecasts::{Foreseen, one};
use crate::models::{facility, product};

/// Forecasts one stock of the record, prints it and keeps it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The facility's code
    #[arg(long, value_name = "CODE")]
    facility: String,
    /// The product's code
    #[arg(long, value_name = "CODE")]
    product: String,
    /// How long a period is
    #[arg(long, value_enum, default_value = "month")]
    frequency: Frequency,
    /// The database, as postgres://user:password@host:port/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

/// Runs the command.
///
/// # Errors
/// If the record does not answer, there is no such stock, or nothing was ever used of it.
pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    let mut vars = Vars::from_env();
    vars.set("DATABASE_URL", &args.database_url);
    let config = Work::read(&vars)?;
    let (code, product) = (&*args.facility, &*args.product);
    db::migrate(&args.database_url).await?;
    let db = Db::new(&Settings::command(&args.database_url), Handle::current())?;
    let mut conn = db.get().await?;
    let found = facility::ids_by_code(&mut conn, &[code]).await?;
    let (_, facility) = found
        .first()
        .with_context(|| format!("there is no facility {code}"))?;
    let known = product::id_of(&mut conn, product).await?;
    let known = known.with_context(|| format!("there is no product {product}"))?;
    let calendar = Calendar {
        frequency: args.frequency,
        zone: config.zone,
    };
    let foreseen = one(&mut conn, (*facility, known), calendar, Utc::now()).await?;
    let (foreseen, advice) = foreseen
        .with_context(|| format!("the ledger tells of no use of {product} at {code} so far"))?;
    let text = format!(
        "{code} {product}: {}order below {:.0} units, up to {:.0}; none is left within {RISKY:.0} days by a chance of {:.0} %\n",
        told(&foreseen, args.frequency),
        advice.reorder_level,
        advice.maximum,
        advice.risk * 100.0
    );
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// What is known and what is foreseen, a line a period.
fn told(foreseen: &Foreseen, frequency: Frequency) -> String {
    let Foreseen {
        series, outlook, ..
    } = foreseen;
    let mut out = format!(
        "use is known of {} {}s of {}\n",
        series.told().flatten().count(),
        frequency.as_str(),
        series.observations.len()
    );
    let model = outlook.model(&Model::ALL);
    let _ = writeln!(
        out,
        "{:<10}{:>10}{:>22}{:>22}  model",
        "period", "use", "80 of 100 within", "95 of 100 within"
    );
    let ahead = outlook.points.iter().zip(&outlook.intervals);
    for (at, (point, interval)) in ahead.enumerate() {
        let within = |(low, high): (f64, f64)| format!("{low:.1} to {high:.1}");
        let _ = writeln!(
            out,
            "{:<10}{point:>10.1}{:>22}{:>22}  {model}",
            frequency.write(series.next().plus(at)),
            within(interval.of80),
            within(interval.of95),
        );
    }
    let (low, high) = outlook.sum.of80;
    let all: f64 = outlook.points.iter().sum();
    let _ = writeln!(
        out,
        "all of these: {all:.1}, 80 of 100 within {low:.1} to {high:.1}"
    );
    out
}
