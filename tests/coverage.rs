//! Coverage of a log against a plain reference that goes through the catalogue row by row, quadratic and
//! without bits, blocks or threads.
#![cfg(feature = "documents")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use iecmhc_crosswalk::catalogue::Catalogue;
use iecmhc_crosswalk::query::Filter;
use iecmhc_crosswalk::record::{Certainty, Level};
use iecmhc_crosswalk::sheet::{Options, Table};
use iecmhc_crosswalk::training::coverage::{Coverage, Needs};
use iecmhc_crosswalk::training::log;
use proptest::prelude::*;

/// A row as it is meant.
#[derive(Debug, Clone)]
struct Taken {
    learner: String,
    items: Vec<usize>,
    hundredths: u64,
    spelling: usize,
}

/// By learner and knowledge area: covered, needed, hours in hundredths.
type Cells = BTreeMap<(String, String), (u64, u64, u64)>;

fn reference(catalogue: &Catalogue, rows: &[Taken], certainty: Option<Certainty>) -> Cells {
    let mut cells = Cells::new();
    let learners: BTreeSet<&String> = rows.iter().map(|row| &row.learner).collect();
    for learner in learners {
        for area in catalogue.knowledge_areas() {
            let listed = area.items.iter();
            let listed = listed.filter(|item| certainty.is_none_or(|it| it == item.certainty));
            let needed: BTreeSet<_> = listed.map(|item| item.code).collect();
            if needed.is_empty() {
                continue;
            }
            let (mut covered, mut hours) = (BTreeSet::new(), 0);
            for row in rows.iter().filter(|row| row.learner == *learner) {
                let codes = row.items.iter().map(|&item| catalogue.items()[item].code);
                let touched: Vec<_> = codes.filter(|code| needed.contains(code)).collect();
                if !touched.is_empty() {
                    hours += row.hundredths;
                }
                covered.extend(touched);
            }
            let cell = (covered.len() as u64, needed.len() as u64, hours);
            cells.insert((learner.clone(), area.id.clone()), cell);
        }
    }
    cells
}

/// The rows as people write them: each in another way.
fn written(catalogue: &Catalogue, rows: &[Taken], line_end: &str) -> String {
    let mut log = format!("Hours,LEARNER, ckc ,remark{line_end}");
    for row in rows {
        let code = |item: &usize| {
            let code = catalogue.items()[*item].code;
            match row.spelling % 4 {
                0 => format!("CKC {code}"),
                1 => code.to_string(),
                2 => format!("ckc:{code}"),
                _ => format!("CKC{code}"),
            }
        };
        let codes: Vec<String> = row.items.iter().map(code).collect();
        let codes = codes.join([" ", ", ", ";", " | ", "\r\n"][row.spelling % 5]);
        let remark = ["", "plain", "\"two\nlines, \"\"quoted\"\"\"", "a \"b\" c"][row.spelling % 4];
        let hours = format!("{}.{:02}", row.hundredths / 100, row.hundredths % 100);
        let blank = ["", " ", "\u{a0}"][row.spelling % 3];
        let learner = &row.learner;
        let end = if row.spelling % 7 == 0 { line_end } else { "" };
        let _ = write!(
            log,
            "{hours},{blank}{learner}{blank},\"{codes}\",{remark}{line_end}{end}"
        );
    }
    log
}

fn answered(catalogue: &Catalogue, needs: Needs, path: &Path) -> Cells {
    let log = table(path);
    let coverage =
        Coverage::read(catalogue, needs, log, &Options::default(), true, &|_| {}).expect("a log");
    assert_eq!(coverage.bad, None);
    let mut cells = Cells::new();
    for learner in coverage.learners.places() {
        let name = String::from_utf8(coverage.learners.name(learner).to_vec());
        let name = name.expect("names are UTF-8");
        for (place, need) in coverage.needs.areas.iter().enumerate() {
            let covered = u64::from(coverage.covered(learner, need));
            let missing = coverage.missing(learner, need).count() as u64;
            let needed = need.items.len() as u64;
            assert_eq!(covered + missing, needed);
            let id = &catalogue.knowledge_areas()[need.knowledge_area].id;
            let hours = coverage.hours(learner, place).0;
            let twice = cells.insert((name.clone(), id.clone()), (covered, needed, hours));
            assert_eq!(twice, None, "{name} is there twice");
        }
    }
    cells
}

fn table(path: &Path) -> Table {
    Table::open(path, &log::FORM, &Options::default()).expect("the log can be read")
}

fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("it can be written");
    file
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("bytes can be packed");
    encoder.finish().expect("bytes can be packed")
}

