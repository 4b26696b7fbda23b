//! Words to printed lines.

use super::{Area, Word};

/// A printed line.
#[derive(Debug)]
pub(super) struct Line {
    pub words: Vec<Word>,
    pub area: Area,
}

/// The lines of a page, from its top.
pub(super) fn lines_of(mut words: Vec<Word>) -> Vec<Line> {
    words.sort_by(|a, b| a.area.middle().1.total_cmp(&b.area.middle().1));
    let mut lines: Vec<Line> = Vec::new();
    for word in words {
        // A word is beside the first word of its line, so that lines do not drift.
        let is_beside = |line: &&mut Line| line.words[0].area.is_beside(word.area);
        match lines.iter_mut().rev().take(4).find(is_beside) {
            Some(line) => {
                line.area = line.area.hull(word.area);
                line.words.push(word);
            }
            None => lines.push(Line {
                area: word.area,
                words: vec![word],
            }),
        }
    }
    for line in &mut lines {
        line.words
            .sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
    }
    lines.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    lines
}
