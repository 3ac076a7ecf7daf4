//! What was typed, as what is looked for. Any text is a query.

use super::{
    finder::Fit,
    tokens::{Kind, Token, tokens},
};

/// Words and phrases of a query that count: each costs a look into the index.
const MOST: usize = 12;
/// Words of a phrase that count.
const MOST_OF_PHRASE: usize = 24;
/// Letters from which one typing error is forgiven, and from which two are.
const ONE_ERROR: usize = 4;
const TWO_ERRORS: usize = 8;
/// A word below this many letters is marked in a passage only where it is whole, …
const MARKED_START: usize = 3;
/// … and one below this many as well, where it is whole somewhere.
const MARKED_BESIDE: usize = 4;

/// What a story must have, and what it must not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) wanted: Vec<Clause>,
    pub(super) unwanted: Vec<Clause>,
    left_out: bool,
}

/// One thing that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    /// A word, or a word that begins so.
    Word(String),
    /// Exactly that.
    Exact(String),
    /// Exactly these, at these places from one another.
    Phrase(Vec<(usize, String)>),
}

impl Query {
    /// Reads `typed`: words in any order, `"phrases"`, `-words` that must not be there.
    pub fn new(typed: &str) -> Self {
        let mut query = Self::default();
        for chunk in Chunks(typed) {
            let clauses = chunk.clauses();
            let list = if chunk.unwanted {
                &mut query.unwanted
            } else {
                &mut query.wanted
            };
            for clause in clauses {
                if list.contains(&clause) {
                    continue;
                }
                match list.len() < MOST {
                    true => list.push(clause),
                    false => query.left_out = true,
                }
            }
        }
        query
    }

    /// Whether nothing is looked for; something may still be unwanted.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Whether it only says what must not be there.
    pub fn only_excludes(&self) -> bool {
        self.wanted.is_empty() && !self.unwanted.is_empty()
    }

    /// Whether more was typed than counts: its end is left out.
    pub fn leaves_out(&self) -> bool {
        self.left_out
    }
}

impl Clause {
    /// Typing errors that are forgiven in it.
    pub(super) fn errors(word: &str) -> u8 {
        match word.chars().count() {
            TWO_ERRORS.. => 2,
            ONE_ERROR.. => 1,
            _ => 0,
        }
    }

    /// Whether a place that has it is marked; `whole`: others have all of it. A letter or two at a
    /// word's beginning are not.
    pub(super) fn marks(&self, fit: Fit, whole: bool) -> bool {
        let least = if whole { MARKED_BESIDE } else { MARKED_START };
        match self {
            Self::Word(word) => fit != Fit::Start || word.chars().count() >= least,
            Self::Exact(_) | Self::Phrase(_) => true,
        }
    }
}

/// Other forms of an English word that do not begin with it: `cities` for `city`, `build` for
/// `building`. Some of them are no words, and then nothing has them.
pub(super) fn forms(word: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return forms;
    }
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() >= 3);
    if let Some(stem) = stem("ies") {
        forms.push(format!("{stem}y"));
    } else if let Some(stem) = stem("s").filter(|stem| !stem.ends_with('s')) {
        forms.extend(stem.strip_suffix('e').map(str::to_owned));
        forms.push(stem.to_owned());
    }
    for stem in ["ing", "ed"].into_iter().filter_map(stem) {
        forms.extend([stem.to_owned(), format!("{stem}e"), format!("{stem}s")]);
        let mut letters = stem.chars().rev();
        if letters.next() == letters.next() {
            forms.push(stem[..stem.len() - 1].to_owned());
        }
    }
    if let Some(stem) = stem("y") {
        forms.extend(["ies", "ied"].map(|ending| format!("{stem}{ending}")));
    } else if let Some(stem) = stem("e") {
        forms.push(format!("{stem}ing"));
    }
    forms
}

/// A part of what was typed between white space, or between quotation marks.
struct Chunk<'a> {
    text: &'a str,
    quoted: bool,
    unwanted: bool,
}

impl Chunk<'_> {
    fn clauses(&self) -> Vec<Clause> {
        let tokens = tokens(self.text);
        let covered = |token: &Token| {
            let two = |other: &&Token| other.kind == Kind::Two;
            let mut twos = tokens.iter().filter(two);
            twos.any(|two| (two.position..=two.position + 1).contains(&token.position))
        };
        let sought = |token: &&Token| token.kind != Kind::One || !covered(token);
        let sought: Vec<&Token> = tokens.iter().filter(sought).collect();
        if self.quoted || self.unwanted {
            return exactly(&sought).into_iter().collect();
        }
        // Of `Kim’s` and `l’été`, one letter says nothing.
        let telling = |token: &Token| token.kind != Kind::Word || token.text.chars().count() > 1;
        let any_telling = sought.iter().any(|token| telling(token));
        let told = sought
            .into_iter()
            .filter(|token| !any_telling || telling(token));
        let told: Vec<&Token> = told.collect();
        let words = |a: &&Token, b: &&Token| a.kind != Kind::Word && b.kind != Kind::Word;
        told.chunk_by(words).filter_map(loosely).collect()
    }
}

/// These tokens as they stand.
fn exactly(tokens: &[&Token]) -> Option<Clause> {
    let first = tokens.first()?;
    if tokens.len() == 1 {
        return Some(Clause::Exact(first.text.to_string()));
    }
    let places = tokens.iter().take(MOST_OF_PHRASE);
    let places = places.map(|token| (token.position - first.position, token.text.to_string()));
    Some(Clause::Phrase(places.collect()))
}

