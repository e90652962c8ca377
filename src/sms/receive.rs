//! The spine of a message in: stored once, understood, applied, and its answer in the
//! outbox, all in one transaction. Whoever posts it is told only after the commit.

use std::borrow::Cow;
use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncConnection as _;
use tokio::time::timeout;

use super::cast;
use super::find::{self, Meant};
use super::keyword::{Command, Lead, holds_pin, kept, leads, read, without_pins};
use super::look;
use crate::app::App;
use crate::db::Conn;
use crate::models::inbound::{self, Arrived, Heard, Lately, NewInbound};
use crate::models::outbox::{self, NewMessage, Rank};
use crate::models::staff::Staff;
use crate::models::subscriber::Subscriber;
use crate::models::{phone, subscriber, waiting};
use crate::operators::{Message, Sender};
use crate::people::phone::Msisdn;
use crate::people::pin::{self, Compared, Tried};
use crate::people::role::{self, State};
use crate::text::texts::Language;
use crate::ussd::world::World;

/// How long an answer is worth sending: tomorrow's stock is another.
const WORTH: TimeDelta = TimeDelta::hours(24);
/// How long a message waits for its turn: Africa's Talking hangs up after ten seconds, and
/// sends it again.
const TURN: Duration = Duration::from_secs(7);
/// Within this time the same text from the same phone is answered [`LOOPS`] times.
const ALIKE: TimeDelta = TimeDelta::hours(1);
/// Within this one words that mean nothing are answered with help once.
const OUTCOMES: TimeDelta = TimeDelta::hours(24);
/// So often.
const LOOPS: i64 = 10;
/// What is made of what no phone sent.
const NO_PHONE: &str = "no-phone";
/// What is made of words that mean nothing.
const UNKNOWN: &str = "unknown";
/// What is made of a medicine that may be another.
const WHICH: &str = "find-which";
/// What is made of a report, of one of which only a part is sure, and of taking one back.
pub(super) const STORED: &str = "stock";
pub(super) const STORED_IN_PART: &str = "stock-part";
pub(super) const TAKEN_BACK: &str = "undo";

/// What a message is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// What was made of it, in a word.
    pub outcome: &'static str,
    /// The answer; empty where it gets none.
    pub text: String,
}

impl Answer {
    pub(super) fn new(outcome: &'static str, text: impl Into<String>) -> Self {
        Self {
            outcome,
            text: text.into(),
        }
    }
}

/// Takes a message in. A message that came before changes nothing.
///
/// # Errors
/// If the database does not answer; then nothing of it is kept, and it is to come again.
pub async fn receive(app: &App, message: &Message) -> anyhow::Result<()> {
    let turn = timeout(TURN, app.messages.acquire()).await;
    let _turn = turn.context("too many messages come at once")??;
    let compared = match read(&message.text).pin() {
        Some(typed) => {
            let conn = app.db.get_within(TURN).await?;
            cast::tried(app, (message, typed), conn).await?
        }
        None => None,
    };
    let mut conn = app.db.get_within(TURN).await?;
    let now = app.clock.now();
    if take(app, &mut conn, (message, compared), now).await? {
        app.notifier.notify();
        app.outbox.notify_one();
    }
    Ok(())
}

/// Another process kept the same message meanwhile.
#[derive(Debug, thiserror::Error)]
#[error("the message came twice at once")]
struct Twice;

/// Whether it came for the first time.
async fn take(
    app: &App,
    conn: &mut Conn,
    (message, compared): (&Message, Option<Result<Compared, Tried>>),
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let cut = kept(&message.text);
    let kept = NewInbound {
        operator_id: &message.id,
        phone_id: None,
        sender: None,
        recipient: &message.to,
        body: inbound::cut(&cut),
        network: &message.network,
        sent_at: message.sent_at,
        received_at: now,
        outcome: NO_PHONE,
    };
    let number = match &message.from {
        Sender::Phone(number) => number,
        Sender::Name(name) => {
            let sender = Some(name.as_str());
            return Ok(inbound::add(conn, &NewInbound { sender, ..kept }).await?);
        }
    };
    app.heard.note(app.phones.hmac(number));
    let arrived = arrive(app, conn, number, &kept).await?;
    let (phone, Some(id)) = (arrived.phone, arrived.id) else {
        return Ok(false);
    };
    let mut desk = Desk::of(app, id, arrived, message.sent_at, now);
    // An officer's PIN may stand in anything but what they want sent.
    let says_more = matches!(read(&message.text), Command::Cast(..) | Command::Phone(_));
    let body = if !says_more && desk.officer().is_some() {
        Cow::Owned(without_pins(&cut))
    } else {
        Cow::Borrowed(&*cut)
    };
    let kept = NewInbound {
        phone_id: Some(phone),
        body: inbound::cut(&body),
        ..kept
    };
    let done = conn
        .transaction(async |conn| {
            if let Some(compared) = &compared {
                desk.tried = Some(pin::settled(conn, app, compared).await?);
            }
            desk.attend(conn, &message.text, kept).await
        })
        .await;
    match done {
        Err(error) if error.is::<Twice>() => Ok(false),
        done => done.map(|()| true),
    }
}

