//! One form of a text, so that what looks alike is alike. Pure.

use unicode_normalization::UnicodeNormalization;

use super::digits;

/// The text in compatibility form (NFKC), line breaks as `\n`, other white space as
/// blanks, digits of all scripts as 0-9, without what cannot be seen. The case stays.
///
/// What would only turn into digits by losing its meaning (`10²`, `½`, `①`) is left as it
/// is: such a character is no digit to the grammar, and what it touches is asked about.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut plain = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let kept = match c {
            _ if is_invisible(c) => continue,
            '\r' => {
                letters.next_if_eq(&'\n');
                '\n'
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            // The accent that stands for an apostrophe on some keyboards.
            '\u{b4}' => '\'',
            _ if c.is_whitespace() => ' ',
            _ if digits::is_ethiopic(c) => {
                flush(&mut plain, &mut normal);
                let mut numerals = String::from(c);
                while let Some(more) = letters.next_if(|c| digits::is_ethiopic(*c)) {
                    numerals.push(more);
                }
                let mixed = normal.ends_with(|c: char| c.is_ascii_digit())
                    || letters.peek().is_some_and(|c| digits::ascii(*c).is_some());
                match digits::ethiopic(&numerals).filter(|_| !mixed) {
                    Some(number) => normal.push_str(&number.to_string()),
                    None => normal.push_str(&numerals),
                }
                continue;
            }
            _ => match digits::ascii(c) {
                Some(digit) => digit,
                None if hides_a_digit(c) => c,
                None => {
                    plain.push(c);
                    continue;
                }
            },
        };
        flush(&mut plain, &mut normal);
        normal.push(kept);
    }
    flush(&mut plain, &mut normal);
    normal
}

fn flush(plain: &mut String, normal: &mut String) {
    if plain.is_ascii() {
        normal.push_str(plain);
    } else {
        normal.extend(plain.nfkc());
    }
    plain.clear();
}

/// Soft hyphens, zero-width characters, direction marks, variation selectors, tags. Not the
/// direction overrides: they turn digits round on the screen, so they must be noticed.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202c}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// A number that is no digit (superscripts, fractions, Roman numerals), or a sign that
/// holds one.
fn hides_a_digit(c: char) -> bool {
    c.is_numeric()
        || !c.is_ascii()
            && std::iter::once(c)
                .nfkc()
                .any(|c| digits::ascii(c).is_some())
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn what_looks_alike_is_alike() {
        for (typed, normal) in [
            ("AL\u{200b} 1\u{200d}20\u{feff}", "AL 120"),
            (
                "AL\t120\r\nPCM\u{a0}40\rORS\u{2028}5",
                "AL 120\nPCM 40\nORS\n5",
            ),
            ("ＡＬ　１２０", "AL 120"),
            ("al ١٢٠ pcm ४०", "al 120 pcm 40"),
            ("al ፻፳", "al 120"),
            ("al ፻፳0", "al ፻፳0"),
            ("al 1፻", "al 1፻"),
            ("al 10²", "al 10²"),
            ("al ½", "al ½"),
            ("al ①", "al ①"),
            ("rec\u{b4}d", "rec'd"),
            ("rec\u{327}u e\u{301}", "reçu é"),
            ("al \u{202e}021", "al \u{202e}021"),
            ("", ""),
        ] {
            assert_eq!(normalise(typed), normal, "{typed:?}");
            assert_eq!(normalise(normal), normal, "{typed:?} twice");
        }
    }
}
