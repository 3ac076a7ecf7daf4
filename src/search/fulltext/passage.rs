//! The part of a story where the words stand best.

use std::{collections::BTreeSet, ops::Range};

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{
    finder::{Finders, Fit, Match},
    query::Query,
    tokens::tokens,
};
use crate::article::{Article, Line};

/// Characters of a passage.
const LENGTH: usize = 200;
/// Characters before the first word, where the text does not begin nearer.
const LEAD: usize = 50;
/// Places in a paragraph from which a passage is tried.
const TRIED: usize = 100;
/// What another word counts, over how well and how often words fit.
const ANOTHER: usize = 100;

/// A part of a story's text, and the words in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands.
    pub spot: Spot,
    /// The text, cut between words.
    pub text: String,
    /// Whether something stands before it in its paragraph.
    pub cut_before: bool,
    /// Whether something stands after it.
    pub cut_after: bool,
    /// The words that were looked for, in bytes of the text: in order, none touching another.
    pub marks: Vec<Range<usize>>,
}

/// Where in a story a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// In the paragraphs before the first heading.
    Lede,
    /// In one of the highlights.
    Highlights,
    /// In the section of this place, from 0.
    Section(usize),
    /// In the analysis.
    Analysis,
}

/// A window of a paragraph, and how well the words stand there.
struct Window {
    score: usize,
    range: Range<usize>,
}

/// A paragraph, and its best window.
struct Candidate<'a> {
    spot: Spot,
    text: &'a str,
    matches: Vec<Match>,
    window: Window,
}

impl Candidate<'_> {
    /// The places that are marked.
    fn marks(&self, query: &Query) -> Vec<Range<usize>> {
        let whole = self.matches.iter().filter(|found| found.fit == Fit::Whole);
        let whole: BTreeSet<usize> = whole.map(|found| found.clause).collect();
        let marked = |found: &&Match| {
            query.wanted[found.clause].marks(found.fit, whole.contains(&found.clause))
        };
        let marks = self.matches.iter().filter(marked);
        marks.map(|found| found.range.clone()).collect()
    }
}

impl Passage {
    /// Of `article`, the passage where most of what `query` wants stands together; the beginning of
    /// the lede where nothing does. `near`: typing errors are forgiven.
    pub fn of(article: &Article, query: &Query, near: bool) -> Option<Self> {
        let finders = Finders::of(query, near);
        let found = lines(article).map(|(spot, line)| {
            let text = line.as_str();
            (spot, text, finders.matches(&tokens(text)))
        });
        let mut found: Vec<_> = found.collect();
        if near {
            forget_errors(article, query, &mut found);
        }
        let mut best: Option<Candidate<'_>> = None;
        for (spot, text, matches) in found {
            let floor = best.as_ref().map_or(0, |best| best.window.score);
            if let Some(window) = window(text, &matches, floor) {
                best = Some(Candidate {
                    spot,
                    text,
                    matches,
                    window,
                });
            }
        }
        if let Some(best) = best {
            return Some(cut(
                best.spot,
                best.text,
                best.marks(query),
                best.window.range,
            ));
        }
        let text = article.lede.first()?.as_str();
        Some(cut(Spot::Lede, text, Vec::new(), from(text, 0)))
    }
}

/// Forgets typing errors in words that the story has as they were typed, its titles included.
fn forget_errors(article: &Article, query: &Query, found: &mut [(Spot, &str, Vec<Match>)]) {
    let headings = article.sections.iter().map(|section| &section.heading);
    let titles = headings.chain([&article.headline]);
    let finders = Finders::of(query, false);
    let titles = titles.flat_map(|line| finders.matches(&tokens(line.as_str())));
    let right = |found: &Match| (found.fit > Fit::Near).then_some(found.clause);
    let mut known: BTreeSet<usize> = titles.filter_map(|found| right(&found)).collect();
    known.extend(
        found
            .iter()
            .flat_map(|(_, _, matches)| matches.iter().filter_map(right)),
    );
    for (_, _, matches) in found {
        matches.retain(|found| found.fit > Fit::Near || !known.contains(&found.clause));
    }
}

