//! Every filter against rows that the test works out anew from `export --format json`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use crate::run::{column, each, found, json, refused, rows, text, xwalk};

static EXPORT: LazyLock<Value> = LazyLock::new(|| json(&["export", "--format=json"]));

/// One competency × alignment × knowledge area × CKC item, as far as it goes.
#[derive(Clone, Copy)]
struct Chain<'v> {
    competency: &'v Value,
    alignment: &'v Value,
    knowledge_area: &'v Value,
    item: &'v Value,
}

type Key = (String, String, String);

impl Chain<'_> {
    fn key(&self) -> Key {
        let knowledge_area = text(self.knowledge_area, "name");
        (
            text(self.competency, "id"),
            knowledge_area,
            text(self.item, "code"),
        )
    }

    fn code(&self) -> (u8, u8) {
        code(&text(self.item, "code"))
    }

    fn texts(&self) -> Vec<String> {
        let printed = |value: &Value| {
            let words = value.as_array().into_iter().flatten();
            words
                .filter_map(Value::as_str)
                .map(String::from)
                .collect::<Vec<_>>()
        };
        let mut texts = vec![
            text(self.competency, "statement"),
            text(self.alignment, "area"),
            text(self.knowledge_area, "name"),
            text(self.knowledge_area, "definition"),
            statement(&text(self.item, "code")),
        ];
        texts.extend(printed(&self.alignment["knowledge"]));
        texts.extend(printed(&self.alignment["demonstrated_by"]));
        texts.extend(printed(&self.knowledge_area["notes"]));
        texts
    }
}

fn code(code: &str) -> (u8, u8) {
    let parts = code.split_once('.');
    parts.map_or((0, 0), |(domain, number)| {
        let number_of = |digits: &str| digits.parse().expect("a number");
        (number_of(domain), number_of(number))
    })
}

fn statement(code: &str) -> String {
    let mut items = each(&EXPORT, "ckc").iter();
    items
        .find(|item| item["code"] == code)
        .map_or(String::new(), |item| text(item, "statement"))
}

fn chains() -> Vec<Chain<'static>> {
    let mut chains = Vec::new();
    for competency in each(&EXPORT, "competencies") {
        for alignment in each(competency, "alignments") {
            let start = Chain {
                competency,
                alignment,
                knowledge_area: &Value::Null,
                item: &Value::Null,
            };
            let links = each(alignment, "links");
            if links.is_empty() {
                chains.push(start);
            }
            for link in links {
                let mut areas = each(&EXPORT, "knowledge_areas").iter();
                let knowledge_area = areas
                    .find(|area| area["id"] == link["knowledge_area"])
                    .expect("a link leads to a knowledge area");
                let chain = Chain {
                    knowledge_area,
                    ..start
                };
                let items = each(knowledge_area, "ckc");
                if items.is_empty() {
                    chains.push(chain);
                }
                chains.extend(items.iter().map(|item| Chain { item, ..chain }));
            }
        }
    }
    chains
}

fn is_only(competency: &Value, level: &str) -> bool {
    let alignments = each(competency, "alignments").iter();
    let levels: Vec<_> = alignments
        .filter(|alignment| alignment["unique"] == false)
        .map(|alignment| &alignment["level"])
        .collect();
    !levels.is_empty() && levels.iter().all(|found| **found == level)
}

/// Asserts that `trace` and `list competencies` with these filters give what passes the test.
fn assert_filtered(filters: &[&str], passes: impl Fn(&Chain) -> bool) {
    let expected: Vec<Chain> = chains().into_iter().filter(passes).collect();
    assert!(!expected.is_empty(), "{filters:?} tests nothing");
    let arguments = [&["trace"], filters].concat();
    let found: Vec<Key> = rows(&arguments)
        .iter()
        .map(|row| {
            let linked = !text(row, "crosswalk_source").is_empty();
            let name = text(row, "knowledge_area");
            (
                text(row, "competency"),
                if linked { name } else { String::new() },
                text(row, "ckc"),
            )
        })
        .collect();
    let keys: Vec<Key> = expected.iter().map(Chain::key).collect();
    assert_eq!(found, keys, "{filters:?}");
}