/// A word, or a run of characters without spaces.
fn loosely(tokens: &[&Token]) -> Option<Clause> {
    match tokens {
        [word] if word.kind == Kind::Word => Some(Clause::Word(word.text.to_string())),
        run => exactly(run),
    }
}

/// What was typed, chunk by chunk.
struct Chunks<'a>(&'a str);

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let rest = self.0.trim_start();
        let after = rest.strip_prefix(['-', '−']);
        let after = after.filter(|after| after.starts_with(|c: char| !c.is_whitespace()));
        let (unwanted, rest) = (after.is_some(), after.unwrap_or(rest));
        let open = rest.chars().next()?;
        if is_quote(open) {
            let inner = &rest[open.len_utf8()..];
            let end = inner.find(is_quote);
            // A mark that is not closed marks nothing.
            let (text, left) = match end {
                Some(end) => (&inner[..end], inner[end..].trim_start_matches(is_quote)),
                None => ("", inner),
            };
            self.0 = left;
            return Some(Chunk {
                text,
                quoted: true,
                unwanted,
            });
        }
        let end = end_of_word(rest);
        let text;
        (text, self.0) = rest.split_at(end);
        Some(Chunk {
            text,
            quoted: false,
            unwanted,
        })
    }
}

/// Where what is not quoted ends: at white space, or before a quotation mark that opens.
fn end_of_word(text: &str) -> usize {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        // One inside a word belongs to it, as in Hebrew abbreviations.
        if c.is_whitespace() || (at > 0 && is_quote(c) && !before.is_alphanumeric()) {
            return at;
        }
        before = c;
    }
    text.len()
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '「' | '」' | '『' | '』'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::finder::Finders, *};

    fn show(clause: &Clause) -> String {
        match clause {
            Clause::Word(word) => format!("{word}*"),
            Clause::Exact(word) => word.clone(),
            Clause::Phrase(words) => {
                let words = words.iter().map(|(place, word)| format!("{place}{word}"));
                words.collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn read(typed: &str) -> (Vec<String>, Vec<String>) {
        let Query {
            wanted, unwanted, ..
        } = Query::new(typed);
        let all = |clauses: Vec<Clause>| clauses.iter().map(show).collect();
        (all(wanted), all(unwanted))
    }

    #[test]
    fn what_is_typed_is_read_as_it_is_meant() {
        for (typed, wanted, unwanted) in [
            ("Kim parade", &["kim*", "parade*"][..], &[][..]),
            ("\"train travel\" kim", &["0train 1travel", "kim*"], &[]),
            (
                "“Train” „Travel“ «by rail»",
                &["train", "travel", "0by 1rail"],
                &[],
            ),
            (
                "kim -parade -\"train travel\"",
                &["kim*"],
                &["parade", "0train 1travel"],
            ),
            ("-kim", &[], &["kim"]),
            ("- kim well-known", &["kim*", "well*", "known*"], &[]),
            ("kim \"train", &["kim*", "train*"], &[]),
            ("(\"train travel\")", &["0train 1travel"], &[]),
            ("Kim’s l'été O'Neil", &["kim*", "ete*", "neil*"], &[]),
            ("s", &["s*"], &[]),
            ("東京都 京", &["0東京 1京都", "京"], &[]),
            ("「東京」tower", &["東京", "tower*"], &[]),
            ("\"東京 tower\"", &["0東京 2tower"], &[]),
            ("צה\"ל", &["צהל*"], &[]),
            ("kim KIM Kim", &["kim*"], &[]),
            ("*?~^:()[]{}+&|!\\/ AND", &["and*"], &[]),
            ("\"\" \"", &[], &[]),
        ] {
            let (found, excluded) = read(typed);
            assert_eq!(found, wanted, "{typed:?}");
            assert_eq!(excluded, unwanted, "{typed:?}");
        }
    }

    #[test]
    fn what_is_too_much_is_left_out_and_known() {
        let words = |mark: &str, count| {
            let words = (0..count).map(|number| format!("{mark}w{number}"));
            words.collect::<Vec<_>>().join(" ")
        };
        for (typed, left_out) in [
            (words("", MOST), false),
            (words("", MOST) + " w0 w1", false),
            (words("", MOST + 1), true),
            ("a ".to_owned() + &words("-", MOST), false),
            ("a ".to_owned() + &words("-", 100), true),
        ] {
            let query = Query::new(&typed);
            assert_eq!(query.leaves_out(), left_out, "{typed}");
            assert!(query.wanted.len() <= MOST && query.unwanted.len() <= MOST);
        }
    }

    #[test]
    fn english_words_have_other_forms() {
        for (word, form) in [
            ("building", "build"),
            ("cities", "city"),
            ("city", "cities"),
            ("trains", "train"),
            ("watches", "watch"),
            ("running", "run"),
            ("planned", "plan"),
            ("moved", "move"),
            ("move", "moving"),
        ] {
            assert!(forms(word).iter().any(|other| other == form), "{word}");
        }
        assert!(forms("gas").is_empty() && forms("2025s").is_empty());
    }

    proptest! {
        #[test]
        fn no_text_panics_or_costs_much(typed in r#"(\PC|["“”«» -]|[a-z]{1,9} ){0,200}"#) {
            let query = Query::new(&typed);
            prop_assert!(query.wanted.len() <= MOST && query.unwanted.len() <= MOST);
            let _ = Finders::of(&query, true).matches(&tokens(&typed));
        }
    }
}
