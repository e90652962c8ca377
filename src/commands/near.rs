//! Lists the nearest facilities, or the nearest that hold a product.

use std::io::{BufRead as _, Write as _};

use anyhow::{Context as _, anyhow, ensure};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::Source;
use crate::directory::catalogue::Point;
use crate::directory::confidence::confidence;
use crate::directory::country::{Country, Near, Only};
use crate::directory::load::Levels;

/// Lists the nearest facilities, or the nearest that hold a product, nearest first:
/// one JSON object a facility. Without a point, one `lat,lon[,product]` a line on
/// standard input, and a blank line after each answer.
#[derive(Debug, clap::Args)]
#[command(allow_negative_numbers = true)]
pub struct Args {
    /// Degrees north
    #[arg(long, requires = "lon")]
    lat: Option<f64>,
    /// Degrees east
    #[arg(long, requires = "lat")]
    lon: Option<f64>,
    /// Only facilities that have this product, by its code
    #[arg(long)]
    product: Option<String>,
    /// How many
    #[arg(short, default_value_t = 5)]
    k: usize,
    #[command(flatten)]
    source: Source,
}

/// One facility. Stock is told where a product was asked for.
#[derive(Debug, Serialize)]
struct Line<'a> {
    facility: &'a str,
    name: &'a str,
    km: f64,
    quantity: Option<u32>,
    counted_at: Option<String>,
    confidence: Option<f64>,
}

/// Runs the command.
///
/// # Errors
/// If the record cannot be read, the point is none, or there is no such product.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let now = Utc::now();
    let country = args.source.country(Levels::All, now).await?;
    let mut out = std::io::stdout().lock();
    if let (Some(lat), Some(lon)) = (args.lat, args.lon) {
        for line in nearest(
            &country,
            point(lat, lon)?,
            args.product.as_deref(),
            args.k,
            now,
        )? {
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    for line in std::io::stdin().lock().split(b'\n') {
        let line = String::from_utf8_lossy(&line?).trim().to_owned();
        match read(&line).and_then(|(from, product)| {
            nearest(
                &country,
                from,
                product.or(args.product.as_deref()),
                args.k,
                now,
            )
        }) {
            Ok(lines) => {
                for line in lines {
                    writeln!(out, "{line}")?;
                }
            }
            Err(error) => writeln!(
                out,
                "{}",
                serde_json::json!({ "error": error.to_string(), "line": line })
            )?,
        }
        writeln!(out)?;
        out.flush()?;
    }
    Ok(())
}

/// Reads `lat,lon[,product]`.
fn read(line: &str) -> anyhow::Result<(Point, Option<&str>)> {
    let mut parts = line.splitn(3, ',').map(str::trim);
    let mut degrees = |what| -> anyhow::Result<f64> {
        let text = parts
            .next()
            .filter(|text| !text.is_empty())
            .with_context(|| format!("{what} is missing: write lat,lon[,product]"))?;
        text.parse()
            .map_err(|_| anyhow!("{what} is no number: `{text}`"))
    };
    let from = point(degrees("the latitude")?, degrees("the longitude")?)?;
    Ok((from, parts.next().filter(|code| !code.is_empty())))
}

fn point(lat: f64, lon: f64) -> anyhow::Result<Point> {
    ensure!(
        (-90.0..=90.0).contains(&lat),
        "the latitude must be from -90 to 90, is {lat}"
    );
    ensure!(
        (-180.0..=180.0).contains(&lon),
        "the longitude must be from -180 to 180, is {lon}"
    );
    Ok(Point { lat, lon })
}

fn nearest(
    country: &Country,
    from: Point,
    product: Option<&str>,
    k: usize,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<String>> {
    let only = match product {
        None => Only::Any,
        Some(code) => {
            let product = country.product_by_code(&code.to_lowercase());
            Only::Holding(
                product
                    .with_context(|| format!("there is no product `{code}`"))?
                    .id,
            )
        }
    };
    let near = country.nearest(from, k, only);
    near.iter()
        .filter_map(|near| line(country, near, now))
        .map(|line| Ok(serde_json::to_string(&line)?))
        .collect()
}

fn line<'a>(country: &'a Country, near: &Near, now: DateTime<Utc>) -> Option<Line<'a>> {
    let facility = country.facility(near.facility)?;
    let counted = |level: &crate::directory::catalogue::Level| {
        DateTime::from_timestamp(level.counted_at.into(), 0)
    };
    Some(Line {
        facility: &facility.code,
        name: &facility.name,
        km: (near.km * 1000.0).round() / 1000.0,
        quantity: near.level.map(|level| level.quantity),
        counted_at: near
            .level
            .as_ref()
            .and_then(counted)
            .map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        confidence: near
            .level
            .map(|level| (f64::from(confidence(&level, now)) * 100.0).round() / 100.0),
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_line_is_a_point_and_perhaps_a_product() {
        let (from, product) = read("-1.3, 36.8,pcm").unwrap();
        assert_eq!((from.lat, from.lon, product), (-1.3, 36.8, Some("pcm")));
        assert_eq!(read("-1.3,36.8").unwrap().1, None);
        for (line, told) in [
            ("", "latitude is missing"),
            ("1", "longitude is missing"),
            ("a,1", "no number"),
            ("91,1", "from -90 to 90"),
            ("1,181", "from -180 to 180"),
            ("NaN,1", "from -90"),
        ] {
            assert!(read(line).unwrap_err().to_string().contains(told), "{line}");
        }
    }
}
