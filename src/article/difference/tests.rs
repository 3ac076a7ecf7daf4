use proptest::prelude::*;

use super::*;
use crate::article::{Section, arbitrary};

fn lines(texts: &[&str]) -> Vec<Line> {
    let lines = texts.iter().map(|text| Line::new(text).expect("a line"));
    lines.collect()
}

fn section(heading: &str, texts: &[&str]) -> Section {
    Section {
        heading: Line::new(heading).expect("a line"),
        paragraphs: lines(texts),
    }
}

/// Pieces as `same [-taken-] {+put+}`.
fn told(pieces: &[Piece]) -> String {
    let told = pieces.iter().map(|piece| match piece {
        Piece::Same(text) => text.clone(),
        Piece::Taken(text) => format!("[-{text}-]"),
        Piece::Put(text) => format!("{{+{text}+}}"),
    });
    told.collect()
}

fn ledes(old: &[&str], new: &[&str]) -> Vec<Difference> {
    let article = |texts| Article {
        lede: lines(texts),
        ..arbitrary::least("Headline", "x")
    };
    differences(&article(old), &article(new))
}

#[test]
fn words_are_compared_and_scraps_joined() {
    for (old, new, wanted) in [
        (
            "The train left.",
            "The bus left.",
            "The [-train-]{+bus+} left.\n",
        ),
        (
            "The train left at noon.",
            "The train arrived at night.",
            "The train [-left at noon-]{+arrived at night+}.\n",
        ),
        ("a b c", "a c", "a [-b -]c\n"),
        (
            "It rained.",
            "It rained. It snowed.",
            "It rained.{+ It snowed.+}\n",
        ),
        (
            "See https://a.example/one now",
            "See https://a.example/two now",
            "See [-https://a.example/one-]{+https://a.example/two+} now\n",
        ),
        ("他说下雨了", "他说下雪了", "他说下[-雨-]{+雪+}了\n"),
        ("سافر القطار", "سافر الباص", "سافر [-القطار-]{+الباص+}\n"),
    ] {
        let found = ledes(&[old], &[new]);
        assert_eq!(found[0].part, Changed::Lede);
        assert_eq!(told(&found[0].pieces), wanted, "{old:?}");
    }
}

#[test]
fn paragraphs_are_compared_before_words() {
    let found = ledes(
        &["One.", "Two.", "Three."],
        &["One.", "New.", "Two.", "Third."],
    );
    assert_eq!(
        told(&found[0].pieces),
        "One.\n{+New.\n+}Two.\n[-Three-]{+Third+}.\n"
    );
}

#[test]
fn what_stayed_far_from_a_change_is_left_out() {
    let far = "a b c d e f g h i j";
    let short = |old: &[&str], new: &[&str]| told(&ledes(old, new)[0].shortened(2));
    assert_eq!(
        short(
            &[&format!("{far} old {far} old {far}")],
            &[&format!("{far} new {far} new {far}")]
        ),
        "… i j [-old-]{+new+} a b … i j [-old-]{+new+} a b …\n"
    );
    assert_eq!(
        short(&["a b old c d"], &["a b new c d"]),
        "a b [-old-]{+new+} c d\n"
    );
    assert_eq!(
        short(
            &[far, "old", far, far, "old", far],
            &[far, "new", far, far, "new", far]
        ),
        "…\n[-old-]{+new+}\n…\n[-old-]{+new+}\n…\n"
    );
    assert_eq!(
        short(&["a old", far, "old a"], &["a new", far, "new a"]),
        "a [-old-]{+new+}\n…\n[-old-]{+new+} a\n"
    );
    assert_eq!(short(&["a", "old"], &["a", "new"]), "…\n[-old-]{+new+}\n");
}

#[test]
fn sections_are_paired_by_heading_then_by_place() {
    let sections = |old: &[Section], new: &[Section]| -> Vec<(Changed, String)> {
        let article = |sections: &[Section]| Article {
            sections: sections.to_vec(),
            ..arbitrary::least("Headline", "Lede.")
        };
        let found = differences(&article(old), &article(new));
        let found = found.into_iter().map(|it| (it.part, told(&it.pieces)));
        found.collect()
    };
    let line = |text: &str| Line::new(text).expect("a line");
    let (a, b, c) = (
        section("A", &["It rained all day."]),
        section("B", &["The sun shone."]),
        section("C", &["Nothing was heard."]),
    );
    let renamed = section("A2", &["It rained all night."]);
    let (empty, none) = (String::new(), Vec::new());
    for (old, new, wanted) in [
        (vec![a.clone(), b.clone()], vec![a.clone(), b.clone()], none),
        (
            vec![a.clone(), b.clone()],
            vec![a.clone(), c.clone(), b.clone()],
            vec![(
                Changed::SectionAdded(line("C")),
                "{+Nothing was heard.\n+}".to_owned(),
            )],
        ),
        (
            vec![a.clone(), b.clone()],
            vec![b.clone()],
            vec![(
                Changed::SectionRemoved(line("A")),
                "[-It rained all day.\n-]".to_owned(),
            )],
        ),
        (
            vec![a.clone(), b.clone(), c.clone()],
            vec![b.clone(), c.clone(), a.clone()],
            vec![(Changed::SectionMoved(line("A")), empty)],
        ),
        (
            vec![a.clone(), b.clone()],
            vec![c.clone(), renamed.clone(), b.clone()],
            vec![
                (
                    Changed::SectionAdded(line("C")),
                    "{+Nothing was heard.\n+}".to_owned(),
                ),
                (Changed::Heading(line("A")), "[-A-]{+A2+}".to_owned()),
                (
                    Changed::Section(line("A2")),
                    "It rained all [-day-]{+night+}.\n".to_owned(),
                ),
            ],
        ),
        (
            vec![c.clone(), b.clone()],
            vec![a.clone(), b.clone()],
            vec![
                (
                    Changed::SectionAdded(line("A")),
                    "{+It rained all day.\n+}".to_owned(),
                ),
                (
                    Changed::SectionRemoved(line("C")),
                    "[-Nothing was heard.\n-]".to_owned(),
                ),
            ],
        ),
    ] {
        assert_eq!(sections(&old, &new), wanted);
    }
}

