//! The closed lists: all that a menu file may ask for.

use serde::Deserialize;

/// The questions a list may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// The languages of the service.
    Languages,
    /// The medicines found by the name that was typed.
    FoundMedicines,
    /// The strengths and forms of the medicine.
    Forms,
    /// The nearest facilities that have the product, within the radius.
    HoldersNear,
    /// The nearest facilities that have it, however far.
    HoldersAnywhere,
    /// Other forms of the same medicine that somebody near has.
    OtherFormsNear,
    /// The nearest facilities, whatever they hold.
    FacilitiesNear,
    /// Blood groups.
    Blood,
    /// Pieces of equipment.
    Equipment,
    /// The places found by the name that was typed.
    FoundPlaces,
    /// The places inside the area walked to so far.
    Areas,
    /// The facilities found by the name that was typed.
    FoundFacilities,
    /// The facilities the caller works at.
    Workplaces,
    /// What the caller's facility holds, what they report most first.
    Held,
    /// Who waits for the caller to decide: whether they are let in, or go on under another phone.
    Undecided,
    /// The places of the caller's area found by the name that was typed.
    FoundAreas,
    /// The places inside the one chosen so far of the caller's area.
    CastAreas,
    /// The languages that a message to many is not written in yet.
    LanguagesLeft,
    /// The messages to many that wait for the caller's yes.
    ToDecide,
    /// The last messages to many in the caller's area.
    Casts,
    /// Blood groups that people agree to be reached for.
    BloodGroups,
    /// Conditions that people agree to be reached for.
    Conditions,
    /// What the caller agreed to be reached for.
    Agreed,
    /// What the caller's facility is to order, what runs out first.
    Orders,
}

/// How what a caller types is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Find {
    /// A medicine by name.
    Medicine,
    /// A place by name.
    Place,
    /// A whole number; `0` is a number here, so `00` is the only key that leaves.
    Quantity,
    /// The month in which something expires; `0` where that is not told.
    Expiry,
    /// A facility by name.
    Facility,
    /// What colleagues call the caller.
    Name,
    /// The number of another phone.
    Phone,
    /// The caller's PIN.
    Pin,
    /// A PIN the caller chooses.
    NewPin,
    /// The same once more.
    PinAgain,
    /// A place of the caller's area by name.
    Area,
    /// What a message to many says.
    Message,
    /// Why it is an emergency.
    Reason,
    /// How far around a place it reaches; `0` where it is for the place alone.
    Km,
    /// When it begins; `0` where that is now.
    Moment,
    /// How many people it is for, as they were shown: who types that sends it alone.
    People,
}

/// What the service tells in place of a fixed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tell {
    /// All about one facility, and the product there if one was asked for.
    Card,
    /// Where somebody who works with the record is, and what they are.
    Desk,
    /// The report that a yes will keep.
    Report,
    /// The report that was kept.
    ReportDone,
    /// The report that a yes will take back.
    Undo,
    /// What is known after that.
    UndoDone,
    /// Why something cannot be.
    WhyNot,
    /// What the facility is out of, and what will not last.
    Short,
    /// What of it expires soon.
    Expiring,
    /// How many people near it wait for what.
    Waiting,
    /// What the caller reported last.
    Reports,
    /// What facilities of the caller's area are out of.
    AreaOut,
    /// Which of them have not reported.
    Unreported,
    /// What the message to many that was written would do.
    Cast,
    /// A message to many that somebody else asks to send.
    CastAsks,
    /// What became of a message to many.
    CastShown,
    /// How much to order of a product, and why.
    Order,
}

/// What a caller must have told before a screen is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Their place.
    Place,
    /// Their PIN.
    Pin,
    /// Their PIN, and which of their facilities it is about.
    Workplace,
}

/// When an option is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guard {
    /// Some facility, however far, has the product.
    HeldAnywhere,
    /// Somebody near has the medicine in another form or strength.
    OtherFormsNear,
    /// The caller came here by asking for a product.
    ProductAsked,
    /// The caller works with the record.
    Staff,
    /// They may tell what their facility holds.
    MayReport,
    /// They may see what it lacks.
    MaySee,
    /// They may see what the facilities of their area lack.
    MaySeeArea,
    /// They may see which of these have not reported.
    MaySeeUnreported,
    /// They may let people in, or let them go on under another phone.
    MayLetIn,
    /// They may ask to go on under another phone.
    MayMove,
    /// They work at several facilities.
    SeveralWorkplaces,
    /// They may say whether callers are shown their facility.
    MayList,
    /// They may ask to send to many.
    MayCast,
    /// They may say yes to what another officer asks to send.
    MayDecide,
    /// They may see what was sent to many.
    MaySeeCasts,
    /// What they write to many lacks a language.
    MoreLanguages,
    /// They may hold back what they look at, which goes out.
    MayPause,
    /// They may let it go on.
    MayResume,
    /// They may stop it for good.
    MayCancel,
    /// They may send to many alone.
    MayBreakGlass,
    /// They may correct what they look at, which went out.
    MayCorrect,
    /// Of what they write it is known whether it is an emergency, and why.
    KindKnown,
    /// They send what they write alone.
    Alone,
    /// A second officer says yes to it.
    Together,
    /// They say whom it is for: it corrects nothing.
    FirstTold,
    /// It would reach nobody, and is for whom they say.
    NobodyThere,
}

/// What a choice writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Save {
    /// The caller's language: the picked item.
    Language,
    /// The caller's place: the picked item.
    Place,
    /// The caller's place: the area walked to.
    Area,
    /// The draft that this screen named.
    Draft,
    /// Which of their facilities the caller's reports are for: the picked item.
    Workplace,
    /// That the caller wants to be texted what they saw when the line drops; that they do
    /// not, where they did.
    TextDrops,
    /// A message to the caller with what the card tells.
    TextCard,
    /// A message to the caller with the nearest who have the product.
    TextResults,
    /// The message to many, to the caller's own phone and nobody else's.
    Try,
}

/// What a confirm screen names before it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftKind {
    /// To be told when the product is back near the caller's place.
    Waiting,
    /// That the facility had none of the product.
    NoneReport,
    /// That the caller asks to work with the record.
    Register,
    /// What happened to a product at the caller's facility.
    Report,
    /// That the caller's last report is taken back.
    Undo,
    /// That somebody may begin, or go on under another phone.
    LetIn,
    /// That they may not.
    KeepOut,
    /// That the caller asks to go on under another phone.
    NewPhone,
    /// That callers are shown the facility if they were not, and are not if they were.
    List,
    /// That a second officer is asked to let a message to many out.
    Cast,
    /// That one goes out.
    Approve,
    /// That it does not.
    Refuse,
    /// That one is held back.
    Pause,
    /// That it goes on.
    Resume,
    /// That it is stopped for good.
    Cancel,
    /// That the caller may be reached for something.
    Consent,
    /// That they may not any more.
    Withdraw,
    /// That they may for nothing any more.
    WithdrawAll,
}
