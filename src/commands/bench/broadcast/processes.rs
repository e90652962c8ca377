//! Processes of the service's own binary, which are killed outright.

use std::process::{Child, Command, Stdio};

use anyhow::Context as _;

/// Processes that send, as many as there are to be, killed with this value.
pub(super) struct Processes {
    vars: Vec<(&'static str, String)>,
    alive: Vec<Child>,
}

impl Processes {
    /// Starts so many, with this environment and no other.
    ///
    /// # Errors
    /// When one cannot be started.
    pub(super) fn start(many: usize, vars: Vec<(&'static str, String)>) -> anyhow::Result<Self> {
        let mut processes = Self {
            vars,
            alive: Vec::with_capacity(many),
        };
        for _ in 0..many {
            let one = processes.another()?;
            processes.alive.push(one);
        }
        Ok(processes)
    }

    fn another(&self) -> anyhow::Result<Child> {
        let ourselves = std::env::current_exe().context("cannot tell which binary this is")?;
        Command::new(ourselves)
            .arg("serve")
            .env_clear()
            .envs(
                self.vars
                    .iter()
                    .map(|(name, value)| (*name, value.as_str())),
            )
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start a process")
    }

    /// Kills one, whatever it is at, and starts another in its place.
    ///
    /// # Errors
    /// When it had ended by itself, or the other cannot be started.
    pub(super) fn kill_one(&mut self) -> anyhow::Result<()> {
        let other = self.another()?;
        self.alive.push(other);
        let which = rand::random_range(0..self.alive.len().saturating_sub(1));
        let mut victim = self.alive.swap_remove(which);
        let ended = victim.try_wait()?;
        anyhow::ensure!(ended.is_none(), "a process ended by itself: {ended:?}");
        victim.kill()?;
        victim.wait()?;
        Ok(())
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        for process in &mut self.alive {
            // What cannot be killed is gone.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
