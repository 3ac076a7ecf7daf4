//! The blocks of a Markdown text as plain text.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html;

/// A heading, a paragraph, an item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    /// Its lines, at least one.
    pub(super) lines: Vec<BlockLine>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A heading of that level, from 1.
    Heading(u8),
    Paragraph,
    /// An item of a list.
    Item,
    /// Text that no line of which means anything: code, a row of a table.
    Verbatim,
}

/// A line of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BlockLine {
    /// Its text, without marks of Markdown.
    pub(super) text: String,
    /// The bullet or number before it.
    pub(super) bullet: String,
    /// The addresses of its links.
    pub(super) links: Vec<String>,
    /// Its bytes in the source.
    pub(super) span: Range<usize>,
}

impl Block {
    /// Its text on one line, without a bullet.
    pub(super) fn text(&self) -> String {
        let lines: Vec<_> = self.lines.iter().map(|line| &*line.text).collect();
        lines.join(" ")
    }

    /// Its bytes in the source.
    pub(super) fn span(&self) -> Range<usize> {
        let (first, last) = (self.lines.first(), self.lines.last());
        let start = first.map_or(0, |line| line.span.start);
        start..last.map_or(start, |line| line.span.end)
    }
}

/// The blocks of `source` from the byte `from` on.
pub(super) fn blocks(source: &str, from: usize) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut flat = Flattener::default();
    for (event, span) in Parser::new_ext(&source[from..], options).into_offset_iter() {
        flat.event(event, from + span.start..from + span.end);
    }
    flat.flush();
    flat.blocks
}

#[derive(Default)]
struct Flattener {
    blocks: Vec<Block>,
    /// Those of the block that is open.
    lines: Vec<BlockLine>,
    line: BlockLine,
    /// What the open block is, unless it is a paragraph.
    kind: Option<BlockKind>,
    /// The lists around, each with the number of its next item if it has numbers.
    lists: Vec<Option<u64>>,
    /// The bullet of an item of which nothing was written yet.
    bullet: Option<String>,
    /// The links and images around, each with where its text begins.
    links: Vec<Open>,
    /// Whether the cell is not the first of its row.
    has_cell: bool,
    /// The lines of a block of HTML, and where they stand.
    html: Option<(String, Range<usize>)>,
}

/// A link or image that is not closed yet.
struct Open {
    line: usize,
    at: usize,
    address: String,
    title: String,
}

impl Flattener {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.kind == Some(BlockKind::Verbatim) => self.code(&text, &span),
            Event::Text(text) | Event::Code(text) => self.push(&text, &span),
            Event::InlineHtml(tag) => self.html(&tag, &span),
            Event::Html(line) => {
                let (html, whole) = self.html.get_or_insert((String::new(), span.clone()));
                html.push_str(&line);
                whole.end = span.end;
            }
            Event::FootnoteReference(name) => self.push(&format!("[{name}]"), &span),
            Event::TaskListMarker(done) => self.push(if done { "[x] " } else { "[ ] " }, &span),
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            Event::Rule => self.flush(),
            // Not asked for.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push(&text, &span),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Link {
                dest_url, title, ..
            }
            | Tag::Image {
                dest_url, title, ..
            } => self.links.push(Open {
                line: self.lines.len(),
                at: self.line.text.len(),
                address: dest_url.into_string(),
                title: title.into_string(),
            }),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            Tag::TableCell => {
                if std::mem::replace(&mut self.has_cell, true) {
                    self.line.text += " | ";
                }
            }
            block => {
                self.flush();
                self.open(&block);
            }
        }
    }

    /// Begins a block.
    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.kind = Some(BlockKind::Heading(depth(*level))),
            Tag::CodeBlock(_) | Tag::TableHead | Tag::TableRow => {
                self.kind = Some(BlockKind::Verbatim);
            }
            Tag::List(first) => self.lists.push(*first),
            Tag::Item => {
                self.bullet = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                });
            }
            Tag::FootnoteDefinition(name) => self.bullet = Some(format!("[{name}] ")),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::TableCell => {}
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::HtmlBlock => {
                if let Some((html, span)) = self.html.take() {
                    self.html(&html, &span);
                }
                self.flush();
            }
            TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.flush();
                self.bullet = None;
            }
            _ => self.flush(),
        }
    }

    /// Writes the address behind the text of a link, unless that is it.
    fn end_link(&mut self) {
        let Some(open) = self.links.pop() else {
            return;
        };
        let same_line = open.line == self.lines.len();
        let text = if same_line {
            self.line.text[open.at..].trim()
        } else {
            "text"
        };
        let bare = open.address.strip_prefix("mailto:");
        let mut address = open.address.clone();
        if !open.title.is_empty() {
            address += &format!(" “{}”", open.title);
        }
        if text.is_empty() {
            self.line.text += &address;
        } else if address != text && bare != Some(text) && !address.is_empty() {
            self.line.text += &format!(" ({address})");
        }
        self.line.links.push(open.address);
    }

    fn push(&mut self, text: &str, span: &Range<usize>) {
        if self.line.text.is_empty() && self.line.span.is_empty() {
            self.line.span = span.clone();
        }
        self.line.span.end = self.line.span.end.max(span.end);
        self.line.text += text;
    }

    /// Each line of code is a text of its own.
    fn code(&mut self, text: &str, span: &Range<usize>) {
        let is_whole = span.len() == text.len();
        let mut at = span.start;
        for line in text.split_inclusive('\n') {
            let end = if is_whole { at + line.len() } else { span.end };
            self.push(line.trim_end_matches('\n'), &(at..end));
            if line.ends_with('\n') {
                self.flush();
                self.kind = Some(BlockKind::Verbatim);
            }
            at = if is_whole { end } else { at };
        }
    }

    fn html(&mut self, tag: &str, span: &Range<usize>) {
        for (index, line) in html::text(tag).split('\n').enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.push(line, span);
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.text.trim().is_empty() {
            self.lines.push(line);
        }
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        self.end_line();
        self.has_cell = false;
        let kind = self.kind.take();
        let mut lines = std::mem::take(&mut self.lines);
        let Some(first) = lines.first_mut() else {
            return;
        };
        let mut kind = kind.unwrap_or(BlockKind::Paragraph);
        if let Some(bullet) = self.bullet.take() {
            if kind == BlockKind::Paragraph && !bullet.starts_with('[') {
                kind = BlockKind::Item;
            }
            first.bullet = bullet;
        }
        self.blocks.push(Block { kind, lines });
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
