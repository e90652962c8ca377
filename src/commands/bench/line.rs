//! A keep-alive connection to one side, as lean as a client can be, so that what is
//! measured is the server.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

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

/// What came back.
pub(super) struct Answer {
    /// The HTTP status.
    pub(super) status: u16,
    /// The body.
    pub(super) body: String,
}

/// A keep-alive connection and what was read from it so far.
pub(super) struct Line {
    stream: TcpStream,
    read: Vec<u8>,
}

/// Posts a form over `line`, which is connected where it is not.
///
/// # Errors
/// When the other side is gone or answers nonsense.
pub(super) async fn post(
    line: &mut Option<Line>,
    target: &Target,
    form: &str,
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
