//! The spine of messages: what came by SMS and what is answered.

pub mod keyword;
pub mod texts;
