//! The spine of a hop.

pub mod ask;
pub mod choice;
pub mod draw;
pub mod facts;
pub mod menu;
pub mod screen;
pub mod state;
pub mod step;
pub mod world;
