//! The least that keeping a message costs: PostgreSQL alone writes the rows that a report
//! of two products makes, in one transaction, by statements that are prepared once.

use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::task::JoinSet;
use tokio_postgres::{Client, NoTls, Statement};

use crate::app::App;

/// The rows of one message: itself, its report, two transactions, two levels, its answer.
const STATEMENTS: [&str; 5] = [
    "INSERT INTO inbound (operator_id, phone_id, recipient, body, network, sent_at, received_at, outcome)
     VALUES ($1, $2, '22384', 'SOH PCM 1000 ORS 1007', '63902', now(), now(), 'stock') RETURNING id",
    "INSERT INTO reports (facility_id, staff_id, channel, inbound_id, at) VALUES ($1, $2, 'sms', $3, now()) RETURNING id",
    "INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, balance, at)
     VALUES ($1, $2, $3, 'count', 1000, 0, 1000, now()), ($1, $2, $4, 'count', 1007, 0, 1007, now())",
    "INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
     VALUES ($1, $2, 1000, now(), 'sms'), ($1, $3, 1007, now(), 'sms')
     ON CONFLICT (facility_id, product_id) DO UPDATE SET quantity = excluded.quantity, counted_at = excluded.counted_at, counted_by = excluded.counted_by",
    "INSERT INTO outbox (phone_id, rank, body, not_before, expires_at, inbound_id, created_at)
     VALUES ($1, 0, $2, now(), now() + interval '1 day', $3, now())",
];

/// Where no pharmacist of the load works, so that nothing is written twice over.
const FACILITIES: &str = "SELECT id FROM facilities WHERE id NOT IN (SELECT facility_id FROM staff_facilities) ORDER BY id";

/// Who reports, and what the last of them was answered.
const PEOPLE: &str = "SELECT id, phone_id FROM staff ORDER BY id";
const ANSWER: &str = "SELECT body FROM outbox ORDER BY id DESC LIMIT 1";

/// As many connections as the service has, over the same database.
pub(super) struct Floor {
    /// Whether PostgreSQL waits for its disk.
    pub(super) durable: bool,
    writers: Vec<Writer>,
    people: Vec<(i64, i64)>,
    answer: String,
    facilities: Vec<i64>,
    products: [i64; 2],
    written: u64,
}

struct Writer {
    client: Client,
    statements: Vec<Statement>,
}

impl Floor {
    /// Connects, once the service has answered somebody: the same people report here, and are
    /// answered as much.
    ///
    /// # Errors
    /// When the server does not answer, or the demo country is not there.
    pub(super) async fn open(app: &App, url: &str) -> anyhow::Result<Self> {
        let mut writers = Vec::new();
        for _ in 0..app.config.database.connections {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
            tokio::spawn(connection);
            let mut statements = Vec::new();
            for statement in STATEMENTS {
                statements.push(client.prepare(statement).await?);
            }
            writers.push(Writer { client, statements });
        }
        let first = &writers.first().context("no connection")?.client;
        let waits = "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'";
        let durable = first.query_one(waits, &[]).await?.try_get(0)?;
        let people = first.query(PEOPLE, &[]).await?;
        let people = people
            .iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)));
        let answer = first.query_one(ANSWER, &[]).await?;
        let ids = first.query(FACILITIES, &[]).await?;
        let facilities = ids.iter().map(|row| row.try_get(0));
        let product = |code: &str| {
            let country = app.directory.read();
            country.product_by_code(code).map(|product| product.id)
        };
        Ok(Self {
            durable,
            people: people.collect::<Result<_, tokio_postgres::Error>>()?,
            answer: answer.try_get(0)?,
            facilities: facilities.collect::<Result<_, _>>()?,
            products: [
                product("pcm").context("no pcm")?,
                product("ors").context("no ors")?,
            ],
            writers,
            written: 0,
        })
    }

    /// Writes for so long; transactions a second.
    ///
    /// # Errors
    /// When the server does not take one.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub(super) async fn write(&mut self, window: Duration) -> anyhow::Result<f64> {
        let began = Instant::now();
        let mut writing = JoinSet::new();
        let many = self.writers.len();
        for (number, mut writer) in self.writers.drain(..).enumerate() {
            let (products, answer) = (self.products, self.answer.clone());
            let people: Vec<_> = self
                .people
                .iter()
                .skip(number)
                .step_by(many)
                .copied()
                .collect();
            // No two write about one facility at once, as no two pharmacists do
            let mine = self.facilities.iter().skip(number).step_by(many);
            let mine: Vec<i64> = mine.copied().collect();
            let from = self.written;
            writing.spawn(async move {
                let mut done = 0u64;
                let reports = mine.iter().cycle().zip(people.iter().cycle());
                for (facility, person) in reports {
                    if began.elapsed() >= window {
                        break;
                    }
                    let id = format!("floor-{number}-{}", from + done);
                    writer
                        .one(&id, *person, &answer, (*facility, products))
                        .await?;
                    done += 1;
                }
                anyhow::Ok((writer, done))
            });
        }
        let mut done = 0;
        while let Some(one) = writing.join_next().await {
            let (writer, wrote) = one??;
            self.writers.push(writer);
            done += wrote;
        }
        self.written += done;
        Ok(done as f64 / began.elapsed().as_secs_f64())
    }
}

impl Writer {
    async fn one(
        &mut self,
        id: &str,
        (person, phone): (i64, i64),
        answer: &str,
        (facility, [a, b]): (i64, [i64; 2]),
    ) -> anyhow::Result<()> {
        let [inbound, report, ledger, levels, outbox] = &*self.statements else {
            anyhow::bail!("a statement is missing");
        };
        let row = self.client.transaction().await?;
        let message: i64 = row.query_one(inbound, &[&id, &phone]).await?.try_get(0)?;
        let said: i64 = row
            .query_one(report, &[&facility, &person, &message])
            .await?
            .try_get(0)?;
        row.execute(ledger, &[&said, &facility, &a, &b]).await?;
        row.execute(levels, &[&facility, &a, &b]).await?;
        row.execute(outbox, &[&phone, &answer, &message]).await?;
        Ok(row.commit().await?)
    }
}
