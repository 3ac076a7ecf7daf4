//! A value of JSON or YAML, with its place in the text.

use std::ops::Range;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Nothing,
    Truth(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Pair>),
    /// What stands deeper than anything that is read.
    TooDeep,
}

/// A key of an object and its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) span: Range<usize>,
    pub(super) node: Node,
}

/// Deeper values are not looked into: an article has none.
pub(super) const MAX_DEPTH: usize = 6;

impl Node {
    /// Whether it is a text, or a list of nothing else.
    pub(super) fn is_text(&self) -> bool {
        match &self.value {
            Value::Text(_) => true,
            Value::List(items) => items
                .iter()
                .all(|item| matches!(item.value, Value::Text(_))),
            _ => false,
        }
    }
}

impl Value {
    /// What it is, for a problem.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Truth(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
            Self::TooDeep => "a value deep inside of others",
        }
    }
}
