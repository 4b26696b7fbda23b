//! Dates as people write them: `2026-01-15`, `1/15/2026`, `15 January 2026`, and a month or a year alone.

/// A day, or the days of a month or a year: from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, month and day in digits: 20260115.
    first: u32,
    last: u32,
}

/// What comes first in a date like `3/4/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The month, as in the United States.
    Mdy,
    /// The day.
    Dmy,
}

/// What a date is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    /// One date.
    Sure(Date),
    /// `3/4/2026`: with the month first, and with the day first.
    Either(Date, Date),
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Date {
    fn of(year: u32, month: u32, day: u32) -> Result<Self, String> {
        let exists = (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
        let date = year * 10_000 + month * 100 + day;
        exists
            .then_some(Self {
                first: date,
                last: date,
            })
            .ok_or_else(|| "no such date".to_owned())
    }

    fn month(year: u32, month: u32) -> Result<Self, String> {
        let first = Self::of(year, month, 1)?.first;
        Ok(Self {
            first,
            last: first - 1 + days(year, month),
        })
    }

    fn year(year: u32) -> Self {
        Self {
            first: year * 10_000 + 101,
            last: year * 10_000 + 1231,
        }
    }

    /// Reads `2026-01-15`, as nearly every registry writes it; `None` for all else, and for a day that does
    /// not exist.
    #[must_use]
    pub fn of_iso(cell: &[u8]) -> Option<Self> {
        const LENGTH: usize = "2026-01-15".len();
        (cell.len() == LENGTH).then(|| iso(cell))??.ok()
    }

    /// Whether it lies from one date to another; `None` where only a part of it does.
    #[must_use]
    pub fn is_within(self, since: Option<Self>, until: Option<Self>) -> Option<bool> {
        let (since, until) = (
            since.map_or(0, |it| it.first),
            until.map_or(u32::MAX, |it| it.last),
        );
        if self.last < since || self.first > until {
            return Some(false);
        }
        (self.first >= since && self.last <= until).then_some(true)
    }
}

impl std::str::FromStr for Date {
    type Err = String;

    /// Reads what a person types: a date that cannot be taken for another.
    fn from_str(typed: &str) -> Result<Self, String> {
        match Dated::read(typed, None) {
            Ok(Dated::Sure(date)) => Ok(date),
            Ok(Dated::Either(..)) => Err("write the year first, as in 2026-03-04".to_owned()),
            Err(problem) => Err(problem),
        }
    }
}

impl Dated {
    /// Reads a date; a time after it is left out.
    ///
    /// # Errors
    /// When it is not a date, or there is no such date.
    pub fn read(text: &str, order: Option<Order>) -> Result<Self, String> {
        if let Some(date) = iso(text.as_bytes()) {
            return date.map(Self::Sure);
        }
        if let Some((first, second, year)) = plainly_slashed(text) {
            return slashed(first, second, year, order);
        }
        let text = without_time(text);
        let parts: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',' | '–'))
            .filter(|part| !part.is_empty())
            .collect();
        let has_month = parts.iter().position(|part| month_of(part).is_some());
        if let Some(place) = has_month {
            return worded(&parts, place).map(Self::Sure);
        }
        let numbers: Option<Vec<u32>> = parts.iter().map(|part| number(part)).collect();
        let Some(numbers) = numbers else {
            return Err(no_date());
        };
        match (numbers[..].first().copied(), &numbers[..]) {
            (Some(year @ 1900..=2999), [_]) => Ok(Self::Sure(Date::year(year))),
            (Some(year @ 1900..=2999), [_, month]) => Date::month(year, *month).map(Self::Sure),
            (Some(year @ 1900..=2999), [_, month, day]) => {
                Date::of(year, *month, *day).map(Self::Sure)
            }
            (Some(month), [_, year @ 1900..=2999]) => Date::month(*year, month).map(Self::Sure),
            (Some(first), [_, second, year]) => {
                let order = order.or(text.contains('.').then_some(Order::Dmy));
                slashed(first, *second, full_year(*year, parts[2])?, order)
            }
            _ => Err(no_date()),
        }
    }

    /// The order that a date shows: only a day is more than 12.
    #[must_use]
    pub fn order_shown(text: &str) -> Option<Order> {
        let mut parts = text.trim().split(['/', '-']);
        let mut next = || parts.next().and_then(number);
        match (next(), next()) {
            (Some(13..=31), Some(1..=12)) => Some(Order::Dmy),
            (Some(1..=12), Some(13..=31)) => Some(Order::Mdy),
            _ => None,
        }
    }
}

