//! Text that Discord's Markdown shows as it is meant.

mod emphasis;

use std::{fmt, ops::Range};

use unicode_segmentation::UnicodeSegmentation;

/// A text in Discord's Markdown whose every foreign part has been escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Our own wording, markup included.
    pub fn own(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A foreign text: shown literally, harmless, its web addresses still to be clicked.
    pub fn plain(text: &str) -> Self {
        Self(escape(text))
    }

    /// A foreign text of at most `limit` UTF-16 units once escaped, cut between graphemes with `…`,
    /// which is all that is left of one long address.
    pub fn clipped(text: &str, limit: usize) -> Self {
        let whole = Self::plain(text);
        if whole.units() <= limit {
            return whole;
        }
        let mut cut = Self::own("…");
        let addresses: Vec<_> = addresses(text).collect();
        // Any grapheme is at least one unit: no need to look further than `limit` of them.
        for (start, grapheme) in text.grapheme_indices(true).take(limit) {
            let end = start + grapheme.len();
            // Half an address, or one with our mark at its end, leads elsewhere.
            if addresses
                .iter()
                .any(|address| address.start < end && end <= address.end)
            {
                continue;
            }
            let next = Self(escape(text[..end].trim_end()) + "…");
            if next.units() > limit {
                break;
            }
            cut = next;
        }
        cut
    }

    /// A foreign text of at most `limit` UTF-16 units once escaped, the `marks` in it (in bytes; in
    /// order, none touching another) bold, and `…` where it is cut: `cut` says whether it was before
    /// and after already. An address stays whole and is not marked.
    pub fn marked(text: &str, marks: &[Range<usize>], cut: [bool; 2], limit: usize) -> Self {
        let addresses: Vec<_> = addresses(text).collect();
        let apart = |mark: &&Range<usize>| {
            let touches =
                |address: &Range<usize>| mark.start < address.end && address.start < mark.end;
            !addresses.iter().any(touches)
        };
        let marks: Vec<&Range<usize>> = marks.iter().filter(apart).collect();
        // Any character is at least one unit.
        let mut end = text
            .char_indices()
            .nth(limit)
            .map_or(text.len(), |(end, _)| end);
        loop {
            let cut = [cut[0], cut[1] || end < text.len()];
            let marked = Self(marked(&text[..end], &marks, cut)).isolated();
            if marked.units() <= limit {
                return marked;
            }
            let inside = |at: usize| addresses.iter().any(|it| it.start < at && at < it.end);
            let mut words = text[..end]
                .split_word_bound_indices()
                .map(|(at, _)| at)
                .rev();
            match words.find(|at| !inside(*at)) {
                Some(at) if at > 0 => end = text[..at].trim_end().len(),
                _ => return Self::default(),
            }
        }
    }

    /// The same, but kept from reordering our words around it where it is written from right to
    /// left: between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (Unicode annex 9).
    pub fn isolated(self) -> Self {
        Self(isolated(self.0))
    }

    /// A link of our own to a foreign address.
    pub fn link(label: &str, address: &str) -> Self {
        let (label, target) = (Self::plain(label), encoded(address));
        Self(format!("[{label}](<{target}>)"))
    }

    /// A foreign text in quotation marks, kept from running into an address at its end.
    pub fn quoted(text: &str, limit: usize) -> Self {
        let text = Self::clipped(text, limit).isolated();
        let at_end = addresses(&text.0).any(|address| address.end == text.0.len());
        Self(format!("“{text}{}”", if at_end { " " } else { "" }))
    }

    /// UTF-16 units, which Discord's clients count.
    pub fn units(&self) -> usize {
        units(&self.0)
    }

    /// The text as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds `other` after `separator`, or alone where nothing stands before it; an empty one not
    /// at all.
    pub fn append(&mut self, separator: &str, other: &Self) {
        if !self.is_empty() && !other.is_empty() {
            self.0.push_str(separator);
        }
        self.0.push_str(&other.0);
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address with what has a meaning in Markdown percent-encoded: it leads to the same place.
fn encoded(address: &str) -> String {
    let mut target = String::with_capacity(address.len());
    for c in address.chars() {
        if "()[]<>*_~`|\\".contains(c) {
            target.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            target.push(c);
        }
    }
    target
}

fn marked(text: &str, marks: &[&Range<usize>], [before, after]: [bool; 2]) -> String {
    let mut marked = String::from(if before { "… " } else { "" });
    let mut from = 0;
    for mark in marks.iter().filter(|mark| mark.end <= text.len()) {
        marked.push_str(&escape(&text[from..mark.start]));
        marked.push_str(&format!("**{}**", escape(&text[mark.start..mark.end])));
        from = mark.end;
    }
    marked.push_str(&escape(&text[from..]));
    marked.push_str(if after { " …" } else { "" });
    marked
}

/// UTF-16 units of `text`.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// UTF-16 units that [`isolated`] adds at most.
pub const ISOLATES: usize = 2;

/// `text`, kept from reordering what stands around it: see [`Markup::isolated`].
pub fn isolated(text: String) -> String {
    let from_right = |c: char| {
        matches!(c,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    if text.contains(from_right) {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text
    }
}

/// `text` cut between graphemes to at most `limit` UTF-16 units, with `…` where it was cut.
/// For labels, which are no Markdown.
pub fn clip(text: &str, limit: usize) -> String {
    let text = clean(text);
    if units(&text) <= limit {
        return text;
    }
    let mut room = limit.saturating_sub(1);
    let mut cut = String::new();
    for grapheme in text.graphemes(true) {
        let size = units(grapheme);
        if size > room {
            break;
        }
        room -= size;
        cut.push_str(grapheme);
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// A run of characters that begins with `http://` or `https://`.
struct Run {
    range: Range<usize>,
    /// Whether Discord's clients take it as an address; if so, nothing in it is Markdown.
    address: bool,
}

/// The web addresses in `text`, each to the next white space or `<`, as Discord's clients take it.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    runs(text).filter(|run| run.address).map(|run| run.range)
}

fn runs(text: &str) -> impl Iterator<Item = Run> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let (mut start, scheme) = text[from..].match_indices("http").find_map(|(at, _)| {
            let start = from + at;
            ["http://", "https://"]
                .iter()
                .find(|scheme| text[start..].starts_with(**scheme))
                .map(|scheme| (start, scheme.len()))
        })?;
        let rest = &text[start..];
        let len = rest.find(|c: char| c.is_whitespace() || c == '<');
        let len = len.unwrap_or(rest.len());
        from = start + len;
        // `<address>` is Discord's own way to write one: the brackets belong to it.
        if text[..start].ends_with('<')
            && let Some(inner) = rest[..len].find('>').filter(|inner| *inner > scheme)
        {
            start -= 1;
            from = start + inner + 2;
            return Some(Run {
                range: start..from,
                address: true,
            });
        }
        // The clients' pattern: one character, then any up to one that is no punctuation.
        let mut tail = rest[scheme..len].chars();
        let address = tail.next().is_some() && tail.any(|c| !".,:;\"']".contains(c));
        Some(Run {
            range: start..start + len,
            address,
        })
    })
}

/// Marks that embed or override the direction of what follows; an article's own letters carry theirs.
fn overrides_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What is shown of a foreign text: no overrides of direction, breaks and control characters as spaces.
fn clean(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    text.chars()
        .filter(|c| !overrides_direction(*c))
        .map(|c| if breaks(c) { ' ' } else { c })
        .collect()
}

fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut from = 0;
    for run in runs(&text) {
        escape_words(&text[from..run.range.start], from == 0, &mut out);
        let word = &text[run.range.clone()];
        if run.address {
            out.push_str(word);
        } else {
            escape_words(word, false, &mut out);
        }
        // The backslash of an escaped `<` would count to the address and escape nothing.
        if text[run.range.end..].starts_with('<') {
            out.push(' ');
        }
        from = run.range.end;
    }
    escape_words(&text[from..], from == 0, &mut out);
    out
}

/// Escapes what Discord's Markdown would read in `text`; `starts` says that a line begins with it.
fn escape_words(text: &str, starts: bool, out: &mut String) {
    let mut line_start = starts;
    let mut digits = false;
    for (at, c) in text.char_indices() {
        let special = match c {
            '\\' | '*' | '_' | '`' | '~' | '|' | '[' | ']' | '<' | '@' => true,
            '#' | '>' | '-' | '+' => line_start,
            '.' | ')' => digits,
            ':' => names_emoji(&text[at + 1..]),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        if !c.is_whitespace() {
            digits = c.is_ascii_digit() && (line_start || digits);
            line_start = false;
        }
    }
}

/// Whether what follows a colon is a name and another colon, as in `:smile:`.
fn names_emoji(rest: &str) -> bool {
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_+-~".contains(c)));
    end.is_some_and(|end| end > 0 && rest[end..].starts_with(':'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markdown_is_shown_literally() {
        for (given, wanted) in [
            (
                "plain, with (brackets) - and 3. more!",
                "plain, with (brackets) - and 3. more!",
            ),
            (
                "**bold** _it_ ~~no~~ ||x|| `c`",
                r"\*\*bold\*\* \_it\_ \~\~no\~\~ \|\|x\|\| \`c\`",
            ),
            ("# big", r"\# big"),
            ("-# small", r"\-# small"),
            ("> quote", r"\> quote"),
            ("12. list", r"12\. list"),
            ("1.5 million", r"1\.5 million"),
            (
                "@everyone <@1> <#2> </x:3> <t:4:R>",
                r"\@everyone \<\@1> \<#2> \</x:3> \<t\:4:R>",
            ),
            (
                "[Publish](https://evil.example/)",
                r"\[Publish\](https://evil.example/)",
            ),
            (":smile: at 12:30", r"\:smile: at 12:30"),
            (
                "see https://a.example/x_y*z*. Then_",
                r"see https://a.example/x_y*z*. Then\_",
            ),
            (
                "http:// _x_ https://. _y_",
                r"http:// \_x\_ https://. \_y\_",
            ),
            (
                "see <https://a.example/x_y>, _z_",
                r"see <https://a.example/x_y>, \_z\_",
            ),
            ("<https://a.example/x y>", r"\<https://a.example/x y>"),
            ("<https://>*x*", r"\<https://>*x*"),
            ("https://a.example<@1>", r"https://a.example \<\@1>"),
            ("https://*<@1>", r"https://\* \<\@1>"),
            ("a\u{202e}b\u{2066}c", "abc"),
            ("C:\\_x", r"C:\\\_x"),
        ] {
            assert_eq!(Markup::plain(given).as_str(), wanted, "{given:?}");
        }
    }

    #[test]
    fn what_is_written_from_the_right_does_not_reorder_ours() {
        assert_eq!(Markup::plain("Space").isolated().as_str(), "Space");
        assert_eq!(
            Markup::plain("علوم").isolated().as_str(),
            "\u{2068}علوم\u{2069}"
        );
    }

    #[test]
    fn a_link_leads_where_its_source_says_and_nowhere_else() {
        let hostile = Markup::link(
            "a.example",
            "https://a.example/)[Publish](https://evil.example/)",
        );
        assert_eq!(
            hostile.as_str(),
            "[a.example](<https://a.example/%29%5BPublish%5D%28https://evil.example/%29>)"
        );
        assert_eq!(
            Markup::link("**x**", "https://x.example/a_b?c\\").as_str(),
            r"[\*\*x\*\*](<https://x.example/a%5Fb?c%5C>)"
        );
    }

    #[test]
    fn marks_are_bold_and_nothing_else_is() {
        let marked = |text: &str, words: &[&str], limit| {
            let marks: Vec<_> = words
                .iter()
                .map(|word| {
                    let at = text.find(word).expect("a word");
                    at..at + word.len()
                })
                .collect();
            Markup::marked(text, &marks, [true, false], limit).to_string()
        };
        assert_eq!(marked("a **b** c", &["b"], 99), r"… a \*\***b**\*\* c");
        assert_eq!(marked("東京都", &["京"], 99), "… 東**京**都");
        assert_eq!(
            marked("see https://a.example/b_c now", &["b_c", "now"], 99),
            "… see https://a.example/b_c **now**"
        );
        assert_eq!(
            marked("one two three four", &["two"], 17),
            "… one **two** …"
        );
        assert_eq!(
            marked("see https://a.example/b", &["see"], 20),
            "… **see** …"
        );
        assert_eq!(
            marked("أمل في المريخ", &["أمل"], 99),
            "\u{2068}… **أمل** في المريخ\u{2069}"
        );
    }

    #[test]
    fn a_quotation_does_not_touch_an_address() {
        assert_eq!(Markup::quoted("a _b_", 99).as_str(), r"“a \_b\_”");
        assert_eq!(
            Markup::quoted("https://a.example/b", 99).as_str(),
            "“https://a.example/b ”"
        );
        assert_eq!(
            Markup::clipped("see https://a.example/b", 12).as_str(),
            "see…"
        );
    }

    #[test]
    fn a_cut_is_marked_and_never_inside_a_grapheme() {
        assert_eq!(clip("abcdef", 6), "abcdef");
        assert_eq!(clip("abcdefg", 6), "abcde…");
        assert_eq!(clip("👩‍👩‍👧👩‍👩‍👧", 12), "👩‍👩‍👧…");
        assert_eq!(Markup::clipped("a*b*c", 5).as_str(), r"a\*b…");
        assert_eq!(Markup::clipped("👩‍👩‍👧", 3).as_str(), "…");
        let address = format!("https://a.example/{}", "b".repeat(300));
        assert_eq!(Markup::clipped(&address, 150).as_str(), "…");
        assert_eq!(Markup::quoted(&address, 120).as_str(), "“…”");
    }

    /// What a reader sees: backslashes before punctuation taken away outside of addresses.
    fn shown(markup: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        let strip = |text: &str, out: &mut String| {
            let mut chars = text.chars();
            while let Some(c) = chars.next() {
                out.extend(if c == '\\' { chars.next() } else { Some(c) });
            }
        };
        for address in addresses(markup) {
            strip(&markup[from..address.start], &mut out);
            out.push_str(&markup[address.clone()]);
            from = address.end;
        }
        strip(&markup[from..], &mut out);
        out
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_markup(
            text in r"([\PC]|[*_`~|<>@#:\[\]()\\.0-9-]|https?://|@everyone|<@1>| |\n){0,60}"
        ) {
            let markup = Markup::plain(&text);
            let bare = |text: &str| text.replace([' ', '\\'], "");
            prop_assert_eq!(bare(&shown(markup.as_str())), bare(&clean(&text)));
            let mut outside = markup.as_str().to_owned();
            let found: Vec<_> = addresses(&outside).collect();
            for address in found.into_iter().rev() {
                outside.replace_range(address, " ");
            }
            let outside = outside.replace(r"\\", "");
            for mark in ["*", "_", "`", "~", "|", "[", "]", "<", "@"] {
                for (at, _) in outside.match_indices(mark) {
                    prop_assert!(outside[..at].ends_with('\\'), "{} bare in {}", mark, outside);
                }
            }
        }

        #[test]
        fn a_clipped_text_keeps_its_limit(text in r"\PC{0,60}", limit in 1usize..40) {
            prop_assert!(units(&clip(&text, limit)) <= limit);
            prop_assert!(Markup::clipped(&text, limit).units() <= limit);
        }
    }
}
