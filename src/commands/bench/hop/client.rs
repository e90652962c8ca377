//! The load: callers on keep-alive connections, each walking its journeys one
//! hop after the other, every answer checked. As lean as a client can be, so
//! that what is measured is the server.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::flow::{Journey, Step};
use super::report::Tally;

/// An answer that has not come by then is lost: Africa's Talking gives up after ten seconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// A rehearsal that takes longer is cut short.
const REHEARSAL: Duration = Duration::from_secs(60);
/// No answer of ours is anywhere near as long.
const LONGEST: usize = 64 * 1024;

/// Where the load goes.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// Loopback only.
    pub(super) address: SocketAddr,
    /// The callback's path.
    pub(super) path: String,
}

/// Loads `target` for `window` from a thread of its own with one caller for
/// each of `journeys`; every caller begins its journey again when it is
/// through. `round` keeps session ids apart between runs.
pub(super) async fn load(
    target: Target,
    journeys: Vec<Journey>,
    window: Duration,
    round: u32,
) -> anyhow::Result<Tally> {
    tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(walk_all(target, journeys, window, round))
    })
    .await?
}

/// Every caller in turn walks their journey once, so that a load begins with
/// callers who have called before.
pub(super) async fn rehearse(target: &Target, journeys: &[Journey]) -> anyhow::Result<Tally> {
    let mut all = Tally::new()?;
    let end = Instant::now() + REHEARSAL;
    for (number, journey) in journeys.iter().enumerate() {
        all.add(&walk(target, journey, end, u32::MAX, (number, 1)).await?)?;
    }
    Ok(all)
}

async fn walk_all(
    target: Target,
    journeys: Vec<Journey>,
    window: Duration,
    round: u32,
) -> anyhow::Result<Tally> {
    let began = Instant::now();
    let mut callers = JoinSet::new();
    for (number, journey) in journeys.into_iter().enumerate() {
        let target = target.clone();
        callers.spawn(async move {
            walk(&target, &journey, began + window, round, (number, u32::MAX)).await
        });
    }
    let mut all = Tally::new()?;
    while let Some(one) = callers.join_next().await {
        all.add(&one??)?;
    }
    all.elapsed = began.elapsed();
    Ok(all)
}

/// One caller, by number, until `end` or so many dials.
async fn walk(
    target: &Target,
    journey: &Journey,
    end: Instant,
    round: u32,
    (number, most): (usize, u32),
) -> anyhow::Result<Tally> {
    let mut tally = Tally::new()?;
    let mut line = None;
    let mut dials = 0u32;
    while Instant::now() < end && dials < most {
        dials += 1;
        let session = format!("ATUid_{round:08x}{number:08x}{dials:016x}");
        for step in &journey.steps {
            let began = Instant::now();
            let asked = timeout(PATIENCE, hop(&mut line, target, &session, journey, step));
            let Ok(Ok(answer)) = asked.await else {
                // The rest of the session makes no sense without this answer.
                line = None;
                tally.lost += 1;
                break;
            };
            tally.hop(began.elapsed());
            if !step.accepts(answer.status, &answer.body) {
                tally.wrong(step, answer.status, &answer.body);
                break;
            }
            if Instant::now() >= end {
                break;
            }
        }
    }
    Ok(tally)
}

struct Answer {
    status: u16,
    body: String,
}

/// A keep-alive connection and what was read from it so far.
struct Line {
    stream: TcpStream,
    read: Vec<u8>,
}

async fn hop(
    line: &mut Option<Line>,
    target: &Target,
    session: &str,
    journey: &Journey,
    step: &Step,
) -> io::Result<Answer> {
    let line = match line {
        Some(line) => line,
        None => {
            let stream = TcpStream::connect(target.address).await?;
            stream.set_nodelay(true)?;
            let read = Vec::with_capacity(2048);
            line.insert(Line { stream, read })
        }
    };
    let form = journey.form(session, step);
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        target.path,
        target.address,
        form.len(),
    );
    line.stream.write_all(request.as_bytes()).await?;
    line.answer().await
}

impl Line {
    /// Reads one whole answer.
    async fn answer(&mut self) -> io::Result<Answer> {
        self.read.clear();
        loop {
            if let Some(answer) = whole(&self.read)? {
                return Ok(answer);
            }
            if self.read.len() > LONGEST {
                return Err(bad("an answer without end"));
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// The answer in `read`, once all of it is there.
fn whole(read: &[u8]) -> io::Result<Option<Answer>> {
    let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let (head, rest) = read.split_at(end);
    let body = rest.get(4..).unwrap_or_default();
    let head = std::str::from_utf8(head).map_err(|_| bad("a head that is no text"))?;
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok())
        .ok_or_else(|| bad("an answer without a status"))?;
    let length: usize = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .ok_or_else(|| bad("an answer without a length"))?;
    if body.len() < length {
        return Ok(None);
    }
    let body = String::from_utf8(body.to_vec()).map_err(|_| bad("a body that is no text"))?;
    Ok(Some(Answer { status, body }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_when_all_of_it_is_there() {
        let all = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nCON hi";
        for part in 0..all.len() {
            assert!(whole(&all[..part]).unwrap().is_none(), "{part}");
        }
        let answer = whole(all).unwrap().unwrap();
        assert_eq!((answer.status, &*answer.body), (200, "CON hi"));
    }

    #[test]
    fn an_answer_without_a_length_is_refused() {
        assert!(whole(b"HTTP/1.1 200 OK\r\n\r\nCON hi").is_err());
        assert!(whole(b"nonsense\r\n\r\n").is_err());
    }
}
