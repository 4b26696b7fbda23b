//! What the program says about itself: what to try first, manual pages, and the scripts by which shells
//! complete its arguments. Touches no document.

use std::io;

use clap::{Command, CommandFactory};
use clap_complete::env::{Bash, EnvCompleter, Fish, Powershell, Zsh};
use clap_mangen::Man;

use crate::cli::{Cli, Shell};

/// The variable by which the scripts of the shells ask; see [`completions`].
pub const VARIABLE: &str = "XWALK_COMPLETE";

/// What `xwalk` prints without arguments.
pub const FIRST_WORDS: &str = "\
xwalk says which state training items (CKC) a competency corresponds to, and back.

Try first:
  xwalk trace 7A.4                     the CKC items of a competency
  xwalk show \"CKC 7.5\"                 a CKC item, and all that leads to it
  xwalk list competencies --only mhm   what is for Mental Health Mentors only
  xwalk search family                  where a word is used
  xwalk gap --for mhs --have 4.3,5.4   what is missing for a level, and why

All commands: xwalk -h      One command: xwalk trace -h, or --help for more
Complete names with Tab: xwalk completions bash
";

/// A page of the manual.
#[derive(Debug)]
pub struct Page {
    /// The name of its file: `xwalk-trace.1`.
    pub file_name: String,
    /// In roff, the language of man pages.
    pub text: Vec<u8>,
}

/// The page of a command, or the first page.
///
/// # Errors
/// Those of writing; writing to memory does not fail.
pub fn page(verb: Option<&str>) -> io::Result<Option<Page>> {
    let commands = commands();
    let wanted = verb.map_or_else(|| "xwalk".to_owned(), |verb| format!("xwalk-{verb}"));
    let mut commands = commands.into_iter();
    let found = commands.find(|command| name(command) == wanted);
    found.map(written).transpose()
}

/// All pages.
///
/// # Errors
/// Those of writing; writing to memory does not fail.
pub fn pages() -> io::Result<Vec<Page>> {
    commands().into_iter().map(written).collect()
}

/// The verbs that have a page.
#[must_use]
pub fn verbs() -> Vec<String> {
    let command = Cli::command();
    let verbs = command.get_subcommands();
    verbs.map(|verb| verb.get_name().to_owned()).collect()
}

/// The name of the page: `xwalk-trace`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn written(command: Command) -> io::Result<Page> {
    let man = Man::new(command);
    let mut text = Vec::new();
    man.render(&mut text)?;
    Ok(Page {
        file_name: man.get_filename(),
        text,
    })
}

/// The program and its verbs, with the program in their names.
fn commands() -> Vec<Command> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let verbs: Vec<Command> = program.get_subcommands().cloned().collect();
    std::iter::once(program).chain(verbs).collect()
}

/// The script that makes a shell ask this program what may come next.
///
/// # Errors
/// Those of writing; writing to memory does not fail.
pub fn completions(shell: Shell) -> io::Result<Vec<u8>> {
    const NAME: &str = "xwalk";
    let completer: &dyn EnvCompleter = match shell {
        Shell::Bash => &Bash,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
        Shell::Powershell => &Powershell,
    };
    let mut script = Vec::new();
    completer.write_registration(VARIABLE, NAME, NAME, NAME, &mut script)?;
    script.extend_from_slice(file_names(shell).as_bytes());
    Ok(script)
}

/// Lets the shell itself complete the names of files where this program has nothing to say. `PowerShell` does so
/// anyway.
fn file_names(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => {
            "
if [[ \"${BASH_VERSINFO[0]}\" -eq 4 && \"${BASH_VERSINFO[1]}\" -ge 4 || \"${BASH_VERSINFO[0]}\" -gt 4 ]]; then
    complete -o nospace -o bashdefault -o default -o nosort -F _clap_complete_xwalk xwalk
else
    complete -o nospace -o bashdefault -o default -F _clap_complete_xwalk xwalk
fi
"
        }
        Shell::Zsh => {
            "
function _clap_dynamic_files_xwalk() {
    _clap_dynamic_completer_xwalk \"$@\"
    (( compstate[nmatches] )) || _files
}

compdef _clap_dynamic_files_xwalk xwalk
"
        }
        Shell::Fish => {
            "
complete --command xwalk --force-files --condition \"not string length -q -- (XWALK_COMPLETE=fish xwalk -- \
(commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))\"
"
        }
        Shell::Powershell => "",
    }
}
