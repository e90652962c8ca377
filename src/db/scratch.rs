//! A database made for one run of a command or a test, and dropped after it.

use anyhow::{Context as _, anyhow};
use diesel_async::{AsyncConnection as _, SimpleAsyncConnection as _};

use super::Conn;

/// A database of one's own on a server, dropped with this value.
#[derive(Debug)]
pub struct Scratch {
    server: String,
    url: String,
    name: String,
}

impl Scratch {
    /// An empty one beside the database that `url` names.
    ///
    /// # Errors
    /// When the server cannot be reached or its user may not create databases.
    pub async fn empty(url: &str) -> anyhow::Result<Self> {
        Self::create(url, "template0").await
    }

    /// Closes it to everybody, so that it can be copied.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn close(&self) -> anyhow::Result<()> {
        let mut conn = Conn::establish(&self.server).await?;
        let name = &self.name;
        conn.batch_execute(&format!(
            "ALTER DATABASE {name} ALLOW_CONNECTIONS false;
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await?;
        Ok(())
    }

    /// Opens it again.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn reopen(&self) -> anyhow::Result<()> {
        let mut conn = Conn::establish(&self.server).await?;
        let open = format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", self.name);
        Ok(conn.batch_execute(&open).await?)
    }

    /// Another one like this, which must be closed.
    ///
    /// # Errors
    /// As [`Self::empty`], or when somebody is connected to this one.
    pub async fn copy(&self) -> anyhow::Result<Self> {
        Self::create(&self.server, &self.name).await
    }

    async fn create(server: &str, template: &str) -> anyhow::Result<Self> {
        let name = format!("medvault_scratch_{:016x}", rand::random::<u64>());
        let mut conn = Conn::establish(server)
            .await
            .context("cannot connect to the database")?;
        conn.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
            .await?;
        Ok(Self {
            server: server.to_owned(),
            url: beside(server, &name)?,
            name,
        })
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), std::mem::take(&mut self.name));
        // A thread of its own: the value may be dropped on a runtime, or after it.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .ok()?;
            runtime.block_on(async {
                let mut conn = Conn::establish(&server).await.ok()?;
                conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                    .await
                    .ok()
            })
        });
        // What is left behind by a server that went away is for its operator.
        let _ = dropping.join();
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
