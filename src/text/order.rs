//! The order of names with numbers in them.

use std::cmp::Ordering;

/// The order in which people look for names: runs of digits as numbers, the rest without regard to
/// case. Names that differ in case or in zeros before a number are equal.
#[must_use]
pub fn natural_order(mut left: &str, mut right: &str) -> Ordering {
    while !left.is_empty() && !right.is_empty() {
        let (left_run, left_rest) = split_run(left);
        let (right_run, right_rest) = split_run(right);
        let order = run_order(left_run, right_run);
        if order.is_ne() {
            return order;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.len().cmp(&right.len())
}

/// The digits or the non-digits that `text` begins with, and what follows them.
fn split_run(text: &str) -> (&str, &str) {
    let digits = starts_with_digit(text);
    let mut bytes = text.bytes();
    let end = bytes.position(|byte| byte.is_ascii_digit() != digits);
    text.split_at(end.unwrap_or(text.len()))
}

fn run_order(left: &str, right: &str) -> Ordering {
    if starts_with_digit(left) && starts_with_digit(right) {
        let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
        return left.len().cmp(&right.len()).then_with(|| left.cmp(right));
    }
    let left = left.chars().flat_map(char::to_lowercase);
    left.cmp(right.chars().flat_map(char::to_lowercase))
}

fn starts_with_digit(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit())
}