/// The numbers of `1/15/2026` and `1/15/26`, which most people here write. What reads all dates would find
/// the same in more steps.
fn plainly_slashed(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('/');
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_plain = parts.next().is_none() && first.len() <= 2;
    let year = full_year(number(year).filter(|_| is_plain)?, year).ok()?;
    Some((number(first)?, number(second)?, year))
}

fn slashed(first: u32, second: u32, year: u32, order: Option<Order>) -> Result<Dated, String> {
    let mdy = Date::of(year, first, second);
    let dmy = Date::of(year, second, first);
    match (order, mdy, dmy) {
        (Some(Order::Mdy), mdy, _) => mdy
            .map(Dated::Sure)
            .map_err(|no| format!("{no} with the month first")),
        (Some(Order::Dmy), _, dmy) => dmy
            .map(Dated::Sure)
            .map_err(|no| format!("{no} with the day first")),
        (None, Ok(mdy), Ok(dmy)) if mdy != dmy => Ok(Dated::Either(mdy, dmy)),
        (None, Ok(date), _) | (None, _, Ok(date)) => Ok(Dated::Sure(date)),
        (None, Err(problem), _) => Err(problem),
    }
}

/// `15 January 2026`, `Jan 15, 2026`, `January 2026`; the month is at this place.
fn worded(parts: &[&str], place: usize) -> Result<Date, String> {
    let month = month_of(parts[place]).ok_or_else(no_date)?;
    let others: Vec<&str> = parts
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != place)
        .map(|(_, part)| *part)
        .collect();
    match others[..] {
        [year] if is_year(year) => Date::month(number(year).ok_or_else(no_date)?, month),
        [year, day] if is_year(year) => {
            Date::of(number(year).ok_or_else(no_date)?, month, day_of(day)?)
        }
        [day, year] => Date::of(
            full_year(number(year).ok_or_else(no_date)?, year)?,
            month,
            day_of(day)?,
        ),
        _ => Err(no_date()),
    }
}

/// `2026-01-15`, as nearly every registry writes it; a time may follow.
fn iso(text: &[u8]) -> Option<Result<Date, String>> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] = text else {
        return None;
    };
    let is_time = matches!(rest, [] | [b' ' | b'T', b'0'..=b'9', ..]);
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
    if !is_time || !digits.iter().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let number = |digits: &[&u8]| {
        digits
            .iter()
            .fold(0, |n, digit| n * 10 + u32::from(**digit - b'0'))
    };
    Some(Date::of(
        number(&digits[..4]),
        number(&digits[4..6]),
        number(&digits[6..]),
    ))
}

fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text.trim();
    };
    let before = &text[..colon];
    before
        .rfind([' ', 'T'])
        .map_or(text, |end| &text[..end])
        .trim()
}

fn month_of(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let is_it = |month: &&str| word.len() >= 3 && month.starts_with(&word);
    let place = MONTHS.iter().position(is_it)?;
    u32::try_from(place + 1).ok()
}

fn day_of(text: &str) -> Result<u32, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_ordinal = matches!(&text[digits.len()..], "" | "st" | "nd" | "rd" | "th");
    number(digits).filter(|_| is_ordinal).ok_or_else(no_date)
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && number(digits).is_some()
}

fn full_year(year: u32, digits: &str) -> Result<u32, String> {
    match (digits.len(), year) {
        (2, 0..80) => Ok(2000 + year),
        (2, _) => Ok(1900 + year),
        (4, 1900..3000) => Ok(year),
        _ => Err(no_date()),
    }
}

