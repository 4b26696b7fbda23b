//! Numbers with up to two decimals, kept exact: hours of training, costs.

use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

/// A number in hundredths: 1.5 is 150. Sums of them are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(pub u64);

/// A text that is not such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected digits, and at most two decimals, as in 12 or 1.25")]
pub struct NotANumber;

impl Hundredths {
    /// Reads a cell of hours: `6`, `6 hrs`, `1.5 contact hours`.
    ///
    /// # Errors
    /// When it is not a number of hours.
    pub fn of_hours(cell: &str) -> Result<Self, NotANumber> {
        // Nearly every cell is a number alone.
        if let Ok(number) = cell.parse() {
            return Ok(number);
        }
        let cell = cell.to_lowercase();
        let number =
            cell.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || c == '.');
        let unit = cell[number.len()..].trim().trim_end_matches('.');
        let units = ["", "h", "hr", "hrs", "hour", "hours"];
        let unit = ["contact", "clock", "training"]
            .iter()
            .find_map(|kind| unit.strip_prefix(kind))
            .unwrap_or(unit);
        if units.contains(&unit.trim()) {
            number.parse()
        } else {
            Err(NotANumber)
        }
    }

    /// Reads a cell of costs: `300`, `$1,200.00`, `free`.
    ///
    /// # Errors
    /// When it is not an amount.
    pub fn of_cost(cell: &str) -> Result<Self, NotANumber> {
        let cell = cell.trim().to_lowercase();
        if ["free", "no cost", "no charge"].contains(&&*cell) {
            return Ok(Self(0));
        }
        let number = cell
            .trim_end_matches("usd")
            .trim_end_matches("dollars")
            .trim();
        match ["$", "us$", "usd"]
            .iter()
            .find_map(|sign| number.strip_prefix(sign))
        {
            // A comma in dollars is before three digits: $1,200 is plain, and $1,20 a slip.
            Some(dollars) if dollars.contains(',') => ungrouped(dollars.trim(), ',', '.')
                .ok_or(NotANumber)?
                .parse(),
            Some(dollars) => dollars.trim().parse(),
            None => number.parse(),
        }
    }
}

/// A number without the marks between its thousands, if it has them.
fn ungrouped(text: &str, group: char, decimal: char) -> Option<String> {
    let (whole, decimals) = text.split_once(decimal).unwrap_or((text, ""));
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let mut rest = groups.clone();
    let is_grouped = rest.next().is_some()
        && (1..=3).contains(&first.len())
        && groups.all(|group| group.len() == 3);
    let whole = whole.replace(group, "");
    is_grouped.then(|| {
        if decimals.is_empty() {
            whole
        } else {
            format!("{whole}.{decimals}")
        }
    })
}

impl FromStr for Hundredths {
    type Err = NotANumber;

    /// Reads `12`, `1.5`, `1.25`, `1,200.00`, and `1,5` as some countries write it. `1,000` is none: it
    /// could be one or a thousand.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        /// More digits than this are a typo.
        const DIGITS: usize = 9;
        let marks = text
            .bytes()
            .filter(|byte| matches!(byte, b',' | b'.'))
            .count();
        let grouped =
            (marks > 1).then(|| ungrouped(text, ',', '.').or_else(|| ungrouped(text, '.', ',')));
        let grouped = grouped.flatten();
        let text = grouped.as_deref().unwrap_or(text);
        let (whole, decimals) = match text.split_once(['.', ',']) {
            Some((_, "")) => return Err(NotANumber),
            Some(parts) => parts,
            None => (text, ""),
        };
        let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (1..=DIGITS).contains(&whole.len()) && decimals.len() <= 2;
        if !fits || !is_plain(whole) || !is_plain(decimals) {
            return Err(NotANumber);
        }
        let digits = |digits: &str| digits.bytes().fold(0, |n, b| n * 10 + u64::from(b - b'0'));
        let tenths = if decimals.len() == 1 { 10 } else { 1 };
        Ok(Self(digits(whole) * 100 + digits(decimals) * tenths))
    }
}

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = (self.0 / 100, self.0 % 100);
        match decimals {
            0 => write!(f, "{whole}"),
            tenths if tenths % 10 == 0 => write!(f, "{whole}.{}", tenths / 10),
            _ => write!(f, "{whole}.{decimals:02}"),
        }
    }
}

impl Sum for Hundredths {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        Self(numbers.map(|number| number.0).fold(0, u64::saturating_add))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_is_printed() {
        for (text, printed) in [
            ("0", "0"),
            ("12", "12"),
            ("1.5", "1.5"),
            ("1,5", "1.5"),
            ("1.50", "1.5"),
            ("0.25", "0.25"),
            ("3.05", "3.05"),
            ("007.00", "7"),
            ("999999999.99", "999999999.99"),
            ("1,200.00", "1200"),
            ("1.200,50", "1200.5"),
            ("1,200,000", "1200000"),
        ] {
            let number = text.parse::<Hundredths>().expect(text);
            assert_eq!(number.to_string(), printed, "{text}");
        }
    }

    #[test]
    fn what_could_be_misread_is_refused() {
        for text in [
            "",
            "-1",
            "+1",
            "1.",
            ".5",
            "1.125",
            "1,000",
            "1.000",
            "1 5",
            "1h",
            "1e3",
            "½",
            "1:30",
            "NaN",
            "1234567890",
        ] {
            assert_eq!(text.parse::<Hundredths>(), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn hours_and_costs_are_read_as_people_write_them() {
        for (cell, printed) in [
            ("6 hrs", "6"),
            ("1.5 Contact Hours", "1.5"),
            ("2h", "2"),
            ("3 hr.", "3"),
            ("4", "4"),
        ] {
            let hours = Hundredths::of_hours(cell).map(|hours| hours.to_string());
            assert_eq!(hours.as_deref(), Ok(printed), "{cell}");
        }
        for (cell, printed) in [
            ("$300", "300"),
            ("Free", "0"),
            ("$1,200", "1200"),
            ("1,200.00", "1200"),
            ("USD 40", "40"),
            ("$ 12.50", "12.5"),
        ] {
            let cost = Hundredths::of_cost(cell).map(|cost| cost.to_string());
            assert_eq!(cost.as_deref(), Ok(printed), "{cell}");
        }
        for cell in ["free", "90 min", "1,000", "hrs", "", "6 hrs 2", "1:30"] {
            assert_eq!(Hundredths::of_hours(cell), Err(NotANumber), "{cell}");
        }
        for cell in ["1,200", "$1,20", "300 €", "", "$"] {
            assert_eq!(Hundredths::of_cost(cell), Err(NotANumber), "{cell}");
        }
    }
}
