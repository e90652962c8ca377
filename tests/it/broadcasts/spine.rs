//! Made, approved, let out alone, passed on and stopped: and nothing sent on any other way.

use std::collections::BTreeMap;

use medvault::broadcasts::approve::{Decided, Which};
use medvault::broadcasts::ask;
use medvault::broadcasts::audience::{Audience, Flaw};
use medvault::broadcasts::change::{Change, change, try_out};
use medvault::broadcasts::create::{First, Wanted, create};
use medvault::broadcasts::{Refusal, time};
use medvault::models::broadcast::{self, Channel, State};

use super::{Scene, refused};

#[tokio::test(flavor = "multi_thread")]
async fn a_broadcast_goes_out_once_a_second_officer_says_yes() {
    let scene = Scene::new().await;
    let wanted = scene.wanted("Kisumu").await;
    let made = scene
        .make(scene.authority, wanted, First::Ask)
        .await
        .unwrap();
    assert_eq!((made.plan.recipients, made.plan.registered), (5, 6));
    assert_eq!(made.plan.segments, 5);
    assert_eq!(made.plan.cost.unwrap().to_string(), "4.00");
    assert_eq!(made.plan.missing, ["sw"]);
    assert_eq!(
        (made.asked, scene.let_out().await),
        (Some(scene.approver), 0)
    );
    let id = made.broadcast.id;
    assert_eq!(scene.state(id).await, "waiting");
    let asked = scene.told(2).await.unwrap();
    assert!(
        asked.contains("Person 1 asks to send to 5 people, Kisumu: \"Boil all water.\""),
        "{asked}"
    );
    let code = scene.code(2).await;
    // Who is not asked is not told of it.
    assert_eq!((scene.told(3).await, scene.told(4).await), (None, None));
    let said = scene
        .say(scene.approver, Which::Code(&code), true)
        .await
        .unwrap();
    assert!(matches!(said, Decided::Approved(_)), "{said:?}");
    assert_eq!(
        (scene.state(id).await.as_str(), scene.let_out().await),
        ("approved", 1)
    );
    let told = scene.told(1).await.unwrap();
    assert_eq!(told, format!("Broadcast {id} was approved by Person 2."));
    let kept = broadcast::by_id(&mut scene.world.conn().await, id)
        .await
        .unwrap()
        .unwrap();
    let alerts = &scene.world.app.config.alerts;
    let (from, until) = time::window(
        kept.created_at,
        kept.created_at,
        false,
        alerts.quiet,
        alerts.zone,
    );
    assert!(
        (kept.starts_at - from).num_seconds().abs() < 60,
        "{kept:?} {from}"
    );
    assert!((kept.expires_at - until).num_seconds().abs() < 60);
    // A replayed approval.
    let again = scene.say(scene.approver, Which::Code(&code), true).await;
    assert_eq!(refused(again), Refusal::Already(State::Approved));
    let again = scene.say(scene.national, Which::Id(id), false).await;
    assert_eq!(refused(again), Refusal::Already(State::Approved));
    assert_eq!(scene.let_out().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_not_be_sent_is_refused_by_name_and_kept_nowhere() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let good = scene.wanted("Kisumu").await;
    let text = |language: &str, body: String| {
        BTreeMap::from([
            ("en".to_owned(), "Boil.".to_owned()),
            (language.to_owned(), body),
        ])
    };
    let aimed = |audience: Audience| Wanted {
        audience: Audience {
            place: good.audience.place,
            ..audience
        },
        ..good.clone()
    };
    let at = |minutes| Wanted {
        starts_at: Some(world.now() + chrono::TimeDelta::minutes(minutes)),
        ..good.clone()
    };
    let too_long = Refusal::TooLong {
        language: "en".to_owned(),
        segments: 7,
        most: 6,
        foreign: None,
    };
    let somewhere = Audience {
        place: Some(99_999),
        ..Audience::default()
    };
    #[rustfmt::skip]
    let cases = [
        ("outside", scene.wanted("Nairobi").await, Refusal::Outside),
        ("wider than their own", scene.wanted("Kenya").await, Refusal::Outside),
        ("unknown area", Wanted { audience: somewhere, ..good.clone() }, Refusal::NoPlace),
        ("no audience", aimed(Audience { roles: Vec::new(), ..Audience::default() }), Refusal::Audience(Flaw::Nobody)),
        ("nobody there", aimed(Audience { languages: vec!["fr".to_owned()], ..Audience::default() }), Refusal::Nobody),
        ("a language nobody speaks", aimed(Audience { languages: vec!["xx".to_owned()], ..Audience::default() }), Refusal::Language("xx".to_owned())),
        ("no such product", aimed(Audience { waits_for: Some(5), ..Audience::default() }), Refusal::NoProduct),
        ("no text", Wanted { texts: BTreeMap::new(), ..good.clone() }, Refusal::NoText("en".to_owned())),
        ("text too long", Wanted { texts: text("en", "a".repeat(919)), ..good.clone() }, too_long),
        ("an empty text", Wanted { texts: text("sw", "  ".to_owned()), ..good.clone() }, Refusal::Empty("sw".to_owned())),
        ("an emergency without why", Wanted { emergency: true, ..good.clone() }, Refusal::Reason),
        ("why at length", Wanted { reason: "x".repeat(201), ..good.clone() }, Refusal::Reason),
        ("in the past", at(-10), Refusal::Time),
        ("in two months", at(60 * 24 * 60), Refusal::Time),
        ("a correction of nothing", Wanted { corrects: Some(77), ..good.clone() }, Refusal::Unknown),
    ];
    for (what, wanted, why) in cases {
        let done = scene.make(scene.authority, wanted, First::Ask).await;
        assert_eq!(refused(done), why, "{what}");
    }
    let by = scene.by(scene.approver, Channel::Sms).await;
    let wanted = Wanted {
        reason: "now".to_owned(),
        ..good
    };
    let mut conn = world.conn().await;
    let done = create(&mut conn, &scene.office(), &by, wanted, First::Alone).await;
    assert_eq!(refused(done), Refusal::AloneBySms);
    for table in ["broadcasts", "outbox", "audit"] {
        let rows = world
            .number(&format!("SELECT count(*) AS id FROM {table}"))
            .await;
        assert_eq!(rows, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_counts_only_from_a_second_officer_in_time_and_once() {
    let scene = Scene::new().await;
    let wanted = scene.wanted("Kisumu").await;
    let made = scene
        .make(scene.authority, wanted, First::Ask)
        .await
        .unwrap();
    let id = made.broadcast.id;
    let code = scene.code(2).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let nairobi = scene
        .world
        .number("SELECT id FROM staff WHERE name = 'Person 4'")
        .await;
    let cases = [
        (
            "one's own",
            scene.authority,
            Which::Code(&code),
            Refusal::Own,
        ),
        (
            "another code",
            scene.approver,
            Which::Code(wrong),
            Refusal::Code,
        ),
        (
            "another area's officer",
            nairobi,
            Which::Code(&code),
            Refusal::Outside,
        ),
        (
            "no such broadcast",
            scene.approver,
            Which::Id(id + 1),
            Refusal::Unknown,
        ),
    ];
    for (what, by, which, why) in cases {
        assert_eq!(refused(scene.say(by, which, true).await), why, "{what}");
    }
    // Another authority may make, not approve.
    let other = scene
        .world
        .person(6, "authority", "active", Some("Kisumu"), &[])
        .await;
    assert_eq!(
        refused(scene.say(other, Which::Id(id), true).await),
        Refusal::NotAllowed
    );
    scene.world.pass(2 * 3600 + 1);
    assert_eq!(
        refused(scene.say(scene.approver, Which::Code(&code), true).await),
        Refusal::Expired
    );
    assert_eq!(
        (scene.state(id).await.as_str(), scene.let_out().await),
        ("waiting", 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_ends_it() {
    let scene = Scene::new().await;
    let wanted = scene.wanted("Kisumu").await;
    let id = scene
        .make(scene.authority, wanted, First::Ask)
        .await
        .unwrap()
        .broadcast
        .id;
    let said = scene
        .say(scene.approver, Which::Id(id), false)
        .await
        .unwrap();
    assert!(matches!(said, Decided::Refused(_)), "{said:?}");
    assert_eq!(scene.state(id).await, "refused");
    let told = scene.told(1).await.unwrap();
    assert_eq!(
        told,
        format!("Broadcast {id} was refused by Person 2. Nothing was sent.")
    );
    let again = scene.say(scene.approver, Which::Id(id), true).await;
    assert_eq!(refused(again), Refusal::Already(State::Refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_answer_gives_way_to_the_next_officer_and_then_it_is_over() {
    let scene = Scene::new().await;
    let wanted = scene.wanted("Kisumu").await;
    let id = scene
        .make(scene.authority, wanted, First::Ask)
        .await
        .unwrap()
        .broadcast
        .id;
    let first = scene.code(2).await;
    assert_eq!(ask::round(&scene.world.app).await.unwrap(), 0);
    scene.world.pass(9 * 60);
    assert_eq!(ask::round(&scene.world.app).await.unwrap(), 0);
    scene.world.pass(61);
    assert_eq!(ask::round(&scene.world.app).await.unwrap(), 1);
    let second = scene.code(3).await;
    // The first one's code serves no more, nor is anybody of Nairobi asked.
    assert_eq!(
        refused(scene.say(scene.approver, Which::Code(&first), true).await),
        Refusal::Code
    );
    assert_eq!(scene.told(4).await, None);
    scene.world.pass(3600);
    assert_eq!(ask::round(&scene.world.app).await.unwrap(), 0);
    scene.world.pass(3600 + 1);
    assert_eq!(ask::round(&scene.world.app).await.unwrap(), 1);
    assert_eq!(scene.state(id).await, "expired");
    assert!(
        scene
            .told(1)
            .await
            .unwrap()
            .contains("nobody approved it in time")
    );
    assert_eq!(
        refused(scene.say(scene.national, Which::Code(&second), true).await),
        Refusal::Expired
    );
    assert_eq!(scene.let_out().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_asks_the_next_officer_sooner_and_goes_out_at_night() {
    let scene = Scene::new().await;
    let wanted = Wanted {
        emergency: true,
        reason: "cholera".to_owned(),
        ..scene.wanted("Ahero").await
    };
    let id = scene
        .make(scene.authority, wanted, First::Ask)
        .await
        .unwrap()
        .broadcast
        .id;
    assert!(
        scene
            .told(2)
            .await
            .unwrap()
            .starts_with("EMERGENCY. Person 1 asks")
    );
    scene.world.pass(3 * 60 + 1);
    assert_eq!(ask::round(&scene.world.app).await.unwrap(), 1);
    let code = scene.code(3).await;
    scene
        .say(scene.national, Which::Code(&code), true)
        .await
        .unwrap();
    let kept = broadcast::by_id(&mut scene.world.conn().await, id)
        .await
        .unwrap()
        .unwrap();
    assert!(kept.starts_at <= scene.world.now(), "{kept:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn breaking_the_glass_sends_at_once_and_tells_every_approver() {
    let scene = Scene::new().await;
    let wanted = scene.wanted("Kisumu").await;
    let alone = scene
        .make(scene.approver, wanted.clone(), First::Alone)
        .await;
    assert_eq!(refused(alone), Refusal::Reason);
    let wanted = Wanted {
        reason: "Dam broke".to_owned(),
        ..wanted
    };
    let alone = scene
        .make(scene.authority, wanted.clone(), First::Alone)
        .await;
    assert_eq!(refused(alone), Refusal::NotAllowed);
    assert_eq!(scene.let_out().await, 0);
    let made = scene
        .make(scene.approver, wanted, First::Alone)
        .await
        .unwrap();
    assert_eq!(scene.state(made.broadcast.id).await, "approved");
    let told = scene.told(3).await.unwrap();
    assert!(told.contains("Person 2 sent broadcast"), "{told}");
    assert!(told.contains("Reason: Dam broke. \""), "{told}");
    assert_eq!((scene.told(2).await, scene.told(4).await), (None, None));
    let noted = "SELECT action AS word FROM audit ORDER BY id DESC LIMIT 1";
    assert_eq!(scene.world.word(noted).await.unwrap(), "break-glass");
    let alone = scene
        .world
        .number("SELECT count(*) AS id FROM broadcast_approvals WHERE alone AND approved")
        .await;
    assert_eq!(alone, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_its_writers_alone_until_they_say_yes() {
    let scene = Scene::new().await;
    let wanted = scene.wanted("Kisumu").await;
    let made = scene
        .make(scene.authority, wanted.clone(), First::Draft)
        .await
        .unwrap();
    let (id, code) = (made.broadcast.id, made.code.unwrap());
    assert_eq!(
        (scene.state(id).await.as_str(), scene.told(2).await),
        ("draft", None)
    );
    assert_eq!(
        refused(scene.say(scene.approver, Which::Code(&code), true).await),
        Refusal::Code
    );
    let said = scene
        .say(scene.authority, Which::Code(&code), true)
        .await
        .unwrap();
    assert!(
        matches!(said, Decided::Asked(_, officer) if officer == scene.approver),
        "{said:?}"
    );
    // The draft's code is not the officer's.
    assert_eq!(
        refused(scene.say(scene.approver, Which::Code(&code), true).await),
        Refusal::Code
    );
    let made = scene
        .make(scene.authority, wanted.clone(), First::Draft)
        .await
        .unwrap();
    let dropped = scene
        .say(scene.authority, Which::Code(&made.code.unwrap()), false)
        .await
        .unwrap();
    assert!(matches!(dropped, Decided::Dropped(_)), "{dropped:?}");
    let made = scene
        .make(scene.authority, wanted, First::Draft)
        .await
        .unwrap();
    scene.world.pass(2 * 3600 + 1);
    let late = scene
        .say(scene.authority, Which::Code(&made.code.unwrap()), true)
        .await;
    assert_eq!(refused(late), Refusal::Expired);
    // Nobody is left to say yes.
    scene
        .run("UPDATE staff SET state = 'disabled' WHERE role = 'approver'")
        .await;
    let wanted = scene.wanted("Kisumu").await;
    let made = scene
        .make(scene.authority, wanted, First::Draft)
        .await
        .unwrap();
    let alone = scene
        .say(scene.authority, Which::Code(&made.code.unwrap()), true)
        .await;
    assert_eq!(refused(alone), Refusal::NoOfficer);
    assert_eq!(scene.state(made.broadcast.id).await, "draft");
    assert_eq!(scene.let_out().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_paused_resumed_cancelled_corrected_and_tried_out() {
    let scene = Scene::new().await;
    let wanted = Wanted {
        audience: Audience {
            languages: vec!["sw".to_owned()],
            ..scene.wanted("Ahero").await.audience
        },
        ..scene.wanted("Ahero").await
    };
    let id = scene
        .make(scene.authority, wanted.clone(), First::Ask)
        .await
        .unwrap()
        .broadcast
        .id;
    let correction = Wanted {
        corrects: Some(id),
        audience: Audience::default(),
        ..wanted.clone()
    };
    let early = scene
        .make(scene.authority, correction.clone(), First::Ask)
        .await;
    assert_eq!(refused(early), Refusal::NeverSent(State::Waiting));
    let by = scene.by(scene.authority, Channel::Cli).await;
    let mut conn = scene.world.conn().await;
    assert_eq!(
        try_out(&mut conn, &scene.office(), &by, id).await.unwrap(),
        1
    );
    assert_eq!(scene.told(1).await.unwrap(), "Boil all water.");
    assert_eq!(scene.told(11).await, None);
    scene
        .say(scene.approver, Which::Id(id), true)
        .await
        .unwrap();
    let office = scene.office();
    for (wanted, state) in [
        (Change::Pause, State::Paused),
        (Change::Resume, State::Approved),
        (Change::Cancel, State::Cancelled),
    ] {
        let now = change(&mut conn, &office, &by, id, wanted).await.unwrap();
        assert_eq!(
            (now, scene.state(id).await.as_str()),
            (state, state.as_str())
        );
    }
    let over = change(&mut conn, &office, &by, id, Change::Resume).await;
    assert_eq!(refused(over), Refusal::Already(State::Cancelled));
    let approver = scene.by(scene.approver, Channel::Cli).await;
    let not = change(&mut conn, &office, &approver, id, Change::Cancel).await;
    assert_eq!(refused(not), Refusal::NotAllowed);
    // It went to nobody: there is nothing to correct.
    let never = scene.make(scene.authority, correction.clone(), First::Ask);
    assert_eq!(refused(never.await), Refusal::NeverSent(State::Cancelled));
    scene.begun(id).await;
    let made = scene
        .make(scene.authority, correction, First::Ask)
        .await
        .unwrap();
    assert_eq!(made.broadcast.audience, wanted.audience);
    assert_eq!(
        (made.broadcast.corrects, made.plan.recipients),
        (Some(id), 1)
    );
}
