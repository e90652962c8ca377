//! A draft that one officer alone lets out: whose, by whom and which way in.

use medvault::broadcasts::create::{First, Wanted, create};
use medvault::broadcasts::glass::break_glass;
use medvault::broadcasts::{Done, Refusal};
use medvault::models::broadcast::{Broadcast, Channel, State};

use super::{Scene, refused};

async fn breaks(scene: &Scene, who: i64, channel: Channel, id: i64) -> Done<Broadcast> {
    let by = scene.by(who, channel).await;
    let mut conn = scene.world.conn().await;
    break_glass(&mut conn, &scene.office(), &by, id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_its_writers_who_may_and_never_by_sms() {
    let scene = Scene::new().await;
    let wanted = Wanted {
        emergency: true,
        reason: "cholera".to_owned(),
        ..scene.wanted("Kisumu").await
    };
    let alone = First::DraftAlone;
    let made = scene.make(scene.authority, wanted.clone(), alone).await;
    assert_eq!(refused(made), Refusal::NotAllowed);
    let silent = Wanted {
        reason: " ".to_owned(),
        ..wanted.clone()
    };
    let made = scene.make(scene.approver, silent, alone).await;
    assert_eq!(refused(made), Refusal::Reason);
    let by = scene.by(scene.approver, Channel::Sms).await;
    let mut conn = scene.world.conn().await;
    let made = create(&mut conn, &scene.office(), &by, wanted.clone(), alone).await;
    assert_eq!(refused(made), Refusal::AloneBySms);

    let made = scene.make(scene.approver, wanted.clone(), alone).await;
    let id = made.unwrap().broadcast.id;
    let (ussd, sms) = (Channel::Ussd, Channel::Sms);
    for (who, channel, why) in [
        (scene.approver, sms, Refusal::AloneBySms),
        (scene.national, ussd, Refusal::Unknown),
        (scene.authority, ussd, Refusal::Unknown),
    ] {
        let done = breaks(&scene, who, channel, id).await;
        assert_eq!(refused(done), why);
    }
    let none = breaks(&scene, scene.approver, ussd, id + 1).await;
    assert_eq!(refused(none), Refusal::Unknown);
    // Who asks a second officer does not send alone.
    let asked = scene.make(scene.authority, wanted, First::Draft).await;
    let asked = asked.unwrap().broadcast.id;
    let done = breaks(&scene, scene.authority, ussd, asked).await;
    assert_eq!(refused(done), Refusal::NotAllowed);
    assert_eq!(scene.let_out().await, 0);

    let out = breaks(&scene, scene.approver, ussd, id).await.unwrap();
    assert_eq!((out.id, out.state), (id, State::Approved));
    let again = breaks(&scene, scene.approver, ussd, id).await;
    assert_eq!(refused(again), Refusal::Already(State::Approved));
    assert_eq!(scene.let_out().await, 1);
}
