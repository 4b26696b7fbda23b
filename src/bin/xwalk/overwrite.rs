//! What `-o` does not replace: a file that the call reads, one that may not be written, and one that people
//! fill in.
//!
//! How a file is known that people fill in: it is a table with a column that this answer does not fill in
//! itself, and its header is not that of another answer; or it is a log or a catalogue of trainings. A call
//! that writes empty columns or a template replaces no file of another kind either (Markdown, a page), since
//! that may be its own, filled in.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use iecmhc_crosswalk::catalogue::Catalogue;
use iecmhc_crosswalk::catalogue::ledger::{self, Ledger};
use iecmhc_crosswalk::cli::{Cli, Command};
use iecmhc_crosswalk::command;
use iecmhc_crosswalk::render::Format;
use iecmhc_crosswalk::sheet::{Options, Record, Records, Table, TableError, words};
use iecmhc_crosswalk::source::Stream;
use iecmhc_crosswalk::text::counted;
use iecmhc_crosswalk::view::Answer;

use crate::output::{Place, Target};

/// The file that an answer is to replace.
pub(crate) struct Existing<'p> {
    /// As the user calls it.
    name: &'p Path,
    path: PathBuf,
}

impl<'p> Existing<'p> {
    /// The file that a target is; `None` where there is none yet, or nothing in it, or it is not replaced.
    ///
    /// # Errors
    /// When the call reads it, or it may not be written.
    pub(crate) fn at(target: &Target<'p>, cli: &Cli, command: &Command) -> Result<Option<Self>> {
        let Target::File(name) = *target else {
            return Ok(None);
        };
        let Place::File(path) = Place::of(name)? else {
            return Ok(None);
        };
        let Ok(about) = fs::metadata(&path) else {
            return Ok(None);
        };
        if !about.is_file() {
            return Ok(None);
        }
        refuse_input(name, &path, cli, command)?;
        let opened = fs::OpenOptions::new().append(true).open(&path);
        if about.permissions().readonly() || opened.is_err() {
            let name = name.display();
            bail!("{name} is read-only: name another file, or make it writable");
        }
        Ok((about.len() > 0).then_some(Self { name, path }))
    }

    /// The ledger that it is, the decisions of which `list links` keeps.
    ///
    /// # Errors
    /// When it cannot be read to its end, or another ledger is given to be read.
    pub(crate) fn ledger(&self, cli: &Cli, command: &Command) -> Result<Option<Ledger>> {
        let is_ledger = || {
            let tables = tables(&self.path).unwrap_or_default();
            tables.iter().any(|titles| Ledger::has_header(titles))
        };
        if !command.is_ledger() || command.is_to_fill_in() || !is_ledger() {
            return Ok(None);
        }
        let name = self.name.display();
        let keeping = |error: &TableError| {
            anyhow!(
                "{error}\n{name} is a ledger, and its decisions would be lost: correct it, name another file, \
                 or replace it with --force"
            )
        };
        let table = Table::open(&self.path, &ledger::FORM, &Options::default());
        let ledger = table
            .and_then(Ledger::read)
            .map_err(|error| keeping(&error))?;
        if ledger.count() > 0 && cli.sources.links.is_some() {
            bail!(
                "{name} is a ledger with decisions of its own, and --links names another: leave --links out, \
                 name another file, or replace it with --force"
            );
        }
        Ok(Some(ledger))
    }

    /// Refuses to replace a ledger by an answer that leaves decisions of it out.
    ///
    /// # Errors
    /// When it does.
    pub(crate) fn refuse_loss(
        &self,
        catalogue: &Catalogue,
        ledger: &Ledger,
        answer: &Answer,
    ) -> Result<()> {
        let decisions = match command::decisions_left_out(catalogue, ledger, answer)? {
            0 => return Ok(()),
            count => counted(count, "decision that is", "decisions that are"),
        };
        let name = self.name.display();
        bail!(
            "{name} has {decisions} not in this answer: ask for all links, name another file, or replace it \
             with --force"
        )
    }

    /// Refuses to replace a file that people fill in.
    ///
    /// # Errors
    /// When it is one.
    pub(crate) fn refuse_filled_in(
        &self,
        command: &Command,
        answer: &Answer,
        keeps_decisions: bool,
    ) -> Result<()> {
        let name = self.name.display();
        let added = &command.output().add_columns;
        let mut own = own_columns(answer);
        own.retain(|own| !added.contains(own) && (keeps_decisions || own != "decision"));
        if command.is_template() {
            own.clear();
        }
        let Some(tables) = tables(&self.path) else {
            bail!(
                "{name} is a workbook that cannot be read here, and somebody may have filled it in: name another \
                 file, or replace it with --force"
            );
        };
        if tables.is_empty() && command.is_to_fill_in() {
            bail!(
                "{name} is there already, and somebody may have filled it in: name another file, or replace it \
                 with --force"
            );
        }
        let mut filled_in = tables
            .iter()
            .filter_map(|titles| why_filled_in(titles, &own));
        if let Some(why) = filled_in.next() {
            bail!(
                "{name} has {why}: somebody may have filled it in; name another file, or replace it with \
                 --force"
            );
        }
        Ok(())
    }
}

/// Refuses to write onto a file that the call reads, under whatever name.
fn refuse_input(name: &Path, target: &Path, cli: &Cli, command: &Command) -> Result<()> {
    let sources = &cli.sources;
    let is_target = |input: &&PathBuf| is_same(target, input);
    if sources.links.iter().any(|links| is_target(&links)) && command.is_ledger() {
        bail!(
            "{} is read by this call, so it cannot be written: `list links` keeps the decisions of the ledger \
             that it writes, so leave --links out",
            name.display()
        );
    }
    let mut inputs = sources.files().chain(command.named_files());
    match inputs.find(is_target) {
        Some(_) => bail!(
            "{} is read by this call, so it cannot be written: name another file",
            name.display()
        ),
        None => Ok(()),
    }
}

