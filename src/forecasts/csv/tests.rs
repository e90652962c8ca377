use proptest::prelude::*;

use super::*;

fn monthly(text: &str) -> Result<Vec<Series>, Error> {
    read(text.as_bytes(), Frequency::Month)
}

#[test]
fn rows_in_any_order_become_series_with_gaps() {
    let series = monthly(
        "\u{feff}period,Series_ID,region,value,stock_end,stockout_days\n\
         2024-03,b,x,7,1,\n2024-01,a,x,1,,2\n2024-04,a,x,,,\n2024-01-15,b,x,5,,\n",
    )
    .unwrap();
    let told = |at: usize| series[at].told().collect::<Vec<_>>();
    assert_eq!(&*series[0].id, "b");
    assert_eq!(told(0), [Some(5.0), None, Some(7.0)]);
    assert_eq!(told(1), [Some(1.0), None, None, None]);
    assert_eq!(series[0].observations[2].unwrap().stock_end, Some(1.0));
    assert_eq!(series[1].observations[0].unwrap().days_out, Some(2.0));
    assert_eq!(Frequency::Month.write(series[1].next()), "2024-05");
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    for (text, why) in [
        ("series_id,period\n", "column value is missing"),
        (
            "series_id,period,value\na,2024-01,1\na,2024-02,x\n",
            "line 3: value \"x\" is no number",
        ),
        (
            "series_id,period,value\na,2024-01,-1\n",
            "line 2: value \"-1\" is below 0",
        ),
        (
            "series_id,period,value\na,2024-01,inf\n",
            "line 2: value \"inf\" is not finite",
        ),
        (
            "series_id,period,value\na,24,1\n",
            "line 2: period \"24\" is no period",
        ),
        (
            "series_id,period,value\na,2024-01,1\na,2024-01,2\n",
            "series \"a\" tells 2024-01 twice",
        ),
        (
            "series_id,period,value\na,1899-12,1\n",
            "line 2: period \"1899-12\" is outside 1900 to 2200",
        ),
        (
            "series_id,period,value\na,2201-01,1\n",
            "line 2: period \"2201-01\" is outside 1900 to 2200",
        ),
        (
            "series_id,period,value\na,1900-01,1\na,2000-01,2\n",
            "series \"a\" goes from 1900-01 to 2000-01, which is too long",
        ),
        (
            "series_id,Value,period,value\na,1,2024-01,1\n",
            "line 1: column value is there twice",
        ),
        (
            "\nseries_id,period,value,stock_end,STOCK_END\n",
            "line 2: column stock_end is there twice",
        ),
        (
            "series_id,period,value\n,2024-01,1\n",
            "line 2: series_id \"\" is no name",
        ),
        (
            "series_id,period,value,stock_end\na,2024-01,1,-1\n",
            "line 2: stock_end \"-1\" is below 0",
        ),
        (
            "series_id,period,value,stockout_days\na,2024-01,1,-1\n",
            "line 2: stockout_days \"-1\" is below 0",
        ),
        (
            "series_id,period,value,stockout_days\na,2024-01,1,31\na,2024-02,1,30\n",
            "line 3: stockout_days \"30\" is more days than the period has",
        ),
        (
            "series_id,period,value\na,2024-01,1e15\na,2024-02,1.1e15\n",
            "line 3: value \"1.1e15\" is more than 1e15",
        ),
        (
            "series_id,period,value\na,2024-01\n",
            "line 2: 2 cells where the header has 3",
        ),
        (
            "series_id,period,value\na,2024-01,1,000\n",
            "line 2: 4 cells where the header has 3",
        ),
        // Blank lines and the line ends of other systems are lines too.
        (
            "series_id,period,value\r\na,2024-01,1\r\n\r\n\r\na,2024-02,x\r\n",
            "line 5: value \"x\"",
        ),
        ("series_id,period,value\n\n\na,2024-01\n", "line 4: 2 cells"),
        (
            "series_id,period,value\n\"a\n b\",2024-01,1\na,2024-02,x\n",
            "line 4: value \"x\"",
        ),
    ] {
        let error = monthly(text).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    assert!(monthly("series_id,period,value\n").unwrap().is_empty());
    let bytes = b"series_id,period,value\r\na,2024-01,1\r\n\xff,2024-02,1\r\n";
    let error = read(&bytes[..], Frequency::Month).unwrap_err().to_string();
    assert_eq!(error, "line 3: the text is not in UTF-8");
}

#[test]
fn a_hundred_years_are_a_series_and_a_period_more_is_a_mistake() {
    for (frequency, last, more, periods) in [
        (Frequency::Month, "1999-12", "2000-01", 1_200),
        (Frequency::Week, "1999-W52", "2000-W01", 5_218),
    ] {
        let until = |last| {
            let text = format!("series_id,period,value\na,1900-01-01,1\na,{last},2\n");
            let text = text
                .replace("1999-12", "1999-12-01")
                .replace("2000-01", "2000-01-01");
            read(text.as_bytes(), frequency)
        };
        assert_eq!(until(last).unwrap()[0].observations.len(), periods);
        assert!(matches!(until(more), Err(Error::Long { .. })), "{more}");
    }
}

#[test]
fn a_series_of_weeks_has_no_gap_at_the_end_of_a_year() {
    let text = "series_id,period,value\na,2020-W52,1\na,2021-01-01,2\na,2021-W01,3\nb,2024-W52,1\nb,2024-12-30,2\n";
    let series = read(text.as_bytes(), Frequency::Week).unwrap();
    assert!(series[0].told().eq([1.0, 2.0, 3.0].map(Some)));
    assert!(series[1].told().eq([1.0, 2.0].map(Some)));
    assert_eq!(Frequency::Week.write(series[1].next()), "2025-W02");
}

#[test]
fn a_column_nobody_reads_may_be_there_twice() {
    let series = monthly("series_id,note,period,note,value\na,x,2024-01,y,3\n").unwrap();
    assert!(series[0].told().eq([Some(3.0)]));
}

/// Cells of which some cannot be what any column says.
fn cell(of: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop_oneof![
        12 => prop::sample::select(of),
        1 => prop::sample::select(&["", "x", "-1", "1e300", "nan", "1,1", "\r", "9999-12"][..]),
    ]
}

fn any_row() -> impl Strategy<Value = (&'static str, &'static str, &'static str, &'static str)> {
    let periods = &[
        "2024-01",
        "2024-02",
        "2023-11",
        "1999-12-31",
        "2100-06",
        "2024-W09",
        "2020-W53",
    ];
    let values = &["0", "1", "2.5", "1e15", "", "NA"];
    (
        cell(&["a", "b"]),
        cell(periods),
        cell(values),
        cell(&["0", "7", "28", ""]),
    )
}

/// Whatever is read is finite, in order and as it was told: a gap where no row is.
fn sound(bytes: &[u8], frequency: Frequency) -> Result<(), TestCaseError> {
    let Ok(all) = read(bytes, frequency) else {
        return Ok(());
    };
    for one in &all {
        prop_assert!(!one.id.is_empty() && !one.observations.is_empty());
        prop_assert!(one.observations.len() <= 5_218);
        let units = |units: f64| (0.0..=MOST).contains(&units);
        for o in one.observations.iter().flatten() {
            prop_assert!(units(o.used) && o.stock_end.is_none_or(units), "{o:?}");
            prop_assert!(o.days_out.is_none_or(|days| (0.0..=31.0).contains(&days)));
        }
        let last = one.first.plus(one.observations.len() - 1);
        for period in [one.first, last] {
            let year = frequency.first_day(period).unwrap().year();
            prop_assert!(YEARS.contains(&year), "{year}");
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_are_series_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        sound(&bytes, Frequency::Month)?;
        let file = [&b"series_id,period,value\n"[..], &bytes].concat();
        sound(&file, Frequency::Week)?;
    }

    #[test]
    fn rows_are_read_as_they_were_told(
        rows in prop::collection::vec(any_row(), 0..8),
        week in any::<bool>(),
    ) {
        let frequency = if week { Frequency::Week } else { Frequency::Month };
        let mut text = "value,series_id,stockout_days,period\n".to_owned();
        for (id, period, value, days) in &rows {
            text += &format!("{value},{id},{days},{period}\n");
        }
        sound(text.as_bytes(), frequency)?;
        let Ok(all) = read(text.as_bytes(), frequency) else {
            return Ok(());
        };
        let mut told = 0;
        for (id, period, value, _) in &rows {
            let one = all.iter().find(|one| *one.id == **id).unwrap();
            let at = frequency.parse(period).unwrap().0 - one.first.0;
            let read = one.observations[usize::try_from(at).unwrap()].map(|o| o.used);
            prop_assert_eq!(read, value.parse().ok());
            told += usize::from(read.is_some());
        }
        let known = all.iter().flat_map(Series::told).flatten().count();
        prop_assert_eq!(known, told);
    }
}
