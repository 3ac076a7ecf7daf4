//! HTML inside of Markdown.

/// Elements whose bare tags say nothing that a reader misses.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// A piece of HTML as text: tags that only format are taken away, a line break becomes one,
/// comments go; every other tag stays as it was typed.
pub(super) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text += &rest[..at];
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else {
            rest.find('>').map(|end| end + 1)
        };
        let Some(end) = end else { break };
        let tag = &rest[..end];
        rest = &rest[end..];
        match element(tag) {
            Some("br") => text.push('\n'),
            Some(_) => {}
            None if tag.starts_with("<!--") => {}
            None => text += tag,
        }
    }
    text + rest
}

/// The element that a tag without attributes opens or closes.
fn element(tag: &str) -> Option<&'static str> {
    let name = tag.strip_prefix('<')?.strip_suffix('>')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let name = name.strip_suffix('/').unwrap_or(name).trim();
    let known = |known: &&&str| known.eq_ignore_ascii_case(name);
    ELEMENTS.iter().find(known).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_formats_is_taken_away() {
        for (html, wanted) in [
            ("a <b>bold</b> word", "a bold word"),
            ("a<br/>b<BR>c", "a\nb\nc"),
            ("press <Enter>", "press <Enter>"),
            ("<a href=\"x\">y</a>", "<a href=\"x\">y"),
            ("a<!-- <b> -->c", "ac"),
            ("1 < 2", "1 < 2"),
            ("<!-- open", "<!-- open"),
        ] {
            assert_eq!(text(html), wanted, "{html}");
        }
    }
}