#[test]
fn articles_of_any_size_are_compared_in_bounded_work() {
    // Neither alike nor strange to each other: what takes a comparison longest.
    let text = |step: usize| -> String {
        let words = (0..20_000).map(|n| ["a ", "b ", "c "][(n * n / step) % 3]);
        words.collect()
    };
    let (old, new) = (text(7), text(11));
    let found = ledes(&[&old, "same"], &[&new, "same"]);
    let [
        Piece::Same(_),
        Piece::Taken(taken),
        Piece::Put(put),
        Piece::Same(_),
    ] = &found[0].pieces[..]
    else {
        panic!("{:?}", found[0].pieces.len());
    };
    assert!(taken.len() > 39_000 && put.len() > 39_000);
}

/// The text of a part, old and new.
fn sides(pieces: &[Piece]) -> [String; 2] {
    let (mut old, mut new) = (String::new(), String::new());
    for piece in pieces {
        if !matches!(piece, Piece::Put(_)) {
            old.push_str(piece.text());
        }
        if !matches!(piece, Piece::Taken(_)) {
            new.push_str(piece.text());
        }
    }
    [old, new]
}

/// The texts of an article's parts but its sections, as pieces give them.
fn parts(article: &Article) -> Vec<(Changed, String)> {
    let text = |line: Option<&dyn ToString>| line.map_or(String::new(), |line| line.to_string());
    let byline = article.byline.as_ref().map(|line| line as &dyn ToString);
    let image = article.image.as_ref().map(|link| link as &dyn ToString);
    vec![
        (Changed::Headline, article.headline.to_string()),
        (Changed::Byline, text(byline)),
        (Changed::Topics, ended(&article.topics).concat()),
        (Changed::Sources, ended(&article.sources).concat()),
        (Changed::Image, text(image)),
        (Changed::Highlights, ended(&article.highlights).concat()),
        (Changed::Lede, ended(&article.lede).concat()),
        (Changed::Analysis, ended(&article.analysis).concat()),
    ]
}

/// Holds the headings and the texts of sections against what is said to have changed in them: what
/// was and what came in are together what is and what went.
fn check_sections(old: &[Section], new: &[Section], differences: &[Difference]) {
    let headings = |sections: &[Section]| -> Vec<String> {
        let headings = sections.iter().map(|section| section.heading.to_string());
        headings.collect()
    };
    let texts = |sections: &[Section]| -> Vec<String> {
        let texts = sections.iter().map(|section| ended(&section.paragraphs));
        texts.map(|text| text.concat()).collect()
    };
    let (mut old_headings, mut new_headings) = (headings(old), headings(new));
    let (mut old_texts, mut new_texts) = (texts(old), texts(new));
    for difference in differences {
        let [before, after] = sides(&difference.pieces);
        match &difference.part {
            Changed::Heading(was) => {
                assert_eq!(was.as_str(), before);
                new_headings.push(before);
                old_headings.push(after);
            }
            Changed::Section(_) => {
                new_texts.push(before);
                old_texts.push(after);
            }
            Changed::SectionAdded(heading) => {
                old_headings.push(heading.to_string());
                old_texts.push(after);
            }
            Changed::SectionRemoved(heading) => {
                new_headings.push(heading.to_string());
                new_texts.push(before);
            }
            _ => {}
        }
    }
    for side in [
        &mut old_headings,
        &mut new_headings,
        &mut old_texts,
        &mut new_texts,
    ] {
        side.sort();
    }
    assert_eq!(old_headings, new_headings);
    assert_eq!(old_texts, new_texts);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn pieces_put_together_are_the_old_and_the_new((old, new) in arbitrary::revised()) {
        let found = differences(&old, &new);
        prop_assert_eq!(found.is_empty(), old == new);
        for ((part, old), (_, new)) in parts(&old).into_iter().zip(parts(&new)) {
            let pieces = found.iter().find(|it| it.part == part).map(|it| &it.pieces);
            match pieces {
                Some(pieces) => prop_assert_eq!(sides(pieces), [old, new]),
                None => prop_assert_eq!(old, new),
            }
        }
        check_sections(&old.sections, &new.sections, &found);
        for piece in found.iter().flat_map(|it| &it.pieces) {
            prop_assert!(!piece.text().is_empty());
        }
    }

    #[test]
    fn shortening_leaves_changes_as_they_are((old, new) in arbitrary::revised(), words in 1..4usize) {
        let changed = |pieces: &[Piece]| -> Vec<Piece> {
            let changed = pieces.iter().filter(|piece| !matches!(piece, Piece::Same(_)));
            changed.cloned().collect()
        };
        for difference in differences(&old, &new) {
            let short = difference.shortened(words);
            prop_assert_eq!(changed(&short), changed(&difference.pieces));
            for (short, piece) in short.iter().zip(&difference.pieces) {
                let (short, whole) = (short.text(), piece.text());
                let marks = "\n… ".len() * 2;
                prop_assert!(short.len() <= whole.len() + marks, "{:?} of {:?}", short, whole);
            }
        }
    }
}
