//! Officers, and the codes that they are told: others each time, so a script has names for them.

use diesel_async::SimpleAsyncConnection as _;
use medvault::people::pin::{Pin, choose_pin};

use super::Story;

impl Story {
    /// Somebody who broadcasts to a place, or approves, with their PIN.
    pub(super) async fn officer(&mut self, tail: &str, role: &str, (pin, name): (&str, &str)) {
        let phone = self.phone(tail).await;
        let place = self.place(name);
        let adding = format!(
            "INSERT INTO staff (phone_id, name, role, state, place_id) VALUES ({phone}, 'Officer {tail}', '{role}', 'active', {place})"
        );
        self.conn.batch_execute(&adding).await.unwrap();
        let added = format!("SELECT id FROM staff WHERE phone_id = {phone}");
        let added = self.texts(&added).await.remove(0).parse().unwrap();
        let chosen = choose_pin(&self.set.app, added, Pin::typed(pin).unwrap()).await;
        assert!(chosen.unwrap(), "{tail}");
    }

    /// A text with each code in place of its name.
    pub(super) fn with_codes(&self, text: &str) -> String {
        let codes = self.codes.iter().enumerate();
        codes.fold(text.to_owned(), |text, (at, code)| {
            text.replace(&format!("CODE{}", at + 1), code)
        })
    }

    /// A text with its name in place of each code.
    pub(super) fn with_codes_named(&mut self, text: &str) -> String {
        for rest in text.split("OK ").skip(1) {
            let code: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if code.len() == 6 && !self.codes.contains(&code) {
                self.codes.push(code);
            }
        }
        let codes = self.codes.iter().enumerate();
        codes.fold(text.to_owned(), |text, (at, code)| {
            text.replace(code, &format!("CODE{}", at + 1))
        })
    }
}
