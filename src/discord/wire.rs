//! Messages and answers as the JSON that Discord takes.
//! (<https://discord.com/developers/docs/components/reference>)

use serde_json::{Value, json};

use super::answer::Answer;
use crate::view::{
    Message,
    choices::Choice,
    message::{Block, Button, Look, Menu},
};

/// The one colour of ours: the stripe at a card's side.
const ACCENT: u32 = 0x2F_6F_ED;

const EPHEMERAL: u64 = 1 << 6;
const COMPONENTS_V2: u64 = 1 << 15;

/// A message's body: Components V2, and nothing in it pings anyone.
pub fn message(message: &Message) -> Value {
    body(message, false)
}

/// The body of an interaction's response.
pub(super) fn response(answer: &Answer) -> Value {
    match answer {
        Answer::Message { message, private } => json!({"type": 4, "data": body(message, *private)}),
        Answer::Update(message) => json!({"type": 7, "data": body(message, false)}),
        Answer::Choices(choices) => {
            let choices: Vec<Value> = choices.iter().map(choice).collect();
            json!({"type": 8, "data": {"choices": choices}})
        }
    }
}

/// The body of a response that says that the answer takes longer.
pub(super) fn deferral(updates: bool, private: bool) -> Value {
    if updates {
        return json!({"type": 6});
    }
    json!({"type": 5, "data": {"flags": if private { EPHEMERAL } else { 0 }}})
}

/// The body of a message that only the asker sees.
pub(super) fn private_message(message: &Message) -> Value {
    body(message, true)
}

