//! The callbacks about messages, as Africa's Talking and strangers call them.

use super::texts;
use crate::support::Running;

type Form<'a> = &'a [(&'a str, &'a str)];

/// What posting a form to a callback is answered.
async fn answers(running: &Running, callback: &str, form: Form<'_>) -> u16 {
    let answer = running.post(callback).form(form).send().await.unwrap();
    answer.status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_callbacks_answer_as_africas_talking_wants() {
    let running = Running::start(&[]).await;
    #[rustfmt::skip]
    let cases: &[(&str, Form, u16)] = &[
        ("dlr", &[("id", "ATXid_1"), ("status", "Success"), ("phoneNumber", "+254700000001"),
                  ("networkCode", "63902"), ("retryCount", "0")], 200),
        ("dlr", &[("id", "ATXid_1"), ("status", "NeverHeardOf")], 200),
        ("dlr", &[("id", "ATPid_SampleTxnId123"), ("status", "Failed"), ("phoneNumber", "hashed"),
                  ("failureReason", "NotNetworkSubcriber")], 200),
        ("dlr", &[("status", "Success")], 400),
        ("dlr", &[("id", "ATXid_1")], 400),
        ("optout", &[("senderId", "MEDVAULT"), ("phoneNumber", "+254700000001")], 200),
        ("optout", &[("senderId", "MEDVAULT")], 400),
        ("optout", &[("phoneNumber", "MTN")], 400),
    ];
    for (callback, form, status) in cases {
        assert_eq!(answers(&running, callback, form).await, *status, "{form:?}");
    }
    let mut conn = running.database.conn().await;
    let count = async |conn: &mut medvault::db::Conn, from: &str| {
        let query = format!("SELECT count(*)::text AS value FROM {from}");
        texts(conn, &query).await.join("")
    };
    assert_eq!(count(&mut conn, "delivery_reports").await, "3");
    // No stranger's number is kept for a report's sake; for an opt-out's it is.
    assert_eq!(count(&mut conn, "phones").await, "1");
    let stopped = "subscribers WHERE stopped_at IS NOT NULL";
    assert_eq!(count(&mut conn, stopped).await, "1");
    for callback in ["dlr", "optout"] {
        let wrong = running.url(&format!("/at/wrong/{callback}"));
        let answer = running.client.post(wrong).send().await.unwrap();
        assert_eq!(answer.status(), 404);
        let url = running.url(&format!("/at/{}/{callback}", running.token));
        assert_eq!(running.client.get(url).send().await.unwrap().status(), 405);
    }
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_record_a_report_is_not_acknowledged() {
    let running = Running::start(&[]).await;
    let mut conn = running.database.conn().await;
    let gone =
        "ALTER TABLE delivery_reports RENAME TO away; ALTER TABLE subscribers RENAME TO gone";
    diesel_async::SimpleAsyncConnection::batch_execute(&mut conn, gone)
        .await
        .unwrap();
    let dlr = [("id", "ATXid_1"), ("status", "Success")];
    assert_eq!(answers(&running, "dlr", &dlr).await, 500);
    let optout = [("phoneNumber", "+254700000001")];
    assert_eq!(answers(&running, "optout", &optout).await, 500);
    running.service.stop().await;
}
