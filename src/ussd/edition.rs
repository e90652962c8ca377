//! An edition: a menu with its texts, as one versioned value. A session ends on
//! the edition it began on.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::menu::Menu;
use crate::db::Db;
use crate::models::menu_version::{self, MenuVersion};
use crate::text::texts::{Language, Texts};

static MENUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/menus");
static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");
/// The patient's menu, which a folder of menus must have.
pub const MENU_FILE: &str = "patient.toml";
/// The screens of people who work with the record, which it must have too.
pub const STAFF_FILE: &str = "staff.toml";
/// The screens of officers who send to many, and it must have these.
pub const CAST_FILE: &str = "broadcasts.toml";

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct Flaw {
    /// The file's name.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// The files an edition is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// The menu's TOML.
    pub menu: String,
    /// That of the screens of people who work with the record.
    #[serde(default)]
    pub staff: String,
    /// That of the screens of officers who send to many.
    #[serde(default)]
    pub casts: String,
    /// Each language's Fluent file, by its code.
    pub texts: BTreeMap<String, String>,
    /// The language of callers who have not chosen.
    pub first: String,
}

/// A menu with its texts.
#[derive(Debug)]
pub struct Edition {
    /// The hash of its files.
    pub hash: Box<str>,
    /// The screens.
    pub menu: Menu,
    /// The words.
    pub texts: Texts,
    /// The files.
    pub sources: Sources,
}

impl Sources {
    /// The embedded files, or those of the folders given instead.
    ///
    /// # Errors
    /// A folder or file that cannot be read, by name.
    pub fn read(menus: Option<&Path>, locales: Option<&Path>, first: &str) -> anyhow::Result<Self> {
        let menu = |file: &str| {
            Ok::<_, anyhow::Error>(match menus {
                Some(folder) => read(&folder.join(file))?,
                None => MENUS
                    .get_file(file)
                    .and_then(|file| file.contents_utf8())
                    .context("the embedded menu")?
                    .to_owned(),
            })
        };
        let mut texts = BTreeMap::new();
        match locales {
            Some(folder) => {
                for entry in std::fs::read_dir(folder)
                    .with_context(|| format!("cannot read the folder {}", folder.display()))?
                {
                    let path = entry?.path();
                    if let (Some(code), Some("ftl")) = (
                        stem(&path),
                        path.extension().and_then(|ending| ending.to_str()),
                    ) {
                        texts.insert(code.to_owned(), read(&path)?);
                    }
                }
            }
            None => {
                for file in LOCALES.files() {
                    if let (Some(code), Some(text)) = (stem(file.path()), file.contents_utf8()) {
                        texts.insert(code.to_owned(), text.to_owned());
                    }
                }
            }
        }
        Ok(Self {
            menu: menu(MENU_FILE)?,
            staff: menu(STAFF_FILE)?,
            casts: menu(CAST_FILE)?,
            texts,
            first: first.to_owned(),
        })
    }

