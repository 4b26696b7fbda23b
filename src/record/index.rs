//! The places of records in the catalogue. Each kind has a type of its own, so that the place of a CKC item is never
//! taken for that of a knowledge area.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

use super::{Area, CkcItem, Competency, KnowledgeArea};
use crate::source::offset;

macro_rules! indexes {
    ($($(#[$doc:meta])+ $name:ident of $record:ty;)+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(u32);

        impl $name {
            /// The one at this place, counted from 0.
            #[must_use]
            pub fn at(place: usize) -> Self {
                Self(offset(place))
            }

            /// Its place, counted from 0.
            #[must_use]
            pub fn place(self) -> usize {
                self.0 as usize
            }

            /// Those of all these records.
            pub fn all(records: &[$record]) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone + use<> {
                (0..records.len()).map(Self::at)
            }

            /// Each of these records with its index.
            pub fn each(records: &[$record]) -> impl DoubleEndedIterator<Item = (Self, &$record)> + Clone {
                Self::all(records).zip(records)
            }
        }

        impl From<$name> for usize {
            fn from(index: $name) -> Self {
                index.place()
            }
        }

        impl Index<$name> for [$record] {
            type Output = $record;

            fn index(&self, index: $name) -> &$record {
                &self[index.place()]
            }
        }

        impl IndexMut<$name> for [$record] {
            fn index_mut(&mut self, index: $name) -> &mut $record {
                &mut self[index.place()]
            }
        }
    )+};
}

indexes! {
    /// Which area of expertise.
    AreaIndex of Area;
    /// Which knowledge area.
    KnowledgeAreaIndex of KnowledgeArea;
    /// Which CKC item.
    ItemIndex of CkcItem;
    /// Which competency.
    CompetencyIndex of Competency;
}

/// Which alignment: a competency, and the place of the row among its alignments, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AlignmentIndex {
    /// The competency.
    pub competency: CompetencyIndex,
    /// Its row.
    pub row: usize,
}
