//! What a run of the crosswalk is.

use crate::record::CkcCode;

/// What a run of the crosswalk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Words before the table.
    Notice,
    /// A column's heading.
    Header,
    /// An area's heading.
    Area,
    /// A knowledge area's name.
    Name,
    /// Its level mark, with the parentheses.
    Level,
    /// Its definition, or a piece of it.
    Definition,
    /// A code with the bullet before it and the dash after it.
    Code(CkcCode),
    /// The statement of the code before it, or a piece of it.
    Statement,
    /// Words in the CKC column that are not a CKC item.
    Note,
    /// The marks around a name: a bullet, a heading's `#`, bold.
    Mark,
}
