//! The arguments. Their doc comments are the manual; nothing here runs.

pub mod complete;
pub mod manual;
mod tables;

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

use crate::catalogue::link::Match;
use crate::check::code::{Code, Severity};
use crate::query::reference::is_key;
use crate::record::{Certainty, CkcCode, Importance, Level, NotAKey, Section, strip_ckc};
use crate::render::Format;
use crate::sheet::Hundredths;
use crate::training::plan::Measure;
pub use tables::Tables;

/// Which state training items a consultant's competency corresponds to, and back.
///
/// Competencies for infant and early childhood mental health consultants (IECMHC) are aligned to
/// the Endorsement's knowledge areas, and West Virginia's crosswalk leads from these to its Core
/// Knowledge & Competencies (CKC). xwalk reads both documents and answers with the words and the
/// lines that each answer stands on. A correspondence is the reading of the documents' authors;
/// it certifies nothing.
#[derive(Debug, Parser)]
#[command(
    name = "xwalk",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  xwalk trace 7A.4                     the CKC items that 7A.4 corresponds to
  xwalk show \"CKC 7.5\"                 a CKC item and what leads to it
  xwalk list competencies --only mhm   what is for Mental Health Mentors only
  xwalk trace --only mhm -o plan.csv   that with its CKC items, as a spreadsheet
  xwalk why 7A.4 7.5                   the words that an answer rests on"
)]
struct Options {
    /// Where the answers come from.
    #[command(flatten)]
    sources: Sources,
    /// How they look.
    #[command(flatten)]
    look: Look,
}

/// What is asked.
#[derive(Debug)]
pub struct Cli {
    /// What to do.
    pub verb: Verb,
    /// Where the answers come from.
    pub sources: Sources,
    /// How they look.
    pub look: Look,
}

impl Cli {
    /// Reads the arguments of a process, the first of which is its name. The key of a record in the place of
    /// a command asks to show that record.
    ///
    /// # Errors
    /// What is wrong with them; or the help, or the version, if that is asked for.
    pub fn read(arguments: &[OsString]) -> Result<Self, clap::Error> {
        Self::read_as_typed(arguments).or_else(|error| {
            let place = key_for_command(&error, arguments).ok_or(error)?;
            let mut arguments = arguments.to_vec();
            arguments.insert(place, "show".into());
            Self::read_as_typed(&arguments)
        })
    }

    fn read_as_typed(arguments: &[OsString]) -> Result<Self, clap::Error> {
        let verb = arguments.get(1).and_then(|argument| argument.to_str());
        // To tell the options of all verbs what they share takes longer than to read one.
        let command = match verb.and_then(Verb::called) {
            Some(verb) => Options::command().subcommand(verb),
            None => Self::command(),
        };
        let matches = command.try_get_matches_from(arguments)?;
        Ok(Self {
            verb: Verb::from_arg_matches(&matches)?,
            sources: Sources::from_arg_matches(&matches)?,
            look: Look::from_arg_matches(&matches)?,
        })
    }
}

/// Where the key of a record stands in the place of a command.
fn key_for_command(error: &clap::Error, arguments: &[OsString]) -> Option<usize> {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    let mut typed = arguments.iter();
    typed
        .position(|argument| argument == word.as_str())
        .filter(|_| is_key(word))
}

impl CommandFactory for Cli {
    fn command() -> clap::Command {
        Verb::augment_subcommands(Options::command())
            .subcommand_required(true)
            .arg_required_else_help(true)
    }

    fn command_for_update() -> clap::Command {
        Self::command()
    }
}