/// Who sent a message, and whether it came before.
async fn arrive(
    app: &App,
    conn: &mut Conn,
    number: &Msisdn,
    kept: &NewInbound<'_>,
) -> anyhow::Result<Arrived> {
    let heard = Heard {
        text: kept.body,
        alike: ALIKE,
        outcomes: OUTCOMES,
        unknown: UNKNOWN,
    };
    let (hashes, id, now) = (
        app.phones.hashes(number),
        kept.operator_id,
        kept.received_at,
    );
    if let Some(arrived) = inbound::arrive(conn, &hashes, id, heard, now).await? {
        return Ok(arrived);
    }
    phone::id_of(conn, &app.phones, number).await?;
    let arrived = inbound::arrive(conn, &hashes, id, heard, now).await?;
    arrived.context("a phone that was just kept is not found")
}

/// Where one message is answered: who sent it, and what is known of them.
pub(super) struct Desk<'a> {
    pub(super) app: &'a App,
    /// The sender's phone.
    pub(super) phone: i64,
    /// The message.
    pub(super) inbound: i64,
    /// When it was sent, by the clock of the networks.
    pub(super) sent_at: Option<DateTime<Utc>>,
    pub(super) now: DateTime<Utc>,
    /// The sender, where they work with the record.
    pub(super) staff: Option<Staff>,
    /// The sender, where they asked to and nobody has decided.
    pub(super) asks: Option<Staff>,
    profile: Subscriber,
    /// What the sender sent lately.
    pub(super) lately: Lately,
    /// Whether the sender was asked something and has not answered.
    pub(super) asked: bool,
    /// What came of the PIN in the message, where there is one.
    pub(super) tried: Option<Tried>,
}