/// Every paragraph, in the order in which one of equals is shown.
fn lines(article: &Article) -> impl Iterator<Item = (Spot, &Line)> {
    let body = article
        .sections
        .iter()
        .enumerate()
        .flat_map(|(index, section)| {
            let lines = section.paragraphs.iter();
            lines.map(move |line| (Spot::Section(index), line))
        });
    let lede = article.lede.iter().map(|line| (Spot::Lede, line));
    let highlights = article
        .highlights
        .iter()
        .map(|line| (Spot::Highlights, line));
    let analysis = article.analysis.iter().map(|line| (Spot::Analysis, line));
    lede.chain(highlights).chain(body).chain(analysis)
}

/// The best window of a paragraph, if it is better than `floor`.
fn window(text: &str, matches: &[Match], floor: usize) -> Option<Window> {
    let mut matches: Vec<&Match> = matches.iter().collect();
    matches.sort_by_key(|found| found.range.start);
    let (mut best, mut floor) = (None, floor);
    for (first, found) in matches.iter().enumerate().take(TRIED) {
        let up_to = |end: usize| {
            let rest = matches[first..].iter();
            score(rest.take_while(move |other| other.range.end <= end))
        };
        let start = beginning(text, found.range.start);
        let end = ending(text, start);
        // Cut between words it holds no more than that: most need not be cut.
        if up_to(end) <= floor {
            continue;
        }
        let range = start..cut_at(text, start, end);
        let score = up_to(range.end);
        if score > floor {
            floor = score;
            best = Some(Window { score, range });
        }
    }
    best
}

/// How well what stands together fits: each of the wanted once, by its best fit.
fn score<'a>(matches: impl Iterator<Item = &'a &'a Match>) -> usize {
    let mut fits: Vec<Option<Fit>> = Vec::new();
    let mut count = 0;
    for found in matches {
        if fits.len() <= found.clause {
            fits.resize(found.clause + 1, None);
        }
        fits[found.clause] = fits[found.clause].max(Some(found.fit));
        count += 1;
    }
    let worth = |fit: Fit| match fit {
        Fit::Near => 0,
        Fit::Start => 10,
        Fit::Form => 15,
        Fit::Whole => 30,
    };
    let fits = fits.into_iter().flatten().map(|fit| ANOTHER + worth(fit));
    fits.sum::<usize>() + count.min(5)
}

/// A window around the word at `at`: a little before it, the rest after.
fn from(text: &str, at: usize) -> Range<usize> {
    let start = beginning(text, at);
    start..cut_at(text, start, ending(text, start))
}

/// Where a window around the word at `at` begins.
fn beginning(text: &str, at: usize) -> usize {
    let before = |count: usize| text[..at].char_indices().rev().take(count).last();
    let lead = before(LEAD).map_or(at, |(lead, _)| lead);
    // The beginning is worth having where it is hardly farther.
    match before(LEAD * 3 / 2) {
        None | Some((0, _)) => 0,
        Some(_) => next_word(text, lead, at),
    }
}

/// Where a window that begins at `start` has its full length.
fn ending(text: &str, start: usize) -> usize {
    let end = text[start..].char_indices().nth(LENGTH);
    end.map_or(text.len(), |(end, _)| start + end)
}

/// Where a window of that length ends between two words.
fn cut_at(text: &str, start: usize, end: usize) -> usize {
    match end == text.len() {
        true => end,
        false => last_word(text, start, end),
    }
}

/// Where a word begins between `lead` and `at`; in one endless word, a grapheme.
fn next_word(text: &str, lead: usize, at: usize) -> usize {
    let near = &text[lead..at];
    if let Some((space, c)) = near.char_indices().find(|(_, c)| c.is_whitespace()) {
        return lead + space + c.len_utf8();
    }
    let mut cursor = GraphemeCursor::new(lead, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => lead,
        _ => cursor
            .next_boundary(text, 0)
            .ok()
            .flatten()
            .unwrap_or(at)
            .min(at),
    }
}

/// Where the last word ends that is whole before `end`; in one endless word, a grapheme.
fn last_word(text: &str, start: usize, end: usize) -> usize {
    let rest = &text[start..];
    let bounds = rest.split_word_bound_indices().map(|(at, _)| start + at);
    let graphemes = rest.grapheme_indices(true).map(|(at, _)| start + at);
    let before = |at: &usize| *at <= end;
    let word = bounds.take_while(before).last().unwrap_or(start);
    if (end - word) * 2 < end - start {
        return word;
    }
    graphemes.take_while(before).last().unwrap_or(end)
}

