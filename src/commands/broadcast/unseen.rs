//! What is typed at a terminal and not shown there: a PIN.

use std::io::{IsTerminal as _, Write, stderr, stdin};
use std::os::fd::AsFd;

use rustix::io::Result;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// A terminal that shows nothing of what is typed, until this is dropped.
struct Blind<T: AsFd> {
    terminal: T,
    before: Termios,
}

impl<T: AsFd> Blind<T> {
    fn new(terminal: T) -> Result<Self> {
        let before = tcgetattr(&terminal)?;
        let mut blind = before.clone();
        blind.local_modes.remove(LocalModes::ECHO);
        // The end of the line is seen, so that what follows begins on one of its own.
        blind.local_modes.insert(LocalModes::ECHONL);
        // What was typed before it was asked for is thrown away: it was shown.
        tcsetattr(&terminal, OptionalActions::Flush, &blind)?;
        Ok(Self { terminal, before })
    }
}

impl<T: AsFd> Drop for Blind<T> {
    fn drop(&mut self) {
        // Nothing is left to be done about a terminal that is gone.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

/// The line that somebody types when they are asked, which a terminal does not show; of anything
/// else than a terminal its next line.
///
/// # Errors
/// If the terminal cannot be silenced, or nothing is to be read.
pub(super) fn line(question: &str) -> std::io::Result<String> {
    let input = stdin();
    let _blind = match input.is_terminal() {
        true => Some(Blind::new(&input)?),
        false => None,
    };
    write!(stderr().lock(), "{question}")?;
    let mut typed = String::new();
    input.read_line(&mut typed)?;
    Ok(typed)
}