impl<'a> Desk<'a> {
    fn of(
        app: &'a App,
        inbound: i64,
        arrived: Arrived,
        sent_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Self {
        let sender = arrived.sender;
        let in_state = |state| {
            let staff = sender.staff.clone();
            staff.filter(|person| person.state == state)
        };
        Self {
            app,
            phone: arrived.phone,
            inbound,
            sent_at,
            now,
            asks: in_state(State::Waiting),
            staff: in_state(State::Active),
            profile: sender.profile,
            lately: sender.lately,
            asked: sender.asked,
            tried: None,
        }
    }

    /// Does what a message says, and keeps it with its answer; all of that is to be rolled back
    /// where it fails with [`Twice`].
    async fn attend(
        &self,
        conn: &mut Conn,
        text: &str,
        kept: NewInbound<'_>,
    ) -> anyhow::Result<()> {
        let mut answer = self.answer(conn, text).await?;
        if self.is_loop(answer.outcome) {
            answer = Answer::new("loop", "");
        }
        let kept = NewInbound {
            outcome: answer.outcome,
            ..kept
        };
        let reply = (!answer.text.is_empty()).then(|| NewMessage {
            phone_id: self.phone,
            rank: Rank::Reply,
            body: outbox::cut(answer.text),
            not_before: self.now,
            expires_at: self.now + WORTH,
            repeat_unknown: false,
            inbound_id: Some(self.inbound),
            created_at: self.now,
        });
        match inbound::keep(conn, self.inbound, &kept, reply.as_ref()).await? {
            true => Ok(()),
            false => Err(Twice.into()),
        }
    }

    async fn answer(&self, conn: &mut Conn, text: &str) -> anyhow::Result<Answer> {
        // What is kept of it is not the whole: nothing is booked that the record does not show
        if inbound::cut(text).len() < text.len() {
            return Ok(match self.who_may(role::Action::ReportStock) {
                Some(_) => self.say("too-long", "sms-too-long"),
                None => self.unknown(),
            });
        }
        Ok(match read(text) {
            Command::Find(words) => self.find(words),
            Command::AlertMe(words) => self.alert_me(conn, words).await?,
            Command::Language(words) => self.set_language(conn, words).await?,
            Command::Register(words) => self.register(conn, words).await?,
            Command::Phone(words) => match self.who_may(role::Action::AskNewPhone) {
                Some(person) => self.new_phone(conn, person, words).await?,
                None => self.unknown(),
            },
            Command::Stop => {
                subscriber::stop(conn, self.phone, self.now).await?;
                self.say("stop", "sms-stop")
            }
            Command::Start => {
                subscriber::start(conn, self.phone, self.now).await?;
                self.say("start", "sms-start")
            }
            Command::Help => self.help("help"),
            Command::Undo => match self.who_may(role::Action::UndoReport) {
                Some(person) => self.undo(conn, person).await?,
                None => self.unknown(),
            },
            Command::UndoHow => match self.who_may(role::Action::UndoReport) {
                Some(_) => self.say("undo-how", "sms-undo-how"),
                None => self.unknown(),
            },
            Command::Facility => match self.who_may(role::Action::ReportStock) {
                Some(person) => self.which_facility(conn, person, "").await?,
                None => self.unknown(),
            },
            Command::Order => match self.who_may(role::Action::ReportStock) {
                Some(person) => self.order(conn, person).await?,
                None => self.unknown(),
            },
            Command::Number(number, said) => match self.who_may(role::Action::ReportStock) {
                Some(person) => self.number(conn, person, (number, said)).await?,
                None => self.other(conn, text.trim()).await?,
            },
            Command::Cast(emergency, words) => match self.who_may(role::Action::MakeBroadcast) {
                Some(officer) => self.cast(conn, officer, (emergency, words)).await?,
                None if self.officer().is_some() => self.say(cast::NOT, "sms-cast-not"),
                None => self.other(conn, text.trim()).await?,
            },
            Command::Try(code) => match self.officer() {
                Some(officer) => self.try_out(conn, officer, code).await?,
                None => self.other(conn, text.trim()).await?,
            },
            pinned @ (Command::Decide { .. } | Command::Change { .. }) => match self.officer() {
                Some(officer) => self.pinned(conn, officer, pinned).await?,
                None if self.staff.is_some() => self.say(cast::NOT, "sms-cast-not"),
                None => self.unknown(),
            },
            answer @ (Command::Yes | Command::No) => {
                match self.who_may(role::Action::ReportStock) {
                    Some(person) => self.sure(conn, person, answer == Command::Yes).await?,
                    None => self.unknown(),
                }
            }
            Command::Other(text) => self.other(conn, text).await?,
        })
    }

    /// What begins with no word of ours is a stock report, if anything.
    async fn other(&self, conn: &mut Conn, text: &str) -> anyhow::Result<Answer> {
        match self.who_may(role::Action::ReportStock) {
            // What is cut out of it before it is kept is not asked about either
            Some(person) => self.said(conn, person, kept(text).trim()).await,
            None => Ok(match leads(text) {
                _ if self.officer().is_none() => self.unknown(),
                Some((Lead::Change(_), _)) => self.say("pin-how", "sms-change-how"),
                Some((Lead::Decision(_), _)) => self.say("pin-how", "sms-pin-how"),
                None if holds_pin(text) => self.say("pin-how", "sms-pin-how"),
                None => self.unknown(),
            }),
        }
    }

    /// Whether it comes from a machine that answers us: the same text again and again. What is
    /// booked is a report each time, as of medicine given to one patient after the other.
    fn is_loop(&self, outcome: &str) -> bool {
        self.lately.alike >= LOOPS
            && ![STORED, STORED_IN_PART, TAKEN_BACK, cast::CAST].contains(&outcome)
    }

    /// Words that mean nothing: help, once a day, or two machines might talk for ever.
    pub(super) fn unknown(&self) -> Answer {
        if self.lately.unknown {
            return Answer::new(UNKNOWN, "");
        }
        self.help(UNKNOWN)
    }

    /// Whether the sender was asked last which medicine was meant.
    fn asked_which(&self) -> bool {
        self.lately.last.as_deref() == Some(WHICH)
    }

    fn help(&self, outcome: &'static str) -> Answer {
        let id = if self.who_may(role::Action::ReportStock).is_some() {
            "sms-help-staff"
        } else if self.officer().is_some() {
            "sms-help-officer"
        } else {
            "sms-help"
        };
        self.say(outcome, id)
    }

    fn find(&self, words: &str) -> Answer {
        self.world(|world, language| {
            match find::meant(words, self.profile.place_id, self.asked_which(), world) {
                Meant::Sure { medicine, place } => {
                    let (text, found) = find::answer(&medicine, place, language, world);
                    let outcome = if found > 0 { "found" } else { "found-none" };
                    Answer::new(outcome, text)
                }
                other => doubt(&other, "FIND", self.asked_which(), language),
            }
        })
    }

    async fn alert_me(&self, conn: &mut Conn, words: &str) -> anyhow::Result<Answer> {
        let (answer, wanted) = self.world(|world, language| {
            let (medicine, place) =
                match find::meant(words, self.profile.place_id, self.asked_which(), world) {
                    Meant::Sure { medicine, place } => (medicine, place),
                    other => {
                        let asked = self.asked_which();
                        return (doubt(&other, "ALERTME", asked, language), None);
                    }
                };
            let spot = world.country.place(place);
            let facts = [
                ("medicine", world.medicine(&medicine)),
                (
                    "place",
                    spot.map_or_else(String::new, |spot| crate::text::gsm::plain(&spot.name)),
                ),
            ];
            let forms = world.country.products_of(&medicine).iter().copied();
            let forms: Vec<i64> = forms.filter(|form| world.known(*form).is_some()).collect();
            let said = Answer::new("alert", language.say("sms-alert", &facts));
            (said, Some((forms, place)))
        });
        if let Some((forms, place)) = wanted {
            for form in forms {
                waiting::add(conn, self.phone, form, place, self.now).await?;
            }
        }
        Ok(answer)
    }

    async fn set_language(&self, conn: &mut Conn, words: &str) -> anyhow::Result<Answer> {
        let texts = &self.app.ussd.editions.current.texts;
        let wanted = crate::text::fold(words);
        let named = texts.languages().iter().find(|language| {
            *language.code() == *wanted
                || crate::text::fold(&language.word("language-name")) == wanted
        });
        let Some(language) = named else {
            let all = texts.languages().iter();
            let all: Vec<String> = all
                .map(|language| format!("{} {}", language.code(), language.word("language-name")))
                .collect();
            let text = self
                .language()
                .with("sms-lang-how", "items", all.join(", "));
            return Ok(Answer::new("language-unknown", text));
        };
        subscriber::set_language(conn, self.phone, language.code(), "").await?;
        Ok(Answer::new("language", language.word("sms-lang")))
    }

    /// The sender's language: what they told us last, else what they were registered with.
    pub(super) fn language(&self) -> &'a Language {
        let told = self.profile.language.as_deref();
        let registered = self
            .staff
            .as_ref()
            .and_then(|staff| staff.language.as_deref());
        let texts = &self.app.ussd.editions.current.texts;
        texts.language(told.or(registered).unwrap_or_default())
    }

