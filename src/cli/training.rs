//! The arguments of the verbs on trainings: gap, plan, coverage.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

use super::{Codes, Filters, Output, Tables, complete};
use crate::record::Level;
use crate::sheet::Hundredths;
use crate::training::plan::Measure;

/// Arguments of `gap`.
#[derive(Debug, Args)]
#[command(after_help = "\
A knowledge area or competency is covered as far as the CKC items that it corresponds to are. Levels \
are cumulative: a Mentor needs what is unmarked, MHS and MHM. This is a planning aid based on a published \
correspondence; it does not judge whether anyone is eligible for anything.

Examples:
  xwalk gap --for mhs --have 4.3,5.4            what else a Specialist needs
  xwalk gap 7A.2 7A.4 --log log.csv             two competencies, from a log
  xwalk gap --area administration --log log.csv --format csv")]
pub struct Gap {
    /// What to cover [default: everything]
    ///
    /// Competencies, sections, areas, knowledge areas or CKC codes.
    ///
    /// Several REFs add up: what belongs to any of them is in the answer, and the filters apply to all of it.
    /// Lists and ranges work too: 7A.4,7A.5 and 7A.1-7A.4.
    #[arg(value_name = "REF", add = ArgValueCompleter::new(complete::references))]
    pub references: Vec<String>,
    /// The trainings taken.
    #[command(flatten)]
    pub person: Person,
    /// Which of them.
    #[command(flatten)]
    pub filters: Filters,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `plan`.
#[derive(Debug, Args)]
#[command(after_help = "\
The plan is proved to be the smallest. If --time-limit stops the search, the answer says how much smaller \
another plan could be. If nothing keeps the limits, the plan covers as much as possible within them. The exit \
code is 1 then, and also if no CKC item leads to a record. This is a planning aid based on a published correspondence; it does not judge \
whether anyone is eligible for anything.

Examples:
  xwalk plan --template trainings -o new.csv   a catalogue to fill in
  xwalk plan --for mhm --log log.csv --trainings trainings.csv
  xwalk plan --for mhm --trainings trainings.csv --minimize cost -o plan.csv")]
pub struct Plan {
    /// What to cover [default: everything]
    ///
    /// Competencies, sections, areas, knowledge areas or CKC codes.
    ///
    /// Several REFs add up: what belongs to any of them is in the answer, and the filters apply to all of it.
    /// Lists and ranges work too: 7A.4,7A.5 and 7A.1-7A.4.
    #[arg(value_name = "REF", add = ArgValueCompleter::new(complete::references))]
    pub references: Vec<String>,
    /// The trainings to choose from, a CSV or a workbook
    ///
    /// Its columns are id, title, ckc, and optionally hours, cost, provider, registered; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub trainings: Option<PathBuf>,
    /// Write an example of a file to fill in
    #[arg(long, value_name = "FILE", ignore_case = true)]
    pub template: Option<Template>,
    /// What to minimize
    ///
    /// Ties are decided by the other measures, then by the ids.
    #[arg(
        long = "minimize",
        alias = "minimise",
        value_name = "MEASURE",
        ignore_case = true,
        default_value = "count"
    )]
    pub minimise: Measure,
    /// A training that must be in the plan, by its id
    #[arg(long, value_name = "ID", hide_short_help = true)]
    pub must: Vec<String>,
    /// A training that must not be in the plan, by its id
    #[arg(long, value_name = "ID", hide_short_help = true)]
    pub without: Vec<String>,
    /// At most this many hours in total
    #[arg(long, value_name = "HOURS", hide_short_help = true)]
    pub max_hours: Option<Hundredths>,
    /// At most this cost in total
    #[arg(long, value_name = "COST", hide_short_help = true)]
    pub max_cost: Option<Hundredths>,
    /// At most this many hours of trainings that are not registered
    #[arg(long, value_name = "HOURS", hide_short_help = true)]
    pub max_unregistered_hours: Option<Hundredths>,
    /// Also show up to this many other plans that are as good
    #[arg(long, value_name = "N", default_value_t = 0, hide_short_help = true)]
    pub alternatives: usize,
    /// Stop the search after this many seconds, and show the best plan found and how much better one could be
    #[arg(
        long,
        value_name = "SECONDS",
        default_value = "60",
        hide_short_help = true
    )]
    pub time_limit: Hundredths,
    /// The trainings taken.
    #[command(flatten)]
    pub person: Person,
    /// Which of them.
    #[command(flatten)]
    pub filters: Filters,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// The files that people fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// A log of trainings taken
    Log,
    /// A catalogue of trainings to choose from
    Trainings,
}