/// The documents to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Documents")]
pub struct Sources {
    /// A page of competencies to read instead of the built-in one; repeat it for more categories, - is standard input
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub competencies: Vec<PathBuf>,
    /// A crosswalk to read instead of the built-in one; - is standard input
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub crosswalk: Option<PathBuf>,
    /// A reviewed ledger, as `list links --format csv` writes it: its links marked accept or reject are taken or left out
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub links: Option<PathBuf>,
    /// Your own corrections of a document, in the form of `data/errata.json`; each names the id of a document, or `wv` or `iecmhc` for the only one of its kind
    #[arg(
        long,
        value_name = "FILE",
        global = true,
        hide_short_help = true,
        conflicts_with = "no_errata"
    )]
    pub errata: Option<PathBuf>,
    /// Read what is printed and legible, without the reviewed corrections
    #[arg(long, global = true, hide_short_help = true)]
    pub no_errata: bool,
}

impl Sources {
    /// The files that it names.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        let documents = self.competencies.iter().chain(&self.crosswalk);
        documents.chain(&self.errata).chain(&self.links)
    }
}

/// The look of what is printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Look")]
pub struct Look {
    /// When to use colour; the variable `NO_COLOR` is honoured
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        global = true,
        hide_short_help = true
    )]
    pub color: When,
    /// Columns to wrap a table at; by default the terminal's, and none in a pipe
    #[arg(long, value_name = "COLUMNS", global = true, value_parser = clap::value_parser!(u16).range(20..), hide_short_help = true)]
    pub width: Option<u16>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Makes the enums of the verbs: those that ask the documents, and those that the program answers of
