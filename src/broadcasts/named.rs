//! What somebody calls a place or a product, for an audience.

use super::audience::{Flaw, Radius};
use super::{Done, Refusal, Who};
use crate::db::Conn;
use crate::models::{place, product};
use crate::people::role::{Action, Reach};

/// Words of a place's name at most.
const WORDS: usize = 5;

/// The place of that name or number, among those somebody may broadcast to.
///
/// # Errors
/// If there is none, or several; or if the database does not answer.
pub async fn place(conn: &mut Conn, text: &str, who: &Who) -> Done<i64> {
    let everywhere = [Action::MakeBroadcast, Action::BreakGlass]
        .iter()
        .any(|action| who.reach(*action) == Reach::Everywhere);
    let called = place::called(conn, text.trim()).await?;
    let (mut found, mut outside) = (Vec::new(), false);
    for place in called {
        let wider = place::wider(conn, place.id).await?;
        if everywhere || who.place().is_some_and(|own| wider.contains(&own)) {
            found.push(place);
        } else {
            outside = true;
        }
    }
    match &found[..] {
        [] if outside => Err(Refusal::Outside.into()),
        [] => Err(Refusal::NoPlace.into()),
        [only] => Ok(only.id),
        several => {
            let items = several
                .iter()
                .map(|p| format!("{} {} {}", p.id, p.kind, p.name));
            Err(Refusal::Several(items.collect()).into())
        }
    }
}

/// A circle around the place of that name or number.
///
/// # Errors
/// As [`place()`]; of a place whose point nobody knows, [`Flaw::NoPoint`].
pub async fn around(conn: &mut Conn, text: &str, km: f64, who: &Who) -> Done<Radius> {
    let id = place(conn, text, who).await?;
    let spots = place::lineage(conn, &[id]).await?;
    let spot = spots.into_iter().find(|spot| spot.id == id);
    match spot.map(|spot| (spot.lat, spot.lon)) {
        Some((Some(lat), Some(lon))) => Ok(Radius { lat, lon, km }),
        _ => Err(Flaw::NoPoint.into()),
    }
}

/// The place that a text begins with, and the rest of the text: of several beginnings that are
/// places the longest.
///
/// # Errors
/// As [`place()`]; of a text that begins with none, or has no more than that, [`Refusal::NoPlace`].
pub async fn place_before<'a>(conn: &mut Conn, text: &'a str, who: &Who) -> Done<(i64, &'a str)> {
    let mut why = Refusal::NoPlace;
    for (name, rest) in beginnings(text).into_iter().rev() {
        match place(conn, name, who).await {
            Ok(id) => return Ok((id, rest)),
            Err(super::NotDone::Refused(Refusal::NoPlace)) => {}
            Err(super::NotDone::Refused(Refusal::Outside)) => why = Refusal::Outside,
            Err(error) => return Err(error),
        }
    }
    Err(why.into())
}

/// The first words of a text, one to five, each with what follows; not all of it.
fn beginnings(text: &str) -> Vec<(&str, &str)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && !before.is_whitespace() {
            ends.push(at);
        }
        before = c;
    }
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | ',' | ';' | '.' | '-');
    ends.into_iter()
        .take(WORDS)
        .filter_map(|end| text.split_at_checked(end))
        .map(|(name, rest)| (name.trim_end_matches(marks), rest.trim_start_matches(marks)))
        .filter(|(name, rest)| !name.is_empty() && !rest.is_empty())
        .collect()
}

/// The product of that code.
///
/// # Errors
/// If there is none, or the database does not answer.
pub async fn product(conn: &mut Conn, code: &str) -> Done<i64> {
    let id = product::id_of(conn, &code.trim().to_lowercase()).await?;
    Ok(id.ok_or(Refusal::NoProduct)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_behind_each_of_its_first_words() {
        for (text, cut) in [
            ("Ahero", vec![]),
            ("", vec![]),
            ("Ahero :", vec![]),
            (
                "Ahero boil water",
                vec![("Ahero", "boil water"), ("Ahero boil", "water")],
            ),
            ("Ahero: boil", vec![("Ahero", "boil")]),
            ("Ahero - boil", vec![("Ahero", "boil"), ("Ahero", "boil")]),
            (
                "a b c d e f g",
                vec![
                    ("a", "b c d e f g"),
                    ("a b", "c d e f g"),
                    ("a b c", "d e f g"),
                    ("a b c d", "e f g"),
                    ("a b c d e", "f g"),
                ],
            ),
        ] {
            assert_eq!(beginnings(text), cut, "{text:?}");
        }
    }
}
