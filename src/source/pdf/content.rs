//! What is drawn on a page: its glyphs, and the lines that may be the rules of a table.

use std::sync::Arc;

use hayro_font::hayro_cmap::BfString;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::keys::{CONTENTS, MATRIX, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::glyphs::Glyph;
use super::matrix::Matrix;
use crate::source::page::Rule;

/// Forms that are drawn in forms, at most.
const DEEPEST_FORM: usize = 12;
/// States that are put away, at most.
const MOST_STATES: usize = 512;
/// A filled area that is thinner is a line.
const THIN: f64 = 3.0;

/// What is drawn on a page.
#[derive(Default)]
pub(super) struct Drawn {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Words that are not shown, or are in no font that can be read, or are in what could not be drawn.
    pub is_unsure: bool,
    /// A part of the page is missing from the file.
    pub is_broken: bool,
}

/// The fonts of a document.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    standard: FontResolverFn,
    maps: CMapResolverFn,
}

impl Fonts<'_> {
    pub(super) fn new() -> Self {
        Self {
            cache: FontCache::new(),
            standard: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
            }),
            maps: Arc::new(|_| None),
        }
    }
}

/// Draws a page. `budget` is how many glyphs and lines may still be drawn.
pub(super) fn draw<'a>(page: &Page<'a>, fonts: &Fonts<'a>, budget: &mut usize) -> Drawn {
    let mut canvas = Canvas {
        fonts,
        drawn: Drawn::default(),
        state: State::new(Matrix(page.initial_transform(true).as_coeffs())),
        states: Vec::new(),
        path: Vec::new(),
        budget,
    };
    canvas.drawn.is_broken = page.page_stream().is_none() && page.raw().contains_key(CONTENTS);
    canvas.run(page.typed_operations(), page.resources(), 0);
    canvas.drawn
}

#[derive(Clone)]
struct State<'a> {
    page: Matrix,
    line_width: f64,
    font: Option<Font<'a>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    /// Letters are not shown: mostly what a program read in a picture over which they lie.
    is_hidden: bool,
    text: Matrix,
    text_line: Matrix,
}

impl State<'_> {
    fn new(page: Matrix) -> Self {
        Self {
            page,
            line_width: 1.0,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_hidden: false,
            text: Matrix::IDENTITY,
            text_line: Matrix::IDENTITY,
        }
    }

    fn next_line(&mut self, right: f64, down: f64) {
        self.text_line = Matrix([1.0, 0.0, 0.0, 1.0, right, down]).then(self.text_line);
        self.text = self.text_line;
    }
}

struct Canvas<'a, 'f> {
    fonts: &'f Fonts<'a>,
    drawn: Drawn,
    state: State<'a>,
    states: Vec<State<'a>>,
    /// The corners of the open path; curves leave it broken.
    path: Vec<Vec<(f64, f64)>>,
    budget: &'f mut usize,
}

