//! What is told of a broadcast to few people, before it goes out. Pure but for [`hides`].
//!
//! Who agreed to be reached for a blood group or a condition, and who waits for a medicine, said
//! something of their health. Whoever asks what a broadcast to so narrow an audience would do
//! is not told of fewer than five people how many they are, nor what would tell: that would be a
//! way to ask who it is, without anything being sent.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::audience::Audience;
use super::map;
use super::plan::{self, LeftOut, Plan, Told};
use crate::db::Conn;
use crate::models::broadcast::{self, Broadcast, State};

/// Of fewer people it is not told how many they are.
pub const FEW: u64 = map::FEW.unsigned_abs();

/// Whether an audience says of its people what they or theirs suffer from.
#[must_use]
pub const fn is_delicate(audience: &Audience) -> bool {
    audience.blood.is_some() || audience.condition.is_some() || audience.waits_for.is_some()
}

/// Whether so many people of an audience are too few to be told of.
#[must_use]
pub const fn are_few(audience: &Audience, people: u64) -> bool {
    is_delicate(audience) && people < FEW
}

/// Whether it is not told how many a broadcast is for: they are few, and none of it went out.
///
/// # Errors
/// If the database does not answer.
pub async fn hides(conn: &mut Conn, found: &Broadcast) -> diesel::QueryResult<bool> {
    let people = u64::from(found.recipients.unsigned_abs());
    if !are_few(&found.audience, people) {
        return Ok(false);
    }
    match found.state {
        State::Sending | State::Done => Ok(false),
        _ => broadcast::begun(conn, found.id).await.map(|begun| !begun),
    }
}

/// What people of one language are told, and how many those are where that may be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Their language; of few people that of a text, whoever reads it.
    pub language: String,
    /// How many they are.
    pub people: Option<u64>,
    /// The language of the text they are told.
    pub text: String,
    /// Messages that text goes out as.
    pub segments: usize,
    /// `gsm7` or `ucs2`.
    pub encoding: String,
    /// The first character that takes it into UCS-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign: Option<char>,
}

impl Group {
    fn of(told: &Told, people: Option<u64>) -> Self {
        Self {
            language: told.language.clone(),
            people,
            text: told.text.clone(),
            segments: told.segments,
            encoding: told.encoding.to_string(),
            foreign: told.foreign,
        }
    }
}

/// What a broadcast would do, as far as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// People it reaches.
    pub recipients: Option<u64>,
    /// Of fewer than so many it is not told how many they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fewer_than: Option<u64>,
    /// People who are meant, whoever is left out included.
    pub registered: Option<u64>,
    /// Who of these is not reached, and why.
    pub left_out: Option<LeftOut>,
    /// Of an emergency, whom it reaches although they were told of enough others.
    pub overridden: Option<u64>,
    /// Messages to be paid for.
    pub segments: Option<u64>,
    /// What those cost, where a price is known.
    pub cost: Option<Decimal>,
    /// How long it takes to hand all over.
    pub seconds: u64,
    /// Who is told what.
    pub languages: Vec<Group>,
    /// Languages that are read and have no text of their own.
    pub missing: Vec<String>,
}

impl Preview {
    /// What is told of a plan, of `few` people or not.
    #[must_use]
    pub fn of(
        plan: &Plan,
        audience: &Audience,
        texts: &BTreeMap<String, String>,
        few: bool,
    ) -> Self {
        if few {
            return Self::of_few(plan, texts);
        }
        let delicate = is_delicate(audience);
        let small = |people: u64| delicate && (1..FEW).contains(&people);
        // One small figure beside the sum and the others would tell itself.
        let alone = plan.languages.iter().any(|told| small(told.people));
        let left = &plan.left_out;
        let out = [left.stopped, left.unreachable, left.over_budget];
        let out = !out.into_iter().any(small);
        let languages = plan.languages.iter();
        Self {
            recipients: Some(plan.recipients),
            fewer_than: None,
            registered: out.then_some(plan.registered),
            left_out: out.then_some(plan.left_out),
            overridden: (!small(plan.overridden)).then_some(plan.overridden),
            // In how many messages all are told would tell how many read what.
            segments: (!alone).then_some(plan.segments),
            cost: plan.cost.filter(|_| !alone),
            seconds: plan.seconds,
            languages: languages
                .map(|told| Group::of(told, (!alone).then_some(told.people)))
                .collect(),
            missing: plan.missing.clone(),
        }
    }

