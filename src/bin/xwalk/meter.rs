//! How far the reading of a long file has come: one line on standard error, if that is a terminal, and if it takes
//! longer than a second.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use iecmhc_crosswalk::source::Progress;

/// A line that is drawn over and over.
pub(crate) struct Meter {
    is_terminal: bool,
    next: Cell<Instant>,
    is_shown: Cell<bool>,
}

impl Meter {
    /// Begins to wait.
    pub(crate) fn new() -> Self {
        const PATIENCE: Duration = Duration::from_secs(1);
        Self {
            is_terminal: io::stderr().is_terminal(),
            next: Cell::new(Instant::now() + PATIENCE),
            is_shown: Cell::new(false),
        }
    }

    /// Shows how much has been read, if it is time to.
    pub(crate) fn show(&self, progress: &Progress) {
        const PAUSE: Duration = Duration::from_millis(100);
        let now = Instant::now();
        if !self.is_terminal || now < self.next.get() {
            return;
        }
        self.next.set(now + PAUSE);
        self.is_shown.set(true);
        match progress.percent() {
            Some(percent) => draw(&bar(percent)),
            None => draw(&format!("read {} MB", progress.megabytes())),
        }
    }

    /// Takes the line away, so that only the answer is left.
    pub(crate) fn clear(&self) {
        if self.is_shown.get() {
            draw("");
        }
    }
}

fn bar(percent: u64) -> String {
    const STEPS: u64 = 30;
    let done = percent * STEPS / 100;
    let marks = (0..STEPS).map(|step| if step < done { '█' } else { '░' });
    format!("{} {percent} %", marks.collect::<String>())
}

fn draw(line: &str) {
    // Whoever cannot see it misses nothing.
    let mut stderr = io::stderr().lock();
    let _ = write!(stderr, "\r\u{1b}[K{line}").and_then(|()| stderr.flush());
}
