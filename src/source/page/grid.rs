//! The tables that rules draw on a page: which cell a place is in.
//!
//! Rules that touch make one table. Where they would part two cells and none is drawn, the cells are one.

use super::{Area, Rule, Word};

/// Rules that are nearer than this touch.
const NEAR: f64 = 3.0;
/// More rules on a page are a drawing and no table.
const MOST_RULES: usize = 4_000;
/// More columns or rows of rules are a drawing and no table.
const MOST_LINES: usize = 400;

/// A table.
#[derive(Debug)]
pub(super) struct Grid {
    pub area: Area,
    /// Where columns begin, and where the last one ends.
    columns: Vec<f64>,
    rows: Vec<f64>,
    /// Of each place in the grid, row by row, the place in which its cell begins.
    origins: Vec<usize>,
}

/// Where a cell begins in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub row: usize,
    pub column: usize,
}

/// The tables of a page, from its top.
pub(super) fn find(rules: &[Rule], words: &[Word]) -> Vec<Grid> {
    let rules = merged(rules);
    if rules.len() > MOST_RULES {
        return Vec::new();
    }
    let mut grids: Vec<Grid> = groups(&rules)
        .into_iter()
        .filter_map(|group| Grid::new(&group, words))
        .collect();
    grids.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    // A frame around the page is no table if there are tables in it.
    let areas: Vec<Area> = grids.iter().map(|grid| grid.area).collect();
    let holds = |outer: Area, inner: Area| {
        let (right, down) = inner.middle();
        outer != inner
            && (outer.left..outer.right).contains(&right)
            && (outer.top..outer.bottom).contains(&down)
            && inner.height() < outer.height()
    };
    grids.retain(|grid| grid.cells() > 1 || !areas.iter().any(|&area| holds(grid.area, area)));
    grids
}

impl Grid {
    fn new(rules: &[Rule], words: &[Word]) -> Option<Self> {
        let of = |is_across: bool| rules.iter().filter(move |rule| rule.is_across == is_across);
        let (across, down): (Vec<&Rule>, Vec<&Rule>) = (of(true).collect(), of(false).collect());
        if across.is_empty() || down.is_empty() {
            return None;
        }
        let ends = |long: &[&Rule], short: &[&Rule]| {
            let places = long.iter().flat_map(|rule| [rule.from, rule.to]);
            let places = places.chain(short.iter().map(|rule| rule.at));
            places.fold((f64::MAX, f64::MIN), |(least, most), at| {
                (least.min(at), most.max(at))
            })
        };
        let (left, right) = ends(&across, &down);
        let (top, bottom) = ends(&down, &across);
        let columns = clustered(down.iter().map(|rule| rule.at).chain([left, right]));
        let rows = clustered(across.iter().map(|rule| rule.at).chain([top, bottom]));
        let is_sound = |lines: &[f64]| (2..=MOST_LINES).contains(&lines.len());
        if !is_sound(&columns) || !is_sound(&rows) || columns.len() * rows.len() < 6 {
            return None;
        }
        let mut grid = Self {
            area: Area {
                left,
                top,
                right,
                bottom,
            },
            columns,
            rows,
            origins: Vec::new(),
        };
        grid.join(&across, &down);
        let has_words = words.iter().any(|word| grid.place(word.area).is_some());
        has_words.then_some(grid)
    }

    fn width(&self) -> usize {
        self.columns.len() - 1
    }

    fn height(&self) -> usize {
        self.rows.len() - 1
    }

    /// Joins the places that no rule parts.
    fn join(&mut self, across: &[&Rule], down: &[&Rule]) {
        let (width, height) = (self.width(), self.height());
        let mut origins: Vec<usize> = (0..width * height).collect();
        let is_drawn = |rules: &[&Rule], at: f64, from: f64, to: f64| {
            let middle = f64::midpoint(from, to);
            (rules.iter()).any(|rule| {
                (rule.at - at).abs() <= NEAR && rule.from <= middle && middle <= rule.to
            })
        };
        for row in 0..height {
            for column in 0..width {
                let place = row * width + column;
                let (left, right) = (self.columns[column], self.columns[column + 1]);
                let (top, bottom) = (self.rows[row], self.rows[row + 1]);
                if column > 0 && !is_drawn(down, left, top, bottom) {
                    unite(&mut origins, place - 1, place);
                }
                if row > 0 && !is_drawn(across, top, left, right) {
                    unite(&mut origins, place - width, place);
                }
            }
        }
        self.origins = (0..origins.len())
            .map(|place| root(&origins, place))
            .collect();
    }

