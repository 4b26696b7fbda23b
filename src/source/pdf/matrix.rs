//! From the places of one drawing to those of the one around it.

/// `a b c d e f`, as a PDF writes it.
#[derive(Clone, Copy)]
pub(super) struct Matrix(pub [f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This one, and the other one after it.
    pub(super) fn then(self, outer: Self) -> Self {
        let (right, down) = outer.place(self.0[4], self.0[5]);
        // The way of one step to the right, and of one down.
        let step = |x: f64, y: f64| {
            let by = outer.0;
            (by[0] * x + by[2] * y, by[1] * x + by[3] * y)
        };
        let across = step(self.0[0], self.0[1]);
        let along = step(self.0[2], self.0[3]);
        Self([across.0, across.1, along.0, along.1, right, down])
    }

    /// Where a point is in the outer drawing.
    pub(super) fn place(self, x: f64, y: f64) -> (f64, f64) {
        let by = self.0;
        (by[0] * x + by[2] * y + by[4], by[1] * x + by[3] * y + by[5])
    }

    /// How much larger the outer drawing is.
    pub(super) fn scale(self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }
}
