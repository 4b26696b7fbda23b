//! The question of `coverage` as one SQL statement, to be asked where the log is.

use std::borrow::Cow;
use std::fmt::Write;

use crate::catalogue::Catalogue;
use crate::cli::Dialect;
use crate::training::coverage::{Need, Needs};

/// As many items as a signed integer of 64 bits has room for.
const BITS: usize = 62;

/// Writes the statement; `log` is the name of a table, or of a file that the database reads itself.
pub(super) fn statement(
    catalogue: &Catalogue,
    needs: &Needs,
    dialect: Dialect,
    log: &str,
    has_hours: bool,
) -> String {
    let words = catalogue.items().len().div_ceil(BITS);
    let mut sql = String::new();
    // Writing to a string cannot fail.
    let _ = write_statement(&mut sql, catalogue, needs, dialect, log, has_hours, words);
    sql
}

fn write_statement(
    sql: &mut String,
    catalogue: &Catalogue,
    needs: &Needs,
    dialect: Dialect,
    log: &str,
    has_hours: bool,
    words: usize,
) -> std::fmt::Result {
    let by_word = |of: &dyn Fn(usize) -> String, between: &str| {
        let all: Vec<String> = (0..words).map(of).collect();
        all.join(between)
    };
    write_head(sql, dialect, log, has_hours)?;
    write_areas(sql, catalogue, needs, dialect, words)?;
    let tokens = tokens(dialect);
    let hours = if has_hours {
        ",\n    TRY_CAST(replace(hours, ',', '.') AS DECIMAL(18, 2)) AS hours"
    } else {
        ""
    };
    writeln!(
        sql,
        "entries AS (\n  SELECT {learner} AS learner,\n    {tokens} AS codes{hours}\n  FROM {log}\n  \
         WHERE {learner} <> ''\n),",
        // A no-break space is a space.
        learner = format_args!(
            "trim(replace(CAST(learner AS {}), chr(160), ' '))",
            text_type(dialect)
        ),
        log = source(dialect, log),
    )?;
    let mask = |word: usize| {
        format!(
            "    {} AS mask_{word}",
            mask_of_row(catalogue, dialect, word)
        )
    };
    let hours = if has_hours { ",\n    hours" } else { "" };
    writeln!(
        sql,
        "masked AS (\n  SELECT learner,\n{}{hours}\n  FROM entries\n),",
        by_word(&mask, ",\n")
    )?;
    let all = by_word(
        &|word| format!("    bit_or(mask_{word}) AS mask_{word}"),
        ",\n",
    );
    writeln!(sql, "learners AS (\n  SELECT learner,\n{all}")?;
    if has_hours {
        writeln!(sql, "    , {}", hours_by_area(needs, dialect, words))?;
    }
    writeln!(sql, "  FROM masked\n  GROUP BY learner\n)")?;
    let covered = by_word(
        &|word| format!("bit_count(learners.mask_{word} & areas.mask_{word})"),
        " + ",
    );
    let hours = match dialect {
        _ if !has_hours => "NULL".to_owned(),
        Dialect::Duckdb => "coalesce(learners.hours[areas.place + 1], 0)".to_owned(),
        Dialect::Spark => "coalesce(learners.hours[areas.place], 0)".to_owned(),
    };
    writeln!(
        sql,
        "SELECT learner, id, area, knowledge_area, level,\n  {covered} AS covered,\n  needed,\n  \
         round(({covered}) * 1.0 / needed, 4) AS share,\n  {hours} AS hours_up_to\n\
         FROM learners CROSS JOIN areas\nORDER BY learner, place;"
    )
}