fn assert_competencies(filters: &[&str], passes: impl Fn(&Chain) -> bool) {
    let chains = chains().into_iter().filter(passes);
    let mut expected: Vec<String> = chains.map(|chain| chain.key().0).collect();
    expected.dedup();
    assert!(!expected.is_empty(), "{filters:?} tests nothing");
    let arguments = [&["list", "competencies"], filters].concat();
    assert_eq!(column("competency", &arguments), expected, "{filters:?}");
}

fn assert_both(filters: &[&str], passes: impl Fn(&Chain) -> bool) {
    assert_filtered(filters, &passes);
    assert_competencies(filters, &passes);
}

#[test]
fn without_a_filter_every_chain_is_a_row() {
    assert_both(&[], |_| true);
    assert_eq!(rows(&["trace"]).len(), chains().len());
}

#[test]
fn level_is_that_of_the_alignment() {
    assert_both(&["--level=mhm"], |chain| chain.alignment["level"] == "MHM");
    assert_both(&["--level=fs"], |chain| chain.alignment["level"] == "FS");
    assert_both(&["--level=FS", "--level=MHM"], |chain| {
        chain.alignment["level"] == "FS" || chain.alignment["level"] == "MHM"
    });
}

#[test]
fn only_is_of_every_alignment_that_is_not_unique() {
    assert_both(&["--only=mhm"], |chain| is_only(chain.competency, "MHM"));
    assert_both(&["--only=fs"], |chain| is_only(chain.competency, "FS"));
}

#[test]
fn importance_is_that_of_the_alignment() {
    assert_both(&["--importance=essential"], |chain| {
        chain.alignment["importance"] == "essential"
    });
    assert_both(&["--importance=Important"], |chain| {
        chain.alignment["importance"] == "important"
    });
}

#[test]
fn area_and_knowledge_area() {
    assert_both(&["--area=thinking"], |chain| {
        chain.knowledge_area["area"] == "Thinking"
    });
    assert_both(&["--area=thinking", "--area=communicating"], |chain| {
        ["Thinking", "Communicating"].contains(&text(chain.knowledge_area, "area").as_str())
    });
    assert_both(&["--knowledge=analyzing information"], |chain| {
        chain.knowledge_area["name"] == "Analyzing information"
    });
}

#[test]
fn ckc_is_a_code_a_domain_a_range_or_several() {
    assert_both(&["--ckc=7.5"], |chain| chain.code() == (7, 5));
    assert_both(&["--ckc=CKC 7.5"], |chain| chain.code() == (7, 5));
    assert_both(&["--ckc=7"], |chain| chain.code().0 == 7);
    assert_both(&["--ckc=4.1-4.3"], |chain| {
        ((4, 1)..=(4, 3)).contains(&chain.code())
    });
    assert_both(&["--ckc=6-7.2"], |chain| {
        ((6, 0)..=(7, 2)).contains(&chain.code())
    });
    for several in [&["--ckc=7.2,4.6"][..], &["--ckc=7.2", "--ckc=4.6"]] {
        assert_both(several, |chain| [(7, 2), (4, 6)].contains(&chain.code()));
    }
}

#[test]
fn one_point_one_is_not_one_point_ten() {
    let codes = |filter| column("code", &["list", "ckc", filter]);
    assert_eq!(codes("--ckc=1.1"), ["1.1"]);
    assert_eq!(codes("--ckc=1.10"), ["1.10"]);
    assert_eq!(codes("--ckc=1.9-1.10"), ["1.9", "1.10"]);
}

