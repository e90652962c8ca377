//! Quantiles of sorted values.

/// The value at a place between 0 and the last, on the straight line between its neighbours; 0 where there is none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to places that exist"
)]
pub(super) fn at(sorted: &[f64], place: f64) -> f64 {
    let last = sorted.len().saturating_sub(1) as f64;
    let place = place.clamp(0.0, last);
    let below = place.floor() as usize;
    let low = sorted.get(below).copied().unwrap_or(0.0);
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    low + (high - low) * place.fract()
}
