//! What a night foresees is told: what runs out, what expires unused, and who could give.

use super::*;

/// A place apiece. At a hardly any `pcm` is left, and 300 `ors` in one batch; b has ten times what it uses.
const STOCKS: &str = "
    UPDATE facilities SET lat = 0, lon = CASE code WHEN 'a' THEN 0 ELSE 0.1 END;
    WITH made AS (INSERT INTO reports (channel, at) VALUES ('import', '2026-11-02T01:00Z') RETURNING id, at)
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, batch, expires_on, at)
    SELECT made.id, f.id, p.id, 'receipt', 300, 300, 'X1', '2027-01-20', at FROM made, facilities f, products p
    WHERE f.code = 'a' AND p.code = 'ors';
    UPDATE stock_levels s SET quantity = CASE WHEN f.code = 'b' THEN 450 WHEN p.code = 'pcm' THEN 12 WHEN p.code = 'ors' THEN 300 ELSE 60 END
    FROM facilities f, products p WHERE f.id = s.facility_id AND p.id = s.product_id AND p.code IN ('pcm', 'ors');";

const ALERTS: &str =
    "SELECT concat_ws(' ', rule, f.code, p.code, g.code, CASE rule WHEN 'short' THEN quantity END,
        CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'over' END)
    FROM alerts a JOIN facilities f ON f.id = a.facility_id JOIN products p ON p.id = a.product_id
    LEFT JOIN facilities g ON g.id = a.giver_id ORDER BY rule DESC, a.id";

impl House {
    async fn alerts(&mut self) -> Vec<String> {
        self.texts(ALERTS).await
    }

    pub(super) async fn one_night(&mut self) {
        let stop = self.stop.clone();
        let done = self.worker("worker").round(&stop).await.unwrap();
        assert_eq!(done, Some(Outcome::Done));
    }

    pub(super) async fn change(&mut self, sql: &str) {
        self.conn.batch_execute(sql).await.unwrap();
    }
}

const FORESEEN: [&str; 3] = [
    "waste a ors open",
    "short a pcm 12 open",
    "move a pcm b open",
];

#[tokio::test]
async fn what_runs_out_or_expires_is_told_until_it_is_no_longer_so() {
    let mut house = House::new().await;
    house.change(STOCKS).await;
    house.change(STAFF).await;
    house.one_night().await;
    assert_eq!(house.alerts().await, FORESEEN);
    let waste = house
        .texts("SELECT concat_ws(' ', waste BETWEEN 140 AND 200, waste_on) FROM advice a JOIN products p ON p.id = a.product_id WHERE waste_on IS NOT NULL")
        .await;
    assert_eq!(waste, ["t 2027-01-20"]);
    let moved = "SELECT quantity BETWEEN 75 AND 150 FROM alerts WHERE rule = 'move'";
    assert_eq!(house.texts(moved).await, ["true"]);
    // A second night finds the same, and opens nothing anew.
    house.clock.forward(TimeDelta::days(1));
    house.one_night().await;
    assert_eq!(house.alerts().await, FORESEEN);
    // Some came, and the batch was thrown away.
    house
        .change("UPDATE stock_levels SET quantity = CASE quantity WHEN 12 THEN 150 ELSE 60 END WHERE quantity IN (12, 300)")
        .await;
    house.clock.forward(TimeDelta::days(1));
    house.one_night().await;
    let over = [
        "waste a ors over",
        "short a pcm 12 over",
        "move a pcm b over",
    ];
    assert_eq!(house.alerts().await, over);
    // Where it is so again, it is told again.
    house
        .change("UPDATE stock_levels s SET quantity = 12 FROM facilities f, products p WHERE f.id = s.facility_id AND f.code = 'a' AND p.id = s.product_id AND p.code = 'pcm'")
        .await;
    house.clock.forward(TimeDelta::days(1));
    house.one_night().await;
    assert_eq!(house.alerts().await.len(), 5);
}

/// So many `ors` came to a on a day, without a date.
fn undated(units: u32, on: &str) -> String {
    format!(
        "WITH made AS (INSERT INTO reports (channel, at) VALUES ('import', '{on}') RETURNING id)
         INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
         SELECT made.id, f.id, p.id, 'receipt', {units}, {units}, '{on}' FROM made, facilities f, products p
         WHERE f.code = 'a' AND p.code = 'ors'"
    )
}

#[tokio::test]
async fn what_came_without_a_date_later_is_what_is_left() {
    let mut house = House::new().await;
    house.change(STOCKS).await;
    house.change(STAFF).await;
    // What came before the batch was given out before it, and what was taken back never came.
    house.change(&undated(300, "2026-11-02T00:30Z")).await;
    house.change(&undated(300, "2026-11-02T01:10Z")).await;
    house
        .change(
            "WITH made AS (INSERT INTO reports (channel, at) VALUES ('import', '2026-11-02T01:20Z') RETURNING id)
             INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, reverses, at)
             SELECT made.id, l.facility_id, l.product_id, 'reversal', 300, -300, l.id, '2026-11-02T01:20Z' FROM made, ledger l
             WHERE l.at = '2026-11-02T01:10Z' AND l.kind = 'receipt'",
        )
        .await;
    house.one_night().await;
    let waste = "SELECT concat_ws(' ', waste BETWEEN 140 AND 200, waste_on) FROM advice a JOIN products p ON p.id = a.product_id WHERE waste_on IS NOT NULL";
    assert_eq!(house.texts(waste).await, ["t 2027-01-20"]);
    house.change(&undated(290, "2026-11-02T02:00Z")).await;
    house.clock.forward(TimeDelta::days(1));
    house.one_night().await;
    assert_eq!(house.texts(waste).await, [""; 0]);
    let alerts = house.alerts().await;
    assert!(
        alerts.contains(&"waste a ors over".to_owned()),
        "{alerts:?}"
    );
}

