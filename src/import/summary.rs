//! What became of a file's rows.

use std::{collections::BTreeMap, path::PathBuf};

use super::refusal::Refusal;
use crate::models::Written;

/// Why a row is kept without a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pointless {
    /// The row has none.
    Missing,
    /// It is 0,0.
    Zero,
    /// It is no spot on the globe.
    OffGlobe,
    /// It cannot lie in the row's country.
    Outside,
    /// The list itself says that it is wrong.
    Distrusted,
}

impl Pointless {
    const fn words(self) -> &'static str {
        match self {
            Self::Missing => "none given",
            Self::Zero => "at 0,0",
            Self::OffGlobe => "not on the globe",
            Self::Outside => "outside the country",
            Self::Distrusted => "doubted by its own list",
        }
    }
}

/// Counts of one import.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Rows of the file, refused ones among them.
    pub read: u64,
    /// What was written of them.
    pub written: Written,
    /// Names that came along with products.
    pub names: Option<Written>,
    /// Points whose latitude and longitude were swapped and are repaired.
    pub turned: u64,
    /// Rows kept without a point.
    pub pointless: BTreeMap<Pointless, u64>,
    /// Rows that name an area nobody knows, kept in the wider one.
    pub unknown_parents: u64,
    /// Alternative names and brands that were left out of rows that were kept.
    pub left_out: u64,
    /// Diseases that are treated with other products than before.
    pub treated_otherwise: usize,
    /// Refused rows.
    pub refused: BTreeMap<Refusal, u64>,
    /// Where the refused rows are, if any.
    pub refused_file: Option<PathBuf>,
    /// Columns nobody read.
    pub unknown_columns: Vec<String>,
    /// What whoever reads the file in should know of it.
    pub warning: Option<&'static str>,
}

impl Summary {
    /// Rows refused for whatever reason.
    #[must_use]
    pub fn refused_rows(&self) -> u64 {
        self.refused.values().sum()
    }

    /// A line a count, for people and for `grep`.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("read: {}", self.read),
            format!("new: {}", self.written.new),
            format!("changed: {}", self.written.changed),
            format!("unchanged: {}", self.written.unchanged),
        ];
        if let Some(names) = self.names {
            lines.push(format!("names, new: {}", names.new));
        }
        lines.push(format!(
            "repaired, latitude and longitude swapped: {}",
            self.turned
        ));
        for (why, count) in &self.pointless {
            lines.push(format!("kept without a point, {}: {count}", why.words()));
        }
        lines.push(format!(
            "kept in a wider area, parent unknown: {}",
            self.unknown_parents
        ));
        if self.left_out > 0 {
            lines.push(format!(
                "names left out of rows that were kept: {}",
                self.left_out
            ));
        }
        if self.treated_otherwise > 0 {
            lines.push(format!(
                "diseases treated with other products than before: {}",
                self.treated_otherwise
            ));
        }
        lines.push(format!("refused: {}", self.refused_rows()));
        for (why, count) in &self.refused {
            lines.push(format!("refused, {why}: {count}"));
        }
        if let Some(file) = &self.refused_file {
            lines.push(format!("refused rows are in: {}", file.display()));
        }
        if !self.unknown_columns.is_empty() {
            lines.push(format!(
                "columns not read: {}",
                self.unknown_columns.join(", ")
            ));
        }
        lines.extend(self.warning.map(str::to_owned));
        lines
    }

    pub(super) fn wrote(&mut self, written: Written) {
        add(&mut self.written, written);
    }

    pub(super) fn wrote_names(&mut self, written: Written) {
        add(self.names.get_or_insert_default(), written);
    }

    pub(super) fn without_point(&mut self, why: Pointless) {
        *self.pointless.entry(why).or_default() += 1;
    }
}

fn add(sum: &mut Written, written: Written) {
    sum.new += written.new;
    sum.changed += written.changed;
    sum.unchanged += written.unchanged;
}
