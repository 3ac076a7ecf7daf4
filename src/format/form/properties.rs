//! What holds for any form and any article.

use proptest::{prelude::*, sample::Index};

use super::{FieldProblem, print, read, tests::today};
use crate::article::{EditPart, Field, arbitrary};

/// The fields that make a whole article.
const WHOLE: [Field; 9] = [
    Field::Headline,
    Field::Published,
    Field::Highlights,
    Field::Story,
    Field::Analysis,
    Field::Byline,
    Field::Topics,
    Field::Sources,
    Field::Image,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn what_a_form_is_filled_in_with_is_read_back(article in arbitrary::article()) {
        let fields = print(&article, &WHOLE, None);
        prop_assert_eq!(read(None, &fields, None, today()), Ok(article), "{:?}", fields);
    }

    #[test]
    fn each_part_is_read_back_over_another_article(article in arbitrary::article(), base in arbitrary::article(), at in any::<Index>()) {
        let parts = [EditPart::Details, EditPart::Links, EditPart::Lede, EditPart::Highlights, EditPart::Analysis];
        let section = (!article.sections.is_empty()).then(|| at.index(article.sections.len()));
        let section_part = section.map(|at| EditPart::Section(u16::try_from(at).unwrap()));
        for part in parts.into_iter().chain(section_part) {
            let fields = print(&article, part.fields(), section);
            prop_assert_eq!(read(Some(&article), &fields, section, today()), Ok(article.clone()), "{:?}", fields);
            let mut wanted = base.clone();
            let from = article.clone();
            match part {
                EditPart::Details => {
                    wanted.headline = from.headline;
                    wanted.published = from.published;
                    wanted.byline = from.byline;
                    wanted.topics = from.topics;
                }
                EditPart::Links => (wanted.sources, wanted.image) = (from.sources, from.image),
                EditPart::Lede => wanted.lede = from.lede,
                EditPart::Highlights => wanted.highlights = from.highlights,
                EditPart::Analysis => wanted.analysis = from.analysis,
                EditPart::Section(at) => {
                    let section = from.sections[usize::from(at)].clone();
                    match wanted.sections.get_mut(usize::from(at)) {
                        Some(old) => *old = section,
                        None => wanted.sections.push(section),
                    }
                }
            }
            prop_assert_eq!(read(Some(&base), &fields, section, today()), Ok(wanted), "{:?}", fields);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(texts in prop::collection::vec((prop::sample::select(&Field::ALL[..]), any::<String>()), 0..9)) {
        match read(None, &texts, Some(0), today()) {
            Ok(article) => {
                let fields = print(&article, &WHOLE, None);
                prop_assert_eq!(read(None, &fields, None, today()), Ok(article));
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for FieldProblem { field, problem, .. } in problems {
                    let mut given = texts.iter().filter(|(given, _)| *given == field).peekable();
                    let fits = given.peek().is_none() || given.any(|(_, text)| text.get(problem.span.clone()).is_some());
                    prop_assert!(fits, "{:?}", problem);
                }
            }
        }
    }
}
