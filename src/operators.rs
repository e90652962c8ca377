//! Aggregators: one file each.