    pub(super) fn say(&self, outcome: &'static str, id: &str) -> Answer {
        Answer::new(outcome, self.language().word(id))
    }

    /// Looks at the world as it is now. Nothing waits inside.
    pub(super) fn world<R>(&self, look: impl FnOnce(&World<'_>, &Language) -> R) -> R {
        look::look(self.app, Some(self.language().code()), self.now, look)
    }
}

/// What is asked back where it is not sure what was meant, in words that work when they are
/// followed: with the keyword that was sent. Who had been `asked` which medicine and is now
/// asked where is not asked which again.
fn doubt(meant: &Meant, keyword: &str, asked: bool, language: &Language) -> Answer {
    let say = |id: &str, medicine: &str, items: &[String]| {
        let facts = [
            ("keyword", keyword.to_owned()),
            ("medicine", medicine.to_owned()),
            ("items", items.join(", ")),
        ];
        language.say(id, &facts)
    };
    match meant {
        Meant::Sure { .. } | Meant::Unknown => {
            Answer::new("find-unknown", language.word("sms-find-unknown"))
        }
        Meant::Nothing => Answer::new("find-how", say("sms-find-how", "", &[])),
        Meant::Which(names) => {
            let names: Vec<String> = names.iter().map(|name| name.to_string()).collect();
            Answer::new(WHICH, say("sms-find-which", "", &names))
        }
        Meant::Where(medicine, places) => {
            let outcome = if asked { WHICH } else { "find-where" };
            Answer::new(outcome, say("sms-find-where", medicine, places))
        }
        Meant::Nowhere(medicine) => {
            let outcome = if asked { WHICH } else { "find-place" };
            Answer::new(outcome, say("sms-find-place", medicine, &[]))
        }
    }
}