#[test]
fn section_is_a_category_or_a_section() {
    let id = |chain: &Chain| text(chain.competency, "id");
    assert_both(&["--section=7B"], |chain| id(chain).starts_with("7B."));
    assert_both(&["--section=7"], |_| true);
    assert_both(&["--section=7b", "--section=7D"], |chain| {
        id(chain).starts_with("7B.") || id(chain).starts_with("7D.")
    });
}

#[test]
fn unique_and_all_others() {
    assert_both(&["--unique"], |chain| chain.competency["unique"] == true);
    assert_both(&["--no-unique"], |chain| {
        chain.competency["unique"] == false
    });
}

#[test]
fn match_looks_at_all_words_of_a_row_in_any_case() {
    for pattern in ["dispARITIES", "win-win", "sound financial", "group process"] {
        let filter = format!("--match={pattern}");
        let wanted = pattern.to_lowercase();
        assert_filtered(&[&filter], |chain| {
            let mut texts = chain.texts().into_iter();
            texts.any(|text| text.to_lowercase().contains(&wanted))
        });
    }
}

#[test]
fn several_matches_are_alternatives() {
    assert_filtered(&["--match=disparities", "--match=budget|sound"], |chain| {
        let mut texts = chain.texts().into_iter().map(|text| text.to_lowercase());
        texts.any(|text| {
            ["disparities", "budget", "sound"]
                .iter()
                .any(|word| text.contains(word))
        })
    });
    let codes = column(
        "code",
        &["list", "ckc", "--match=^develops,", "--match=^shows"],
    );
    assert_eq!(codes, ["6.5", "7.2"]);
}

#[test]
fn match_looks_at_names() {
    let of_area = column("id", &["list", "knowledge", "--match=^administration$"]);
    let in_area = column("id", &["list", "knowledge", "--area=administration"]);
    assert_eq!(of_area, in_area);
    let named = column("id", &["list", "knowledge", "--match=^program funding$"]);
    assert_eq!(named, ["administration/program-funding"]);
    assert_eq!(
        column("id", &["list", "areas", "--match=^think"]),
        ["thinking"]
    );
    let help = found(&["list", "--help"]);
    for words in ["names", "definitions", "statements"] {
        assert!(help.contains(words), "{words}");
    }
}

#[test]
fn an_item_and_another_item_at_once_are_nothing() {
    for asked in [
        &["gap", "7.5", "--ckc=6.1"][..],
        &["matrix", "3.4", "--ckc=1.4"],
        &["matrix", "3.4", "--ckc=1.4", "--format=csv"],
    ] {
        let answer = xwalk(asked);
        assert_eq!(answer.code, Some(1), "{asked:?}: {}", answer.stdout);
        assert!(
            answer.stderr.contains("nothing matched"),
            "{}",
            answer.stderr
        );
    }
}

#[test]
fn match_is_a_regular_expression() {
    assert_eq!(
        column("code", &["list", "ckc", "--match=^develops,.*procedures$"]),
        ["7.2"]
    );
}

#[test]
fn certainty_is_that_of_the_code() {
    assert_both(&["--certainty=printed"], |chain| {
        chain.item["certainty"] == "printed"
    });
    assert_eq!(
        column("code", &["list", "ckc", "--certainty=restored"]),
        codes_of(|_, item| item["certainty"] == "restored")
    );
    assert_eq!(
        column("id", &["list", "knowledge", "--certainty=restored"]),
        ids_with(|item| item["certainty"] == "restored")
    );
}

#[test]
fn certainty_and_code_are_asked_of_one_correspondence() {
    let knowledge_areas_with = |code: &'static str| {
        ids_with(move |item| item["code"] == code && item["certainty"] == "restored")
    };
    for code in ["7.3", "7.5"] {
        let filter = format!("--ckc={code}");
        assert_eq!(
            column(
                "id",
                &["list", "knowledge", "--certainty=restored", &filter]
            ),
            knowledge_areas_with(code)
        );
    }
    let printed_beside_a_restored = ["list", "knowledge", "--certainty=restored", "--ckc=7.1"];
    assert!(knowledge_areas_with("7.1").is_empty());
    assert_eq!(xwalk(&printed_beside_a_restored).code, Some(1));
}

