//! The process edge: arguments, documents, messages, exit codes. The only place that prints.
//!
//! Exit codes follow grep: 0 found, 1 nothing matched, 2 could not run. A closed pipe is silence.

mod draft;
mod meter;
mod output;
mod overwrite;

use std::cell::OnceCell;
use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use iecmhc_crosswalk::catalogue::ledger::{self, Ledger};
use iecmhc_crosswalk::catalogue::{Catalogue, Documents};
use iecmhc_crosswalk::cli::complete;
use iecmhc_crosswalk::cli::manual;
use iecmhc_crosswalk::cli::{Cli, Command, Man, Sources, Verb};
use iecmhc_crosswalk::command;
use iecmhc_crosswalk::parse::errata::{Errata, Own};
use iecmhc_crosswalk::query::reference::NotFound;
use iecmhc_crosswalk::render::harmless;
use iecmhc_crosswalk::sheet::{Options, Table};
use iecmhc_crosswalk::source::Document;
use iecmhc_crosswalk::text::counted;
use meter::Meter;
use output::Target;
use overwrite::Existing;

fn main() -> ExitCode {
    if env::var_os(manual::VARIABLE).is_some() {
        complete::answer();
    }
    let arguments: Vec<OsString> = env::args_os().collect();
    let result = if arguments.len() > 1 {
        match Cli::read(&arguments) {
            Ok(cli) => run(&cli),
            Err(usage) => print_usage(&visible(&arguments, usage)),
        }
    } else {
        print_first_words()
    };
    match result {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("error: {error:#}"));
            ExitCode::from(if error.is::<NotFound>() { 1 } else { 2 })
        }
    }
}

/// Help and version go to standard output, all else that clap has to say to standard error.
fn print_usage(usage: &clap::Error) -> Result<ExitCode> {
    usage.print().context("cannot write the help")?;
    Ok(ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2)))
}

/// What is wrong with arguments, in words that no terminal obeys: an argument is said as it was typed.
fn visible(arguments: &[OsString], usage: clap::Error) -> clap::Error {
    let words: Vec<OsString> = arguments
        .iter()
        .map(|argument| harmless(&argument.to_string_lossy()).into_owned().into())
        .collect();
    if words == arguments {
        return usage;
    }
    // The same is wrong with the words as they are shown.
    Cli::read(&words).err().unwrap_or(usage)
}

