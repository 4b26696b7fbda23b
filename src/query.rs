//! Questions to a catalogue. Pure; does not know arguments or formats.

mod filter;
pub mod reference;
pub mod search;
pub mod why;

pub use filter::*;
