//! A whole service on a database of its own, called over HTTP like any other.

use medvault::config::{Config, Vars};
use medvault::service::Service;
use reqwest::{Client, RequestBuilder, Response};

use super::TestDatabase;

/// A service that runs until it is stopped, and the database behind it.
pub(crate) struct Running {
    pub(crate) service: Service,
    pub(crate) database: TestDatabase,
    pub(crate) token: String,
    pub(crate) client: Client,
}

/// What a test's service is configured by: the demo's keys, any free port, one thread.
pub(crate) fn vars(database: &TestDatabase, more: &[(&str, &str)]) -> Vars {
    let url = database.url();
    [
        ("DATABASE_URL", url.as_str()),
        ("MEDVAULT_LISTEN", "127.0.0.1:0"),
        ("MEDVAULT_WORKERS", "1"),
        ("MEDVAULT_DATABASE_CONNECTIONS", "2"),
    ]
    .iter()
    .chain(more)
    .copied()
    .collect()
}

impl Running {
    /// Starts one, configured further by `more`, with one valid token.
    pub(crate) async fn start(more: &[(&str, &str)]) -> Running {
        let database = TestDatabase::new().await;
        let token = medvault::commands::token::make(&mut database.conn().await)
            .await
            .unwrap();
        let config = Config::read_demo(vars(&database, more)).unwrap();
        let service = Service::start(config).await.unwrap();
        Running {
            service,
            database,
            token,
            client: Client::new(),
        }
    }

    /// A URL of the callbacks' address.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.service.address)
    }

    /// A post to a callback under the valid token.
    pub(crate) fn post(&self, callback: &str) -> RequestBuilder {
        let url = self.url(&format!("/at/{}/{callback}", self.token));
        self.client.post(url)
    }

    /// Posts one hop, as Africa's Talking does.
    pub(crate) async fn hop(&self, session: &str, phone: &str, text: &str) -> Response {
        let form = [
            ("sessionId", session),
            ("phoneNumber", phone),
            ("networkCode", "63902"),
            ("serviceCode", "*384*1234#"),
            ("text", text),
        ];
        self.post("ussd").form(&form).send().await.unwrap()
    }

    /// The status and JSON of a GET.
    pub(crate) async fn json(&self, path: &str) -> (u16, serde_json::Value) {
        let answer = self.client.get(self.url(path)).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}
