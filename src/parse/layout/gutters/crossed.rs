//! Lines that cross a gutter: where the words of the next column begin in them.
//!
//! A statement is known by its other occurrences, so the words of the last column must go on with the
//! statement before them. A line that cannot be settled is odd: what is read in it may be wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::Drawn;
use super::columns::{Crossing, Line, crossings};
use crate::parse::crosswalk::items;
use crate::record::CkcCode;

/// Settles the lines of all pages.
pub(super) fn settle(drawn: &Drawn, pages: &mut [&mut Vec<Line>]) {
    settle_lists(drawn, pages);
    // A heading that one page settles is known on the others.
    for is_last in [false, true] {
        let lines = pages.iter().flat_map(|lines| lines.iter());
        let firsts: BTreeSet<String> = lines
            .filter(|line| line.has(0) && line.has(1) && !line.is_odd)
            .map(|line| letters(&drawn.text[line.cells[0].clone()]))
            .collect();
        for lines in pages.iter_mut() {
            settle_areas(drawn, lines, &firsts, is_last);
        }
    }
}

/// The words of a line without what differs from place to place.
fn letters(words: &str) -> String {
    let letters = words.chars().filter(|c| c.is_alphanumeric() || *c == '&');
    letters.flat_map(char::to_lowercase).collect()
}

/// A statement as far as it has been read.
#[derive(Clone, Default)]
struct Open {
    code: Option<CkcCode>,
    letters: String,
}

/// What the lines that cross no gutter say.
#[derive(Default)]
struct Known {
    /// The statements of each code, and how often each is printed.
    statements: BTreeMap<CkcCode, BTreeMap<String, usize>>,
    /// The words of lines that follow one another in the last column.
    pairs: BTreeSet<(String, String)>,
}

impl Known {
    fn learn(&mut self, open: &Open) {
        if let Some(code) = open.code {
            let known = self.statements.entry(code).or_default();
            *known.entry(open.letters.clone()).or_default() += 1;
        }
    }

    /// The known statement that begins with what has been read, and comes first; and how often it is printed.
    fn like(&self, open: &Open) -> Option<(&String, usize)> {
        let known = self.statements.get(&open.code?)?;
        let (first, count) = known.range(open.letters.clone()..).next()?;
        first.starts_with(&open.letters).then_some((first, *count))
    }

    fn is_whole(&self, open: &Open) -> bool {
        self.like(open)
            .is_some_and(|(known, count)| *known == open.letters && count > 1)
    }

    /// Whether a known statement goes on after what has been read.
    fn is_unfinished(&self, open: &Open) -> bool {
        self.like(open).is_some() && !self.is_whole(open)
    }

    /// The statement after some more words; `None` where they do not go on with it.
    fn follow(&self, text: &str, words: Range<usize>, open: &Open) -> Option<Open> {
        let (lead, items) = parts(text, words);
        let mut now = open.clone();
        if !lead.is_empty() {
            now.letters += &lead;
            self.like(&now)?;
        }
        for item in items {
            if (now.code.is_some() || !lead.is_empty()) && self.is_unfinished(&now) {
                return None;
            }
            now = item;
            self.like(&now)?;
        }
        Some(now)
    }
}

/// The letters before the first code of some words, and the statements after it.
fn parts(text: &str, words: Range<usize>) -> (String, Vec<Open>) {
    let mut found = Vec::new();
    items::scan(text, words.clone(), &mut found);
    let lead = words.start..found.first().map_or(words.end, |item| item.mark().start);
    let open = |item: &items::ScannedItem| Open {
        code: Some(item.code),
        letters: letters(&text[item.words()]),
    };
    let items = found.iter().map(open).collect();
    (letters(&text[lead]), items)
}

/// Reads on, whatever comes; each statement that ends is given to `whole`.
fn read_on(text: &str, words: Range<usize>, open: &mut Open, mut whole: impl FnMut(&Open)) {
    /// No statement is longer.
    const LONGEST: usize = 1000;
    let (lead, items) = parts(text, words);
    open.letters += &lead;
    if open.letters.len() > LONGEST {
        *open = Open::default();
    }
    for item in items {
        whole(open);
        *open = item;
    }
}

fn settle_lists(drawn: &Drawn, pages: &mut [&mut Vec<Line>]) {
    let text = drawn.text;
    let found: Vec<Vec<Option<Crossing>>> = (pages.iter())
        .map(|lines| crossings(drawn, lines, 2))
        .collect();
    let lines = pages.iter_mut().flat_map(|lines| lines.iter_mut());
    let mut lines: Vec<(&mut Line, Option<Crossing>)> =
        lines.zip(found.into_iter().flatten()).collect();
    let known = known(text, &lines);
    let mut list = List {
        text,
        known: &known,
        open: Open::default(),
        before: String::new(),
        is_after: false,
    };
    for (line, crossing) in &mut lines {
        list.line(line, crossing.as_ref());
    }
}

