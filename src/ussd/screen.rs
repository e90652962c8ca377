//! What a screen says, cut into pages that fit. Pure: text in, pages out.
//!
//! No option is ever lost: every item stands on exactly one page, under a number
//! that counts on from page to page. Names are shortened where that brings three
//! to a page; what stands behind a name (a distance, a strength) never is.

use crate::text::gsm::{Room, char_septets};

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
    /// Whether the session ends here, so that nothing leads back.
    pub ends: bool,
}

/// The keys at the foot of a page, in the caller's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feet {
    /// `0 Back`.
    pub back: String,
    /// `00 Home`.
    pub home: String,
    /// `98 More`.
    pub more: String,
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

/// The length of a text, in both measures.
#[derive(Debug, Clone, Copy, Default)]
struct Len {
    septets: usize,
    ucs2: usize,
    foreign: bool,
}

impl Len {
    fn of(text: &str) -> Self {
        text.chars()
            .fold(Self::default(), |len, c| len.plus_char(c))
    }

    fn plus_char(self, c: char) -> Self {
        let septets = char_septets(c);
        Self {
            septets: self.septets + septets.unwrap_or(0),
            ucs2: self.ucs2 + c.len_utf16(),
            foreign: self.foreign || septets.is_none(),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            septets: self.septets + other.septets,
            ucs2: self.ucs2 + other.ucs2,
            foreign: self.foreign || other.foreign,
        }
    }

    fn fits(self, room: Room) -> bool {
        if self.foreign {
            self.ucs2 <= room.ucs2
        } else {
            self.septets <= room.septets
        }
    }
}

