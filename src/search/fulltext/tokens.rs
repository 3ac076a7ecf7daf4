//! A text as the words that it is found by: for the index, for what is typed, and for passages.
//!
//! | script | is found by |
//! |---|---|
//! | Latin, Cyrillic, Greek, Hebrew … | words without case and accents; `1,000` is `1000`, `U.S.` is `us`; an apostrophe parts words |
//! | Arabic | words without vowel signs, tatweel and the article; forms of alef are one |
//! | Han, kana, Thai … which write no spaces | every character, and every two that stand side by side |

use std::{borrow::Cow, ops::Range};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// Characters of a word that count.
const LONGEST: usize = 64;

/// A word, or one or two characters of a script without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// In the form in which it is compared.
    pub(super) text: Cow<'a, str>,
    /// Where it stands in the text, in bytes.
    pub(super) range: Range<usize>,
    /// Its place among the others, from 0. Two characters have the place of the first.
    pub(super) position: usize,
    pub(super) kind: Kind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of a script that writes spaces.
    Word,
    /// One character of a script that doesn't.
    One,
    /// Two of them.
    Two,
}

/// The tokens of a text, by position.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Tokens::default();
    tokens.all.reserve(text.len() / 6);
    let mut at = 0;
    // No word goes over a space.
    while at < text.len() {
        let Looked { end, plain } = Looked::at(&text.as_bytes()[at..]);
        match plain {
            Some(plain) => tokens.plain(at, &text[at..at + plain]),
            None => tokens.words(at, &text[at..at + end]),
        }
        at += end + 1;
    }
    tokens.all
}

/// What stands before the next space, looked at once: most words are letters and a mark.
struct Looked {
    /// Where the space is, or the text ends.
    end: usize,
    /// Where the letters and digits of ASCII end, if but for marks after them there is nothing else.
    plain: Option<usize>,
}

impl Looked {
    fn at(text: &[u8]) -> Self {
        let (mut plain, mut other) = (0, false);
        let mut end = text.len();
        for (at, byte) in text.iter().enumerate() {
            match byte {
                b' ' => {
                    end = at;
                    break;
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                    other |= plain < at;
                    plain = at + 1;
                }
                b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' => {}
                _ => other = true,
            }
        }
        Self {
            end,
            plain: (!other).then_some(plain),
        }
    }
}

#[derive(Default)]
struct Tokens<'a> {
    all: Vec<Token<'a>>,
    next: usize,
}

impl<'a> Tokens<'a> {
    /// The words of a text by the rules of Unicode.
    fn words(&mut self, at: usize, text: &'a str) {
        for (inside, word) in text.unicode_word_indices() {
            let at = at + inside;
            if is_plain(word) {
                self.plain(at, word);
            } else if word.starts_with(is_unspaced) {
                for (inside, one) in word.grapheme_indices(true) {
                    self.character(at + inside, one);
                }
            } else {
                for part in parts(word) {
                    self.word(at + part.start, &word[part]);
                }
            }
        }
    }

    /// A word that is compared in lower case.
    fn plain(&mut self, at: usize, word: &'a str) {
        let kept = beginning(word);
        let lower = match kept.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(kept.to_ascii_lowercase()),
            false => Cow::Borrowed(kept),
        };
        self.push(lower, at..at + word.len(), Kind::Word);
    }

    fn word(&mut self, at: usize, word: &str) {
        self.push(normal(word).into(), at..at + word.len(), Kind::Word);
    }

    fn character(&mut self, at: usize, one: &str) {
        // The plain form of a mark that stands alone begins with a space.
        let text: String = one.nfkc().filter(|c| !c.is_whitespace()).collect();
        let before = self
            .all
            .last()
            .filter(|last| last.kind == Kind::One && last.range.end == at);
        if let Some(before) = before {
            let two = Token {
                text: format!("{}{text}", before.text).into(),
                range: before.range.start..at + one.len(),
                position: before.position,
                kind: Kind::Two,
            };
            self.all.push(two);
        }
        self.push(text.into(), at..at + one.len(), Kind::One);
    }

    fn push(&mut self, text: Cow<'a, str>, range: Range<usize>, kind: Kind) {
        if text.is_empty() {
            return;
        }
        self.all.push(Token {
            text,
            range,
            position: self.next,
            kind,
        });
        self.next += 1;
    }
}

/// Whether a word has nothing but letters and digits of ASCII.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a script is written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
}

