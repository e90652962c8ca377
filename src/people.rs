//! Who uses the service, and their phone numbers, sealed.

pub mod phone;
