use proptest::prelude::*;

use super::*;

fn rows(text: &str) -> Vec<(u64, Result<Vec<String>, Refusal>)> {
    let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
    let mut table = Table::open(&Source::Text("pairs", text), Kind::Lookalikes).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        rows.push(match row {
            Ok(row) => (
                row.line,
                Ok(vec![row.get("a").to_owned(), row.get("b").to_owned()]),
            ),
            Err(spoilt) => (spoilt.line, Err(spoilt.why)),
        });
    }
    rows
}

fn pair(a: &str, b: &str) -> Result<Vec<String>, Refusal> {
    Ok(vec![a.to_owned(), b.to_owned()])
}

#[test]
fn columns_come_in_any_order_and_lines_are_counted_as_an_editor_does() {
    for (text, expected) in [
        ("a,b\nx,y\n", vec![(2, pair("x", "y"))]),
        ("b,source,A \nx,s,y", vec![(2, pair("y", "x"))]),
        (
            "\u{feff}a,b\r\nx,y\r\nu,v\r\n",
            vec![(2, pair("x", "y")), (3, pair("u", "v"))],
        ),
        ("# why\n# so\na,b\nx,y\n", vec![(4, pair("x", "y"))]),
        (
            "a,b\n\n\nx,y\n\r\nu,v\n",
            vec![(4, pair("x", "y")), (6, pair("u", "v"))],
        ),
        (
            "a,b\n\"x\nx\n\nx\",y\nu,v\n",
            vec![(2, pair("x\nx\n\nx", "y")), (6, pair("u", "v"))],
        ),
        (
            "a,b\n#1,y\nu\nv,w,z\n",
            vec![
                (2, pair("#1", "y")),
                (3, Err(Refusal::Fields)),
                (4, Err(Refusal::Fields)),
            ],
        ),
        ("a,b", vec![]),
    ] {
        assert_eq!(rows(text), expected, "{text:?}");
    }
}

#[test]
fn lines_are_right_far_beyond_one_buffer() {
    let mut text = "a,b\r\n".to_owned();
    for n in 0..20_000 {
        text.push_str(&format!("name {n},\"two\r\nlines\"\r\n"));
    }
    for (n, (line, _)) in rows(&text).into_iter().enumerate() {
        assert_eq!(line, 2 + 2 * n as u64);
    }
}

#[test]
fn a_wrong_header_says_what_is_missing() {
    let told = |text: &'static str| {
        let error = Table::open(&Source::Text("pairs.csv", text), Kind::Lookalikes)
            .err()
            .unwrap();
        format!("{error:#}")
    };
    assert!(
        told("a,source\n").contains("no column `b`"),
        "{}",
        told("a,source\n")
    );
    assert!(told("x,y\n").contains("no column `a`, `b`"));
    assert!(told("a,b,a\n").contains("`a` stands in the header twice"));
    assert!(told("").contains("pairs.csv is empty"));
    assert!(told("a\n").contains("medvault import lookalikes --template"));
}

#[test]
fn refused_rows_go_beside_the_file() {
    for (file, refused) in [
        ("/x/list.csv", "/x/list.refused.csv"),
        ("/x/list.CSV", "/x/list.refused.csv"),
        ("/x/list.2019.csv", "/x/list.2019.refused.csv"),
        ("/x/list.txt", "/x/list.txt.refused.csv"),
    ] {
        assert_eq!(
            Source::File(file.into()).refused_path(),
            Some(refused.into())
        );
    }
    assert_eq!(Source::Text("demo", "").refused_path(), None);
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let folder = std::env::temp_dir().join(format!("medvault-table-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("rows.csv");
        let mut text = b"a,b\n".to_vec();
        text.extend(&bytes);
        std::fs::write(&path, &text).unwrap();
        let lines = bytes.iter().filter(|b| **b == b'\n').count() as u64 + 2;
        let mut table = Table::open(&Source::File(path), Kind::Lookalikes).unwrap();
        let mut last = 1;
        while let Some(row) = table.next_row().unwrap() {
            let line = match row { Ok(row) => row.line, Err(spoilt) => spoilt.line };
            // A lone CR ends a row too, but not a line of an editor.
            prop_assert!(line >= last && line <= lines, "{line} of {lines}, {last} before");
            last = line;
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