impl<'a> Canvas<'a, '_> {
    fn run(&mut self, mut operations: TypedIter<'_>, resources: &Resources<'a>, depth: usize) {
        let kept = self.states.len();
        while let Some(operation) = operations.next() {
            if *self.budget == 0 {
                return;
            }
            *self.budget -= 1;
            match operation {
                TypedInstruction::SaveState(_) if self.states.len() < MOST_STATES => {
                    self.states.push(self.state.clone());
                }
                TypedInstruction::SaveState(_) => self.drawn.is_unsure = true,
                TypedInstruction::RestoreState(_) if self.states.len() > kept => {
                    self.state = self.states.pop().unwrap_or_else(|| self.state.clone());
                }
                TypedInstruction::Transform(it) => {
                    let matrix = Matrix([it.0, it.1, it.2, it.3, it.4, it.5].map(real));
                    self.state.page = matrix.then(self.state.page);
                }
                TypedInstruction::XObject(it) => self.form(it.0, resources, depth),
                TypedInstruction::TextFont(it) => {
                    let fonts = self.fonts;
                    let font =
                        |dict: Dict<'a>| fonts.cache.font(&dict, &fonts.standard, &fonts.maps);
                    self.state.font = resources.get_font(it.0).and_then(font);
                    self.state.size = real(it.1);
                }
                operation => {
                    if !self.text(&operation) {
                        self.lines(&operation);
                    }
                }
            }
        }
        self.states.truncate(kept);
    }

    /// A form that the page uses: a piece of a page with resources of its own.
    fn form(&mut self, name: &Name<'_>, resources: &Resources<'a>, depth: usize) {
        let Some(form) = resources.get_x_object(name) else {
            return;
        };
        let is_form = form
            .dict()
            .get::<Name<'_>>(SUBTYPE)
            .is_some_and(|kind| kind.as_ref() == b"Form");
        if !is_form {
            return;
        }
        if depth >= DEEPEST_FORM {
            self.drawn.is_unsure = true;
            return;
        }
        let own = form.dict().get::<Dict<'a>>(RESOURCES).map(Resources::new);
        let before = self.state.clone();
        if let Some(matrix) = matrix_of(&form) {
            self.state.page = matrix.then(self.state.page);
        }
        *self.budget = self.budget.saturating_sub(1);
        match form.decoded() {
            Ok(content) => self.run(
                TypedIter::new(&content),
                own.as_ref().unwrap_or(resources),
                depth + 1,
            ),
            Err(_) => self.drawn.is_broken = true,
        }
        self.state = before;
    }

    /// Whether an operation is about text.
    fn text(&mut self, operation: &TypedInstruction<'_, '_>) -> bool {
        let state = &mut self.state;
        match operation {
            TypedInstruction::BeginText(_) => {
                (state.text, state.text_line) = (Matrix::IDENTITY, Matrix::IDENTITY);
            }
            TypedInstruction::CharacterSpacing(it) => state.char_space = real(it.0),
            TypedInstruction::WordSpacing(it) => state.word_space = real(it.0),
            TypedInstruction::HorizontalScaling(it) => state.scale = real(it.0) / 100.0,
            TypedInstruction::TextLeading(it) => state.leading = real(it.0),
            TypedInstruction::TextRise(it) => state.rise = real(it.0),
            TypedInstruction::TextRenderingMode(it) => {
                /// Neither filled nor stroked.
                const HIDDEN: [f64; 2] = [3.0, 7.0];
                state.is_hidden = HIDDEN.contains(&real(it.0));
            }
            TypedInstruction::NextLine(it) => state.next_line(real(it.0), real(it.1)),
            TypedInstruction::NextLineAndSetLeading(it) => {
                state.leading = -real(it.1);
                state.next_line(real(it.0), real(it.1));
            }
            TypedInstruction::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
            TypedInstruction::SetTextMatrix(it) => {
                state.text_line = Matrix([it.0, it.1, it.2, it.3, it.4, it.5].map(real));
                state.text = state.text_line;
            }
            TypedInstruction::ShowText(it) => self.show(it.0.as_bytes()),
            TypedInstruction::NextLineAndShowText(it) => {
                state.next_line(0.0, -state.leading);
                self.show(it.0.as_bytes());
            }
            TypedInstruction::ShowTextWithParameters(it) => {
                (state.word_space, state.char_space) = (real(it.0), real(it.1));
                state.next_line(0.0, -state.leading);
                self.show(it.2.as_bytes());
            }
            TypedInstruction::ShowTexts(it) => self.show_moved(it.0),
            _ => return false,
        }
        true
    }

    /// Strings with moves between them.
    fn show_moved(&mut self, array: &Array<'_>) {
        for object in array.iter::<Object<'_>>() {
            match object {
                Object::Number(number) => {
                    let state = &mut self.state;
                    let right = -number.as_f64() / 1000.0 * state.size * state.scale;
                    state.text = Matrix([1.0, 0.0, 0.0, 1.0, right, 0.0]).then(state.text);
                }
                Object::String(string) => self.show(string.as_bytes()),
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        self.drawn.is_unsure |= self.state.is_hidden && !bytes.is_empty();
        let Some(font) = self.state.font.clone() else {
            self.drawn.is_unsure |= !bytes.is_empty();
            return;
        };
        let mut at = 0;
        while at < bytes.len() && *self.budget > 0 {
            *self.budget -= 1;
            let (code, length) = font.read_code(bytes, at);
            at += length.max(1);
            let state = &self.state;
            let width = font.code_advance(code).x / 1000.0 * state.size;
            let placed = Matrix([state.scale, 0.0, 0.0, 1.0, 0.0, state.rise])
                .then(state.text)
                .then(state.page);
            let words = match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(glyph) => glyph.as_unicode(),
                FontGlyph::Type3(glyph) => glyph.as_unicode(),
            };
            let text = match words {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(words)) => words,
                None => '\u{fffd}'.to_string(),
            };
            self.drawn.glyphs.push(Glyph {
                start: placed.place(0.0, 0.0),
                end: placed.place(width, 0.0),
                top: placed.place(0.0, state.size),
                text,
            });
            let is_space = length == 1 && code == 32;
            let space = state.char_space + if is_space { state.word_space } else { 0.0 };
            let right = (width + space) * state.scale;
            self.state.text = Matrix([1.0, 0.0, 0.0, 1.0, right, 0.0]).then(self.state.text);
        }
    }

    fn lines(&mut self, operation: &TypedInstruction<'_, '_>) {
        use TypedInstruction as Is;
        match operation {
            Is::LineWidth(it) => self.state.line_width = real(it.0),
            Is::MoveTo(it) => {
                let start = self.state.page.place(real(it.0), real(it.1));
                self.path.push(vec![start]);
            }
            Is::LineTo(it) => self.line_to(real(it.0), real(it.1)),
            Is::CubicTo(it) => self.curve_to(real(it.4), real(it.5)),
            Is::CubicStartTo(it) => self.curve_to(real(it.2), real(it.3)),
            Is::CubicEndTo(it) => self.curve_to(real(it.2), real(it.3)),
            Is::ClosePath(_) => self.close(),
            Is::RectPath(it) => {
                let [x, y, width, height] = [it.0, it.1, it.2, it.3].map(real);
                let corners = [
                    (x, y),
                    (x + width, y),
                    (x + width, y + height),
                    (x, y + height),
                    (x, y),
                ];
                let page = self.state.page;
                self.path
                    .push(corners.map(|(x, y)| page.place(x, y)).to_vec());
            }
            Is::StrokePath(_) | Is::FillAndStrokeNonZero(_) | Is::FillAndStrokeEvenOdd(_) => {
                self.paint(true);
            }
            Is::CloseAndStrokePath(_)
            | Is::CloseFillAndStrokeNonZero(_)
            | Is::CloseFillAndStrokeEvenOdd(_) => {
                self.close();
                self.paint(true);
            }
            Is::FillPathNonZero(_)
            | Is::FillPathNonZeroCompatibility(_)
            | Is::FillPathEvenOdd(_) => self.paint(false),
            Is::EndPath(_) => self.path.clear(),
            _ => {}
        }
    }

    fn line_to(&mut self, x: f64, y: f64) {
        let place = self.state.page.place(x, y);
        if let Some(part) = self.path.last_mut() {
            part.push(place);
        }
    }

    /// A curve is no rule: what comes after it begins anew.
    fn curve_to(&mut self, x: f64, y: f64) {
        self.path.push(vec![self.state.page.place(x, y)]);
    }

    fn close(&mut self) {
        if let Some(part) = self.path.last_mut()
            && let Some(&first) = part.first()
        {
            part.push(first);
        }
    }

    /// The straight lines of a path that is drawn, or a filled area that is as thin as one.
    fn paint(&mut self, is_stroked: bool) {
        let width = self.state.line_width * self.state.page.scale();
        for part in std::mem::take(&mut self.path) {
            *self.budget = self.budget.saturating_sub(1);
            if is_stroked {
                if width <= 2.0 * THIN {
                    let lines = part.windows(2).filter_map(|ends| rule(ends[0], ends[1]));
                    self.drawn.rules.extend(lines);
                }
            } else if part.len() > 2 {
                self.drawn.rules.extend(thin(&part));
            }
        }
    }
}