#[cfg(unix)]
fn is_same(target: &Path, input: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let input = match input.to_str() {
        Some("-") => Path::new("/dev/stdin"),
        _ => input,
    };
    let id = |path: &Path| fs::metadata(path).map(|about| (about.dev(), about.ino()));
    matches!((id(target), id(input)), (Ok(target), Ok(input)) if target == input)
}

#[cfg(not(unix))]
fn is_same(target: &Path, input: &Path) -> bool {
    let id = |path: &Path| fs::canonicalize(path);
    matches!((id(target), id(input)), (Ok(target), Ok(input)) if target == input)
}

/// The columns that an answer fills in.
fn own_columns(answer: &Answer) -> Vec<String> {
    let rows = answer.content.rows();
    let sheets = answer.content.sheets().unwrap_or_default();
    let sheets = sheets.iter().flat_map(|sheet| &sheet.table.columns);
    let columns = rows.columns().iter().chain(sheets);
    columns.map(|column| column.name.to_string()).collect()
}

/// How a table shows that people fill it in.
fn why_filled_in(titles: &[String], own: &[String]) -> Option<String> {
    let has = |name: &str| titles.iter().any(|title| title.eq_ignore_ascii_case(name));
    let is_of = |columns: &[&str]| {
        let mut titles = titles.iter();
        titles.all(|title| columns.iter().any(|name| title.eq_ignore_ascii_case(name)))
    };
    if titles.len() > 1 && has("ckc") && is_of(&LOG) {
        return Some("the columns of a log of trainings".to_owned());
    }
    if has("id") && has("title") && has("ckc") {
        return Some("the columns of a catalogue of trainings".to_owned());
    }
    let is_own = |title: &str| own.iter().any(|own| own == title) || command::is_mark(title);
    titles.iter().find(|title| !is_own(title))?;
    let is_known = |title: &str| is_own(title) || command::is_column(title);
    // One that no answer has tells the person best which file this is.
    let other = titles.iter().find(|title| !is_known(title));
    let other = other.or(titles.iter().find(|title| !is_own(title)))?;
    (!command::is_of_answer(titles))
        .then(|| format!("the column `{other}`, which this answer does not fill in"))
}

/// The headers of the tables in a file; none where it is not a table, or nothing is below its header. `None`
/// where it is a workbook that cannot be read.
fn tables(path: &Path) -> Option<Vec<Vec<String>>> {
    const ZIP: &[u8] = b"PK\x03\x04";
    let mut first = [0; ZIP.len()];
    let opened = fs::File::open(path).and_then(|mut file| file.read_exact(&mut first));
    if opened.is_ok() && first == ZIP {
        return sheets(path);
    }
    Some(header(path).into_iter().collect())
}

#[cfg(feature = "xlsx")]
fn sheets(path: &Path) -> Option<Vec<Vec<String>>> {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let mut workbook: Xlsx<_> = open_workbook(path).ok()?;
    let names = workbook.sheet_names();
    let mut headers = Vec::new();
    for name in names {
        let sheet = workbook.worksheet_range(&name).ok()?;
        let is_filled_in = |column: usize| {
            let mut rows = sheet.rows().skip(1);
            rows.any(|row| !matches!(row[column], Data::Empty))
        };
        let Some(header) = sheet.rows().next().filter(|_| sheet.height() > 1) else {
            continue;
        };
        let titles = header.iter().map(ToString::to_string).enumerate();
        // The links of an export have a column for decisions that is mostly left empty.
        let kept = titles.filter(|(at, title)| title != "decision" || is_filled_in(*at));
        headers.push(kept.map(|(_, title)| title).collect());
    }
    Some(headers)
}

#[cfg(not(feature = "xlsx"))]
fn sheets(_path: &Path) -> Option<Vec<Vec<String>>> {
    None
}

fn header(path: &Path) -> Option<Vec<String>> {
    /// Longer than any header with some rows.
    const HEAD: u64 = 1 << 20;
    /// As many rows tell whether there are columns.
    const ROWS: usize = 20;
    let mut head = Vec::new();
    let stream = Stream::open(path).ok()?;
    stream.take(HEAD).read_to_end(&mut head).ok()?;
    if matches!(head.trim_ascii_start().first(), Some(b'{' | b'[' | b'<')) {
        return None;
    }
    let delimiter = delimiter(&head);
    let mut records = Records::new(&head, delimiter);
    let mut record = Record::default();
    if !records.read(&mut record) {
        return None;
    }
    let titles: Vec<String> = record
        .cells()
        .map(|cell| words(cell).into_owned())
        .collect();
    let mut lengths = Vec::new();
    while lengths.len() < ROWS && records.read(&mut record) {
        lengths.push(record.len());
    }
    let columns = titles.len();
    let is_named_so = Format::from_path(path).is_some_and(Format::is_delimited);
    let is_table = is_named_so || columns > 1 && lengths.iter().all(|length| *length == columns);
    (is_table && !lengths.is_empty()).then_some(titles)
}

/// What separates the cells: of equals, the comma.
fn delimiter(bytes: &[u8]) -> u8 {
    let cells = |delimiter: &u8| {
        let mut record = Record::default();
        Records::new(bytes, *delimiter).read(&mut record);
        record.len()
    };
    let marks = [b'\t', b';', b','];
    marks.into_iter().max_by_key(cells).unwrap_or(b',')
}

/// The columns of a log of trainings.
const LOG: [&str; 5] = ["learner", "training", "date", "hours", "ckc"];
