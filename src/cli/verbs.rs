//! The arguments of the verbs that look records up, check them and write them out.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

use super::{Filters, Output, complete};
use crate::check::Severity;
use crate::check::code::Code;

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
    /// Several REFs add up: the answer is about each of them. Lists and ranges work too: 7A.4,7A.5 and
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
    /// Lists and ranges work too: 7A.4,7A.5 and 7A.1-7A.4.
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
A word also finds longer words that begin with it (communic) and words that differ by a typo; an id, a \
code or a level mark finds the records that have it (7A.4, 7.5, MHM). Words such as what, about and the are ignored. Records \
with all the words are listed, or if there are none, those with the most of them. Matches in a name, as typed, and of \
rare words come first.

Examples:
  xwalk search program evaluation           both words, anywhere in a record
  xwalk search communic --kind ckc          communicating, communicates …
  xwalk search reflective supervison        typos are fine")]
pub struct Search {
    /// The words to look for
    #[arg(required = true, value_name = "TEXT")]
    pub words: Vec<String>,
    /// Only records of this kind
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
    /// Only rows that lead through these records: competencies, sections, areas, knowledge areas or CKC codes [default: all rows]
    ///
    /// Several REFs add up: what belongs to any of them is in the answer, and the filters apply to all of it.
    /// Lists and ranges work too: 7A.4,7A.5 and 7A.1-7A.4.
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
    /// Lists and ranges work too: 7A.4,7A.5 and 7A.1-7A.4.
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
A section means its competencies, an area its knowledge areas. Other commands add several REFs \
up; why asks for the way from the first to the second. Without TO it shows all ways from a competency or a \
knowledge area to CKC items, or from a CKC item to competencies. If there is no way, the answer is \
the reason, and the exit code is 1.

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

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = "\
JSON holds all records, nested, with their sources. HTML is one page that needs no network and can be \
mailed: to search, filter and tick what you have done. XLSX is a workbook with a sheet for the joined \
rows, each kind of record, the matrix of knowledge areas and CKC items, and what check finds. The other \
formats hold the joined rows that trace shows.

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
The exit code is 1 if there is an error, or with --strict a warning.

Examples:
  xwalk check                        all that is odd
  xwalk check --code text-cut        what breaks off
  xwalk check --lines --document wv  what every line of the crosswalk became")]
pub struct Check {
    /// Only these codes; `xwalk explain` lists them
    #[arg(long, value_name = "CODE", add = ArgValueCompleter::new(complete::diagnostic_codes))]
    pub code: Vec<Code>,
    /// Only this severity
    #[arg(long, value_name = "SEVERITY", ignore_case = true)]
    pub severity: Vec<Severity>,
    /// Only this document, by its id
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
The script asks this program whenever you press Tab, so it knows all ids, codes and names. To load it \
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
    /// The command [default: the program itself]
    #[arg(value_name = "COMMAND", add = ArgValueCompleter::new(complete::verbs))]
    pub verb: Option<String>,
    /// Write all pages into this folder
    #[arg(long, short, value_name = "FOLDER", conflicts_with = "verb")]
    pub output: Option<PathBuf>,
}
