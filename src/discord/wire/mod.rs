//! Messages and answers as the JSON that Discord takes, borrowed from our own values.
//! (<https://discord.com/developers/docs/components/reference>)

mod form;

use serde::{Serialize, Serializer};

use self::form::FormBody;
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

/// The body of a message of our own that is sent once however often it is tried: Discord gives back
/// the first that has the same `nonce`, which is remembered for minutes.
pub(super) fn posted<'a>(message: &'a Message, nonce: &'a str) -> impl Serialize + 'a {
    Posted {
        body: Body::new(message, false),
        nonce,
        enforce_nonce: true,
    }
}

/// The body of a change of a message of our own: whom it pings, it pinged.
pub(super) fn changed(message: &Message) -> impl Serialize {
    let mut body = Body::new(message, false);
    body.allowed_mentions.roles = None;
    body
}

/// The body of a post in a forum, which takes no nonce.
pub(super) fn post<'a>(
    name: &'a str,
    tags: &'a [String],
    message: &'a Message,
) -> impl Serialize + 'a {
    Post {
        name,
        applied_tags: tags,
        message: Body::new(message, false),
    }
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
        Answer::Form(form) => Response::Form {
            r#type: Kind,
            data: FormBody::new(form),
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
    Form { r#type: Kind<9>, data: FormBody<'a> },
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
    allowed_mentions: AllowedMentions,
    components: [Container<'a>; 1],
    /// All that it brings along: what it had before and is not named here goes.
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Posted<'a> {
    #[serde(flatten)]
    body: Body<'a>,
    nonce: &'a str,
    enforce_nonce: bool,
}

#[derive(Serialize)]
struct Post<'a> {
    name: &'a str,
    applied_tags: &'a [String],
    message: Body<'a>,
}

/// A file, which is sent beside the body.
#[derive(Serialize)]
struct Attachment<'a> {
    /// Its place among the files that are sent.
    id: String,
    filename: &'a str,
}

/// Whom a message may ping: nobody but the holders of these roles.
#[derive(Serialize)]
struct AllowedMentions {
    parse: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<[String; 1]>,
}

#[derive(Serialize)]
struct Container<'a> {
    r#type: Kind<17>,
    /// What Discord gives back as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
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
    File {
        r#type: Kind<13>,
        file: Media,
    },
}

/// Where a file is: among those of the message.
#[derive(Serialize)]
struct Media {
    url: String,
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
        let files = message.files().enumerate();
        let attachments = files.map(|(place, file)| Attachment {
            id: place.to_string(),
            filename: file.name(),
        });
        Self {
            flags: COMPONENTS_V2 | if private { EPHEMERAL } else { 0 },
            allowed_mentions: AllowedMentions {
                parse: [],
                roles: message.ping().map(|role| [role.0.to_string()]),
            },
            components: [Container {
                r#type: Kind,
                id: message.mark(),
                accent_color: ACCENT,
                components,
            }],
            attachments: attachments.collect(),
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
            Block::File(file) => Self::File {
                r#type: Kind,
                file: Media {
                    url: format!("attachment://{}", file.name()),
                },
            },
        }
    }
}

impl<'a> Control<'a> {
    fn button(button: &'a Button) -> Self {
        let (primary, secondary) = (1, 2);
        Self::Button {
            r#type: Kind,
            style: match button.look {
                Look::Current | Look::Main => primary,
                Look::Plain | Look::Absent => secondary,
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
