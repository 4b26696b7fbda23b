//! Texts that broke something once, as small as they come: found by the fuzzers, by the damage tests
//! and by the generator.

mod common;

use common::{assert_reads_as_competencies, assert_reads_as_crosswalk};

#[test]
fn every_character_of_these_is_accounted_for() {
    for text in [
        // The marks before and after a name.
        "- 1.",
        "# Knots Ties ropes\n",
        "**Knots**\n",
        // A heading, and beside it words that go on.
        "Seamanship\tropes 4.1 - Ties\tand sails (IMHM) Mends them",
        // A code alone, then one with a mark.
        "6.7 - 6.7 - Ties",
        // Codes that fall after a name stuck to the statement of a row that broke off.
        "1.1 - Ties ropes\nKnots Ties and 1.1 - Ties ropes 2.3 - Mends\n2.3 - Mends\nSails Sews with\
         \t2.3 - Mends Encourages the 1.6 - Sews",
        // A row whose codes are due, and then another before they come.
        "1.1 - Ties\nropes Sails (IMHM)\t\nmasts Decks (IMHM) 2.1 - Mends\t\nsails 2.1 - Mends",
        // Two cells that go on, before codes that fall.
        "a\n5.5 - Ties\nropes\tand sails\n 6.6 - Mends\n 1.1 - Sews",
        // A name that is cut, and then a row of another area.
        "Knots and\nSeamanship\tSails (IMHM) Mends them\t1.1 - Ties",
        "Area of\tKnowledge Areas\t2015 CKC\nExpertiseThinking\tAnalyzing infor Theoretical Fooddler\n\n\
         Area of\tKnowledge Areas\t2015 CKC\nExpertiseThinking\tAnalyzing infor Theoretical Foundatiom",
    ] {
        assert_reads_as_crosswalk(text);
        assert_reads_as_competencies(text);
    }
}
