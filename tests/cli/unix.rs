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

/// Runs with files limited to this many blocks of 512 bytes: like a full disk, except for the
/// reason that the system gives. The signal that goes with the limit is ignored, as a full disk sends none.
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

/// Runs a line of bash; `None` if bash is not installed.
fn in_bash(folder: &Path, line: &str) -> Option<Answer> {
    let bash = Command::new("bash").arg("--version").output();
    bash.ok()?;
    let answer = finished(
        Command::new("bash")
            .args(["-c", line])
            .env("XWALK", env!("CARGO_BIN_EXE_xwalk"))
            .current_dir(folder),
    );
    Some(answer)
}

#[test]
fn another_program_can_be_written_to() {
    let folder = folder();
    let lines = [
        r#""$XWALK" trace 7A.2 -f csv -o >(cat > out); wait $!"#,
        r#""$XWALK" trace 7A.2 -f csv -o /dev/fd/3 3> out"#,
        r#""$XWALK" trace 7A.2 -f csv -o /proc/self/fd/3 3> out"#,
        r#"exec 3> out; "$XWALK" trace 7A.2 -f csv -o /dev/fd/3"#,
        r#""$XWALK" trace 7A.2 -f csv -o /dev/fd/1 > out"#,
        r#""$XWALK" trace 7A.2 -f csv -o /dev/stdout | cat > out"#,
        r#"ln -s /dev/stdout link; "$XWALK" trace 7A.2 -f csv -o link > out; rm link"#,
        r#"mkfifo p; cat p > out & "$XWALK" trace 7A.2 -f csv -o p; wait $!; rm p"#,
        r#""$XWALK" trace 7A.2 -f csv -o /dev/stderr 2> all; grep -v ^wrote all > out; rm all"#,
    ];
    for line in lines {
        let Some(answer) = in_bash(folder.path(), line) else {
            return;
        };
        assert_eq!(answer.code, Some(0), "{line}: {}", answer.stderr);
        let written = read(&folder.path().join("out"));
        assert_eq!(written, found(&["trace", "7A.2", "-f", "csv"]), "{line}");
        assert_eq!(names_in(folder.path()), ["out"], "{line}");
    }
}

#[test]
fn what_was_written_to_an_open_file_stays() {
    let folder = folder();
    let line = r#"{ echo first; "$XWALK" trace 7A.2 -f csv -o /dev/fd/3 3>&1; } > out"#;
    if in_bash(folder.path(), line).is_some() {
        let out = read(&folder.path().join("out"));
        let rest = out.strip_prefix("first\n").expect("it was there first");
        assert_eq!(rest, found(&["trace", "7A.2", "-f", "csv"]));
    }
}

/// A log that takes a while to be answered.
fn long_log(folder: &tempfile::TempDir) -> String {
    let rows: Vec<String> = (0..20_000)
        .map(|learner| format!("L{learner},7.2\n"))
        .collect();
    write(folder, "log.csv", format!("learner,ckc\n{}", rows.concat()))
}

/// Lets the program write a long file, and looks at the folder until it ends, or until `stop` ends it.
fn watched(folder: &Path, log: &str, stop: Option<&str>) -> Vec<(String, u32)> {
    let mut child = command()
        .args(["coverage", log, "-o", "out.csv"])
        .current_dir(folder)
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut seen = Vec::new();
    let mut looks = 0;
    while child.try_wait().expect("it can be asked").is_none() {
        for entry in fs::read_dir(folder).expect("it can be listed").flatten() {
            if let Ok(about) = entry.metadata() {
                let name = entry.file_name().to_string_lossy().into_owned();
                seen.push((name, about.permissions().mode() & 0o777));
            }
        }
        looks += 1;
        if looks == 100
            && let Some(signal) = stop
        {
            let id = child.id().to_string();
            let killed = Command::new("kill").args(["-s", signal, &id]).status();
            assert!(killed.expect("kill runs").success());
        }
    }
    seen
}

#[test]
fn a_private_file_is_private_while_it_is_written() {
    let folder = folder();
    let elsewhere = crate::run::folder();
    let log = long_log(&elsewhere);
    let file = write(&folder, "out.csv", "");
    fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("they can be set");
    let seen = watched(folder.path(), &log, None);
    let open: Vec<_> = seen.iter().filter(|(_, mode)| *mode != 0o600).collect();
    assert!(open.is_empty(), "{open:?}");
    let held = fs::metadata(&file).expect("it is there").permissions();
    assert_eq!(held.mode() & 0o777, 0o600);
}

#[test]
fn no_signal_leaves_a_file_behind() {
    let elsewhere = crate::run::folder();
    let log = long_log(&elsewhere);
    for signal in ["INT", "TERM", "HUP", "QUIT", "KILL"] {
        let folder = folder();
        let file = write(&folder, "out.csv", "old");
        watched(folder.path(), &log, Some(signal));
        assert_eq!(names_in(folder.path()), ["out.csv"], "{signal}");
        let held = read(file.as_ref());
        assert!(held == "old" || held.lines().count() > 20_000, "{signal}");
    }
}
