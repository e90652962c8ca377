//! The nearest facilities, exactly, by great-circle distance.
//!
//! Facilities are laid out once, in the order of a balanced k-d tree over unit
//! vectors: every subtree is a range of slots, and its halves are its children.
//! A sorted list of slots (who holds a product, who is a pharmacy) is then cut by
//! the same ranges, so one tree serves every product. The chord between unit
//! vectors grows with the great-circle distance, so it is compared instead.

use super::catalogue::Point;

/// Subtrees of at most so many slots are scanned.
const LEAF: usize = 12;

/// Lists of at most so many slots are scanned rather than cut further.
const FEW: usize = 16;

/// The earth's mean radius in kilometres (IUGG), as in `geo`'s haversine.
const EARTH_KM: f64 = 6_371.008_8;

/// A spot as a vector of length 1.
pub(super) type Unit = [f64; 3];

/// Never nearer than anything: every comparison with it is false.
const NOWHERE: Unit = [f64::NAN; 3];

/// The unit vector of a point.
pub(super) fn unit(point: Point) -> Unit {
    let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// The square of the chord between two unit vectors.
pub(super) fn chord2(a: &Unit, b: &Unit) -> f64 {
    let [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    x * x + y * y + z * z
}

/// The square of the chord that spans `km` along the great circle.
pub(super) fn chord2_of_km(km: f64) -> f64 {
    let half = (km.max(0.0) / EARTH_KM / 2.0).min(std::f64::consts::FRAC_PI_2);
    (2.0 * half.sin()).powi(2)
}

/// The box around the vectors of a subtree.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    low: Unit,
    high: Unit,
}

impl Bounds {
    const NONE: Self = Self {
        low: [f64::INFINITY; 3],
        high: [f64::NEG_INFINITY; 3],
    };

    fn around(units: impl Iterator<Item = Unit>) -> Self {
        units.fold(Self::NONE, |mut bounds, unit| {
            for ((low, high), x) in bounds.low.iter_mut().zip(&mut bounds.high).zip(unit) {
                *low = low.min(x);
                *high = high.max(x);
            }
            bounds
        })
    }

    /// The axis along which it is longest.
    fn longest(&self) -> usize {
        let [x, y, z] = [0, 1, 2].map(|axis: usize| self.extent(axis));
        if x >= y && x >= z {
            0
        } else if y >= z {
            1
        } else {
            2
        }
    }

    fn extent(&self, axis: usize) -> f64 {
        self.high
            .get(axis)
            .zip(self.low.get(axis))
            .map_or(0.0, |(high, low)| high - low)
    }

    /// The square of the shortest chord to it. Each step rounds the same way
    /// as in [`chord2`], so it is never above that of a vector inside.
    fn chord2(&self, from: &Unit) -> f64 {
        let gap = |axis: usize| match (from.get(axis), self.low.get(axis), self.high.get(axis)) {
            (Some(x), Some(low), Some(high)) => (low - x).max(x - high).max(0.0),
            _ => 0.0,
        };
        let [x, y, z] = [gap(0), gap(1), gap(2)];
        x * x + y * y + z * z
    }
}

/// Where the facilities are.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// How many slots, from 0, are in the tree.
    laid: usize,
    /// The box of every subtree; the children of `n` are `2n + 1` and `2n + 2`.
    bounds: Vec<Bounds>,
    /// The vector of every slot in the tree; nowhere if it cannot be found there.
    units: Vec<Unit>,
    /// The order of every laid slot's code among them, for ties.
    ranks: Vec<u32>,
    /// Slots that came or moved since, scanned one by one; ascending.
    strays: Vec<(u32, Unit)>,
}

/// The `k` best so far, best first.
struct Best<'a, F> {
    k: usize,
    from: Unit,
    found: Vec<(f64, u32)>,
    ranks: &'a [u32],
    before: F,
}

impl<F: Fn(u32, u32) -> bool> Best<'_, F> {
    /// What a newcomer must beat, or equal with an earlier code.
    fn worst(&self) -> f64 {
        let full = self.found.len() >= self.k;
        self.found
            .last()
            .filter(|_| full)
            .map_or(f64::INFINITY, |(chord2, _)| *chord2)
    }

    /// Whether the code of slot `a` comes before that of `b`.
    fn code_before(&self, a: u32, b: u32) -> bool {
        match (self.ranks.get(a as usize), self.ranks.get(b as usize)) {
            (Some(a), Some(b)) => a < b,
            _ => (self.before)(a, b),
        }
    }

    fn offer(&mut self, slot: u32, unit: &Unit) {
        let chord2 = chord2(&self.from, unit);
        // Written so that nowhere (NaN) is turned away too.
        if !matches!(chord2.partial_cmp(&self.worst()), Some(order) if order.is_le()) {
            return;
        }
        let at = self.found.partition_point(|&(theirs, other)| {
            theirs < chord2 || (theirs <= chord2 && self.code_before(other, slot))
        });
        if at < self.k {
            self.found.truncate(self.k.saturating_sub(1));
            self.found.insert(at, (chord2, slot));
        }
    }
}

impl Layout {
    /// Lays out anew. `units` are the vectors by old slot (`None`: not to be found),
    /// `ranks` the order of their codes. Returns the old slots in the new order.
    pub(super) fn lay(units: &[Option<Unit>], ranks: &[u32]) -> (Self, Vec<u32>) {
        let slots = || (0_u32..).zip(units);
        let mut order: Vec<(u32, u32, Unit)> = slots()
            .zip(ranks)
            .filter_map(|((slot, unit), rank)| Some((slot, *rank, (*unit)?)))
            .collect();
        let mut bounds = Vec::new();
        split(&mut order, 0, &mut bounds);
        let layout = Self {
            laid: order.len(),
            bounds,
            units: order.iter().map(|(_, _, unit)| *unit).collect(),
            ranks: order.iter().map(|(_, rank, _)| *rank).collect(),
            strays: Vec::new(),
        };
        let mut old: Vec<u32> = order.into_iter().map(|(slot, _, _)| slot).collect();
        old.extend(
            slots()
                .filter(|(_, unit)| unit.is_none())
                .map(|(slot, _)| slot),
        );
        (layout, old)
    }

