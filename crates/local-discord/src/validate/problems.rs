//! What is wrong with a body, in the shape of Discord's `errors` tree: keyed by path, a list of
//! `{code, message}` under `_errors`.

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

/// Whether a key may be left out; `null` counts as left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}

#[derive(Debug)]
struct Problem {
    path: Vec<String>,
    code: &'static str,
    message: String,
}

/// Collects problems while a body is walked; knows the path where the walk stands.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    path: Vec<String>,
    found: Vec<Problem>,
}

impl Problems {
    /// Whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many were found.
    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    /// Runs `check` one step further down the path.
    pub(crate) fn at<T>(&mut self, key: impl ToString, check: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(key.to_string());
        let result = check(self);
        self.path.pop();
        result
    }

    /// Notes a problem where the walk stands.
    pub(crate) fn add(&mut self, code: &'static str, message: impl Into<String>) {
        self.found.push(Problem {
            path: self.path.clone(),
            code,
            message: message.into(),
        });
    }

    /// Notes a problem with a key of where the walk stands.
    pub(crate) fn add_at(&mut self, key: &str, code: &'static str, message: impl Into<String>) {
        self.at(key, |problems| problems.add(code, message));
    }

    /// The `errors` tree.
    pub(crate) fn tree(&self) -> Value {
        let mut tree = Value::Object(Map::new());
        for problem in &self.found {
            let node = problem.path.iter().fold(&mut tree, |node, key| {
                if node[key].is_null() {
                    node[key] = json!({});
                }
                &mut node[key]
            });
            let one = json!({"code": problem.code, "message": problem.message});
            match node["_errors"].as_array_mut() {
                Some(errors) => errors.push(one),
                None => node["_errors"] = json!([one]),
            }
        }
        tree
    }

