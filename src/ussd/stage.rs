//! Where a recorded conversation is played: an app over real stores, a clock that
//! can be moved on, one caller.

mod people;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use diesel_async::AsyncConnection as _;

use super::script::{Script, What};
use crate::app::App;
use crate::clock::ShiftedClock;
use crate::directory::names::Action;
use crate::models::stock_level::{self, NewLevel, Older};
use crate::models::{phone, subscriber};
use crate::operators::{Hop, africastalking};
use crate::people::phone::Msisdn;

/// Longest wait for the directory to show what was committed.
const CATCH_UP: Duration = Duration::from_secs(10);

/// A stage for one caller.
pub struct Stage {
    app: Arc<App>,
    clock: Arc<ShiftedClock>,
    hop: Hop,
    sessions: u32,
    name: String,
}

/// What is done between any two hops, to see that it makes no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Nothing.
    Nothing,
    /// Redis forgets all of this caller.
    Flush,
}

impl Stage {
    /// A stage for the caller with this number. `name` sets the ids of its sessions apart.
    #[must_use]
    pub fn new(app: Arc<App>, clock: Arc<ShiftedClock>, phone: Msisdn, name: &str) -> Self {
        let hop = Hop {
            service: String::new(),
            session: String::new(),
            phone,
            network: String::new(),
            text: String::new(),
        };
        Self {
            app,
            clock,
            hop,
            sessions: 0,
            name: name.to_owned(),
        }
    }

    /// The callback that came last.
    #[must_use]
    pub fn hop(&self) -> &Hop {
        &self.hop
    }

    /// Goes on with another process of the service.
    pub fn move_to(&mut self, app: Arc<App>) {
        self.app = app;
    }

    /// Plays a script from its first event; returns it with the screens that came.
    ///
    /// # Errors
    /// If something the script asks for cannot happen: an unknown code, a store
    /// that is away.
    pub async fn play(&mut self, script: &Script, between: Between) -> anyhow::Result<Script> {
        let mut played = script.clone();
        for event in &mut played.events {
            let screen = self
                .happen(&event.what, between)
                .await
                .with_context(|| format!("line {}: {}", event.line, event.what))?;
            event.screen = screen;
        }
        Ok(played)
    }

    /// Lets one thing happen; the screen it is answered with, where there is one.
    ///
    /// # Errors
    /// As [`Self::play`].
    pub async fn happen(
        &mut self,
        what: &What,
        between: Between,
    ) -> anyhow::Result<Option<String>> {
        match what {
            What::Dial(dialled) => {
                self.sessions += 1;
                self.hop.session = format!("{}-{}", self.name, self.sessions);
                let inputs = dialled.trim_matches(['*', '#']);
                let mut parts = inputs.splitn(3, '*');
                let code: Vec<&str> = parts.by_ref().take(2).collect();
                self.hop.service = code.join("*");
                self.hop.text = parts.next().unwrap_or_default().to_owned();
            }
            What::Type(text) => {
                if between == Between::Flush {
                    self.flush().await?;
                }
                if !self.hop.text.is_empty() {
                    self.hop.text.push('*');
                }
                self.hop.text.push_str(text);
            }
            What::Again => {}
            What::Flush => {
                self.flush().await?;
                return Ok(None);
            }
            What::Now(by) => {
                self.clock.advance(*by);
                return Ok(None);
            }
            What::Stock {
                product,
                facility,
                quantity,
            } => {
                self.stock(product, facility, *quantity).await?;
                return Ok(None);
            }
            What::Language(code) => {
                let mut conn = self.app.db.get().await?;
                let id = phone::id_of(&mut conn, &self.app.phones, &self.hop.phone).await?;
                subscriber::set_language(&mut conn, id, code, "").await?;
                return Ok(None);
            }
            What::Place(name) => {
                self.place(name).await?;
                return Ok(None);
            }
            What::Network(code) => {
                self.hop.network.clone_from(code);
                return Ok(None);
            }
            What::Staff { .. }
            | What::Pin(_)
            | What::LetOut
            | What::Asks { .. }
            | What::Casts { .. }
            | What::Stops
            | What::Foreseen { .. }
            | What::Officer(_)
            | What::Moves { .. } => {
                people::happen(&self.app, &self.hop.phone, what).await?;
                return Ok(None);
            }
        }
        Ok(Some(africastalking::render(
            &super::hop(&self.app, &self.hop).await,
        )))
    }

    async fn flush(&self) -> anyhow::Result<()> {
        if let Some(sessions) = &self.app.ussd.sessions {
            sessions
                .forget(&super::hop::caller(&self.app, &self.hop))
                .await?;
        }
        Ok(())
    }

    async fn place(&self, name: &str) -> anyhow::Result<()> {
        let found = self.app.directory.read().find_place(name);
        let place = match (found.action, &*found.candidates) {
            (Action::Confirm, [place]) => place.id,
            (_, [place, ..]) if *place.name == *name => place.id,
            _ => bail!("there is no one place `{name}`"),
        };
        let mut conn = self.app.db.get().await?;
        let id = phone::id_of(&mut conn, &self.app.phones, &self.hop.phone).await?;
        Ok(subscriber::set_place(&mut conn, id, place, "").await?)
    }

    async fn stock(&self, product: &str, facility: &str, quantity: i32) -> anyhow::Result<()> {
        let (facility, product) = {
            let country = self.app.directory.read();
            let facility = country
                .facility_by_code(facility)
                .with_context(|| format!("there is no facility `{facility}`"))?;
            let product = country
                .product_by_code(product)
                .with_context(|| format!("there is no product `{product}`"))?;
            (facility.id, product.id)
        };
        let level = NewLevel {
            facility_id: facility,
            product_id: product,
            quantity,
            price: None,
            monthly_use: None,
            counted_at: self.app.clock.now(),
            counted_by: "script".to_owned(),
        };
        let mut conn = self.app.db.get().await?;
        conn.transaction(async |conn| {
            stock_level::upsert(conn, &[level], Older::Replace)
                .await
                .map(drop)
        })
        .await?;
        drop(conn);
        // The next screen shows it, as it would for the next caller a second later.
        let asked = Instant::now();
        while self
            .app
            .directory
            .read()
            .level(facility, product)
            .is_none_or(|level| i64::from(level.quantity) != i64::from(quantity))
        {
            anyhow::ensure!(asked.elapsed() < CATCH_UP, "the directory did not follow");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(())
    }
}