fn ids_with(wanted: impl Fn(&Value) -> bool) -> Vec<String> {
    let areas = each(&EXPORT, "knowledge_areas").iter();
    areas
        .filter(|area| each(area, "ckc").iter().any(&wanted))
        .map(|area| text(area, "id"))
        .collect()
}

fn codes_of(wanted: impl Fn(&Value, &Value) -> bool) -> Vec<String> {
    let areas = each(&EXPORT, "knowledge_areas").iter();
    let items = areas.flat_map(|area| {
        let items = each(area, "ckc").iter();
        items.filter(|item| wanted(area, item)).collect::<Vec<_>>()
    });
    let codes: BTreeSet<(u8, u8)> = items.map(|item| code(&text(item, "code"))).collect();
    let codes = codes.iter();
    codes
        .map(|(domain, number)| format!("{domain}.{number}"))
        .collect()
}

#[test]
fn different_filters_add_up() {
    assert_both(&["--level=mhm", "--ckc=7.5"], |chain| {
        chain.alignment["level"] == "MHM" && chain.code() == (7, 5)
    });
    assert_both(
        &["--importance=essential", "--area=administration"],
        |chain| {
            chain.alignment["importance"] == "essential"
                && chain.knowledge_area["area"] == "Administration"
        },
    );
    assert_both(&["--section=7A", "--no-unique"], |chain| {
        text(chain.competency, "id").starts_with("7A.") && chain.competency["unique"] == false
    });
    assert_filtered(&["--only=mhm", "--match=families"], |chain| {
        is_only(chain.competency, "MHM")
            && chain
                .texts()
                .iter()
                .any(|text| text.to_lowercase().contains("families"))
    });
}

#[test]
fn references_and_filters_add_up() {
    let codes = |arguments: &[&str]| column("ckc", arguments);
    assert_eq!(codes(&["trace", "7A.2", "--ckc=7.5-7.6"]), ["7.5", "7.6"]);
    assert_eq!(codes(&["trace", "7A.9", "--area=administration"]), ["7.6"]);
    assert_eq!(codes(&["trace", "7A.2", "7A.7"]).len(), 6);
}

#[test]
fn knowledge_areas_pass_by_what_they_are_and_hold() {
    let ids = |passes: &dyn Fn(&Value) -> bool| -> Vec<String> {
        let areas = each(&EXPORT, "knowledge_areas").iter();
        let passing = areas.filter(|area| passes(area));
        passing.map(|area| text(area, "id")).collect()
    };
    let listed = |filters: &[&str]| column("id", &[&["list", "knowledge"], filters].concat());
    assert_eq!(listed(&[]).len(), 64);
    assert_eq!(
        listed(&["--level=mhs"]),
        ids(&|area| area["level"] == "MHS")
    );
    assert_eq!(
        listed(&["--area=reflection"]),
        ids(&|area| area["area"] == "Reflection")
    );
    assert_eq!(
        listed(&["--ckc=1.10"]),
        ids(&|area| each(area, "ckc").iter().any(|item| item["code"] == "1.10"))
    );
    assert_eq!(
        listed(&["--level=mhm", "--ckc=7.5"]),
        ids(&|area| {
            area["level"] == "MHM" && each(area, "ckc").iter().any(|item| item["code"] == "7.5")
        })
    );
    // A knowledge area has one level: at this level, and at this level only, are the same.
    assert_eq!(listed(&["--only=mhm"]), listed(&["--level=mhm"]));
}

