//! One text to many: whom it is for, what it says and costs, who says yes.

pub mod audience;
pub mod fan_out;
pub mod progress;
