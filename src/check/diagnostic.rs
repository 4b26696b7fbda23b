//! A finding of one of the codes, at a place of a document.

use super::code::Code;
use crate::source::Span;

/// Something odd at a place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// The printed words it is about.
    pub span: Span,
    /// What is odd, in a sentence.
    pub message: String,
    /// What was done about it here, where that is more than the code's own [`Entry::done`](super::code::Entry::done).
    pub done: Option<String>,
    /// What a person can do here, where that is other than the code's own [`Entry::help`](super::code::Entry::help).
    pub help: Option<&'static str>,
}

/// A finding of this kind, with what its code alone says of what was done and of what can be.
pub(super) fn odd(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic {
        code,
        span,
        message: message.into(),
        done: None,
        help: None,
    }
}

impl Diagnostic {
    /// What was done about it.
    #[must_use]
    pub fn done(&self) -> &str {
        self.done.as_deref().unwrap_or(self.code.entry().done)
    }

    /// What a person can do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        self.help.unwrap_or(self.code.entry().help)
    }
}
