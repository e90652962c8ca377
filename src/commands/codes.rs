//! Prints the products' SMS codes as a card.

use std::io::Write;

use crate::{
    db::{Db, Settings},
    models::product::{self, CodedProduct},
};

/// Prints the products' SMS codes as a card.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As CSV instead of aligned columns
    #[arg(long)]
    csv: bool,
    /// The database, as postgres://user:password@host:port/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let settings = Settings::command(&args.database_url);
    let db = Db::new(&settings, tokio::runtime::Handle::current())?;
    let products = product::coded(&mut *db.get().await?).await?;
    let mut out = std::io::stdout().lock();
    if args.csv {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["code", "product", "unit"])?;
        for product in &products {
            csv.write_record([&product.code, &*full_name(product), &product.unit])?;
        }
        csv.flush()?;
    } else {
        out.write_all(card(&products).as_bytes())?;
    }
    Ok(())
}

/// Generic name, strength, form: what tells a product from its neighbours.
fn full_name(product: &CodedProduct) -> String {
    let parts = [&*product.generic, &*product.strength, &*product.form];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(" ")
}

/// A line a product, in columns: code, product, unit.
fn card(products: &[CodedProduct]) -> String {
    let names: Vec<String> = products.iter().map(full_name).collect();
    let code_width = products.iter().map(|p| p.code.len()).max().unwrap_or(0);
    let name_width = names.iter().map(|n| n.chars().count()).max().unwrap_or(0);
    let mut card = String::new();
    for (product, name) in products.iter().zip(&names) {
        let (code, unit) = (&product.code, &product.unit);
        card.push_str(&format!("{code:code_width$}  {name:name_width$}  {unit}\n"));
    }
    card
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(code: &str, generic: &str, strength: &str, form: &str, unit: &str) -> CodedProduct {
        CodedProduct {
            id: 1,
            code: code.to_owned(),
            source: String::new(),
            source_id: String::new(),
            kind: "medicine".to_owned(),
            generic: generic.to_owned(),
            form: form.to_owned(),
            strength: strength.to_owned(),
            unit: unit.to_owned(),
        }
    }

    #[test]
    fn a_card_has_its_columns_aligned() {
        let products = [
            product(
                "al",
                "Artemether + lumefantrine",
                "20/120 mg",
                "tablet",
                "tab",
            ),
            product("pcms", "Paracétamol", "", "syrup", "bottle"),
        ];
        assert_eq!(
            card(&products),
            "al    Artemether + lumefantrine 20/120 mg tablet  tab\n\
             pcms  Paracétamol syrup                           bottle\n"
        );
        assert_eq!(card(&[]), "");
    }
}
