//! How long it takes to cut a screen into pages that fit.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use medvault::text::gsm::Room;
use medvault::ussd::screen::{Content, Feet, Item, paginate};

/// The list of who has a medicine, names as long as real lists hold them.
fn results(name: &str, count: usize) -> Content {
    let items = (1..=count).map(|n| Item {
        name: format!("{name} {n}"),
        tail: format!(" {n}.4km plenty 2d"),
        whole: false,
    });
    Content {
        head: "Paracetamol 500 mg tablet near Kibera:".into(),
        items: items.collect(),
        back: true,
        home: true,
        ends: false,
    }
}

fn screens(criterion: &mut Criterion) {
    let feet = Feet {
        back: "0 Back",
        home: "00 Home",
        more: "98 More",
    };
    let room = Room::SAFEST;
    let mut group = criterion.benchmark_group("screen");
    for (name, content) in [
        ("three short names", results("Kibra Chemist", 3)),
        (
            "nine long names",
            results("Mbagathi County Referral Hospital Outpatient Pharmacy", 9),
        ),
        ("nine names in UCS-2", results("የኪብራ ጤና ጣቢያ ፋርማሲ", 9)),
    ] {
        assert!(paginate(&content, feet, room).is_ok(), "{name} fits");
        group.bench_function(name, |bencher| {
            bencher.iter(|| paginate(black_box(&content), feet, room));
        });
    }
    group.finish();
}

criterion_group!(benches, screens);
criterion_main!(benches);