fn body(message: &Message, private: bool) -> Value {
    let blocks: Vec<Value> = message.blocks().iter().map(block).collect();
    json!({
        "flags": COMPONENTS_V2 | if private { EPHEMERAL } else { 0 },
        "allowed_mentions": {"parse": []},
        "components": [{"type": 17, "accent_color": ACCENT, "components": blocks}],
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Text(text) => json!({"type": 10, "content": text.as_str()}),
        Block::Rule => json!({"type": 14, "divider": true, "spacing": 1}),
        Block::Buttons(buttons) => {
            let buttons: Vec<Value> = buttons.iter().map(button).collect();
            json!({"type": 1, "components": buttons})
        }
        Block::Menu(chosen) => json!({"type": 1, "components": [menu(chosen)]}),
        Block::Entry(text, pressed) => json!({
            "type": 9,
            "components": [{"type": 10, "content": text.as_str()}],
            "accessory": button(pressed),
        }),
    }
}

fn button(button: &Button) -> Value {
    let (primary, secondary) = (1, 2);
    json!({
        "type": 2,
        "style": if button.look == Look::Current { primary } else { secondary },
        "label": button.label,
        "custom_id": button.action.to_string(),
        "disabled": button.look == Look::Absent,
    })
}

fn menu(menu: &Menu) -> Value {
    let options: Vec<Value> = menu
        .options
        .iter()
        .map(|option| json!({"label": option.label, "value": option.value, "default": option.current}))
        .collect();
    json!({
        "type": 3,
        "custom_id": menu.action.to_string(),
        "placeholder": menu.placeholder,
        "options": options,
    })
}

fn choice(choice: &Choice) -> Value {
    json!({"name": choice.name, "value": choice.value})
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        article::{
            Article, ArticleId, Author, Card, GuildId, Library, Line, Origin, Record, State,
            arbitrary,
        },
        view::{
            Part, article, choices, help,
            markup::units,
            notice::{self, Refusal},
        },
    };

    fn record(article: Article) -> Record {
        Record {
            id: ArticleId {
                library: Library::Guild(GuildId(u64::MAX)),
                number: u32::MAX,
            },
            revision: 1,
            state: State::Published,
            added_by: Author::Operator,
            added_at: DateTime::UNIX_EPOCH,
            live_at: DateTime::UNIX_EPOCH,
            revised_by: Author::Operator,
            revised_at: DateTime::UNIX_EPOCH,
            origin: Origin::Desk,
            date: article.published.unwrap_or(NaiveDate::MAX),
            article,
        }
    }

    /// An article whose every text is as long as it may be, of the dearest character.
    fn fullest(filler: char) -> Article {
        let line = |chars: usize| Line::new(&filler.to_string().repeat(chars)).expect("a line");
        let section = |n: usize| crate::article::Section {
            heading: Line::new(&format!("{n}{}", filler.to_string().repeat(240))).expect("a line"),
            paragraphs: vec![line(300); 3],
        };
        Article {
            headline: line(crate::article::MAX_HEADLINE_CHARS),
            published: NaiveDate::from_ymd_opt(2025, 9, 1),
            byline: Some(line(crate::article::MAX_BYLINE_CHARS)),
            topics: (0..10)
                .map(|_| line(crate::article::MAX_TOPIC_CHARS))
                .collect(),
            sources: (0..10)
                .map(|n| {
                    let address =
                        format!("https://{}.example/{n}{}", "a".repeat(60), "b".repeat(400));
                    crate::article::Link::new(&address).expect("a link")
                })
                .collect(),
            image: None,
            highlights: vec![line(500); 30],
            lede: vec![line(5000), line(10)],
            sections: (0..30).map(section).collect(),
            analysis: vec![line(3000)],
        }
    }

    /// Every card of an article, each page of each.
    fn cards(record: &Record) -> Vec<Message> {
        let pages = |page: &dyn Fn(u16) -> Message| {
            let mut all = vec![page(0)];
            while all.len() < 200 {
                let next = page(u16::try_from(all.len()).expect("few"));
                if Some(&next) == all.last() {
                    break;
                }
                all.push(next);
            }
            all
        };
        let mut all: Vec<Message> = Part::ALL
            .iter()
            .flat_map(|part| pages(&|page| article::part(record, *part, page)))
            .collect();
        for index in 0..record.article.sections.len() {
            all.extend(pages(&|page| {
                article::section(record, index, page).expect("a section")
            }));
        }
        all.extend([0, 24, 48, 9999].map(|from| article::sections(record, from)));
        all
    }

    fn notices(record: &Record, typed: &str) -> Vec<Message> {
        let (record, typed) = (std::sync::Arc::new(record.clone()), typed.to_owned());
        let near = vec![Card::of(&record)];
        let places: Vec<usize> = (0..record.article.sections.len()).collect();
        let refusals = [
            Refusal::EmptyLibrary,
            Refusal::UnknownArticle {
                typed: typed.clone(),
                part: Part::Story,
                near,
            },
            Refusal::Gone(record.id),
            Refusal::UnknownSection {
                typed: typed.clone(),
                record: record.clone(),
                near: places.clone(),
            },
            Refusal::AmbiguousSection {
                typed,
                record: record.clone(),
                fit: places,
            },
            Refusal::ChangedSection(record.clone()),
            Refusal::UnknownControl,
            Refusal::UnknownCommand,
        ];
        let mut all: Vec<Message> = refusals.iter().map(notice::refusal).collect();
        all.extend([
            notice::fault("0badf00d"),
            help::help(Some(&Card::of(&record))),
            help::help(None),
        ]);
        all
    }

    fn check(article: Article, typed: &str) {
        let record = record(article);
        for message in cards(&record).into_iter().chain(notices(&record, typed)) {
            assert!(!message.blocks().is_empty());
            let body = body(&message, true);
            if let Some(errors) = local_discord::message_errors(&body) {
                panic!("{errors:#}\nof {body:#}");
            }
        }
        let card = Card::of(&record);
        let sections = (0..card.headings.len()).flat_map(|index| {
            [
                choices::section(&card, index),
                choices::foreign_section(&card, index),
            ]
        });
        for choice in sections.flatten().chain([choices::article(&card)]) {
            assert!((1..=100).contains(&units(&choice.name)), "{choice:?}");
            assert!((1..=100).contains(&units(&choice.value)), "{choice:?}");
        }
    }

    #[test]
    fn the_fullest_article_is_within_every_limit() {
        for filler in ['x', '*', '語', '😀', ':', '。', '\u{301}', 'ﷺ'] {
            check(fullest(filler), &filler.to_string().repeat(6000));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_article_exceeds_a_limit(article in arbitrary::article(), typed in r"\PC{0,400}") {
            check(article, &typed);
        }
    }
}
