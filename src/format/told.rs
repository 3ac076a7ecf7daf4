//! What tests write down of a text that can't be read.

use std::fmt::Write as _;

use super::Reading;

impl Reading {
    /// The beginning of `text` and every problem of it, a line each; each must point into it.
    pub(super) fn told(&self, text: &str) -> String {
        let start: String = text.chars().take(60).collect();
        let mut told = format!("{start:?}\n");
        for problem in self.problems() {
            writeln!(told, "    {problem}").unwrap();
            assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
        }
        told
    }
}
