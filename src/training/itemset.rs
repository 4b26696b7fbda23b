//! A set of CKC items of one catalogue, one bit per item.

use crate::record::ItemIndex;

/// A set of items by their index. Up to 64 items, the usual case, it is one word and allocates
/// nothing; beyond that it grows as it must.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemSet {
    first: u64,
    /// The words after the first; the last of them is never zero, so that equal sets are equal.
    rest: Vec<u64>,
}

const BITS: usize = u64::BITS as usize;

impl ItemSet {
    /// The empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The items below `len`.
    #[must_use]
    pub fn all(len: usize) -> Self {
        (0..len).collect()
    }

    /// Puts an item in.
    pub fn insert(&mut self, item: impl Into<usize>) {
        let item = item.into();
        let bit = 1 << (item % BITS);
        match (item / BITS).checked_sub(1) {
            None => self.first |= bit,
            Some(word) => {
                if self.rest.len() <= word {
                    self.rest.resize(word + 1, 0);
                }
                self.rest[word] |= bit;
            }
        }
    }

    /// Whether the item is in the set.
    #[must_use]
    pub fn contains(&self, item: impl Into<usize>) -> bool {
        let item = item.into();
        self.word(item / BITS) >> (item % BITS) & 1 == 1
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first == 0 && self.rest.is_empty()
    }

    /// How many items are in the set.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether every item is also in `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.first & !other.first == 0
            && (self.rest.iter().enumerate())
                .all(|(index, word)| word & !other.word(index + 1) == 0)
    }

    /// Whether no item is also in `other`.
    #[must_use]
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.first & other.first == 0
            && (self.rest.iter().zip(&other.rest)).all(|(left, right)| left & right == 0)
    }

    /// The items in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let words = self.rest.len().max(other.rest.len());
        Self::from_words(self.first | other.first, words, |index| {
            self.word(index) | other.word(index)
        })
    }

    /// The items in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let words = self.rest.len().min(other.rest.len());
        Self::from_words(self.first & other.first, words, |index| {
            self.word(index) & other.word(index)
        })
    }

    /// The items that are not in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self::from_words(self.first & !other.first, self.rest.len(), |index| {
            self.word(index) & !other.word(index)
        })
    }

    /// The items in ascending order.
    pub fn items(&self) -> impl Iterator<Item = ItemIndex> + '_ {
        self.iter().map(ItemIndex::at)
    }

    /// Their places in ascending order: to the solver, items are numbers.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words().enumerate().flat_map(|(index, word)| {
            let lower = |bits: u64| (bits != 0).then_some(bits);
            std::iter::successors(lower(word), move |bits| lower(bits & (bits - 1)))
                .map(move |bits| index * BITS + bits.trailing_zeros() as usize)
        })
    }

    fn words(&self) -> impl Iterator<Item = u64> + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    fn word(&self, index: usize) -> u64 {
        match index.checked_sub(1) {
            None => self.first,
            Some(index) => self.rest.get(index).copied().unwrap_or(0),
        }
    }

    /// The set of the first word and `words` more, by their index counted from the first.
    fn from_words(first: u64, words: usize, word: impl Fn(usize) -> u64) -> Self {
        let mut rest: Vec<u64> = (1..=words).map(word).collect();
        while rest.last() == Some(&0) {
            rest.pop();
        }
        Self { first, rest }
    }
}

impl<T: Into<usize>> FromIterator<T> for ItemSet {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut set = Self::new();
        for item in items {
            set.insert(item);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(items: &[usize]) -> ItemSet {
        items.iter().copied().collect()
    }

    fn items(set: &ItemSet) -> Vec<usize> {
        set.iter().collect()
    }

    #[test]
    fn items_come_in_ascending_order_and_once() {
        assert_eq!(items(&set(&[130, 0, 63, 64, 0])), [0, 63, 64, 130]);
        assert!(items(&ItemSet::new()).is_empty());
        assert_eq!(ItemSet::all(70).count(), 70);
    }

    #[test]
    fn sets_of_different_length_combine() {
        let (short, long) = (set(&[1, 2]), set(&[2, 64, 200]));
        assert_eq!(short.union(&long), set(&[1, 2, 64, 200]));
        assert_eq!(long.union(&short), set(&[1, 2, 64, 200]));
        assert_eq!(short.intersection(&long), set(&[2]));
        assert_eq!(long.difference(&short), set(&[64, 200]));
        assert_eq!(short.difference(&long), set(&[1]));
    }

    #[test]
    fn equal_sets_are_equal_however_they_were_made() {
        let shrunk = set(&[1, 200]).difference(&set(&[200]));
        assert_eq!(shrunk, set(&[1]));
        assert!(set(&[200]).difference(&set(&[200])).is_empty());
    }

    #[test]
    fn subsets_and_disjoint_sets_are_told_across_words() {
        assert!(set(&[1]).is_subset(&set(&[1, 200])));
        assert!(!set(&[1, 200]).is_subset(&set(&[1])));
        assert!(ItemSet::new().is_subset(&ItemSet::new()));
        assert!(set(&[1]).is_disjoint(&set(&[2, 200])));
        assert!(!set(&[1, 200]).is_disjoint(&set(&[2, 200])));
    }

    #[test]
    fn an_item_beyond_the_last_word_is_not_contained() {
        assert!(set(&[200]).contains(200_usize));
        assert!(!set(&[200]).contains(136_usize));
        assert!(!set(&[1]).contains(200_usize));
    }
}
