//! Forecasts that do not hold any more.

use super::*;

/// Twenty pharmacies more, of which the ledger tells what it does of a.
const MORE: &str = "
    INSERT INTO facilities (code, source, source_id, name, kind, iso3)
    SELECT 'c' || n, 't', 'c' || n, 'C ' || n, 'pharmacy', 'KEN' FROM generate_series(1, 20) n;
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
    SELECT l.report_id, f.id, l.product_id, l.kind, l.quantity, l.change, l.at
    FROM ledger l JOIN facilities a ON a.id = l.facility_id AND a.code = 'a', facilities f WHERE f.code LIKE 'c%' ORDER BY l.id, f.id;
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
    SELECT f.id, p.id, 60, '2026-10-15', 't' FROM facilities f, products p WHERE f.code LIKE 'c%';";

impl House {
    async fn big_night(&mut self) {
        let stop = self.stop.clone();
        let worker = Worker {
            at_once: 100,
            ..self.worker("worker")
        };
        let done = worker.round(&stop).await.unwrap();
        assert_eq!(done, Some(Outcome::Done));
    }

    /// In a month that many are given out everywhere.
    async fn used(&mut self, month: &str, units: u32) {
        let sql = format!(
            "WITH made AS (INSERT INTO reports (channel, at) SELECT 'import', ('{month}-' || day)::timestamptz FROM (VALUES ('05'), ('20')) d (day) RETURNING id, at)
             INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
             SELECT made.id, f.id, p.id, CASE extract(day FROM at) WHEN 5 THEN 'receipt' ELSE 'issue' END,
                CASE extract(day FROM at) WHEN 5 THEN {units} + 100 ELSE {units} END, 0, at
             FROM made, facilities f, products p ORDER BY at, f.id, p.id"
        );
        self.conn.batch_execute(&sql).await.unwrap();
    }
}

const LEADS: &str = "SELECT DISTINCT split_part(model, '+', 1) FROM forecasts WHERE origin = (SELECT max(origin) FROM forecasts)";
const NOTES: &str = "SELECT coalesce(r.note, '-') FROM job_runs r JOIN jobs j ON j.id = r.job_id ORDER BY j.key DESC LIMIT 1";
const NOTICES: &str = "SELECT concat_ws(' ', kind, subject, figure) FROM notices";

#[tokio::test]
async fn a_model_that_does_not_hold_any_more_is_replaced_and_told_of() {
    let mut house = House::new().await;
    house.conn.batch_execute(MORE).await.unwrap();
    house.big_night().await;
    assert_eq!(house.texts(NOTES).await, ["-"]);
    // Twenty times as much as ever is used in November, and twenty times as much again in December.
    house.used("2026-11", 900).await;
    house.clock.forward(TimeDelta::days(30));
    house.big_night().await;
    let note = house.texts(NOTES).await.remove(0);
    assert!(
        note.starts_with("out of their band: ") && note.contains(" pharmacy medicine 0/80 0/95 "),
        "{note}"
    );
    assert_eq!(
        house.texts(NOTICES).await,
        Vec::<String>::new(),
        "one month may be chance"
    );
    let leads = house.texts(LEADS).await;
    let [lead] = &*leads else {
        panic!("{leads:?} lead what is all alike");
    };
    // The one that leads now may be another one: as if it had led before.
    let same = format!("UPDATE drift SET model = '{lead}'");
    house.conn.batch_execute(&same).await.unwrap();
    house.used("2026-12", 18_000).await;
    house.clock.forward(TimeDelta::days(31));
    house.big_night().await;
    let told = [format!("drift {lead} (pharmacy, medicine) 0")];
    assert_eq!(house.texts(NOTICES).await, told);
    // From the next night on neither it nor any that is not simpler has a say.
    house.clock.forward(TimeDelta::days(1));
    house.big_night().await;
    let models = "SELECT DISTINCT unnest(string_to_array(model, '+')) FROM forecasts WHERE origin = '2027-01-01'";
    let models = house.texts(models).await;
    let order = [
        "seasonal_naive",
        "mean3",
        "ses",
        "tsb",
        "tsb_capped",
        "imapa",
        "theta",
        "ets",
    ];
    let place = |model: &str| order.iter().position(|known| *known == model).unwrap();
    assert!(!models.is_empty());
    for model in models {
        let simpler = model == "mean3" || place(&model) < place(lead);
        assert!(simpler, "{model} in place of {lead}");
    }
    assert_eq!(house.texts(NOTICES).await, told);
}