/// The knowledge areas with the masks of their CKC items, as a table.
fn write_areas(
    sql: &mut String,
    catalogue: &Catalogue,
    needs: &Needs,
    dialect: Dialect,
    words: usize,
) -> std::fmt::Result {
    writeln!(sql, "WITH areas AS (\n  SELECT * FROM (VALUES")?;
    for (place, need) in needs.areas.iter().enumerate() {
        let end = if place + 1 == needs.areas.len() {
            ""
        } else {
            ","
        };
        let area = area(catalogue, need, place, words, dialect);
        writeln!(sql, "    ({area}){end}")?;
    }
    let masks: Vec<String> = (0..words).map(|word| format!("mask_{word}")).collect();
    writeln!(
        sql,
        "  ) AS v (place, id, area, knowledge_area, level, needed, {masks})\n),",
        masks = masks.join(", ")
    )
}

fn write_head(sql: &mut String, dialect: Dialect, log: &str, has_hours: bool) -> std::fmt::Result {
    let columns = if has_hours {
        "learner, ckc and hours (--no-hours leaves the hours out)"
    } else {
        "learner and ckc"
    };
    writeln!(
        sql,
        "-- What each learner covers of each knowledge area. An aid to planning, on a published\n\
         -- correspondence; no judgement of eligibility.\n\
         -- Expects the columns {columns}, all as text: a\n\
         -- number cannot tell 1.10 from 1.1. Anything that is not a CKC code is ignored; `xwalk coverage` names it."
    )?;
    if matches!(dialect, Dialect::Spark) && is_file(log) {
        writeln!(
            sql,
            "-- First: CREATE TEMPORARY VIEW {} USING csv OPTIONS (path {}, header 'true')",
            source(dialect, log),
            literal(dialect, log)
        )?;
    }
    Ok(())
}

fn is_file(log: &str) -> bool {
    log.contains(['/', '\\']) || log.contains(".csv") || log.contains(".tsv")
}

/// What the rows come from.
fn source(dialect: Dialect, log: &str) -> String {
    // Some of these would end the comment that names it, or be filled in by Spark.
    let is_odd = |c: char| c.is_control() || c == '$' || matches!(c, '\u{2028}' | '\u{2029}');
    let quoted = |name: &str| match dialect {
        Dialect::Duckdb => format!("\"{}\"", name.replace('"', "\"\"")),
        Dialect::Spark => format!("`{}`", name.replace(is_odd, "_").replace('`', "``")),
    };
    match dialect {
        Dialect::Duckdb if is_file(log) => {
            let name = literal(dialect, &as_pattern(log));
            format!("read_csv({name}, all_varchar = true)")
        }
        Dialect::Spark if is_file(log) => {
            let name = log.rsplit(['/', '\\']).next().unwrap_or(log);
            quoted(name.split('.').next().unwrap_or(name))
        }
        _ => log.split('.').map(quoted).collect::<Vec<_>>().join("."),
    }
}

/// A pattern of `DuckDB` that only this file matches; names on the web are no patterns.
fn as_pattern(log: &str) -> Cow<'_, str> {
    if log.starts_with("http://") || log.starts_with("https://") || !log.contains(['[', '*', '?']) {
        return Cow::Borrowed(log);
    }
    let mut pattern = String::new();
    for letter in log.chars() {
        match letter {
            '[' | '*' | '?' => pattern.extend(['[', letter, ']']),
            _ => pattern.push(letter),
        }
    }
    Cow::Owned(pattern)
}

/// Words between quotes, with nothing in them that ends them or that the database reads as more than words.
fn literal(dialect: Dialect, words: &str) -> String {
    match dialect {
        Dialect::Duckdb => format!("'{}'", words.replace('\'', "''")),
        Dialect::Spark => {
            let mut quoted = String::from("'");
            for letter in words.chars() {
                match letter {
                    '\'' | '\\' => quoted.extend(['\\', letter]),
                    // `${name}` is a setting's value, even between quotes.
                    '$' => quoted.push_str("\\u0024"),
                    _ if letter.is_control() => {
                        let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
                    }
                    _ => quoted.push(letter),
                }
            }
            quoted + "'"
        }
    }
}