    /// The value under `key`; notes where a required one is absent.
    pub(crate) fn value<'v>(
        &mut self,
        object: &'v Value,
        key: &str,
        need: Need,
    ) -> Option<&'v Value> {
        let value = object.get(key).filter(|value| !value.is_null());
        if value.is_none() && need == Need::Required {
            self.add_at(key, "BASE_TYPE_REQUIRED", "This field is required");
        }
        value
    }

    /// The value under `key` as `read` understands it; notes what it does not understand.
    fn typed<'v, T>(
        &mut self,
        object: &'v Value,
        key: &str,
        need: Need,
        (code, message): (&'static str, &str),
        read: impl FnOnce(&'v Value) -> Option<T>,
    ) -> Option<T> {
        let read = read(self.value(object, key, need)?);
        if read.is_none() {
            self.add_at(key, code, message);
        }
        read
    }

    /// A text whose length lies in `length`. A required one that is blank counts as left out.
    pub(crate) fn text<'v>(
        &mut self,
        object: &'v Value,
        key: &str,
        need: Need,
        length: RangeInclusive<usize>,
    ) -> Option<&'v str> {
        let wrong = (
            "STRING_TYPE_CONVERT",
            "Could not interpret value as string.",
        );
        let text = self.typed(object, key, need, wrong, Value::as_str)?;
        if need == Need::Required && text.trim().is_empty() && *length.start() > 0 {
            self.add_at(key, "BASE_TYPE_REQUIRED", "This field is required");
        } else if !length.contains(&units(text)) {
            self.at(key, |problems| problems.bad_length(&length, "in length"));
        }
        Some(text)
    }

    /// A whole number that lies in `range`.
    pub(crate) fn integer(
        &mut self,
        object: &Value,
        key: &str,
        need: Need,
        range: RangeInclusive<i64>,
    ) -> Option<i64> {
        let wrong = ("NUMBER_TYPE_COERCE", "Value is not int.");
        let number = self.typed(object, key, need, wrong, Value::as_i64)?;
        if number < *range.start() {
            let least = format!(
                "int value should be greater than or equal to {}.",
                range.start()
            );
            self.add_at(key, "NUMBER_TYPE_MIN", least);
        } else if number > *range.end() {
            let most = format!("int value should be less than or equal to {}.", range.end());
            self.add_at(key, "NUMBER_TYPE_MAX", most);
        }
        Some(number)
    }

    /// A truth value.
    pub(crate) fn boolean(&mut self, object: &Value, key: &str) -> Option<bool> {
        let wrong = ("BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        self.typed(object, key, Need::Optional, wrong, Value::as_bool)
    }

    /// An id: a number, mostly written as a text.
    pub(crate) fn snowflake(&mut self, object: &Value, key: &str, need: Need) -> Option<u64> {
        let message = format!("Value \"{}\" is not snowflake.", object[key]);
        self.typed(
            object,
            key,
            need,
            ("NUMBER_TYPE_COERCE", &message),
            snowflake,
        )
    }

    /// A list with a number of items in `length`.
    pub(crate) fn list<'v>(
        &mut self,
        object: &'v Value,
        key: &str,
        need: Need,
        length: RangeInclusive<usize>,
    ) -> Option<&'v [Value]> {
        let wrong = (
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        );
        let list = self.typed(object, key, need, wrong, Value::as_array)?;
        if !length.contains(&list.len()) {
            self.at(key, |problems| problems.bad_length(&length, "in length"));
        }
        Some(list)
    }

    /// A list whose every item `check` looks at.
    pub(crate) fn each<'v>(
        &mut self,
        object: &'v Value,
        key: &str,
        need: Need,
        length: RangeInclusive<usize>,
        mut check: impl FnMut(&mut Self, &'v Value),
    ) -> Option<&'v [Value]> {
        let list = self.list(object, key, need, length)?;
        self.at(key, |problems| {
            for (index, item) in list.iter().enumerate() {
                problems.at(index, |problems| check(problems, item));
            }
        });
        Some(list)
    }

    /// Notes a value that is none of `choices`.
    pub(crate) fn not_among(&mut self, key: &str, choices: &[u64]) {
        let choices = choices
            .iter()
            .map(u64::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        self.add_at(
            key,
            "BASE_TYPE_CHOICES",
            format!("Value must be one of {{{choices}}}."),
        );
    }

    fn bad_length(&mut self, length: &RangeInclusive<usize>, what: &str) {
        let (least, most) = (length.start(), length.end());
        if *least == 0 {
            self.add(
                "BASE_TYPE_MAX_LENGTH",
                format!("Must be {most} or fewer {what}."),
            );
        } else {
            let message = format!("Must be between {least} and {most} {what}.");
            self.add("BASE_TYPE_BAD_LENGTH", message);
        }
    }
}

/// The length of a text as every limit here counts it: UTF-16 code units, the strictest plausible
/// count.
pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The number in an id.
pub(crate) fn snowflake(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        number => number.as_u64(),
    }
    .filter(|id| *id > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_stand_in_a_tree_by_path() {
        let body = json!({"list": [{"name": "ok"}, {"name": "too long"}], "flag": 1});
        let mut problems = Problems::default();
        problems.each(&body, "list", Need::Required, 0..=1, |problems, item| {
            problems.text(item, "name", Need::Required, 1..=3);
        });
        problems.boolean(&body, "flag");
        problems.value(&body, "absent", Need::Required);
        let code = |pointer: &str| problems.tree().pointer(pointer).cloned();
        assert_eq!(
            code("/list/_errors/0/code"),
            Some(json!("BASE_TYPE_MAX_LENGTH"))
        );
        assert_eq!(
            code("/list/1/name/_errors/0/code"),
            Some(json!("BASE_TYPE_BAD_LENGTH"))
        );
        assert_eq!(code("/list/0"), None);
        assert_eq!(
            code("/flag/_errors/0/code"),
            Some(json!("BOOLEAN_TYPE_CONVERT"))
        );
        assert_eq!(
            code("/absent/_errors/0/code"),
            Some(json!("BASE_TYPE_REQUIRED"))
        );
    }

    #[test]
    fn lengths_are_counted_in_utf16_units() {
        for (text, length) in [("", 0), ("abc", 3), ("é", 1), ("🗞", 2), ("。", 1)] {
            assert_eq!(units(text), length, "{text}");
        }
    }
}
