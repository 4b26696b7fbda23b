//! Two lists of lines as one readable difference: `-` is only in the expected
//! lines, `+` only in the actual ones.

/// All lines of both lists, each behind its mark, two spaces for a common one.
pub(crate) fn difference(expected: &[&str], actual: &[String]) -> String {
    let common = lengths_of_common_lines(expected, actual);
    let mut text = String::new();
    let (mut e, mut a) = (0, 0);
    while e < expected.len() || a < actual.len() {
        let both_left = e < expected.len() && a < actual.len();
        if both_left && expected[e] == actual[a] {
            push_line(&mut text, ' ', expected[e]);
            e += 1;
            a += 1;
        } else if a == actual.len() || (both_left && common[e + 1][a] >= common[e][a + 1]) {
            push_line(&mut text, '-', expected[e]);
            e += 1;
        } else {
            push_line(&mut text, '+', &actual[a]);
            a += 1;
        }
    }
    text
}

/// At `[e][a]`, how many lines `expected[e..]` and `actual[a..]` have in common, in order.
fn lengths_of_common_lines(expected: &[&str], actual: &[String]) -> Vec<Vec<usize>> {
    let mut common = vec![vec![0; actual.len() + 1]; expected.len() + 1];
    for e in (0..expected.len()).rev() {
        for a in (0..actual.len()).rev() {
            common[e][a] = if expected[e] == actual[a] {
                common[e + 1][a + 1] + 1
            } else {
                common[e + 1][a].max(common[e][a + 1])
            };
        }
    }
    common
}

fn push_line(text: &mut String, mark: char, line: &str) {
    text.push(mark);
    text.push(' ');
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::difference;

    fn owned(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|&line| line.to_owned()).collect()
    }

    #[test]
    fn a_changed_line_is_beside_what_it_was() {
        let shown = difference(&["a", "b", "d"], &owned(&["a", "c", "d"]));
        assert_eq!(shown, "  a\n- b\n+ c\n  d\n");
    }

    #[test]
    fn lines_may_be_missing_at_either_end() {
        assert_eq!(
            difference(&["a", "b"], &owned(&["b", "c"])),
            "- a\n  b\n+ c\n"
        );
        assert_eq!(difference(&[], &owned(&["a"])), "+ a\n");
        assert_eq!(difference(&["a"], &[]), "- a\n");
    }
}
