//! A CSV file as rows: header checked, lines counted, bytes never trusted.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use csv::{ByteRecord, StringRecord};

use super::{Kind, refusal::Refusal};

/// One column of a kind of file.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// As it stands in the header.
    pub name: &'static str,
    /// Whether a file without it is refused.
    pub needed: bool,
    /// What to write in it, for the template.
    pub about: &'static str,
}

/// A column that a file must have.
pub(super) const fn needed(name: &'static str, about: &'static str) -> Column {
    Column {
        name,
        needed: true,
        about,
    }
}

/// A column that a file may have.
pub(super) const fn optional(name: &'static str, about: &'static str) -> Column {
    Column {
        name,
        needed: false,
        about,
    }
}

/// Where rows come from; read more than once.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file; refused rows are written beside it.
    File(PathBuf),
    /// A text of the program's own, with the name to call it by.
    Text(&'static str, &'static str),
}

impl Source {
    /// How it is named in messages.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Text(name, _) => (*name).to_owned(),
        }
    }

    /// Its length in bytes, as far as it can be known.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::File(path) => path.metadata().map_or(0, |about| about.len()),
            Self::Text(_, text) => u64::try_from(text.len()).unwrap_or_default(),
        }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where refused rows go: `list.csv` has `list.refused.csv`.
    #[must_use]
    pub fn refused_path(&self) -> Option<PathBuf> {
        let Self::File(path) = self else { return None };
        let is_csv = path
            .extension()
            .is_some_and(|ext| ext.eq_ignore_ascii_case("csv"));
        let stem: &Path = if is_csv {
            &path.with_extension("")
        } else {
            path
        };
        let mut refused = stem.as_os_str().to_owned();
        refused.push(".refused.csv");
        Some(refused.into())
    }

    fn open(&self) -> io::Result<Box<dyn BufRead + Send>> {
        Ok(match self {
            Self::File(path) => Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)),
            Self::Text(_, text) => Box::new(text.as_bytes()),
        })
    }
}

/// One row, or what stood where a row should be.
#[derive(Debug, Clone)]
pub struct Row {
    /// The line of the file it begins on, from 1.
    pub line: u64,
    fields: StringRecord,
    places: std::sync::Arc<HashMap<&'static str, usize>>,
}

impl Row {
    /// What stands in a column; empty where the file has no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        let place = self.places.get(column);
        place.and_then(|i| self.fields.get(*i)).unwrap_or_default()
    }

    /// What stands in a column, or `None` where the file has no such column.
    #[must_use]
    pub fn said(&self, column: &str) -> Option<&str> {
        self.places.get(column).and_then(|i| self.fields.get(*i))
    }

    /// Every field as it stands.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter()
    }
}

/// A row that cannot be one.
#[derive(Debug, Clone)]
pub struct Spoilt {
    /// The line of the file it begins on, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: Refusal,
    /// Every field, with what is not UTF-8 replaced.
    pub fields: Vec<String>,
}

/// A file being read.
pub struct Table {
    reader: csv::Reader<Lines>,
    header: Vec<String>,
    unknown: Vec<String>,
    places: std::sync::Arc<HashMap<&'static str, usize>>,
    record: ByteRecord,
}

impl Table {
    /// Opens a source and checks its header.
    ///
    /// # Errors
    /// When it cannot be read, or a needed column is missing.
    pub fn open(source: &Source, kind: Kind) -> anyhow::Result<Self> {
        let name = source.name();
        let input = source
            .open()
            .with_context(|| format!("cannot read {name}"))?;
        let lines = Lines::after_comments(input).with_context(|| format!("cannot read {name}"))?;
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(lines);
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record)? {
            bail!("{name} is empty; {}", see_template(kind));
        }
        let header: Vec<String> = record
            .iter()
            .map(|field| String::from_utf8_lossy(field).trim().to_lowercase())
            .collect();
        let (places, unknown) = place(kind, &header).with_context(|| name)?;
        Ok(Self {
            reader,
            header,
            unknown,
            places: std::sync::Arc::new(places),
            record,
        })
    }

    /// The header, in lower case.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Columns nobody reads.
    #[must_use]
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Bytes read so far.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.reader.position().byte()
    }

    /// The next row, whole or spoilt; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn next_row(&mut self) -> anyhow::Result<Option<Result<Row, Spoilt>>> {
        if !self.reader.read_byte_record(&mut self.record)? {
            return Ok(None);
        }
        let record = &self.record;
        let line = self.reader.get_ref().line_of(record);
        let spoilt = |why| Spoilt {
            line,
            why,
            fields: record
                .iter()
                .map(|field| String::from_utf8_lossy(field).into_owned())
                .collect(),
        };
        if record.len() != self.header.len() {
            return Ok(Some(Err(spoilt(Refusal::Fields))));
        }
        Ok(Some(match StringRecord::from_byte_record(record.clone()) {
            Ok(fields) => Ok(Row {
                line,
                fields,
                places: self.places.clone(),
            }),
            Err(_) => Err(spoilt(Refusal::NotUtf8)),
        }))
    }
}