/// The words in what stands without a space: `l’été` is two, `3.5` and `U.S` are one.
fn parts(word: &str) -> impl Iterator<Item = Range<usize>> {
    let number = word.chars().all(|c| c.is_numeric() || c == '.' || c == ',');
    let initials = || word.split('.').all(|part| part.chars().count() == 1);
    let whole = number || (word.contains('.') && initials());
    let splits = move |c: char| !whole && matches!(c, '.' | '\'' | '’' | '_' | ':' | '·' | '․');
    let mut from = 0;
    word.split(splits).filter_map(move |part| {
        let range = from..from + part.len();
        // Every separator is followed by the rest: its length is what lies between.
        from = range.end + word[range.end..].chars().next().map_or(0, char::len_utf8);
        (!part.is_empty()).then_some(range)
    })
}

/// What of a plain word counts.
fn beginning(word: &str) -> &str {
    &word[..word.len().min(LONGEST)]
}

/// A word without what people leave out when they type.
fn normal(word: &str) -> String {
    if word.is_ascii() {
        let lower = word.bytes().map(|byte| byte.to_ascii_lowercase());
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        let kept = lower.filter(|byte| byte.is_ascii_alphanumeric() || (number && *byte == b'.'));
        return kept.take(LONGEST).map(char::from).collect();
    }
    let bare = word.nfkd().filter(|c| !is_accent(*c));
    let lower = bare.flat_map(char::to_lowercase);
    let plain = lower.flat_map(|c| letters(c).chars().chain(letters(c).is_empty().then_some(c)));
    let kept = plain.filter(|c| c.is_alphanumeric() || is_combining_mark(*c));
    let kept: String = kept.take(LONGEST).collect();
    without_article(&kept).to_owned()
}

/// Marks that people leave out; the vowels of Indian scripts are marks too, and none of these.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// What is written in the place of a letter that has no accent to take away; empty for others.
fn letters(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        'ٱ' => "ا",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' => "ه",
        _ => "",
    }
}

/// An Arabic word without the article, and what is written together with it.
fn without_article(word: &str) -> &str {
    let long = |rest: &&str| rest.chars().count() >= 3;
    ["وال", "بال", "فال", "كال", "ال", "لل"]
        .iter()
        .find_map(|article| word.strip_prefix(article).filter(long))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_words_are_those_of_unicode(text in r"([a-z]{1,3}|[A-Z0-9.,;:!?)'’_é東ー\u{300} ]|\PC){0,16}") {
            let mut words = Tokens::default();
            words.words(0, &text);
            // By the rules of Unicode a mark after a space is one word with that space.
            for Token { range, .. } in &mut words.all {
                let bare = text[range.clone()].trim_start_matches(' ');
                range.start = range.end - bare.len();
            }
            prop_assert_eq!(tokens(&text), words.all);
        }
    }

    fn found(text: &str) -> Vec<String> {
        let show = |token: Token| format!("{}{}", token.position, token.text);
        tokens(text).into_iter().map(show).collect()
    }

    #[test]
    fn a_text_is_found_by_its_words() {
        for (text, wanted) in [
            (
                "Kim’s ARMOURED-train, 1,000 km",
                &["0kim", "1s", "2armoured", "3train", "41000", "5km"][..],
            ),
            (
                "U.S. l'été 3.5 foo_bar a.b.example",
                &[
                    "0us", "1l", "2ete", "33.5", "4foo", "5bar", "6a", "7b", "8example",
                ],
            ),
            (
                "Straße Ærø Łódź İstanbul",
                &["0strasse", "1aero", "2lodz", "3istanbul"],
            ),
            ("Ещё ёлка", &["0еще", "1елка"]),
            ("الأَمَل والأمل أمـل إلى", &["0امل", "1امل", "2امل", "3الي"]),
            ("हिन्दी", &["0हिन्दी"]),
            (
                "ＡＢＣ ﾃﾞｰﾀ",
                &["0abc", "1デ", "1デー", "2ー", "2ータ", "3タ"],
            ),
            ("東京は", &["0東", "0東京", "1京", "1京は", "2は"]),
            ("東、京", &["0東", "1京"]),
            ("… – 👩‍👩‍👧 !", &[]),
        ] {
            assert_eq!(found(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn a_token_names_its_place() {
        let text = "Der Hafenkran, 東京.";
        for token in tokens(text) {
            let folded = text[token.range.clone()].to_lowercase();
            assert_eq!(folded, token.text);
        }
        let long = "x".repeat(70_000);
        assert_eq!(tokens(&long)[0].text.len(), LONGEST);
    }
}