fn text_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Duckdb => "VARCHAR",
        Dialect::Spark => "STRING",
    }
}

/// The codes of a cell as a list of texts, without `CKC` and without zeros before a number.
fn tokens(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Duckdb => {
            r"[regexp_replace(code, '^0?([0-9]+\.)0?([0-9]+)$', '\1\2') FOR code IN
      string_split_regex(regexp_replace(replace(coalesce(ckc, ''), chr(160), ' '), 'ckc[:\s]*', '', 'gi'), '[\s,;|'']+')]"
        }
        Dialect::Spark => {
            r"transform(split(regexp_replace(replace(coalesce(ckc, ''), chr(160), ' '), '(?i)ckc[:\\s]*', ''), '[\\s,;|\']+'),
      code -> regexp_replace(code, '^0?([0-9]+\\.)0?([0-9]+)$', '$1$2'))"
        }
    }
}

/// The items of a row as bits.
fn mask_of_row(catalogue: &Catalogue, dialect: Dialect, word: usize) -> String {
    let items = catalogue.items().iter().enumerate();
    let items = items.filter(|(index, _)| index / BITS == word);
    let bits = items.map(|(index, item)| (item.code, 1_u64 << (index % BITS)));
    match dialect {
        Dialect::Duckdb => {
            let pairs: Vec<String> = bits.map(|(code, bit)| format!("'{code}': {bit}")).collect();
            let map = wrapped(&pairs);
            format!("coalesce(list_bit_or([(MAP {{{map}}})[code] FOR code IN codes]), 0)::BIGINT")
        }
        Dialect::Spark => {
            let pairs: Vec<String> = bits
                .map(|(code, bit)| format!("'{code}', {bit}L"))
                .collect();
            let map = wrapped(&pairs);
            format!("aggregate(codes, 0L, (mask, code) -> mask | coalesce(map({map})[code], 0L))")
        }
    }
}

/// Some entries a line.
fn wrapped(pairs: &[String]) -> String {
    let lines: Vec<String> = pairs.chunks(6).map(|line| line.join(", ")).collect();
    lines.join(",\n      ")
}

fn hours_by_area(needs: &Needs, dialect: Dialect, words: usize) -> String {
    let sum = |need: &Need| {
        let touches: Vec<String> = (0..words)
            .map(|word| format!("mask_{word} & {} <> 0", mask(need, word)))
            .collect();
        let touches = touches.join(" OR ");
        format!("sum(hours) FILTER (WHERE {touches})")
    };
    let sums: Vec<String> = needs.areas.iter().map(sum).collect();
    let sums = sums.join(",\n      ");
    match dialect {
        Dialect::Duckdb => format!("[\n      {sums}\n    ] AS hours"),
        Dialect::Spark => format!("array(\n      {sums}\n    ) AS hours"),
    }
}

fn area(
    catalogue: &Catalogue,
    need: &Need,
    place: usize,
    words: usize,
    dialect: Dialect,
) -> String {
    let row = &catalogue.knowledge_areas()[need.knowledge_area];
    let text =
        |words: Option<&str>| words.map_or("NULL".to_owned(), |words| literal(dialect, words));
    let in_area = row
        .area
        .map(|area| catalogue.areas()[area].name.words.as_str());
    let name = row.name.as_ref().map(|name| name.words.as_str());
    let mut cells = vec![
        place.to_string(),
        text(Some(&row.id)),
        text(in_area),
        text(name),
        text(Some(row.level.name())),
        need.items.len().to_string(),
    ];
    cells.extend((0..words).map(|word| format!("CAST({} AS BIGINT)", mask(need, word))));
    cells.join(", ")
}

/// The items of a knowledge area that are in one word, as bits.
fn mask(need: &Need, word: usize) -> u64 {
    let places = need.items.iter().map(|item| item.place());
    let places = places.filter(|place| place / BITS == word);
    places.map(|place| 1_u64 << (place % BITS)).sum()
}
