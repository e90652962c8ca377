//! A database for each test, cloned from a template that is migrated once.
//!
//! All databases are made and dropped by one thread of the test process over
//! one connection, whose `application_name` also says, to every other test
//! process on the server, that this run is alive: databases of runs that are
//! gone are swept away by the next.

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use diesel::{OptionalExtension, QueryableByName, sql_types::Text};
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use medvault::db::{self, Conn, Db, Settings};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

/// What test processes take turns on while one of them makes the template.
const TEMPLATE_LOCK: i64 = 0x6d76_5f74_6d70_6c00;

/// A migrated, empty database of its own; dropped with this value.
pub(crate) struct TestDatabase {
    name: String,
}

impl TestDatabase {
    /// A fresh clone of the template.
    ///
    /// # Panics
    /// When DATABASE_URL is not set or its user may not create databases.
    pub(crate) async fn new() -> Self {
        let (reply, made) = oneshot::channel();
        KEEPER.send(Order::Create(reply)).unwrap();
        Self {
            name: made.await.unwrap(),
        }
    }

    /// A database without any tables.
    pub(crate) async fn empty() -> Self {
        let (reply, made) = oneshot::channel();
        KEEPER.send(Order::CreateEmpty(reply)).unwrap();
        Self {
            name: made.await.unwrap(),
        }
    }

    /// Its name, which no other has: good for keys in a shared Redis too.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Where it is, as DATABASE_URL would say it.
    pub(crate) fn url(&self) -> String {
        url_of(&self.name)
    }

    /// A connection of the caller's own, outside any pool.
    pub(crate) async fn conn(&self) -> Conn {
        Conn::establish(&self.url()).await.unwrap()
    }

    /// A pool on the caller's runtime.
    #[allow(dead_code, reason = "not every build of the tests asks for a pool")]
    pub(crate) fn db(&self) -> Db {
        let patient = Settings {
            connect: Duration::from_secs(20),
            wait: Duration::from_secs(20),
            ..Settings::command(&self.url())
        };
        Db::new(&patient, tokio::runtime::Handle::current()).unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (reply, dropped) = mpsc::channel();
        let order = Order::Drop(std::mem::take(&mut self.name), reply);
        if KEEPER.send(order).is_ok() {
            // A failed drop is for the next run's sweep.
            let _ = dropped.recv();
        }
    }
}

enum Order {
    Create(oneshot::Sender<String>),
    CreateEmpty(oneshot::Sender<String>),
    Drop(String, mpsc::Sender<()>),
}

static KEEPER: LazyLock<mpsc::Sender<Order>> = LazyLock::new(|| {
    let (orders, inbox) = mpsc::channel();
    let (ready, is_ready) = mpsc::channel();
    std::thread::spawn(move || keep(&inbox, &ready));
    let started: Result<(), String> = is_ready.recv().unwrap_or_else(|_| {
        Err("no test database: see the panic of the database keeper above".to_owned())
    });
    if let Err(why) = started {
        panic!("{why}");
    }
    orders
});

/// This run, in every name it makes: letters and digits only.
static RUN: LazyLock<String> = LazyLock::new(|| {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    format!("{}x{:x}", std::process::id(), now.as_nanos())
});

fn keep(inbox: &mpsc::Receiver<Order>, ready: &mpsc::Sender<Result<(), String>>) {
    // Two threads: migrating blocks one of them.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let made = AtomicU32::new(0);
    let (mut conn, template) = match runtime.block_on(prepare()) {
        Ok(prepared) => prepared,
        Err(why) => {
            let _ = ready.send(Err(why));
            return;
        }
    };
    let _ = ready.send(Ok(()));
    let mut create = |from: &str| {
        let name = format!(
            "medvault_test_{}_{}",
            *RUN,
            made.fetch_add(1, Ordering::SeqCst)
        );
        let statement = format!("CREATE DATABASE {name} TEMPLATE {from}");
        runtime.block_on(run(&mut conn, &statement)).unwrap();
        name
    };
    while let Ok(order) = inbox.recv() {
        match order {
            Order::Create(reply) => drop(reply.send(create(&template))),
            Order::CreateEmpty(reply) => drop(reply.send(create("template0"))),
            Order::Drop(name, reply) => {
                let url = super::needed("DATABASE_URL");
                runtime.block_on(async {
                    if let Ok(mut conn) = Conn::establish(&url).await {
                        let _ = run(&mut conn, &drop_statement(&name)).await;
                    }
                });
                let _ = reply.send(());
            }
        }
    }
}

