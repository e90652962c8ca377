//! A database made for one run of a command and dropped after it.

use anyhow::{Context, anyhow};
use diesel_async::{AsyncConnection, SimpleAsyncConnection};

use super::{Conn, migrate};

/// A migrated, empty database beside the one it was asked for. Call [`Scratch::remove`] when done.
#[derive(Debug)]
pub struct Scratch {
    server: String,
    name: String,
    url: String,
}

impl Scratch {
    /// Makes one on the server of `server`, named after `purpose` (lower-case
    /// letters) and this process, and migrates it. One that a dead process of
    /// the same number left is replaced.
    ///
    /// # Errors
    /// When the server does not answer or its user may not create databases.
    pub async fn create(server: &str, purpose: &str) -> anyhow::Result<Self> {
        let name = format!("medvault_{purpose}_{}", std::process::id());
        let url = beside(server, &name)?;
        let scratch = Self {
            server: server.to_owned(),
            name,
            url,
        };
        scratch.drop_if_there().await?;
        let create = format!("CREATE DATABASE {}", scratch.name);
        let made = scratch.on_server(&create).await;
        made.context("cannot make a database on this server")?;
        if let Err(error) = migrate(&scratch.url).await {
            scratch.remove().await?;
            return Err(error);
        }
        Ok(scratch)
    }

    /// Where it is, as DATABASE_URL would say it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Drops it, whoever is still connected.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn remove(self) -> anyhow::Result<()> {
        self.drop_if_there().await
    }

    async fn drop_if_there(&self) -> anyhow::Result<()> {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        self.on_server(&drop).await
    }

    async fn on_server(&self, statement: &str) -> anyhow::Result<()> {
        let mut conn = Conn::establish(&self.server)
            .await
            .context("cannot connect to the database")?;
        conn.batch_execute(statement).await?;
        Ok(())
    }
}

/// The URL of database `name` on the server of `url`.
fn beside(url: &str, name: &str) -> anyhow::Result<String> {
    let mut url = reqwest::Url::parse(url).map_err(|_| anyhow!("DATABASE_URL is no URL"))?;
    anyhow::ensure!(url.has_host(), "DATABASE_URL must name a host");
    url.set_path(name);
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn the_server_and_its_options_stay_the_same() {
        for (url, beside_it) in [
            (
                "postgres://u:p%40@h:5433/medvault?sslmode=disable",
                "postgres://u:p%40@h:5433/scratch?sslmode=disable",
            ),
            ("postgres://127.0.0.1", "postgres://127.0.0.1/scratch"),
            ("postgresql://[::1]/", "postgresql://[::1]/scratch"),
        ] {
            assert_eq!(beside(url, "scratch").unwrap(), beside_it);
        }
        assert!(beside("host=localhost dbname=x", "scratch").is_err());
    }
}
