//! The one place an error becomes a status code.
