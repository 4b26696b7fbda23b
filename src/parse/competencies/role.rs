//! What a run of a page is.

use crate::record::{CompetencyId, Level};

/// What a run of a competencies page is. Each alignment is a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What the category is about, before its first competency.
    Introduction,
    /// What the level marks mean, a section's heading, or an id that the end of the text cuts off.
    Legend,
    /// A competency's id.
    Id(CompetencyId),
    /// Its statement, or a piece of it.
    Statement,
    /// The printed name of a field.
    Label,
    /// `Essential` or `Important`.
    Importance,
    /// The Endorsement area.
    Area,
    /// The knowledge or skill area.
    Knowledge,
    /// A level mark after either, with its parentheses.
    Level(Level),
    /// The "As demonstrated by" list, or a piece of it.
    DemonstratedBy,
    /// A running head, a footer, a page number.
    Furniture,
}
