//! The filters that most verbs share, and how their values are read.

use std::ops::RangeInclusive;

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::complete;
use crate::catalogue::link::Match;
use crate::record::{Certainty, CkcCode, Importance, Level, NotAKey, Section, strip_ckc};

/// Filters, the same wherever rows are listed.
#[derive(Debug, Default, PartialEq, Eq, Args)]
#[command(
    next_help_heading = "Filters (repeat one for alternatives; different ones must all match)"
)]
pub struct Filters {
    /// At this level: fs (unmarked), mhs, mhm
    #[arg(
        long,
        ignore_case = true,
        value_name = "LEVEL",
        hide_possible_values = true
    )]
    pub level: Vec<Level>,
    /// At this level only: every alignment that is not Unique
    #[arg(
        long,
        ignore_case = true,
        value_name = "LEVEL",
        hide_possible_values = true
    )]
    pub only: Vec<Level>,
    /// Of this importance: essential, important
    #[arg(
        long,
        ignore_case = true,
        value_name = "WORD",
        hide_possible_values = true
    )]
    pub importance: Vec<Importance>,
    /// In this area of expertise, by name, unique beginning or id
    #[arg(long, value_name = "AREA", add = ArgValueCompleter::new(complete::areas))]
    pub area: Vec<String>,
    /// In this knowledge area, by name, unique beginning or id
    #[arg(long, value_name = "NAME", add = ArgValueCompleter::new(complete::knowledge_areas))]
    pub knowledge: Vec<String>,
    /// With these CKC items: 7.5, a whole domain 7, or 4.1-4.3
    #[arg(long, value_name = "CODES", value_delimiter = ',', add = ArgValueCompleter::new(complete::ckc_codes))]
    pub ckc: Vec<Codes>,
    /// In this category or section of competencies: 7, 7A
    #[arg(long, value_name = "SECTION", value_parser = section, add = ArgValueCompleter::new(complete::sections), hide_short_help = true)]
    pub section: Vec<Section>,
    /// Only Unique competencies: the Endorsement has no counterpart
    #[arg(long, conflicts_with = "no_unique", hide_short_help = true)]
    pub unique: bool,
    /// All but Unique competencies
    #[arg(long, hide_short_help = true)]
    pub no_unique: bool,
    /// With a text that matches this regular expression, in any case
    ///
    /// Searches names of areas and knowledge areas, definitions, notes, statements of competencies and CKC
    /// items, and what demonstrates a competency: in `list` those of the listed record, otherwise those of the
    /// row.
    #[arg(long = "match", value_name = "REGEX", hide_short_help = true)]
    pub patterns: Vec<String>,
    /// Only where the CKC code is printed, or restored by a reviewed correction
    #[arg(
        long,
        ignore_case = true,
        value_name = "CERTAINTY",
        hide_short_help = true
    )]
    pub certainty: Vec<Certainty>,
    /// Only where the two documents are linked in this way
    #[arg(long, ignore_case = true, value_name = "MATCH", hide_short_help = true)]
    pub linked: Vec<Match>,
}

/// CKC codes as typed: `7.5`, a domain `7`, a range `4.1-4.3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codes {
    /// The codes it covers.
    pub range: RangeInclusive<CkcCode>,
    /// The words as typed.
    pub typed: String,
}

impl std::str::FromStr for Codes {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let range = codes(typed)
            .map_err(|NotAKey| "must be a code 7.5, a domain 7, or a range 4.1-4.3".to_owned())?;
        Ok(Self {
            range,
            typed: typed.trim().to_owned(),
        })
    }
}

pub(super) fn codes(typed: &str) -> Result<RangeInclusive<CkcCode>, NotAKey> {
    let Some((first, last)) = typed.split_once(['-', '–']) else {
        return code_or_domain(typed);
    };
    let (first, last) = (code_or_domain(first)?, code_or_domain(last)?);
    let range = *first.start()..=*last.end();
    if range.is_empty() {
        Err(NotAKey)
    } else {
        Ok(range)
    }
}

fn code_or_domain(typed: &str) -> Result<RangeInclusive<CkcCode>, NotAKey> {
    let bare = strip_ckc(typed);
    if let Ok(code) = bare.parse::<CkcCode>() {
        return Ok(code..=code);
    }
    let domain = bare.parse::<u8>().map_err(|_| NotAKey)?;
    let code = |number| CkcCode { domain, number };
    Ok(code(0)..=code(u8::MAX))
}

pub(super) fn section(typed: &str) -> Result<Section, String> {
    typed
        .parse()
        .map_err(|NotAKey| "must be a category 7 or a section 7A".to_owned())
}
