//! How one says several things: each once, counted, joined, an area with a name in it.

/// The values in their order, each once.
pub fn distinct<T: Ord>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// `1 row has`, `3 rows have`.
#[must_use]
pub fn counted(count: usize, one: &str, several: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {several}"),
    }
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A knowledge area as people call it: `Administration ▸ Program management`.
#[must_use]
pub fn path(area: &str, name: &str) -> String {
    format!("{area} ▸ {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_in_order_and_once() {
        assert_eq!(distinct([3, 1, 3, 2, 1]), [1, 2, 3]);
    }

    #[test]
    fn one_is_not_several() {
        let rows = |count| counted(count, "row has", "rows have");
        assert_eq!(
            [0, 1, 2].map(rows),
            ["0 rows have", "1 row has", "2 rows have"]
        );
    }

    #[test]
    fn names_are_joined_as_one_says_them() {
        let names = |count: usize| and(&["a", "b", "c"].map(String::from)[..count]);
        assert_eq!([0, 1, 2, 3].map(names), ["", "a", "a and b", "a, b and c"]);
    }
}
