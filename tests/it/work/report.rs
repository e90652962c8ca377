//! How good forecasts of the record would have been, as a page.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_tells_of_every_stock_of_the_record() {
    let house = House::new().await;
    let file = format!("medvault-report-{}.html", std::process::id());
    let out = std::env::temp_dir().join(file);
    let report = |url: Option<&str>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_medvault"));
        command.args(["forecast", "report", "--out"]).arg(&out);
        command.env_remove("DATABASE_URL");
        if let Some(url) = url {
            command.env("DATABASE_URL", url);
        }
        let said = command.output().unwrap();
        (
            said.status.success(),
            String::from_utf8_lossy(&said.stderr).into_owned(),
        )
    };
    let (ok, said) = report(Some(&house.database.url()));
    assert!(ok, "{said}");
    let page = std::fs::read_to_string(&out).unwrap();
    std::fs::remove_file(&out).unwrap();
    assert!(
        page.contains("<p>6 series, forecast 3 times 3 periods ahead"),
        "{page}"
    );
    assert!(
        page.contains("What nights tell</h2><p>Too little is known"),
        "{page}"
    );
    assert!(page.contains("a pcm") && page.contains("</html>"), "{page}");
    let (ok, said) = report(None);
    assert!(
        !ok && said.contains("neither --csv nor DATABASE_URL"),
        "{said}"
    );
}
