//! Questions to a catalogue. Pure; knows nothing of arguments or formats.

mod filter;
pub mod reference;
pub mod search;
pub mod why;

pub use filter::*;