#[tokio::test]
async fn who_can_give_less_than_was_told_is_told_of_with_what_it_can_give() {
    let mut house = House::new().await;
    house.change(STOCKS).await;
    house.change(STAFF).await;
    house.one_night().await;
    // b gave out most of what it had over.
    house
        .change(
            "UPDATE stock_levels s SET quantity = ceil(a.maximum) + 40 FROM advice a, facilities f, products p
             WHERE f.id = s.facility_id AND f.code = 'b' AND p.id = s.product_id AND p.code = 'pcm'
               AND a.facility_id = f.id AND a.product_id = p.id",
        )
        .await;
    house.clock.forward(TimeDelta::days(1));
    house.one_night().await;
    let moves = "SELECT concat_ws(' ', CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'over' END, quantity = 40) FROM alerts WHERE rule = 'move' ORDER BY id";
    assert_eq!(house.texts(moves).await, ["over f", "open t"]);
    // That stays as it is.
    house.clock.forward(TimeDelta::days(1));
    house.one_night().await;
    assert_eq!(house.texts(moves).await, ["over f", "open t"]);
}

#[tokio::test]
async fn nobody_is_sent_to_who_was_not_heard_of_for_long() {
    let mut house = House::new().await;
    house.change(STOCKS).await;
    house.change(STAFF).await;
    house.one_night().await;
    assert_eq!(house.alerts().await, FORESEEN);
    // What was there five weeks ago may be gone.
    house.clock.forward(TimeDelta::days(35));
    house.one_night().await;
    let told = [
        "waste a ors open",
        "short a pcm 12 open",
        "move a pcm b over",
    ];
    assert_eq!(house.alerts().await, told);
    // Where it is counted it can be had.
    house
        .change(
            "UPDATE stock_levels s SET counted_at = '2026-12-07' FROM facilities f, products p WHERE f.id = s.facility_id AND f.code = 'b' AND p.id = s.product_id AND p.code = 'pcm'",
        )
        .await;
    house.clock.forward(TimeDelta::days(1));
    house.one_night().await;
    let moves = ["move a pcm b over", "move a pcm b open"];
    assert_eq!(house.alerts().await[2..], moves);
}

#[tokio::test]
async fn what_has_expired_is_offered_to_nobody() {
    let mut house = House::new().await;
    house.change(STOCKS).await;
    house.change(STAFF).await;
    // All that b has came in a batch that is over.
    house
        .change(
            "WITH made AS (INSERT INTO reports (channel, at) VALUES ('import', '2026-10-20') RETURNING id)
             INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, batch, expires_on, at)
             SELECT made.id, f.id, p.id, 'receipt', 450, 450, 'X9', '2026-11-01', '2026-10-20' FROM made, facilities f, products p
             WHERE f.code = 'b' AND p.code = 'pcm'",
        )
        .await;
    house.one_night().await;
    assert_eq!(house.alerts().await, FORESEEN[..2]);
}

#[tokio::test]
async fn what_the_law_controls_is_handed_on_by_nobody() {
    let mut house = House::new().await;
    house.change(STOCKS).await;
    house.change(STAFF).await;
    house
        .change("UPDATE products SET controlled = true WHERE code = 'pcm'")
        .await;
    house.one_night().await;
    assert_eq!(house.alerts().await, FORESEEN[..2]);
}

#[tokio::test]
async fn where_nobody_works_who_could_be_told_nothing_is() {
    let mut house = House::new().await;
    house.change(STOCKS).await;
    house.one_night().await;
    assert_eq!(house.alerts().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_lasts_surer_is_ordered_sooner() {
    let mut house = House::new().await;
    house
        .change("UPDATE products SET service_level = 99 WHERE code = 'al'; UPDATE products SET service_level = 60 WHERE code = 'ors'")
        .await;
    house.one_night().await;
    let surer = house
        .texts(
            "SELECT p.code FROM advice a JOIN products p ON p.id = a.product_id JOIN facilities f ON f.id = a.facility_id
             WHERE f.code = 'a' ORDER BY a.reorder_level DESC",
        )
        .await;
    assert_eq!(surer, ["al", "pcm", "ors"]);
}

#[tokio::test]
async fn how_sure_callers_are_told_it_is_follows_from_the_use_that_is_foreseen() {
    let mut house = House::new().await;
    house
        .change("UPDATE stock_levels SET monthly_use = 5 WHERE product_id = (SELECT id FROM products WHERE code = 'al')")
        .await;
    house.one_night().await;
    let used = "SELECT DISTINCT monthly_use BETWEEN 40 AND 50 FROM stock_levels";
    assert_eq!(house.texts(used).await, ["true"]);
    // The directory of each process hears of it, once.
    let changes = "SELECT count(*) FROM changes WHERE kind = 'stock'";
    let before = house.texts(changes).await;
    house.clock.forward(TimeDelta::days(1));
    house.one_night().await;
    assert_eq!(house.texts(changes).await, before);
}
