//! Every story under tests/messages: what people send by SMS and what they are answered.
//!
//! ```text
//! # what the story is about
//! ~ staff 0711 pharmacist nrb-kit-01     somebody who works at facilities
//! ~ language 0711 sw                     their language
//! ~ place 0711 Kibera                    their place
//! ~ supervisor 0720 Kibera               somebody who answers for an area
//! ~ officer 0721 authority 4071 Kibera   somebody who broadcasts there, or approves, with their PIN
//! ~ now +3h                              time goes by
//! ~ way 5h                               the next message was on its way so long
//! ~ hour 10                              it is next ten o'clock where they live
//! ~ stock pcm nrb-kit-01 0               a file says so; `all` is everywhere
//! ~ past nrb-kit-01 pcm 400              for two years so many were given out each month
//! ~ season nrb-kit-01 pcm 400            and three times as many from this month of each year on, for three months
//! ~ night                                what works at night does
//! ~ watch                                whoever is to be told is told
//! ~ send                                 what waits to be sent is; what no longer goes, nobody hears
//! ~ again                                the last message comes once more
//! 0711 > SOH AL 120                      they send; `\n` is a line break
//! 0711 < AL 120 tabs saved.              they are answered
//! 0721 > OK CODE2 5082                   the second code of six digits that anybody was told
//! ```

mod crowd;
mod night;
mod officers;
mod outbreaks;

use std::collections::HashSet;
use std::path::Path;

use chrono::{TimeDelta, Timelike as _};
use diesel::{QueryableByName, sql_types::Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl as _, SimpleAsyncConnection as _};
use medvault::db::Conn;
use medvault::directory::names::Action;
use medvault::models::outbox::{self, Claimed, Rank};
use medvault::models::send::{self, Mark, Send};
use medvault::models::stock_level::{self, NewLevel, Older};
use medvault::models::{phone, subscriber};
use medvault::operators::{Message, Sender};
use medvault::people::phone::Msisdn;
use medvault::sms::find::{self, Meant};
use medvault::sms::look;
use medvault::sms::receive::receive;
use medvault::stock::verify::verify;
use medvault::stock::watch;
use medvault::text::gsm;
use medvault::ussd::script::Script;
use medvault::ussd::stage::Between;
use medvault::ussd::theatre::{Set, Theatre};

use crate::support::needed;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

struct Story {
    set: Set,
    conn: Conn,
    sent: u32,
    /// The last answer that was told.
    told: i64,
    /// Messages that nobody will hear, and that is told.
    dropped: HashSet<i64>,
    last: Option<Message>,
    /// The codes that were told so far.
    codes: Vec<String>,
    /// How long the next message was on its way.
    way: TimeDelta,
}

impl Story {
    /// One that plays on a set of its own.
    async fn open(theatre: &Theatre) -> Story {
        let set = theatre.stage("messages").await.unwrap();
        Story {
            conn: Conn::establish(set.database.url()).await.unwrap(),
            sent: 0,
            told: 0,
            dropped: HashSet::new(),
            last: None,
            codes: Vec::new(),
            way: TimeDelta::zero(),
            set,
        }
    }

    async fn texts(&mut self, query: &str) -> Vec<String> {
        let query = format!("SELECT line::text FROM ({query}) AS t (line)");
        let lines: Vec<Line> = diesel::sql_query(query).load(&mut self.conn).await.unwrap();
        lines.into_iter().map(|line| line.line).collect()
    }

    async fn phone(&mut self, tail: &str) -> i64 {
        phone::id_of(&mut self.conn, &self.set.app.phones, &msisdn(tail))
            .await
            .unwrap()
    }

