//! Words that a column is too narrow for: programs break them at its edge, without a hyphen.

use std::collections::BTreeSet;
use std::ops::Range;

use super::cells::Cells;

/// The endings of a language are no longer, and a text that has such a word has it more than once.
const SHORT: usize = 3;

/// Says of the words that may be broken which are: those that the text has as a whole elsewhere. Those whose halves it does
/// not have, or whose short rest is not a word, are joined too, but their lines are in doubt, as are those where only one
/// half is a word. `edges` are the lines of one word that fill their cell.
pub(super) fn judge(text: &str, edges: &BTreeSet<usize>, cells: &mut Cells) {
    let ends: Vec<(Range<usize>, Range<usize>)> = (cells.rows.iter().flatten())
        .flat_map(|cell| cell.windows(2))
        .filter(|lines| edges.contains(&lines[0].start))
        .map(|lines| (lines[0].clone(), first_word(text, &lines[1])))
        .filter(|(_, rest)| text[rest.clone()].starts_with(char::is_lowercase))
        .collect();
    if ends.is_empty() {
        return;
    }
    let halves: BTreeSet<usize> = ends
        .iter()
        .flat_map(|(word, rest)| [word.start, rest.start])
        .collect();
    let mut at = 0;
    let mut known = BTreeSet::new();
    for word in text.split_inclusive(char::is_whitespace) {
        if !halves.contains(&at) {
            known.insert(plain(word));
        }
        at += word.len();
    }
    for (word, rest) in ends {
        let is_known = |words: &str| known.contains(&plain(words));
        let whole = format!("{}{}", &text[word.clone()], &text[rest.clone()]);
        match (is_known(&text[word]), is_known(&text[rest.clone()])) {
            _ if is_known(&whole) => cells.glued.push(rest.start),
            (true, true) => {}
            // Likely, but nothing shows it.
            (_, false) if rest.len() <= SHORT => cells.glue_in_doubt(rest),
            (false, false) => cells.glue_in_doubt(rest),
            _ => cells.crossed.push(rest),
        }
    }
    cells.glued.sort_unstable();
}

fn first_word(text: &str, line: &Range<usize>) -> Range<usize> {
    let words = &text[line.clone()];
    let length = words.find(char::is_whitespace).unwrap_or(words.len());
    line.start..line.start + length
}

/// A word without the marks around it.
fn plain(word: &str) -> String {
    let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
    letters.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_fills_its_column_is_joined_to_its_rest() {
        let judged = |text: &str| {
            let lines: Vec<Range<usize>> = crate::source::lines(text).collect();
            let edges = BTreeSet::from([lines[1].start]);
            let mut cells = Cells {
                rows: vec![vec![vec![lines[1].clone(), lines[2].clone()]]],
                ..Cells::default()
            };
            judge(text, &edges, &mut cells);
            (cells.glued.len(), cells.crossed.len())
        };
        assert_eq!(
            judged("The Administration\nAdministrat\nion of all\n"),
            (1, 0)
        );
        assert_eq!(judged("Other words\nDemonstrat\ned by\n"), (1, 1));
        assert_eq!(
            judged("The consultation and services\nconsultation\nservices of\n"),
            (0, 0)
        );
        assert_eq!(
            judged("The consultation\nconsultation\nservices of\n"),
            (0, 1)
        );
        assert_eq!(judged("Other words\nDemonstrat\nEd by\n"), (0, 0));
    }
}
