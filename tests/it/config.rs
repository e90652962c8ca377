//! The environment becomes the configuration, or everything wrong with it is told.

use std::net::IpAddr;
use std::time::Duration;

use medvault::config::{Api, Config, Database, LogFormat, Network, Phones, VARIABLES, Vars, table};

const KEY: &str = "7:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn least() -> Vars {
    [
        ("DATABASE_URL", "postgres://localhost/medvault"),
        ("MEDVAULT_PHONE_KEYS", KEY),
        ("MEDVAULT_PHONE_HMAC_KEYS", KEY),
        ("MEDVAULT_PIN_PEPPER", &KEY[2..]),
    ]
    .into_iter()
    .collect()
}

fn with(name: &str, value: &str) -> Result<Config, String> {
    let mut vars = least();
    vars.set(name, value);
    Config::read(&vars).map_err(|problems| problems.to_string())
}

#[test]
fn what_is_not_set_has_the_default_of_the_table() {
    let config = Config::read(&least()).unwrap();
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.http.admin_listen, None);
    assert!(!config.http.simulator);
    assert!(config.redis.is_none());
    assert_eq!(config.ussd.language, "en");
    assert_eq!(config.ussd.resume, Duration::from_secs(300));
    assert_eq!((config.rates.phone, config.rates.address), (60, 30));
    assert_eq!(config.log.format, LogFormat::Text);
    assert_eq!(config.phones.seal.len(), 1);
    let account = &config.africastalking;
    assert_eq!(
        (account.username.as_str(), account.api),
        ("sandbox", Api::Classic)
    );
    assert!(account.key.is_none() && account.sender.is_none());
    assert!(config.warnings.is_empty());
}

#[test]
fn every_example_is_accepted() {
    let here = env!("CARGO_MANIFEST_DIR");
    for variable in VARIABLES {
        let folder = variable.about.starts_with("folder");
        let example = if folder { here } else { variable.example };
        let mut vars = least();
        vars.set(variable.name, example);
        let read = Config::read_demo(vars);
        assert!(read.is_ok(), "{}: {}", variable.name, read.unwrap_err());
    }
}

#[test]
fn the_readme_shows_the_table() {
    let readme = include_str!("../../README.md");
    assert!(
        readme.contains(&table()),
        "README.md, Configuration: `medvault serve --help` prints the table that should stand there"
    );
}

