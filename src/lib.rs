//! MedVault: anyone with the cheapest phone finds out who nearby has the
//! medicine, the blood or the equipment they need.
//!
//! This page is the map of the house. Three rules keep it straight: handlers
//! parse and answer, spines decide, models query. Pure files (`ussd::step`,
//! `ussd::screen`, `directory::names`, `directory::nearest`, `forecasts`, ...) import no
//! database, network or clock.
//!
//! | room | what is in it |
//! |---|---|
//! | [`commands`] | one file a subcommand of the binary |
//! | [`app`] | everything built once, handed to every spine |
//! | [`config`] | environment to [`config::Config`], every variable beside its default |
//! | [`error`] | the one place an error becomes a status code |
//! | [`service`] | what listens, what goes on behind it, how it stops |
//! | [`stock`] | the ledger of stock: what is said, what follows from it, taking it back; whom it is told |
//! | [`audit`] | who decided what, in rows that hold each other fast |
//! | [`broadcasts`] | one text to many: whom it is for, who says yes |
//! | [`http`] | the URL table on one screen; handlers |
//! | [`operators`] | one aggregator a file: parse a hop, render an answer, send a message |
//! | [`ussd`] | the spine of a hop; session, menu, step, ask, screen, check |
//! | [`sms`] | the spine of a message in: keyword, grammar, find, stock, what was asked; the sender of the outbox, what comes back, segments |
//! | [`directory`] | the read model in memory: facilities, products, places, stock |
//! | [`people`] | subscribers, staff and what each role may do; phone numbers, sealed |
//! | [`forecasts`] | what will be used and how sure that is: series, models, skill, intervals, backtest; what follows from it: risk, orders, expiry, warnings; pure |
//! | [`forecasts`] | what will be used and how sure that is: series, models, skill, intervals, backtest; pure |
//! | [`jobs`] | work behind the service: the schedule, the queue, one file a job |
//! | [`import`] | CSV files into the record, row by row |
//! | [`limits`] | how often a phone may dial and an address may guess |
//! | [`models`] | one file a table: the row and every query on it |
//! | [`db`] | connections, migrations, databases for a while |
//! | [`demo`] | the demo country, as files in the binary |
//! | [`text`] | GSM-7 and UCS-2 lengths; texts in every language |
//! | [`clock`], [`metrics`], [`telemetry`] | what time it is, what is counted, what is logged |

pub mod app;
pub mod audit;
pub mod broadcasts;
pub mod clock;
pub mod commands;
pub mod config;
pub mod db;
pub mod demo;
pub mod directory;
pub mod error;
pub mod forecasts;
pub mod http;
pub mod import;
pub mod jobs;
pub mod limits;
pub mod metrics;
pub mod models;
pub mod operators;
pub mod people;
/// The tables, as Diesel prints them from the migrated database.
#[expect(missing_docs, reason = "the migrations document the tables")]
pub mod schema;
pub mod service;
pub mod sms;
pub mod stock;
pub mod telemetry;
pub mod text;
pub mod ussd;
