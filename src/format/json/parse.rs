//! JSON as a tree with places.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::format::{
    problem::Complaint,
    tree::{MAX_DEPTH, Node, Pair, Value},
};

/// Where a text is no JSON, and why.
pub(super) struct Fault {
    /// The byte, in the text that was read.
    pub(super) at: usize,
    what: String,
}

impl Fault {
    /// What `error` says of `text`.
    pub(super) fn new(text: &str, error: &serde_json::Error) -> Self {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let what = error.to_string();
        let before = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1));
        let start: usize = before.map(str::len).sum();
        let at = (start + error.column().saturating_sub(1)).min(text.len());
        Self {
            at: text.floor_char_boundary(at),
            what: what.strip_suffix(&place).unwrap_or(&what).to_owned(),
        }
    }

    /// The same in the text from the byte `start` on.
    pub(super) fn after(self, start: usize) -> Self {
        let at = self.at.saturating_sub(start);
        Self { at, ..self }
    }

    /// What a person is told.
    pub(super) fn complaint(&self) -> Complaint {
        Complaint::new(
            format!("this is not JSON: {}", self.what),
            "an object, its keys and texts in double quotation marks",
            "Mend it here or just before: often a comma, a quotation mark or a brace is missing.",
        )
    }
}

/// The tree of a value that begins at the byte `start` of the file.
pub(super) fn node(raw: &RawValue, start: usize) -> Result<Node, Fault> {
    let base = raw.get().as_ptr().addr();
    let reader = Reader { base, start };
    reader.node(raw, 0)
}

struct Reader {
    base: usize,
    start: usize,
}

impl Reader {
    fn node(&self, raw: &RawValue, depth: usize) -> Result<Node, Fault> {
        let text = raw.get();
        let value = match text.as_bytes().first() {
            Some(b'"') => Value::Text(self.decode(text)?),
            Some(b'[' | b'{') if depth == MAX_DEPTH => Value::TooDeep,
            Some(b'[') => Value::List(self.list(text, depth)?),
            Some(b'{') => Value::Object(self.object(text, depth)?),
            Some(b't' | b'f') => Value::Truth(text == "true"),
            Some(b'n') => Value::Nothing,
            _ => Value::Number(text.to_owned()),
        };
        let at = self.place(text);
        let span = at..at + text.len();
        Ok(Node { span, value })
    }

    fn list(&self, text: &str, depth: usize) -> Result<Vec<Node>, Fault> {
        let items: Vec<&RawValue> = self.decode(text)?;
        let nodes = items.into_iter().map(|item| self.node(item, depth + 1));
        nodes.collect()
    }

    fn object(&self, text: &str, depth: usize) -> Result<Vec<Pair>, Fault> {
        let Pairs(pairs) = self.decode(text)?;
        let pairs = pairs.into_iter().map(|(key, value)| {
            let at = self.place(key.get());
            Ok(Pair {
                key: self.decode(key.get())?,
                span: at..at + key.get().len(),
                node: self.node(value, depth + 1)?,
            })
        });
        pairs.collect()
    }

    fn decode<'a, T: Deserialize<'a>>(&self, text: &'a str) -> Result<T, Fault> {
        serde_json::from_str(text).map_err(|error| {
            let fault = Fault::new(text, &error);
            Fault {
                at: self.place(text) + fault.at,
                ..fault
            }
        })
    }

    /// Where `part`, a part of the value, stands in the file.
    fn place(&self, part: &str) -> usize {
        self.start + part.as_ptr().addr() - self.base
    }
}

/// The keys and values of an object as they stand, a key that comes twice too.
struct Pairs<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Taker;

        impl<'de> Visitor<'de> for Taker {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Taker)
    }
}
