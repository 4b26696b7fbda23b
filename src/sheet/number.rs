//! Numbers with up to two decimals, kept exact: hours of training, costs.

use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

/// A number in hundredths: 1.5 is 150. Sums of them are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(pub u64);

/// A text that is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected digits, and at most two decimals, as in 12 or 1.25")
    }
}

impl std::error::Error for NotANumber {}

impl FromStr for Hundredths {
    type Err = NotANumber;

    /// Reads `12`, `1.5`, `1.25`, and `1,5` as some countries write it. `1,000` is none: it could be
    /// one or a thousand.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        /// More digits than this are a slip of the keys.
        const DIGITS: usize = 9;
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
}
