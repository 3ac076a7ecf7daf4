//! Front matter: the facts of an article in YAML, between two lines `---` at the start of a file.

use std::{fmt, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::{Location, Spanned};

use super::{Problem, Read, checks, draft::Draft};
use crate::{
    article::{Article, Line},
    format::{
        fields::Fields,
        problem::{Complaint, Quote},
        report::Report,
        tree::{MAX_DEPTH, Node, Pair, Value},
    },
};

/// The front matter of a file.
pub(super) struct Front {
    /// Where the text after it begins.
    pub(super) body: usize,
    /// What is wrong in it.
    pub(super) problems: Vec<Problem>,
    fields: Fields,
}

impl Front {
    /// Reads the front matter of a text that has one.
    pub(super) fn read(text: &str, report: &mut Report<'_>) -> Option<Self> {
        let (fence, yaml, body) = split(text)?;
        let fields = match fence {
            "---" => fields(text, &yaml, report),
            _ => {
                report.at(0..fence.len(), toml());
                Fields::default()
            }
        };
        Some(Self {
            body,
            problems: report.finish().err().unwrap_or_default(),
            fields,
        })
    }

    /// The headline that it names, and where.
    pub(super) fn headline(&self) -> Option<(Line, Range<usize>)> {
        let headline = self.fields.headline.clone()?;
        Some((headline, self.fields.place("headline")?))
    }

    /// Adds what it says to the article under it.
    pub(super) fn add_to(self, draft: &Draft, read: Read, report: &mut Report<'_>) -> Read {
        let fields = self.fields;
        for key in ["lede", "sections"] {
            if let Some(place) = fields.place(key) {
                report.at(place, below(key));
            }
        }
        let (mut article, mut standing) = read?;
        if let (Some(headline), Some(place)) = (&fields.headline, fields.place("headline"))
            && headline != &article.headline
        {
            let title = &draft.pieces[0].text;
            report.at(place, another(headline.as_str(), title));
        }
        merge(&mut article, &fields, report);
        if fields.standing != Default::default() {
            standing = fields.standing;
        }
        if let Some(complaint) = checks::size(&article) {
            report.at(0..0, complaint);
        }
        Some((article, standing))
    }
}

/// Puts each part that the front matter names where the text has none.
fn merge(article: &mut Article, fields: &Fields, report: &mut Report<'_>) {
    let mut free = |key: &str, is_free: bool| {
        let place = fields.place(key);
        if let (Some(place), false) = (place.clone(), is_free) {
            report.at(place.clone(), twice(key));
        }
        place.is_some()
    };
    if free("published", article.published.is_none()) {
        article.published = fields.published;
    }
    if free("byline", article.byline.is_none()) {
        article.byline.clone_from(&fields.byline);
    }
    if free("image", article.image.is_none()) {
        article.image.clone_from(&fields.image);
    }
    if free("topics", article.topics.is_empty()) {
        article.topics.clone_from(&fields.topics);
    }
    if free("sources", article.sources.is_empty()) {
        article.sources.clone_from(&fields.sources);
    }
    if free("highlights", article.highlights.is_empty()) {
        article.highlights.clone_from(&fields.highlights);
    }
    if free("analysis", article.analysis.is_empty()) {
        article.analysis.clone_from(&fields.analysis);
    }
}

/// The fence of a front matter, what stands inside, and where the text after it begins.
fn split(text: &str) -> Option<(&str, Range<usize>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let fence = first.trim_end();
    if !matches!(fence, "---" | "+++") {
        return None;
    }
    let start = first.len();
    let mut at = start;
    for line in lines {
        let end = line.trim_end();
        if end == fence || (fence == "---" && end == "...") {
            return Some((fence, start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn fields(text: &str, yaml: &Range<usize>, report: &mut Report<'_>) -> Fields {
    let source = &text[yaml.clone()];
    if source
        .lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
    {
        return Fields::default();
    }
    let options = serde_saphyr::options! {
        with_snippet: false,
        merge_keys: serde_saphyr::MergeKeyPolicy::Error,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
    };
    let place = Place {
        source,
        start: yaml.start,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Tree>>(source, options) {
        Ok(root) => {
            let node = place.node(root, 0);
            match node.value {
                Value::Nothing => Fields::default(),
                Value::Object(pairs) => Fields::read(&pairs, report),
                other => {
                    report.at(node.span, no_object(other.kind()));
                    Fields::default()
                }
            }
        }
        Err(error) => {
            let at = error.location().map_or(yaml.start, |at| place.at(&at));
            report.at(at..at, no_yaml(&error));
            Fields::default()
        }
    }
}

/// A value of YAML with the places of what is in it.
enum Tree {
    Value(Value),
    List(Vec<Spanned<Tree>>),
    Object(Vec<(Spanned<String>, Spanned<Tree>)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Taker)
    }
}

struct Taker;

impl<'de> Visitor<'de> for Taker {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list or keys with values")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Value(Value::Nothing))
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Value(Value::Nothing))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        Tree::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Value(Value::Truth(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Value(Value::Number(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Value(Value::Number(value.to_string())))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Tree, E> {
        Ok(Tree::Value(Value::Number(value.to_string())))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Tree, E> {
        Ok(Tree::Value(Value::Number(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Value(Value::Number(value.to_string())))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Value(Value::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Tree, A::Error> {
        let mut object = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            object.push(pair);
        }
        Ok(Tree::Object(object))
    }
}

/// Where the YAML stands in the file.
struct Place<'a> {
    source: &'a str,
    start: usize,
}

impl Place<'_> {
    fn node(&self, tree: Spanned<Tree>, depth: usize) -> Node {
        let span = self.span(&tree.referenced);
        let value = match tree.value {
            Tree::Value(value) => value,
            _ if depth == MAX_DEPTH => Value::TooDeep,
            Tree::List(items) => {
                let nodes = items.into_iter().map(|item| self.node(item, depth + 1));
                Value::List(nodes.collect())
            }
            Tree::Object(pairs) => {
                let pairs = pairs.into_iter().map(|(key, tree)| Pair {
                    span: self.span(&key.referenced),
                    key: key.value,
                    node: self.node(tree, depth + 1),
                });
                Value::Object(pairs.collect())
            }
        };
        Node { span, value }
    }

    fn span(&self, location: &Location) -> Range<usize> {
        let start = self.at(location);
        let length = location.span().byte_len().unwrap_or_default();
        let length = usize::try_from(length).unwrap_or_default();
        let rest = &self.source[start - self.start..];
        let text = &rest[..rest.floor_char_boundary(length)];
        start..start + text.find('\n').unwrap_or(text.len())
    }

    /// The byte of the file that a location means.
    fn at(&self, location: &Location) -> usize {
        if let Some(at) = location.span().byte_offset() {
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            return self.start + self.source.floor_char_boundary(at);
        }
        let lines = self.source.split_inclusive('\n');
        let above = usize::try_from(location.line())
            .unwrap_or(1)
            .saturating_sub(1);
        let line_start: usize = lines.clone().take(above).map(str::len).sum();
        let line = &self.source[line_start.min(self.source.len())..];
        let column = usize::try_from(location.column())
            .unwrap_or(1)
            .saturating_sub(1);
        let before: usize = line.chars().take(column).map(char::len_utf8).sum();
        self.start + line_start + before
    }
}

fn no_yaml(error: &serde_saphyr::Error) -> Complaint {
    let what = error.to_string();
    // Without the place, and without what only a programmer could do.
    let what = what.lines().next().unwrap_or_default();
    let end = [" at line ", ", set "]
        .iter()
        .filter_map(|end| what.find(end));
    let what = &what[..end.min().unwrap_or(what.len())];
    Complaint::new(
        format!("this is not YAML: {what}"),
        "lines such as `published: 2025-09-01` between the two lines ---",
        "Mend it here or just before; a text with a colon in it takes quotation marks.",
    )
}

fn no_object(kind: &str) -> Complaint {
    Complaint::new(
        format!("the front matter is {kind}"),
        "lines such as `published: 2025-09-01`",
        "Write a key, a colon and a value on each line.",
    )
}

fn toml() -> Complaint {
    Complaint::new(
        "front matter between +++ (TOML) can't be read".to_owned(),
        "YAML between two lines ---",
        "Write --- in place of +++, and a colon in place of each =.",
    )
}

fn below(key: &str) -> Complaint {
    Complaint::new(
        format!("`{key}` stands in the front matter"),
        "the story below the front matter",
        "Move it there.",
    )
}

fn twice(key: &str) -> Complaint {
    Complaint::new(
        format!("`{key}` stands here and in the text below"),
        "it once",
        "Keep one of the two.",
    )
}

fn another(here: &str, below: &str) -> Complaint {
    Complaint::new(
        format!("{} is not the headline {} below", Quote(here), Quote(below)),
        "one headline",
        "Keep one of the two.",
    )
}
