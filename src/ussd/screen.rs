//! What a screen says, cut into pages that fit. Pure: text in, pages out.
//!
//! No option is ever lost: every item stands on exactly one page, under a number
//! that counts on from page to page. Names are shortened where that brings three
//! to a page; what stands behind a name (a distance, a strength) never is.

mod length;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use self::length::{Cut, Len, Lines};
use super::choice;
use crate::text::gsm::Room;

/// How many items a page should hold before names are left whole.
const AT_LEAST: usize = 3;
/// No name is shortened below this many letters.
const LEAST_NAME: usize = 8;

/// A line to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// What may be shortened.
    pub name: String,
    /// What may not.
    pub tail: String,
    /// Whether the name is left whole as long as one item fits a page.
    pub whole: bool,
}

/// All that a screen says, however long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// The text over the items.
    pub head: String,
    /// The lines to choose from.
    pub items: Vec<Item>,
    /// Whether `0` leads back from the first page.
    pub back: bool,
    /// Whether `00` leads home.
    pub home: bool,
    /// Whether `0` leads back from no page: the session ends here, or it is a number.
    pub ends: bool,
}

/// The keys at the foot of a page, in the caller's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feet<'a> {
    /// `0 Back`.
    pub back: &'a str,
    /// `00 Home`.
    pub home: &'a str,
    /// `98 More`.
    pub more: &'a str,
}

/// What a phone shows at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The whole text.
    pub text: String,
    /// Which items stand on it.
    pub items: std::ops::Range<usize>,
}

/// A piece that fits no page, even alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} does not fit a page, even alone")]
pub struct TooLong(pub String);

/// Cuts a screen into pages that `room` holds.
///
/// # Errors
/// [`TooLong`] where a line with its key fits no page. `medvault check` proves that
/// no line the record can hold does this.
pub fn paginate(content: &Content, feet: Feet<'_>, room: Room) -> Result<Vec<Page>, TooLong> {
    paginate_until(usize::MAX, content, feet, room)
}

/// As [`paginate`], but no further than the page of this number, from 0.
///
/// # Errors
/// As [`paginate`].
pub fn paginate_until(
    last: usize,
    content: &Content,
    feet: Feet<'_>,
    room: Room,
) -> Result<Vec<Page>, TooLong> {
    let mut pages = Vec::new();
    // Blanks alone are nothing to give a page to.
    let mut head = content.head.trim();
    let mut next = 0;
    let lines = Lines::of(&content.items);
    loop {
        let sheet = Sheet {
            content,
            feet,
            room,
            lines: &lines,
            first: pages.is_empty(),
        };
        let left = content.items.len() - next;
        if let Some(lines) = sheet
            .lines(head, next, left, Foot::Last)
            .or_else(|| {
                // Rather three shortened names on this page than one more page.
                (left <= AT_LEAST)
                    .then(|| sheet.shortened(head, next, left, Foot::Last))
                    .flatten()
            })
            .or_else(|| {
                (left == 1 && head.is_empty())
                    .then(|| sheet.shortened(head, next, 1, Foot::BareLast))
                    .flatten()
            })
        {
            pages.push(Page {
                text: lines,
                items: next..content.items.len(),
            });
            return Ok(pages);
        }
        let (text, taken, rest) = sheet.fill(head, next)?;
        pages.push(Page {
            text,
            items: next..next + taken,
        });
        if pages.len() > last {
            return Ok(pages);
        }
        head = rest;
        next += taken;
    }
}

/// Which keys stand at the foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Foot {
    Last,
    More,
    /// Digits alone, where words leave no room.
    BareMore,
    BareLast,
}

struct Sheet<'a> {
    content: &'a Content,
    feet: Feet<'a>,
    room: Room,
    lines: &'a Lines,
    first: bool,
}

impl<'a> Sheet<'a> {
    /// A page that is not the last: its text, how many items it took, and what
    /// is left of the head.
    fn fill(&self, head: &'a str, next: usize) -> Result<(String, usize, &'a str), TooLong> {
        // All that is left is the last page's business, which has been tried.
        let left = (self.content.items.len() - next).saturating_sub(1);
        for foot in [Foot::More, Foot::BareMore] {
            let (over, under) = (Len::of(head), self.foot(foot));
            let whole = (1..=left)
                .take_while(|count| {
                    let lines = self.lines.len(next, *count);
                    over.over(lines).over(under).fits(self.room)
                })
                .last()
                .unwrap_or(0);
            let mut best = (whole > 0).then(|| (self.text(head, next, whole, foot, None), whole));
            for count in (whole + 1..=AT_LEAST.min(left)).rev() {
                if let Some(text) = self.shortened(head, next, count, foot) {
                    best = Some((text, count));
                    break;
                }
            }
            if let Some((text, taken)) = best {
                return Ok((text, taken, ""));
            }
            if !head.is_empty() {
                let (part, rest) = self.split(head, foot);
                if !part.is_empty() {
                    let text = self
                        .lines(part, next, 0, foot)
                        .ok_or_else(|| TooLong(part.to_owned()))?;
                    return Ok((text, 0, rest));
                }
            }
        }
        let item = self.content.items.get(next).map_or(head, |item| &item.tail);
        Err(TooLong(item.to_owned()))
    }

