//! Menus and texts: ours are proved here, an operator's own at every start.

use std::fs;
use std::path::{Path, PathBuf};

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
        let to = std::env::temp_dir().join(format!("medvault-{folder}-{}", std::process::id()));
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
