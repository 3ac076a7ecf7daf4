//! Forms as values, within Discord's limits by construction.

use super::action::FormKey;
use crate::article::Field;

/// A form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is for.
    pub key: FormKey,
    /// What stands above it, at most 45 UTF-16 units.
    pub title: String,
    /// One to five.
    pub inputs: Vec<Input>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Which: its name is the input's `custom_id`.
    pub field: Field,
    /// What stands above it, at most 45 UTF-16 units.
    pub label: String,
    /// What is typed there already, at most 4,000 UTF-16 units.
    pub value: String,
    /// What stands there while it is empty, at most 100 UTF-16 units.
    pub placeholder: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Most UTF-16 units that it takes.
    pub max_length: u16,
    /// Whether it is one line.
    pub line: bool,
}