/// itself. Derived, they would build the arguments of every verb at each start; here those of the verb
/// that is asked for alone.
macro_rules! verbs {
    (
        asks { $(#[doc = $about:literal] $verb:ident = $name:literal,)+ }
        itself { $(#[doc = $self_about:literal] $self_verb:ident = $self_name:literal,)+ }
    ) => {
        /// The verbs that ask the documents.
        #[derive(Debug)]
        pub enum Command {
            $(#[doc = $about] $verb($verb),)+
        }

        /// All verbs.
        #[derive(Debug)]
        pub enum Verb {
            /// What asks the documents.
            Ask(Box<Command>),
            $(#[doc = $self_about] $self_verb($self_verb),)+
        }

        impl Verb {
            const NAMES: &[&str] = &[$($name,)+ $($self_name,)+];

            /// The verb of this name, without its arguments until they are asked for.
            fn called(name: &str) -> Option<clap::Command> {
                match name {
                    $($name => Some(
                        clap::Command::new($name)
                            .about($about.trim_ascii())
                            .defer(|verb| $verb::augment_args(verb).about($about.trim_ascii())),
                    ),)+
                    $($self_name => Some(
                        clap::Command::new($self_name)
                            .about($self_about.trim_ascii())
                            .defer(|verb| {
                                $self_verb::augment_args(verb).about($self_about.trim_ascii())
                            }),
                    ),)+
                    _ => None,
                }
            }
        }

        impl Subcommand for Verb {
            fn augment_subcommands(command: clap::Command) -> clap::Command {
                command.subcommands(Self::NAMES.iter().filter_map(|name| Self::called(name)))
            }

            fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
                Self::augment_subcommands(command)
            }

            fn has_subcommand(name: &str) -> bool {
                Self::NAMES.contains(&name)
            }
        }

        impl FromArgMatches for Verb {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
                match matches.subcommand() {
                    $(Some(($name, matches)) => {
                        $verb::from_arg_matches(matches)
                            .map(|args| Self::Ask(Box::new(Command::$verb(args))))
                    })+
                    $(Some(($self_name, matches)) => {
                        $self_verb::from_arg_matches(matches).map(Self::$self_verb)
                    })+
                    _ => Err(clap::Error::new(ErrorKind::MissingSubcommand)),
                }
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }

        impl Command {
            /// How the answer is to be written.
            #[must_use]
            pub fn output(&self) -> &Output {
                match self {
                    $(Self::$verb(args) => &args.output,)+
                }
            }
        }
    };
}

verbs! {
    asks {
        /// Show records as index cards, with all they are linked to in both directions
        Show = "show",
        /// List competencies, areas, knowledge areas, CKC items or links
        List = "list",
        /// Search all texts for words, the best places first
        Search = "search",
        /// Trace competencies to CKC items, one row for each way that leads there
        Trace = "trace",
        /// Show knowledge areas × CKC items at a glance
        Matrix = "matrix",
        /// Explain why two records correspond: every chain between them, with the words and lines it stands on
        Why = "why",
        /// Show what is covered of a target, what is missing, and where no CKC item leads, why
        Gap = "gap",
        /// Find the fewest, shortest or cheapest trainings that close a gap
        Plan = "plan",
        /// Write the whole catalogue, or what passes the filters, in one file
        Export = "export",
        /// Show what is odd in the documents and what was done about it, and account for every character
        Check = "check",
        /// Explain a diagnostic code of check, or list them all
        Explain = "explain",
        /// Show what every learner of a registry's log covers of every knowledge area
        Coverage = "coverage",
    }
    itself {
        /// Write the script by which a shell completes ids, codes and names
        Completions = "completions",
        /// Write a page of the manual
        Man = "man",
    }
}

/// Arguments of `show`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  xwalk show 7A.2                  a competency
  xwalk show 7A                    a section of competencies
  xwalk show \"CKC 7.5\"             a CKC item, from the other side
  xwalk show \"program management\"  a knowledge area")]
pub struct Show {
    /// A competency (7A.2), section (7A) or category (7), a CKC code (7.2, "CKC 7.2"), or an area or knowledge area by name, unique beginning or id
    ///
    /// Several REFs add up: the answer is about each of them. Lists and ranges are taken as well: 7A.4,7A.5 and
    /// 7A.1-7A.4.
    #[arg(required = true, value_name = "REF", add = ArgValueCompleter::new(complete::references))]
    pub references: Vec<String>,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `list`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  xwalk list competencies --only mhm             for Mental Health Mentors only
  xwalk list ckc 7A.4                            the CKC items of one competency
  xwalk list ckc --area administration           the CKC items of one area
  xwalk list knowledge --level mhs --format csv  areas marked MHS
  xwalk list links -o links.csv                  the links, to review")]
pub struct List {
    /// What to list
    #[arg(value_name = "WHAT", ignore_case = true)]
    pub what: What,
    /// Only those that are, or are linked to, these records: competencies, sections, areas, knowledge areas or CKC codes
    ///
    /// Several REFs add up: what belongs to any of them is in the answer, and the filters apply to all of it.
    /// Lists and ranges are taken as well: 7A.4,7A.5 and 7A.1-7A.4.
    #[arg(value_name = "REF", add = ArgValueCompleter::new(complete::references))]
    pub references: Vec<String>,
    /// Which of them.
    #[command(flatten)]
    pub filters: Filters,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The competencies of the consultants
    Competencies,
    /// The Endorsement's areas of expertise
    Areas,
    /// Their knowledge and skill areas
    Knowledge,
    /// The state's CKC items
    Ckc,
    /// The ledger of links between the documents, to be reviewed and read back with --links
    Links,
}

/// Arguments of `search`.
#[derive(Debug, Args)]
#[command(after_help = "\
A word also finds those that it begins (communic) and those that differ by a slip of the keys; an id, a \
code or a level mark finds what has it (7A.4, 7.5, MHM). Words such as what, about and the are left out. Records \
with all the words are listed, or else those with the most of them: first those that say them in a \
name, as typed, and where the words are rare.

Examples:
  xwalk search program evaluation           both words, anywhere in a record
  xwalk search communic --kind ckc          communicating, communicates …
  xwalk search reflective supervison        a slip of the keys does no harm")]
pub struct Search {
    /// The words to look for
    #[arg(required = true, value_name = "TEXT")]
    pub words: Vec<String>,
    /// Records of this kind alone
    #[arg(long, value_name = "KIND", ignore_case = true)]
    pub kind: Vec<RecordKind>,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// The kinds of record that have words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RecordKind {
    /// Competencies, with what demonstrates them
    Competency,
    /// Areas of expertise
    Area,
    /// Knowledge areas: names, definitions, notes
    Knowledge,
    /// CKC items
    Ckc,
}

impl RecordKind {
    /// The name, as in `--kind`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Competency => "competency",
            Self::Area => "area",
            Self::Knowledge => "knowledge",
            Self::Ckc => "ckc",
        }
    }
}

/// Arguments of `trace`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  xwalk trace 7A.4                   from a competency to its CKC items
  xwalk trace \"CKC 7.5\"              every way that leads to a CKC item
  xwalk trace --only mhm -o todo.csv --add-columns \"Training,Date,Hours\"
                                     a training plan to fill in")]
pub struct Trace {
    /// What the rows lead through: competencies, sections, areas, knowledge areas or CKC codes [default: all rows]
    ///
    /// Several REFs add up: what belongs to any of them is in the answer, and the filters apply to all of it.
    /// Lists and ranges are taken as well: 7A.4,7A.5 and 7A.1-7A.4.
    #[arg(value_name = "REF", add = ArgValueCompleter::new(complete::references))]
    pub references: Vec<String>,
    /// Which rows.
    #[command(flatten)]
    pub filters: Filters,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `matrix`.
#[derive(Debug, Args)]
#[command(after_help = "\
Rows are knowledge areas, columns CKC items: the domain, and below it the number of the item.

Examples:
  xwalk matrix                             all of the crosswalk
  xwalk matrix --area administration       one area, with its items
  xwalk matrix --level mhm -o matrix.svg   a picture, to print")]
pub struct Matrix {
    /// Only what is, or is linked to, these records: competencies, sections, areas, knowledge areas or CKC codes
    ///
    /// Several REFs add up: what belongs to any of them is in the answer, and the filters apply to all of it.
    /// Lists and ranges are taken as well: 7A.4,7A.5 and 7A.1-7A.4.
    #[arg(value_name = "REF", add = ArgValueCompleter::new(complete::references))]
    pub references: Vec<String>,
    /// Which knowledge areas and items.
    #[command(flatten)]
    pub filters: Filters,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `why`.
#[derive(Debug, Args)]
#[command(
    after_help = "\
FROM and TO are records of two kinds, in either order: a competency, a knowledge area, a CKC item. \
A section means its competencies, an area for its knowledge areas. Other commands add several REFs \
up; why asks for the way from the first to the second. Without TO it tells all ways from a competency or a \
knowledge area to CKC items, or from a CKC item to competencies. Where no way leads there, the answer is \
the cause, and the exit code is 1.

Examples:
  xwalk why 7A.4 7.5                       from a competency to a CKC item
  xwalk why \"CKC 7.3\" 7A.2                the same question from the other side
  xwalk why 7A.9 \"program evaluation\"     from a competency to a knowledge area
  xwalk why 7A.1                           why no CKC item corresponds to it",
    override_usage = "xwalk why [OPTIONS] <FROM> [TO]"
)]
pub struct Why {
    /// Where to start: a competency (7A.4), a CKC code (7.5, "CKC 7.5"), or a knowledge area by name, unique beginning or id
    #[arg(value_name = "FROM", add = ArgValueCompleter::new(complete::references))]
    pub from: String,
    /// Where to end: a record of another kind
    #[arg(value_name = "TO", add = ArgValueCompleter::new(complete::references))]
    pub to: Vec<String>,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `gap`.
#[derive(Debug, Args)]
#[command(after_help = "\
A knowledge area or competency is covered as far as the CKC items that it corresponds to are. Levels \
are cumulative: a Mentor is asked what is unmarked, MHS and MHM. This is a planning aid on a published \
correspondence; it does not judge whether anyone is eligible for anything.

Examples:
  xwalk gap --for mhs --have 4.3,5.4            what a Specialist needs besides
  xwalk gap 7A.2 7A.4 --log log.csv             two competencies, from a log
  xwalk gap --area administration --log log.csv --format csv")]
pub struct Gap {
    /// What is asked; all without one
    ///
    /// Competencies, sections, areas, knowledge areas or CKC codes.
    ///
    /// Several REFs add up: what belongs to any of them is in the answer, and the filters apply to all of it.
    /// Lists and ranges are taken as well: 7A.4,7A.5 and 7A.1-7A.4.
    #[arg(value_name = "REF", add = ArgValueCompleter::new(complete::references))]
    pub references: Vec<String>,
    /// What is taken.
    #[command(flatten)]
    pub person: Person,
    /// What is asked.
    #[command(flatten)]
    pub filters: Filters,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `plan`.
#[derive(Debug, Args)]
#[command(after_help = "\
The plan is proved to be the smallest, or, if the search is stopped by --time-limit, it is said how \
much smaller another could be. If nothing keeps the limits, the best part of a plan that does is shown. The exit \
code is 1 then, and where no CKC item leads to what is asked. This is a planning aid on a published correspondence; it does not judge \
whether anyone is eligible for anything.

Examples:
  xwalk plan --template trainings -o new.csv   a catalogue to fill in
  xwalk plan --for mhm --log log.csv --trainings trainings.csv
  xwalk plan --for mhm --trainings trainings.csv --minimise cost -o plan.csv")]
pub struct Plan {
    /// What is asked; all without one
    ///
    /// Competencies, sections, areas, knowledge areas or CKC codes.
    ///
    /// Several REFs add up: what belongs to any of them is in the answer, and the filters apply to all of it.
    /// Lists and ranges are taken as well: 7A.4,7A.5 and 7A.1-7A.4.
    #[arg(value_name = "REF", add = ArgValueCompleter::new(complete::references))]
    pub references: Vec<String>,
    /// The trainings to choose from, a CSV or a workbook
    ///
    /// Its columns are id, title, ckc and, if wanted, hours, cost, provider, registered; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub trainings: Option<PathBuf>,
    /// Write an example of a file to fill in
    #[arg(long, value_name = "FILE", ignore_case = true)]
    pub template: Option<Template>,
    /// What there should be least of
    ///
    /// The others decide between equals, and then the ids.
    #[arg(
        long,
        visible_alias = "minimize",
        value_name = "MEASURE",
        ignore_case = true,
        default_value = "count"
    )]
    pub minimise: Measure,
    /// A training that must be in the plan, by its id
    #[arg(long, value_name = "ID", hide_short_help = true)]
    pub must: Vec<String>,
    /// A training that must not
    #[arg(long, value_name = "ID", hide_short_help = true)]
    pub without: Vec<String>,
    /// The most hours of all trainings
    #[arg(long, value_name = "HOURS", hide_short_help = true)]
    pub max_hours: Option<Hundredths>,
    /// The most cost of all trainings
    #[arg(long, value_name = "COST", hide_short_help = true)]
    pub max_cost: Option<Hundredths>,
    /// The most hours of trainings that are not registered
    #[arg(long, value_name = "HOURS", hide_short_help = true)]
    pub max_unregistered_hours: Option<Hundredths>,
    /// So many other plans that are as good
    #[arg(long, value_name = "N", default_value_t = 0, hide_short_help = true)]
    pub alternatives: usize,
    /// Stop searching after so many seconds, with the best plan found and how much better one could be
    #[arg(
        long,
        value_name = "SECONDS",
        default_value = "60",
        hide_short_help = true
    )]
    pub time_limit: Hundredths,
    /// What is taken.
    #[command(flatten)]
    pub person: Person,
    /// What is asked.
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
    /// CKC items covered already: 4.3,5.4,7
    ///
    /// Codes, ranges 4.1-4.3, whole domains 7.
    #[arg(long, value_name = "CODES", value_delimiter = ',', add = ArgValueCompleter::new(complete::ckc_codes))]
    pub have: Vec<Codes>,
    /// The trainings taken, a CSV or a workbook
    ///
    /// Its columns are ckc and, if wanted, learner, training, date, hours; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Whose trainings, where the log is that of several
    #[arg(long, value_name = "ID", requires = "log", hide_short_help = true)]
    pub learner: Option<String>,
    /// How the files are read.
    #[command(flatten)]
    pub tables: Tables,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = "\
JSON holds all records, nested, with their sources. HTML is one page that needs no network and can be \
mailed: to search, filter and tick what you have done. XLSX is a workbook with a sheet for the joined \
rows, each kind of record, the matrix of knowledge areas and CKC items, and what check finds. The other \
formats hold the joined rows that trace gives.

Examples:
  xwalk export -o crosswalk.json          everything
  xwalk export -o crosswalk.html          everything, to open in a browser
  xwalk export -o crosswalk.xlsx          everything, to open in a spreadsheet
  xwalk export --only mhm -o plan.csv     the rows for Mentors only")]
pub struct Export {
    /// Which competencies, and what they lead to.
    #[command(flatten)]
    pub filters: Filters,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exits with 1 if there is an error, or with --strict a warning.

Examples:
  xwalk check                        all that is odd
  xwalk check --code text-cut        what breaks off
  xwalk check --lines --document wv  what every line of the crosswalk became")]
pub struct Check {
    /// These codes alone; `xwalk explain` lists them
    #[arg(long, value_name = "CODE", add = ArgValueCompleter::new(complete::diagnostic_codes))]
    pub code: Vec<Code>,
    /// This severity alone
    #[arg(long, value_name = "SEVERITY", ignore_case = true)]
    pub severity: Vec<Severity>,
    /// This document alone, by its id
    #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::documents))]
    pub document: Vec<String>,
    /// Fail on warnings as well
    #[arg(long)]
    pub strict: bool,
    /// Show every line of the documents with the record that each part of it went to
    #[arg(long)]
    pub lines: bool,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  xwalk explain                all codes
  xwalk explain lost-name      one of them")]
pub struct Explain {
    /// The codes to explain
    #[arg(value_name = "CODE", add = ArgValueCompleter::new(complete::diagnostic_codes))]
    pub codes: Vec<Code>,
    /// How to write the answer.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
The script asks this program at each press of Tab, so it knows all ids, codes and names. To load it \
in each new shell:
  bash         echo 'source <(xwalk completions bash)' >> ~/.bashrc
  zsh          echo 'source <(xwalk completions zsh)' >> ~/.zshrc
  fish         xwalk completions fish > ~/.config/fish/completions/xwalk.fish
  PowerShell   xwalk completions powershell | Out-String | Invoke-Expression

Examples:
  xwalk completions bash
  xwalk completions zsh > _xwalk")]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", ignore_case = true)]
    pub shell: Shell,
}

/// The shells that complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
    /// PowerShell
    #[value(alias = "pwsh")]
    Powershell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  xwalk man                  the first page
  xwalk man trace            the page of a command
  xwalk man --output .       all pages, as files")]
pub struct Man {
    /// The command; the program itself without one
    #[arg(value_name = "COMMAND", add = ArgValueCompleter::new(complete::verbs))]
    pub verb: Option<String>,
    /// Write all pages into this folder
    #[arg(long, short, value_name = "FOLDER", conflicts_with = "verb")]
    pub output: Option<PathBuf>,
}

/// Arguments of `coverage`.
#[derive(Debug, Args)]
#[command(after_help = "\
A log is a CSV, or a sheet of a workbook (.xlsx, .ods), with a header: `ckc` (codes 7.5, ranges 5.1-5.4, whole \
domains 7) and, if you like, `learner`, `training`, `date` and `hours`. A CSV may be gzipped, of any length and in \
any order. A row whose training, date and hours are all empty is not taken yet and counts for nothing. Each learner has a \
row for each knowledge area that lists a CKC item. The hours of a row of the log \
count in full for each knowledge area that it touches: hours_up_to must not be added up across areas.

This is an aid to planning: it counts along a published correspondence and does not judge whether anybody \
is eligible for anything.

Examples:
  xwalk coverage log.csv --summary             each area, over all learners
  xwalk coverage log.csv --below 0.5           who lacks what
  xwalk coverage log.csv.gz -o coverage.csv    everything
  xwalk coverage transcripts --sql duckdb      the same as one SQL statement")]
pub struct Coverage {
    /// The log, a CSV or a workbook
    ///
    /// - is standard input. With --sql the name of a table, or of a file that the database reads
    #[arg(value_name = "LOG")]
    pub log: PathBuf,
    /// Only there to tell whoever types it what to type.
    #[arg(long = "log", value_name = "FILE", hide = true, value_parser = log_is_no_option)]
    pub log_option: Option<String>,
    /// This learner alone, as written in the log
    #[arg(long, value_name = "ID", hide_short_help = true)]
    pub learner: Vec<String>,
    /// What applies at this level: to a Mentor, fs, mhs and mhm
    #[arg(
        long = "for",
        value_name = "LEVEL",
        ignore_case = true,
        hide_possible_values = true
    )]
    pub up_to: Option<Level>,
    /// Each knowledge area, over all learners
    #[arg(long, conflicts_with = "below")]
    pub summary: bool,
    /// Only where less than this share is covered, with the codes that are missing: 0.5, 50%
    #[arg(long, value_name = "SHARE")]
    pub below: Option<Share>,
    /// How the log is read.
    #[command(flatten)]
    pub tables: Tables,
    /// Leave the hours alone: takes less memory
    #[arg(long, hide_short_help = true)]
    pub no_hours: bool,
    /// Print the question as one SQL statement, and read nothing
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
        const EXPECTED: &str = "expected a share above 0 and up to 1, such as 0.5 or 50%";
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

