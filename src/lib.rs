//! temporary
pub mod source; pub mod errata; pub mod record; pub mod parse; pub mod assemble; pub mod text;
