//! Completion in real shells, and the pages of the manual.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::{command, finished, folder, found, names_in, read, refused, write, xwalk_in};

/// Runs a script in a shell that finds the program by its name; `None` if the shell is not installed.
fn in_shell(shell: &str, script: &str) -> Option<String> {
    let program = Path::new(env!("CARGO_BIN_EXE_xwalk"));
    let folder = program.parent()?.to_str()?;
    let path = std::env::var("PATH").ok()?;
    let home = crate::run::folder();
    let output = Command::new(shell)
        .args(["-c", script])
        .env("PATH", format!("{folder}:{path}"))
        .env("HOME", home.path())
        .env("TERM", "xterm")
        .current_dir(home.path())
        .stdin(Stdio::null())
        .output();
    let Ok(output) = output else {
        write_skipped(shell);
        return None;
    };
    assert!(output.status.success(), "{shell}: {output:?}");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

#[expect(clippy::print_stderr, reason = "a test that did not run should say so")]
fn write_skipped(shell: &str) {
    eprintln!("skipped: there is no {shell} here");
}

/// What bash puts for the last word, after a press of Tab.
fn bash(line: &str) -> Option<Vec<String>> {
    let script = format!(
        "source <(xwalk completions bash)
        COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        complete -p xwalk >/dev/null || exit 1
        _clap_complete_xwalk xwalk \"${{COMP_WORDS[COMP_CWORD]}}\"
        printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let answer = in_shell("bash", &script)?;
    Some(
        answer
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect(),
    )
}

#[test]
fn bash_completes_ids_codes_and_names() {
    let cases: [(&str, &[&str]); 7] = [
        ("xwalk show 7A.1", &["7A.1", "7A.10", "7A.11"]),
        (
            "xwalk show 6.",
            &["6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.7"],
        ),
        ("xwalk trace --area adm", &["administration"]),
        (
            "xwalk show program-",
            &[
                "program-management",
                "program-development",
                "program-evaluation",
                "program-funding",
            ],
        ),
        ("xwalk gap --ckc 7.1,1.10", &["7.1,1.10"]),
        ("xwalk explain lost-n", &["lost-name"]),
        ("xwalk tr", &["trace"]),
    ];
    for (line, expected) in cases {
        let Some(offered) = bash(line) else { return };
        assert_eq!(offered, expected, "{line}");
    }
}

#[test]
fn fish_completes_with_titles() {
    let script = "xwalk completions fish | source; complete -C 'xwalk list knowledge --area adm'";
    if let Some(offered) = in_shell("fish", script) {
        assert_eq!(offered, "administration\tAdministration\n");
    }
}

/// The line that zsh shows after what is typed and a press of Tab.
fn zsh(typed: &str) -> Option<String> {
    let script = format!(
        r#"zmodload zsh/zpty || exit 1
        cat > .zshrc <<'END'
        autoload -U compinit; compinit -u -D
        source <(xwalk completions zsh)
        report() {{ print -r -- "$BUFFER" > report.new; mv report.new report; }}
        zle -N report; bindkey '^T' report
        : > ready
END
        export ZDOTDIR=$PWD
        zpty shell zsh -i
        for wait in {{1..600}}; do [[ -e ready ]] && break; sleep 0.05; done
        zpty -w -n shell '{typed}'$'\t\x14'
        for wait in {{1..600}}; do [[ -e report ]] && break; sleep 0.05; done
        cat report
        zpty -d shell"#
    );
    in_shell("zsh", &script).map(|line| line.trim_end().to_owned())
}

#[test]
fn zsh_completes_what_only_one_begins_with() {
    let cases = [
        (
            "xwalk trace --area adm",
            "xwalk trace --area administration",
        ),
        ("xwalk show prog", "xwalk show program-"),
        ("xwalk show 7A.9", "xwalk show 7A.9"),
        ("xwalk list comp", "xwalk list competencies"),
    ];
    for (typed, expected) in cases {
        let Some(line) = zsh(typed) else { return };
        assert_eq!(line, expected);
    }
}

#[test]
fn powershell_has_a_script() {
    let script = found(&["completions", "powershell"]);
    assert!(script.contains("Register-ArgumentCompleter -Native -CommandName xwalk"));
}

/// The line that bash shows after a press of Tab; `None` without `script`, which gives it a terminal.
fn typed_in_bash(typed: &str, folder: &Path) -> Option<Vec<String>> {
    use std::io::Write;
    let program = Path::new(env!("CARGO_BIN_EXE_xwalk"));
    let bin = program.parent()?.to_str()?;
    let rc = folder.join(".rc");
    let lines = format!("PATH={bin}:$PATH; PS1='> '; source <(xwalk completions bash)\n");
    std::fs::write(&rc, lines).expect("written");
    let mut shell = Command::new("script")
        .args(["-qec", "bash --noprofile --rcfile .rc -i", "/dev/null"])
        .env("HOME", folder)
        .env("TERM", "dumb")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut stdin = shell.stdin.take().expect("a pipe");
    write!(stdin, "{typed}\t\nexit\n").expect("written");
    drop(stdin);
    shell.wait().expect("it ends");
    let names = names_in(folder).into_iter();
    Some(names.filter(|name| !name.starts_with('.')).collect())
}

#[test]
fn the_name_of_a_file_runs_nothing() {
    let folder = folder();
    let name = "zz$(touch X).csv";
    write(&folder, name, "learner,ckc\na,7.2\n");
    let Some(names) = typed_in_bash("xwalk coverage -o out.csv zz", folder.path()) else {
        return write_skipped("script");
    };
    assert_eq!(
        names,
        ["out.csv", name],
        "the log is found, and nothing else is run"
    );
}

#[test]
fn file_names_are_left_to_the_shell() {
    for line in ["xwalk coverage z", "xwalk gap --log z", "xwalk trace -o z"] {
        let Some(offered) = bash(line) else { return };
        assert_eq!(offered, [""], "{line}");
    }
    for (shell, fallback) in [
        ("bash", "-o default"),
        ("zsh", "_files"),
        ("fish", "--force-files"),
    ] {
        assert!(found(&["completions", shell]).contains(fallback), "{shell}");
    }
}

#[test]
fn an_unknown_shell_is_refused() {
    assert!(refused(2, &["completions", "ksh"]).contains("bash, zsh, fish, powershell"));
}

#[test]
fn the_variable_alone_asks_nothing() {
    let plain = found(&["list", "areas"]);
    let answer = finished(command().env("XWALK_COMPLETE", "0").args(["list", "areas"]));
    assert_eq!(answer.stdout, plain);
}

#[test]
fn each_command_has_a_page() {
    let folder = folder();
    let answer = xwalk_in(folder.path(), &["man", "--output", "."]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let names = names_in(folder.path());
    assert!(names.contains(&"xwalk.1".to_owned()) && names.contains(&"xwalk-trace.1".to_owned()));
    for name in &names {
        let page = read(&folder.path().join(name));
        let verb = name.trim_end_matches(".1").strip_prefix("xwalk-");
        let asked: Vec<&str> = std::iter::once("man").chain(verb).collect();
        assert_eq!(found(&asked), page, "{name}");
        assert!(page.contains("xwalk"), "{name}");
    }
    assert!(found(&["man"]).contains("trace"));
    assert!(refused(2, &["man", "tarce"]).contains("no such command: tarce"));
}

#[test]
fn the_pages_are_well_formed() {
    let folder = folder();
    for verb in ["trace", "plan", "completions"] {
        let page = write(&folder, verb, found(&["man", verb]));
        let lint = Command::new("mandoc")
            .args(["-T", "lint", "-W", "error", &page])
            .output();
        let Ok(lint) = lint else {
            return write_skipped("mandoc");
        };
        assert!(lint.status.success(), "{verb}: {lint:?}");
    }
}
