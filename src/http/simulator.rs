//! `/simulator`: a feature phone in the browser, for demonstrations and training.
//!
//! Seven files of ours, embedded, and nothing from elsewhere: the page's own
//! policy forbids it. The phone reaches the service by posting Africa's
//! Talking's form to the callback path in its fragment (`#/at/TOKEN/ussd`),
//! like any caller, sends messages to `/at/TOKEN/sms`, and reads those it gets from
//! `/simulator/inbox/TOKEN`. Mounted only where the configuration turns the simulator on.

mod inbox;

use actix_web::web;

use super::files::file;

/// Path, media type and text of everything the page is made of.
const FILES: [(&str, &str, &str); 7] = [
    (
        "/simulator",
        "text/html; charset=utf-8",
        include_str!("simulator/index.html"),
    ),
    (
        "/simulator/phone.css",
        "text/css; charset=utf-8",
        include_str!("simulator/phone.css"),
    ),
    (
        "/simulator/phone.js",
        "text/javascript; charset=utf-8",
        include_str!("simulator/phone.js"),
    ),
    (
        "/simulator/gsm.js",
        "text/javascript; charset=utf-8",
        include_str!("simulator/gsm.js"),
    ),
    (
        "/simulator/keypad.js",
        "text/javascript; charset=utf-8",
        include_str!("simulator/keypad.js"),
    ),
    (
        "/simulator/messages.js",
        "text/javascript; charset=utf-8",
        include_str!("simulator/messages.js"),
    ),
    (
        "/simulator/icon.svg",
        "image/svg+xml",
        include_str!("simulator/icon.svg"),
    ),
];

/// Mounts the page and its files.
pub fn configure(cfg: &mut web::ServiceConfig) {
    for (path, media_type, text) in FILES {
        let get = web::get().to(move || file(media_type, text, "no-cache"));
        cfg.service(web::resource(path).route(get));
    }
    cfg.route("/simulator/inbox/{token}", web::get().to(inbox::inbox));
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use actix_web::App;
    use actix_web::http::StatusCode;
    use actix_web::test as harness;

    use crate::text::gsm::char_septets;
    use crate::ussd::network;

    /// Every address the page's files name: in `href`, `src`, `import` and `url()`.
    fn addresses(text: &str) -> Vec<&str> {
        ["href=\"", "src=\"", "from \"", "url(", "fetch(\""]
            .iter()
            .flat_map(|mark| text.split(mark).skip(1))
            .map(|rest| rest.split(['"', ')']).next().unwrap())
            .collect()
    }

    #[actix_web::test]
    async fn every_file_carries_the_policy_and_its_type() {
        let app = harness::init_service(App::new().configure(configure)).await;
        for (path, media_type, text) in FILES {
            let request = harness::TestRequest::get().uri(path).to_request();
            let answer = harness::call_service(&app, request).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            let header = |name: &str| answer.headers().get(name).unwrap().to_str().unwrap();
            assert_eq!(header("content-type"), media_type, "{path}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            let policy = header("content-security-policy");
            assert!(policy.starts_with("default-src 'none';"), "{policy}");
            assert!(!policy.contains("unsafe"), "{policy}");
            assert!(!policy.contains("http"), "{policy}");
            assert_eq!(harness::read_body(answer).await, text.as_bytes(), "{path}");
        }
    }

    #[actix_web::test]
    async fn the_page_answers_get_alone() {
        let app = harness::init_service(App::new().configure(configure)).await;
        let request = harness::TestRequest::post().uri("/simulator").to_request();
        let answer = harness::call_service(&app, request).await;
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    }

    #[test]
    fn nothing_comes_from_elsewhere() {
        let namespace = "xmlns=\"http://www.w3.org/2000/svg\"";
        let mut named = HashSet::new();
        for (path, _, text) in FILES {
            let text = text.replace(namespace, "");
            assert!(!text.contains("://"), "{path} names an address elsewhere");
            assert!(!text.contains("\"//"), "{path} names an address elsewhere");
            for address in addresses(&text) {
                let served = address.replace("./", "/simulator/");
                assert!(
                    FILES.iter().any(|file| file.0 == served),
                    "{path}: {address}"
                );
                named.insert(served);
            }
        }
        assert_eq!(
            named.len(),
            FILES.len() - 1,
            "every file is reached from the page"
        );
    }

    #[test]
    fn the_page_has_no_inline_script_or_style() {
        let page = include_str!("simulator/index.html");
        assert!(!page.contains("<style") && !page.contains(" style="));
        assert!(!page.contains("<script>") && !page.contains("javascript:"));
        let handler = page
            .split_whitespace()
            .find(|word| word.starts_with("on") && word.contains("=\""));
        assert_eq!(handler, None);
    }

    /// The characters of a string constant in a script.
    fn script_letters(script: &str, name: &str) -> String {
        let (_, rest) = script.split_once(&format!("const {name} =")).unwrap();
        let (literal, _) = rest.split_once(";\n").unwrap();
        let mut letters = String::new();
        let mut inside = false;
        let mut written = literal.chars();
        while let Some(c) = written.next() {
            match c {
                '"' => inside = !inside,
                '\\' if inside => letters.push(match written.next().unwrap() {
                    'n' => '\n',
                    'r' => '\r',
                    'f' => '\u{c}',
                    other => other,
                }),
                c if inside => letters.push(c),
                _ => {}
            }
        }
        letters
    }

    #[test]
    fn the_page_counts_septets_as_the_service_does() {
        let script = include_str!("simulator/gsm.js");
        let basic = script_letters(script, "BASIC");
        let extension = script_letters(script, "EXTENSION");
        for c in '\0'..='\u{ffff}' {
            let page = match (basic.contains(c), extension.contains(c)) {
                (true, _) => Some(1),
                (_, true) => Some(2),
                _ => None,
            };
            assert_eq!(page, char_septets(c), "{c:?}");
        }
    }

    #[test]
    fn the_page_knows_the_networks_as_the_service_does() {
        let page = include_str!("simulator/index.html");
        let mut options = 0;
        for option in page.split("<option value=\"").skip(1) {
            let Some((code, rest)) = option.split_once("\" data-limit=\"") else {
                continue;
            };
            let (limit, _) = rest.split_once('"').unwrap();
            let room = network::of(code, &[]).room;
            assert_eq!(limit.parse(), Ok(room.septets), "{code}");
            assert_eq!(room.ucs2, 80, "{code}");
            options += 1;
        }
        assert_eq!(options, 5);
    }
}
