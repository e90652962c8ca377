//! One file a table: the row and every query on it. Only here is `schema` named.

pub mod phone;
pub mod token;
