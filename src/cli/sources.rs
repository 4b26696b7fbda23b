//! The documents that answers come from.

use std::path::PathBuf;

use clap::Args;

/// The documents to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Documents")]
pub struct Sources {
    /// A page of competencies to read instead of the built-in one: PDF, Word, a web page or text; repeat it for more categories, - is standard input
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub competencies: Vec<PathBuf>,
    /// A crosswalk to read instead of the built-in one: PDF, Word, a workbook, a web page, CSV or text; - is standard input
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub crosswalk: Option<PathBuf>,
    /// A reviewed ledger, as `list links --format csv` writes it: links marked accept are used, links marked reject are left out
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
    /// Read only what is printed and legible, without the reviewed corrections
    #[arg(long, global = true, hide_short_help = true)]
    pub no_errata: bool,
}

impl Sources {
    /// Whether only the built-in documents are read, with the corrections that come with them.
    #[must_use]
    pub fn are_built_in(&self) -> bool {
        let own = self.competencies.is_empty() && self.crosswalk.is_none() && self.errata.is_none();
        own && !self.no_errata
    }

    /// The files that it names.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        let documents = self.competencies.iter().chain(&self.crosswalk);
        documents.chain(&self.errata).chain(&self.links)
    }
}
