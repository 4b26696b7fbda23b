//! The values of options that name what the domain names.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::catalogue::link::Match;
use crate::check::Severity;
use crate::record::{Certainty, Importance, Level};
use crate::render::Format;
use crate::training::plan::Measure;

impl ValueEnum for Level {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Fs, Self::Mhs, Self::Mhm]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, others): (_, &[&str]) = match self {
            Self::Fs => ("fs", &["ifs", "ecfs"]),
            Self::Mhs => ("mhs", &["imhs", "ecmhs", "iecmhs"]),
            Self::Mhm => ("mhm", &["imhm", "ecmhm", "iecmhm", "mentor"]),
        };
        Some(
            PossibleValue::new(name)
                .alias(self.title())
                .aliases(others)
                .help(self.title()),
        )
    }
}

impl ValueEnum for Severity {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Importance {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Essential, Self::Important]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).alias(self.title()))
    }
}

impl ValueEnum for Certainty {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Printed, Self::Restored]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Match {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Measure {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Count, Self::Hours, Self::Cost]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
