//! Pipes, devices, links, permissions and full disks.

use std::fs::{self, Permissions};
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::{
    Answer, command, finished, folder, found, names_in, read, write, xwalk, xwalk_in,
};

/// Closes the pipe after the first byte, as `head -c1` does.
fn asked_and_left(arguments: &[&str]) -> (Option<i32>, String) {
    let mut child = command()
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdout = child.stdout.take().expect("standard output is a pipe");
    stdout.read_exact(&mut [0]).expect("something is printed");
    drop(stdout);
    let output = child.wait_with_output().expect("the program ends");
    let stderr = String::from_utf8(output.stderr).expect("messages are UTF-8");
    (output.status.code(), stderr)
}

#[test]
fn a_closed_pipe_is_silence() {
    for format in ["table", "csv", "tsv", "json", "jsonl", "md"] {
        for command in ["trace", "export"] {
            let left = asked_and_left(&[command, "--format", format]);
            assert_eq!(left, (Some(0), String::new()), "{command} {format}");
        }
    }
    assert_eq!(asked_and_left(&["show", "7", "--width=40"]).0, Some(0));
}

#[test]
fn a_pipe_that_nobody_reads_is_silence() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let answer = finished(command().arg("export").stdout(writer));
    assert_eq!((answer.code, answer.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_pipe_with_a_name_is_written_to() {
    let answer = xwalk(&["trace", "7A.2", "-f", "csv", "-o", "/dev/stdout"]);
    assert_eq!(answer.stdout, found(&["trace", "7A.2", "-f", "csv"]));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_device_is_an_error() {
    for format in ["table", "csv", "tsv", "json", "jsonl", "md"] {
        let arguments = ["trace", "--format", format];
        let answer = finished(command().args(arguments).stdout(full()));
        assert_eq!(answer.code, Some(2), "{format}");
        assert!(
            answer.stderr.contains("standard output"),
            "{}",
            answer.stderr
        );
        let answer = xwalk(&[&arguments[..], &["-o", "/dev/full"]].concat());
        assert_eq!(answer.code, Some(2), "{format}");
        assert!(answer.stderr.contains("/dev/full"), "{}", answer.stderr);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn help_that_cannot_be_printed_is_an_error() {
    let answer = finished(command().arg("--help").stdout(full()));
    assert_eq!(answer.code, Some(2));
}

#[cfg(target_os = "linux")]
fn full() -> fs::File {
    let options = fs::OpenOptions::new().write(true).open("/dev/full");
    options.expect("/dev/full can be opened")
}

/// Runs with files limited to this many blocks of 512 bytes: a full disk, but for the reason
/// the system gives. The signal that goes with the limit is ignored, as a full disk sends none.
fn with_limit(blocks: u32, folder: &Path, arguments: &str) -> Answer {
    let script = format!(r#"trap '' XFSZ; ulimit -f {blocks}; exec "$XWALK" {arguments}"#);
    finished(
        Command::new("sh")
            .args(["-c", &script])
            .env("XWALK", env!("CARGO_BIN_EXE_xwalk"))
            .current_dir(folder),
    )
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    for blocks in [0, 8] {
        let folder = folder();
        let file = write(&folder, "plan.csv", "old");
        let answer = with_limit(blocks, folder.path(), "trace -o plan.csv");
        assert_eq!(answer.code, Some(2), "{}", answer.stderr);
        assert!(answer.stderr.contains("plan.csv"), "{}", answer.stderr);
        assert_eq!(read(file.as_ref()), "old");
        assert_eq!(names_in(folder.path()), ["plan.csv"]);
    }
}

#[test]
fn a_full_disk_leaves_no_new_file() {
    let folder = folder();
    let answer = with_limit(8, folder.path(), "export -o all.json");
    assert_eq!(answer.code, Some(2));
    assert!(names_in(folder.path()).is_empty());
}

#[test]
fn a_replaced_file_keeps_its_permissions() {
    let folder = folder();
    let file = write(&folder, "plan.csv", "old");
    for mode in [0o600, 0o640, 0o664] {
        fs::set_permissions(&file, Permissions::from_mode(mode)).expect("they can be set");
        assert_eq!(xwalk(&["trace", "7A.2", "-o", &file]).code, Some(0));
        let held = fs::metadata(&file)
            .expect("the file is there")
            .permissions();
        assert_eq!(held.mode() & 0o777, mode, "{mode:o}");
    }
}

#[test]
fn a_new_file_has_the_permissions_of_any_new_file() {
    let folder = folder();
    let usual = fs::metadata(write(&folder, "other", "")).expect("it is there");
    let answer = xwalk_in(folder.path(), &["trace", "7A.2", "-o", "plan.csv"]);
    assert_eq!(answer.code, Some(0));
    let new = fs::metadata(folder.path().join("plan.csv")).expect("it is there");
    assert_eq!(new.permissions().mode(), usual.permissions().mode());
}

#[test]
fn a_link_is_followed() {
    let folder = folder();
    let elsewhere = crate::run::folder();
    let file = write(&elsewhere, "plan.csv", "old");
    let link = folder.path().join("link.csv");
    symlink(&file, &link).expect("a link can be made");
    let answer = xwalk_in(folder.path(), &["trace", "7A.2", "-o", "link.csv"]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(link.is_symlink(), "the link is still one");
    assert!(read(file.as_ref()).starts_with("competency,"));
    assert_eq!(names_in(elsewhere.path()), ["plan.csv"]);
}

#[test]
fn a_link_to_a_file_that_is_not_there_yet_is_followed() {
    let folder = folder();
    let link = folder.path().join("link.csv");
    symlink("plan.csv", &link).expect("a link can be made");
    let answer = xwalk_in(folder.path(), &["trace", "7A.2", "-o", "link.csv"]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(link.is_symlink(), "the link is still one");
    assert!(read(&folder.path().join("plan.csv")).starts_with("competency,"));
}

#[test]
fn what_stood_before_on_standard_output_stays() {
    let folder = folder();
    let file = write(&folder, "log.txt", "first\n");
    let log = fs::OpenOptions::new().append(true).open(&file);
    let log = log.expect("the log can be opened");
    let arguments = ["trace", "7A.2", "-o", "/dev/stdout"];
    let answer = finished(command().args(arguments).stdout(log));
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(read(file.as_ref()).starts_with("first\n"));
}
