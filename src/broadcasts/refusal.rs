//! Why a broadcast is not made, let out or stopped.

use diesel::result::Error;

use super::audience::Flaw;
use super::template;
use crate::models::broadcast::State;

/// Why nothing was done: to be told to whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Their role may not do that.
    #[error("they may not do that")]
    NotAllowed,
    /// It is not in the place they answer for.
    #[error("it is outside of the area they answer for")]
    Outside,
    /// There is no such place.
    #[error("there is no such place")]
    NoPlace,
    /// Several places are called that: number, kind and name of each.
    #[error("several places are called that, say which by its number: {}", .0.join("; "))]
    Several(Vec<String>),
    /// The audience is none.
    #[error(transparent)]
    Audience(#[from] Flaw),
    /// There is no such product.
    #[error("there is no such product")]
    NoProduct,
    /// No facility was ever told to hold that batch: it may be mistyped.
    #[error("no facility ever received that batch of it{}", nearest(.0))]
    NoBatch(Vec<String>),
    /// A language that the service does not speak.
    #[error("there is no language {0}")]
    Language(String),
    /// Whoever has not chosen a language would be told nothing.
    #[error("there is no text in {0}, which whoever chose no language is told")]
    NoText(String),
    /// A text without words.
    #[error("the text in {0} is empty")]
    Empty(String),
    /// A text of more messages than one may be.
    #[error("the text in {language} is too long: {segments} messages, {most} at most{}", because(*.foreign))]
    TooLong {
        /// Which.
        language: String,
        /// Messages it would go out as.
        segments: usize,
        /// Messages it may.
        most: usize,
        /// The first character that takes it into UCS-2, where one does.
        foreign: Option<char>,
    },
    /// A ready text that there is not, or that cannot be filled in like this.
    #[error(transparent)]
    Template(#[from] template::Flaw),
    /// Nobody is reached.
    #[error("nobody would be reached")]
    Nobody,
    /// Why is not said, or at length.
    #[error("say why, in 200 letters at most")]
    Reason,
    /// Nobody sends alone by SMS.
    #[error("nobody sends alone by SMS: dial in")]
    AloneBySms,
    /// It would begin too late, or before now.
    #[error("it may begin within 30 days")]
    Time,
    /// There is no such broadcast.
    #[error("there is no such broadcast")]
    Unknown,
    /// There is no such code, or another took its place.
    #[error("there is no such code: another may have been sent since")]
    Code,
    /// Whoever wrote it does not say yes to it.
    #[error("nobody approves what they wrote themselves")]
    Own,
    /// It was too long ago that they were asked.
    #[error("the code is too old")]
    Expired,
    /// What is to be corrected was told to nobody.
    #[error("it is {} and went to nobody, so there is nothing to correct", .0.as_str())]
    NeverSent(State),
    /// No officer of its area is called that, or several are.
    #[error("there is no such officer of its area, or several: say who by their number")]
    NoPerson,
    /// It is in another state by now.
    #[error("it is {} already", .0.as_str())]
    Already(State),
    /// Nobody else may say yes to it.
    #[error("there is no second officer who could approve it")]
    NoOfficer,
    /// A program has no phone.
    #[error("a token has no phone to send to")]
    NoPhone,
}

fn nearest(batches: &[String]) -> String {
    match batches {
        [] => String::new(),
        near => format!(": did you mean {}?", near.join(", ")),
    }
}

fn because(foreign: Option<char>) -> String {
    foreign.map_or_else(String::new, |c| format!(" (`{c}` takes it into UCS-2)"))
}

impl Refusal {
    /// A word for it, for programs and for what is made of a message.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not-allowed",
            Self::Outside => "outside",
            Self::NoPlace => "no-place",
            Self::Several(_) => "several-places",
            Self::Audience(_) => "audience",
            Self::NoProduct => "no-product",
            Self::NoBatch(_) => "no-batch",
            Self::Language(_) => "language",
            Self::NoText(_) => "no-text",
            Self::Empty(_) => "empty",
            Self::TooLong { .. } => "too-long",
            Self::Template(_) => "template",
            Self::Nobody => "nobody",
            Self::Reason => "reason",
            Self::AloneBySms => "alone-by-sms",
            Self::Time => "time",
            Self::Unknown => "unknown",
            Self::Code => "code",
            Self::Own => "own",
            Self::Expired => "expired",
            Self::NeverSent(_) => "never-sent",
            Self::NoPerson => "no-person",
            Self::Already(_) => "already",
            Self::NoOfficer => "no-officer",
            Self::NoPhone => "no-phone",
        }
    }
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// It may not be: tell whoever asked.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database did not answer.
    #[error(transparent)]
    Query(#[from] Error),
}

impl From<Flaw> for NotDone {
    fn from(flaw: Flaw) -> Self {
        Self::Refused(flaw.into())
    }
}

impl From<template::Flaw> for NotDone {
    fn from(flaw: template::Flaw) -> Self {
        Self::Refused(flaw.into())
    }
}

/// What a spine did, or why it did not.
pub type Done<T> = Result<T, NotDone>;
