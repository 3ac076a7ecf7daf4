//! What a file holds, part by part: of a large one never more than a part is in memory. Blocking.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

use super::files::format_of;
use crate::{
    article::TextFormat,
    format::{self, Problem, Reading, decode},
};

/// The bytes after which a file is read in parts, if its format lets it be told where an article ends:
/// some dozen articles, so that they are filed while the next are read.
const PART: usize = 256 * 1024;
/// The most bytes that are read at once.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// What a part of a file held.
#[derive(Clone, Debug)]
pub enum Contents {
    /// Its text and the articles in it.
    Text(String, Reading),
    /// It is not text.
    NotText(Problem),
    /// The file could not be read at all, and why.
    Unreadable(String),
}

/// The parts of a file, each with whole articles.
#[derive(Debug)]
pub struct Parts {
    file: Result<Open, Option<String>>,
    part: usize,
    max: usize,
}

/// A file that is being read.
#[derive(Debug)]
struct Open {
    file: File,
    format: TextFormat,
    /// What was read of the next part.
    held: Vec<u8>,
    /// The number of its first line.
    line: usize,
    is_at_end: bool,
}

impl Parts {
    /// The parts of the file `path`; never none.
    pub fn of(path: &Path) -> Self {
        Self::with(path, PART, MAX_BYTES)
    }

    fn with(path: &Path, part: usize, max: usize) -> Self {
        let file = Open::new(path).map_err(Some);
        Self { file, part, max }
    }
}

impl Iterator for Parts {
    type Item = Contents;

    fn next(&mut self) -> Option<Contents> {
        loop {
            let open = match &mut self.file {
                Ok(open) => open,
                Err(why) => return why.take().map(Contents::Unreadable),
            };
            let (line, format) = (open.line, open.format);
            let bytes = match open.part(self.part, self.max) {
                Ok(bytes) => bytes,
                Err(why) => {
                    self.file = Err(None);
                    return Some(match line {
                        1 => Contents::Unreadable(why),
                        _ => Contents::NotText(broken(why, line)),
                    });
                }
            };
            if open.is_at_end && open.held.is_empty() {
                self.file = Err(None);
            }
            // Behind the last article, or between two.
            if line == 1 || !is_blank(&bytes) {
                return Some(contents(&bytes, format, line));
            }
        }
    }
}

fn contents(bytes: &[u8], format: TextFormat, line: usize) -> Contents {
    match decode(bytes) {
        Ok(text) => {
            let reading = format::read(format, &text, line);
            Contents::Text(text, reading)
        }
        Err(mut problem) => {
            problem.line += line - 1;
            Contents::NotText(problem)
        }
    }
}

impl Open {
    fn new(path: &Path) -> Result<Self, String> {
        let data = fs::metadata(path).map_err(said)?;
        if data.is_dir() {
            // It comes here because what is in it can't be told.
            fs::read_dir(path).map_err(said)?;
        }
        // Pipes and devices may never end.
        if !data.is_file() {
            return Err("it is no file".to_owned());
        }
        let format = format_of(path)?;
        let length = usize::try_from(data.len()).unwrap_or(PART);
        Ok(Self {
            file: File::open(path).map_err(said)?,
            format,
            held: Vec::with_capacity(length.min(PART)),
            line: 1,
            is_at_end: false,
        })
    }

    /// Takes the bytes of the next part: of a file shorter than one, all.
    fn part(&mut self, part: usize, max: usize) -> Result<Vec<u8>, String> {
        for wanted in [part, max + 1] {
            self.fill(wanted)?;
            if self.is_at_end && self.held.len() <= max {
                return Ok(self.take(self.held.len()));
            }
            if let Some(end) = self.end(part) {
                return Ok(self.take(end));
            }
        }
        let why = match self.format {
            TextFormat::Briefing => "without a line ==== between two articles",
            TextFormat::JsonLines => "on one line",
            TextFormat::Markdown | TextFormat::Json => "",
        };
        let why = format!("it has more than {max} bytes {why}");
        Err(format!("{}: split it", why.trim_end()))
    }

    /// Reads on until so many bytes are held, or to the end.
    fn fill(&mut self, wanted: usize) -> Result<(), String> {
        let room = wanted.saturating_sub(self.held.len());
        let more = u64::try_from(room).unwrap_or(u64::MAX);
        let read = self.file.by_ref().take(more).read_to_end(&mut self.held);
        self.is_at_end |= read.map_err(said)? < room;
        Ok(())
    }

