//! One file a table: the row and every query on it. Only here is `schema` named.

pub mod menu_version;
pub mod none_report;
pub mod session_record;
pub mod subscriber;
pub mod waiting;
pub mod phone;
pub mod token;
