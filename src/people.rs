//! Who uses the service, what those who work with the record may do, and phone
//! numbers, sealed.

pub mod heard;
pub mod phone;
pub mod pin;
pub mod role;
pub mod staff;
