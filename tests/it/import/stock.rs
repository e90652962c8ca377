use super::*;

const STOCK: &str = "facility,product,quantity,counted_at,price,monthly_use,counted_by\n";

async fn stocked() -> Desk {
    let desk = Desk::new().await;
    let header = FACILITIES.trim_end().to_owned() + ",code\n";
    desk.import(
        Kind::Facilities,
        format!("{header}Afya,pharmacy,,,,,7.1,5.1,my list,NGA,id 1,,afya\n"),
    )
    .await;
    desk.import(
        Kind::Products,
        format!("{PRODUCTS}Zinc,,Tablet,20 mg,,list,,zn,,1\nORS,,,,,list,,ors,,2\nAspirin,,,,,list,,asa,,3\n"),
    )
    .await;
    desk
}

#[tokio::test]
async fn every_reason_a_count_is_refused() {
    let desk = stocked().await;
    let file = format!(
        "{STOCK}AFYA,ZN,40,2026-02-27,2.50,12,sms\n\
         my list:id 1,ors,0,2026-02-27T03:00:00+03:00,,,\n\
         my list:id 1,zn,41,2026-02-28,,,\n\
         nobody,zn,1,2026-02-27,,,\n\
         my list:id 2,zn,1,2026-02-27,,,\n\
         afya,gold,1,2026-02-27,,,\n\
         afya,asa,\"1,000\",2026-02-27,,,\n\
         afya,asa,12.5,2026-02-27,,,\n\
         afya,asa,-3,2026-02-27,,,\n\
         afya,asa,100000001,2026-02-27,,,\n\
         afya,asa,lots,2026-02-27,,,\n\
         afya,asa,,2026-02-27,,,\n\
         afya,asa,1,yesterday,,,\n\
         afya,asa,1,-3d,,,\n\
         afya,asa,1,2027-01-01,,,\n\
         afya,asa,1,2026-02-27,0.001,,\n\
         afya,asa,1,2026-02-27,0,,\n\
         afya,asa,1,2026-02-27,,-1,\n"
    );
    let summary = desk.import(Kind::Stock, &file).await;
    assert_eq!(summary.read, 18);
    assert_eq!(written(&summary), (2, 0, 0), "{summary:?}");
    assert_eq!(
        refused(&summary),
        [
            (Refusal::Missing("quantity"), 1),
            (Refusal::NotANumber("quantity"), 1),
            (Refusal::ThousandsMark("quantity"), 1),
            (Refusal::NotWhole("quantity"), 1),
            (Refusal::Negative("monthly_use"), 1),
            (Refusal::Negative("quantity"), 1),
            (Refusal::TooLarge("quantity"), 1),
            (Refusal::Decimals("price"), 1),
            (Refusal::TooSmall("price"), 1),
            (Refusal::BadTime("counted_at"), 2),
            (Refusal::Future("counted_at"), 1),
            (Refusal::Duplicate, 1),
            (Refusal::UnknownFacility, 2),
            (Refusal::UnknownProduct, 1),
        ]
    );
    assert_eq!(
        desk.texts("SELECT concat_ws('|', code, quantity, price, monthly_use, counted_by, counted_at AT TIME ZONE 'UTC') FROM stock_levels JOIN products p ON p.id = product_id ORDER BY code").await,
        ["ors|0|import|2026-02-27 00:00:00", "zn|40|2.50|12|sms|2026-02-27 00:00:00"]
    );
    let lines = summary.lines();
    for line in [
        "read: 18",
        "new: 2",
        "refused: 16",
        "refused, quantity is written with a thousands mark: 1",
        "refused, quantity is not a whole number: 1",
        "refused, quantity is negative: 1",
    ] {
        assert!(lines.iter().any(|l| l == line), "{line} in {lines:#?}");
    }
}

#[tokio::test]
async fn an_older_file_does_not_undo_a_newer_count() {
    let desk = stocked().await;
    let row = |quantity, at| format!("{STOCK}afya,zn,{quantity},{at},2,12,file\n");
    desk.import(Kind::Stock, row(40, "2026-02-20")).await;
    assert_eq!(
        written(&desk.import(Kind::Stock, row(30, "2026-02-27")).await),
        (0, 1, 0)
    );
    assert_eq!(
        written(&desk.import(Kind::Stock, row(40, "2026-02-20")).await),
        (0, 0, 1)
    );
    // A file that says nothing of price and use leaves both.
    let bare = "facility,product,quantity,counted_at\nafya,zn,7,2026-02-28\n";
    assert_eq!(written(&desk.import(Kind::Stock, bare).await), (0, 1, 0));
    assert_eq!(
        desk.texts("SELECT concat_ws('|', quantity, price, monthly_use) FROM stock_levels")
            .await,
        ["7|2.00|12"]
    );
}