/// Filters, the same wherever rows are listed.
#[derive(Debug, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Filters (repeat one for alternatives; different ones add up)")]
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
    /// Essential or important
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
    /// Unique competencies alone: the Endorsement has no counterpart
    #[arg(long, conflicts_with = "no_unique", hide_short_help = true)]
    pub unique: bool,
    /// All but Unique competencies
    #[arg(long, hide_short_help = true)]
    pub no_unique: bool,
    /// With a text that matches this regular expression, in any case
    ///
    /// Searched are names of areas and knowledge areas, definitions, notes, statements of competencies and CKC
    /// items, and what demonstrates a competency: in `list` those of the listed record, elsewhere those of the
    /// row.
    #[arg(long = "match", value_name = "REGEX", hide_short_help = true)]
    pub patterns: Vec<String>,
    /// Where the CKC code is printed, or restored by a reviewed correction
    #[arg(
        long,
        ignore_case = true,
        value_name = "CERTAINTY",
        hide_short_help = true
    )]
    pub certainty: Vec<Certainty>,
    /// Where the two documents were put together in this way
    #[arg(long, ignore_case = true, value_name = "MATCH", hide_short_help = true)]
    pub linked: Vec<Match>,
}

/// How an answer is written, the same everywhere.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// The format [default: by the file's extension, or table]
    #[arg(long, short, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write to a file, whole or not at all
    ///
    /// Standard output is `-`. A file that this call reads is never written, and one that people fill in only
    /// with --force: a template, a ledger, a table with added columns.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace a file that somebody may have filled in
    #[arg(long, requires = "output", hide_short_help = true)]
    pub force: bool,
    /// These columns alone, in this order
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = column, hide_short_help = true)]
    pub columns: Vec<String>,
    /// Empty columns to fill in
    ///
    /// In a workbook, one named Level or Importance has a list to choose from.
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = column, hide_short_help = true)]
    pub add_columns: Vec<String>,
    /// Sort by these columns; -NAME sorts downwards
    #[arg(
        long,
        value_name = "A,B",
        value_delimiter = ',',
        value_parser = column,
        allow_hyphen_values = true
    , hide_short_help = true)]
    pub sort: Vec<String>,
    /// Leave CSV and TSV cells alone that a spreadsheet would take for formulas
    #[arg(long, hide_short_help = true)]
    pub raw: bool,
    /// Write CSV and TSV so that Excel opens them rightly by a double click: with a byte order mark, and CR LF
    /// at the end of lines
    #[arg(long, hide_short_help = true)]
    pub excel: bool,
}