    /// Everything that happens between messages.
    async fn happen(&mut self, what: &str) {
        let words: Vec<&str> = what.split_whitespace().collect();
        match *words {
            ["now", by] => {
                let (number, unit) = by.trim_start_matches('+').split_at(by.len() - 2);
                let number: i64 = number.parse().unwrap();
                self.set.clock.advance(match unit {
                    "m" => TimeDelta::minutes(number),
                    "h" => TimeDelta::hours(number),
                    _ => TimeDelta::days(number),
                });
            }
            ["way", long] => {
                let (number, unit) = long.split_at(long.len() - 1);
                let number: i64 = number.parse().unwrap();
                self.way = match unit {
                    "m" => TimeDelta::minutes(number),
                    _ => TimeDelta::hours(number),
                };
            }
            ["staff", tail, role, ref facilities @ ..] => {
                let phone = self.phone(tail).await;
                let codes = facilities.join("','");
                let adding = format!(
                    "INSERT INTO staff (phone_id, name, role, state) VALUES ({phone}, 'Staff {tail}', '{role}', 'active');
                     INSERT INTO staff_facilities SELECT s.id, f.id FROM staff s, facilities f WHERE s.phone_id = {phone} AND f.code IN ('{codes}')"
                );
                self.conn.batch_execute(&adding).await.unwrap();
            }
            ["supervisor", tail, ref name @ ..] => {
                let phone = self.phone(tail).await;
                let place = self.place(&name.join(" "));
                let adding = format!(
                    "INSERT INTO staff (phone_id, name, role, state, place_id) VALUES ({phone}, 'Staff {tail}', 'supervisor', 'active', {place})"
                );
                self.conn.batch_execute(&adding).await.unwrap();
            }
            ["officer", tail, role, pin, ref name @ ..] => {
                self.officer(tail, role, (pin, &name.join(" "))).await;
            }
            ["hour", hour] => {
                let now = self.set.app.clock.now();
                let local = now.with_timezone(&self.set.app.config.alerts.zone);
                let seconds = i64::from(local.num_seconds_from_midnight());
                let wait = hour.parse::<i64>().unwrap() * 3600 - seconds;
                self.set
                    .clock
                    .advance(TimeDelta::seconds(wait.rem_euclid(24 * 3600)));
            }
            ["stock", product, facility, quantity] => {
                let query = format!(
                    "SELECT l.facility_id || ' ' || l.product_id FROM stock_levels l JOIN facilities f ON f.id = l.facility_id JOIN products p ON p.id = l.product_id
                     WHERE p.code = '{product}' AND '{facility}' IN (f.code, 'all')"
                );
                let mut levels = Vec::new();
                for line in self.texts(&query).await {
                    let (facility, product) = line.split_once(' ').unwrap();
                    levels.push(NewLevel {
                        facility_id: facility.parse().unwrap(),
                        product_id: product.parse().unwrap(),
                        quantity: quantity.parse().unwrap(),
                        price: None,
                        monthly_use: None,
                        counted_at: self.set.app.clock.now(),
                        counted_by: "story".to_owned(),
                    });
                }
                assert!(!levels.is_empty(), "{what}");
                stock_level::upsert(&mut self.conn, &levels, Older::Replace)
                    .await
                    .unwrap();
            }
            ["past", facility, product, units] => {
                self.past(facility, product, units.parse().unwrap(), 1)
                    .await;
            }
            ["season", facility, product, units] => {
                self.past(facility, product, units.parse().unwrap(), 3)
                    .await;
            }
            ["night"] => self.night().await,
            ["watch"] => {
                self.directory_follows().await;
                watch::sweep(&self.set.app).await.unwrap();
                watch::round(&self.set.app).await.unwrap();
            }
            ["send"] => self.send_out().await,
            ["language", tail, language] => {
                let phone = self.phone(tail).await;
                let set = subscriber::set_language(&mut self.conn, phone, language, "");
                set.await.unwrap();
            }
            ["place", tail, ref name @ ..] => {
                let phone = self.phone(tail).await;
                let place = self.place(&name.join(" "));
                let set = subscriber::set_place(&mut self.conn, phone, place, "");
                set.await.unwrap();
            }
            ["again"] => {
                let message = self.last.clone().expect("a message before");
                receive(&self.set.app, &message).await.unwrap();
            }
            _ => panic!("nobody knows what `{what}` is"),
        }
    }

