//! Made-up catalogues, printed in made-up layouts, read back to the same records.
//!
//! Names and sentences are of the form of the documents: a definition and a statement start with a verb in
//! the third person and go on in lower case, a code has one statement, codes rise within a row.
//! Every choice is a throw of the dice, and a throw of 0 is the plainest choice: what fails shrinks to a plain
//! document.
//!
//! What is left out, because no reader could tell what it is:
//! - a note alone on its line where no columns are kept: it looks like a name;
//! - a statement that is cut, or has something stuck to it, and is nowhere else printed whole;
//! - more occurrences of a statement with a note stuck to them than without one;
//! - a page break before a parenthesis: only a letter in lower case shows that words go on;
//! - rows stuck together whose codes do not fall where the second begins;
//! - two rows in one definition where only the second has a level mark, or where the first definition is so
//!   short that the second verb could be the first row's;
//! - two rows in one definition that a page break cuts, or whose codes are on other lines;
//! - a heading of one word, or a name without a word in lower case after its first, where both are stuck to a
//!   statement;
//! - in a page of competencies, a blank line before a capital within an “As demonstrated by” list: what
//!   follows one is a section's heading.

mod common;
#[path = "generator/crosswalk.rs"]
mod crosswalk;
#[path = "generator/dice.rs"]
mod dice;
#[path = "generator/page.rs"]
mod page;
#[path = "generator/words.rs"]
mod words;

use proptest::collection::vec;
use proptest::prelude::*;

use dice::Dice;

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_crosswalk_in_any_layout_reads_to_its_rows(
        said in vec(any::<u8>(), 0..400),
        laid_out in vec(any::<u8>(), 0..400),
    ) {
        let table = crosswalk::Table::thrown(&mut Dice::new(said));
        let printed = crosswalk::printed(&table, &mut Dice::new(laid_out));
        crosswalk::assert_reads(&printed, &table);
    }

    #[test]
    fn a_page_of_competencies_in_any_layout_reads_to_its_rows(
        said in vec(any::<u8>(), 0..300),
        laid_out in vec(any::<u8>(), 0..600),
    ) {
        let page = page::Page::thrown(&mut Dice::new(said));
        let printed = page::printed(&page, &mut Dice::new(laid_out));
        page::assert_reads(&printed, &page);
    }
}

/// The generator does what its documentation says: every choice of layout is made in some document.
#[test]
fn every_layout_is_thrown() {
    let mut made = std::collections::BTreeSet::new();
    for seed in 0..400u32 {
        let bytes = |salt: u32| {
            let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(salt);
            let mut next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            (0..400).map(|_| next()).collect::<Vec<u8>>()
        };
        let table = crosswalk::Table::thrown(&mut Dice::new(bytes(1)));
        let printed = crosswalk::printed(&table, &mut Dice::new(bytes(2)));
        made.extend(printed.features);
    }
    assert_eq!(made.len(), crosswalk::FEATURES, "{made:?}");
}
