//! Menus and texts: ours are proved here, an operator's own at every start.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use medvault::config::Config;
use medvault::service::Service;
use medvault::ussd::check;
use medvault::ussd::edition::Sources;

use crate::support::TestDatabase;
use crate::support::running::vars;

#[test]
fn what_is_embedded_is_proved() {
    let sources = Sources::read(None, None, "en").unwrap();
    if let Err(flaws) = check::edition(sources, &[]) {
        panic!("{}", check::refusal(&flaws));
    }
}

/// A copy of a folder of ours, to be spoiled.
struct Copy(PathBuf);

impl Copy {
    fn of(folder: &str) -> Copy {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        static COPIES: AtomicU32 = AtomicU32::new(0);
        let copy = COPIES.fetch_add(1, Ordering::Relaxed);
        let name = format!("medvault-{folder}-{}-{copy}", std::process::id());
        let to = std::env::temp_dir().join(name);
        fs::create_dir_all(&to).unwrap();
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
        Copy(to)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_on_bad_texts_is_refused_with_file_and_reason() {
    let database = TestDatabase::new().await;
    let folder = Copy::of("locales");
    let file = folder.0.join("sw.ftl");
    let good = fs::read_to_string(&file).unwrap();
    let bad = good.replace("\nsorry = ", "\nsorrow = ");
    assert_ne!(good, bad);
    fs::write(&file, bad).unwrap();
    let locales = folder.0.to_str().unwrap();
    let config = Config::read_demo(vars(&database, &[("MEDVAULT_LOCALES", locales)])).unwrap();
    let told = Service::start(config).await.unwrap_err().to_string();
    assert!(told.contains("sw.ftl:"), "{told}");
    assert!(told.contains("sorry"), "{told}");
    assert!(told.contains("sorrow"), "{told}");
}

/// `medvault check`, with nothing configured but what is given.
fn checked(args: &[&str], vars: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    for name in ["MENUS", "LOCALES", "LANGUAGE", "NETWORKS"] {
        command.env_remove(format!("MEDVAULT_{name}"));
    }
    let vars = vars.iter().copied();
    command.arg("check").args(args).envs(vars).output().unwrap()
}

fn printed(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn the_command_passes_what_is_ours_and_draws_every_screen() {
    let output = checked(&["--graph"], &[]);
    assert!(output.status.success(), "{output:?}");
    let graph = printed(&output);
    assert!(graph.starts_with("flowchart TD\n"), "{graph}");
    let menu = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("menus/patient.toml"))
        .unwrap();
    let names: Vec<&str> = menu
        .lines()
        .filter_map(|line| line.strip_prefix("[screen.")?.strip_suffix(']'))
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        let drawn = graph.lines().any(|line| {
            line.trim()
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(['[', '(']) && rest.contains(name))
        });
        assert!(drawn, "{name}: {graph}");
    }
}

#[test]
fn the_command_refuses_with_file_line_and_reason() {
    let folder = Copy::of("menus");
    let file = folder.0.join("patient.toml");
    let good = fs::read_to_string(&file).unwrap();
    let bad = good.replace(r#"go = "help" }"#, r#"go = "hlep" }"#);
    assert_ne!(good, bad);
    fs::write(&file, &bad).unwrap();
    let line = 1 + bad.lines().position(|line| line.contains("hlep")).unwrap();
    let output = checked(&["--menus", folder.0.to_str().unwrap()], &[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let told: Vec<&str> = printed(&output).lines().collect();
    let reached = [
        "help",
        "reached",
        "reached-blood",
        "reached-condition",
        "consent",
        "consent-not",
        "consent-done",
        "agreed",
        "agreed-none",
        "withdraw",
        "withdraw-all",
        "withdrawn",
        "drops",
        "drops-done",
    ];
    assert_eq!(told.len(), 1 + reached.len(), "{told:?}");
    assert!(
        told[0].starts_with(&format!("patient.toml:{line}: `home` leads to `hlep`")),
        "{told:?}"
    );
    // Nor to what is reached from there
    for (told, screen) in told[1..].iter().zip(reached) {
        let why = format!("nothing leads to `{screen}`");
        assert!(told.ends_with(&why), "{told}");
    }
}

#[test]
fn the_command_knows_the_networks_that_the_service_is_told_of() {
    let output = checked(&[], &[("MEDVAULT_NETWORKS", "63902=80:30")]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(!printed(&output).is_empty());
    for line in printed(&output).lines() {
        assert!(line.contains("on network 63902"), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_on_a_bad_menu_is_refused_with_the_lines_of_the_command() {
    let database = TestDatabase::new().await;
    let folder = Copy::of("menus");
    let file = folder.0.join("patient.toml");
    let good = fs::read_to_string(&file).unwrap();
    let bad = good.replace("ask = \"blood\"", "ask = \"forms\"\nsave = \"place\"");
    assert_ne!(good, bad);
    fs::write(&file, bad).unwrap();
    let menus = folder.0.to_str().unwrap();
    let config = Config::read_demo(vars(&database, &[("MEDVAULT_MENUS", menus)])).unwrap();
    let told = Service::start(config).await.unwrap_err().to_string();
    let output = checked(&["--menus", menus], &[]);
    let lines = printed(&output);
    assert!(lines.starts_with("patient.toml:"), "{lines}");
    assert!(told.ends_with(lines.trim_end()), "{told} against {lines}");
}
