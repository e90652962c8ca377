//! Questions of people who work with the record. What is told is recorded, so that a call
//! that is rebuilt shows the same lists.

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::spawn_blocking;

use super::{Place, cast, keep_told, order, person};
use crate::app::App;
use crate::db::Conn;
use crate::directory::facilities;
use crate::models::ledger::shown::{self, Holding};
use crate::models::staff::{Staff, pin};
use crate::models::{consent, phone, report, stock_level, waiting};
use crate::people::phone::typed;
use crate::people::role::{Action, Reach, Role, State as Standings};
use crate::people::staff::{decide, who};
use crate::stock::judge::{self, Short};
use crate::stock::rules::{EXPIRES_WITHIN, USUAL_RHYTHM};
use crate::ussd::ask::NEAR_KM;
use crate::ussd::desk::{Cannot, Entry, Line, NewPhone, Question, Standing, Told};
use crate::ussd::state::State;
use crate::ussd::step::Typing;

/// Lines of a list at most; what is not on it is found by name.
const LINES: i64 = 40;
/// Lines of what is told at once.
const TOLD: i64 = 12;
/// Reports that are shown.
const REPORTS: i64 = 5;
/// How long ago a report says what a facility uses most.
const USED: TimeDelta = TimeDelta::days(90);

/// Asks, and records what was told.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn ask(
    app: &App,
    place: Place<'_>,
    question: Question,
    typed: &Typing,
    state: &State,
) -> anyhow::Result<Told> {
    let mut conn = app.db.get().await?;
    let told = match question {
        Question::Standing => Told::Standing(standing(app, &mut conn, place).await?),
        Question::Agreed => Told::Lines(agreed(app, &mut conn, place).await?),
        Question::Facilities => Told::Lines(called(app, typed).await?),
        _ => match worker(app, &mut conn, place, state).await? {
            Some(person) if question == Question::NewPhone => {
                new_phone(app, &mut conn, &person, (place, typed)).await?
            }
            Some(person)
                if matches!(
                    question,
                    Question::ToDecide | Question::Casts | Question::Cast
                ) =>
            {
                cast::told(app, &mut conn, question, &person, state).await?
            }
            Some(person) => listed(app, &mut conn, question, &person, state).await?,
            None => Told::Cannot(Cannot::NotAllowed),
        },
    };
    keep_told(&mut conn, place, state.position, told).await
}

async fn standing(app: &App, conn: &mut Conn, place: Place<'_>) -> anyhow::Result<Standing> {
    let Some(phone) = phone::find(conn, &app.phones, &place.hop.phone).await? else {
        return Ok(Standing::Nobody);
    };
    let row = pin::of_phone(conn, phone).await?;
    Ok(match row.map(|row| (row.state, row.hash)) {
        None => Standing::Nobody,
        Some((Standings::Waiting, _)) => Standing::Waiting,
        Some((Standings::Disabled, _)) => Standing::Disabled,
        Some((Standings::Active, None)) => Standing::NoPin,
        Some((Standings::Active, Some(_))) => Standing::HasPin,
    })
}

/// Whoever told their PIN in this call, where they still work with the record.
pub(super) async fn worker(
    app: &App,
    conn: &mut Conn,
    place: Place<'_>,
    state: &State,
) -> anyhow::Result<Option<Staff>> {
    let person = person(app, conn, place.hop).await?;
    let desk = state.desk.as_ref().map(|desk| desk.staff);
    Ok(person.filter(|person| Some(person.id) == desk))
}

/// What the caller agreed to be reached for.
async fn agreed(app: &App, conn: &mut Conn, place: Place<'_>) -> anyhow::Result<Vec<Line>> {
    let Some(phone) = phone::find(conn, &app.phones, &place.hop.phone).await? else {
        return Ok(Vec::new());
    };
    let given = consent::given(conn, phone).await?;
    let line = |what: String| Line {
        name: what.into(),
        ..Line::default()
    };
    Ok(given.into_iter().map(line).collect())
}

/// The facilities that are called like what was typed.
async fn called(app: &App, typed: &Typing) -> anyhow::Result<Vec<Line>> {
    let names = app.directory.read().facility_names();
    let typed = typed.expose().to_owned();
    // Every name is compared, which no thread that answers has time for.
    let found = spawn_blocking(move || facilities::called(&names, &typed)).await?;
    let line = |id| Line {
        id,
        ..Line::default()
    };
    Ok(found.into_iter().map(line).collect())
}

