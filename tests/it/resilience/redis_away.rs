//! A Redis of the test's own that freezes, dies and comes back: every hop is
//! answered in time, with the screen it has when Redis is there.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use super::*;

/// What a hop may take while Redis is away.
const IN_TIME: Duration = Duration::from_millis(500);

/// A Redis server that ends with this value.
struct Server {
    port: u16,
    process: Child,
}

impl Server {
    async fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut server = Self {
            port,
            process: Self::spawn(port),
        };
        server.listens().await;
        server
    }

    fn spawn(port: u16) -> Child {
        let mut command = Command::new("redis-server");
        command.args([
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--port",
        ]);
        command
            .arg(port.to_string())
            .current_dir(std::env::temp_dir());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().expect("redis-server runs")
    }

    async fn listens(&mut self) {
        until("redis-server listens", async || {
            assert!(
                self.process.try_wait().unwrap().is_none(),
                "redis-server has ended"
            );
            TcpStream::connect(("127.0.0.1", self.port)).is_ok()
        })
        .await;
    }

    fn signal(&self, name: &str) {
        let pid = self.process.id().to_string();
        let sent = Command::new("kill")
            .args(["-s", name, &pid])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    fn freeze(&self) {
        self.signal("STOP");
    }

    fn thaw(&self) {
        self.signal("CONT");
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    async fn start_again(&mut self) {
        self.process = Self::spawn(self.port);
        self.listens().await;
    }

    /// An app that waits no longer for its stores than it does by default.
    async fn app(&self, house: &House) -> Arc<App> {
        let url = format!("redis://127.0.0.1:{}", self.port);
        house.app(&[("REDIS_URL", &url)]).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn is_up(app: &App) -> bool {
    app.ussd.sessions.as_ref().unwrap().answers().await
}

async fn is_back(app: &App) {
    until("the app finds Redis again", async || is_up(app).await).await;
}

/// The same caller with a Redis that is always there, and with the one that is not.
struct Both {
    steady: Caller,
    shaken: Caller,
    slowest: Duration,
}

impl Both {
    /// The same input to both: the same screen, in time. A hop that was too slow for a machine with
    /// more to do is given two more chances, which are answered anew while Redis is away.
    async fn types(&mut self, input: &str) {
        let expected = self.steady.types(input).await;
        self.shaken.hop = self.shaken.next(input);
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let began = Instant::now();
            let shown = self.shaken.again().await;
            best = best.min(began.elapsed());
            assert_eq!(shown, expected, "{}", self.shaken.hop.text);
            if best < IN_TIME {
                break;
            }
        }
        self.slowest = self.slowest.max(best);
    }

    async fn dial(&mut self) {
        let expected = self.steady.dial("").await;
        assert_eq!(self.shaken.dial("").await, expected);
    }
}

async fn both(house: &mut House, server: &Server, language: &str) -> Both {
    let steady = house.caller_in(language).await;
    let app = server.app(house).await;
    // As if both had been up for long: nothing in the country is new to either.
    house.set.clock.advance(TimeDelta::minutes(20));
    let shaken = Caller::new(&app, CALLER);
    Both {
        steady,
        shaken,
        slowest: Duration::ZERO,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_freezes_in_the_middle_of_a_call_is_not_noticed() {
    let (mut house, server) = (House::open().await, Server::start().await);
    let mut both = both(&mut house, &server, "sw").await;
    both.dial().await;
    for input in ["1", "panadol"] {
        both.types(input).await;
    }
    assert!(is_up(&both.shaken.app).await);
    server.freeze();
    for input in [
        "1", "98", "0", "1", "98", "00", "3", "1", "1", "0", "00", "1", "panado",
    ] {
        both.types(input).await;
        assert!(!is_up(&both.shaken.app).await, "Redis was not frozen");
    }
    assert!(both.slowest < IN_TIME, "{:?}", both.slowest);
    server.thaw();
    is_back(&both.shaken.app).await;
    for input in ["1", "1", "1"] {
        both.types(input).await;
        assert!(is_up(&both.shaken.app).await);
    }
    assert_eq!(
        both.shaken.kept().await.unwrap().state,
        both.steady.kept().await.unwrap().state
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hop_that_finds_redis_frozen_is_in_time() {
    let (mut house, server) = (House::open().await, Server::start().await);
    let mut both = both(&mut house, &server, "en").await;
    both.dial().await;
    // Each of these waits in vain for Redis first; a busy machine gets more than one try.
    let mut best = Duration::MAX;
    for input in ["1", "panadol", "1", "1", "0"] {
        server.freeze();
        let expected = both.steady.types(input).await;
        let began = Instant::now();
        assert_eq!(both.shaken.types(input).await, expected);
        best = best.min(began.elapsed());
        assert!(!is_up(&both.shaken.app).await);
        server.thaw();
        is_back(&both.shaken.app).await;
    }
    assert!(
        best >= Duration::from_millis(150),
        "it did not wait for Redis: {best:?}"
    );
    assert!(best < IN_TIME, "{best:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_redis_kept_from_before_it_froze_is_not_taken_for_the_last_screen() {
    let (mut house, server) = (House::open().await, Server::start().await);
    let mut both = both(&mut house, &server, "en").await;
    both.dial().await;
    // The last that Redis hears of is a screen on which words are typed, stars and all.
    both.types("1").await;
    server.freeze();
    for input in ["panadol", "1"] {
        both.types(input).await;
    }
    server.thaw();
    is_back(&both.shaken.app).await;
    for input in ["1", "0", "1"] {
        both.types(input).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shown_again_while_redis_was_frozen_is_the_one_chosen_from() {
    let (mut house, server) = (House::open().await, Server::start().await);
    let Both { mut shaken, .. } = both(&mut house, &server, "en").await;
    shaken.dial("").await;
    let before = shaken.types_each(&["1", "panadol", "1"]).await;
    let first = shaken.kept().await.unwrap().state.shown[0].clone();
    let (code, facility) = {
        let country = shaken.app.directory.read();
        let facility = country.facility(first.parse().unwrap()).unwrap();
        (facility.code.to_string(), facility.id)
    };
    server.freeze();
    house.happen(&format!("~ stock pcm {code} 0")).await;
    until("the shaken process hears of it", async || {
        let country = shaken.app.directory.read();
        let product = country.product_by_code("pcm").unwrap().id;
        country.level(facility, product).unwrap().quantity == 0
    })
    .await;
    let again = shaken.types("1").await;
    assert!(again.starts_with(CHANGED), "{before}\n{again}");
    server.thaw();
    is_back(&shaken.app).await;
    let named = again
        .lines()
        .find_map(|line| line.strip_prefix("1 "))
        .unwrap();
    let named = named.split(['.', ' ']).next().unwrap();
    let card = shaken.types("1").await;
    assert!(
        card.contains("\nTel ") && card.contains(named),
        "{again}\n{card}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_dies_and_is_started_again_is_not_noticed() {
    let (mut house, mut server) = (House::open().await, Server::start().await);
    let mut both = both(&mut house, &server, "sw").await;
    both.dial().await;
    both.types("1").await;
    for _ in 0..2 {
        server.kill();
        for input in ["panadol", "1", "1", "98", "00", "1"] {
            both.types(input).await;
        }
        assert!(!is_up(&both.shaken.app).await);
        server.start_again().await;
        is_back(&both.shaken.app).await;
        // It has forgotten everything, and is told again.
        both.types("panadol").await;
        assert!(both.shaken.kept().await.is_some());
        both.types("00").await;
        both.types("1").await;
    }
    assert!(both.slowest < IN_TIME, "{:?}", both.slowest);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_while_redis_is_frozen_is_written_once() {
    let (mut house, server) = (House::open().await, Server::start().await);
    let Both { mut shaken, .. } = both(&mut house, &server, "en").await;
    let asked = shaken.says_none().await;
    server.freeze();
    let done = shaken.types("1").await;
    assert!(done.starts_with(NONE_DONE), "{asked}\n{done}");
    assert_eq!(shaken.again().await, done);
    server.thaw();
    is_back(&shaken.app).await;
    assert_eq!(shaken.again().await, done);
    assert_eq!(house.written().await, [1, 0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_starts_without_redis_finds_it_later() {
    let (mut house, mut server) = (House::open().await, Server::start().await);
    server.kill();
    let mut both = both(&mut house, &server, "en").await;
    assert!(!is_up(&both.shaken.app).await);
    both.dial().await;
    both.types("1").await;
    server.start_again().await;
    is_back(&both.shaken.app).await;
    both.types("panadol").await;
    assert_eq!(
        both.shaken.kept().await.unwrap().state,
        both.steady.kept().await.unwrap().state
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_begun_while_redis_was_frozen_is_no_deep_dial_afterwards() {
    let (house, server) = (House::open().await, Server::start().await);
    let app = server.app(&house).await;
    Caller::new(&app, "+254700006001").dial("").await;
    // Redis has kept every session for longer than one lives, but then it misses one.
    house.set.clock.advance(TimeDelta::minutes(20));
    server.freeze();
    let mut stranger = Caller::new(&app, "+254700006002");
    let asked = stranger.dial("").await;
    assert!(
        asked.starts_with("CON MedVault. Choose language:\n1 English\n"),
        "{asked}"
    );
    server.thaw();
    is_back(&app).await;
    let home = stranger.types("1").await;
    assert!(home.starts_with(HOME), "{home}");
    assert_eq!(house.texts("language", "FROM subscribers").await, ["en"]);
}
