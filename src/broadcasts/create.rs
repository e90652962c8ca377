//! A broadcast is written: checked, counted, shown, and kept for somebody to say yes to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel_async::AsyncConnection as _;
use serde_json::json;

use super::audience::{Audience, Flaw};
use super::few::Preview;
use super::plan::{self, LeftOut, Plan};
use super::{By, Done, NotDone, Office, Refusal, ask, change, few, time};
use crate::db::Conn;
use crate::models::audience::{self as people, reach};
use crate::models::broadcast::approval::{self, Asked, Said};
use crate::models::broadcast::{self, Broadcast, Channel, NewBroadcast, State, planned};
use crate::models::ledger::batch as ledger;
use crate::models::place;
use crate::people::role::{Action, Reach};
use crate::stock::batch::nearest;

/// Letters of a reason at most.
pub const REASON: usize = 200;

/// What somebody wants sent.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// To whom; of a correction, to whom the first one went.
    pub audience: Audience,
    /// What, by language.
    pub texts: BTreeMap<String, String>,
    /// Whether it overrides quiet hours.
    pub emergency: bool,
    /// Why.
    pub reason: String,
    /// Not before that moment; none is now.
    pub starts_at: Option<DateTime<Utc>>,
    /// The broadcast it corrects: it goes to the same audience, and to whoever was told the first.
    pub corrects: Option<i64>,
}

/// What becomes of it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// Whoever writes it is shown it, and says yes with the code that they are given.
    Draft,
    /// Whoever writes it is shown it, and then sends it without a second officer.
    DraftAlone,
    /// A second officer is asked.
    Ask,
    /// It goes out: break glass.
    Alone,
}

/// A broadcast that was written.
#[derive(Debug, Clone)]
pub struct Made {
    /// As it was kept.
    pub broadcast: Broadcast,
    /// What it says, by language, as it was kept.
    pub texts: BTreeMap<String, String>,
    /// What it would do.
    pub plan: Plan,
    /// Of a draft, the code that its writer says yes with.
    pub code: Option<String>,
    /// The officer who is asked; of a draft, nobody yet.
    pub asked: Option<i64>,
}

impl Made {
    /// What is told of what it would do.
    #[must_use]
    pub fn preview(&self) -> Preview {
        let audience = &self.broadcast.audience;
        let few = few::are_few(audience, self.plan.recipients);
        Preview::of(&self.plan, audience, &self.texts, few)
    }
}

/// Keeps what somebody wants sent, in a transaction of its own or the caller's.
///
/// # Errors
/// Why it is not to be sent like this, or if the database does not answer; nothing is kept then.
pub async fn create(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    wanted: Wanted,
    first: First,
) -> Done<Made> {
    conn.transaction(async |conn| {
        let (audience, texts) = checked(conn, office, by, &wanted, first).await?;
        let kind = (wanted.emergency, wanted.corrects);
        let plan = counted(conn, office, (&audience, &texts), kind).await?;
        let asked_for = time::asked(office.now, wanted.starts_at)?;
        let settings = &office.config.alerts;
        let zone = office.zone(conn, audience.place).await?;
        let (starts_at, expires_at) = time::window(
            office.now,
            asked_for,
            wanted.emergency,
            settings.quiet,
            zone,
        );
        let state = match first {
            First::Draft | First::DraftAlone => State::Draft,
            First::Ask => State::Waiting,
            First::Alone => State::Approved,
        };
        let new = NewBroadcast {
            state: state.as_str(),
            emergency: wanted.emergency,
            reason: wanted.reason.trim(),
            audience: json!(audience),
            recipients: i32::try_from(plan.recipients).unwrap_or(i32::MAX),
            segments: i32::try_from(plan.segments).unwrap_or(i32::MAX),
            cost: plan.cost,
            created_by: by.who.staff(),
            token_id: by.who.token(),
            made_by: by.channel.as_str(),
            corrects: wanted.corrects,
            created_at: office.now,
            starts_at,
            expires_at,
        };
        let id = broadcast::insert(conn, &new, &texts).await?;
        planned::keep(conn, id, &plan).await?;
        let kept = broadcast::by_id(conn, id).await?.ok_or(Refusal::Unknown)?;
        let (mut code, mut asked) = (None, None);
        match first {
            First::Draft | First::DraftAlone => code = Some(drafted(conn, office, by, id).await?),
            First::Ask => asked = ask::ask(conn, office, &kept, &by.who.name()).await?,
            First::Alone => alone(conn, office, by, &kept).await?,
        }
        let new = answered_for((office, zone), &kept, (&texts, &plan));
        let action = if first == First::Alone {
            "break-glass"
        } else {
            "create"
        };
        by.note(conn, office, action, (id, json!({}), new)).await?;
        Ok(Made {
            broadcast: kept,
            texts,
            plan,
            code,
            asked,
        })
    })
    .await
}

