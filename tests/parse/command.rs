//! `medvault parse` as people run it.

use std::io::Write as _;
use std::process::{Command, Stdio};

fn parse(args: &[&str], input: &[u8]) -> (bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_medvault"))
        .arg("parse")
        .args(args)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    (done.status.success(), said)
}

#[test]
fn each_line_is_answered_by_one_object_without_a_database() {
    let input = b"SOH AL 120\\nPCM 40\nAL \xff\xfe 5\n\nhello\r\nOUT AL";
    let (ok, said) = parse(&["--codes", "al, pcm"], input);
    assert!(ok);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            r#"{"action":"count","items":[{"code":"al","quantity":120},{"code":"pcm","quantity":40}],"ask":[]}"#,
            r#"{"action":"count","items":[],"ask":[{"about":"al","why":"unclear"}]}"#,
            r#"{"action":"unknown","items":[],"ask":[]}"#,
            r#"{"action":"unknown","items":[],"ask":[]}"#,
            r#"{"action":"issue","items":[],"ask":[{"about":"al","why":"no_number"}]}"#,
        ]
    );
}

#[test]
fn a_text_is_held_against_what_was_counted_before() {
    let file = std::env::temp_dir().join(format!("medvault-history-{}.json", std::process::id()));
    std::fs::write(&file, r#"{"al": [100, 120, 110], "PCM": 40}"#).unwrap();
    let args = ["--codes", "al,pcm", "--text", "AL 1200 PCM 0"];
    let before = ["--history", file.to_str().unwrap()];
    let (ok, said) = parse(&[&args[..], &before].concat(), b"");
    std::fs::remove_file(&file).unwrap();
    assert!(ok);
    let told = r#"{"action":"count","items":[{"code":"pcm","quantity":0}],"ask":[{"about":"al","why":"outlier"}]}"#;
    assert_eq!(said.trim_end(), told);
}

#[test]
fn without_codes_and_database_it_says_so() {
    assert_eq!(parse(&["--text", "AL 5"], b""), (false, String::new()));
}