fn known(text: &str, lines: &[(&mut Line, Option<Crossing>)]) -> Known {
    let mut known = Known::default();
    let mut open = Open::default();
    let mut before = String::new();
    for (line, crossing) in lines {
        if crossing.is_some() || line.is_odd {
            // What it holds of the statement is not known.
            open = Open::default();
            before.clear();
        } else if line.has(2) {
            read_on(text, line.cells[2].clone(), &mut open, |open| {
                known.learn(open);
            });
            let words = letters(&text[line.cells[2].clone()]);
            let before = std::mem::replace(&mut before, words.clone());
            known.pairs.insert((before, words));
        }
    }
    known.learn(&open);
    known
}

/// The last column, read line by line.
struct List<'k> {
    text: &'k str,
    known: &'k Known,
    open: Open,
    /// The words of the line before.
    before: String,
    /// Whether the line before crosses the gutter.
    is_after: bool,
}

impl List<'_> {
    fn line(&mut self, line: &mut Line, crossing: Option<&Crossing>) {
        if let Some(crossing) = crossing {
            self.cross(line, crossing);
        }
        if line.has(2) {
            let words = line.cells[2].clone();
            let goes_on = self.known.follow(self.text, words.clone(), &self.open);
            // The words before it were taken for the statement's: what follows must agree.
            line.is_odd |= self.is_after && goes_on.is_none();
            self.before = letters(&self.text[words.clone()]);
            read_on(self.text, words, &mut self.open, |_| {});
            self.is_after = crossing.is_some() && self.known.like(&self.open).is_some();
        }
    }

    fn cross(&self, line: &mut Line, crossing: &Crossing) {
        let end = line.cells[crossing.from].end;
        let places = crossing.places.iter().copied();
        let goes_on = |&(at, is_exact): &(usize, bool)| {
            (self.known.follow(self.text, at..end, &self.open)).is_some()
                || self.is_pair(&self.text[at..end], is_exact)
        };
        let found: Vec<(usize, bool)> = places.clone().filter(goes_on).collect();
        if let [(at, _)] = found[..] {
            line.split(self.text, crossing.from, 2, at);
            return;
        }
        let is_lost = crossing.is_past || self.known.is_unfinished(&self.open);
        line.is_odd |= is_lost || !found.is_empty();
        let mut likely = places.filter(|(_, is_exact)| *is_exact && crossing.is_past);
        if let Some((at, _)) = likely.next_back() {
            line.split(self.text, crossing.from, 2, at);
        }
    }

    /// Whether the same words follow the line before in another row.
    fn is_pair(&self, words: &str, is_exact: bool) -> bool {
        let pair = (self.before.clone(), letters(words));
        let known = self.known.pairs.range(pair.clone()..).next();
        let is_like = |known: &(String, String)| {
            let is_begun = is_exact && known.0 == pair.0 && known.1.starts_with(&pair.1);
            *known == pair || is_begun
        };
        !pair.0.is_empty() && !pair.1.is_empty() && known.is_some_and(is_like)
    }
}

/// The words of the first column that run into the second: known from another row, or cut where the lines
/// around them begin.
fn settle_areas(drawn: &Drawn, lines: &mut [Line], firsts: &BTreeSet<String>, is_last: bool) {
    let found = crossings(drawn, lines, 1);
    let mut from = 0;
    while from < found.len() {
        // Lines that follow one another must agree on the place.
        let group = found[from..].iter().map_while(Option::as_ref);
        let exact: Vec<Option<usize>> = group.map(exact).collect();
        let is_even = exact.iter().all(Option::is_some);
        for (line, exact) in lines[from..].iter_mut().zip(&exact) {
            let crossing = found[from].as_ref();
            let start = line.cells[0].start;
            let is_first = |at: &usize| firsts.contains(&letters(&drawn.text[start..*at]));
            let places = crossing.iter().flat_map(|it| &it.places).map(|(at, _)| *at);
            let known: Vec<usize> = places.filter(is_first).collect();
            let is_sure = is_even && known.len() < 2;
            match (&known[..], exact) {
                ([at], _) => line.split(drawn.text, 0, 1, *at),
                (_, Some(at)) if is_sure || is_last => {
                    line.is_odd |= !is_sure;
                    line.split(drawn.text, 0, 1, *at);
                }
                _ => line.is_odd |= is_last,
            }
            from += 1;
        }
        from += usize::from(exact.is_empty());
    }
}

/// The one place of a line where its neighbors begin.
fn exact(crossing: &Crossing) -> Option<usize> {
    let mut exact = crossing.places.iter().filter(|(_, is_exact)| *is_exact);
    let (at, _) = exact.next()?;
    exact.next().is_none().then_some(*at)
}