async fn listed(
    app: &App,
    conn: &mut Conn,
    question: Question,
    person: &Staff,
    state: &State,
) -> anyhow::Result<Told> {
    let now = app.clock.now();
    if question == Question::Undecided {
        return undecided(app, conn, person).await;
    }
    if question == Question::Reports {
        if !person.may(Action::ReportStock) {
            return Ok(Told::Cannot(Cannot::NotAllowed));
        }
        let reports = report::latest_of(conn, person.id, REPORTS).await?;
        return Ok(Told::Lines(lines(conn, &reports).await?));
    }
    if matches!(question, Question::AreaOut | Question::Unreported) {
        return of_area(conn, question, person, now).await;
    }
    let action = if question == Question::Held {
        Action::ReportStock
    } else {
        Action::SeeStock
    };
    let facility = state.desk.as_ref().and_then(|desk| desk.facility);
    let Some(facility) =
        facility.filter(|facility| decide::does_at(person, action, *facility).is_ok())
    else {
        return Ok(Told::Cannot(Cannot::NotAllowed));
    };
    if question == Question::Order {
        let product = state.chosen.product;
        return Ok(Told::Order(
            order::of(app, conn, facility, product, now).await?,
        ));
    }
    Ok(Told::Lines(match question {
        Question::Orders => order::all(app, conn, facility, now).await?,
        Question::Held => held(&shown::held(conn, facility, now - USED, LINES).await?),
        Question::Short => short(app, conn, facility, now).await?,
        Question::Expiring => expiring(conn, facility, now).await?,
        _ => waiting(app, conn, facility).await?,
    }))
}

/// What the facilities of somebody's area lack, what most of them lack first, or which of them
/// have not reported, the longest first.
async fn of_area(
    conn: &mut Conn,
    question: Question,
    person: &Staff,
    now: DateTime<Utc>,
) -> anyhow::Result<Told> {
    let action = match question {
        Question::AreaOut => Action::SeeStock,
        _ => Action::SeeUnreported,
    };
    let Some(area) = person
        .place_id
        .filter(|_| person.reach(action) == Reach::Area)
    else {
        return Ok(Told::Cannot(Cannot::NotAllowed));
    };
    if question == Question::AreaOut {
        let rows = stock_level::out_in(conn, area, TOLD).await?;
        let line = |row: stock_level::OutIn| Line {
            id: row.product_id,
            units: u32::try_from(row.out).ok(),
            of: Some(row.holders),
            ..Line::default()
        };
        return Ok(Told::Lines(rows.into_iter().map(line).collect()));
    }
    let reporters = Role::with(Action::ReportStock, Reach::Own);
    let rows = report::unreported(conn, area, &reporters, now - USUAL_RHYTHM, TOLD).await?;
    let line = |(facility, at): (i64, Option<DateTime<Utc>>)| Line {
        id: facility,
        at: at.map(|at| at.timestamp()),
        ..Line::default()
    };
    Ok(Told::Lines(rows.into_iter().map(line).collect()))
}

fn held(holdings: &[Holding]) -> Vec<Line> {
    let line = |holding: &Holding| Line {
        id: holding.product,
        units: Some(holding.units),
        ..Line::default()
    };
    holdings.iter().map(line).collect()
}

