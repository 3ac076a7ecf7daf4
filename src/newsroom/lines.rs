//! JSON Lines of any size, a part at a time. Blocking.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read as _},
    path::Path,
};

use super::files::Contents;
use crate::format::{Problem, Reading, decode, json};

/// Bytes of a part, up to the end of its last line.
const PART: u64 = 1024 * 1024;
/// The longest line that is taken; the largest article is shorter.
const MAX_LINE: u64 = 16 * 1024 * 1024;

/// Whether a file is read here: one of lines, and larger than a part.
pub(super) fn are_in(path: &Path) -> bool {
    let lines = path.extension().is_some_and(|ending| {
        ["jsonl", "ndjson"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    });
    lines
        && File::open(path)
            .and_then(|file| starts_as_lines(file, PART))
            .unwrap_or(false)
}

/// Whether a file is larger than `part`, in UTF-8, and its first line is more than a bracket: an
/// object over several lines is read as one text.
fn starts_as_lines(file: File, part: u64) -> io::Result<bool> {
    let data = file.metadata()?;
    let mut start = Vec::new();
    file.take(4096).read_to_end(&mut start)?;
    let utf16 = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
    let start = String::from_utf8_lossy(&start);
    let first = start.trim_start_matches('\u{feff}').trim_start().lines();
    let bracket = first
        .take(1)
        .all(|line| matches!(line.trim(), "{" | "[" | ""));
    Ok(data.is_file() && data.len() > part && !utf16 && !bracket)
}

/// Reads a file and gives it to `take` part by part, with whether it is the last; lines and problems
/// are counted in the whole file. Ends where `take` says false.
pub(super) fn read(path: &Path, mut take: impl FnMut(Contents, bool) -> bool) {
    match File::open(path) {
        Ok(file) => read_from(&mut BufReader::new(file), PART, take),
        Err(error) => drop(take(Contents::Unreadable(error.to_string()), true)),
    }
}

fn read_from(from: &mut impl BufRead, part: u64, mut take: impl FnMut(Contents, bool) -> bool) {
    let mut lines = 0;
    loop {
        let (bytes, last) = match next(from, part) {
            Ok(next) => next,
            Err(why) => {
                take(Contents::NotText(unreadable(lines + 1, why)), true);
                return;
            }
        };
        let contents = contents(&bytes, lines);
        // What stands after a part that is no text is not looked at.
        let last = last || matches!(contents, Contents::NotText(_));
        if !take(contents, last) || last {
            return;
        }
        lines += bytes.iter().filter(|byte| **byte == b'\n').count();
    }
}

/// The next whole lines, and whether they are the last.
fn next(from: &mut impl BufRead, part: u64) -> Result<(Vec<u8>, bool), String> {
    let said = |error: io::Error| error.to_string();
    let mut bytes = Vec::new();
    from.take(part).read_to_end(&mut bytes).map_err(said)?;
    if bytes.last() != Some(&b'\n') {
        let read = from.take(MAX_LINE).read_until(b'\n', &mut bytes);
        if read.map_err(said)? as u64 == MAX_LINE && bytes.last() != Some(&b'\n') {
            return Err(format!("the line has more than {MAX_LINE} bytes"));
        }
    }
    let last = from.fill_buf().map_err(said)?.is_empty();
    Ok((bytes, last))
}

/// What stands in whole lines, after so many others.
fn contents(bytes: &[u8], before: usize) -> Contents {
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(mut problem) => {
            problem.line += before;
            return Contents::NotText(problem);
        }
    };
    if text.trim().is_empty() {
        let (entries, omitted) = (Vec::new(), 0);
        return Contents::Text(text, Reading { entries, omitted });
    }
    let mut reading = json::read_lines(&text);
    for entry in &mut reading.entries {
        entry.line += before;
        if let Err(problems) = &mut entry.article {
            problems
                .iter_mut()
                .for_each(|problem| problem.line += before);
        }
    }
    Contents::Text(text, reading)
}

fn unreadable(line: usize, what: String) -> Problem {
    Problem {
        what,
        expected: "an article a line".to_owned(),
        remedy: "Look at this line; nothing after it was read.".to_owned(),
        span: 0..0,
        line,
        column: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Seen = Vec<(Vec<Result<String, Vec<usize>>>, bool)>;

    fn seen(text: &[u8], part: u64) -> Seen {
        let mut seen = Vec::new();
        read_from(&mut &text[..], part, |contents, last| {
            let entries = match contents {
                Contents::Text(_, reading) => reading.entries,
                Contents::NotText(problem) => {
                    seen.push((vec![Err(vec![problem.line])], last));
                    return true;
                }
                Contents::Unreadable(why) => panic!("{why}"),
            };
            let entries = entries.into_iter().map(|entry| match entry.article {
                Ok(article) => Ok(format!("{}:{}", entry.line, article.headline)),
                Err(problems) => Err(problems.iter().map(|problem| problem.line).collect()),
            });
            seen.push((entries.collect(), last));
            true
        });
        seen
    }

    fn line(headline: &str) -> String {
        format!("{{\"headline\":\"{headline}\",\"lede\":\"L.\"}}\n")
    }

    #[test]
    fn parts_end_with_lines_and_count_as_in_the_whole_file() {
        let text = ["A", "B"].map(line).concat() + "\n{\"headline\":7}\n" + &line("C") + "\n\n";
        let whole: Vec<_> = seen(text.as_bytes(), PART)
            .into_iter()
            .flat_map(|part| part.0)
            .collect();
        assert_eq!(whole.len(), 4);
        for part in [1, 10, 33, 34, 60, 80] {
            let seen = seen(text.as_bytes(), part);
            let last = seen.iter().position(|(_, last)| *last);
            assert_eq!(last, Some(seen.len() - 1), "{part}");
            let entries: Vec<_> = seen.into_iter().flat_map(|(entries, _)| entries).collect();
            assert_eq!(entries, whole, "{part}");
        }
        let seen = seen(
            &[line("A").as_bytes(), b"\xff\n", line("B").as_bytes()].concat(),
            1,
        );
        assert_eq!(seen[0].0, [Ok("1:A".to_owned())]);
        assert_eq!(seen[1], (vec![Err(vec![2])], true));
        assert_eq!(seen.len(), 2);
    }
}
