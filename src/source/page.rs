//! Pages of words with places, as a PDF or a word table of an OCR program has them, to a text: its lines as they are
//! printed, with the cells of its tables, and which lines run through all pages.

mod broken;
mod cells;
mod grid;
mod lines;
mod running;
mod write;

pub use cells::Cells;
pub(super) use write::{Paged, write};

/// A word and where it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub area: Area,
    pub text: String,
}

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// A line that is drawn across or down, a rule of a table perhaps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// It goes from the left to the right, and not down.
    pub is_across: bool,
    /// How far down or, if it goes down, how far right it is.
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub words: Vec<Word>,
    pub rules: Vec<Rule>,
}

impl Area {
    pub(super) fn height(self) -> f64 {
        self.bottom - self.top
    }

    fn middle(self) -> (f64, f64) {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    /// The part of the page that holds both.
    pub(super) fn hull(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether two words are on the same line: most of the smaller one is beside the other.
    fn is_beside(self, other: Self) -> bool {
        let shared = self.bottom.min(other.bottom) - self.top.max(other.top);
        shared > 0.5 * self.height().min(other.height())
    }
}
