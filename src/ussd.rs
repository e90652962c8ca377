//! The spine of a hop.

pub mod choice;
pub mod menu;
pub mod screen;
pub mod state;
