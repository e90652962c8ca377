//! The patient flow: dial, find, type a name, pick, open; and what each answer
//! of it must say.

/// One hop of a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// The transcript sent.
    pub(super) text: String,
    /// The same as the form writes it.
    encoded: String,
    /// What the answer must begin with.
    pub(super) begins: String,
    /// What else it must hold.
    pub(super) holds: Vec<String>,
}

impl Step {
    /// A hop whose answer begins with `begins` and holds each of `holds`.
    pub(super) fn new(text: String, begins: String, holds: Vec<String>) -> Self {
        let mut field = form_urlencoded::Serializer::new(String::new());
        Self {
            encoded: field.append_pair("text", &text).finish(),
            text,
            begins,
            holds,
        }
    }

    /// Whether this is the answer the flow expects.
    pub(super) fn accepts(&self, status: u16, body: &str) -> bool {
        status == 200
            && body.starts_with(&self.begins)
            && self.holds.iter().all(|part| body.contains(part))
    }
}

/// What one caller does, over and over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::commands::bench) struct Journey {
    /// The caller's number without its plus sign.
    pub(super) phone: String,
    /// The hops, in order.
    pub(super) steps: Vec<Step>,
}

impl Journey {
    /// A journey whose transcript grows by each of `inputs`; `wants` says, for
    /// each hop, what the answer begins with and what else it holds.
    pub(super) fn new(phone: String, hops: Vec<(&str, String, Vec<String>)>) -> Self {
        let mut typed: Vec<&str> = Vec::new();
        let steps = hops
            .into_iter()
            .map(|(input, begins, holds)| {
                if !input.is_empty() {
                    typed.push(input);
                }
                Step::new(typed.join("*"), begins, holds)
            })
            .collect();
        Self { phone, steps }
    }

    /// Africa's Talking's form for one hop.
    pub(super) fn form(&self, session: &str, step: &Step) -> String {
        format!(
            "sessionId={session}&phoneNumber=%2B{}&networkCode=63902&serviceCode=*384*1234%23&{}",
            self.phone, step.encoded
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journey() -> Journey {
        Journey::new(
            "254700000001".into(),
            vec![
                ("", "CON Home".into(), vec!["1 Find".into()]),
                ("1", "CON".into(), vec![]),
                ("a + b", "CON".into(), vec!["Paracetamol".into()]),
            ],
        )
    }

    #[test]
    fn the_transcript_grows_as_the_aggregator_sends_it() {
        let journey = journey();
        let texts: Vec<_> = journey.steps.iter().map(|step| &*step.text).collect();
        assert_eq!(texts, ["", "1", "1*a + b"]);
        assert_eq!(
            journey.form("ATUid_1", journey.steps.last().unwrap()),
            "sessionId=ATUid_1&phoneNumber=%2B254700000001&networkCode=63902&serviceCode=*384*1234%23&text=1*a+%2B+b"
        );
    }

    #[test]
    fn an_answer_is_judged_by_its_words() {
        let journey = journey();
        let step = journey.steps.first().unwrap();
        assert!(step.accepts(200, "CON Home\n1 Find a medicine"));
        assert!(!step.accepts(500, "CON Home\n1 Find a medicine"));
        assert!(!step.accepts(200, "CON Home"));
        assert!(!step.accepts(200, "END Home\n1 Find a medicine"));
    }
}
