//! Any words typed as CKC codes, as a code, an id or a section: a range has its ends in order, and what is
//! printed of a key reads as the same key.

#![no_main]

use iecmhc_crosswalk::cli::Codes;
use iecmhc_crosswalk::record::{CkcCode, CompetencyId, NotAKey, Section};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    if let Ok(codes) = typed.parse::<Codes>() {
        assert!(codes.range.start() <= codes.range.end());
        assert_eq!(codes.typed.parse(), Ok(codes.clone()));
    }
    assert_prints_as_read::<CkcCode>(typed);
    assert_prints_as_read::<CompetencyId>(typed);
    assert_prints_as_read::<Section>(typed);
});

fn assert_prints_as_read<K>(typed: &str)
where
    K: std::str::FromStr<Err = NotAKey> + std::fmt::Display + std::fmt::Debug + PartialEq,
{
    if let Ok(key) = typed.parse::<K>() {
        assert_eq!(key.to_string().parse(), Ok(key));
    }
}
