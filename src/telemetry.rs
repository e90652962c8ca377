//! Structured logs, with no phone number and no message text in them.