/// Cuts a screen into pages that `room` holds.
///
/// # Errors
/// [`TooLong`] where a line with its key fits no page. `medvault check` proves that
/// no line the record can hold does this.
pub fn paginate(content: &Content, feet: &Feet, room: Room) -> Result<Vec<Page>, TooLong> {
    let mut pages = Vec::new();
    let mut head = content.head.as_str();
    let mut next = 0;
    loop {
        let sheet = Sheet {
            content,
            feet,
            room,
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
    feet: &'a Feet,
    room: Room,
    first: bool,
}

impl<'a> Sheet<'a> {
    /// A page that is not the last: its text, how many items it took, and what
    /// is left of the head.
    fn fill(&self, head: &'a str, next: usize) -> Result<(String, usize, &'a str), TooLong> {
        // All that is left is the last page's business, which has been tried.
        let left = (self.content.items.len() - next).saturating_sub(1);
        for foot in [Foot::More, Foot::BareMore] {
            let whole = (1..=left)
                .take_while(|count| self.lines(head, next, *count, foot).is_some())
                .last()
                .unwrap_or(0);
            let mut best = (whole > 0)
                .then(|| self.lines(head, next, whole, foot))
                .flatten()
                .map(|text| (text, whole));
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
        let foot = Len::of(&self.foot(foot)).plus(Len::of("\n"));
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

    fn lines(&self, head: &str, next: usize, count: usize, foot: Foot) -> Option<String> {
        self.with_names(head, next, count, foot, usize::MAX)
    }

    /// The page with names cut as little as makes it fit.
    fn shortened(&self, head: &str, next: usize, count: usize, foot: Foot) -> Option<String> {
        let items = self.content.items.iter().skip(next).take(count);
        let (mut low, mut high) = (
            LEAST_NAME,
            items
                .map(|item| item.name.chars().count())
                .max()
                .unwrap_or(0),
        );
        let mut found = self.with_names(head, next, count, foot, low)?;
        while low < high {
            let middle = (low + high).div_ceil(2);
            if let Some(text) = self.with_names(head, next, count, foot, middle) {
                found = text;
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Some(found)
    }

    fn with_names(
        &self,
        head: &str,
        next: usize,
        count: usize,
        foot: Foot,
        letters: usize,
    ) -> Option<String> {
        let mut text = head.to_owned();
        for (index, item) in self.content.items.iter().enumerate().skip(next).take(count) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&(index + 1).to_string());
            text.push(' ');
            // A whole name is cut only where its item stands alone.
            push_cut(
                &mut text,
                &item.name,
                if item.whole && count > 1 {
                    usize::MAX
                } else {
                    letters
                },
            );
            text.push_str(&item.tail);
        }
        let foot = self.foot(foot);
        if !foot.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&foot);
        }
        Len::of(&text).fits(self.room).then_some(text)
    }

    fn foot(&self, foot: Foot) -> String {
        let back = self.content.back || !(self.first || self.content.ends);
        let more = matches!(foot, Foot::More | Foot::BareMore);
        let (back_key, home_key, more_key) = if matches!(foot, Foot::BareMore | Foot::BareLast) {
            ("0<", "", "98>")
        } else {
            (&*self.feet.back, &*self.feet.home, &*self.feet.more)
        };
        let keys = [
            (back, back_key),
            (self.content.home, home_key),
            (more, more_key),
        ];
        keys.into_iter()
            .filter(|(there, key)| *there && !key.is_empty())
            .map(|(_, key)| key)
            .collect::<Vec<_>>()
            .join(" ")
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn feet() -> Feet {
        Feet {
            back: "0 Back".into(),
            home: "00 Home".into(),
            more: "98 More".into(),
        }
    }

    fn item(name: &str, tail: &str) -> Item {
        Item {
            name: name.into(),
            tail: tail.into(),
            whole: false,
        }
    }

    #[test]
    fn three_facilities_stand_on_one_screen_with_their_figures_whole() {
        let names = [
            "Mbagathi County Referral Hospital Pharmacy",
            "Kibera South Health Centre",
            "Goodlife Pharmacy Ngong Road Branch",
            "Langata",
        ];
        let content = Content {
            head: "Paracetamol 500 mg tablet near Kibera:".into(),
            items: names
                .iter()
                .map(|name| item(name, " 1.2km plenty 2d"))
                .collect(),
            back: true,
            home: true,
            ends: false,
        };
        let pages = paginate(&content, &feet(), Room::SAFEST).unwrap();
        assert_eq!(pages[0].items, 0..3);
        assert_eq!(pages[0].text.matches(" 1.2km plenty 2d").count(), 3);
        assert_eq!(pages[1].text, "4 Langata 1.2km plenty 2d\n0 Back 00 Home");
    }

    #[test]
    fn a_long_text_is_cut_between_words_and_nothing_of_it_is_lost() {
        let content = Content {
            head: "word ".repeat(60).trim().into(),
            items: vec![item("Yes", "")],
            back: true,
            home: false,
            ends: false,
        };
        let pages = paginate(&content, &feet(), Room::SAFEST).unwrap();
        assert_eq!(
            pages
                .iter()
                .map(|page| page.text.matches("word").count())
                .sum::<usize>(),
            60
        );
        assert!(pages.last().unwrap().text.contains("1 Yes"));
    }

    #[test]
    fn an_end_screen_leads_nowhere() {
        let content = Content {
            head: "x ".repeat(120),
            ends: true,
            ..Content::default()
        };
        let pages = paginate(&content, &feet(), Room::SAFEST).unwrap();
        assert!(pages[0].text.ends_with("98 More"));
        assert!(!pages[1].text.contains("Back"), "{:?}", pages[1]);
    }

    #[test]
    fn what_cannot_fit_is_refused_by_name() {
        let content = Content {
            items: vec![item("", &"5".repeat(170))],
            ..Content::default()
        };
        assert_eq!(
            paginate(&content, &feet(), Room::SAFEST),
            Err(TooLong("5".repeat(170)))
        );
    }

    proptest! {
        #[test]
        fn every_option_stands_once_and_every_page_fits(
            head in "[a-zA-Z \\n]{0,300}",
            names in prop::collection::vec("[a-zA-Zé ]{1,103}|[ሀ-ቮ ]{1,103}", 0..50),
            tail in "( [0-9.]{1,4}km)?|.{0,20}",
            (back, home, whole) in any::<(bool, bool, bool)>(),
        ) {
            let items: Vec<Item> = names.iter().map(|name| Item { name: name.clone(), tail: tail.clone(), whole }).collect();
            let content = Content { head, items, back, home, ends: false };
            let pages = paginate(&content, &feet(), Room::SAFEST).unwrap();
            let mut next = 0;
            for (index, page) in pages.iter().enumerate() {
                prop_assert!(Room::SAFEST.holds(&page.text), "{:?}", page.text);
                prop_assert_eq!(page.items.start, next);
                next = page.items.end;
                for item in page.items.clone() {
                    let line = format!("{} ", item + 1);
                    prop_assert!(page.text.starts_with(&line) || page.text.contains(&format!("\n{line}")), "{:?} lacks {}", page.text, line);
                    prop_assert!(page.text.contains(&tail));
                }
                let last = index + 1 == pages.len();
                prop_assert_eq!(page.text.ends_with("98 More") || page.text.ends_with("98>"), !last, "{:?}", page.text);
            }
            prop_assert_eq!(next, names.len());
        }
    }
}
