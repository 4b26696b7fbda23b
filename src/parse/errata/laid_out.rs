//! A corrected text with its cells laid out: one row per line, a tab between cells.

use std::borrow::Cow;
use std::ops::Range;

use super::{Corrected, Piece};
use crate::parse::layout::Layout;
use crate::source::offset;

impl Corrected<'_> {
    /// The text that a layout of it gives, with the same way back to the printed words. The blanks, tabs
    /// and line ends between the cells are printed nowhere.
    #[must_use]
    pub fn laid_out(&self, layout: &Layout) -> Corrected<'static> {
        let mut page = Page {
            from: self,
            text: String::with_capacity(self.text.len()),
            pieces: Vec::new(),
        };
        for row in &layout.rows {
            for (column, cell) in row.iter().enumerate() {
                if column > 0 {
                    page.part('\t');
                }
                for (index, piece) in cell.iter().enumerate() {
                    if index > 0 && !piece.glued {
                        page.part(' ');
                    }
                    page.add(offset(piece.range.start)..offset(piece.range.end));
                }
            }
            page.part('\n');
        }
        Corrected {
            furniture: self.printed(&layout.furniture),
            crossed: self.printed(&layout.crossed),
            text: Cow::Owned(page.text),
            pieces: page.pieces,
            unbitten: self.unbitten.clone(),
        }
    }

    /// Where ranges of the text are printed.
    fn printed(&self, ranges: &[Range<usize>]) -> Vec<Range<u32>> {
        let pieces = (ranges.iter())
            .flat_map(|range| self.origins(offset(range.start)..offset(range.end)))
            .filter(|piece| piece.erratum.is_none());
        pieces.map(|piece| piece.printed).collect()
    }
}

/// A text while it is laid out.
struct Page<'c> {
    from: &'c Corrected<'c>,
    text: String,
    pieces: Vec<Piece>,
}

impl Page<'_> {
    fn part(&mut self, mark: char) {
        let start = offset(self.text.len());
        let after = self.pieces.last().map_or(0, |piece| piece.printed.end);
        self.text.push(mark);
        self.pieces.push(Piece {
            at: start..start + 1,
            printed: after..after,
            erratum: None,
            moved: None,
        });
    }

    fn add(&mut self, range: Range<u32>) {
        for piece in self.from.origins(range) {
            let start = offset(self.text.len());
            let words = &self.from.text[piece.at.start as usize..piece.at.end as usize];
            self.text.push_str(words);
            self.pieces.push(Piece {
                at: start..offset(self.text.len()),
                ..piece
            });
        }
    }
}