impl Command {
    /// The files that it reads beside the documents.
    #[must_use]
    pub fn files(&self) -> Vec<&PathBuf> {
        match self {
            Self::Gap(args) => args.person.log.iter().collect(),
            Self::Plan(args) => args.person.log.iter().chain(&args.trainings).collect(),
            Self::Coverage(args) if args.sql.is_none() => vec![&args.log],
            _ => Vec::new(),
        }
    }

    /// All files that it names as its input: those that it reads, and the log of an SQL statement.
    #[must_use]
    pub fn named_files(&self) -> Vec<&PathBuf> {
        match self {
            Self::Coverage(args) => vec![&args.log],
            _ => self.files(),
        }
    }

    /// Whether it writes the ledger of links.
    #[must_use]
    pub fn is_ledger(&self) -> bool {
        matches!(self, Self::List(args) if args.what == What::Links)
    }

    /// Whether it writes a file that a person fills in.
    #[must_use]
    pub fn is_to_fill_in(&self) -> bool {
        self.is_template() || !self.output().add_columns.is_empty()
    }

    /// Whether it writes an example of a file.
    #[must_use]
    pub fn is_template(&self) -> bool {
        matches!(self, Self::Plan(args) if args.template.is_some())
    }

    /// Whether the answer is words as they stand, in no format.
    #[must_use]
    pub fn is_verbatim(&self) -> bool {
        matches!(self, Self::Coverage(args) if args.sql.is_some())
    }

