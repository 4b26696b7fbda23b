//! How much a diagnostic matters.

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Legible text was not understood, or is lost to the records.
    Error,
    /// Odd and handled; worth a person's look.
    Warning,
    /// For the record.
    Note,
}

impl Severity {
    /// All, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}
