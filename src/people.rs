//! Who uses the service.
