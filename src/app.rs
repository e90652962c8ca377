//! Everything built once at start and handed to every spine.
