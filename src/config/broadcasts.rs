//! What goes to many, and what it costs.

use rust_decimal::Decimal;

use super::{Vars, values};

/// What goes to many.
#[derive(Debug, Clone, Copy)]
pub struct Broadcasts {
    /// What one message costs, in the currency of prices; none is not known.
    pub price: Option<Decimal>,
    /// Whether an emergency reaches those who opted out.
    pub reaches_stopped: bool,
    /// Ordinary broadcasts that one person is told of within seven days; 0 is no limit.
    pub a_week: u32,
}

impl Broadcasts {
    /// How many others somebody may have been told of within seven days who is told of one more;
    /// none is any number, as of an emergency.
    #[must_use]
    pub fn budget(&self, emergency: bool) -> Option<u32> {
        (self.a_week > 0 && !emergency).then_some(self.a_week)
    }

    pub(super) fn read_from(vars: &Vars) -> Option<Broadcasts> {
        let price = vars.read("MEDVAULT_SMS_PRICE", price);
        let reaches = vars.read("MEDVAULT_EMERGENCY_REACHES_STOPPED", |text| match text {
            "on" => Ok(true),
            "off" => Ok(false),
            _ => Err(format!("must be `on` or `off`, is `{text}`")),
        });
        let a_week = vars.read("MEDVAULT_BROADCASTS_A_WEEK", |t| values::number(t, 0, 100));
        Some(Broadcasts {
            a_week: a_week?,
            price,
            reaches_stopped: reaches?,
        })
    }
}

fn price(text: &str) -> Result<Decimal, String> {
    let price: Option<Decimal> = text.parse().ok();
    let most = Decimal::from(1000);
    price
        .filter(|price| !price.is_sign_negative() && *price <= most && price.scale() <= 4)
        .ok_or_else(|| format!("must be a price like 0.80, is `{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_a_decimal_of_four_places_at_most() {
        assert_eq!(price("0.80").unwrap().to_string(), "0.80");
        for bad in ["", "-1", "0.12345", "1001", "eighty"] {
            assert!(price(bad).is_err(), "{bad}");
        }
    }
}