/// Connects, sweeps, and makes sure that the template is there.
async fn prepare() -> Result<(Conn, String), String> {
    let url = std::env::var("DATABASE_URL").map_err(|_| {
        "DATABASE_URL is not set: these tests need real servers; run ./dev test".to_owned()
    })?;
    let mut conn = Conn::establish(&url)
        .await
        .map_err(|error| format!("cannot connect to DATABASE_URL: {error}"))?;
    let prepared = async {
        let hello = format!(
            "SET client_min_messages = warning; SET application_name = 'medvault_test_{}'",
            *RUN
        );
        run(&mut conn, &hello).await?;
        run(
            &mut conn,
            &format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})"),
        )
        .await?;
        sweep(&mut conn).await?;
        let template = template(&mut conn).await?;
        run(
            &mut conn,
            &format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})"),
        )
        .await?;
        Ok::<_, anyhow::Error>(template)
    };
    let template = prepared
        .await
        .map_err(|error| format!("cannot make the test databases' template: {error}"))?;
    Ok((conn, template))
}

/// Makes the template unless it is there; a half-made one never bears its name.
async fn template(conn: &mut Conn) -> anyhow::Result<String> {
    let name = format!("medvault_template_{}", schema_hash());
    if exists(conn, &name).await? {
        return Ok(name);
    }
    let building = format!("{name}_building");
    run(conn, &drop_statement(&building)).await?;
    run(
        conn,
        &format!("CREATE DATABASE {building} TEMPLATE template0"),
    )
    .await?;
    db::migrate(&url_of(&building)).await?;
    let close = format!(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{building}'"
    );
    run(conn, &close).await?;
    run(conn, &format!("ALTER DATABASE {building} RENAME TO {name}")).await?;
    Ok(name)
}

/// Twelve hex digits of everything the migrations say.
fn schema_hash() -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(
            file.parent()
                .unwrap()
                .file_name()
                .unwrap()
                .to_str()
                .unwrap(),
        );
        hash.update(std::fs::read(&file).unwrap_or_default());
    }
    let digits = hash.finalize();
    digits.iter().take(6).map(|b| format!("{b:02x}")).collect()
}

/// Drops our own databases whose run no longer has a connection.
async fn sweep(conn: &mut Conn) -> anyhow::Result<()> {
    let leftovers: Vec<Name> = diesel::sql_query(
        "SELECT datname::text AS name FROM pg_database d
         WHERE datname LIKE 'medvault\\_test\\_%'
           AND pg_has_role(current_user, d.datdba, 'MEMBER')
           AND NOT EXISTS (
               SELECT FROM pg_stat_activity a
               WHERE a.application_name = regexp_replace(d.datname, '_[0-9]+$', ''))",
    )
    .load(conn)
    .await?;
    for Name { name } in leftovers {
        run(conn, &drop_statement(&name)).await?;
    }
    Ok(())
}

async fn exists(conn: &mut Conn, name: &str) -> diesel::QueryResult<bool> {
    let found =
        diesel::sql_query("SELECT datname::text AS name FROM pg_database WHERE datname = $1")
            .bind::<Text, _>(name)
            .get_result::<Name>(conn)
            .await
            .optional()?;
    Ok(found.is_some())
}

fn drop_statement(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
}

async fn run(conn: &mut Conn, statement: &str) -> diesel::QueryResult<()> {
    conn.batch_execute(statement).await
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// DATABASE_URL with another database's name.
fn url_of(name: &str) -> String {
    let url = super::needed("DATABASE_URL");
    let (address, options) = url.split_once('?').unwrap_or((&url, ""));
    let server = match address
        .strip_prefix("postgres://")
        .or(address.strip_prefix("postgresql://"))
    {
        Some(rest) => rest.split('/').next().unwrap_or_default(),
        None => panic!("DATABASE_URL must begin with postgres://"),
    };
    let scheme_end = address.len() - address.split_once("//").unwrap().1.len();
    let question = if options.is_empty() { "" } else { "?" };
    format!(
        "{}{server}/{name}{question}{options}",
        &address[..scheme_end]
    )
}