fn number(digits: &str) -> Option<u32> {
    let is_plain =
        (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| digits.parse().ok()).flatten()
}

fn no_date() -> String {
    "expected a date such as 2026-01-15 or 1/15/2026".to_owned()
}

fn days(year: u32, month: u32) -> u32 {
    let is_leap =
        || (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    match month {
        2 if is_leap() => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Dated, String> {
        Dated::read(text, None)
    }

    #[test]
    fn a_date_is_read_however_people_write_it() {
        let day = Date::of(2026, 1, 15).map(Dated::Sure);
        for text in [
            "2026-01-15",
            "2026-01-15T09:30:00",
            "2026-01-15 09:30",
            "2026/1/15",
            "1/15/2026",
            "01-15-2026",
            "1/15/26",
            "15.1.2026",
            "Jan 15, 2026",
            "15 January 2026",
            "January 15th, 2026",
            "15-Jan-26",
            "1/15/2026 9:30 AM",
        ] {
            assert_eq!(read(text), day, "{text}");
        }
        assert_eq!(read("2026-02"), Date::month(2026, 2).map(Dated::Sure));
        assert_eq!(read("Feb 2026"), read("2/2026"));
        assert_eq!(read("2026"), Ok(Dated::Sure(Date::year(2026))));
    }

    #[test]
    fn a_date_that_does_not_exist_is_none() {
        for text in [
            "2026-02-30",
            "2/30/2026",
            "2025-13-01",
            "13/13/2025",
            "2/29/2025",
            "soon",
            "45306",
            "1/2",
            "",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("2/29/2024").is_ok());
    }

    #[test]
    fn a_plain_day_is_read_from_its_bytes_as_from_its_words() {
        for text in ["2026-01-15", "2024-02-29", "1999-12-31"] {
            let day = Date::of_iso(text.as_bytes()).map(Dated::Sure);
            assert_eq!(day, read(text).ok(), "{text}");
        }
        for text in [
            "2025-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "2026-1-15",
            "2026/01/15",
            "2026-01-15T09:30",
            "2026-01",
            "20260115",
            "",
        ] {
            assert_eq!(Date::of_iso(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_date_with_plain_slashes_is_read_as_one_with_blanks() {
        for text in [
            "1/15/2026",
            "15/1/2026",
            "3/4/26",
            "2/30/2026",
            "13/13/2025",
            "1/2/3",
            "1/2/1899",
            "2026/1/15",
            "1/2026",
            "1/2/2026/3",
        ] {
            let spaced = text.replace('/', " / ");
            for order in [None, Some(Order::Mdy), Some(Order::Dmy)] {
                let read = Dated::read(text, order);
                assert_eq!(read, Dated::read(&spaced, order), "{text}");
            }
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_asked_for_or_shown() {
        let (mdy, dmy) = (Date::of(2026, 3, 4), Date::of(2026, 4, 3));
        assert!(matches!(read("3/4/2026"), Ok(Dated::Either(..))));
        assert_eq!(
            Dated::read("3/4/2026", Some(Order::Mdy)),
            mdy.map(Dated::Sure)
        );
        assert_eq!(
            Dated::read("3/4/2026", Some(Order::Dmy)),
            dmy.map(Dated::Sure)
        );
        assert!(Dated::read("13/4/2026", Some(Order::Mdy)).is_err());
        assert_eq!(Dated::order_shown("13/4/2026"), Some(Order::Dmy));
        assert_eq!(Dated::order_shown("4/13/26"), Some(Order::Mdy));
        assert_eq!(Dated::order_shown("2026-01-15"), None);
    }

    #[test]
    fn a_month_is_within_as_a_whole_or_nobody_knows() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        let within =
            |text: &str| date(text).is_within(Some(date("2026-01-10")), Some(date("2026")));
        assert_eq!(within("2026-01-10"), Some(true));
        assert_eq!(within("2026-01-09"), Some(false));
        assert_eq!(within("2026-02"), Some(true));
        assert_eq!(within("2026-01"), None);
        assert_eq!(within("2027"), Some(false));
    }
}