    /// The menu's files, by name.
    #[must_use]
    pub fn menus(&self) -> [(&'static str, &str); 3] {
        [
            (MENU_FILE, &self.menu),
            (STAFF_FILE, &self.staff),
            (CAST_FILE, &self.casts),
        ]
    }

    /// The whole menu, one file after the other.
    #[must_use]
    pub fn whole_menu(&self) -> String {
        self.menus().map(|(_, source)| source).join("\n")
    }

    /// The file and line behind a line of the whole menu, from 1.
    fn place(&self, line: usize) -> (&'static str, usize) {
        let mut within = line;
        for (file, source) in self.menus() {
            let lines = source.matches('\n').count() + 1;
            if within <= lines {
                return (file, within);
            }
            within -= lines;
        }
        (MENU_FILE, line)
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn stem(path: &Path) -> Option<&str> {
    path.file_stem()?.to_str()
}

impl Edition {
    /// Reads the files of an edition.
    ///
    /// # Errors
    /// Everything in them that is not TOML or Fluent, or not in the closed lists.
    pub fn parse(sources: Sources) -> Result<Self, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let menu = Menu::parse(&sources.whole_menu()).map_err(|bad| {
            let (file, line) = sources.place(bad.line);
            flaws.push(Flaw {
                file: file.into(),
                line,
                reason: bad.reason,
            })
        });
        let mut languages = Vec::new();
        for (code, source) in &sources.texts {
            match Language::parse(code, source) {
                Ok(language) => languages.push(language),
                Err(bad) => {
                    flaws.extend(bad.into_iter().map(|bad| Flaw {
                        file: format!("{code}.ftl"),
                        line: bad.line,
                        reason: bad.reason,
                    }));
                }
            }
        }
        // A language whose file is bad is not missing as well.
        let texts = if flaws.is_empty() {
            Texts::new(languages, &sources.first).map_err(|reason| {
                flaws.push(Flaw {
                    file: format!("{}.ftl", sources.first),
                    line: 1,
                    reason,
                })
            })
        } else {
            Err(())
        };
        let (Ok(menu), Ok(texts)) = (menu, texts) else {
            flaws.sort();
            return Err(flaws);
        };
        let content = content(&sources);
        let hash: String = Sha256::digest(content.as_bytes())
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            hash: hash.into(),
            menu,
            texts,
            sources,
        })
    }
}

fn content(sources: &Sources) -> String {
    serde_json::to_string(sources).unwrap_or_default()
}

/// The edition in service and the one before it.
#[derive(Debug, Clone)]
pub struct Editions {
    /// What new sessions begin on.
    pub current: Arc<Edition>,
    /// What older ones may still be on.
    pub earlier: Option<Arc<Edition>>,
    /// What another process has begun sessions on: while a service is being rolled out,
    /// the newer one.
    other: OnceLock<Arc<Edition>>,
    /// When `current` was put into service.
    pub published_at: DateTime<Utc>,
}

impl Editions {
    /// `current` alone, as if it had always been in service.
    #[must_use]
    pub fn only(current: Edition) -> Self {
        Self {
            current: Arc::new(current),
            earlier: None,
            other: OnceLock::new(),
            published_at: DateTime::<Utc>::MIN_UTC,
        }
    }

    /// Puts `current` into service and reads the one before it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn publish(current: Edition, db: &Db) -> anyhow::Result<Self> {
        let mut conn = db.get().await?;
        let newest =
            menu_version::publish(&mut conn, &current.hash, &content(&current.sources)).await?;
        let published_at = newest
            .iter()
            .find(|version| *version.hash == *current.hash)
            .map_or_else(Utc::now, |version| version.published_at);
        let earlier = newest
            .into_iter()
            .find(|version| *version.hash != *current.hash)
            .and_then(held);
        Ok(Self {
            current: Arc::new(current),
            earlier,
            other: OnceLock::new(),
            published_at,
        })
    }

    /// The edition with this hash, while it is held.
    #[must_use]
    pub fn get(&self, hash: &str) -> Option<&Edition> {
        [Some(&self.current), self.earlier.as_ref(), self.other.get()]
            .into_iter()
            .flatten()
            .find(|edition| *edition.hash == *hash)
            .map(|edition| &**edition)
    }

    /// Reads the edition with this hash, and holds it from then on; `None` where there is
    /// none, it cannot be read, or another one is held already.
    pub async fn read(&self, hash: &str, db: &Db) -> Option<&Edition> {
        if self.other.get().is_some() {
            return None;
        }
        let mut conn = db.get().await.ok()?;
        let version = menu_version::of_hash(&mut conn, hash).await.ok()??;
        let read = held(version)?;
        self.other.get_or_init(|| read);
        self.get(hash)
    }
}

/// A version as an edition. One written by a version of the service that knew other
/// screens is gone.
fn held(version: MenuVersion) -> Option<Arc<Edition>> {
    let sources = serde_json::from_str(&version.content).ok()?;
    let edition = Edition::parse(sources).ok()?;
    Some(Arc::new(Edition {
        hash: version.hash.into(),
        ..edition
    }))
}
