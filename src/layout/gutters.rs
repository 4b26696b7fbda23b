//! Columns that only gaps part, as `pdftotext -layout` lays a page out.

use super::{Drawn, Layout};

pub(super) fn of(_drawn: &Drawn) -> Option<Layout> {
    None
}
