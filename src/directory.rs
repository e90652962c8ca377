//! The read model in memory: facilities, products, places and stock.

pub mod catalogue;
pub mod confidence;
pub mod country;
pub mod names;
