//! What is odd in the documents and in their links: the diagnostics of a catalogue, their codes, and where every
//! character of a document went.

pub mod account;
pub mod code;
pub mod diagnostic;
mod findings;
mod links;
mod rows;
mod severity;
mod slips;
mod statements;

pub use findings::diagnostics;
pub use severity::Severity;
