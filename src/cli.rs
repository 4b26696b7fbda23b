//! The arguments. Their doc comments are the manual; nothing here runs.

pub mod complete;
mod filters;
pub mod manual;
mod output;
mod sources;
mod tables;
mod training;
mod values;
mod verbs;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
pub use filters::{Codes, Filters};
pub use output::{Look, Output, When};
pub use sources::Sources;
pub use tables::Tables;
pub use training::{Coverage, Dialect, Gap, Person, Plan, Share, Template};
pub use verbs::{
    Check, Completions, Explain, Export, List, Man, Matrix, RecordKind, Search, Shell, Show, Trace,
    What, Why,
};

use crate::query::reference::is_key;
use crate::render::Format;

/// Which state training items a consultant's competency corresponds to, and back.
///
/// Competencies for infant and early childhood mental health consultants (IECMHC) are aligned to
/// the Endorsement's knowledge areas, and West Virginia's crosswalk leads from these to its Core
/// Knowledge & Competencies (CKC). xwalk reads both documents and answers with the words and the
/// lines that each answer rests on. A correspondence is the reading of the documents' authors;
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

/// The arguments of a call.
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
    /// Reads the arguments of a process, the first of which is its name. The key of a record instead of
    /// a command shows that record.
    ///
    /// # Errors
    /// If they are wrong, or if they ask for the help or the version.
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
        // Building the shared options for all verbs takes longer than reading one verb.
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

/// The place of a record key that was typed instead of a command.
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

/// Makes the enums of the verbs: those that ask the documents, and those that the program answers of
/// itself. Derived enums would build the arguments of every verb at each start; these build only those of
/// the verb that is used.
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
        /// Search all texts for words, best matches first
        Search = "search",
        /// Trace competencies to CKC items, one row per way that leads there
        Trace = "trace",
        /// Show knowledge areas × CKC items at a glance
        Matrix = "matrix",
        /// Explain why two records correspond: every chain between them, with the words and lines it rests on
        Why = "why",
        /// Show what is covered and what is missing for a level, and why no CKC item leads to the rest
        Gap = "gap",
        /// Find the fewest, shortest or cheapest trainings that close a gap
        Plan = "plan",
        /// Write the whole catalogue, or what passes the filters, in one file
        Export = "export",
        /// Show what is odd in the documents and what was done about it, and account for every character
        Check = "check",
        /// Explain a diagnostic code of check, or list them all
        Explain = "explain",
        /// Show what every learner in a registry's log covers of every knowledge area
        Coverage = "coverage",
    }
    itself {
        /// Write the script that lets a shell complete ids, codes and names
        Completions = "completions",
        /// Write a page of the manual
        Man = "man",
    }
}

impl Command {
    /// The files that it reads in addition to the documents.
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

    /// Whether the answer is printed word for word, in no format.
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