#[test]
fn a_bad_value_is_told_with_its_name_its_problem_and_an_example() {
    #[rustfmt::skip]
    let cases = [
        ("DATABASE_URL", "mysql://localhost/x", "must begin with postgres://"),
        ("DATABASE_URL", "postgres://localhost:port/x", "is no PostgreSQL URL"),
        ("REDIS_URL", "localhost:6379", "is no redis:// URL"),
        ("MEDVAULT_LISTEN", "8080", "must be address:port, is `8080`"),
        ("MEDVAULT_ADMIN_LISTEN", "localhost", "must be address:port, is `localhost`"),
        ("MEDVAULT_SIMULATOR", "maybe", "must be `on` or `off`, is `maybe`"),
        ("MEDVAULT_MENUS", "/no/such/folder", "must be a folder, `/no/such/folder` is none"),
        ("MEDVAULT_LANGUAGE", "English", "is no such code: `English`"),
        ("MEDVAULT_PHONE_KEYS", "AAEC", "key 1: no `id:` before the base64 text"),
        ("MEDVAULT_PHONE_KEYS", "0:AAEC", "key 1: the id must be a number from 1 to 32767"),
        ("MEDVAULT_PHONE_KEYS", "1:AAEC", "key 1: must be 32 bytes, is 3"),
        ("MEDVAULT_PHONE_KEYS", "1:?", "key 1: is not base64"),
        ("MEDVAULT_PIN_PEPPER", "pepper", "is not base64"),
        ("MEDVAULT_PIN_PEPPER", "cGVwcGVy", "must be 32 bytes, is 6"),
        ("MEDVAULT_RATE_PHONE", "-1", "must be a whole number from 0 to 1000000, is `-1`"),
        ("MEDVAULT_RATE_ADDRESS", "many", "must be a whole number from 0 to 1000000, is `many`"),
        ("MEDVAULT_AT_USERNAME", "é", "must be at most 60 plain letters, digits and signs"),
        ("MEDVAULT_AT_KEY", "atsk hunter4", "must be plain letters, digits and signs (example"),
        ("MEDVAULT_AT_SENDER", "A sender of more than twenty", "must be at most 20 plain letters"),
        ("MEDVAULT_AT_URL", "api.africastalking.com", "is no URL: `api.africastalking.com`"),
        ("MEDVAULT_AT_URL", "ftp://localhost", "must begin with https:// or http://"),
        ("MEDVAULT_AT_API", "premium", "must be `classic` or `bulk`, is `premium`"),
        ("MEDVAULT_AT_RECIPIENTS", "0", "must be a whole number from 1 to 5000, is `0`"),
        ("MEDVAULT_AT_RATE", "fast", "must be a whole number from 0 to 100000, is `fast`"),
        ("MEDVAULT_AT_PARALLEL", "0", "must be a whole number from 1 to 100, is `0`"),
        ("MEDVAULT_AT_PATIENCE_MS", "1", "must be a whole number from 10 to 60000, is `1`"),
        ("MEDVAULT_PROXIES", "10.0.0.0/33", "`10.0.0.0/33`: the prefix must be 0 to 32"),
        ("MEDVAULT_PROXIES", "10.0.0.0/8,proxy", "`proxy` is no address range"),
        ("MEDVAULT_RESUME_SECONDS", "5m", "must be a whole number from 0 to 86400, is `5m`"),
        ("MEDVAULT_SESSION_SECONDS", "10", "must be a whole number from 30 to 86400, is `10`"),
        ("MEDVAULT_NETWORKS", "63902=160", "`63902=160` is not code=characters:seconds"),
        ("MEDVAULT_NETWORKS", "63902=20:30", "`63902=20:30`: a screen has 80 to 184 characters"),
        ("MEDVAULT_CURRENCY", "kes", "is no such code: `kes`"),
        ("MEDVAULT_REDIS_PREFIX", "a b", "not `a b`"),
        ("MEDVAULT_DATABASE_CONNECTIONS", "0", "must be a whole number from 1 to 1000, is `0`"),
        ("MEDVAULT_LOG", "medvault=loud", "is no log filter: "),
        ("MEDVAULT_LOG_FORMAT", "xml", "must be `text` or `json`, is `xml`"),
        ("MEDVAULT_WORKERS", "x", "must be a whole number from 0 to 512, is `x`"),
    ];
    for (name, value, problem) in cases {
        let told = with(name, value).unwrap_err();
        let example = VARIABLES.iter().find(|v| v.name == name).unwrap().example;
        assert!(told.contains(name), "{told}");
        assert!(told.contains(problem), "{name}: {told}");
        assert!(told.contains(&format!("(example: {example})")), "{told}");
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let vars = [("MEDVAULT_LISTEN", "x"), ("MEDVAULT_WORKERS", "y")];
    let problems = Config::read(&vars.into_iter().collect()).unwrap_err();
    let names: Vec<_> = problems.0.iter().map(|p| p.name).collect();
    assert_eq!(
        names,
        [
            "DATABASE_URL",
            "MEDVAULT_LISTEN",
            "MEDVAULT_WORKERS",
            "MEDVAULT_PHONE_KEYS",
            "MEDVAULT_PHONE_HMAC_KEYS",
            "MEDVAULT_PIN_PEPPER"
        ]
    );
}

#[test]
fn a_blank_value_is_no_value() {
    let config = with("REDIS_URL", "  ").unwrap();
    assert!(config.redis.is_none());
    assert!(with("DATABASE_URL", "").unwrap_err().contains("is not set"));
}

#[test]
fn a_probable_typo_is_warned_of() {
    let config = with("MEDVAULT_LISTN", "127.0.0.1:1").unwrap();
    assert_eq!(
        config.warnings,
        ["MEDVAULT_LISTN is no variable of ours; did you mean MEDVAULT_LISTEN?"]
    );
    let config = with("MEDVAULT_COLOUR_OF_THE_ROOF", "red").unwrap();
    assert_eq!(
        config.warnings,
        ["MEDVAULT_COLOUR_OF_THE_ROOF is no variable of ours"]
    );
}

#[test]
fn keys_are_read_in_order_and_none_twice() {
    let two = format!("{KEY}, 8:{}", &KEY[2..]);
    let config = with("MEDVAULT_PHONE_KEYS", &two).unwrap();
    let ids: Vec<_> = config.phones.seal.iter().map(|key| key.id).collect();
    assert_eq!(ids, [7, 8]);
    let told = with("MEDVAULT_PHONE_KEYS", &format!("{KEY},{KEY}")).unwrap_err();
    assert!(told.contains("key 2: the id 7 stands twice"), "{told}");
    let three = format!("{two},9:{}", &KEY[2..]);
    let told = with("MEDVAULT_PHONE_HMAC_KEYS", &three).unwrap_err();
    assert!(told.contains("holds 3 keys, two at most"), "{told}");
}

#[test]
fn the_demos_keys_do_for_the_demo_alone() {
    let demo = VARIABLES
        .iter()
        .find(|v| v.name == "MEDVAULT_PHONE_KEYS")
        .unwrap()
        .example;
    for name in ["MEDVAULT_PHONE_KEYS", "MEDVAULT_PHONE_HMAC_KEYS"] {
        let told = with(name, demo).unwrap_err();
        assert!(
            told.contains(&format!("{name} is the demo's key")),
            "{told}"
        );
    }
    let vars = [("DATABASE_URL", "postgres://localhost/medvault")];
    let config = Config::read_demo(vars.into_iter().collect()).unwrap();
    assert_eq!(config.phones.seal.len(), 1);
    let pepper = VARIABLES.iter().find(|v| v.name == "MEDVAULT_PIN_PEPPER");
    let told = with("MEDVAULT_PIN_PEPPER", pepper.unwrap().example).unwrap_err();
    assert!(told.contains("is the demo's pepper"), "{told}");
}

#[test]
fn messages_go_where_the_account_is() {
    let cases: [(&[(&str, &str)], &str); 6] = [
        (
            &[],
            "https://api.sandbox.africastalking.com/version1/messaging",
        ),
        (
            &[("MEDVAULT_AT_USERNAME", "clinic")],
            "https://api.africastalking.com/version1/messaging",
        ),
        (
            &[
                ("MEDVAULT_AT_USERNAME", "clinic"),
                ("MEDVAULT_AT_API", "bulk"),
                ("MEDVAULT_AT_SENDER", "CLINIC"),
            ],
            "https://api.africastalking.com/version1/messaging/bulk",
        ),
        (
            &[("MEDVAULT_AT_URL", "http://127.0.0.1:9")],
            "http://127.0.0.1:9/version1/messaging",
        ),
        (
            &[("MEDVAULT_AT_URL", "http://127.0.0.1:9/")],
            "http://127.0.0.1:9/version1/messaging",
        ),
        (
            &[("MEDVAULT_AT_URL", "https://proxy.example/at/sms")],
            "https://proxy.example/at/sms",
        ),
    ];
    for (given, url) in cases {
        let mut vars = least();
        for (name, value) in given {
            vars.set(name, value);
        }
        let config = Config::read(&vars).unwrap();
        assert_eq!(config.africastalking.url.as_str(), url);
    }
    let told = with("MEDVAULT_AT_API", "bulk").unwrap_err();
    let needed = "MEDVAULT_AT_SENDER must be set where `MEDVAULT_AT_API` is `bulk`";
    assert!(told.contains(needed), "{told}");
}

#[test]
fn secrets_are_not_shown() {
    let mut vars = least();
    vars.set(
        "DATABASE_URL",
        "postgres://medvault:hunter2@localhost/medvault",
    );
    vars.set("REDIS_URL", "redis://:hunter3@localhost");
    vars.set("MEDVAULT_AT_KEY", "atsk_hunter4");
    let shown = format!("{:?} {vars:?}", Config::read(&vars).unwrap());
    for secret in ["hunter2", "hunter3", "hunter4", &KEY[2..20], "[0, 1, 2, 3"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("***"));
    vars.set(
        "DATABASE_URL",
        "postgres://medvault:hunter2@localhost:x/medvault",
    );
    vars.set("MEDVAULT_PHONE_KEYS", "1:c2VjcmV0");
    let told = Config::read(&vars).unwrap_err().to_string();
    assert!(
        !told.contains("hunter2") && !told.contains("c2VjcmV0"),
        "{told}"
    );
}

#[test]
fn the_database_alone_needs_nothing_else() {
    let vars: Vars = [("DATABASE_URL", "postgres://localhost/medvault")]
        .into_iter()
        .collect();
    let database = Database::read(&vars).unwrap();
    assert_eq!(database.url.expose(), "postgres://localhost/medvault");
    let told = Database::read(&Vars::default()).unwrap_err();
    assert_eq!(told.0.len(), 1);
}

#[test]
fn the_keys_alone_need_nothing_else_and_are_not_the_demos() {
    let keys = |key| {
        [
            ("MEDVAULT_PHONE_KEYS", key),
            ("MEDVAULT_PHONE_HMAC_KEYS", KEY),
        ]
    };
    let phones = Phones::read(&keys(KEY).into_iter().collect()).unwrap();
    assert_eq!((phones.seal.len(), phones.hmac.len()), (1, 1));
    let named = VARIABLES.iter().find(|v| v.name == "MEDVAULT_PHONE_KEYS");
    let demo = keys(named.unwrap().example);
    assert!(Phones::read(&demo.into_iter().collect()).is_err());
    assert_eq!(Phones::read(&Vars::default()).unwrap_err().0.len(), 2);
}

#[test]
fn an_address_lies_in_a_range_or_not() {
    #[rustfmt::skip]
    let cases = [
        ("10.0.0.0/8", "10.255.0.1", true),
        ("10.0.0.0/8", "11.0.0.1", false),
        ("10.1.2.3", "10.1.2.3", true),
        ("10.1.2.3", "10.1.2.4", false),
        ("0.0.0.0/0", "203.0.113.1", true),
        ("0.0.0.0/0", "2001:db8::1", false),
        ("::/0", "2001:db8::1", true),
        ("fd00::/8", "fdff::1", true),
        ("fd00::/8", "fe00::1", false),
        ("10.0.0.0/8", "::ffff:10.0.0.1", true),
    ];
    for (range, address, inside) in cases {
        let network: Network = range.parse().unwrap();
        let address: IpAddr = address.parse().unwrap();
        assert_eq!(network.contains(address), inside, "{range} {address}");
    }
}