fn taken() -> impl Strategy<Value = Taken> {
    let learner = prop::sample::select(vec!["7", "007", "Zoë", "a learner with a long name", "b"]);
    let items = prop::collection::vec(0_usize..45, 0..6);
    (learner, items, 0_u64..2000, 0_usize..420).prop_map(
        |(learner, items, hundredths, spelling)| Taken {
            learner: learner.to_owned(),
            items,
            hundredths,
            spelling,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn coverage_is_what_a_plain_count_gives(
        rows in prop::collection::vec(taken(), 0..30),
        line_end in prop::sample::select(vec!["\n", "\r\n"]),
        certainty in prop::sample::select(vec![None, Some(Certainty::Printed), Some(Certainty::Restored)]),
    ) {
        let catalogue = Catalogue::built_in();
        let filter = Filter { certainty: certainty.into_iter().collect(), ..Filter::default() };
        let needs = Needs::new(&catalogue, &filter, None);
        let log = file(written(&catalogue, &rows, line_end).as_bytes());
        let expected = reference(&catalogue, &rows, certainty);
        prop_assert_eq!(answered(&catalogue, needs, log.path()), expected);
    }
}

/// Long enough for several blocks and threads, with learners all over the file.
fn many_rows() -> Vec<Taken> {
    let row = |at: usize| Taken {
        learner: format!("L{:03}", at * 7919 % 97),
        items: (0..=at % 3)
            .map(|more| (at * 31 + more * 17) % 45)
            .collect(),
        hundredths: (at % 40) as u64 * 25,
        spelling: at,
    };
    (0..20_000).map(row).collect()
}

#[test]
fn a_long_log_is_read_in_blocks_and_packed_or_not() {
    let catalogue = Catalogue::built_in();
    let needs = Needs::new(&catalogue, &Filter::default(), None);
    let rows = many_rows();
    let expected = reference(&catalogue, &rows, None);
    for line_end in ["\n", "\r\n"] {
        let text = written(&catalogue, &rows, line_end);
        assert!(text.len() > 1 << 19, "{} bytes are one block", text.len());
        for bytes in [text.as_bytes(), &gzipped(text.as_bytes())] {
            let log = file(bytes);
            assert!(
                answered(&catalogue, needs.clone(), log.path()) == expected,
                "another answer with {line_end:?}"
            );
        }
    }
}

#[test]
fn a_log_without_quotes_is_read_in_blocks() {
    let catalogue = Catalogue::built_in();
    let needs = Needs::new(&catalogue, &Filter::default(), None);
    let mut rows = many_rows();
    for row in &mut rows {
        row.items.truncate(1);
    }
    for line_end in ["\n", "\r\n", "\r"] {
        let mut text = format!("hours\tckc\tlearner{line_end}");
        for row in &rows {
            let code = catalogue.items()[row.items[0]].code;
            let (whole, rest) = (row.hundredths / 100, row.hundredths % 100);
            let _ = write!(
                text,
                "{whole}.{rest:02}\t{code}\t {} {line_end}",
                row.learner
            );
        }
        assert!(text.len() > 1 << 18, "{} bytes are one block", text.len());
        let log = file(text.as_bytes());
        assert!(
            answered(&catalogue, needs.clone(), log.path()) == reference(&catalogue, &rows, None),
            "another answer with {line_end:?}"
        );
    }
}

#[test]
fn bad_rows_of_a_long_log_have_their_lines() {
    let catalogue = Catalogue::built_in();
    let mut text = "learner,ckc\r\n".to_owned();
    for at in 2..=60_000 {
        let code = if at % 10_000 == 0 { "9.9" } else { "1.10" };
        let _ = write!(text, "L{at},{code}\r\n");
    }
    let log = file(text.as_bytes());
    let needs = Needs::new(&catalogue, &Filter::default(), None);
    let log = table(log.path());
    let coverage =
        Coverage::read(&catalogue, needs, log, &Options::default(), true, &|_| {}).expect("a log");
    let bad = coverage.bad.expect("bad rows");
    let lines: Vec<u32> = bad.first.iter().map(|bad| bad.line).collect();
    assert_eq!(lines, [10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
    assert_eq!((bad.count, bad.rows), (6, 6));
    assert_eq!(coverage.learners.places().count(), 60_000 - 1 - 6);
}

#[test]
fn what_applies_to_a_level_is_cumulative() {
    let catalogue = Catalogue::built_in();
    let count = |level| {
        Needs::new(&catalogue, &Filter::default(), level)
            .areas
            .len()
    };
    let own = |level| {
        let rows = catalogue.knowledge_areas().iter();
        rows.filter(|row| row.level == level && !row.items.is_empty())
            .count()
    };
    let (fs, mhs) = (own(Level::Fs), own(Level::Mhs));
    assert_eq!(count(Some(Level::Fs)), fs);
    assert_eq!(count(Some(Level::Mhs)), fs + mhs);
    assert_eq!(count(Some(Level::Mhm)), count(None));
}
