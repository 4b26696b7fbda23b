//! The transcripts in a markdown file: finds the commands in its ```` ```console ````
//! blocks, and writes new output into their place. Pure: runs nothing, opens nothing.
//!
//! In a block, a line that begins with `$ ` is a command, and a command whose
//! line ends in `\` goes on in the next one. What follows, up to the next
//! command or the end of the block, is its expected output. Blank lines at the
//! end of an output only set it apart from the next command.

use std::ops::Range;

/// A command of a transcript, and where its output is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// As typed, without the `$ `; lines that it goes on in are separated by `\n`.
    pub command: String,
    /// The line of its `$ `, counted from 1.
    pub line: usize,
    /// The lines of the expected output, counted from 0.
    pub output: Range<usize>,
    /// What is before each line of the block: a block in a list is indented.
    indent: String,
}

/// The commands of all ```` ```console ```` blocks, in their order, or what is
/// wrong with a block.
pub(crate) fn steps(text: &str) -> Result<Vec<Step>, String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut steps = Vec::new();
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        next += 1;
        let Some(fence) = Fence::opened_by(line) else {
            continue;
        };
        let length = lines[next..]
            .iter()
            .position(|line| fence.is_closed_by(line))
            .ok_or_else(|| format!("line {next}: this block is never closed"))?;
        if fence.info == "console" {
            steps.extend(steps_of_block(&lines, next..next + length, fence.indent)?);
        }
        next += length + 1;
    }
    Ok(steps)
}

/// The lines that a step expects, without the block's indentation.
pub(crate) fn expected<'a>(text: &'a str, step: &Step) -> Vec<&'a str> {
    text.lines()
        .skip(step.output.start)
        .take(step.output.len())
        .map(|line| unindented(line, &step.indent))
        .collect()
}

/// The text with `outputs`, one for each step, in place of the expected ones.
pub(crate) fn with_outputs(text: &str, steps: &[Step], outputs: &[Vec<String>]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut updated = String::with_capacity(text.len());
    let mut kept_from = 0;
    for (step, output) in steps.iter().zip(outputs) {
        push_lines(&mut updated, "", &lines[kept_from..step.output.start]);
        push_lines(&mut updated, &step.indent, output);
        kept_from = step.output.end;
    }
    push_lines(&mut updated, "", &lines[kept_from..]);
    updated
}

/// The opening line of a fenced block.
struct Fence<'a> {
    indent: &'a str,
    backticks: usize,
    info: &'a str,
}

impl<'a> Fence<'a> {
    fn opened_by(line: &'a str) -> Option<Fence<'a>> {
        let rest = line.trim_start();
        let indent = &line[..line.len() - rest.len()];
        let info = rest.trim_start_matches('`');
        let backticks = rest.len() - info.len();
        let info = info.trim();
        // A line of code in running text may begin with backticks, too.
        (backticks >= 3 && !info.contains('`')).then_some(Fence {
            indent,
            backticks,
            info,
        })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.backticks && line.chars().all(|c| c == '`')
    }
}

fn steps_of_block(lines: &[&str], block: Range<usize>, indent: &str) -> Result<Vec<Step>, String> {
    let command_at = |at: usize| unindented(lines[at], indent).strip_prefix("$ ");
    let mut steps = Vec::new();
    let mut next = block.start;
    while next < block.end {
        let line = next + 1;
        let Some(first) = command_at(next) else {
            return Err(format!("line {line}: a command, `$ …`, should stand here"));
        };
        let mut command = first.to_owned();
        next += 1;
        while command.ends_with('\\') && next < block.end {
            command.push('\n');
            command.push_str(unindented(lines[next], indent));
            next += 1;
        }
        let start = next;
        while next < block.end && command_at(next).is_none() {
            next += 1;
        }
        let blank = lines[start..next]
            .iter()
            .rev()
            .take_while(|line| line.trim().is_empty());
        let output = start..next - blank.count();
        steps.push(Step {
            command,
            line,
            output,
            indent: indent.to_owned(),
        });
    }
    Ok(steps)
}

fn unindented<'a>(line: &'a str, indent: &str) -> &'a str {
    // An editor may have emptied a blank line of its indentation.
    line.strip_prefix(indent).unwrap_or(line.trim_start())
}

fn push_lines<S: AsRef<str>>(text: &mut String, indent: &str, lines: &[S]) {
    for line in lines {
        if !line.as_ref().is_empty() {
            text.push_str(indent);
            text.push_str(line.as_ref());
        }
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_STEPS: &str = "\
Text.

```console
$ xwalk a
one
two

$ xwalk b
[exit 1]
```

After.
";

    fn commands(text: &str) -> Vec<String> {
        let steps = steps(text).expect("the blocks are sound");
        steps.into_iter().map(|step| step.command).collect()
    }

    #[test]
    fn each_command_has_its_line_and_output() {
        let steps = steps(TWO_STEPS).expect("the block is sound");
        let seen: Vec<_> = steps
            .iter()
            .map(|step| (step.line, &*step.command, expected(TWO_STEPS, step)))
            .collect();
        assert_eq!(
            seen,
            [
                (4, "xwalk a", vec!["one", "two"]),
                (8, "xwalk b", vec!["[exit 1]"])
            ]
        );
    }

    #[test]
    fn other_blocks_are_left_alone() {
        let text = "```sh\n$ cargo test\n```\n````md\n```console\n$ x\n```\n````\n";
        assert!(commands(text).is_empty());
    }

    #[test]
    fn code_in_a_sentence_opens_no_block() {
        assert!(commands("```` ```console ```` opens a block\n").is_empty());
    }

    #[test]
    fn a_backslash_joins_lines() {
        let text = "```console\n$ xwalk a \\\n    --b\nout\n```\n";
        assert_eq!(commands(text), ["xwalk a \\\n    --b"]);
    }

    #[test]
    fn an_indented_block_is_read_without_its_indentation() {
        let text = "- item\n\n  ```console\n  $ xwalk a\n    out\n  ```\n";
        let steps = steps(text).expect("the block is sound");
        assert_eq!(expected(text, &steps[0]), ["  out"]);
        let updated = with_outputs(text, &steps, &[vec!["new".to_owned()]]);
        assert_eq!(
            updated,
            "- item\n\n  ```console\n  $ xwalk a\n  new\n  ```\n"
        );
    }

    #[test]
    fn output_before_any_command_is_refused() {
        assert_eq!(
            steps("```console\nout\n```\n"),
            Err("line 2: a command, `$ …`, should stand here".to_owned())
        );
    }

    #[test]
    fn a_block_without_an_end_is_refused() {
        assert_eq!(
            steps("```console\n$ xwalk a\n"),
            Err("line 1: this block is never closed".to_owned())
        );
    }

    #[test]
    fn its_own_outputs_leave_a_text_as_it_was() {
        let steps = steps(TWO_STEPS).expect("the block is sound");
        let outputs: Vec<Vec<String>> = steps
            .iter()
            .map(|step| expected(TWO_STEPS, step).into_iter().map(String::from))
            .map(Iterator::collect)
            .collect();
        assert_eq!(with_outputs(TWO_STEPS, &steps, &outputs), TWO_STEPS);
    }

    #[test]
    fn new_outputs_take_the_place_of_the_old() {
        let steps = steps(TWO_STEPS).expect("the block is sound");
        let outputs = [vec!["three".to_owned()], vec![]];
        assert_eq!(
            with_outputs(TWO_STEPS, &steps, &outputs),
            "Text.\n\n```console\n$ xwalk a\nthree\n\n$ xwalk b\n```\n\nAfter.\n"
        );
    }
}
