//! PINs hashed: argon2id with a pepper, off the threads that answer, two at once.

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{AcquireError, Semaphore};
use tokio::task::{JoinError, spawn_blocking};

use super::Pin;
use crate::config::{Pepper, Pins, Secret};

/// Hashes at once in a process: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

/// What hashes PINs, with argon2id as OWASP's Password Storage Cheat Sheet has
/// it: 19 MiB, two passes, one lane. Clones share their turns.
#[derive(Clone)]
pub struct Hasher {
    pepper: Pepper,
    turns: Arc<Semaphore>,
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hasher(***)")
    }
}

/// Why a PIN was not hashed. Neither the PIN nor its hash stands in it.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Out of memory, or what the record holds is no hash.
    #[error("a PIN cannot be hashed: {0}")]
    Argon2(Error),
    /// The pepper is unfit, which the configuration's parser does not allow.
    #[error("a PIN cannot be hashed: {0}")]
    Pepper(argon2::Error),
    /// The process is ending.
    #[error("a PIN was not hashed: {0}")]
    Ending(#[from] JoinError),
    /// The process is ending.
    #[error("a PIN was not hashed: {0}")]
    Closed(#[from] AcquireError),
}

impl Hasher {
    /// A hasher with the configured pepper.
    #[must_use]
    pub fn new(config: &Pins) -> Self {
        Self {
            pepper: config.pepper.clone(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// The hash of a person's PIN, in argon2's own text form. It is bound to the
    /// person: under another's id the same PIN is not right.
    ///
    /// # Errors
    /// If there is no memory for it, or the process ends.
    pub async fn hash(&self, staff_id: i64, pin: Pin) -> Result<Secret, HashError> {
        self.off_the_workers(move |argon2| {
            let made = argon2.hash_password(&salted(staff_id, &pin));
            made.map(|hash| Secret::new(hash.to_string()))
        })
        .await
    }

    /// Whether a PIN is the one that was hashed for this person.
    ///
    /// # Errors
    /// If `hash` is none, there is no memory, or the process ends.
    pub async fn is(&self, staff_id: i64, pin: Pin, hash: Secret) -> Result<bool, HashError> {
        self.off_the_workers(move |argon2| {
            let hash = PasswordHash::new(hash.expose())?;
            match argon2.verify_password(&salted(staff_id, &pin), &hash) {
                Ok(()) => Ok(true),
                Err(Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// Waits for a turn and works on a thread for blocking work. The turn goes
    /// with the work, which ends by itself where nobody waits for it any more.
    async fn off_the_workers<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, HashError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await?;
        let pepper = self.pepper.clone();
        spawn_blocking(move || {
            let _turn = turn;
            let (kind, version) = (Algorithm::Argon2id, Version::V0x13);
            let argon2 = Argon2::new_with_secret(pepper.expose(), kind, version, Params::DEFAULT)
                .map_err(HashError::Pepper)?;
            work(argon2).map_err(HashError::Argon2)
        })
        .await?
    }
}

/// What is hashed: whose PIN it is, and the PIN.
fn salted(staff_id: i64, pin: &Pin) -> Vec<u8> {
    [&staff_id.to_be_bytes(), pin.expose().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Vars};

    fn hasher(pepper: &str) -> Hasher {
        let vars: Vars = [
            ("DATABASE_URL", "postgres://localhost/x"),
            ("MEDVAULT_PIN_PEPPER", pepper),
        ]
        .into_iter()
        .collect();
        Hasher::new(&Config::read_demo(vars).unwrap().pins)
    }

    fn pin(text: &str) -> Pin {
        Pin::typed(text).unwrap()
    }

    const PEPPER: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const OTHER: &str = "HxwdGhscGRoXGBUWExQREg8QDQ4LDAkKBwgFBgMEAQI=";

    #[tokio::test]
    async fn a_pin_is_right_for_its_person_under_its_pepper_alone() {
        let ours = hasher(PEPPER);
        let hash = ours.hash(5, pin("4071")).await.unwrap();
        let text = hash.expose();
        assert!(
            text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{text}"
        );
        let is = async |hasher: &Hasher, person, text| {
            hasher.is(person, pin(text), hash.clone()).await.unwrap()
        };
        assert!(is(&ours, 5, "4071").await);
        assert!(!is(&ours, 5, "4072").await);
        assert!(!is(&ours, 6, "4071").await);
        assert!(!is(&hasher(OTHER), 5, "4071").await);
        let again = ours.hash(5, pin("4071")).await.unwrap();
        assert_ne!(again.expose(), text);
    }

    #[tokio::test]
    async fn what_is_no_hash_lets_nobody_in() {
        let held = Secret::new("4071");
        let error = hasher(PEPPER).is(5, pin("4071"), held).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("4071"));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn two_are_hashed_at_once_and_no_more() {
        use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        use std::sync::mpsc;
        use std::time::Duration;
        let hasher = hasher(PEPPER);
        let (at_work, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (began, begun) = mpsc::channel();
        let mut ends = Vec::new();
        let works: Vec<_> = (0..4)
            .map(|_| {
                let (hasher, at_work, most) = (hasher.clone(), at_work.clone(), most.clone());
                let (began, (end, ended)) = (began.clone(), mpsc::channel::<()>());
                ends.push(end);
                tokio::spawn(async move {
                    let work = move |_: Argon2<'_>| {
                        most.fetch_max(at_work.fetch_add(1, SeqCst) + 1, SeqCst);
                        began.send(()).unwrap();
                        // Works until it is told to end.
                        let _ = ended.recv();
                        at_work.fetch_sub(1, SeqCst);
                        Ok(())
                    };
                    hasher.off_the_workers(work).await.unwrap();
                })
            })
            .collect();
        let turns = Arc::clone(&hasher.turns);
        let watching = spawn_blocking(move || {
            let begins = || begun.recv_timeout(Duration::from_secs(10)).unwrap();
            // Two meet, and no turn is left for the others until these end.
            begins();
            begins();
            assert_eq!(turns.available_permits(), 0);
            drop(ends);
            begins();
            begins();
        });
        watching.await.unwrap();
        for work in works {
            work.await.unwrap();
        }
        assert_eq!(most.load(SeqCst), 2);
        assert_eq!(hasher.turns.available_permits(), 2);
    }
}