fn cut(spot: Spot, text: &str, mut marks: Vec<Range<usize>>, range: Range<usize>) -> Passage {
    let whole = text[range.clone()].trim_end();
    marks.retain(|mark| range.start <= mark.start && mark.end <= range.start + whole.len());
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        let mark = mark.start - range.start..mark.end - range.start;
        match joined.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    Passage {
        spot,
        text: whole.to_owned(),
        cut_before: range.start > 0,
        cut_after: range.start + whole.len() < text.trim_end().len(),
        marks: joined,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::arbitrary;

    fn article(lede: &str) -> Article {
        let mut article: Article =
            serde_json::from_str(r#"{"headline":"H","lede":["x"]}"#).unwrap();
        article.lede = vec![Line::new(lede).unwrap()];
        article
    }

    fn shown(article: &Article, typed: &str) -> String {
        let passage = Passage::of(article, &Query::new(typed), true).unwrap();
        let mut shown = String::from(if passage.cut_before { "…" } else { "" });
        let mut at = 0;
        for mark in passage.marks {
            shown += &format!(
                "{}[{}]",
                &passage.text[at..mark.start],
                &passage.text[mark.clone()]
            );
            at = mark.end;
        }
        shown + &passage.text[at..] + if passage.cut_after { "…" } else { "" }
    }

    #[test]
    fn the_words_are_marked_where_they_stand_together() {
        for (text, typed, wanted) in [
            (
                "A train left. Trains run.",
                "train",
                "A [train] left. [Trains] run.",
            ),
            (
                "A train left. Trains run.",
                "\"train left\"",
                "A [train left]. Trains run.",
            ),
            ("The parade was long.", "parede", "The [parade] was long."),
            ("東京都の東京", "東京", "[東京]都の[東京]"),
            ("東京都の東京", "東京都", "[東京都]の東京"),
            ("وصل المسبار إلى المريخ", "مريخ", "وصل المسبار إلى [المريخ]"),
            ("Nothing of it.", "else", "Nothing of it."),
            ("A boat at bay", "b", "A boat at bay"),
            ("The boat there", "the", "[The] boat there"),
            ("A boat there", "the", "A boat [there]"),
        ] {
            assert_eq!(shown(&article(text), typed), wanted, "{typed}");
        }
        let far = format!(
            "{}The harbour crane stands. {}",
            "Words before. ".repeat(40),
            "And after. ".repeat(40)
        );
        let passage = shown(&article(&far), "crane harbour");
        assert!(
            passage.contains("The [harbour] [crane] stands."),
            "{passage}"
        );
        assert!(
            passage.starts_with('…') && passage.ends_with('…'),
            "{passage}"
        );
    }

    #[test]
    fn an_error_is_not_marked_in_a_word_that_the_story_has() {
        let mut story = article("It comes soon, says Anna.");
        assert_eq!(shown(&story, "moon"), "It comes [soon], says Anna.");
        story.headline = Line::new("To the Moon").unwrap();
        assert_eq!(shown(&story, "moon anna"), "It comes soon, says [Anna].");
    }

    #[test]
    fn the_place_is_named_and_together_beats_apart() {
        let mut article = article("The harbour is quiet.");
        article.analysis = vec![Line::new("A crane in the harbour.").unwrap()];
        let passage = Passage::of(&article, &Query::new("harbour crane"), false).unwrap();
        assert_eq!(passage.spot, Spot::Analysis);
        let passage = Passage::of(&article, &Query::new("harbour"), false).unwrap();
        assert_eq!(passage.spot, Spot::Lede);
    }

    proptest! {
        #[test]
        fn a_passage_is_a_whole_piece_of_the_story(article in arbitrary::article(), typed in r"\PC{0,20}") {
            let word = article.lede[0].as_str().split_whitespace().next().unwrap_or_default();
            for typed in [typed.as_str(), word] {
                let passage = Passage::of(&article, &Query::new(typed), true).unwrap();
                prop_assert!(passage.text.chars().count() <= LENGTH + 1);
                let (_, line) = lines(&article).find(|(_, line)| line.as_str().contains(&passage.text)).unwrap();
                let at = line.as_str().find(&passage.text).unwrap();
                let bounds: Vec<usize> = line.as_str().grapheme_indices(true).map(|(at, _)| at).collect();
                prop_assert!(bounds.contains(&at));
                for mark in &passage.marks {
                    prop_assert!(!passage.text[mark.clone()].trim().is_empty());
                }
                prop_assert!(passage.marks.windows(2).all(|pair| pair[0].end < pair[1].start));
            }
        }
    }
}
