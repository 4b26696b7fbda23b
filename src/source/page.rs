//! Pages of words with places, as a PDF or a word table of an OCR program has them, to a text: its lines as they are
//! printed, with the cells of its tables, and which lines run through all pages.

mod broken;
mod cells;
mod grid;
mod lines;
mod running;
mod words;
mod write;

pub use cells::Cells;
pub(super) use write::{Paged, write};

/// A letter or several that are drawn as one. Places are from the top left of the page.
pub(super) struct Glyph {
    /// Where it begins on its line.
    pub start: (f64, f64),
    /// Where the next one would begin.
    pub end: (f64, f64),
    /// As high above its beginning as the font is.
    pub top: (f64, f64),
    pub text: String,
}

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

impl Page {
    /// A page of glyphs, in any order.
    #[cfg(feature = "pdf")]
    pub(super) fn of_glyphs(glyphs: Vec<Glyph>, rules: Vec<Rule>) -> Self {
        Self {
            words: words::of(glyphs),
            rules,
        }
    }
}

impl Area {
    fn height(self) -> f64 {
        self.bottom - self.top
    }

    fn middle(self) -> (f64, f64) {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    /// The part of the page that holds both.
    fn hull(self, other: Self) -> Self {
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

impl Rule {
    /// The rule between two points; `None` if it neither goes across nor down.
    pub(super) fn between((x, y): (f64, f64), (right, down): (f64, f64)) -> Option<Self> {
        /// A rule may be so much askew.
        const ASKEW: f64 = 1.0;
        let finite = [x, y, right, down].iter().all(|it| it.is_finite());
        let (width, height) = ((right - x).abs(), (down - y).abs());
        if !finite || width.max(height) < 2.0 || width.min(height) > ASKEW {
            return None;
        }
        let is_across = width > height;
        let (at, from, to) = if is_across {
            (y, x, right)
        } else {
            (x, y, down)
        };
        Some(Self {
            is_across,
            at,
            from: from.min(to),
            to: from.max(to),
        })
    }
}
