//! The fields of the desk's forms, defined in `docs/desk-forms.md`: an article's parts as a form is
//! filled in with them, and as they are read again.

mod lines;
mod part;
mod print;
#[cfg(test)]
mod properties;
mod read;
#[cfg(test)]
mod tests;
mod title;

pub use self::{print::print, read::read, title::title};
use super::Problem;
use crate::article::Field;

/// Something in a field that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// In which field.
    pub field: Field,
    /// The line as it was typed.
    pub typed: String,
    /// What is wrong; its place is one of the field's own text.
    pub problem: Problem,
}
