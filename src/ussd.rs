//! The spine of a hop.