    fn place(&self, name: &str) -> i64 {
        let found = self.set.app.directory.read().find_place(name);
        assert!(found.action != Action::Refuse, "{name}");
        found.candidates[0].id
    }

    /// Waits until the directory holds what the record does.
    async fn directory_follows(&mut self) {
        let levels = "SELECT facility_id || ' ' || product_id || ' ' || quantity FROM stock_levels";
        let levels: Vec<[i64; 3]> = self
            .texts(levels)
            .await
            .iter()
            .map(|line| {
                let mut numbers = line.split(' ').map(|number| number.parse().unwrap());
                std::array::from_fn(|_| numbers.next().unwrap())
            })
            .collect();
        let follows = || {
            let country = self.set.app.directory.read();
            levels.iter().all(|[facility, product, quantity]| {
                let level = country.level(*facility, *product);
                level.is_some_and(|level| i64::from(level.quantity) == *quantity)
            })
        };
        let began = std::time::Instant::now();
        while !follows() {
            assert!(
                began.elapsed().as_secs() < 20,
                "the directory did not follow"
            );
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }

    async fn send(&mut self, tail: &str, text: &str) {
        self.sent += 1;
        let message = Message {
            id: format!("story-{}", self.sent),
            from: Sender::Phone(msisdn(tail)),
            to: "22384".to_owned(),
            network: "63902".to_owned(),
            text: self.with_codes(text).replace("\\n", "\n"),
            sent_at: Some(self.set.app.clock.now() - std::mem::take(&mut self.way)),
        };
        receive(&self.set.app, &message).await.unwrap();
        self.last = Some(message);
    }

    /// Hands over what waits, as a sender does.
    async fn send_out(&mut self) {
        for rank in Rank::ALL {
            loop {
                let now = self.set.app.clock.now();
                let lease = TimeDelta::minutes(1);
                let claim = outbox::claim(&mut self.conn, rank, "story", 100, now, lease);
                let claim = claim.await.unwrap();
                if claim.messages.is_empty() && claim.dropped == 0 {
                    break;
                }
                let answer = |message: &Claimed| Send {
                    outbox_id: message.id,
                    mark: Mark::Sent,
                    operator_id: None,
                    status_code: None,
                    failure: None,
                    cost: None,
                    parts: None,
                };
                let answers: Vec<Send> = claim.messages.iter().map(answer).collect();
                let marked = send::answered(&mut self.conn, "story", &answers, now, now);
                marked.await.unwrap();
            }
        }
    }

    /// What was answered and is not told yet, as a script writes it, and what nobody will hear.
    async fn answers(&mut self) -> String {
        let query = format!(
            "SELECT id || ' ' || phone_id || ' ' || body FROM outbox WHERE id > {} ORDER BY id",
            self.told
        );
        let mut said = String::new();
        let dropped =
            "SELECT id || ' ' || body FROM outbox WHERE state IN ('expired', 'failed') ORDER BY id";
        for row in self.texts(dropped).await {
            let (id, body) = row.split_once(' ').unwrap();
            if self.dropped.insert(id.parse().unwrap()) {
                said.push_str(&format!("nobody < {body}\n"));
            }
        }
        for row in self.texts(&query).await {
            let (id, rest) = row.split_once(' ').unwrap();
            let (phone, body) = rest.split_once(' ').unwrap();
            self.told = id.parse().unwrap();
            let opened = phone::open(&mut self.conn, &self.set.app.phones, phone.parse().unwrap());
            let number = opened.await.unwrap().expose()["+25470000".len()..].to_owned();
            for line in self.with_codes_named(body).lines() {
                said.push_str(&format!("{number} < {line}\n"));
            }
        }
        said
    }

    /// Plays a script; it comes back with what was really answered.
    async fn play(&mut self, script: &str) -> String {
        let mut played = String::new();
        for line in script.lines() {
            let mut words = line.splitn(3, ' ');
            match (words.next(), words.next(), words.next()) {
                (Some(_), Some("<"), _) => continue,
                (Some(tail), Some(">"), text) => {
                    played.push_str(&format!("{line}\n"));
                    self.send(tail, text.unwrap_or_default()).await;
                    played.push_str(&self.answers().await);
                }
                (Some("~"), Some(_), _) => {
                    played.push_str(&format!("{line}\n"));
                    self.happen(&line[2..]).await;
                    played.push_str(&self.answers().await);
                }
                _ => played.push_str(&format!("{line}\n")),
            }
        }
        played
    }
}

fn msisdn(tail: &str) -> Msisdn {
    format!("+25470000{tail}").parse().unwrap()
}

/// With MEDVAULT_RECORD set the stories are written down as they go now.
#[tokio::test]
async fn every_story_goes_as_recorded() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None)
        .await
        .unwrap()
        .with_nights();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages");
    let mut stories = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let script = std::fs::read_to_string(&path).unwrap();
        let mut story = Story::open(&theatre).await;
        let played = story.play(&script).await;
        if std::env::var_os("MEDVAULT_RECORD").is_some() {
            std::fs::write(&path, &played).unwrap();
        } else {
            assert_eq!(played, script, "{}", path.display());
        }
        let seen = verify(&mut story.conn, |_, _| {}).await.unwrap();
        assert_eq!(seen.wrong, 0, "{}", path.display());
        stories += 1;
    }
    assert!(stories >= 4, "{stories} stories");
}

