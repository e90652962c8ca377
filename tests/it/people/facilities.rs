//! What people do at their own facilities.

use medvault::models::staff;
use medvault::people::staff::{Refusal, list_facility};

use super::registers::refused;
use super::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn an_in_charge_says_whether_callers_are_shown_their_facility() {
    let world = World::new().await;
    let mine = world
        .person(1, "in_charge", "active", None, &["AHERO", "KAJULU"])
        .await;
    let (ahero, kibra) = (world.facility("AHERO").await, world.facility("KIBRA").await);
    let mut conn = world.conn().await;
    let listed = format!("SELECT listed::int::bigint AS id FROM facilities WHERE id = {ahero}");
    for (say, news) in [(false, true), (false, false), (true, true)] {
        assert_eq!(
            list_facility(&mut conn, mine, ahero, say).await.unwrap(),
            news
        );
        assert_eq!(world.number(&listed).await, i64::from(say));
    }
    // The directory of every process hears of it.
    let changes = format!(
        "SELECT count(*) AS id FROM changes WHERE kind = 'facility' AND facility_id = {ahero}"
    );
    let before = world.number(&changes).await;
    list_facility(&mut conn, mine, ahero, false).await.unwrap();
    assert_eq!(world.number(&changes).await, before + 1);
    let pharmacist = world
        .person(2, "pharmacist", "active", None, &["AHERO"])
        .await;
    let gone = world
        .person(3, "in_charge", "disabled", None, &["AHERO"])
        .await;
    let supervisor = world
        .person(4, "supervisor", "active", Some("Kisumu"), &[])
        .await;
    for (by, facility, why) in [
        (mine, kibra, Refusal::Outside),
        (pharmacist, ahero, Refusal::NotAllowed),
        (gone, ahero, Refusal::NotAllowed),
        (supervisor, ahero, Refusal::NotAllowed),
    ] {
        let told = list_facility(&mut conn, by, facility, true).await;
        assert_eq!(refused(told), why, "{by}");
    }
    assert_eq!(world.number(&listed).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_facility_that_reports_are_for_is_one_where_they_work() {
    let world = World::new().await;
    let id = world
        .person(1, "pharmacist", "active", None, &["AHERO", "KAJULU"])
        .await;
    let mut conn = world.conn().await;
    let (ahero, kajulu) = (
        world.facility("AHERO").await,
        world.facility("KAJULU").await,
    );
    for (facility, kept) in [("KAJULU", true), ("KIBRA", false)] {
        let facility = world.facility(facility).await;
        let told = staff::remember_facility(&mut conn, id, facility)
            .await
            .unwrap();
        assert_eq!(told, kept);
    }
    let person = staff::by_id(&mut conn, id).await.unwrap().unwrap();
    assert_eq!(person.facility_id, Some(kajulu));
    let mut both = [ahero, kajulu];
    both.sort_unstable();
    assert_eq!(person.facilities, both);
}
