use super::*;

fn at(lat: f64, lon: f64) -> Point {
    Point { lat, lon }
}

/// A square of points, 20 km apart, `side` by `side`.
fn square(lat: f64, lon: f64, side: i32) -> Vec<Point> {
    (0..side * side)
        .map(|n| {
            let (down, right) = (n / side, n % side);
            at(lat + 0.18 * f64::from(down), lon + 0.18 * f64::from(right))
        })
        .collect()
}

/// A country whose swapped points mostly lie in it: two areas, each known by 25 places.
fn known() -> Judge {
    let mut judge = Judge::default();
    for (area, corner) in [("north", (11.0, 8.0)), ("south", (7.0, 5.0))] {
        for place in square(corner.0, corner.1, 5) {
            judge.know("TST", Some(area), place);
        }
    }
    judge
}

#[test]
fn a_whole_area_swapped_is_turned_and_its_neighbour_is_not() {
    let mut judge = known();
    let north: Vec<Point> = square(11.05, 8.05, 6)
        .iter()
        .map(|p| at(p.lon, p.lat))
        .collect();
    let south = square(7.05, 5.05, 6);
    for point in &north {
        judge.saw("TST", "north", *point);
    }
    for point in &south {
        judge.saw("TST", "south", *point);
    }
    judge.conclude();
    for point in north {
        let turned = at(point.lon, point.lat);
        assert_eq!(judge.judge("TST", "north", point), Verdict::Turned(turned));
        // A right row of the turned area says so clearly and is kept.
        assert_eq!(judge.judge("TST", "north", turned), Verdict::Keep(turned));
    }
    for point in south {
        assert_eq!(judge.judge("TST", "south", point), Verdict::Keep(point));
    }
}

#[test]
fn one_swapped_row_is_turned_by_its_area() {
    let mut judge = known();
    for point in square(11.05, 8.05, 6) {
        judge.saw("TST", "north", point);
    }
    judge.conclude();
    let verdict = judge.judge("TST", "north", at(8.5, 11.5));
    assert_eq!(verdict, Verdict::Turned(at(11.5, 8.5)));
}

#[test]
fn an_unknown_area_is_judged_by_the_middle_of_its_own_rows() {
    let mut judge = Judge::default();
    let rows = square(11.0, 8.0, 6);
    for point in &rows {
        judge.saw("TST", "east", *point);
    }
    judge.saw("TST", "east", at(8.2, 11.2));
    judge.conclude();
    assert_eq!(
        judge.judge("TST", "east", at(8.2, 11.2)),
        Verdict::Turned(at(11.2, 8.2))
    );
    for point in rows {
        assert_eq!(judge.judge("TST", "east", point), Verdict::Keep(point));
    }
}

#[test]
fn a_point_far_from_every_known_place_is_outside_unless_its_swap_is_not() {
    let mut judge = known();
    judge.conclude();
    assert_eq!(judge.judge("TST", "", at(51.5, -0.1)), Verdict::Outside);
    assert_eq!(
        judge.judge("TST", "north", at(51.5, -0.1)),
        Verdict::Outside
    );
    // Of no known area, but its swap lies among the places.
    let mut narrow = Judge::default();
    for place in square(-1.0, 36.0, 5) {
        narrow.know("KEN", None, place);
    }
    narrow.conclude();
    assert_eq!(
        narrow.judge("KEN", "", at(36.3, -0.5)),
        Verdict::Turned(at(-0.5, 36.3))
    );
    assert_eq!(
        narrow.judge("KEN", "", at(-0.5, 37.5)),
        Verdict::Keep(at(-0.5, 37.5))
    );
    assert_eq!(narrow.judge("KEN", "", at(-0.5, 38.5)), Verdict::Outside);
}

#[test]
fn few_places_and_few_rows_judge_little() {
    let mut judge = Judge::default();
    judge.know("KEN", None, at(-1.3, 36.8));
    judge.conclude();
    assert_eq!(
        judge.judge("KEN", "", at(3.1, 35.6)),
        Verdict::Keep(at(3.1, 35.6))
    );
    assert_eq!(judge.judge("KEN", "", at(48.0, 2.0)), Verdict::Outside);
    // Nothing known, five rows: whatever they say is taken.
    let mut blind = Judge::default();
    for point in square(48.0, 2.0, 2) {
        blind.saw("XXX", "a", point);
    }
    blind.conclude();
    assert_eq!(
        blind.judge("XXX", "a", at(0.5, 30.0)),
        Verdict::Keep(at(0.5, 30.0))
    );
}

#[test]
fn without_known_places_many_rows_judge_the_odd_one() {
    let mut judge = Judge::default();
    for point in square(-1.0, 36.0, 6) {
        judge.saw("KEN", "", point);
    }
    judge.conclude();
    assert_eq!(
        judge.judge("KEN", "", at(36.4, -0.6)),
        Verdict::Turned(at(-0.6, 36.4))
    );
    assert_eq!(judge.judge("KEN", "", at(60.0, 60.0)), Verdict::Outside);
}

#[test]
fn a_latitude_beyond_the_pole_can_only_be_a_swapped_one() {
    let mut judge = Judge::default();
    judge.conclude();
    assert_eq!(
        judge.judge("FJI", "", at(178.0, -17.0)),
        Verdict::Turned(at(-17.0, 178.0))
    );
    assert_eq!(
        judge.judge("FJI", "", at(-17.0, 178.0)),
        Verdict::Keep(at(-17.0, 178.0))
    );
}
