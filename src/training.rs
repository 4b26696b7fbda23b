//! Trainings taken and trainings to choose from: what they cover, what is missing, and the best plan for it.

pub mod codes;
pub mod cover;
pub mod coverage;
pub mod gap;
pub mod itemset;
pub mod log;
pub mod plan;
pub mod trainings;