    /// Of few people no figure, nor which languages they read.
    fn of_few(plan: &Plan, texts: &BTreeMap<String, String>) -> Self {
        let languages = texts.iter();
        Self {
            recipients: None,
            fewer_than: Some(FEW),
            registered: None,
            left_out: None,
            overridden: None,
            segments: None,
            cost: None,
            // Of nobody as of some.
            seconds: plan.seconds.max(1),
            languages: languages
                .map(|(language, body)| Group::of(&plan::told(language, 0, (language, body)), None))
                .collect(),
            missing: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audience(json: &str) -> Audience {
        serde_json::from_str(json).unwrap()
    }

    fn plan(recipients: u64, stopped: u64, swahili: u64) -> Plan {
        let told = |language: &str, people| plan::told(language, people, ("en", "Boil."));
        Plan {
            recipients,
            registered: recipients + stopped,
            left_out: LeftOut {
                stopped,
                ..LeftOut::default()
            },
            overridden: 0,
            segments: recipients,
            cost: Some(Decimal::from(recipients)),
            seconds: 1,
            languages: vec![told("en", recipients - swahili), told("sw", swahili)],
            missing: vec!["sw".to_owned()],
        }
    }

    #[test]
    fn of_few_whose_health_it_tells_no_figure_is_told() {
        let texts = BTreeMap::from([("en".to_owned(), "Boil.".to_owned())]);
        for (json, people, few) in [
            (r#"{"place":1}"#, 1, false),
            (
                r#"{"place":1,"roles":["staff"],"languages":["sw"]}"#,
                4,
                false,
            ),
            (r#"{"place":1,"blood":"O-"}"#, 4, true),
            (r#"{"place":1,"condition":"asthma"}"#, 1, true),
            (r#"{"place":1,"waits_for":3}"#, 4, true),
            (r#"{"place":1,"waits_for":3}"#, 5, false),
            (r#"{"place":1,"blood":"O-"}"#, 5, false),
        ] {
            let audience = audience(json);
            assert_eq!(are_few(&audience, people), few, "{json} {people}");
            let told = Preview::of(&plan(people, 0, 0), &audience, &texts, few);
            assert_eq!(told.recipients, (!few).then_some(people), "{json}");
            assert_eq!(told.fewer_than, few.then_some(5), "{json}");
        }
        let told = Preview::of(
            &plan(3, 9, 1),
            &audience(r#"{"place":1,"blood":"O-"}"#),
            &texts,
            true,
        );
        let expected = serde_json::json!({
            "recipients": null, "fewer_than": 5, "registered": null, "left_out": null, "overridden": null,
            "segments": null, "cost": null, "seconds": 1, "missing": [],
            "languages": [{ "language": "en", "people": null, "text": "en", "segments": 1, "encoding": "gsm7" }],
        });
        assert_eq!(serde_json::json!(told), expected);
    }

    #[test]
    fn a_small_part_of_many_is_not_told_either() {
        let texts = BTreeMap::new();
        let blood = audience(r#"{"place":1,"blood":"O-"}"#);
        let all = audience(r#"{"place":1}"#);
        // People, who opted out, who reads Swahili; whether those meant and those languages are told.
        for (who, people, stopped, swahili, meant, languages) in [
            (&blood, 12, 0, 0, true, true),
            (&blood, 12, 3, 0, false, true),
            (&blood, 12, 5, 0, true, true),
            (&blood, 12, 0, 4, true, false),
            (&blood, 12, 7, 6, true, true),
            (&all, 12, 3, 4, true, true),
        ] {
            let told = Preview::of(&plan(people, stopped, swahili), who, &texts, false);
            let case = format!("{people} {stopped} {swahili}");
            assert_eq!(told.recipients, Some(people), "{case}");
            assert_eq!(told.registered.is_some(), meant, "{case}");
            assert_eq!(told.left_out.is_some(), meant, "{case}");
            assert!(
                told.languages
                    .iter()
                    .all(|group| group.people.is_some() == languages),
                "{case}"
            );
        }
    }
}