/// What a person has taken, and the level to reach.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Person")]
pub struct Person {
    /// The level to reach, with all below it: fs, mhs, mhm
    #[arg(
        long = "for",
        ignore_case = true,
        value_name = "LEVEL",
        hide_possible_values = true
    )]
    pub target_level: Option<Level>,
    /// CKC items that are already covered: 4.3,5.4,7
    ///
    /// Codes, ranges (4.1-4.3) and whole domains (7).
    #[arg(long, value_name = "CODES", value_delimiter = ',', add = ArgValueCompleter::new(complete::ckc_codes))]
    pub have: Vec<Codes>,
    /// The trainings taken, a CSV or a workbook
    ///
    /// Its columns are ckc, and optionally learner, training, date, hours; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// The learner, if the log has more than one
    #[arg(long, value_name = "ID", requires = "log", hide_short_help = true)]
    pub learner: Option<String>,
    /// How the files are read.
    #[command(flatten)]
    pub tables: Tables,
}

/// Arguments of `coverage`.
#[derive(Debug, Args)]
#[command(after_help = "\
A log is a CSV, or a sheet of a workbook (.xlsx, .ods), with a header: `ckc` (codes 7.5, ranges 5.1-5.4, whole \
domains 7) and optionally `learner`, `training`, `date` and `hours`. A CSV may be gzipped, of any length and in \
any order. A row whose training, date and hours are all empty counts as not taken yet and is ignored. The answer has one \
row per learner and knowledge area that lists a CKC item. The hours of a row of the log \
count in full for each knowledge area that it touches: do not add up hours_up_to across areas.

This is a planning aid based on a published correspondence; it does not judge whether anyone \
is eligible for anything.

Examples:
  xwalk coverage log.csv --summary             each area, over all learners
  xwalk coverage log.csv --below 0.5           who lacks what
  xwalk coverage log.csv.gz -o coverage.csv    everything
  xwalk coverage transcripts --sql duckdb      the same as one SQL statement")]
pub struct Coverage {
    /// The log, a CSV or a workbook
    ///
    /// - is standard input. With --sql, the name of a table, or of a file that the database reads
    #[arg(value_name = "LOG")]
    pub log: PathBuf,
    /// Only exists to say what to type instead.
    #[arg(long = "log", value_name = "FILE", hide = true, value_parser = log_is_no_option)]
    pub log_option: Option<String>,
    /// Only this learner, as written in the log
    #[arg(long, value_name = "ID", hide_short_help = true)]
    pub learner: Vec<String>,
    /// Only what applies at this level: to a Mentor, fs, mhs and mhm
    #[arg(
        long = "for",
        value_name = "LEVEL",
        ignore_case = true,
        hide_possible_values = true
    )]
    pub up_to: Option<Level>,
    /// Show each knowledge area over all learners
    #[arg(long, conflicts_with = "below")]
    pub summary: bool,
    /// Only where less than this share is covered, with the codes that are missing: 0.5, 50%
    #[arg(long, value_name = "SHARE")]
    pub below: Option<Share>,
    /// How the log is read.
    #[command(flatten)]
    pub tables: Tables,
    /// Do not add up hours: needs less memory
    #[arg(long, hide_short_help = true)]
    pub no_hours: bool,
    /// Print the question as one SQL statement, and read no log
    #[arg(long, value_name = "DIALECT", ignore_case = true, conflicts_with_all = ["summary", "below", "learner", "skip_bad", "since", "until", "dates", "map", "sheet"], hide_short_help = true)]
    pub sql: Option<Dialect>,
    /// Which knowledge areas; of their CKC items, those with the codes and the certainty asked for.
    #[command(flatten)]
    pub filters: Filters,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// A share of a whole, in ten thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(pub u32);

impl std::str::FromStr for Share {
    type Err = &'static str;

    /// Reads `0.5`, `1`, `50%`.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        /// The whole.
        const WHOLE: u64 = 10_000;
        const EXPECTED: &str = "must be a share above 0 and up to 1, such as 0.5 or 50%";
        let (number, per_hundredth) = match typed.trim().strip_suffix('%') {
            Some(number) => (number, 1),
            None => (typed.trim(), 100),
        };
        let hundredths = number.parse::<Hundredths>().map_err(|_| EXPECTED)?;
        let share = hundredths.0.saturating_mul(per_hundredth);
        let share = u32::try_from(share)
            .ok()
            .filter(|_| (1..=WHOLE).contains(&share));
        share.map(Self).ok_or(EXPECTED)
    }
}

/// A dialect of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dialect {
    /// `DuckDB`
    Duckdb,
    /// Apache Spark
    Spark,
}

fn log_is_no_option(file: &str) -> Result<String, String> {
    Err(format!(
        "coverage takes the log without an option: xwalk coverage {file}"
    ))
}
