//! Glyphs to words: those on a line that no gap parts.

use crate::source::is_blank;
use crate::source::page::{Area, Word};

/// How high the letters of a font are over their line, and how deep below, as parts of its size.
const ABOVE: f64 = 0.8;
const BELOW: f64 = 0.2;
/// A gap of this part of the size parts words.
const GAP: f64 = 0.17;

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

/// The words of some glyphs, which are drawn in any order.
pub(super) fn words(glyphs: Vec<Glyph>) -> Vec<Word> {
    let mut words: Vec<Piece> = Vec::new();
    let mut open: Option<Open> = None;
    for glyph in glyphs {
        let Some(letter) = Letter::of(glyph) else {
            continue;
        };
        if open.as_ref().is_some_and(|word| !word.goes_on(&letter)) {
            words.extend(open.take().and_then(|word| word.piece(false)));
        }
        if letter.text.chars().all(is_blank) {
            words.extend(open.take().and_then(|word| word.piece(true)));
        } else {
            match &mut open {
                None => open = Some(Open::new(letter)),
                Some(word) => word.push(&letter),
            }
        }
    }
    words.extend(open.and_then(|word| word.piece(false)));
    joined(words)
}

/// A glyph along its line, whichever way the line runs.
struct Letter {
    text: String,
    area: Area,
    is_upright: bool,
    start: (f64, f64),
    end: (f64, f64),
    size: f64,
}

impl Glyph {
    /// Whether its line does not run across the page.
    pub(super) fn is_turned(&self) -> bool {
        let up = (self.top.0 - self.start.0, self.top.1 - self.start.1);
        !self.text.chars().all(is_blank) && (up.0.abs() > 0.5 * up.1.abs() || up.1 > 0.0)
    }
}

impl Letter {
    fn of(glyph: Glyph) -> Option<Self> {
        let Glyph {
            start,
            end,
            top,
            text,
        } = glyph;
        let all = [start.0, start.1, end.0, end.1, top.0, top.1];
        if !all.iter().all(|it| it.is_finite() && it.abs() < 1e6) {
            return None;
        }
        let up = (top.0 - start.0, top.1 - start.1);
        let size = up.0.hypot(up.1);
        if size <= 0.0 {
            return None;
        }
        let corner = |of: (f64, f64), part: f64| (of.0 + up.0 * part, of.1 + up.1 * part);
        let corners = [
            corner(start, ABOVE),
            corner(end, ABOVE),
            corner(start, -BELOW),
            corner(end, -BELOW),
        ];
        let xs = corners.map(|corner| corner.0);
        let ys = corners.map(|corner| corner.1);
        let least = |values: [f64; 4]| values.into_iter().fold(f64::MAX, f64::min);
        let most = |values: [f64; 4]| values.into_iter().fold(f64::MIN, f64::max);
        Some(Self {
            text: plain(text),
            area: Area {
                left: least(xs),
                top: least(ys),
                right: most(xs),
                bottom: most(ys),
            },
            is_upright: up.0.abs() < 0.5 * up.1.abs(),
            start,
            end,
            size,
        })
    }
}

/// Letters that are drawn as one are several.
fn plain(text: String) -> String {
    const LIGATURES: [(char, &str); 7] = [
        ('\u{fb00}', "ff"),
        ('\u{fb01}', "fi"),
        ('\u{fb02}', "fl"),
        ('\u{fb03}', "ffi"),
        ('\u{fb04}', "ffl"),
        ('\u{fb05}', "st"),
        ('\u{fb06}', "st"),
    ];
    let is_plain =
        |c: char| !c.is_control() && c != '\u{ad}' && !('\u{fb00}'..='\u{fb06}').contains(&c);
    if text.chars().all(is_plain) {
        return text;
    }
    let mut plain = String::new();
    for c in text.chars() {
        match LIGATURES.iter().find(|(ligature, _)| *ligature == c) {
            Some((_, letters)) => plain.push_str(letters),
            // A soft hyphen that is drawn is at the end of a line.
            None if c == '\u{ad}' => plain.push('-'),
            None if c.is_control() => plain.push(' '),
            None => plain.push(c),
        }
    }
    plain
}

/// A word while it is put together.
struct Open {
    text: String,
    area: Area,
    is_upright: bool,
    last: (f64, f64),
    end: (f64, f64),
    size: f64,
}

impl Open {
    fn new(letter: Letter) -> Self {
        Self {
            text: letter.text,
            area: letter.area,
            is_upright: letter.is_upright,
            last: letter.start,
            end: letter.end,
            size: letter.size,
        }
    }

    fn goes_on(&self, letter: &Letter) -> bool {
        let size = self.size.min(letter.size);
        let (right, down) = (letter.start.0 - self.end.0, letter.start.1 - self.end.1);
        let (along, across) = if self.is_upright {
            (right, down)
        } else {
            (down, right)
        };
        let along = if self.is_upright || self.end.1 > self.last.1 {
            along
        } else {
            -along
        };
        self.is_upright == letter.is_upright
            && across.abs() < 0.35 * self.size.max(letter.size)
            && along < GAP * size
            // What is drawn over a word again, to make it bold, is dropped with the word.
            && along > -0.4 * self.size
    }

    fn push(&mut self, letter: &Letter) {
        self.text.push_str(&letter.text);
        self.area = self.area.hull(letter.area);
        self.last = letter.start;
        self.end = letter.end;
        self.size = letter.size;
    }

    fn piece(self, is_end: bool) -> Option<Piece> {
        let text = self.text.trim_matches(is_blank);
        let word = || Word {
            area: self.area,
            text: text.to_owned(),
        };
        (!text.is_empty()).then(|| Piece {
            word: word(),
            is_end: is_end || text.len() < self.text.trim_start_matches(is_blank).len(),
        })
    }
}

/// A word, or a piece of one.
struct Piece {
    word: Word,
    /// A blank is drawn after it.
    is_end: bool,
}

/// Joins the pieces of words that are drawn one by one, and drops those that are drawn again.
fn joined(mut words: Vec<Piece>) -> Vec<Word> {
    let key = |piece: &Piece| (piece.word.area.top, piece.word.area.left);
    words.sort_by(|a, b| {
        key(a)
            .partial_cmp(&key(b))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut whole: Vec<Piece> = Vec::with_capacity(words.len());
    for Piece { word, is_end } in words {
        // Words on a line have nearly the same top: those that could be joined are the last ones.
        let near = whole.iter_mut().rev().take(64);
        let mut is_known = false;
        for before in near {
            let other = &mut before.word;
            let size = word.area.height().min(other.area.height());
            let is_line = (word.area.top - other.area.top).abs() < 0.1 * size
                && (word.area.bottom - other.area.bottom).abs() < 0.1 * size;
            if !is_line {
                continue;
            }
            if other.text == word.text && (other.area.left - word.area.left).abs() < 0.1 * size {
                is_known = true;
                break;
            }
            let gap = word.area.left - other.area.right;
            if !before.is_end && gap.abs() < 0.1 * size {
                other.text.push_str(&word.text);
                other.area = other.area.hull(word.area);
                before.is_end = is_end;
                is_known = true;
                break;
            }
        }
        if !is_known {
            whole.push(Piece { word, is_end });
        }
    }
    whole.into_iter().map(|piece| piece.word).collect()
}
