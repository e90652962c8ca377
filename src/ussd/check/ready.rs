//! Whether every ready text of a broadcast says all of its facts, and stays short.

use super::at_text;
use crate::broadcasts::template::{LONGEST, TEMPLATES, Template};
use crate::sms::segment::{self, Encoding};
use crate::text::texts::Language;
use crate::ussd::edition::{Edition, Flaw};

/// Every flaw in the ready texts.
pub(super) fn flaws(edition: &Edition) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for language in edition.texts.languages() {
        // What is missing is said already.
        for template in TEMPLATES.iter().filter(|ready| language.has(ready.text)) {
            let told = reasons(template, language);
            let at = |reason| at_text(edition, language.code(), template.text, reason);
            flaws.extend(told.into_iter().map(at));
        }
    }
    flaws
}

fn reasons(template: &Template, language: &Language) -> Vec<String> {
    let text = template.text;
    let named: Vec<&str> = language.facts_of(text).collect();
    let unsaid = template.names.iter().filter(|fact| !named.contains(fact));
    let mut reasons: Vec<String> = unsaid
        .map(|fact| format!("`{text}` does not say ${fact}"))
        .collect();
    let longest = template.longest(language);
    let most = match Encoding::of(&longest) {
        Encoding::Gsm7 => LONGEST.0,
        Encoding::Ucs2 => LONGEST.1,
    };
    let segments = segment::count(&longest);
    if segments > most {
        reasons.push(format!(
            "`{text}` takes {segments} messages with the longest facts, and may take {most}"
        ));
    }
    reasons
}