/// What the audit log keeps of one that is written, or let out by one officer alone.
pub(super) fn answered_for(
    (office, zone): (&Office<'_>, Tz),
    kept: &Broadcast,
    (texts, plan): (&BTreeMap<String, String>, &Plan),
) -> serde_json::Value {
    // What an emergency does not keep, it is answered for.
    let overrides = (kept.emergency || kept.corrects.is_some()).then(|| {
        let quiet = kept.emergency && office.config.alerts.is_quiet(zone, office.now);
        json!({ "quiet_hours": quiet, "over_budget": plan.overridden })
    });
    let mut new = json!({
        "left_out": plan.left_out, "overrides": overrides, "state": kept.state.as_str(), "emergency": kept.emergency, "reason": kept.reason,
        "audience": kept.audience, "texts": texts, "recipients": kept.recipients, "corrects": kept.corrects,
    });
    // That somebody asked about so few is to be seen, and not how many they are.
    if let (true, Some(fields)) = (
        few::are_few(
            &kept.audience,
            plan.recipients.min(kept.recipients.unsigned_abs().into()),
        ),
        new.as_object_mut(),
    ) {
        fields.retain(|field, _| !["left_out", "overrides", "recipients"].contains(&&**field));
        fields.insert("fewer_than".to_owned(), json!(few::FEW));
    }
    new
}

/// The audience and texts of what somebody may have sent.
async fn checked(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    wanted: &Wanted,
    first: First,
) -> Done<(Audience, BTreeMap<String, String>)> {
    let action = match first {
        First::Alone | First::DraftAlone if by.channel == Channel::Sms => {
            return Err(Refusal::AloneBySms.into());
        }
        First::Alone | First::DraftAlone => Action::BreakGlass,
        First::Draft | First::Ask => Action::MakeBroadcast,
    };
    let mut audience = match wanted.corrects {
        Some(first) => told_before(conn, by, (first, action)).await?,
        None => wanted.audience.clone(),
    };
    // Who says of nobody whom it is for does not mean everybody.
    if audience.place.is_none() && audience.radius.is_none() {
        return Err(Flaw::Nowhere.into());
    }
    if let Some(radius) = &mut audience.radius {
        // -0 is 0 to PostgreSQL, and what the audit log proves is what it keeps.
        radius.lat += 0.0;
        radius.lon += 0.0;
    }
    // A circle reaches no farther than the area of whoever draws it.
    audience.place = audience.place.or(by.who.place());
    if let Some(place) = audience.place
        && place::wider(conn, place).await?.is_empty()
    {
        return Err(Refusal::NoPlace.into());
    }
    by.who.may(conn, action, audience.place).await?;
    audience.check()?;
    let languages = spoken(office);
    if let Some(other) = audience
        .languages
        .iter()
        .find(|code| !languages.contains(&&***code))
    {
        return Err(Refusal::Language(other.clone()).into());
    }
    let products: Vec<i64> = audience
        .holds
        .into_iter()
        .chain(audience.waits_for)
        .collect();
    let known = broadcast::products_among(conn, &products).await?;
    if products.iter().any(|product| !known.contains(product)) {
        return Err(Refusal::NoProduct.into());
    }
    if let (Some(batch), Some(product)) = (&audience.batch, audience.holds)
        && ledger::held_by(conn, (product, batch), None)
            .await?
            .is_empty()
    {
        let near = nearest(batch, ledger::known(conn, product).await?);
        return Err(Refusal::NoBatch(near).into());
    }
    let reason = wanted.reason.trim();
    let needed = wanted.emergency || matches!(first, First::Alone | First::DraftAlone);
    if reason.chars().count() > REASON || needed && reason.is_empty() {
        return Err(Refusal::Reason.into());
    }
    let texts = plan::texts(&wanted.texts, &languages)?;
    Ok((audience, texts))
}

/// Whom a broadcast went to that is corrected. Whoever may not broadcast there is told no more
/// of it than of one that there is not.
async fn told_before(conn: &mut Conn, by: &By, (first, action): (i64, Action)) -> Done<Audience> {
    if matches!(by.who.reach(action), Reach::Nowhere | Reach::Own) {
        return Err(Refusal::NotAllowed.into());
    }
    let first = broadcast::by_id(conn, first).await?;
    let first = first.ok_or(Refusal::Unknown)?;
    change::hidden(&by.who, &first)?;
    match by.who.may(conn, action, first.audience.place).await {
        Err(NotDone::Refused(_)) => return Err(Refusal::Unknown.into()),
        other => other?,
    }
    if !broadcast::begun(conn, first.id).await? {
        return Err(Refusal::NeverSent(first.state).into());
    }
    Ok(first.audience)
}

/// The languages of the service, that of whoever chose none first.
fn spoken<'a>(office: &Office<'a>) -> Vec<&'a str> {
    let all = office.texts.languages().iter();
    all.map(crate::text::texts::Language::code).collect()
}

