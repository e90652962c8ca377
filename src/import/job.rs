//! One import under way: the file, the batches, the refused rows, the counts.

use std::{
    collections::HashSet,
    fs::File,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::Context;

use super::{
    Kind, Options, Progress, Source, Summary,
    field::{self, PointText},
    judge::{Judge, Verdict},
    refusal::Refusal,
    summary::Pointless,
    table::{Row, Spoilt, Table},
};
use crate::{
    db::Conn,
    directory::country::Point,
    models::{Written, change},
};

/// An import under way.
pub(super) struct Job<'a> {
    pub(super) conn: Conn,
    pub(super) options: Options,
    pub(super) summary: Summary,
    kind: Kind,
    source: &'a Source,
    tick: &'a mut (dyn FnMut(Progress) + Send),
    refused: Refused,
    seen: HashSet<[u8; 16]>,
    readings: u64,
    planned: u64,
    batch: usize,
    began: Instant,
}

/// The smallest and the largest batch.
const BATCH: (usize, usize) = (50, 5_000);

/// Batches that take longer are made smaller, so that each commits well within a second.
const SLOW: Duration = Duration::from_millis(400);

impl<'a> Job<'a> {
    pub(super) fn new(
        conn: Conn,
        kind: Kind,
        source: &'a Source,
        options: Options,
        tick: &'a mut (dyn FnMut(Progress) + Send),
    ) -> anyhow::Result<Self> {
        let table = Table::open(source, kind)?;
        let summary = Summary {
            unknown_columns: table.unknown().to_vec(),
            warning: (kind == Kind::Products
                && !table.header().iter().any(|name| name == "controlled"))
            .then_some(
                "no column `controlled`: every product of this file can be shown to callers",
            ),
            ..Summary::default()
        };
        Ok(Self {
            conn,
            options,
            summary,
            kind,
            source,
            tick,
            refused: Refused::new(source, table.header())?,
            seen: HashSet::new(),
            readings: 0,
            planned: 1,
            batch: 500,
            began: Instant::now(),
        })
    }

    /// Says how often the file will be read in all.
    pub(super) fn plan(&mut self, readings: usize) {
        self.planned = u64::try_from(readings).unwrap_or(1);
    }

    /// Reads the file from the beginning.
    pub(super) fn open(&mut self) -> anyhow::Result<Table> {
        self.readings += 1;
        Table::open(self.source, self.kind)
    }

    /// Says how far the reading has come.
    pub(super) fn tick(&mut self, table: &Table) {
        let size = self.source.len();
        let behind = size * (self.readings.saturating_sub(1));
        (self.tick)(Progress {
            done: behind + table.position().min(size),
            of: size * self.planned.max(self.readings),
        });
    }

    /// The next row of a reading that counts rows and refuses spoilt ones.
    pub(super) fn next_row(&mut self, table: &mut Table) -> anyhow::Result<Option<Row>> {
        loop {
            match table.next_row()? {
                None => return Ok(None),
                Some(row) => {
                    self.summary.read += 1;
                    match row {
                        Ok(row) => return Ok(Some(row)),
                        Err(Spoilt { line, why, fields }) => {
                            let fields = fields.iter().map(String::as_str);
                            self.refused.write(line, &why, fields)?;
                            *self.summary.refused.entry(why).or_default() += 1;
                        }
                    }
                }
            }
        }
    }

    pub(super) fn refuse(&mut self, row: &Row, why: Refusal) -> anyhow::Result<()> {
        self.refused.write(row.line, &why, row.fields())?;
        *self.summary.refused.entry(why).or_default() += 1;
        Ok(())
    }

    /// Whether no earlier row of the file was this one.
    pub(super) fn is_first(&mut self, identity: [u8; 16]) -> bool {
        self.seen.insert(identity)
    }

    /// Whether so many rows make a batch.
    pub(super) fn is_full(&mut self, rows: usize) -> bool {
        rows >= self.batch
    }

    /// To be called before a batch is sent.
    pub(super) fn sending(&mut self) {
        self.began = Instant::now();
    }

    /// To be called when a batch is committed: counts it, sizes the next, and lets
    /// those know that follow the record.
    pub(super) async fn wrote(&mut self, written: Written, table: &Table) {
        let took = self.began.elapsed();
        if took > SLOW {
            self.batch = (self.batch / 2).max(BATCH.0);
        } else if took * 4 < SLOW {
            self.batch = (self.batch * 2).min(BATCH.1);
        }
        self.summary.wrote(written);
        // Batches are so far apart that this needs no debouncing.
        if let Err(error) = change::notify(&mut self.conn).await {
            tracing::debug!(%error, "followers were not notified; they will poll");
        }
        self.tick(table);
    }

    /// The point a row is kept with, counted if it has none or was repaired.
    pub(super) fn point(
        &mut self,
        judge: &Judge,
        iso3: &str,
        area: &str,
        point: PointText,
    ) -> Option<(f64, f64)> {
        let why = match point {
            PointText::Missing => Pointless::Missing,
            PointText::Zero => Pointless::Zero,
            PointText::OffGlobe => Pointless::OffGlobe,
            PointText::At(lat, lon) => match judge.judge(iso3, area, Point { lat, lon }) {
                Verdict::Keep(point) => return Some((point.lat, point.lon)),
                Verdict::Turned(point) => {
                    self.summary.turned += 1;
                    return Some((point.lat, point.lon));
                }
                Verdict::Outside => Pointless::Outside,
            },
        };
        self.summary.without_point(why);
        None
    }

    pub(super) fn finish(mut self) -> anyhow::Result<Summary> {
        self.summary.refused_file = self.refused.finish()?;
        Ok(self.summary)
    }
}

/// A row's point before anything is known of its area; nothing where it is not written as one.
pub(super) fn raw_point(row: &Row) -> Option<Point> {
    match field::point(row.get("lat"), row.get("lon")) {
        Ok(PointText::At(lat, lon)) => Some(Point { lat, lon }),
        _ => None,
    }
}

/// The file of refused rows, made when the first is.
struct Refused {
    path: Option<PathBuf>,
    header: Vec<String>,
    writer: Option<csv::Writer<File>>,
}

impl Refused {
    fn new(source: &Source, header: &[String]) -> anyhow::Result<Self> {
        let path = source.refused_path();
        if let Some(path) = &path
            && path.exists()
        {
            std::fs::remove_file(path)
                .with_context(|| format!("cannot remove the old {}", path.display()))?;
        }
        Ok(Self {
            path,
            header: header.to_vec(),
            writer: None,
        })
    }

    fn write<'f>(
        &mut self,
        line: u64,
        why: &Refusal,
        fields: impl Iterator<Item = &'f str>,
    ) -> anyhow::Result<()> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        if self.writer.is_none() {
            let file = File::create(path)
                .with_context(|| format!("cannot write refused rows to {}", path.display()))?;
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
            let ours = ["line", "reason"].into_iter();
            writer.write_record(ours.chain(self.header.iter().map(String::as_str)))?;
            self.writer = Some(writer);
        }
        if let Some(writer) = &mut self.writer {
            writer.write_field(line.to_string())?;
            writer.write_field(why.to_string())?;
            // Ends the record, too.
            writer.write_record(fields)?;
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<Option<PathBuf>> {
        let Some(mut writer) = self.writer else {
            return Ok(None);
        };
        writer.flush()?;
        Ok(self.path)
    }
}
