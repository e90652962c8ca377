//! How alike a typed text and a name are.

use rapidfuzz::distance::{jaro_winkler, osa};

use super::fold::{bones, is_bones, sound_of};

/// A name ready to be compared.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// The folded name without its spaces.
    pub(super) letters: Box<str>,
    /// Its sound (see [`sound_of`]), word after word.
    pub(super) sound: Box<str>,
    /// Where each word ends, in bytes of `letters` and of `sound`.
    ends: Box<[(u8, u8)]>,
}

impl Text {
    /// Of a folded name.
    pub(super) fn of(folded: &str) -> Self {
        let mut letters = String::with_capacity(folded.len());
        let mut sound = String::with_capacity(folded.len() / 2);
        let mut ends = Vec::new();
        for word in folded.split(' ') {
            letters.push_str(word);
            sound_of(word, &mut sound);
            // Names whose ends do not fit are compared as a whole only.
            if let (Ok(letters), Ok(sound)) =
                (u8::try_from(letters.len()), u8::try_from(sound.len()))
            {
                ends.push((letters, sound));
            }
        }
        Self {
            letters: letters.into(),
            sound: sound.into(),
            ends: ends.into(),
        }
    }
}

/// A typed text, ready to be compared with many names.
pub(super) struct Typed {
    text: Text,
    /// Whether it came without vowels, and names are compared without theirs.
    bare: bool,
    letters: osa::BatchComparator<char>,
    sound: osa::BatchComparator<char>,
    winkler: jaro_winkler::BatchComparator<char>,
}

impl Typed {
    /// Of a folded text.
    pub(super) fn new(folded: &str) -> Self {
        let text = Text::of(folded);
        Self {
            bare: is_bones(&text.letters),
            letters: osa::BatchComparator::new(text.letters.chars()),
            sound: osa::BatchComparator::new(text.sound.chars()),
            winkler: jaro_winkler::BatchComparator::new(text.letters.chars()),
            text,
        }
    }

    /// What was typed.
    pub(super) fn text(&self) -> &Text {
        &self.text
    }

    /// How alike it is to a name, 0 to 1: 1 for the same letters, else the best of
    /// the whole name, its first words and each of its words, each worth a
    /// little less than the one before; below `least` any lower figure will do.
    pub(super) fn likeness(&self, name: &Text, least: f32) -> f32 {
        if self.text.letters == name.letters {
            return 1.0;
        }
        let mut best = self.lifted(name).unwrap_or_default();
        best = self
            .whole(&name.letters, &name.sound, 1.0, best.max(least))
            .max(best);
        if let Some((_, starts)) = name
            .ends
            .split_last()
            .filter(|(_, starts)| !starts.is_empty())
        {
            for (letters, sound) in starts {
                let part = name
                    .letters
                    .get(..usize::from(*letters))
                    .zip(name.sound.get(..usize::from(*sound)));
                if let Some((letters, sound)) = part {
                    best = self
                        .whole(letters, sound, FIRST_WORDS, best.max(least))
                        .max(best);
                }
            }
            for (&(from, heard_from), &(to, heard_to)) in
                starts.iter().zip(name.ends.iter().skip(1))
            {
                let letters = name.letters.get(usize::from(from)..usize::from(to));
                let sound = name
                    .sound
                    .get(usize::from(heard_from)..usize::from(heard_to));
                if let Some((letters, sound)) = letters.zip(sound).filter(|(l, _)| l.len() >= 4) {
                    best = self
                        .whole(letters, sound, ANY_WORD, best.max(least))
                        .max(best);
                }
            }
        }
        best.min(ALMOST)
    }

    /// The weighted likeness of letters, sound and beginning, times `worth`; 0 where
    /// the lengths alone keep it from being above `least`.
    fn whole(&self, letters: &str, sound: &str, worth: f32, least: f32) -> f32 {
        if self.bare {
            let count = bones(letters).count();
            let bare = self.weighed(bones(letters), count, sound, worth * BARE, least);
            return bare.max(self.weighed(
                letters.chars(),
                letters.len(),
                sound,
                worth,
                least.max(bare),
            ));
        }
        self.weighed(letters.chars(), letters.len(), sound, worth, least)
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a score needs no more than single precision"
    )]
    fn weighed(
        &self,
        letters: impl DoubleEndedIterator<Item = char> + Clone,
        count: usize,
        sound: &str,
        worth: f32,
        least: f32,
    ) -> f32 {
        let ratio = |a: usize, b: usize| a.min(b) as f32 / a.max(b).max(1) as f32;
        let letters_reach = LETTERS * ratio(self.text.letters.len(), count);
        let sound_reach = SOUND * ratio(self.text.sound.len(), sound.len());
        if (letters_reach + sound_reach + BEGINNING) * worth <= least {
            return 0.0;
        }
        let sound_alike = SOUND * self.sound.normalized_similarity(sound.chars()) as f32;
        if (letters_reach + sound_alike + BEGINNING) * worth <= least {
            return 0.0;
        }
        let letters_alike = LETTERS * self.letters.normalized_similarity(letters.clone()) as f32;
        if (letters_alike + sound_alike + BEGINNING) * worth <= least {
            return 0.0;
        }
        let begins_alike = BEGINNING * self.winkler.normalized_similarity(letters) as f32;
        worth * (letters_alike + sound_alike + begins_alike)
    }

    /// The likeness of a name that goes on where the text stops, by how much of
    /// it was typed.
    fn lifted(&self, name: &Text) -> Option<f32> {
        self.text.letters.chars().nth(1)?;
        let share = |typed: &str, whole: &str| typed.len() as f32 / whole.len().max(1) as f32;
        if name.letters.starts_with(&*self.text.letters) {
            return Some(0.82 + 0.15 * share(&self.text.letters, &name.letters));
        }
        let heard = &*self.text.sound;
        (heard.len() >= 3 && name.sound.starts_with(heard))
            .then(|| 0.55 + 0.25 * share(heard, &name.sound))
    }
}

/// What the letters, the sound and the beginning weigh (measured on 2,646 names).
const LETTERS: f32 = 0.45;
const SOUND: f32 = 0.35;
const BEGINNING: f32 = 0.20;

/// What a likeness to a name's first words is worth, and to any one of its words.
const FIRST_WORDS: f32 = 0.95;
const ANY_WORD: f32 = 0.90;

/// What a likeness between two names without their vowels is worth.
const BARE: f32 = 0.97;

/// The most that anything but the very name is worth.
const ALMOST: f32 = 0.99;

/// How alike two folded names are, 0 to 1, where there is just the one to compare.
pub(in crate::directory) fn likeness(typed: &str, name: &str) -> f32 {
    Typed::new(typed).likeness(&Text::of(name), 0.0)
}
