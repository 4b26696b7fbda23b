//! The program's records against the agreed reading of the documents, made by eye
//! (`tests/reading/*.md`). The parser is checked against the reading, never the other way round.
use iecmhc_crosswalk::{assemble, errata, parse, source};
#[test]
fn dump() {
    let d = source::Document::new(
        "wv",
        "wv",
        std::borrow::Cow::Borrowed(include_str!("../data/wv-endorsement-ckc.txt")),
    );
    let e = errata::parse(errata::BUILT_IN).unwrap();
    let none = std::env::var("NOERRATA").is_ok();
    let c = if none {
        errata::Corrected::unchanged(&d)
    } else {
        errata::Corrected::new(&d, &e)
    };
    eprintln!("unbitten {:?}", c.unbitten);
    let p = parse::crosswalk::parse(c.text());
    let r = assemble::crosswalk(source::DocumentIndex(0), &c, &p, &e);
    let mut last = None;
    let mut out = String::new();
    use iecmhc_crosswalk::record::Certainty::Restored;
    use std::fmt::Write;
    let br = |s: &str, b: bool| if b { format!("[{s}]") } else { s.to_string() };
    for k in &r.knowledge_areas {
        if last != k.area {
            last = k.area;
            if let Some(a) = k.area {
                let a = &r.areas[a];
                writeln!(out, "# {}", br(&a.name.words, a.name.certainty == Restored)).unwrap();
            }
        }
        let f = d.line(k.spans.iter().map(|s| s.start).min().unwrap());
        let l = d.line(k.spans.iter().map(|s| s.end.max(1)).max().unwrap());
        let lines = if f == l {
            f.to_string()
        } else {
            format!("{f}-{l}")
        };
        writeln!(
            out,
            "## {} | {} | {}",
            k.name
                .as_ref()
                .map_or("-".into(), |n| br(&n.words, n.certainty == Restored)),
            k.level.name(),
            lines
        )
        .unwrap();
        writeln!(
            out,
            "{}",
            k.definition
                .as_ref()
                .map_or("-".into(), |n| br(&n.words, n.certainty == Restored))
        )
        .unwrap();
        let codes: Vec<_> = k
            .items
            .iter()
            .map(|i| br(&i.code.to_string(), i.certainty == Restored))
            .collect();
        writeln!(
            out,
            "{}",
            if codes.is_empty() {
                "-".into()
            } else {
                codes.join(" ")
            }
        )
        .unwrap();
        for n in &k.notes {
            writeln!(out, "> {}", n.words).unwrap();
        }
        writeln!(out).unwrap();
    }
    std::fs::write("/tmp/program.md", &out).unwrap();
    for f in &p.parsed.findings {
        eprintln!(
            "{:?} {:?}",
            f.kind,
            &c.text()[f.range.start as usize..(f.range.end as usize)]
        );
    }
    eprintln!(
        "{} items {:#?}",
        r.items.len(),
        r.items
            .iter()
            .map(|i| format!("{} {}", i.code, i.statement))
            .collect::<Vec<_>>()
    );
}