/// Whoever says nothing is new here.
fn print_first_words() -> Result<ExitCode> {
    output::print(manual::FIRST_WORDS.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn run(cli: &Cli) -> Result<ExitCode> {
    match &cli.verb {
        Verb::Ask(command) => ask(cli, command),
        Verb::Completions(args) => {
            output::print(&manual::completions(args.shell)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Verb::Man(args) => print_manual(args),
    }
}

fn print_manual(args: &Man) -> Result<ExitCode> {
    if let Some(folder) = &args.output {
        let pages = manual::pages()?;
        for page in &pages {
            output::write_whole(&folder.join(&page.file_name), &page.text)?;
        }
        tell(&format!(
            "wrote {} pages to {}",
            pages.len(),
            folder.display()
        ));
        return Ok(ExitCode::SUCCESS);
    }
    let verb = args.verb.as_deref();
    let Some(page) = manual::page(verb)? else {
        let verbs = manual::verbs().join(", ");
        bail!(
            "no such command: {} (must be one of: {verbs})",
            verb.unwrap_or_default()
        );
    };
    output::print(&page.text)?;
    Ok(ExitCode::SUCCESS)
}

fn ask(cli: &Cli, command: &Command) -> Result<ExitCode> {
    let output = command.output();
    let target = Target::new(output.output.as_deref());
    let format = target.format(command)?;
    if !command.can_be(format) {
        bail!("only `xwalk matrix` can be written as {format}: give another --format");
    }
    refuse_two_inputs(cli, command)?;
    let existing = Existing::at(&target, cli, command)?.filter(|_| !output.force);
    let kept = match &existing {
        Some(existing) => existing.ledger(cli, command)?,
        None => None,
    };
    // The process ends with the answer: to free each record first would only take time.
    let loaded = OnceCell::new();
    let catalogue = || {
        let catalogue = load(&cli.sources, kept.as_ref())?;
        Ok(&**loaded.get_or_init(|| ManuallyDrop::new(catalogue)))
    };
    let meter = Meter::new();
    let answer = command::run(catalogue, command, &|progress| meter.show(progress));
    meter.clear();
    let answer = ManuallyDrop::new(answer?);
    for note in &answer.notes {
        tell(&format!("note: {note}"));
    }
    if answer.is_empty() {
        tell(&nothing_matched(&target));
        if let Target::Stdout = target {
            target.write(&answer, format, &cli.look, output)?;
        }
        return Ok(ExitCode::from(1));
    }
    if let Some(existing) = &existing {
        existing.refuse_filled_in(command, &answer, kept.is_some())?;
        if let Some((ledger, catalogue)) = kept.as_ref().zip(loaded.get()) {
            existing.refuse_loss(catalogue, ledger, &answer)?;
        }
    }
    target.write(&answer, format, &cli.look, output)?;
    let is_apart = || matches!(target, Target::File(_)) || !format.holds_summary(&answer);
    if !answer.summary.is_empty() && is_apart() {
        answer.summary.iter().for_each(|sentence| tell(sentence));
    }
    if let Some(ledger) = kept.filter(|ledger| ledger.count() > 0) {
        tell(&decisions_kept(ledger.count()));
    }
    if let Target::File(path) = target {
        let path = path.display();
        tell(&match answer.content.verbatim() {
            Some(_) => format!("wrote {path}"),
            None => format!("wrote {} to {path}", rows(answer.content.count())),
        });
    }
    Ok(ExitCode::from(u8::from(answer.is_bad)))
}

/// Reads the documents, and says so if records in them may be wrong.
fn load(sources: &Sources, kept: Option<&Ledger>) -> Result<Catalogue> {
    let catalogue = review(read_catalogue(sources)?, sources, kept)?;
    for (document, doubtful, all) in catalogue.doubtful() {
        let name = &catalogue.documents()[document].name;
        tell(&format!(
            "note: {name} is read in part: {doubtful} of {all} records may be wrong or not whole; \
            `xwalk check --code in-doubt` says why"
        ));
    }
    Ok(catalogue)
}

fn nothing_matched(target: &Target) -> String {
    match target {
        Target::Stdout => "nothing matched".to_owned(),
        Target::File(path) => format!("nothing matched; {} was not written", path.display()),
    }
}

fn decisions_kept(count: usize) -> String {
    format!("kept {}", counted(count, "decision", "decisions"))
}

fn rows(count: usize) -> String {
    counted(count, "row", "rows")
}

/// Says something to the person, with nothing in it that a terminal obeys.
fn tell(message: &str) {
    let mut stderr = io::stderr().lock();
    for line in message.lines() {
        // There is nobody left to tell if standard error is closed as well.
        let _ = writeln!(stderr, "{}", harmless(line));
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}

fn refuse_two_inputs(cli: &Cli, command: &Command) -> Result<()> {
    let files = cli.sources.files().chain(command.files());
    if files.filter(|path| path.as_os_str() == "-").count() > 1 {
        bail!("standard input can be one file only: give the others by their names");
    }
    Ok(())
}

/// The built-in catalogue, or that of the documents that the user gives.
fn read_catalogue(sources: &Sources) -> Result<Catalogue> {
    #[cfg(feature = "documents")]
    if sources.are_built_in() {
        return Ok(Catalogue::built_in());
    }
    Ok(Catalogue::new(documents(sources)?)?)
}

fn documents(sources: &Sources) -> Result<Documents> {
    let pages = sources.competencies.iter();
    let competencies: Vec<Document> = pages
        .map(|path| read(path, "a page of competencies"))
        .collect::<Result<_>>()?;
    let crosswalk = sources.crosswalk.as_deref();
    let crosswalk = crosswalk
        .map(|path| read(path, "a crosswalk"))
        .transpose()?;
    let own = sources.errata.as_deref();
    let own = own.map(read_corrections).transpose()?;
    let mut documents = complete(competencies, crosswalk, sources)?;
    documents.errata.own = own;
    Ok(documents)
}

/// Makes the decisions of the ledger that the user gives, or of the one that is written anew.
fn review(catalogue: Catalogue, sources: &Sources, kept: Option<&Ledger>) -> Result<Catalogue> {
    let catalogue = match kept {
        Some(ledger) => decided(catalogue, ledger)?,
        None => catalogue,
    };
    let Some(path) = &sources.links else {
        return Ok(catalogue);
    };
    let table = Table::open(path, &ledger::FORM, &Options::default())?;
    let ledger = Ledger::read(table)?;
    decided(catalogue, &ledger)
}

fn decided(catalogue: Catalogue, ledger: &Ledger) -> Result<Catalogue> {
    let rulings = ledger.rulings(&catalogue)?;
    Ok(catalogue.reviewed(&rulings))
}

fn read_corrections(path: &Path) -> Result<Own> {
    let file = Document::read(path)
        .map_err(|error| anyhow!("{error}: expected a list of corrections in JSON"))?;
    Ok(Own::read(&file)?)
}

fn read(path: &Path, kind: &str) -> Result<Document> {
    Document::read(path).map_err(|error| {
        anyhow!("{error}: expected {kind}, as a PDF, a Word file, a workbook, a web page or text")
    })
}

/// Takes the built-in documents where the user gives none.
#[cfg(feature = "documents")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "a build without documents can fail here"
)]
fn complete(
    mut competencies: Vec<Document>,
    crosswalk: Option<Document>,
    sources: &Sources,
) -> Result<Documents> {
    use iecmhc_crosswalk::catalogue::{built_in_competencies, built_in_crosswalk, built_in_errata};
    if competencies.is_empty() {
        competencies.push(built_in_competencies());
    }
    Ok(Documents {
        competencies,
        crosswalk: crosswalk.unwrap_or_else(built_in_crosswalk),
        errata: if sources.no_errata {
            Errata::default()
        } else {
            built_in_errata()
        },
    })
}

#[cfg(not(feature = "documents"))]
fn complete(
    competencies: Vec<Document>,
    crosswalk: Option<Document>,
    _sources: &Sources,
) -> Result<Documents> {
    let (Some(crosswalk), false) = (crosswalk, competencies.is_empty()) else {
        bail!("this build has no documents in it: give --competencies FILE and --crosswalk FILE");
    };
    Ok(Documents {
        competencies,
        crosswalk,
        errata: Errata::default(),
    })
}
