//! Choices made by bytes, so that what proptest shrinks shrinks to the plainest choices.

pub(crate) struct Dice {
    bytes: std::vec::IntoIter<u8>,
}

impl Dice {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes: bytes.into_iter(),
        }
    }

    /// A number below `sides`; 0 when all bytes are used up.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        usize::from(self.bytes.next().unwrap_or(0)) % sides
    }

    /// True once in so many throws, never when all bytes are used up.
    pub(crate) fn once_in(&mut self, throws: usize) -> bool {
        self.below(throws) == throws - 1
    }

    pub(crate) fn one_of<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}
