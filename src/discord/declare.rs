//! What Discord is told of the commands: plain data, sent as it is.

use serde::{Serialize, Serializer};

/// A command as Discord registers it.
/// (<https://discord.com/developers/docs/interactions/application-commands>)
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Declaration {
    pub(super) name: &'static str,
    /// A menu's stays empty: Discord takes none.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) options: &'static [OptionDeclaration],
    #[serde(rename = "type")]
    kind: u8,
    /// Where it can be used.
    contexts: &'static [u8],
    /// Installed in a guild, not by a user.
    integration_types: [u8; 1],
    /// Who may use it where the guild's own settings don't say; none for everyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    default_member_permissions: Option<Permission>,
}

/// An option of a command, or a subcommand with options of its own.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct OptionDeclaration {
    name: &'static str,
    description: &'static str,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    autocomplete: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_value: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_value: Option<u8>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    choices: &'static [ChoiceDeclaration],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    channel_types: &'static [u8],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    options: &'static [OptionDeclaration],
}

/// One of the values that an option takes.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct ChoiceDeclaration {
    /// What stands in the list.
    name: &'static str,
    /// What the command gets.
    value: &'static str,
}

/// A permission by its bit. Discord reads and writes sets of them as text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Permission(u64);

impl Permission {
    pub(super) const MANAGE_GUILD: Self = Self(1 << 5);
    pub(super) const MANAGE_MESSAGES: Self = Self(1 << 13);
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Declaration {
    /// A slash command for everyone, in guilds and in direct messages with the bot.
    pub(super) const fn slash(
        name: &'static str,
        description: &'static str,
        options: &'static [OptionDeclaration],
    ) -> Self {
        Self {
            name,
            description,
            options,
            kind: 1,
            contexts: &[0, 1],
            integration_types: [0],
            default_member_permissions: None,
        }
    }

    /// An entry of the menu on every message.
    pub(super) const fn message_menu(name: &'static str) -> Self {
        Self {
            kind: MESSAGE_MENU,
            ..Self::slash(name, "", &[])
        }
    }

    /// The same in guilds only, and for those who have `permission` there.
    pub(super) const fn only_for(self, permission: Permission) -> Self {
        Self {
            contexts: &[0],
            default_member_permissions: Some(permission),
            ..self
        }
    }

    /// How people call it.
    pub(super) fn called(&self) -> String {
        match self.kind {
            MESSAGE_MENU => format!("“{}”", self.name),
            _ => format!("/{}", self.name),
        }
    }
}

impl OptionDeclaration {
    /// A part of a command that has options of its own.
    pub(super) const fn subcommand(
        name: &'static str,
        description: &'static str,
        options: &'static [Self],
    ) -> Self {
        Self {
            options,
            ..Self::of_kind(1, name, description)
        }
    }

    /// A text.
    pub(super) const fn text(name: &'static str, description: &'static str) -> Self {
        Self {
            max_length: Some(MAX_TYPED),
            ..Self::of_kind(3, name, description)
        }
    }

    /// A text that completes while one types.
    pub(super) const fn completed(name: &'static str, description: &'static str) -> Self {
        Self {
            autocomplete: Some(true),
            ..Self::text(name, description)
        }
    }

    /// One of some texts.
    pub(super) const fn one_of(
        name: &'static str,
        description: &'static str,
        choices: &'static [ChoiceDeclaration],
    ) -> Self {
        Self {
            choices,
            ..Self::of_kind(3, name, description)
        }
    }

    /// A whole number, from `min` to `max`.
    pub(super) const fn whole(
        name: &'static str,
        description: &'static str,
        min: u8,
        max: u8,
    ) -> Self {
        Self {
            min_value: Some(min),
            max_value: Some(max),
            ..Self::of_kind(4, name, description)
        }
    }

    /// True or false.
    pub(super) const fn flag(name: &'static str, description: &'static str) -> Self {
        Self::of_kind(5, name, description)
    }

    /// Somebody.
    pub(super) const fn user(name: &'static str, description: &'static str) -> Self {
        Self::of_kind(6, name, description)
    }

    /// A channel that takes messages: of text or announcements.
    pub(super) const fn channel(name: &'static str, description: &'static str) -> Self {
        Self {
            channel_types: &[0, 5],
            ..Self::of_kind(7, name, description)
        }
    }

    /// The same with channels of these types.
    pub(super) const fn of_types(self, channel_types: &'static [u8]) -> Self {
        Self {
            channel_types,
            ..self
        }
    }

    /// A role.
    pub(super) const fn role(name: &'static str, description: &'static str) -> Self {
        Self::of_kind(8, name, description)
    }

    /// A file.
    pub(super) const fn file(name: &'static str, description: &'static str) -> Self {
        Self::of_kind(11, name, description)
    }

    /// The same as one that must be given.
    pub(super) const fn required(self) -> Self {
        Self {
            required: Some(true),
            ..self
        }
    }

    const fn of_kind(kind: u8, name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            kind,
            required: None,
            autocomplete: None,
            max_length: None,
            min_value: None,
            max_value: None,
            choices: &[],
            channel_types: &[],
            options: &[],
        }
    }
}

impl ChoiceDeclaration {
    /// A value, and what stands in the list for it.
    pub(super) const fn new(value: &'static str, name: &'static str) -> Self {
        Self { name, value }
    }
}

/// The type of a command that stands in the menu on every message.
const MESSAGE_MENU: u8 = 3;
/// Most characters of a typed option: a headline's, with room.
const MAX_TYPED: u16 = 300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_option_is_as_discord_takes_it() {
        const CHOICES: [ChoiceDeclaration; 1] = [ChoiceDeclaration::new("a", "The first")];
        const OPTIONS: [OptionDeclaration; 9] = [
            OptionDeclaration::text("text", "A text").required(),
            OptionDeclaration::completed("completed", "A text"),
            OptionDeclaration::one_of("one_of", "A text", &CHOICES),
            OptionDeclaration::whole("whole", "A number", 1, 8),
            OptionDeclaration::flag("flag", "True or false"),
            OptionDeclaration::user("user", "Somebody"),
            OptionDeclaration::channel("channel", "A channel"),
            OptionDeclaration::role("role", "A role"),
            OptionDeclaration::file("file", "A file"),
        ];
        const PARTS: [OptionDeclaration; 1] =
            [OptionDeclaration::subcommand("part", "A part", &OPTIONS)];
        let slash = Declaration::slash("slash", "A command", &PARTS);
        let menu = Declaration::message_menu("A Menu").only_for(Permission::MANAGE_GUILD);
        let json = [slash, menu].map(|one| serde_json::to_value(one).expect("JSON"));
        assert_eq!(local_discord::command_errors(&json), None);
        let kinds = json[0]["options"][0]["options"].as_array().expect("a list");
        let kinds: Vec<_> = kinds
            .iter()
            .filter_map(|one| one["type"].as_u64())
            .collect();
        assert_eq!(kinds, [3, 3, 3, 4, 5, 6, 7, 8, 11]);
        assert_eq!(json[1]["default_member_permissions"], "32");
        assert_eq!([slash.called(), menu.called()], ["/slash", "“A Menu”"]);
    }
}
