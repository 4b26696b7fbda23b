//! The order of cells: numbers by their size, the values of a list by their places in it, all else by its
//! words, the digits in them as numbers.

use std::cmp::Ordering;

use super::Cell;
use crate::text::natural_order;

/// The order of two cells of a column whose values are these, if it has a list of them. Cells without a value
/// come last, also downwards.
pub(super) fn cell_order(left: &Cell, right: &Cell, values: &[&str], down: bool) -> Ordering {
    let is_missing = |cell: &Cell| cell.sort_text().is_none();
    match (is_missing(left), is_missing(right)) {
        (false, false) if down => by_value(right, left, values),
        (false, false) => by_value(left, right, values),
        (left, right) => left.cmp(&right),
    }
}

fn by_value(left: &Cell, right: &Cell, values: &[&str]) -> Ordering {
    let (left, right) = (plain(left), plain(right));
    if let (Some(left), Some(right)) = (number(left), number(right)) {
        return left.cmp(&right);
    }
    match (left, right) {
        (Cell::List(left), Cell::List(right)) => in_turn(left, right, values),
        (Cell::List(left), right) => in_turn(left, std::slice::from_ref(right), values),
        (left, Cell::List(right)) => in_turn(std::slice::from_ref(left), right, values),
        (left, right) => {
            let (left, right) = (left.phrase(), right.phrase());
            let rank = |word: &str| values.iter().position(|value| *value == word);
            match (rank(&left), rank(&right)) {
                (Some(left), Some(right)) => left.cmp(&right),
                _ => natural_order(&left, &right),
            }
        }
    }
}

/// The first values that differ decide; else the shorter list is first.
fn in_turn(left: &[Cell], right: &[Cell], values: &[&str]) -> Ordering {
    let mut pairs = left.iter().zip(right);
    let differing = pairs.find_map(|(left, right)| {
        let order = by_value(left, right, values);
        order.is_ne().then_some(order)
    });
    differing.unwrap_or_else(|| left.len().cmp(&right.len()))
}

/// A value without what is said of it.
fn plain<'c, 'a>(cell: &'c Cell<'a>) -> &'c Cell<'a> {
    match cell {
        Cell::Restored(value) | Cell::Signed(_, value) => plain(value),
        Cell::Link(link) => plain(&link.value),
        other => other,
    }
}

/// The size of a number, with room for all decimals; of a share, as a part of one.
fn number(cell: &Cell) -> Option<u128> {
    /// The decimals that are compared; no number has more.
    const PLACES: u32 = 19;
    let unit = 10_u128.pow(PLACES);
    match *cell {
        Cell::Count(count) => Some(u128::from(count) * unit),
        Cell::Decimal { digits, places } => {
            let scale = 10_u128.pow(PLACES.saturating_sub(places.into()));
            Some(u128::from(digits) * scale)
        }
        Cell::Share { part, whole } => Some(u128::from(part) * unit / u128::from(whole.max(1))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(mut cells: Vec<Cell<'a>>, values: &[&str]) -> Vec<Cell<'a>> {
        cells.sort_by(|left, right| cell_order(left, right, values, false));
        cells
    }

    fn decimal(digits: u64, places: u8) -> Cell<'static> {
        Cell::Decimal { digits, places }
    }

    #[test]
    fn numbers_are_sorted_by_their_size() {
        let share = |part, whole| Cell::Share { part, whole };
        for ascending in [
            vec![
                decimal(25, 2),
                decimal(4, 1),
                Cell::Count(1),
                decimal(105, 1),
                Cell::Count(100),
            ],
            vec![share(1, 12), share(1, 2), share(11, 12), share(3, 3)],
            vec![
                decimal(u64::MAX - 1, 2),
                decimal(u64::MAX, 2),
                Cell::Count(u64::MAX),
            ],
        ] {
            let mut mixed = ascending.clone();
            mixed.reverse();
            assert_eq!(sorted(mixed, &[]), ascending);
        }
    }

    #[test]
    fn values_of_a_list_are_sorted_by_their_places_in_it() {
        let levels = ["FS", "MHS", "MHM"];
        let list = |names: &[&'static str]| {
            Cell::List(names.iter().map(|&name| Cell::text(name)).collect())
        };
        let ascending = vec![
            Cell::text("FS"),
            list(&["FS", "MHS"]),
            list(&["FS", "MHM"]),
            Cell::restored(Cell::text("MHS")),
            Cell::text("MHM"),
            Cell::missing(""),
        ];
        let mut mixed = ascending.clone();
        mixed.reverse();
        assert_eq!(sorted(mixed, &levels), ascending);
    }

    #[test]
    fn lists_of_codes_are_sorted_code_by_code() {
        let list = |codes: &[&'static str]| {
            Cell::List(codes.iter().map(|&code| Cell::code(code)).collect())
        };
        let ascending = vec![
            list(&["1.9"]),
            list(&["1.9", "7.2"]),
            list(&["1.10"]),
            list(&["2.1"]),
        ];
        let mut mixed = ascending.clone();
        mixed.reverse();
        assert_eq!(sorted(mixed, &[]), ascending);
    }
}