#[test]
fn ckc_items_pass_by_the_areas_that_list_them() {
    let listed = |filters: &[&str]| column("code", &[&["list", "ckc"], filters].concat());
    assert_eq!(listed(&[]).len(), 45);
    assert_eq!(
        listed(&["--area=administration"]),
        codes_of(|area, _| area["area"] == "Administration")
    );
    assert_eq!(
        listed(&["--knowledge=listening"]),
        codes_of(|area, _| area["name"] == "Listening")
    );
    assert_eq!(
        listed(&["--level=mhs"]),
        codes_of(|area, _| area["level"] == "MHS")
    );
}

#[test]
fn areas_pass_by_the_knowledge_areas_they_hold() {
    let areas = column("area", &["list", "areas"]);
    assert_eq!(areas.len(), 11);
    assert_eq!(
        column("area", &["list", "areas", "--area=think"]),
        ["Thinking"]
    );
    let with_mhs: BTreeSet<String> = each(&EXPORT, "knowledge_areas")
        .iter()
        .filter(|area| area["level"] == "MHS")
        .map(|area| text(area, "area"))
        .collect();
    let listed = column("area", &["list", "areas", "--level=mhs"]);
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), with_mhs);
}

#[test]
fn filters_cut_the_export_too() {
    let part = json(&["export", "--only=mhm", "--format=json"]);
    let ids: Vec<String> = each(&part, "competencies")
        .iter()
        .map(|record| text(record, "id"))
        .collect();
    assert_eq!(
        ids,
        column("competency", &["list", "competencies", "--only=mhm"])
    );
    assert!(each(&part, "knowledge_areas").len() < 64);
}

#[test]
fn nothing_matched_is_exit_1() {
    for arguments in [
        &["trace", "7A.2", "--only=fs"][..],
        &["list", "competencies", "--match=zzzz"],
        &["list", "ckc", "--unique"],
    ] {
        let message = refused(1, arguments);
        assert!(message.contains("nothing matched"), "{message}");
    }
}

#[test]
fn nothing_is_still_well_formed() {
    let nothing = |format| xwalk(&["trace", "7A.2", "--only=fs", "--format", format]);
    assert_eq!(nothing("json").stdout, "[]\n");
    assert_eq!(nothing("jsonl").stdout, "");
    assert_eq!(nothing("csv").stdout.lines().count(), 1);
    for format in ["json", "jsonl", "csv", "tsv", "md", "table"] {
        assert_eq!(nothing(format).code, Some(1), "{format}");
    }
}

#[test]
fn linked_is_how_the_alignment_was_joined_to_the_knowledge_area() {
    let is_made = |chain: &Chain, made: &str| {
        let links = each(chain.alignment, "links").iter();
        let mut links = links.filter(|link| link["knowledge_area"] == chain.knowledge_area["id"]);
        links.any(|link| link["match"] == made)
    };
    for made in ["exact", "composite"] {
        let filter = format!("--linked={made}");
        assert_filtered(&[&filter], |chain| is_made(chain, made));
        let mut ids: Vec<String> = chains()
            .iter()
            .filter(|chain| is_made(chain, made))
            .map(|chain| text(chain.knowledge_area, "id"))
            .collect();
        ids.sort();
        ids.dedup();
        let mut listed = column("id", &["list", "knowledge", &filter]);
        listed.sort();
        assert_eq!(listed, ids);
    }
    assert_eq!(
        xwalk(&["list", "competencies", "--linked=near"]).code,
        Some(1)
    );
}

#[test]
fn records_of_several_kinds_are_alternatives() {
    let listed = |what: &str, column_name: &str, references: &[&str]| -> BTreeSet<String> {
        let arguments = [&["list", what], references].concat();
        column(column_name, &arguments).into_iter().collect()
    };
    let kinds = ["7A.2", "pregnancy", "CKC 5.6"];
    for (what, name) in [("knowledge", "id"), ("ckc", "code")] {
        let each_alone = kinds.iter().flat_map(|kind| listed(what, name, &[kind]));
        assert_eq!(listed(what, name, &kinds), each_alone.collect());
    }
}
