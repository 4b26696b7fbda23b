//! Words compared and named: folding what carries no meaning, ids, natural nearness.

/// Folds what carries no meaning in a name: case, `&` and "and", quotes, hyphens, marks,
/// blanks, singular and plural. Two names are equal when they fold to the same words.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in folded_words(name) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word);
    }
    folded
}

/// The folded words of a name.
pub fn folded_words(name: &str) -> impl Iterator<Item = String> + '_ {
    name.split(|c: char| !(c.is_alphanumeric() || is_inner_mark(c) || c == '&'))
        .flat_map(|run| run.split_inclusive('&').flat_map(split_ampersand))
        .filter_map(|word| {
            let mut word: String = word
                .chars()
                .filter(|c| !is_inner_mark(*c))
                .flat_map(char::to_lowercase)
                .collect();
            if word == "&" {
                return Some("and".to_owned());
            }
            if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
                word.pop();
            }
            (!word.is_empty()).then_some(word)
        })
}

/// `R&D` is three words.
fn split_ampersand(run: &str) -> impl Iterator<Item = &str> {
    let (word, mark) = match run.strip_suffix('&') {
        Some(word) => (word, "&"),
        None => (run, ""),
    };
    [word, mark].into_iter()
}

/// An apostrophe or a soft hyphen stands within a word.
fn is_inner_mark(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{ad}')
}

/// An id made of a name: lower-case words with hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let words = name.split(|c: char| !(c.is_alphanumeric() || is_inner_mark(c)));
    for word in words.filter(|word| word.chars().any(char::is_alphanumeric)) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(
            word.chars()
                .filter(|c| !is_inner_mark(*c))
                .flat_map(char::to_lowercase),
        );
    }
    slug
}

/// How near two names are, from 0 (nothing in common) to 1 (equal when folded): the better of
/// the words they share and the letters they share.
#[must_use]
pub fn nearness(a: &str, b: &str) -> f64 {
    let (a_words, b_words): (Vec<_>, Vec<_>) =
        (folded_words(a).collect(), folded_words(b).collect());
    let shared = a_words.iter().filter(|word| b_words.contains(word)).count();
    let all = a_words.len() + b_words.len();
    #[expect(clippy::cast_precision_loss, reason = "names have a handful of words")]
    let words = if all == 0 {
        0.0
    } else {
        2.0 * shared as f64 / all as f64
    };
    words.max(strsim::normalized_damerau_levenshtein(
        &a_words.join(" "),
        &b_words.join(" "),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_carries_no_meaning_is_folded() {
        for (a, b) in [
            (
                "Law, Regulation & Agency Policy",
                "law regulation and agency policy",
            ),
            (
                "Relationship-focused practice",
                "Relationship focused practices",
            ),
            ("Parent's  roles", "parent’s role"),
            ("R&D", "r and d"),
        ] {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("Program management"), fold("Program development"));
    }

    #[test]
    fn ids_are_plain_words() {
        assert_eq!(
            slug("Law, Regulation & Agency Policy"),
            "law-regulation-agency-policy"
        );
        assert_eq!(slug("Parent's/child's"), "parents-childs");
    }

    #[test]
    fn a_name_with_a_word_more_is_near() {
        let near = nearness(
            "Attachment, Separation, Trauma, Grief, & Loss",
            "Attachment, separation, trauma & loss",
        );
        assert!(near > 0.8 && near < 1.0, "{near}");
        assert!(nearness("Motivating", "Program funding") < 0.5);
    }
}