    /// The longest part of `head` that fits a page of its own, cut at a line, else
    /// at a word, else anywhere; and the rest.
    fn split(&self, head: &'a str, foot: Foot) -> (&'a str, &'a str) {
        let foot = self.foot(foot).plus(Len::of("\n"));
        let mut len = foot;
        let end = head
            .char_indices()
            .find_map(|(at, c)| {
                len = len.plus_char(c);
                (!len.fits(self.room)).then_some(at)
            })
            .unwrap_or(head.len());
        let (fitting, _) = head.split_at(end);
        let cut = match (fitting.rfind('\n'), fitting.rfind(' ')) {
            _ if end == head.len() => end,
            (Some(line), _) if line * 2 >= end => line,
            (_, Some(word)) if word * 2 >= end => word,
            _ => end,
        };
        let (part, rest) = head.split_at(cut);
        (part.trim_end(), rest.trim_start())
    }

    /// The page with whole names, where it fits.
    fn lines(&self, head: &str, next: usize, count: usize, foot: Foot) -> Option<String> {
        Len::of(head)
            .over(self.lines.len(next, count))
            .over(self.foot(foot))
            .fits(self.room)
            .then(|| self.text(head, next, count, foot, None))
    }

    /// The page with names cut as little as makes it fit.
    fn shortened(&self, head: &str, next: usize, count: usize, foot: Foot) -> Option<String> {
        let (over, under) = (Len::of(head), self.foot(foot));
        let items = self.content.items.iter().enumerate();
        let (mut fixed, mut cuts) = (Len::default(), Vec::with_capacity(count));
        for (index, item) in items.skip(next).take(count) {
            if item.whole && !alone(head, count) {
                fixed = fixed.over(self.lines.len(index, 1));
            } else {
                cuts.push(Cut::of(index, item));
            }
        }
        let fits = |letters: usize| {
            let lines = cuts
                .iter()
                .fold(fixed, |lines, cut| lines.over(cut.len(letters)));
            over.over(lines).over(under).fits(self.room)
        };
        let longest = cuts.iter().map(Cut::letters).max().unwrap_or(0);
        let (mut low, mut high) = (LEAST_NAME, longest);
        if !fits(low) {
            return None;
        }
        while low < high {
            let middle = (low + high).div_ceil(2);
            if fits(middle) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Some(self.text(head, next, count, foot, Some(low)))
    }

    /// The page, its names cut to so many `letters`.
    fn text(
        &self,
        head: &str,
        next: usize,
        count: usize,
        foot: Foot,
        letters: Option<usize>,
    ) -> String {
        let mut text = head.to_owned();
        for (index, item) in self.content.items.iter().enumerate().skip(next).take(count) {
            if !text.is_empty() {
                text.push('\n');
            }
            // Writing to a text cannot fail.
            let _ = write!(text, "{} ", choice::number(index));
            match letters.filter(|_| !item.whole || alone(head, count)) {
                Some(letters) => push_cut(&mut text, &item.name, letters),
                None => text.push_str(&item.name),
            }
            text.push_str(&item.tail);
        }
        for (index, key) in self.keys(foot).enumerate() {
            if !text.is_empty() {
                text.push(if index == 0 { '\n' } else { ' ' });
            }
            text.push_str(key);
        }
        text
    }

    /// How long the foot is; a blank between two keys is as long as a line break.
    fn foot(&self, foot: Foot) -> Len {
        self.keys(foot)
            .fold(Len::default(), |len, key| len.over(Len::of(key)))
    }

    /// The keys at the foot.
    fn keys(&self, foot: Foot) -> impl Iterator<Item = &'a str> {
        let back = self.content.back || !(self.first || self.content.ends);
        let more = matches!(foot, Foot::More | Foot::BareMore);
        let (back_key, home_key, more_key) = if matches!(foot, Foot::BareMore | Foot::BareLast) {
            ("0<", "", "98>")
        } else {
            (self.feet.back, self.feet.home, self.feet.more)
        };
        let keys = [
            (back, back_key),
            (self.content.home, home_key),
            (more, more_key),
        ];
        keys.into_iter()
            .filter(|(there, key)| *there && !key.is_empty())
            .map(|(_, key)| key)
    }
}

/// Appends `name`, shortened to `letters` with a full stop where it is longer.
fn push_cut(text: &mut String, name: &str, letters: usize) {
    match name.char_indices().nth(letters) {
        None => text.push_str(name),
        Some(_) => {
            let end = name
                .char_indices()
                .nth(letters.saturating_sub(1))
                .map_or(0, |(at, _)| at);
            let (kept, _) = name.split_at(end);
            text.push_str(kept.trim_end());
            text.push('.');
        }
    }
}

/// Whether nothing but one item stands on a page; only there is a whole name cut.
fn alone(head: &str, count: usize) -> bool {
    head.is_empty() && count == 1
}