/// The line that a thin area is.
fn thin(corners: &[(f64, f64)]) -> Option<Rule> {
    let range = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::MAX, f64::MIN), |(least, most), value| {
            (least.min(value), most.max(value))
        })
    };
    let (left, right) = range(&mut corners.iter().map(|corner| corner.0));
    let (top, bottom) = range(&mut corners.iter().map(|corner| corner.1));
    if bottom - top <= THIN && right - left > bottom - top {
        let middle = f64::midpoint(top, bottom);
        rule((left, middle), (right, middle))
    } else if right - left <= THIN {
        let middle = f64::midpoint(left, right);
        rule((middle, top), (middle, bottom))
    } else {
        None
    }
}

/// The rule between two points; `None` if it neither goes across nor down.
fn rule((x, y): (f64, f64), (right, down): (f64, f64)) -> Option<Rule> {
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
    Some(Rule {
        is_across,
        at,
        from: from.min(to),
        to: from.max(to),
    })
}

fn real(number: Number) -> f64 {
    number.as_f64()
}

fn matrix_of(form: &Stream<'_>) -> Option<Matrix> {
    let array = form.dict().get::<Array<'_>>(MATRIX)?;
    let numbers: Vec<f64> = array.iter::<Number>().map(real).collect();
    Some(Matrix(numbers.try_into().ok()?))
}
