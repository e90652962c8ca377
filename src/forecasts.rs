//! How much will be used, and how sure that is.
//!
//! A series ([`series`], read by [`csv`] or followed from the ledger by [`history`]) is tried with every model its class lets speak ([`models`], [`features`]): what each
//! says comes next, and what it would have said at several times in the past ([`trial`]).
//! From how wrong that was follows what part each has in the forecast ([`skill`]) and how
//! wide its intervals are ([`conformal`]); [`outlook`] does this for many series at once,
//! which learn from one another by class. [`backtest`] says how good all that is, and [`advice`]
//! what follows from it: risk of a stock-out, what to order, what expires, who could give; [`shortage`] learns what runs out from what did. [`drift`] says where
//! what was promised does not hold any more, and [`outbreak`] which weeks are out of the ordinary.
//!
//! Everything here is pure and gives the same figures for the same data, on any number
//! of cores ([`parallel`]).

pub mod advice;
pub mod backtest;
pub mod conformal;
pub mod csv;
pub mod drift;
pub mod features;
pub mod hindsight;
pub mod history;
pub mod measure;
pub mod models;
pub mod outbreak;
pub mod outlook;
pub mod parallel;
pub mod report;
pub mod series;
pub mod shortage;
pub mod skill;
mod sorted;
pub mod spread;
pub mod trees;
pub mod trial;

/// Of the code that forecasts: another one may say something else of the same data.
pub const VERSION: i16 = 2;
