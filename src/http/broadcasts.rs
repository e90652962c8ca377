//! `/broadcasts/{id}`: how a broadcast stands, for officers in a browser.
//!
//! A handful of files of ours, embedded, and nothing from elsewhere: the page's own policy
//! forbids it. The files are the same for everybody and know nothing. The page asks for a token
//! of the interface for programs, keeps it for as long as its tab is open, and never puts it into
//! an address; what it shows comes from `/api/v1/broadcasts` under that token, whose role decides.

use actix_web::web;

use super::files::file;

/// Path, media type and text of everything the page is made of.
const FILES: [(&str, &str, &str); 8] = [
    (
        "/broadcasts/{id:[0-9]+}",
        "text/html; charset=utf-8",
        include_str!("broadcasts/index.html"),
    ),
    (
        "/broadcasts/page.css",
        "text/css; charset=utf-8",
        include_str!("broadcasts/page.css"),
    ),
    (
        "/broadcasts/page.js",
        "text/javascript; charset=utf-8",
        include_str!("broadcasts/page.js"),
    ),
    (
        "/broadcasts/show.js",
        "text/javascript; charset=utf-8",
        include_str!("broadcasts/show.js"),
    ),
    (
        "/broadcasts/words.js",
        "text/javascript; charset=utf-8",
        include_str!("broadcasts/words.js"),
    ),
    (
        "/broadcasts/chart.js",
        "text/javascript; charset=utf-8",
        include_str!("broadcasts/chart.js"),
    ),
    (
        "/broadcasts/map.js",
        "text/javascript; charset=utf-8",
        include_str!("broadcasts/map.js"),
    ),
    (
        "/broadcasts/icon.svg",
        "image/svg+xml",
        include_str!("broadcasts/icon.svg"),
    ),
];

/// Mounts the page and its files.
pub(super) fn configure(cfg: &mut web::ServiceConfig) {
    for (path, media_type, text) in FILES {
        let get = web::get().to(move || file(media_type, text, "no-store"));
        super::only(cfg, path, "GET", get);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use actix_web::App;
    use actix_web::http::StatusCode;
    use actix_web::test as harness;

    use super::*;
    use crate::broadcasts::change::Change;
    use crate::models::broadcast::State;

    /// The page's own text, and its scripts.
    fn page() -> &'static str {
        FILES[0].2
    }

    fn scripts() -> impl Iterator<Item = (&'static str, &'static str)> {
        let scripts = FILES.iter().filter(|file| file.1.contains("javascript"));
        scripts.map(|(path, _, text)| (*path, *text))
    }

    /// What stands between two marks, each time.
    fn between<'a>(text: &'a str, mark: &str, end: char) -> BTreeSet<&'a str> {
        let rests = text.split(mark).skip(1);
        rests.map(|rest| rest.split(end).next().unwrap()).collect()
    }

    #[actix_web::test]
    async fn every_file_carries_the_policy_and_its_type_and_is_kept_nowhere() {
        let app = harness::init_service(App::new().configure(configure)).await;
        for (path, media_type, text) in FILES {
            let path = path.replace("{id:[0-9]+}", "12");
            let request = harness::TestRequest::get().uri(&path).to_request();
            let answer = harness::call_service(&app, request).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            let header = |name: &str| answer.headers().get(name).unwrap().to_str().unwrap();
            assert_eq!(header("content-type"), media_type, "{path}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(header("cache-control"), "no-store", "{path}");
            let policy = header("content-security-policy");
            assert!(policy.starts_with("default-src 'none';"), "{policy}");
            for need in ["frame-ancestors 'none'", "base-uri 'none'"] {
                assert!(policy.contains(need), "{policy}");
            }
            for never in ["unsafe", "http", "*", "data:"] {
                assert!(!policy.contains(never), "{policy}");
            }
            assert_eq!(harness::read_body(answer).await, text.as_bytes(), "{path}");
        }
    }

    #[actix_web::test]
    async fn only_numbers_are_broadcasts_and_only_get_is_answered() {
        let app = harness::init_service(App::new().configure(configure)).await;
        for (method, path, status) in [
            ("GET", "/broadcasts/12", StatusCode::OK),
            ("POST", "/broadcasts/12", StatusCode::METHOD_NOT_ALLOWED),
            ("GET", "/broadcasts/twelve", StatusCode::NOT_FOUND),
            ("GET", "/broadcasts/", StatusCode::NOT_FOUND),
            ("GET", "/broadcasts/12/page.js", StatusCode::NOT_FOUND),
        ] {
            let request = harness::TestRequest::with_uri(path).method(method.parse().unwrap());
            let answer = harness::call_service(&app, request.to_request()).await;
            assert_eq!(answer.status(), status, "{method} {path}");
        }
    }

    #[test]
    fn nothing_comes_from_elsewhere() {
        let mut named = BTreeSet::new();
        for (path, _, text) in FILES {
            let text = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("://"), "{path} names an address elsewhere");
            assert!(!text.contains("\"//"), "{path} names an address elsewhere");
            for mark in ["href=\"", "src=\"", "from \"", "import \""] {
                for address in between(&text, mark, '"') {
                    let served = address.replace("./", "/broadcasts/");
                    assert!(FILES.iter().any(|f| f.0 == served), "{path}: {address}");
                    named.insert(served);
                }
            }
        }
        assert_eq!(named.len(), FILES.len() - 1, "every file is reached");
    }

    #[test]
    fn the_page_has_no_inline_script_or_style() {
        let page = page();
        assert!(!page.contains("<style") && !page.contains(" style="));
        assert!(!page.contains("<script>") && !page.contains("javascript:"));
        let handler = page
            .split_whitespace()
            .find(|word| word.starts_with("on") && word.contains("=\""));
        assert_eq!(handler, None);
        for (path, script) in scripts() {
            for never in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "eval(",
                "localStorage",
                "document.cookie",
                "document.write",
            ] {
                assert!(!script.contains(never), "{path}: {never}");
            }
        }
    }

    #[test]
    fn every_element_that_a_script_names_is_in_the_page() {
        let ids = between(page(), " id=\"", '"');
        let mut asked = BTreeSet::new();
        for (_, script) in scripts() {
            asked.extend(between(script, "$(\"", '"'));
        }
        assert!(asked.len() > 20, "{asked:?}");
        let missing: Vec<_> = asked.difference(&ids).collect();
        assert!(missing.is_empty(), "{missing:?}");
        // And what labels or describes something is there to be read.
        for mark in ["for=\"", "aria-labelledby=\"", "aria-describedby=\""] {
            for id in between(page(), mark, '"') {
                assert!(ids.contains(id), "{mark}{id}");
            }
        }
        let every: Vec<_> = page().split(" id=\"").skip(1).collect();
        assert_eq!(every.len(), ids.len(), "an id stands twice");
    }

    #[test]
    fn the_page_has_words_for_every_state_and_change() {
        let words = include_str!("broadcasts/words.js");
        for state in State::ALL {
            let entry = format!("\n  {}: \"", state.as_str());
            assert!(words.contains(&entry), "{}", state.as_str());
        }
        for change in Change::ALL {
            let button = format!("id=\"{}\"", change.word());
            assert!(page().contains(&button), "{button}");
        }
    }
}