type Places = HashMap<&'static str, usize>;

/// Where each column of the kind stands, and which columns are none of its.
fn place(kind: Kind, header: &[String]) -> anyhow::Result<(Places, Vec<String>)> {
    let mut places = HashMap::new();
    for column in kind.columns() {
        let mut found = header.iter().enumerate().filter(|(_, h)| *h == column.name);
        if let Some((at, _)) = found.next() {
            places.insert(column.name, at);
        }
        if found.next().is_some() {
            bail!("column `{}` stands in the header twice", column.name);
        }
    }
    let missing: Vec<String> = kind
        .columns()
        .iter()
        .filter(|column| column.needed && !places.contains_key(column.name))
        .map(|column| format!("`{}`", column.name))
        .collect();
    if !missing.is_empty() {
        bail!(
            "the header has no column {}; {}",
            missing.join(", "),
            see_template(kind)
        );
    }
    let ours = |name: &String| kind.columns().iter().any(|column| column.name == name);
    let unknown = header.iter().filter(|name| !ours(name)).cloned().collect();
    Ok((places, unknown))
}

fn see_template(kind: Kind) -> String {
    format!("`medvault import {kind} --template` prints an empty file with its columns explained")
}

/// Bytes on their way to the CSV reader, without byte order mark and leading
/// comments, that remember where each line begins: the reader's own count is
/// off by one after blank lines and CRLF.
struct Lines {
    input: Box<dyn BufRead + Send>,
    skipped: u64,
    passed: u64,
    /// For each line that began since the last row was asked for: its offset.
    begins: std::cell::RefCell<Begins>,
    /// Content begun on the current line.
    at_line_start: bool,
}

#[derive(Default)]
struct Begins {
    offsets: std::collections::VecDeque<(u64, u64)>,
    lines: u64,
}

impl Lines {
    fn after_comments(mut input: Box<dyn BufRead + Send>) -> io::Result<Self> {
        if input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            input.consume(3);
        }
        let mut skipped = 0;
        while input.fill_buf()?.first() == Some(&b'#') {
            input.skip_until(b'\n')?;
            skipped += 1;
        }
        Ok(Self {
            input,
            skipped,
            passed: 0,
            begins: std::cell::RefCell::default(),
            at_line_start: true,
        })
    }

    /// The line on which the first byte of a record stands.
    fn line_of(&self, record: &ByteRecord) -> u64 {
        let offset = record.position().map_or(0, csv::Position::byte);
        let mut begins = self.begins.borrow_mut();
        // A record's offset may lie on the line end before it.
        while let Some((begin, _)) = begins.offsets.front()
            && *begin < offset
        {
            begins.offsets.pop_front();
        }
        let line = begins
            .offsets
            .front()
            .map_or(begins.lines, |(_, line)| *line);
        line + self.skipped
    }
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        let mut begins = self.begins.borrow_mut();
        for byte in into.iter().take(read) {
            match byte {
                b'\n' => {
                    if self.at_line_start {
                        begins.lines += 1;
                    }
                    self.at_line_start = true;
                }
                b'\r' => {}
                _ if self.at_line_start => {
                    begins.lines += 1;
                    let line = begins.lines;
                    begins.offsets.push_back((self.passed, line));
                    self.at_line_start = false;
                }
                _ => {}
            }
            self.passed += 1;
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
