//! Texts: their length on the air, and their words in every language.