    fn cells(&self) -> usize {
        let begins = |(place, origin): (usize, &usize)| place == *origin;
        self.origins
            .iter()
            .enumerate()
            .filter(|&it| begins(it))
            .count()
    }

    /// The cell that the middle of an area is in.
    pub(super) fn place(&self, area: Area) -> Option<Place> {
        let (right, down) = area.middle();
        let index = |lines: &[f64], at: f64| {
            let after = lines.partition_point(|&line| line <= at);
            (1..lines.len()).contains(&after).then(|| after - 1)
        };
        let column = index(&self.columns, right)?;
        let row = index(&self.rows, down)?;
        let origin = self.origins[row * self.width() + column];
        Some(Place {
            row: origin / self.width(),
            column: origin % self.width(),
        })
    }

    /// Whether an area goes beyond the cell that it is in, to the left or the right.
    pub(super) fn is_crossed(&self, area: Area) -> bool {
        /// Letters may lean so far over a rule.
        const OVER: f64 = 2.0;
        let slim = |left: f64, right: f64| Area {
            left,
            right,
            ..area
        };
        if area.right - area.left <= 2.0 * OVER {
            return false;
        }
        let first = self.place(slim(area.left + OVER, area.left + OVER));
        let last = self.place(slim(area.right - OVER, area.right - OVER));
        first != last
    }

    /// Whether a word fills its column: no letter more has room at its right, where it has as much as at its left.
    pub(super) fn is_filled(&self, area: Area) -> bool {
        /// No letter is wider than this part of its height.
        const LETTER: f64 = 0.6;
        /// Cells have no more room at their sides.
        const PADDING: f64 = 9.0;
        let (middle, _) = area.middle();
        let after = self.columns.partition_point(|&line| line <= middle);
        let Some(before) = after.checked_sub(1).filter(|_| after < self.columns.len()) else {
            return false;
        };
        let (left, right) = (
            area.left - self.columns[before],
            self.columns[after] - area.right,
        );
        right - left < LETTER * area.height() && right < PADDING + LETTER * area.height()
    }

    /// How many columns it has.
    pub(super) fn columns(&self) -> usize {
        self.width()
    }
}

fn root(origins: &[usize], mut place: usize) -> usize {
    while origins[place] != place {
        place = origins[place];
    }
    place
}

/// Makes two places one, which begins where the first of them does.
fn unite(origins: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(origins, one), root(origins, other));
    origins[one.max(other)] = one.min(other);
}

/// Places, those that are near to one another as one.
fn clustered(places: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut places: Vec<f64> = places.collect();
    places.sort_by(f64::total_cmp);
    let mut kept: Vec<f64> = Vec::new();
    for place in places {
        if kept.last().is_none_or(|last| place - last > NEAR) {
            kept.push(place);
        }
    }
    kept
}

/// Rules in one line that touch, as one.
fn merged(rules: &[Rule]) -> Vec<Rule> {
    let mut rules = rules.to_vec();
    rules.sort_by(|a, b| {
        let by_place = a.is_across.cmp(&b.is_across).then(a.at.total_cmp(&b.at));
        by_place.then(a.from.total_cmp(&b.from))
    });
    let mut whole: Vec<Rule> = Vec::new();
    for rule in rules {
        let touches = |other: &&mut Rule| {
            other.is_across == rule.is_across
                && (other.at - rule.at).abs() <= 1.0
                && rule.from <= other.to + NEAR
                && other.from <= rule.to + NEAR
        };
        match whole.iter_mut().rev().take(32).find(touches) {
            Some(other) => {
                other.from = other.from.min(rule.from);
                other.to = other.to.max(rule.to);
            }
            None => whole.push(rule),
        }
    }
    whole
}

/// The rules that touch one another.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut origins: Vec<usize> = (0..rules.len()).collect();
    let touch = |across: &Rule, down: &Rule| {
        across.from - NEAR <= down.at
            && down.at <= across.to + NEAR
            && down.from - NEAR <= across.at
            && across.at <= down.to + NEAR
    };
    let first_across = rules.partition_point(|rule| !rule.is_across);
    for across in first_across..rules.len() {
        for down in 0..first_across {
            if touch(&rules[across], &rules[down]) {
                unite(&mut origins, down, across);
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<Rule>> =
        std::collections::BTreeMap::new();
    for (index, rule) in rules.iter().enumerate() {
        groups.entry(root(&origins, index)).or_default().push(*rule);
    }
    groups.into_values().collect()
}