/// Whoever answers for a facility hears that somebody asks by USSD, also where they asked for
/// another before.
#[tokio::test]
async fn who_answers_hears_of_each_facility_that_is_asked_for() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None)
        .await
        .unwrap()
        .with_nights();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    let script = std::fs::read_to_string(folder.join("staff-register.en.txt")).unwrap();
    let mut story = Story::open(&theatre).await;
    story.happen("supervisor 0720 Turkana").await;
    let script = Script::parse(&script).unwrap();
    story
        .set
        .stage
        .play(&script, Between::Nothing)
        .await
        .unwrap();
    let told = story.texts("SELECT body FROM outbox ORDER BY id").await;
    assert_eq!(told.len(), 2, "{told:?}");
    for (told, facility) in told.iter().zip(["Mbuni Kheri", "Turkana Pastoralists"]) {
        let asks = format!("Grace Achieng asks to report for {facility}");
        assert!(told.starts_with(&asks), "{told}");
    }
}

/// A story of its own, of somebody who works at the largest hospital there is.
async fn at_the_largest_hospital() -> (Story, Vec<String>) {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None)
        .await
        .unwrap()
        .with_nights();
    let mut story = Story::open(&theatre).await;
    let largest = "SELECT f.code FROM stock_levels l JOIN facilities f ON f.id = l.facility_id GROUP BY f.code ORDER BY count(*) DESC, f.code LIMIT 1";
    let code = story.texts(largest).await.remove(0);
    story.happen(&format!("staff 0711 pharmacist {code}")).await;
    let held = format!(
        "SELECT p.code FROM stock_levels l JOIN facilities f ON f.id = l.facility_id JOIN products p ON p.id = l.product_id WHERE f.code = '{code}' ORDER BY p.code"
    );
    let codes = story.texts(&held).await;
    assert!(codes.len() > 80, "{}", codes.len());
    (story, codes)
}

