//! Messages and answers as the JSON that Discord takes, borrowed from our own values.
//! (<https://discord.com/developers/docs/components/reference>)

use serde::{Serialize, Serializer};

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
pub fn message(message: &Message) -> impl Serialize {
    Body::new(message, false)
}

/// The body of a message that only the asker sees.
pub(super) fn private_message(message: &Message) -> impl Serialize {
    Body::new(message, true)
}

/// The body of an interaction's response.
pub(super) fn response(answer: &Answer) -> impl Serialize {
    match answer {
        Answer::Message { message, private } => Response::Message {
            r#type: Kind,
            data: Body::new(message, *private),
        },
        Answer::Update(message) => Response::Update {
            r#type: Kind,
            data: Body::new(message, false),
        },
        Answer::Choices(choices) => {
            let choices = choices.iter().map(Suggestion::new).collect();
            Response::Choices {
                r#type: Kind,
                data: Choices { choices },
            }
        }
    }
}

/// The body of a response that says that the answer takes longer.
pub(super) fn deferral(updates: bool, private: bool) -> impl Serialize {
    if updates {
        return Response::DeferredUpdate { r#type: Kind };
    }
    let flags = if private { EPHEMERAL } else { 0 };
    Response::Deferred {
        r#type: Kind,
        data: Flags { flags },
    }
}

/// The number that tells what an object is.
struct Kind<const N: u8>;

impl<const N: u8> Serialize for Kind<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(N)
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Response<'a> {
    Message { r#type: Kind<4>, data: Body<'a> },
    Deferred { r#type: Kind<5>, data: Flags },
    DeferredUpdate { r#type: Kind<6> },
    Update { r#type: Kind<7>, data: Body<'a> },
    Choices { r#type: Kind<8>, data: Choices<'a> },
}

#[derive(Serialize)]
struct Flags {
    flags: u64,
}

#[derive(Serialize)]
struct Choices<'a> {
    choices: Vec<Suggestion<'a>>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Body<'a> {
    flags: u64,
    allowed_mentions: Nobody,
    components: [Container<'a>; 1],
}

/// Whom a message may ping.
#[derive(Serialize)]
struct Nobody {
    parse: [(); 0],
}

#[derive(Serialize)]
struct Container<'a> {
    r#type: Kind<17>,
    accent_color: u32,
    components: Vec<Component<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Component<'a> {
    Text(TextDisplay<'a>),
    Separator {
        r#type: Kind<14>,
        divider: bool,
    },
    Row {
        r#type: Kind<1>,
        components: Vec<Control<'a>>,
    },
    Section {
        r#type: Kind<9>,
        components: [TextDisplay<'a>; 1],
        accessory: Control<'a>,
    },
}

#[derive(Serialize)]
struct TextDisplay<'a> {
    r#type: Kind<10>,
    content: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Control<'a> {
    Button {
        r#type: Kind<2>,
        style: u8,
        label: &'a str,
        custom_id: String,
        disabled: bool,
    },
    Menu {
        r#type: Kind<3>,
        custom_id: String,
        placeholder: &'a str,
        options: Vec<MenuOption<'a>>,
    },
}

#[derive(Serialize)]
struct MenuOption<'a> {
    label: &'a str,
    value: &'a str,
    default: bool,
}

impl<'a> Body<'a> {
    fn new(message: &'a Message, private: bool) -> Self {
        let components = message.blocks().iter().map(Component::new).collect();
        Self {
            flags: COMPONENTS_V2 | if private { EPHEMERAL } else { 0 },
            allowed_mentions: Nobody { parse: [] },
            components: [Container {
                r#type: Kind,
                accent_color: ACCENT,
                components,
            }],
        }
    }
}

impl<'a> Component<'a> {
    fn new(block: &'a Block) -> Self {
        match block {
            Block::Text(text) => Self::Text(TextDisplay {
                r#type: Kind,
                content: text.as_str(),
            }),
            Block::Rule => Self::Separator {
                r#type: Kind,
                divider: true,
            },
            Block::Buttons(buttons) => Self::Row {
                r#type: Kind,
                components: buttons.iter().map(Control::button).collect(),
            },
            Block::Menu(menu) => Self::Row {
                r#type: Kind,
                components: vec![Control::menu(menu)],
            },
            Block::Entry(text, button) => Self::Section {
                r#type: Kind,
                components: [TextDisplay {
                    r#type: Kind,
                    content: text.as_str(),
                }],
                accessory: Control::button(button),
            },
        }
    }
}

impl<'a> Control<'a> {
    fn button(button: &'a Button) -> Self {
        let (primary, secondary) = (1, 2);
        Self::Button {
            r#type: Kind,
            style: if button.look == Look::Current {
                primary
            } else {
                secondary
            },
            label: &button.label,
            custom_id: button.action.to_string(),
            disabled: button.look == Look::Absent,
        }
    }

    fn menu(menu: &'a Menu) -> Self {
        let options = menu.options.iter().map(|option| MenuOption {
            label: &option.label,
            value: &option.value,
            default: option.current,
        });
        Self::Menu {
            r#type: Kind,
            custom_id: menu.action.to_string(),
            placeholder: &menu.placeholder,
            options: options.collect(),
        }
    }
}

impl<'a> Suggestion<'a> {
    fn new(choice: &'a Choice) -> Self {
        Self {
            name: &choice.name,
            value: &choice.value,
        }
    }
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
            let body = serde_json::to_value(private_message(&message)).expect("JSON");
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
