//! Runs the program, and reads what it answers.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What one run said.
#[derive(Debug)]
pub(crate) struct Answer {
    /// `None` if a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// The program, with no setting of the user's that changes what it prints.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xwalk"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null());
    command
}

pub(crate) fn xwalk<S: AsRef<OsStr>>(arguments: &[S]) -> Answer {
    finished(command().args(arguments))
}

pub(crate) fn xwalk_in<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Answer {
    finished(command().current_dir(folder).args(arguments))
}

pub(crate) fn xwalk_reading<S: AsRef<OsStr>>(input: &str, arguments: &[S]) -> Answer {
    let mut child = command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    // The program may refuse its arguments before it reads.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    answer(&child.wait_with_output().expect("the program ends"))
}

pub(crate) fn finished(command: &mut Command) -> Answer {
    answer(&command.output().expect("the program starts"))
}

fn answer(output: &Output) -> Answer {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
    Answer {
        code: output.status.code(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

/// What is printed by a run that finds something and has nothing to complain of; notes say what an answer does
/// not cover, and are tested where they are made.
pub(crate) fn found(arguments: &[&str]) -> String {
    const NOTES: [&str; 5] = [
        " is read in part: ",
        "note: not among the rows, ",
        " CKC items covered",
        "These knowledge areas list ",
        "incomplete list",
    ];
    let answer = xwalk(arguments);
    let is_note = |line: &&str| NOTES.iter().any(|note| line.contains(note));
    let complaints: Vec<&str> = answer.stderr.lines().filter(|it| !is_note(it)).collect();
    assert_eq!(complaints, Vec::<&str>::new(), "{arguments:?}");
    assert_eq!(answer.code, Some(0), "{arguments:?}");
    answer.stdout
}

/// What is said on standard error by a run that prints no answer and exits with this code.
pub(crate) fn refused(code: i32, arguments: &[&str]) -> String {
    let answer = xwalk(arguments);
    assert_eq!(answer.stdout, "", "{arguments:?}");
    assert_eq!(answer.code, Some(code), "{arguments:?}\n{}", answer.stderr);
    assert_ne!(answer.stderr, "", "{arguments:?}");
    answer.stderr
}

/// The rows of an answer as JSON objects, with codes as records hold them: without `CKC`.
pub(crate) fn rows(arguments: &[&str]) -> Vec<Value> {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--format=json"]).collect();
    match json(&arguments) {
        Value::Array(mut rows) => {
            rows.iter_mut().for_each(bare_codes);
            rows
        }
        other => panic!("{arguments:?} gives no array: {other}"),
    }
}

fn bare_codes(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(code) = text.strip_prefix("CKC ") {
                *text = code.to_owned();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(bare_codes),
        Value::Object(fields) => fields.values_mut().for_each(bare_codes),
        _ => {}
    }
}

/// One column of an answer; a missing value is an empty text.
pub(crate) fn column(name: &str, arguments: &[&str]) -> Vec<String> {
    rows(arguments).iter().map(|row| text(row, name)).collect()
}

pub(crate) fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&found(arguments)).expect("the answer is JSON")
}

/// A field of an object; a missing value is an empty text.
pub(crate) fn text(object: &Value, key: &str) -> String {
    match &object[key] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => panic!("{key} is not a text: {other}"),
    }
}

/// The elements of an array.
pub(crate) fn each<'v>(object: &'v Value, key: &str) -> &'v [Value] {
    let array = object[key].as_array();
    array.unwrap_or_else(|| panic!("{key} is not an array in {object}"))
}

/// The header and the records of a CSV, or of the same with another delimiter.
pub(crate) fn table(delimiter: u8, text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let fields = |record: &csv::StringRecord| record.iter().map(String::from).collect();
    let header = fields(reader.headers().expect("there is a header"));
    let records = reader.records();
    let records = records.map(|record| fields(&record.expect("every row has the header's fields")));
    (header, records.collect())
}

/// A document of the repository.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name)
}

pub(crate) fn competencies_page() -> String {
    read(&data("iecmhc-7-programmatic-consultation.txt"))
}

pub(crate) fn crosswalk() -> String {
    read(&data("wv-endorsement-ckc.txt"))
}

pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file in a folder, and its path as an argument.
pub(crate) fn write(folder: &tempfile::TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, content).expect("a temporary file can be written");
    path.into_os_string()
        .into_string()
        .expect("temporary paths are UTF-8")
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// The names in a folder, sorted.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder can be listed");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = names
        .map(|name| name.into_string().expect("names are UTF-8"))
        .collect();
    names.sort();
    names
}
