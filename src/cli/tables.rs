//! What a person says about the tables that `gap`, `plan` and `coverage` read.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::sheet::{Date, Mapping, Options, Order};

/// How the files are read.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Files")]
pub struct Tables {
    /// Only count trainings from this date on: 2025-01-31, 2025
    #[arg(long, value_name = "DATE", requires = "log", hide_short_help = true)]
    pub since: Option<Date>,
    /// Only count trainings up to this date
    #[arg(long, value_name = "DATE", requires = "log", hide_short_help = true)]
    pub until: Option<Date>,
    /// What comes first in a date such as 3/4/2026: mdy (the month), dmy (the day) [default: as other dates in the file show]
    #[arg(
        long,
        value_name = "ORDER",
        ignore_case = true,
        hide_possible_values = true,
        hide_short_help = true
    )]
    pub dates: Option<Order>,
    /// Use the column with this title in the file: ckc="CKC Codes"
    #[arg(long, value_name = "COLUMN=TITLE", hide_short_help = true)]
    pub map: Vec<Mapping>,
    /// The sheet of a workbook [default: the one with the columns]
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub sheet: Option<String>,
    /// Leave out cells that cannot be read, instead of stopping
    #[arg(long, hide_short_help = true)]
    pub skip_bad: bool,
}

impl Tables {
    /// The same, for the reader of tables.
    #[must_use]
    pub fn options(&self) -> Options {
        let mut options = Options::new(self.map.clone());
        options.sheet.clone_from(&self.sheet);
        options.order = self.dates;
        options.since = self.since;
        options.until = self.until;
        options
    }
}

impl ValueEnum for Order {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Mdy, Self::Dmy]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Mdy => "mdy",
            Self::Dmy => "dmy",
        }))
    }
}
