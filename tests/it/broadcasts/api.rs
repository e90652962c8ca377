//! Broadcasts by programs, over HTTP.

use medvault::config::Config;
use medvault::http::tokens::{fresh, hash};
use medvault::models::token::Token;
use medvault::people::role::Role;
use medvault::service::Service;
use reqwest::Client;
use serde_json::{Value, json};

use super::Scene;
use crate::people::world::{KEYS, PEPPER};
use crate::support::running::vars;

/// A service over a scene's record, and tokens for it.
pub(super) struct Served {
    pub(super) scene: Scene,
    service: Option<Service>,
    client: Client,
}

impl Served {
    pub(super) async fn new() -> Served {
        Self::over(Scene::new().await).await
    }

    pub(super) async fn over(scene: Scene) -> Served {
        let more = [
            ("MEDVAULT_PHONE_KEYS", KEYS),
            ("MEDVAULT_PHONE_HMAC_KEYS", KEYS),
            ("MEDVAULT_PIN_PEPPER", PEPPER),
            ("MEDVAULT_DATABASE_PATIENCE_MS", "20000"),
        ];
        let config = Config::read_demo(vars(&scene.world.database, &more)).unwrap();
        Served {
            service: Some(Service::start(config).await.unwrap()),
            client: Client::new(),
            scene,
        }
    }

    /// The record alone: nothing runs over it, and no program is answered.
    pub(super) fn without(scene: Scene) -> Served {
        Served {
            service: None,
            client: Client::new(),
            scene,
        }
    }

    pub(super) async fn token(&self, role: Role, place: &str) -> String {
        let token = fresh();
        let place = self.scene.world.place(place).await;
        let mut conn = self.scene.world.conn().await;
        Token::insert_api(&mut conn, &hash(&token), (role, Some(place)))
            .await
            .unwrap();
        token
    }

    pub(super) fn address(&self) -> std::net::SocketAddr {
        self.service.as_ref().unwrap().address
    }

    fn url(&self, path: &str) -> String {
        let service = self.service.as_ref().unwrap();
        format!("http://{}/api/v1/broadcasts{path}", service.address)
    }

