//! Why a ready text is not written. Pure.

use super::{Fact, TEMPLATES, Template};

/// What is wrong with a template that was asked for, or with its facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// There is none of that name.
    #[error("there is no template {name}: {}", names().join(", "))]
    NoTemplate {
        /// What was asked for.
        name: String,
    },
    /// A fact that it needs was not told.
    #[error("the template needs {}: {}", .0.word(), .0.what())]
    Missing(Fact),
    /// A fact that it does not have.
    #[error("the template has no {0}")]
    Unknown(String),
    /// A fact that is not what it should be.
    #[error("{} is {}", .0.word(), .0.what())]
    Bad(Fact),
    /// A message that does not tell just the facts it needs.
    #[error("it is sent like this: {}", .0.example())]
    Short(Template),
    /// A fact that says one thing and the audience another.
    #[error("{} is another in the audience", .0.word())]
    Differs(Fact),
    /// The texts are told too.
    #[error("a template makes the texts: leave them out")]
    TextsToo,
}

fn names() -> Vec<&'static str> {
    TEMPLATES.iter().map(|template| template.name).collect()
}