/// What a facility is short of, the first to run out first, and by name.
async fn short(
    app: &App,
    conn: &mut Conn,
    facility: i64,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Line>> {
    let mut short = judge::short(conn, facility, now).await?;
    let country = app.directory.read();
    short.sort_by_cached_key(|short| {
        let product = country.product(short.product);
        let named = product.map(|of| [&of.generic, &of.strength, &of.form].map(Box::clone));
        (short.units > 0, short.of_a_month, named, short.product)
    });
    cut(&mut short);
    let line = |short: Short| Line {
        id: short.product,
        units: Some(short.units),
        ..Line::default()
    };
    Ok(short.into_iter().map(line).collect())
}

/// Leaves what is told at once.
fn cut<T>(list: &mut Vec<T>) {
    list.truncate(usize::try_from(TOLD).unwrap_or(usize::MAX));
}

async fn expiring(conn: &mut Conn, facility: i64, now: DateTime<Utc>) -> anyhow::Result<Vec<Line>> {
    let (from, to) = (now.date_naive(), (now + EXPIRES_WITHIN).date_naive());
    let rows = shown::expiring(conn, facility, from, to, TOLD).await?;
    let line = |row: shown::Expiring| Line {
        id: row.product_id,
        at: row
            .expires_on
            .and_hms_opt(0, 0, 0)
            .map(|date| date.and_utc().timestamp()),
        name: row.batch.into(),
        ..Line::default()
    };
    Ok(rows.into_iter().map(line).collect())
}

/// How many people near a facility wait for what, most first.
async fn waiting(app: &App, conn: &mut Conn, facility: i64) -> anyhow::Result<Vec<Line>> {
    let rows = waiting::people(conn).await?;
    let country = app.directory.read();
    let Some(here) = country.facility(facility).and_then(|here| here.point) else {
        return Ok(Vec::new());
    };
    let mut lines: Vec<Line> = Vec::new();
    for (product, place, people) in rows {
        let near = country
            .place(place)
            .and_then(|place| place.point)
            .is_some_and(|point| here.km_to(point) <= NEAR_KM);
        if !near {
            continue;
        }
        let people = u32::try_from(people).unwrap_or(u32::MAX);
        match lines.iter_mut().find(|line| line.id == product) {
            Some(line) => line.units = Some(line.units.unwrap_or(0).saturating_add(people)),
            None => lines.push(Line {
                id: product,
                units: Some(people),
                ..Line::default()
            }),
        }
    }
    lines.sort_by_key(|line| (std::cmp::Reverse(line.units), line.id));
    cut(&mut lines);
    Ok(lines)
}

/// The lines of reports, the latest first.
pub(super) async fn lines(conn: &mut Conn, reports: &[i64]) -> anyhow::Result<Vec<Line>> {
    let rows = shown::lines(conn, reports, TOLD).await?;
    let line = |row: shown::Reported| Line {
        id: row.product,
        units: Some(row.quantity),
        at: Some(row.at.timestamp()),
        entry: Entry::of(row.kind, &row.reason),
        of: Some(row.report),
        ..Line::default()
    };
    Ok(rows.into_iter().map(line).collect())
}

async fn undecided(app: &App, conn: &mut Conn, person: &Staff) -> anyhow::Result<Told> {
    if !person.may(Action::ApproveStaff) && !person.may(Action::GrantNewPhone) {
        return Ok(Told::Cannot(Cannot::NotAllowed));
    }
    let waiting = who::undecided(conn, person.id).await?;
    let most = usize::try_from(LINES).unwrap_or(usize::MAX);
    let line = |asks: Staff| Line {
        id: asks.id,
        of: asks.facilities.first().copied(),
        name: asks.name.into(),
        ..Line::default()
    };
    let mut lines = Vec::new();
    for (asks, change) in waiting.new_phones.into_iter().take(most) {
        let number = phone::open(conn, &app.phones, change.phone_id).await?;
        let phone = Some(NewPhone {
            id: change.id,
            tail: number.tail().into(),
        });
        lines.push(Line {
            phone,
            ..line(asks)
        });
    }
    // Nobody is on it twice: who asks to be let in does not work with the record yet.
    lines.extend(waiting.registrations.into_iter().map(line));
    lines.truncate(most);
    Ok(Told::Lines(lines))
}

/// The phone with the number that was typed; no line where it is none.
async fn new_phone(
    app: &App,
    conn: &mut Conn,
    person: &Staff,
    (place, typed): (Place<'_>, &Typing),
) -> anyhow::Result<Told> {
    if !person.may(Action::AskNewPhone) {
        return Ok(Told::Cannot(Cannot::NotAllowed));
    }
    let Some(number) = typed::number(typed.expose(), &place.hop.phone) else {
        return Ok(Told::Lines(Vec::new()));
    };
    let phone = NewPhone {
        id: phone::id_of(conn, &app.phones, &number).await?,
        tail: number.tail().into(),
    };
    Ok(Told::Lines(vec![Line {
        phone: Some(phone),
        ..Line::default()
    }]))
}
