//! The service as Africa's Talking, Prometheus and a stranger see it.

use std::time::Duration;

use reqwest::header::{ALLOW, CONTENT_TYPE};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Running, redis_url};

const PHONE: &str = "+254700000001";

#[tokio::test(flavor = "multi_thread")]
async fn a_hop_is_answered_as_africas_talking_wants_it() {
    let running = Running::start(&[]).await;
    let answer = running.hop("s1", PHONE, "").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()[CONTENT_TYPE], "text/plain; charset=utf-8");
    let text = answer.text().await.unwrap();
    assert!(
        text.starts_with("CON ") || text.starts_with("END "),
        "{text}"
    );
    assert!(text.len() > 10, "{text}");
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_answered_before_the_body_is_read() {
    let running = Running::start(&[]).await;
    // The body is announced and never sent.
    let head = "POST /at/wrong/ussd HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
         Content-Length: 400\r\n\r\n";
    let mut stream = TcpStream::connect(running.service.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 24];
    let read = timeout(Duration::from_secs(4), stream.read_exact(&mut answer));
    read.await.expect("an answer without the body").unwrap();
    assert_eq!(&answer, b"HTTP/1.1 404 Not Found\r\n");
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_tokens_is_slowed_and_hurts_nobody_else() {
    let running = Running::start(&[("MEDVAULT_RATE_ADDRESS", "3")]).await;
    let guess = || running.client.post(running.url("/at/guess/ussd")).send();
    for _ in 0..3 {
        let answer = guess().await.unwrap();
        assert_eq!(answer.status(), 404);
        let said: Value = answer.json().await.unwrap();
        assert_eq!(said, json!({ "error": "not found" }));
    }
    assert_eq!(guess().await.unwrap().status(), 429);
    let events = running.client.post(running.url("/at/guess/events"));
    assert_eq!(events.send().await.unwrap().status(), 429);
    assert_eq!(running.hop("s1", PHONE, "").await.status(), 200);
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_the_forwarded_address_is_the_one_that_counts() {
    let settings = [
        ("MEDVAULT_RATE_ADDRESS", "1"),
        ("MEDVAULT_PROXIES", "127.0.0.0/8"),
    ];
    let running = Running::start(&settings).await;
    let guess = async |from: &str| {
        let url = running.url("/at/guess/ussd");
        let post = running.client.post(url).header("X-Forwarded-For", from);
        post.send().await.unwrap().status().as_u16()
    };
    assert_eq!(guess("198.51.100.1").await, 404);
    assert_eq!(guess("198.51.100.1").await, 429);
    assert_eq!(guess("198.51.100.2").await, 404);
    assert_eq!(guess("198.51.100.3, 198.51.100.2").await, 429);
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_a_caller_or_a_session_is_refused_by_field() {
    let running = Running::start(&[]).await;
    let plus = "%2B254700000001";
    #[rustfmt::skip]
    let cases = [
        (String::new(), "sessionId", "sessionId is missing"),
        (format!("phoneNumber={plus}&text="), "sessionId", "sessionId is missing"),
        (format!("sessionId=&phoneNumber={plus}"), "sessionId", "sessionId is missing"),
        ("sessionId=s1&text=1".to_owned(), "phoneNumber", "phoneNumber is missing"),
        ("sessionId=s1&phoneNumber=0700000001".to_owned(), "phoneNumber",
         "phoneNumber must be a phone number like +254700000001"),
        (format!("sessionId=a%20b&phoneNumber={plus}"), "sessionId",
         "sessionId must be 1 to 100 plain letters, digits and signs"),
    ];
    for (callback, (body, field, error)) in ["ussd", "events"]
        .into_iter()
        .flat_map(|c| cases.iter().map(move |case| (c, case)))
    {
        let form = running
            .post(callback)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = form.body(body.clone()).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{callback} {body}");
        let said: Value = answer.json().await.unwrap();
        assert_eq!(said, json!({ "error": error, "field": field }), "{body}");
    }
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_or_too_long_is_refused() {
    let running = Running::start(&[]).await;
    let json = running
        .post("ussd")
        .header(CONTENT_TYPE, "application/json");
    let answer = json.body("{}").send().await.unwrap();
    assert_eq!(answer.status(), 415);
    let long = format!(
        "sessionId=s1&phoneNumber=%2B254700000001&text={}",
        "1".repeat(32 * 1024)
    );
    let form = running
        .post("ussd")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = form.body(long).send().await.unwrap();
    assert_eq!(answer.status(), 413);
    // The same without a length in front.
    let head = format!(
        "POST /at/{}/ussd HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9000\r\n{}",
        running.token,
        "x".repeat(0x9000)
    );
    let mut stream = TcpStream::connect(running.service.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_method_is_405_and_another_path_404() {
    let running = Running::start(&[]).await;
    let callback = format!("/at/{}/ussd", running.token);
    for (path, allow) in [(callback.as_str(), "POST"), ("/at/guess/events", "POST")] {
        let answer = running.client.get(running.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 405);
        assert_eq!(answer.headers()[ALLOW], allow);
    }
    for path in ["/health/live", "/health/ready", "/metrics"] {
        let answer = running.client.post(running.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 405, "{path}");
        assert_eq!(answer.headers()[ALLOW], "GET");
    }
    for path in ["/", "/at", "/at/x", "/at/x/y", "/simulator", "/metrics/x"] {
        let (status, said) = running.json(path).await;
        assert_eq!(
            (status, said),
            (404, json!({ "error": "not found" })),
            "{path}"
        );
    }
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_session_is_taken_however_little_it_tells() {
    let running = Running::start(&[]).await;
    #[rustfmt::skip]
    let whole = [
        ("date", "2026-09-28 10:00:00"), ("sessionId", "s1"), ("serviceCode", "*384*1234#"),
        ("networkCode", "63902"), ("phoneNumber", PHONE), ("status", "Incomplete"),
        ("cost", "KES 0.10"), ("durationInMillis", "1234"), ("hopsCount", "2"), ("input", "1*2"),
        ("lastAppResponse", "CON hello"), ("errorMessage", ""),
    ];
    let bare = [("sessionId", "s1"), ("phoneNumber", PHONE)];
    for form in [whole.as_slice(), bare.as_slice()] {
        let answer = running.post("events").form(form).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.text().await.unwrap(), "");
    }
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_tells_of_what_the_service_stands_on() {
    let url = redis_url();
    let running = Running::start(&[("REDIS_URL", &url)]).await;
    assert_eq!(running.json("/health/live").await.0, 200);
    let (status, said) = running.json("/health/ready").await;
    assert_eq!(status, 200);
    assert_eq!(
        (
            &said["database"],
            &said["redis"],
            &said["directory"]["levels"]
        ),
        (&json!("up"), &json!("up"), &json!(0))
    );
    assert!(said["directory"]["age_seconds"].as_f64().unwrap() < 60.0);
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_database_gone_callers_are_answered_and_it_is_told() {
    let Running {
        service,
        database,
        token,
        client,
    } = Running::start(&[("REDIS_URL", "redis://127.0.0.1:1")]).await;
    let at = service.address;
    drop(database);
    let ready = client.get(format!("http://{at}/health/ready"));
    let ready = ready.send().await.unwrap();
    assert_eq!(ready.status(), 200);
    let said: Value = ready.json().await.unwrap();
    assert_eq!(
        (&said["database"], &said["redis"]),
        (&json!("down"), &json!("down"))
    );
    service
        .app
        .tokens
        .refresh(&service.app.db)
        .await
        .unwrap_err();
    let hop = client
        .post(format!("http://{at}/at/{token}/ussd"))
        .form(&[("sessionId", "s1"), ("phoneNumber", PHONE)]);
    let answer = hop.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let text = answer.text().await.unwrap();
    assert!(
        text.starts_with("CON ") || text.starts_with("END "),
        "{text}"
    );
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_count_hops_and_the_sessions_that_wait() {
    let running = Running::start(&[]).await;
    running.hop("s1", PHONE, "").await;
    running.hop("s2", "+254700000002", "").await;
    let end = [("sessionId", "s2"), ("phoneNumber", "+254700000002")];
    running.post("events").form(&end).send().await.unwrap();
    let page = running.client.get(running.url("/metrics")).send();
    let page = page.await.unwrap();
    let kind = page.headers()[CONTENT_TYPE].clone();
    assert!(kind.to_str().unwrap().starts_with("text/plain"));
    let text = page.text().await.unwrap();
    let value = |name: &str| -> f64 {
        let lines = text.lines().filter(|line| line.starts_with(name));
        let values = lines.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
        values.sum()
    };
    assert_eq!(value("medvault_hops_total{outcome="), 2.0, "{text}");
    assert_eq!(value("medvault_hop_seconds_count "), 2.0, "{text}");
    assert_eq!(value("medvault_sessions "), 1.0, "{text}");
    for name in [
        "medvault_directory_levels ",
        "medvault_directory_lag_seconds ",
    ] {
        assert!(text.lines().any(|line| line.starts_with(name)), "{text}");
    }
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_and_simulator_move_to_an_address_of_their_own() {
    let settings = [
        ("MEDVAULT_ADMIN_LISTEN", "127.0.0.1:0"),
        ("MEDVAULT_SIMULATOR", "on"),
    ];
    let running = Running::start(&settings).await;
    let status = async |address: std::net::SocketAddr, path: &str| {
        let url = format!("http://{address}{path}");
        running
            .client
            .get(url)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    let (main, admin) = (running.service.address, running.service.admin);
    assert_ne!(main, admin);
    for path in ["/metrics", "/simulator"] {
        assert_eq!(status(main, path).await, 404, "{path}");
        assert_eq!(status(admin, path).await, 200, "{path}");
    }
    assert_eq!(status(main, "/health/ready").await, 200);
    assert_eq!(status(admin, "/health/ready").await, 200);
    // The simulator posts the real callback to where it came from.
    let url = format!("http://{admin}/at/{}/ussd", running.token);
    let form = [("sessionId", "s1"), ("phoneNumber", PHONE)];
    let hop = running.client.post(url).form(&form).send().await.unwrap();
    assert_eq!(hop.status(), 200);
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_serves_all_where_none_is_set_aside() {
    let running = Running::start(&[("MEDVAULT_SIMULATOR", "on")]).await;
    for path in ["/metrics", "/simulator", "/health/live"] {
        let answer = running.client.get(running.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
    running.service.stop().await;
}
