//! The search for the best point of a unit cube, by Nelder & Mead (1965), with a bound on its steps.

/// A point and how good it is: less is better.
type Vertex = (Vec<f64>, f64);

/// Where in the unit cube of so many dimensions a function is least, as far as so many
/// looks at it find out, and its value there.
pub(super) fn least(
    of: impl Fn(&[f64]) -> f64,
    dimensions: usize,
    looks: usize,
) -> (Vec<f64>, f64) {
    let look = |point: Vec<f64>| {
        let point: Vec<f64> = point.into_iter().map(|at| at.clamp(0.0, 1.0)).collect();
        let value = of(&point);
        (point, if value.is_nan() { f64::INFINITY } else { value })
    };
    let first: Vec<f64> = (0..dimensions)
        .map(|at| if at == 0 { 0.3 } else { 0.1 })
        .collect();
    let mut all: Vec<Vertex> = vec![look(first.clone())];
    for dimension in 0..dimensions {
        let moved = first.iter().enumerate().map(|(at, value)| {
            if at == dimension {
                value + 0.35
            } else {
                *value
            }
        });
        all.push(look(moved.collect()));
    }
    let mut looked = all.len();
    while looked < looks {
        all.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (Some(best), Some(worst)) = (all.first().cloned(), all.pop()) else {
            break;
        };
        if worst.1 - best.1 <= 1e-3 {
            all.push(worst);
            break;
        }
        let second = all.last().map_or(best.1, |vertex| vertex.1);
        let centre = centre(&all, dimensions);
        let along = |by: f64| -> Vec<f64> {
            centre
                .iter()
                .zip(&worst.0)
                .map(|(centre, worst)| centre + by * (worst - centre))
                .collect()
        };
        let mirrored = look(along(-1.0));
        looked += 1;
        let next = if mirrored.1 < best.1 {
            looked += 1;
            let farther = look(along(-2.0));
            if farther.1 < mirrored.1 {
                farther
            } else {
                mirrored
            }
        } else if mirrored.1 < second {
            mirrored
        } else {
            looked += 1;
            let by = if mirrored.1 < worst.1 { -0.5 } else { 0.5 };
            look(along(by))
        };
        if next.1 < worst.1 {
            all.push(next);
            continue;
        }
        all.push(worst);
        for (point, value) in all.iter_mut().skip(1) {
            let nearer = point
                .iter()
                .zip(&best.0)
                .map(|(at, best)| f64::midpoint(*at, *best));
            (*point, *value) = look(nearer.collect());
            looked += 1;
        }
    }
    all.into_iter()
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or((first, f64::INFINITY))
}

fn centre(all: &[Vertex], dimensions: usize) -> Vec<f64> {
    let n = all.len() as f64;
    (0..dimensions)
        .map(|at| {
            all.iter()
                .filter_map(|(point, _)| point.get(at))
                .sum::<f64>()
                / n
        })
        .collect()
}
