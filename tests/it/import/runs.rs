use std::sync::atomic::{AtomicUsize, Ordering};

use medvault::demo;
use medvault::models::change;

use super::*;
use crate::support::is_notified;

fn many_facilities(rows: usize) -> String {
    let mut file = FACILITIES.to_owned();
    for n in 0..rows {
        let (lat, lon) = (5.0 + (n % 70) as f64 * 0.01, 7.0 + (n / 70) as f64 * 0.01);
        file.push_str(&format!(
            "Clinic {n},Clinic,MoH,,,,{lat:.3},{lon:.3},list,NGA,,\n"
        ));
    }
    file
}

#[tokio::test]
async fn a_second_run_writes_no_change_for_anyone_to_follow() {
    let desk = Desk::new().await;
    demo::load(&desk.db, now()).await.unwrap();
    let before = desk.count("changes").await;
    assert!(before > 0);
    let again = demo::load(&desk.db, now()).await.unwrap();
    for (kind, summary) in again {
        assert_eq!(
            (summary.written.new, summary.written.changed),
            (0, 0),
            "{kind}"
        );
        assert_eq!(summary.refused_rows(), 0, "{kind}: {summary:?}");
        assert!(summary.written.unchanged > 50, "{kind}");
    }
    assert_eq!(desk.count("changes").await, before);
}

#[tokio::test]
async fn whoever_follows_the_record_is_told_of_an_import() {
    let desk = Desk::new().await;
    let mut follower = desk.database.conn().await;
    change::prepare(&mut follower).await.unwrap();
    let summary = desk.import(Kind::Facilities, many_facilities(3)).await;
    assert_eq!(written(&summary), (3, 0, 0));
    is_notified(&mut follower).await;
}

#[tokio::test]
async fn the_demo_grows_fresh_again() {
    let desk = Desk::new().await;
    demo::load(&desk.db, now()).await.unwrap();
    let newest = "SELECT max(counted_at) AT TIME ZONE 'UTC' FROM stock_levels";
    let first = desk.texts(newest).await;
    let later = now() + chrono::TimeDelta::days(3);
    let loaded = demo::load(&desk.db, later).await.unwrap();
    let (kind, stock) = loaded.last().unwrap();
    assert_eq!(*kind, Kind::Stock);
    assert_eq!(stock.written.unchanged, 0);
    assert!(desk.texts(newest).await > first);
    assert!(demo::summary(&loaded).contains("stock: 0 new"));
}

#[tokio::test]
async fn an_import_cut_off_between_batches_is_finished_by_the_next() {
    let desk = Desk::new().await;
    let source = desk.file("facilities.csv", many_facilities(4_000));
    let ticks = AtomicUsize::new(0);
    let cut = tokio::sync::Notify::new();
    let mut tick = |_| {
        // The first reading, then the first batch.
        if ticks.fetch_add(1, Ordering::SeqCst) == 1 {
            cut.notify_one();
        }
    };
    let first = import::run(
        &desk.db,
        Kind::Facilities,
        &source,
        Options::at(now()),
        &mut tick,
    );
    tokio::select! {
        biased;
        () = cut.notified() => {}
        done = first => panic!("it was not cut off: {done:?}"),
    }
    let kept = desk.count("facilities").await;
    assert!(kept > 0 && kept < 4_000, "{kept}");

    let summary = import::run(
        &desk.db,
        Kind::Facilities,
        &source,
        Options::at(now()),
        &mut |_| {},
    )
    .await
    .unwrap();
    assert_eq!(summary.written.new + summary.written.unchanged, 4_000);
    assert!(summary.written.unchanged >= u64::try_from(kept).unwrap());
    assert_eq!(desk.count("facilities").await, 4_000);
}

#[tokio::test]
async fn two_imports_at_once_take_turns() {
    let desk = Desk::new().await;
    let products = |source: &str| {
        let mut file = PRODUCTS.to_owned();
        for n in 0..300 {
            file.push_str(&format!("Amlodipine,,Tablet,{n} mg,,{source},,,,\n"));
        }
        file
    };
    let (one, other) = (
        desk.file("one.csv", products("a")),
        desk.file("other.csv", products("b")),
    );
    let (mut quiet, mut still) = (|_| {}, |_| {});
    let options = Options::at(now());
    let (one, other) = tokio::join!(
        import::run(&desk.db, Kind::Products, &one, options.clone(), &mut quiet),
        import::run(&desk.db, Kind::Products, &other, options, &mut still),
    );
    assert_eq!(
        (one.unwrap().written.new, other.unwrap().written.new),
        (300, 300)
    );
    assert_eq!(
        desk.count("(SELECT DISTINCT code FROM products) c").await,
        600
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_says_why_and_an_old_refused_file_goes() {
    let desk = Desk::new().await;
    let error = desk
        .try_import(Kind::Stock, "facility,product,counted_at\n")
        .await
        .unwrap_err();
    assert!(
        format!("{error:#}").contains("no column `quantity`"),
        "{error:#}"
    );
    let missing = Source::File(desk.folder.join("nowhere.csv"));
    let error = import::run(
        &desk.db,
        Kind::Stock,
        &missing,
        Options::at(now()),
        &mut |_| {},
    )
    .await
    .unwrap_err();
    assert!(format!("{error:#}").contains("nowhere.csv"), "{error:#}");

    desk.import(Kind::Lookalikes, "a,b\nx,x\n").await;
    assert!(desk.refused(Kind::Lookalikes).is_some());
    let summary = desk.import(Kind::Lookalikes, "a,b\nx,y\n").await;
    assert_eq!(summary.refused_file, None);
    assert_eq!(desk.refused(Kind::Lookalikes), None);
}

#[tokio::test]
async fn every_template_is_a_file_the_import_takes() {
    let desk = Desk::new().await;
    for kind in Kind::ALL {
        let template = kind.template();
        let summary = desk.import(kind, &template).await;
        assert_eq!(summary.read, 0, "{kind}");
        assert_eq!(summary.unknown_columns, Vec::<String>::new(), "{kind}");
        for column in kind.columns() {
            assert!(
                template.contains(&format!("# {}", column.name)),
                "{}",
                column.name
            );
        }
    }
}

#[tokio::test]
async fn progress_only_grows_and_ends_at_the_end() {
    let desk = Desk::new().await;
    let source = desk.file("facilities.csv", many_facilities(1_500));
    let mut seen = Vec::new();
    import::run(
        &desk.db,
        Kind::Facilities,
        &source,
        Options::at(now()),
        &mut |p| seen.push(p),
    )
    .await
    .unwrap();
    assert!(seen.is_sorted_by_key(|p| p.done), "{seen:?}");
    let last = seen.last().unwrap();
    assert_eq!((last.done, last.of), (2 * source.len(), 2 * source.len()));
    assert!(seen.len() > 2);
}
