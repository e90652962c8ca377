//! How long the pieces of a page are, so that no page is written out only to be
//! measured.

use super::Item;
use crate::text::gsm::{self, Room, char_septets};
use crate::ussd::choice;

/// The length of a text, in both measures.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Len {
    septets: usize,
    ucs2: usize,
    /// Characters outside GSM 03.38; one takes the whole text into UCS-2.
    foreign: usize,
}

impl Len {
    /// A line break, a blank or a digit.
    const ONE: Self = Self::plain(1);

    pub(super) fn of(text: &str) -> Self {
        if text.bytes().all(gsm::is_one_septet) {
            return Self::plain(text.len());
        }
        text.chars()
            .fold(Self::default(), |len, c| len.plus_char(c))
    }

    /// So many letters of GSM 03.38.
    const fn plain(letters: usize) -> Self {
        Self {
            septets: letters,
            ucs2: letters,
            foreign: 0,
        }
    }

    pub(super) fn plus_char(self, c: char) -> Self {
        let septets = char_septets(c);
        Self {
            septets: self.septets + septets.unwrap_or(0),
            ucs2: self.ucs2 + c.len_utf16(),
            foreign: self.foreign + usize::from(septets.is_none()),
        }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            septets: self.septets + other.septets,
            ucs2: self.ucs2 + other.ucs2,
            foreign: self.foreign + other.foreign,
        }
    }

    /// What `other`, a part of this, leaves of it.
    fn minus(self, other: Self) -> Self {
        Self {
            septets: self.septets - other.septets,
            ucs2: self.ucs2 - other.ucs2,
            foreign: self.foreign - other.foreign,
        }
    }

    /// The length of this text with `other` on a line of its own below it.
    pub(super) fn over(self, other: Self) -> Self {
        match (self.ucs2, other.ucs2) {
            (_, 0) => self,
            (0, _) => other,
            _ => self.plus(Self::ONE).plus(other),
        }
    }

    pub(super) fn fits(self, room: Room) -> bool {
        if self.foreign > 0 {
            self.ucs2 <= room.ucs2
        } else {
            self.septets <= room.septets
        }
    }
}

/// The lengths of the lines to choose from, names whole.
pub(super) struct Lines {
    /// The lines before each one and at last all of them, a line break after each.
    before: Vec<Len>,
}

impl Lines {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut all = Len::default();
        let mut before = Vec::with_capacity(items.len() + 1);
        before.push(all);
        for (index, item) in items.iter().enumerate() {
            let line = frame(index, item).plus(Len::of(&item.name));
            all = all.plus(line).plus(Len::ONE);
            before.push(all);
        }
        Self { before }
    }

    /// How long `count` lines from `next` on are, the breaks between them included.
    pub(super) fn len(&self, next: usize, count: usize) -> Len {
        match (self.before.get(next), self.before.get(next + count)) {
            (Some(from), Some(to)) if count > 0 => to.minus(*from).minus(Len::ONE),
            _ => Len::default(),
        }
    }
}

/// A line's length without its name: the number, a blank, what stands behind.
fn frame(index: usize, item: &Item) -> Len {
    let digits = choice::number(index).checked_ilog10().unwrap_or(0) + 1;
    Len::plain(digits as usize)
        .plus(Len::ONE)
        .plus(Len::of(&item.tail))
}

/// A line whose name is to be cut.
pub(super) struct Cut {
    frame: Len,
    /// The name's first letters, without the blanks they end on, by how many.
    prefixes: Vec<Len>,
    whole: Len,
}

impl Cut {
    pub(super) fn of(index: usize, item: &Item) -> Self {
        let mut prefixes = vec![Len::default()];
        let (mut len, mut trimmed) = (Len::default(), Len::default());
        for c in item.name.chars() {
            len = len.plus_char(c);
            if !c.is_whitespace() {
                trimmed = len;
            }
            prefixes.push(trimmed);
        }
        Self {
            frame: frame(index, item),
            prefixes,
            whole: len,
        }
    }

    pub(super) fn letters(&self) -> usize {
        self.prefixes.len() - 1
    }

    /// The line's length with its name shortened to `letters`.
    pub(super) fn len(&self, letters: usize) -> Len {
        let name = match self.prefixes.get(letters.saturating_sub(1)) {
            Some(kept) if letters < self.letters() => kept.plus(Len::ONE),
            _ => self.whole,
        };
        self.frame.plus(name)
    }
}
