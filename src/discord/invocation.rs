//! A command as it was given.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serenity::model::{
    application::{CommandDataOption, CommandDataOptionValue, CommandInteraction, ResolvedTarget},
    channel,
};

use crate::{briefing::ChannelKind, view::notice::Refusal};

/// Commands whose answers only the asker ever sees.
const PRIVATE: [&str; 4] = ["desk", "help", "schedule", "settings"];

/// A command as it was given: its name, and its options by theirs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Invocation {
    /// With the subcommand's: `desk add`.
    pub(super) name: String,
    /// Text, truth or number; users, roles and channels by their snowflakes, as numbers.
    pub(super) options: Map<String, Value>,
    /// The options that are files.
    pub(super) uploads: BTreeMap<String, Upload>,
    /// What kinds of channels those among the options are; none for one that takes no briefings.
    pub(super) channels: BTreeMap<String, Option<ChannelKind>>,
    /// The message in whose menu the command was chosen.
    pub(super) target: Option<Target>,
}

/// A file that somebody handed to Discord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Upload {
    pub(super) filename: String,
    /// Where Discord keeps it for a day; signed, so not for any log.
    pub(super) url: String,
    /// In bytes, as Discord says.
    pub(super) size: u64,
    pub(super) content_type: Option<String>,
}

/// A message that something shall be done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// Its text, or of what it forwards; empty where it has only files.
    pub(super) content: String,
    pub(super) uploads: Vec<Upload>,
}

impl Invocation {
    /// The command, and the name of the option that is being typed.
    pub(super) fn new(command: &CommandInteraction) -> (Self, Option<String>) {
        let data = &command.data;
        let mut invocation = Self {
            name: data.name.clone(),
            target: match data.target() {
                Some(ResolvedTarget::Message(message)) => Some(Target::new(message)),
                _ => None,
            },
            ..Self::default()
        };
        let mut given = &data.options[..];
        while let [CommandDataOption { name, value, .. }] = given
            && let CommandDataOptionValue::SubCommand(inner)
            | CommandDataOptionValue::SubCommandGroup(inner) = value
        {
            invocation.name = format!("{} {name}", invocation.name);
            given = inner;
        }
        let mut focused = None;
        for CommandDataOption { name, value, .. } in given {
            let value = match value {
                CommandDataOptionValue::Attachment(id) => {
                    // One that Discord doesn't tell of is kept as nothing, so that it is refused.
                    match data.resolved.attachments.get(id) {
                        Some(file) => {
                            invocation.uploads.insert(name.clone(), Upload::new(file));
                            continue;
                        }
                        None => Value::Null,
                    }
                }
                CommandDataOptionValue::Channel(id) => {
                    let kind = data.resolved.channels.get(id);
                    let kind = kind.and_then(|channel| kind_of(channel.kind));
                    invocation.channels.insert(name.clone(), kind);
                    Value::from(id.get())
                }
                CommandDataOptionValue::Autocomplete { value, .. } => {
                    focused = Some(name.clone());
                    Value::from(value.as_str())
                }
                value => plain(value),
            };
            invocation.options.insert(name.clone(), value);
        }
        (invocation, focused)
    }

    /// The options as `T` names them; refused where they are not those that this version declares.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let options = Value::Object(self.options.clone());
        serde_json::from_value(options).map_err(|_| Refusal::UnknownCommand)
    }

    /// The command without its subcommand.
    fn command(&self) -> &str {
        let subcommand = self.name.find(' ').unwrap_or(self.name.len());
        &self.name[..subcommand]
    }

    /// Whether nobody else ever sees the answer, whatever is asked for.
    fn always_private(&self) -> bool {
        self.target.is_some() || PRIVATE.contains(&self.command())
    }

    /// Whether the answer is to be seen by the asker only.
    pub(super) fn private(&self) -> bool {
        let asked = self.options.get("private").and_then(Value::as_bool);
        self.always_private() || asked.unwrap_or(false)
    }

    /// The same with a private answer where it leaves that open.
    pub(super) fn privately(mut self) -> Self {
        if !self.always_private() {
            self.options.entry("private").or_insert(true.into());
        }
        self
    }

    /// Whether the answer may be a form.
    pub(super) fn may_open_form(&self) -> bool {
        matches!(&*self.name, "desk add" | "desk edit") && self.uploads.is_empty()
    }
}

fn plain(value: &CommandDataOptionValue) -> Value {
    match value {
        CommandDataOptionValue::String(text) => Value::from(text.as_str()),
        CommandDataOptionValue::Boolean(flag) => Value::from(*flag),
        CommandDataOptionValue::Integer(number) => Value::from(*number),
        CommandDataOptionValue::Number(number) => Value::from(*number),
        CommandDataOptionValue::User(id) => Value::from(id.get()),
        CommandDataOptionValue::Role(id) => Value::from(id.get()),
        // No command of ours declares such an option: kept, so that it is refused.
        _ => Value::Null,
    }
}

fn kind_of(kind: channel::ChannelType) -> Option<ChannelKind> {
    match kind {
        channel::ChannelType::Text => Some(ChannelKind::Text),
        channel::ChannelType::News => Some(ChannelKind::Announcement),
        channel::ChannelType::Forum => Some(ChannelKind::Forum),
        _ => None,
    }
}

impl Upload {
    fn new(file: &channel::Attachment) -> Self {
        Self {
            filename: file.filename.clone(),
            url: file.url.clone(),
            size: file.size.into(),
            content_type: file.content_type.clone(),
        }
    }
}

impl Target {
    fn new(message: &channel::Message) -> Self {
        let (mut content, mut files) = (&message.content, &message.attachments);
        // What is forwarded stands beside an empty message.
        if let Some(forwarded) = message.message_snapshots.first()
            && content.is_empty()
            && files.is_empty()
        {
            (content, files) = (&forwarded.content, &forwarded.attachments);
        }
        Self {
            content: content.clone(),
            uploads: files.iter().map(Upload::new).collect(),
        }
    }
}
