//! Where a crosswalk breaks off.

use super::role::Role;
use super::statements::Statements;
use crate::parse::break_off::{at, is_half};
use crate::parse::marks::dangles;
use crate::parse::{BreakOff, Finding, FindingKind, Part, Within};

/// Where a crosswalk breaks off.
pub(super) fn of_table(
    text: &str,
    parts: &[Part<Role>],
    statements: &Statements,
    findings: &[Finding],
) -> Option<BreakOff> {
    let last = parts.last()?;
    let words = &text[last.range()];
    let code_of = |part: &Part<Role>| match part.role {
        Role::Code(code) => Some(code),
        _ => None,
    };
    match last.role {
        Role::Code(code) => at(last, Within::Statement(code)),
        Role::Statement => {
            let code = parts.iter().rev().find_map(code_of)?;
            let reading = statements.reading(code);
            let is_shorter = || reading.is_none_or(|reading| words.len() < reading.len());
            let is_cut = |finding: &Finding| {
                finding.range.end == last.end
                    && match finding.kind {
                        FindingKind::StatementCut(_) => true,
                        FindingKind::StatementDamaged(_) => is_shorter(),
                        _ => false,
                    }
            };
            let ends = findings.last().is_some_and(is_cut)
                || match reading {
                    Some(reading) => is_shorter() && reading.starts_with(words),
                    None => dangles(words) || is_half(text, last.range()),
                };
            ends.then(|| at(last, Within::Statement(code))).flatten()
        }
        Role::Note if is_code_begun(words) => at(last, Within::Code),
        Role::Notice | Role::Header | Role::Mark | Role::Note => None,
        Role::Area | Role::Name | Role::Level | Role::Definition => {
            let row = parts.iter().rev().take_while(|part| part.row == last.row);
            let is_listed = |part: &Part<Role>| code_of(part).is_some() || part.role == Role::Note;
            let ends = !row.clone().any(is_listed) || dangles(words) || is_half(text, last.range());
            ends.then(|| at(last, Within::KnowledgeArea)).flatten()
        }
    }
}

fn is_code_begun(words: &str) -> bool {
    words.len() <= 3
        && words
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}
