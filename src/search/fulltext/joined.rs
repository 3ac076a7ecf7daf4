//! Tokens on their way into the engine, as one text: so a story is taken apart once, and the engine's
//! own thread has little to do.

use tantivy::tokenizer::{Token as Indexed, TokenStream, Tokenizer};

use super::tokens::{Kind, Token};

/// The name of [`Joined`] in the schema.
pub(super) const JOINED: &str = "joined";
/// Stands between two tokens; none has white space in it.
const BETWEEN: char = ' ';
/// Stands before two characters that have the place of the first.
const SAME_PLACE: char = '\u{1}';

/// The tokens as one text.
pub(super) fn joined(tokens: &[Token]) -> String {
    let mut text = String::with_capacity(tokens.iter().map(|token| token.text.len() + 1).sum());
    for token in tokens {
        if !text.is_empty() {
            text.push(BETWEEN);
        }
        if token.kind == Kind::Two {
            text.push(SAME_PLACE);
        }
        text.push_str(&token.text);
    }
    text
}

/// Takes a joined text apart again.
#[derive(Clone, Debug, Default)]
pub(super) struct Joined;

/// The tokens of a joined text.
pub(super) struct Parts<'a> {
    left: &'a str,
    /// The place of the next token that has one of its own.
    next: usize,
    token: Indexed,
}

impl Tokenizer for Joined {
    type TokenStream<'a> = Parts<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Parts<'a> {
        Parts {
            left: text,
            next: 0,
            token: Indexed::default(),
        }
    }
}

impl TokenStream for Parts<'_> {
    fn advance(&mut self) -> bool {
        // Tokens are short: `str::split` looks for their ends in a way that is made for long texts.
        let end = self.left.bytes().position(|byte| byte == BETWEEN as u8);
        let (part, left) = self.left.split_at(end.unwrap_or(self.left.len()));
        if part.is_empty() {
            return false;
        }
        self.left = left.get(1..).unwrap_or_default();
        self.token.text.clear();
        if let Some(two) = part.strip_prefix(SAME_PLACE) {
            self.token.text.push_str(two);
        } else {
            self.token.text.push_str(part);
            self.next += 1;
        }
        self.token.position = self.next.saturating_sub(1);
        true
    }

    fn token(&self) -> &Indexed {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Indexed {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::tokens::tokens, *};

    #[test]
    fn a_mark_whose_plain_form_has_a_space_ends_nothing() {
        let found = tokens("カ゛イ the harbour");
        let mut got = Vec::new();
        let (text, mut tokenizer) = (joined(&found), Joined);
        let mut stream = tokenizer.token_stream(&text);
        stream.process(&mut |token| got.push((token.text.clone().into(), token.position)));
        let wanted = found.into_iter().map(|token| (token.text, token.position));
        assert_eq!(got, wanted.collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn the_engine_gets_every_token_in_its_place(text in r"([a-z]{1,3}|[東京ไทย]{1,4}|[.' ,é]|\PC){0,12}") {
            let found = tokens(&text);
            let text = joined(&found);
            let (mut tokenizer, mut got) = (Joined, Vec::new());
            tokenizer.token_stream(&text).process(&mut |token| {
                got.push((token.text.clone().into(), token.position));
            });
            let wanted: Vec<_> = found.into_iter().map(|token| (token.text, token.position)).collect();
            prop_assert_eq!(got, wanted);
        }
    }
}
