use super::read;
use crate::format::{Entry, Reading};

/// The articles of a text, each with everything up to the next; all in one where what one says
/// depends on another.
pub(in crate::format) fn split(text: &str) -> Vec<&str> {
    let Reading { entries, .. } = read(text);
    let later = entries.iter().skip(1);
    let starts = later.map(|entry| line_start(text, entry.span.start));
    let starts: Vec<_> = std::iter::once(0).chain(starts).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| text.get(*start..end));
    let parts: Vec<_> = parts.flatten().collect();
    let is_same = parts.len() == entries.len() && entries.iter().zip(&parts).all(reads_same);
    if is_same { parts } else { vec![text] }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Whether an article reads by itself as it does in the file.
fn reads_same((entry, part): (&Entry, &&str)) -> bool {
    let read = read(part).single().map(|entry| entry.article);
    match (&entry.article, read) {
        (Ok(article), Some(Ok(read))) => *article == read,
        (Err(_), Some(Err(_))) => true,
        _ => false,
    }
}