    /// Whether an answer of its kind can be written in this format.
    #[must_use]
    pub fn can_be(&self, format: Format) -> bool {
        format != Format::Svg || matches!(self, Self::Matrix(_))
    }

    /// The format where neither the arguments nor a file's extension name one.
    #[must_use]
    pub fn usual_format(&self) -> Format {
        match self {
            Self::Export(_) => Format::Json,
            Self::Plan(Plan {
                template: Some(_), ..
            }) => Format::Csv,
            _ => Format::Table,
        }
    }
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
            .map_err(|NotAKey| "expected a code 7.5, a domain 7, or a range 4.1-4.3".to_owned())?;
        Ok(Self {
            range,
            typed: typed.trim().to_owned(),
        })
    }
}

fn codes(typed: &str) -> Result<RangeInclusive<CkcCode>, NotAKey> {
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

fn column(typed: &str) -> Result<String, String> {
    match typed.trim() {
        "" => Err("a column has a name".to_owned()),
        name => Ok(name.to_owned()),
    }
}

fn log_is_no_option(file: &str) -> Result<String, String> {
    Err(format!(
        "coverage takes the log without an option: xwalk coverage {file}"
    ))
}

fn section(typed: &str) -> Result<Section, String> {
    typed
        .parse()
        .map_err(|NotAKey| "expected a category 7 or a section 7A".to_owned())
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn codes_are_a_code_a_domain_or_a_range() {
        let covers = |typed: &str, code: &str| {
            let codes: Codes = typed.parse().expect("codes");
            codes.range.contains(&code.parse().expect("a code"))
        };
        assert!(covers("7.5", "7.5") && !covers("7.5", "7.50"));
        assert!(covers("CKC 1", "1.10") && !covers("1", "2.1"));
        assert!(covers("4.1-4.3", "4.3") && !covers("4.1-4.3", "4.6"));
        assert!(covers("CKC 4.6–5", "5.7"));
        let endless = "1-".repeat(100_000);
        for typed in ["", "x", "4.3-4.1", "7.", "-7.5", "1.100", "1-2-3", &endless] {
            assert!(typed.parse::<Codes>().is_err(), "{typed}");
        }
    }
}
