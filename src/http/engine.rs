//! Stands where the engine will: answers every hop that it is not there.

use crate::app::App;
use crate::operators::{Answer, End, Hop};

pub(super) async fn hop(app: &App, hop: Hop) -> Answer {
    app.note_hop(&hop.session, "none", "sorry", std::time::Duration::ZERO);
    Answer {
        more: true,
        text: sorry(app),
    }
}

pub(super) async fn ended(_app: &App, _end: End) {}

pub(super) fn sorry(_app: &App) -> String {
    "Sorry, something went wrong. Please dial again.".to_owned()
}