    /// Where the last article ends that is held whole.
    fn end(&self, part: usize) -> Option<usize> {
        // UTF-16 is read whole.
        let is_wide =
            self.line == 1 && matches!(self.held[..], [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        if is_wide || self.held.len() < part {
            return None;
        }
        let mut end = self.held.len();
        while let Some(at) = self.held[..end].iter().rposition(|byte| *byte == b'\n') {
            let line = &self.held[at + 1..end];
            let is_end = match self.format {
                TextFormat::JsonLines => true,
                // The last line may not be whole yet.
                TextFormat::Briefing => end < self.held.len() && is_separator(line),
                TextFormat::Markdown | TextFormat::Json => false,
            };
            if is_end {
                return Some(at + 1).filter(|end| *end > 0);
            }
            end = at;
        }
        None
    }

    /// Takes the first `length` of the held bytes.
    fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.held.split_off(length);
        let taken = std::mem::replace(&mut self.held, rest);
        self.line += lines(&taken);
        taken
    }
}

/// Whether nothing but separators stands there.
fn is_blank(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter();
    bytes.all(|byte| byte.is_ascii_whitespace() || *byte == b'=')
}

/// Whether a line, without its break, separates two articles.
fn is_separator(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() >= 4 && line.iter().all(|byte| *byte == b'=')
}

/// The lines that end in `bytes`, in any way.
fn lines(bytes: &[u8]) -> usize {
    let after = bytes.iter().skip(1).chain(std::iter::once(&b' '));
    let ends = bytes.iter().zip(after).filter(|(byte, next)| match **byte {
        b'\n' => true,
        b'\r' => **next != b'\n',
        _ => false,
    });
    ends.count()
}

pub(super) fn said(error: io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => error.to_string(),
    }
}

/// The rest of a file that can't be read.
fn broken(why: String, line: usize) -> Problem {
    Problem {
        what: format!("the file can't be read from here on: {why}"),
        expected: "more articles".to_owned(),
        remedy: "Mend the file and import it again: what stands above is read.".to_owned(),
        span: 0..0,
        line,
        column: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a text: its articles' headlines, or where it is wrong, and the lines.
    fn parts(name: &str, text: &[u8], part: usize, max: usize) -> Vec<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let mut parts = Parts::with(&path, part, max);
        let mut seen = Vec::new();
        for contents in parts.by_ref() {
            seen.push(match contents {
                Contents::Text(_, reading) => {
                    let entries = reading.entries.iter();
                    let told = entries.map(|entry| match &entry.article {
                        Ok(article) => format!("{} {}", entry.line, article.headline),
                        Err(problems) => {
                            let places = problems
                                .iter()
                                .map(|it| format!("{}:{}", it.line, it.column));
                            places.collect::<Vec<_>>().join(" ")
                        }
                    });
                    told.collect()
                }
                Contents::NotText(problem) => vec![format!("{} {}", problem.line, problem.what)],
                Contents::Unreadable(why) => vec![why],
            });
        }
        assert!(parts.next().is_none());
        seen
    }

    #[test]
    fn a_large_file_is_read_in_parts_of_whole_articles() {
        let text = b"A\nL.\n====\nB\nL.\n======\nC\nDate: x\n====\n\n";
        for (part, wanted) in [
            (100, vec![vec!["1 A", "4 B", "7:1 8:7"]]),
            (20, vec![vec!["1 A"], vec!["4 B"], vec!["7:1 8:7"]]),
            (12, vec![vec!["1 A"], vec!["4 B", "7:1 8:7"]]),
        ] {
            assert_eq!(parts("a.txt", text, part, 100), wanted, "{part}");
        }
        let text =
            b"{\"headline\":\"A\",\"lede\":\"L.\"}\r\n\n{}\n{\"headline\":\"B\",\"lede\":\"L.\"}\n";
        for (part, wanted) in [
            (200, vec![vec!["1 A", "3:1 3:1", "4 B"]]),
            (40, vec![vec!["1 A", "3:1 3:1"], vec!["4 B"]]),
            (30, vec![vec!["1 A"], vec!["3:1 3:1"], vec!["4 B"]]),
        ] {
            assert_eq!(parts("a.jsonl", text, part, 200), wanted, "{part}");
        }
    }

    #[test]
    fn what_has_no_end_is_refused_with_what_would_help() {
        let long = "x".repeat(50);
        let text = format!("A\nL.\n====\nB\n{long}\n");
        let told = parts("a.txt", text.as_bytes(), 12, 30);
        assert_eq!(told[0], ["1 A"]);
        assert!(
            told[1][0].starts_with("3 the file can't be read from here on: it has more than 30"),
            "{told:?}"
        );
        assert_eq!(told.len(), 2);
        for (name, why) in [
            (
                "a.txt",
                "it has more than 30 bytes without a line ==== between two articles: split it",
            ),
            ("a.jsonl", "it has more than 30 bytes on one line: split it"),
            ("a.md", "it has more than 30 bytes: split it"),
        ] {
            assert_eq!(parts(name, long.as_bytes(), 12, 30), [[why]]);
        }
        assert_eq!(parts("a.md", &long.as_bytes()[..30], 12, 30), [["1:1"]]);
        assert_eq!(parts("a.txt", b"", 12, 30), [["1:1"]]);
        let bad = b"A\nL.\n====\nB\n\xff\n====\nC\nL.\n";
        assert_eq!(
            parts("a.txt", bad, 12, 15),
            [["1 A"], ["5 the byte 0xFF is not UTF-8"], ["7 C"]]
        );
    }
}