    /// Says where a slot is now, `None` for not to be found; costs one move.
    pub(super) fn put(&mut self, slot: u32, unit: Option<Unit>) {
        let laid = self.units.get_mut(slot as usize);
        if laid.as_deref().is_some_and(|laid| Some(*laid) == unit) {
            return;
        }
        if let Some(laid) = laid {
            *laid = NOWHERE;
        }
        match (
            self.strays.binary_search_by_key(&slot, |(stray, _)| *stray),
            unit,
        ) {
            (Ok(at), Some(unit)) => {
                if let Some(stray) = self.strays.get_mut(at) {
                    stray.1 = unit;
                }
            }
            (Ok(at), None) => {
                self.strays.remove(at);
            }
            (Err(at), Some(unit)) => self.strays.insert(at, (slot, unit)),
            (Err(_), None) => {}
        }
    }

    /// Says that a slot's code has changed, so that its rank is worth nothing.
    pub(super) fn forget_ranks(&mut self) {
        self.ranks.clear();
    }

    /// How many slots are scanned one by one.
    pub(super) fn strays(&self) -> usize {
        self.strays.len()
    }

    /// The `k` nearest of the slots in `among` (of all, where `None`), as chords
    /// squared and slots, nearest first; of equal ones the earlier code first, which
    /// `before` tells for two slots.
    pub(super) fn nearest(
        &self,
        from: Point,
        k: usize,
        among: Option<&[u32]>,
        before: impl Fn(u32, u32) -> bool,
    ) -> Vec<u32> {
        let mut best = Best {
            k,
            from: unit(from),
            found: Vec::with_capacity(k.min(64)),
            ranks: &self.ranks,
            before,
        };
        if k > 0 {
            let laid = among.map(|slots| cut(slots, self.laid).0);
            self.visit(&mut best, 0, 0..self.laid, laid);
            for (slot, unit) in &self.strays {
                let nearer = chord2(&best.from, unit) <= best.worst();
                if nearer && among.is_none_or(|slots| slots.binary_search(slot).is_ok()) {
                    best.offer(*slot, unit);
                }
            }
        }
        best.found.into_iter().map(|(_, slot)| slot).collect()
    }

    /// Looks through the subtree of `node`, which is the slots of `range`.
    fn visit<F: Fn(u32, u32) -> bool>(
        &self,
        best: &mut Best<'_, F>,
        node: usize,
        range: std::ops::Range<usize>,
        among: Option<&[u32]>,
    ) {
        let small = range.len() <= LEAF;
        match among {
            Some(slots) if small || slots.len() <= FEW => {
                for slot in slots {
                    if let Some(unit) = self.units.get(*slot as usize) {
                        best.offer(*slot, unit);
                    }
                }
            }
            None if small => {
                let units = self.units.get(range.clone()).unwrap_or_default();
                for (slot, unit) in range.zip(units) {
                    best.offer(slot_of(slot), unit);
                }
            }
            _ => {
                let middle = range.start + range.len() / 2;
                let (left, right) = (2 * node + 1, 2 * node + 2);
                let [near_left, near_right] =
                    [left, right].map(|n| self.bounds.get(n).map_or(0.0, |b| b.chord2(&best.from)));
                let (low, high) = among.map(|slots| cut(slots, middle)).unzip();
                let mut halves = [
                    (near_left, left, range.start..middle, low),
                    (near_right, right, middle..range.end, high),
                ];
                if near_right < near_left {
                    halves.reverse();
                }
                for (chord2, node, range, among) in halves {
                    if chord2 <= best.worst() && among.is_none_or(|slots| !slots.is_empty()) {
                        self.visit(best, node, range, among);
                    }
                }
            }
        }
    }
}

/// A slot's number in the type slots are stored in; there are never so many.
pub(super) fn slot_of(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The ascending slots below `at`, and the others.
fn cut(slots: &[u32], at: usize) -> (&[u32], &[u32]) {
    let at = slots.partition_point(|slot| (*slot as usize) < at);
    slots.split_at_checked(at).unwrap_or((slots, &[]))
}

/// Puts a subtree in order and notes its box and those below it. Equal vectors
/// stand in the order of their codes, so that the first ones met stay.
fn split(order: &mut [(u32, u32, Unit)], node: usize, bounds: &mut Vec<Bounds>) {
    let around = Bounds::around(order.iter().map(|(_, _, unit)| *unit));
    if bounds.len() <= node {
        bounds.resize(node + 1, Bounds::NONE);
    }
    if let Some(place) = bounds.get_mut(node) {
        *place = around;
    }
    if order.len() <= LEAF {
        return;
    }
    let axis = around.longest();
    let along = |unit: &Unit| unit.get(axis).copied().unwrap_or_default();
    let middle = order.len() / 2;
    order.select_nth_unstable_by(middle, |a, b| {
        along(&a.2).total_cmp(&along(&b.2)).then(a.1.cmp(&b.1))
    });
    if let Some((low, high)) = order.split_at_mut_checked(middle) {
        split(low, 2 * node + 1, bounds);
        split(high, 2 * node + 2, bounds);
    }
}
