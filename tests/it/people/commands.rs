//! `medvault user`, as whoever runs the service types it.

use std::process::{Command, Output};

use medvault::models::staff;
use medvault::people::pin::Tried;
use medvault::people::role::{Role, State};

use super::world::World;

async fn user(world: &World, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    command
        .arg("user")
        .args(args)
        .env("DATABASE_URL", world.database.url())
        .env("MEDVAULT_PHONE_KEYS", super::world::KEYS)
        .env("MEDVAULT_PHONE_HMAC_KEYS", super::world::KEYS);
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

async fn said(world: &World, args: &[&str]) -> String {
    let output = user(world, args).await;
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    String::from_utf8(output.stdout).unwrap()
}

async fn complaint(world: &World, args: &[&str]) -> String {
    let output = user(world, args).await;
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

const GRACE: [&str; 7] = [
    "add",
    "--phone",
    "+254700000001",
    "--name",
    "Grace Achieng",
    "--role",
    "pharmacist",
];

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_let_in_listed_and_let_out() {
    let world = World::new().await;
    let at = [
        &GRACE[..],
        &[
            "--facility",
            "AHERO",
            "--facility",
            "KAJULU",
            "--language",
            "sw",
        ],
    ]
    .concat();
    let added = said(&world, &at).await;
    assert_eq!(
        added,
        "added: 1\nGrace Achieng chooses a PIN when they next dial\n"
    );
    let over = [
        "add",
        "--phone",
        "+254711222333",
        "--name",
        "Otieno",
        "--role",
        "supervisor",
        "--place",
        "kisumu",
    ];
    said(&world, &over).await;
    let listed = said(&world, &["list"]).await;
    assert_eq!(
        listed,
        "1\tactive\tpharmacist\t...001\tGrace Achieng\tAHERO,KAJULU\tsw\n\
         2\tactive\tsupervisor\t...333\tOtieno\tKisumu\n"
    );
    for number in ["254700000001", "0000001", "254711222333", "222333"] {
        assert!(!listed.contains(number), "{listed}");
    }
    assert_eq!(
        said(&world, &["disable", "+254700000001"]).await,
        "disabled: 1 Grace Achieng\n"
    );
    let listed = said(&world, &["list"]).await;
    assert!(
        listed.starts_with("1\tdisabled\tpharmacist\t...001\t"),
        "{listed}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_added_chooses_a_pin_and_a_reset_or_a_return_takes_it_away() {
    let world = World::new().await;
    let at = [&GRACE[..], &["--facility", "AHERO"]].concat();
    said(&world, &at).await;
    let phone = world.phone(1).await;
    assert_eq!(world.try_pin(phone, "4071").await, Tried::NoPin);
    assert!(world.choose(1, "4071").await);
    for _ in 0..3 {
        world.try_pin(phone, "9999").await;
    }
    assert!(matches!(
        world.try_pin(phone, "4071").await,
        Tried::Locked(_)
    ));
    let reset = said(&world, &["reset-pin", "1"]).await;
    assert_eq!(reset, "1 Grace Achieng chooses a PIN when they next dial\n");
    assert_eq!(world.try_pin(phone, "4071").await, Tried::NoPin);
    assert!(world.choose(1, "5082").await);
    assert_eq!(world.try_pin(phone, "5082").await, Tried::Right);
    said(&world, &["disable", "1"]).await;
    assert_eq!(world.try_pin(phone, "5082").await, Tried::Nobody);
    assert!(!world.choose(1, "6193").await);
    // Let in again, she is who she was, and chooses again.
    let again = [&GRACE[..], &["--facility", "KIBRA"]].concat();
    assert!(said(&world, &again).await.starts_with("added: 1\n"));
    assert_eq!(world.try_pin(phone, "5082").await, Tried::NoPin);
    let person = staff::of_phone(&mut world.conn().await, phone)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(person.facilities, [world.facility("KIBRA").await]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_is_let_in_by_the_command_too() {
    let world = World::new().await;
    let id = world
        .person(1, "pharmacist", "waiting", None, &["KIBRA"])
        .await;
    let add = [
        "add",
        "--phone",
        "+254700000001",
        "--name",
        "Amina",
        "--role",
        "in_charge",
        "--facility",
        "AHERO",
    ];
    assert!(
        said(&world, &add)
            .await
            .starts_with(&format!("added: {id}\n"))
    );
    let person = staff::by_id(&mut world.conn().await, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (&*person.name, person.role, person.state),
        ("Amina", Role::InCharge, State::Active)
    );
    assert_eq!(person.facilities, [world.facility("AHERO").await]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_with_what_to_do() {
    let world = World::new().await;
    world
        .person(1, "pharmacist", "active", None, &["AHERO"])
        .await;
    world
        .person(2, "pharmacist", "disabled", None, &["AHERO"])
        .await;
    let twin = "INSERT INTO places (source, source_id, kind, name, iso3, parent_id)
        SELECT 't', '9', 'town', 'Kisumu', 'KEN', id FROM places WHERE name = 'Nairobi'";
    diesel_async::SimpleAsyncConnection::batch_execute(&mut world.conn().await, twin)
        .await
        .unwrap();
    let county = world.place("Kisumu' AND kind = 'county").await;
    #[rustfmt::skip]
    let cases: [(&[&str], &str); 17] = [
        (&["--phone", "0700000009", "--role", "pharmacist"], "must be a phone number like +254700000001"),
        (&["--phone", "+254700000009", "--role", "nurse"], "must be one of pharmacist, in_charge, supervisor, authority, approver, administrator"),
        (&["--phone", "+254700000009", "--role", "pharmacist"], "the role pharmacist works at a facility: name it with --facility CODE"),
        (&["--phone", "+254700000009", "--role", "pharmacist", "--facility", "X1"], "no facility has the code X1: `medvault near"),
        (&["--phone", "+254700000009", "--role", "in_charge", "--facility", "AHERO", "--place", "Ahero"], "answers for no place: leave --place out"),
        (&["--phone", "+254700000009", "--role", "supervisor"], "name it with --place NAME"),
        (&["--phone", "+254700000009", "--role", "supervisor", "--place", "Atlantis"], "there is no place Atlantis: `medvault search place"),
        (&["--phone", "+254700000009", "--role", "supervisor", "--place", "Kisumu"], "several places are called Kisumu; say which by its number:"),
        (&["--phone", "+254700000009", "--role", "supervisor", "--place", "Kisumu"], "town Kisumu, Nairobi"),
        (&["--phone", "+254700000009", "--role", "authority", "--place", "Ahero", "--facility", "AHERO"], "works at no facility: leave --facility out"),
        (&["--phone", "+254700000009", "--role", "administrator", "--place", "Ahero"], "answers for no place: leave --place out"),
        (&["--phone", "+254700000009", "--role", "approver"], "name it with --place NAME"),
        (&["--phone", "+254700000009", "--role", "administrator", "--language", "xx"], "there is no language xx: use one of am, en, fr, ha, sw"),
        (&["--phone", "+254700000009", "--role", "administrator", "--name", "12"], "a name has 1 to 60 letters"),
        (&["--phone", "+254700000001", "--role", "administrator"], "is that of Person 1 already (1); to change what they do, `medvault user disable 1`"),
        (&["--phone", "+254700000002", "--role", "administrator"], "was that of Person 2 (2), whose reports stay theirs: add them again as --name \"Person 2\""),
        (&["--phone", "+254700000009"], "--role <ROLE>"),
    ];
    let staff = "SELECT count(*) AS id FROM staff WHERE state = 'active'";
    for (args, problem) in cases {
        let name: &[&str] = if args.contains(&"--name") {
            &[]
        } else {
            &["--name", "Grace"]
        };
        let told = complaint(&world, &[&["add"], args, name].concat()).await;
        assert!(told.contains(problem), "{args:?}: {told}");
        assert_eq!(world.number(staff).await, 1, "{args:?}");
    }
    for command in ["disable", "reset-pin"] {
        for who in ["99", "+254700000009", "+254700000077"] {
            let told = complaint(&world, &[command, who]).await;
            assert!(
                told.contains("there is nobody of that number: `medvault user list`"),
                "{told}"
            );
        }
        let told = complaint(&world, &[command, "2"]).await;
        assert!(
            told.contains("Person 2 is disabled; `medvault user add`"),
            "{told}"
        );
        let told = complaint(&world, &[command, "Grace"]).await;
        assert!(
            told.contains("must be a number from `medvault user list`"),
            "{told}"
        );
    }
    let which = county.to_string();
    let add = [
        "add",
        "--phone",
        "+254700000009",
        "--name",
        "Otieno",
        "--role",
        "supervisor",
        "--place",
        &which,
    ];
    said(&world, &add).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_sealed_with_another_key_stops_no_list_and_no_key_stops_all() {
    let world = World::new().await;
    world
        .person(1, "pharmacist", "active", None, &["AHERO"])
        .await;
    let spoil = "UPDATE phones SET sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 1)";
    diesel_async::SimpleAsyncConnection::batch_execute(&mut world.conn().await, spoil)
        .await
        .unwrap();
    assert_eq!(
        said(&world, &["list"]).await,
        "1\tactive\tpharmacist\t...???\tPerson 1\tAHERO\n"
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    command
        .args(["user", "list"])
        .env("DATABASE_URL", world.database.url())
        .env_remove("MEDVAULT_PHONE_KEYS")
        .env_remove("MEDVAULT_PHONE_HMAC_KEYS");
    let output = tokio::task::block_in_place(|| command.output().unwrap());
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("MEDVAULT_PHONE_KEYS is not set"), "{told}");
}
