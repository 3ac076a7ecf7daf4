//! What Discord is told of the commands: plain data, sent as it is.

use serde::Serialize;

/// A command as Discord registers it.
/// (<https://discord.com/developers/docs/interactions/application-commands>)
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Declaration {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) options: &'static [OptionDeclaration],
    /// Slash command.
    #[serde(rename = "type")]
    kind: u8,
    /// In guilds and in direct messages with the bot.
    contexts: [u8; 2],
    /// Installed in a guild, not by a user.
    integration_types: [u8; 1],
}

/// An option of a command.
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
}

impl Declaration {
    /// A slash command for everyone.
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
            contexts: [0, 1],
            integration_types: [0],
        }
    }
}

impl OptionDeclaration {
    /// A text that completes while one types.
    pub(super) const fn completed(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            kind: 3,
            required: None,
            autocomplete: Some(true),
            max_length: Some(MAX_TYPED),
        }
    }

    /// A text that must be given.
    pub(super) const fn required(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            kind: 3,
            required: Some(true),
            autocomplete: None,
            max_length: Some(MAX_TYPED),
        }
    }

    /// True or false.
    pub(super) const fn flag(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            kind: 5,
            required: None,
            autocomplete: None,
            max_length: None,
        }
    }
}

/// Most characters of a typed option: a headline's, with room.
const MAX_TYPED: u16 = 300;
