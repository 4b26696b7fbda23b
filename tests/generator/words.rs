//! Words made up for the test; the documents hold none of these sentences.

use crate::dice::Dice;

pub(crate) const AREAS: [&str; 8] = [
    "Seamanship",
    "Sea Lore",
    "Craft, Cargo & Harbour Law",
    "Working With Sails",
    "Navigation Expertise",
    "Weather",
    "Leading Crews",
    "Charts & Records",
];

const HEADS: [&str; 10] = [
    "Rope", "Rigging", "Harbour", "Anchor", "Storm", "Deck", "Engine", "Cargo", "Signal", "Watch",
];

const TAILS: [&str; 8] = [
    "",
    " care",
    " & mooring",
    "/repair",
    " keeping",
    " Duty",
    " of small boats",
    "-focused practice",
];

/// Never an `s` at the end of the first word: `Knots on deck` would open a definition.
pub(crate) fn name(dice: &mut Dice) -> String {
    format!("{}{}", dice.one_of(&HEADS), dice.one_of(&TAILS))
}

const VERBS: [&str; 8] = [
    "Demonstrates",
    "Ties",
    "Mends",
    "Identifies",
    "Seeks",
    "Carefully steers",
    "Coils, splices,",
    "Promotes",
];

const LINKS: [&str; 12] = [
    "the", "of", "and", "with", "for", "in", "or", "to", "on", "by", "from", "as",
];

const THINGS: [&str; 16] = [
    "rope",
    "sails",
    "tide",
    "hull",
    "crew",
    "mast",
    "harbour-side",
    "cargo/ballast",
    "wind",
    "storm",
    "watch (night)",
    "crew's",
    "oars",
    "chart",
    "depth",
    "anchor",
];

/// A sentence of a verb and so many pairs of words; it ends in a thing.
fn sentence(verb: &str, first: &str, pairs: usize, dice: &mut Dice) -> String {
    let mut words = format!("{verb} {first}");
    for _ in 0..pairs {
        let comma = if dice.once_in(5) { "," } else { "" };
        let (link, thing) = (dice.one_of(&LINKS), dice.one_of(&THINGS));
        words = format!("{words}{comma} {link} {thing}");
    }
    words
}

pub(crate) fn definition(dice: &mut Dice) -> String {
    let pairs = 1 + dice.below(7);
    let first = dice.one_of(&THINGS);
    let verb = dice.one_of(&VERBS);
    sentence(verb, first, pairs, dice)
}

const OBJECTS: [&str; 12] = [
    "knots",
    "splices",
    "charts",
    "lamps",
    "pumps",
    "crews",
    "logs",
    "stores",
    "boats",
    "flags",
    "compasses",
    "ladders",
];

/// The statement of the code with this number; no other has its second word.
pub(crate) fn statement(number: usize, dice: &mut Dice) -> String {
    let pairs = 1 + dice.below(6);
    let verb = ["Understands", "Respects", "Applies", "Helps"][dice.below(4)];
    sentence(verb, OBJECTS[number], pairs, dice)
}

pub(crate) const CODES: [(u8, u8); 12] = [
    (1, 1),
    (1, 2),
    (1, 9),
    (1, 10),
    (2, 1),
    (2, 3),
    (3, 6),
    (4, 1),
    (5, 7),
    (6, 4),
    (7, 5),
    (7, 6),
];

pub(crate) const NOTES: [&str; 2] = ["T&TA Competencies", "Found no corresponding competencies"];