    pub(super) async fn new_one(&self, token: &str, key: &str, body: &Value) -> (u16, Value) {
        let post = self.client.post(self.url("")).bearer_auth(token);
        let answer = post
            .header("Idempotency-Key", key)
            .json(body)
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(super) async fn verb(&self, token: &str, id: &Value, verb: &str) -> (u16, Value) {
        let post = self.client.post(self.url(&format!("/{id}/{verb}")));
        let answer = post.bearer_auth(token).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// The same with a body.
    pub(super) async fn verb_with(
        &self,
        token: &str,
        id: &Value,
        verb: &str,
        body: &Value,
    ) -> (u16, Value) {
        let post = self.client.post(self.url(&format!("/{id}/{verb}")));
        let answer = post.bearer_auth(token).json(body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(super) async fn see(&self, token: &str, id: &Value) -> (u16, Value) {
        self.read(token, &format!("/{id}")).await
    }

    pub(super) async fn read(&self, token: &str, path: &str) -> (u16, Value) {
        let get = self.client.get(self.url(path));
        let answer = get.bearer_auth(token).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}

fn boil(place: &str) -> Value {
    json!({ "audience": { "place": place }, "texts": { "en": "Boil all water.", "sw": "Chemsha maji yote." } })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_makes_one_and_another_approves_it() {
    let served = Served::new().await;
    let authority = served.token(Role::Authority, "Kisumu").await;
    let approver = served.token(Role::Approver, "Kisumu").await;
    let (status, made) = served.new_one(&authority, "one", &boil("Kisumu")).await;
    assert_eq!(status, 201, "{made}");
    let id = &made["id"];
    for (field, value) in [
        ("state", json!("waiting")),
        ("recipients", json!(5)),
        ("registered", json!(6)),
        ("segments", json!(5)),
        ("cost", Value::Null),
        ("seconds", json!(1)),
        ("missing", json!([])),
        ("officer_asked", json!(true)),
    ] {
        assert_eq!(made[field], value, "{field}: {made}");
    }
    assert_eq!(
        made["languages"][1],
        json!({ "language": "sw", "people": 1, "text": "sw", "segments": 1, "encoding": "gsm7" })
    );
    assert!(served.scene.told(2).await.unwrap().starts_with("API "));
    // The same again is the same; another body under its key is refused.
    assert_eq!(
        served.new_one(&authority, "one", &boil("Kisumu")).await,
        (201, made.clone())
    );
    let (status, other) = served.new_one(&authority, "one", &boil("Ahero")).await;
    assert_eq!((status, &other["why"]), (409, &json!("key")));
    let both = served
        .scene
        .world
        .number("SELECT count(*) AS id FROM broadcasts")
        .await;
    assert_eq!(both, 1);
    // Of another token the key is another.
    let second = served.token(Role::Authority, "Kisumu").await;
    let (status, made_too) = served.new_one(&second, "one", &boil("Ahero")).await;
    assert_eq!(status, 201);
    assert_ne!(&made_too["id"], id);
    assert_eq!(served.scene.let_out().await, 0);
    let (status, own) = served.verb(&authority, id, "approve").await;
    assert_eq!((status, &own["why"]), (403, &json!("own")));
    let (status, said) = served.verb(&approver, id, "approve").await;
    assert_eq!((status, &said["state"]), (200, &json!("approved")));
    let (status, again) = served.verb(&approver, id, "approve").await;
    assert_eq!((status, &again["why"]), (409, &json!("already")));
    let (status, seen) = served.see(&authority, id).await;
    assert_eq!((status, &seen["state"]), (200, &json!("approved")));
    assert_eq!(seen["texts"]["sw"], "Chemsha maji yote.");
    for (verb, state) in [
        ("pause", "paused"),
        ("resume", "approved"),
        ("cancel", "cancelled"),
    ] {
        let (status, said) = served.verb(&authority, id, verb).await;
        assert_eq!((status, &said["state"]), (200, &json!(state)), "{verb}");
    }
    let (status, said) = served.verb(&approver, &made_too["id"], "refuse").await;
    assert_eq!((status, &said["state"]), (200, &json!("refused")));
    assert_eq!(served.verb(&authority, id, "sing").await.0, 404);
    assert_eq!(served.see(&authority, &json!(999)).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_nothing_is_kept() {
    let served = Served::new().await;
    let token = served.token(Role::Authority, "Kisumu").await;
    let with = |field: &str, value: Value| {
        let mut body = boil("Kisumu");
        body[field] = value;
        body
    };
    #[rustfmt::skip]
    let cases = [
        (with("audience", json!({ "place": "Atlantis" })), 422, "no-place"),
        (with("audience", json!({ "place": 99_999 })), 422, "no-place"),
        (with("audience", json!({ "place": "Kibra" })), 403, "outside"),
        (with("audience", json!({ "radius": { "place": "Atlantis", "km": 5 } })), 422, "no-place"),
        (with("audience", json!({ "radius": { "place": "Kibra", "km": 5 } })), 403, "outside"),
        (with("audience", json!({ "radius": { "place": "Ahero", "km": 0 } })), 422, "audience"),
        (with("audience", json!({ "radius": { "place": "Ahero" } })), 400, ""),
        (with("audience", json!({ "place": "Kisumu", "languages": ["fr"] })), 422, "nobody"),
        (with("audience", json!({ "place": "Kisumu", "waits_for": "xyz" })), 422, "no-product"),
        (with("audience", json!({ "place": "Kisumu", "blood": "C" })), 422, "audience"),
        (with("texts", json!({})), 422, "no-text"),
        (with("texts", json!({ "en": " " })), 422, "empty"),
        (with("texts", json!({ "en": "x", "xx": "y" })), 422, "language"),
        (with("texts", json!({ "en": "x".repeat(1000) })), 422, "too-long"),
        (with("emergency", json!(true)), 422, "reason"),
        (with("starts_at", json!("2020-01-01T00:00:00Z")), 422, "time"),
        (with("corrects", json!(5)), 404, ""),
        (with("alone", json!(true)), 403, "not-allowed"),
        (with("colour", json!("red")), 400, ""),
        (with("audience", json!({ "who": "all" })), 400, ""),
        (json!([]), 400, ""),
    ];
    for (number, (body, status, why)) in cases.iter().enumerate() {
        let answer = served.new_one(&token, &format!("k{number}"), body).await;
        let told = answer.1["why"].as_str().unwrap_or_default();
        assert_eq!((answer.0, told), (*status, *why), "{body}: {}", answer.1);
        assert!(!answer.1["error"].as_str().unwrap().is_empty());
    }
    let keyless = served
        .client
        .post(served.url(""))
        .bearer_auth(&token)
        .json(&boil("Kisumu"));
    assert_eq!(keyless.send().await.unwrap().status(), 400);
    let (status, _) = served.new_one("wrong", "k", &boil("Kisumu")).await;
    assert_eq!(status, 401);
    let bare = served.client.get(served.url("/1")).send().await.unwrap();
    assert_eq!(bare.status(), 401);
    assert_eq!(bare.headers()["www-authenticate"], "Bearer");
    let kept = "SELECT count(*) + (SELECT count(*) FROM broadcast_keys) AS id FROM broadcasts";
    assert_eq!(served.scene.world.number(kept).await, 0);
    // A key that was refused may be used for what is right.
    let (status, _) = served.new_one(&token, "k1", &boil("Kisumu")).await;
    assert_eq!(status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_around_a_place_is_one_around_its_middle() {
    let served = Served::new().await;
    let token = served.token(Role::Authority, "Kisumu").await;
    let points = "UPDATE places SET lat = -0.17, lon = 34.92 WHERE name = 'Ahero';
        UPDATE places SET lat = -0.05, lon = 34.78 WHERE name = 'Kajulu'";
    served.scene.run(points).await;
    let mut told = Vec::new();
    for (key, circle) in [
        ("one", json!({ "place": "Ahero", "km": 5 })),
        ("two", json!({ "lat": -0.17, "lon": 34.92, "km": 5 })),
        ("three", json!({ "place": "Ahero", "km": 25 })),
    ] {
        let mut body = boil("Kisumu");
        body["audience"] = json!({ "radius": circle });
        let (status, made) = served.new_one(&token, key, &body).await;
        assert_eq!(status, 201, "{made}");
        told.push(made["recipients"].as_i64().unwrap());
    }
    assert_eq!(told, [4, 4, 5]);
    // Where nobody knows the middle of a place, there is no circle.
    served
        .scene
        .run("UPDATE places SET lat = NULL, lon = NULL")
        .await;
    let mut body = boil("Kisumu");
    body["audience"] = json!({ "radius": { "place": "Ahero", "km": 5 } });
    let (status, said) = served.new_one(&token, "four", &body).await;
    assert_eq!((status, &said["why"]), (422, &json!("audience")));
    assert_eq!(
        said["error"],
        "where that place lies is not known: say `lat` and `lon`"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_twice_at_once_is_one_broadcast() {
    let served = Served::new().await;
    let token = served.token(Role::Authority, "Kisumu").await;
    let body = boil("Kisumu");
    let once = || served.new_one(&token, "one", &body);
    let (first, second, third) = tokio::join!(once(), once(), once());
    assert_eq!((first.0, &first), (201, &second));
    assert_eq!(first, third);
    let made = served
        .scene
        .world
        .number("SELECT count(*) AS id FROM broadcasts")
        .await;
    assert_eq!(made, 1);
}