/// Counts whom it reaches, and what that means.
pub(super) async fn counted(
    conn: &mut Conn,
    office: &Office<'_>,
    (audience, texts): (&Audience, &BTreeMap<String, String>),
    (emergency, corrects): (bool, Option<i64>),
) -> Done<Plan> {
    broadcast::patient(conn).await?;
    let settings = &office.config.broadcasts;
    let stopped_too = emergency && settings.reaches_stopped;
    let language = office.language();
    let who = people::resolve(conn, audience, language, stopped_too, corrects).await?;
    let a_week = settings.budget(false);
    let overrides = emergency || corrects.is_some();
    let counts = reach::count(conn, &who, a_week, office.now).await?;
    let (mut reached, mut registered) = (Vec::new(), Vec::new());
    let (mut left_out, mut overridden) = (LeftOut::default(), 0);
    for count in counts {
        let over = count.over_budget.unsigned_abs();
        left_out.stopped += count.stopped.unsigned_abs();
        left_out.unreachable += count.unreachable.unsigned_abs();
        let mut people = count.meant - count.stopped - count.unreachable;
        if overrides {
            overridden += over;
        } else {
            left_out.over_budget += over;
            people -= count.over_budget;
        }
        registered.push((count.language.clone(), count.meant));
        if people > 0 {
            reached.push((count.language, people));
        }
    }
    // Of whom it would tell something, nobody is as few as some: else it could be asked who it is.
    if reached.is_empty() && !few::is_delicate(audience) {
        return Err(Refusal::Nobody.into());
    }
    let operator = &office.config.africastalking;
    let channel = plan::Channel {
        recipients: operator.recipients,
        rate: operator.rate.map(std::num::NonZeroU32::get),
        price: settings.price,
    };
    Ok(Plan {
        left_out,
        overridden,
        ..plan::plan(&reached, &registered, texts, office.language(), channel)
    })
}

/// Gives a draft the code that its writer says yes with.
async fn drafted(conn: &mut Conn, office: &Office<'_>, by: &By, id: i64) -> Done<String> {
    let code = ask::fresh_code(conn).await?;
    let asked = Asked {
        broadcast: id,
        code: &code,
        of: by.who.staff(),
        at: office.now,
        until: office.now + time::STANDS,
    };
    approval::ask(conn, asked).await?;
    Ok(code)
}

/// Lets one out by whoever wrote it, and tells every approver of its area at once.
async fn alone(conn: &mut Conn, office: &Office<'_>, by: &By, kept: &Broadcast) -> Done<()> {
    let asked = Asked {
        broadcast: kept.id,
        code: &ask::fresh_code(conn).await?,
        of: by.who.staff(),
        at: office.now,
        until: office.now,
    };
    approval::ask(conn, asked).await?;
    let_out_by(conn, office, by, kept).await
}

/// Keeps that one officer alone said yes, and tells every approver of the area.
pub(super) async fn let_out_by(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    kept: &Broadcast,
) -> Done<()> {
    let said = Said {
        staff: by.who.staff(),
        token: by.who.token(),
        yes: true,
        alone: true,
        at: office.now,
    };
    approval::decide(conn, kept.id, said).await?;
    ask::tell_of_alone(conn, office, kept, &by.who).await
}
