//! What works behind the service.

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::{Alerts, Database, Log, Problems, Vars, values};

/// What `medvault work` is told from outside: it needs no keys.
#[derive(Debug, Clone)]
pub struct Work {
    /// PostgreSQL.
    pub database: Database,
    /// The zone of the people served.
    pub zone: Tz,
    /// The time of day at which nightly work begins there.
    pub nightly: NaiveTime,
    /// Threads that forecast at once; 0 is one a core.
    pub threads: usize,
    /// Logging.
    pub log: Log,
}

impl Work {
    /// Reads what it needs.
    ///
    /// # Errors
    /// Everything that is missing or bad of it.
    pub fn read(vars: &Vars) -> Result<Work, Problems> {
        let database = Database::read_from(vars);
        let alerts = Alerts::read_from(vars);
        let nightly = vars.read("MEDVAULT_NIGHTLY", time);
        let threads = vars.read("MEDVAULT_WORK_THREADS", |t| values::number(t, 0, 1000));
        let log = Log::read_from(vars);
        let problems = vars.problems();
        match (database, alerts, nightly, threads, log) {
            (Some(database), Some(alerts), Some(nightly), Some(threads), Some(log))
                if problems.0.is_empty() =>
            {
                Ok(Work {
                    database,
                    zone: alerts.zone,
                    nightly,
                    threads: usize::try_from(threads).unwrap_or(0),
                    log,
                })
            }
            _ => Err(problems),
        }
    }
}

fn time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M")
        .map_err(|_| format!("must be a time of day, is `{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_needs_the_record_and_no_keys() {
        let mut vars: Vars = [("DATABASE_URL", "postgres://localhost/medvault")]
            .into_iter()
            .collect();
        let work = Work::read(&vars).unwrap();
        assert_eq!(work.nightly.to_string(), "02:30:00");
        assert_eq!((work.threads, work.zone), (1, Tz::Africa__Nairobi));
        vars.set("MEDVAULT_NIGHTLY", "half past two");
        let problems = Work::read(&vars).unwrap_err().to_string();
        assert!(problems.contains("MEDVAULT_NIGHTLY"), "{problems}");
    }
}
