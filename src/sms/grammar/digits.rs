//! Digits of every script. Pure.

/// Where each script's zero stands; its other nine digits follow (Unicode 14, general
/// category Nd, without ASCII).
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// The same digit in ASCII.
pub(super) fn ascii(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let before = ZEROS.partition_point(|zero| *zero <= u32::from(c));
    let zero = ZEROS.get(before.checked_sub(1)?)?;
    char::from_digit(u32::from(c) - zero, 10).filter(|_| u32::from(c) - zero < 10)
}

/// Ethiopic numerals: ones, tens, a hundred, ten thousand. They have no zero and no places.
pub(super) const fn is_ethiopic(c: char) -> bool {
    matches!(c, '\u{1369}'..='\u{137c}')
}

/// The number that Ethiopic numerals write; `None` where they are not in the one order
/// that is used for a number, so that nothing is guessed from numerals in a row.
pub(super) fn ethiopic(numerals: &str) -> Option<u32> {
    let (mut myriads, mut hundreds, mut rest) = (0_u64, 0_u64, 0_u64);
    for c in numerals.chars() {
        match u32::from(c).checked_sub(0x1368)? {
            ones @ 1..=9 => rest += u64::from(ones),
            tens @ 10..=18 => rest += 10 * u64::from(tens - 9),
            19 => {
                hundreds += rest.max(1) * 100;
                rest = 0;
            }
            20 => {
                let sum = (hundreds + rest).max(1);
                myriads = myriads.checked_add(sum)?.checked_mul(10_000)?;
                (hundreds, rest) = (0, 0);
            }
            _ => return None,
        }
    }
    let number = u32::try_from(myriads.checked_add(hundreds)?.checked_add(rest)?).ok()?;
    (number > 0 && in_ethiopic(number) == numerals).then_some(number)
}

/// A number in Ethiopic numerals: digits by twos, a hundred behind the first two of four,
/// ten thousand behind four, a one before either left out (CSS Counter Styles 3, section 7.2).
fn in_ethiopic(number: u32) -> String {
    let mut groups = Vec::new();
    let mut rest = number;
    while rest > 0 {
        groups.push(rest % 100);
        rest /= 100;
    }
    let mut written = String::new();
    for (at, group) in groups.iter().enumerate().rev() {
        let leading = at + 1 == groups.len();
        let hundred = at % 2 == 1;
        if number == 1 || *group != 1 || !(hundred || leading) {
            written.extend(numeral(*group / 10, 9));
            written.extend(numeral(*group % 10, 0));
        }
        if hundred && *group > 0 {
            written.push('\u{137b}');
        } else if !hundred && at > 0 {
            written.push('\u{137c}');
        }
    }
    written
}

fn numeral(digit: u32, offset: u32) -> Option<char> {
    char::from_u32(0x1368 + offset + digit).filter(|_| digit > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_its_ten_digits() {
        assert!(ZEROS.is_sorted());
        for (zero, nine) in [('٠', '٩'), ('०', '९'), ('߀', '߉'), ('０', '９'), ('𞥐', '𞥙')]
        {
            assert_eq!((ascii(zero), ascii(nine)), (Some('0'), Some('9')));
        }
        for other in ['a', '፩', '²', '½', 'Ⅳ', '一', '\u{66a}', '\u{0}'] {
            assert_eq!(ascii(other), None, "{other}");
        }
    }

    #[test]
    fn ethiopic_numerals_are_read_in_their_one_order() {
        for (numerals, number) in [
            ("፩", 1),
            ("፲", 10),
            ("፵፪", 42),
            ("፻", 100),
            ("፻፳", 120),
            ("፪፻", 200),
            ("፲፻", 1_000),
            ("፲፱፻፹፮", 1_986),
            ("፼", 10_000),
            ("፻፼", 1_000_000),
        ] {
            assert_eq!(ethiopic(numerals), Some(number), "{numerals}");
            assert_eq!(in_ethiopic(number), numerals);
        }
        for odd in ["", "፩፪", "፳፻፪፫", "፩፻", "፪፳", "፼፼፼፼", "12"] {
            assert_eq!(ethiopic(odd), None, "{odd}");
        }
        for number in (1..20_000).chain([99_999_999, 12_345_678, 10_010_000]) {
            assert_eq!(ethiopic(&in_ethiopic(number)), Some(number));
        }
    }
}
