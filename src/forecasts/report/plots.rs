//! The plots of a report, as SVG within its page.

use anyhow::anyhow;
use plotters::prelude::*;

use crate::forecasts::hindsight::Bin;
use crate::forecasts::outlook::Outlook;

const INK: RGBColor = RGBColor(27, 37, 48);
const GREEN: RGBColor = RGBColor(20, 120, 90);
const GREY: RGBColor = RGBColor(150, 160, 170);

/// Chances that were told against how often it came so, both in percent.
pub(super) fn calibration(bins: &[Bin]) -> anyhow::Result<String> {
    let most = bins.iter().map(|bin| 100.0 * bin.told.max(bin.came));
    let most = most.fold(1.0, f64::max) * 1.1;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (480, 400)).into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin(12)
            .x_label_area_size(44)
            .y_label_area_size(52)
            .build_cartesian_2d(0.0..most, 0.0..most)
            .map_err(failed)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_label_formatter(&|chance| format!("{chance:.0}"))
            .y_label_formatter(&|chance| format!("{chance:.0}"))
            .x_desc("chance told, %")
            .y_desc("came so, %")
            .label_style(("sans-serif", 14))
            .draw()
            .map_err(failed)?;
        let line = LineSeries::new([(0.0, 0.0), (most, most)], GREY);
        chart.draw_series(line).map_err(failed)?;
        let points = bins.iter().map(|bin| (100.0 * bin.told, 100.0 * bin.came));
        let dots = points.map(|point| Circle::new(point, 5, GREEN.filled()));
        chart.draw_series(dots).map_err(failed)?;
        area.present().map_err(failed)?;
    }
    Ok(svg)
}

/// What was used in each period, and what was forecast of the last.
pub(super) fn series(
    told: &[Option<f64>],
    outlook: &Outlook,
    when: impl Fn(usize) -> String,
) -> anyhow::Result<String> {
    let step = (told.len() / 6).max(1);
    let names: Vec<String> = (0..=told.len()).map(when).collect();
    let name = |at: &f64| {
        let known = names.iter().zip(0_i32..);
        let near = |(_, place): &(&String, i32)| (f64::from(*place) - at).abs() < 0.01;
        known
            .into_iter()
            .find(near)
            .map_or_else(String::new, |(name, _)| name.clone())
    };
    let from = told.len().saturating_sub(outlook.points.len());
    let ends = outlook.intervals.iter().map(|interval| interval.of95.1);
    let most = told
        .iter()
        .flatten()
        .copied()
        .chain(ends)
        .fold(1.0, f64::max)
        * 1.05;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (720, 240)).into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin(10)
            .x_label_area_size(30)
            .y_label_area_size(64)
            .build_cartesian_2d(0.0..told.len() as f64, 0.0..most)
            .map_err(failed)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(told.len() / step)
            .x_label_formatter(&name)
            .y_label_formatter(&|units| format!("{units:.0}"))
            .y_labels(5)
            .label_style(("sans-serif", 14))
            .draw()
            .map_err(failed)?;
        let ahead = || (from..).map(|at| at as f64);
        for (ends, strength) in [
            (
                outlook.intervals.iter().map(|i| i.of95).collect::<Vec<_>>(),
                0.15,
            ),
            (outlook.intervals.iter().map(|i| i.of80).collect(), 0.25),
        ] {
            let bars = ahead().zip(ends).map(|(at, (low, high))| {
                Rectangle::new(
                    [(at - 0.5, low), (at + 0.5, high)],
                    GREEN.mix(strength).filled(),
                )
            });
            chart.draw_series(bars).map_err(failed)?;
        }
        let points = ahead().zip(outlook.points.iter().copied());
        let line = LineSeries::new(points, GREEN.stroke_width(3));
        chart.draw_series(line).map_err(failed)?;
        let used = told.iter().enumerate();
        let used = used.filter_map(|(at, used)| Some((at as f64, (*used)?)));
        let line = LineSeries::new(used, INK.stroke_width(1));
        chart.draw_series(line).map_err(failed)?;
        area.present().map_err(failed)?;
    }
    Ok(svg)
}

fn failed(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("a plot cannot be drawn: {error}")
}