/// All of a hospital's products in one message are kept and answered, and taken back again.
#[tokio::test]
async fn a_report_of_everything_is_answered() {
    let (mut story, codes) = at_the_largest_hospital().await;
    for action in ["rec", "soh"] {
        let said = codes.iter().map(|code| format!(" {code} 30"));
        let report = action.to_owned() + &said.collect::<String>();
        story.send("0711", &report).await;
        let answer = story.answers().await;
        let body = answer.trim_end().trim_start_matches("0711 < ");
        assert!((100..=459).contains(&body.len()), "{body}");
        assert!(body.contains(" +"), "{body}");
    }
    story.send("0711", "UNDO").await;
    let answer = story.answers().await;
    assert!(
        answer.starts_with("0711 < Taken back: ") && answer.len() < 470,
        "{answer}"
    );
    // Every code there is asked about at once
    let codes = story.texts("SELECT code FROM products ORDER BY code").await;
    story.send("0711", &codes.join(" ")).await;
    story.answers().await;
    story.send("0711", "12").await;
    let answer = story.answers().await;
    assert!(
        answer.starts_with("0711 < Send the code with the number: "),
        "{answer}"
    );
}

/// A message longer than a body takes is kept as far as it goes, and of it nothing is booked.
#[tokio::test]
async fn a_message_that_is_too_long_is_asked_for_in_parts() {
    let (mut story, codes) = at_the_largest_hospital().await;
    let said = codes
        .iter()
        .cycle()
        .take(400)
        .map(|code| format!(" {code} 30"));
    let report = "rec".to_owned() + &said.collect::<String>();
    assert!(report.len() > 2_000);
    let before = story.texts("SELECT count(*) FROM ledger").await;
    story.send("0711", &report).await;
    let answer = story.answers().await;
    assert!(answer.contains("Send it in parts"), "{answer}");
    assert_eq!(story.texts("SELECT count(*) FROM ledger").await, before);
    let kept = story.texts("SELECT char_length(body) FROM inbound").await;
    assert_eq!(kept, ["2000"]);
    // Somebody who reports nothing gets help, once
    story.send("0720", &report).await;
    assert!(story.answers().await.contains("FIND"));
    story.send("0720", &format!("{report} 1")).await;
    assert_eq!(story.answers().await, "");
}

/// Whoever sends a place the way it is offered, with what it lies in, is answered.
#[tokio::test]
async fn every_place_is_found_as_it_is_offered() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None)
        .await
        .unwrap()
        .with_nights();
    let set = theatre.stage("places").await.unwrap();
    let mut conn = Conn::establish(set.database.url()).await.unwrap();
    let places =
        "SELECT p.name || '|' || w.name AS line FROM places p JOIN places w ON w.id = p.parent_id";
    let places: Vec<Line> = diesel::sql_query(places).load(&mut conn).await.unwrap();
    assert!(places.len() > 400, "{}", places.len());
    look::look(&set.app, None, set.app.clock.now(), |world, _| {
        for Line { line } in &places {
            let (name, wider) = line.split_once('|').unwrap();
            let words = format!("coartem {} {}", gsm::plain(name), gsm::plain(wider));
            let Meant::Sure { place, .. } = find::meant(&words, None, false, world) else {
                panic!("{words}");
            };
            let place = world.country.place(place).unwrap();
            let above = world.country.place(place.parent.unwrap()).unwrap();
            assert_eq!((&*place.name, &*above.name), (name, wider));
        }
    });
}

/// Whoever is let in by USSD hears of it by SMS.
#[tokio::test]
async fn who_is_let_in_or_not_is_told() {
    let theatre = Theatre::open(&needed("DATABASE_URL"), None)
        .await
        .unwrap()
        .with_nights();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    for (story, told) in [
        ("staff-let-in", "Acacia Pharmacy: you may report stock now."),
        ("staff-refuse", ": you were not let in."),
    ] {
        let script = std::fs::read_to_string(folder.join(format!("{story}.en.txt"))).unwrap();
        let mut set = theatre.stage(story).await.unwrap();
        let script = Script::parse(&script).unwrap();
        set.stage.play(&script, Between::Nothing).await.unwrap();
        let mut conn = Conn::establish(set.database.url()).await.unwrap();
        let bodies: Vec<Line> = diesel::sql_query("SELECT body AS line FROM outbox")
            .load(&mut conn)
            .await
            .unwrap();
        assert_eq!(bodies.len(), 1, "{story}");
        assert!(bodies[0].line.contains(told), "{}", bodies[0].line);
    }
}
