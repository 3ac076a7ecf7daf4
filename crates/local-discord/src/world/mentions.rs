//! Whom a message pings: what its text names, less what `allowed_mentions` and permissions leave out.

use std::collections::BTreeSet;

use serde_json::Value;
use twilight_model::guild::Permissions;

use super::{World, guild::Home, ids::*, message::Message};

/// The people and roles that a message notifies.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Mentions {
    pub(crate) everyone: bool,
    pub(crate) users: BTreeSet<UserId>,
    pub(crate) roles: BTreeSet<RoleId>,
}

impl World {
    /// Notes whom the message notifies: those it mentions who see it.
    pub(super) fn ping(&mut self, id: MessageId) {
        let Some(message) = self.messages.get(&id) else {
            return;
        };
        let mut pinged = self.mentions(message);
        let (channel, only_for) = (message.channel, message.only_for);
        pinged.users.retain(|user| {
            only_for.is_none_or(|person| person == *user)
                && self
                    .permissions_in(*user, channel)
                    .contains(Permissions::VIEW_CHANNEL)
        });
        if only_for.is_some() {
            pinged.roles.clear();
            pinged.everyone = false;
        }
        if let Some(message) = self.messages.get_mut(&id) {
            message.pinged = pinged;
        }
    }

    /// Whom the message names and may name, the author of the message that it replies to included.
    pub(crate) fn mentions(&self, message: &Message) -> Mentions {
        let text = message.body.text();
        let allowed = message.body.allowed_mentions.as_ref();
        let permissions = self.permissions_in(message.author, message.channel);
        let may_ping_all = permissions.contains(Permissions::MENTION_EVERYONE);
        let guild = match self
            .channels
            .get(&message.channel)
            .map(|channel| channel.home)
        {
            Some(Home::Guild(guild)) => self.guilds.get(&guild),
            _ => None,
        };
        let mentionable = |role: &RoleId| {
            guild
                .and_then(|guild| guild.roles.get(role))
                .is_some_and(|role| role.mentionable || may_ping_all)
        };
        let replied_to = message
            .reference
            .and_then(|id| self.messages.get(&id))
            .map(|replied| replied.author)
            .filter(|_| allowed.is_none_or(|allowed| allowed["replied_user"] == true));
        Mentions {
            everyone: may_ping_all
                && (text.contains("@everyone") || text.contains("@here"))
                && parses(allowed, "everyone"),
            users: named(&text, &["<@!", "<@"])
                .filter_map(UserId::new_checked)
                .filter(|user| self.users.contains_key(user))
                .filter(|user| permits(allowed, "users", user.get()))
                .chain(replied_to)
                .collect(),
            roles: named(&text, &["<@&"])
                .filter_map(RoleId::new_checked)
                .filter(mentionable)
                .filter(|role| permits(allowed, "roles", role.get()))
                .collect(),
        }
    }
}

/// The numbers that stand between one of `openings` and `>`.
fn named<'t>(text: &'t str, openings: &'t [&str]) -> impl Iterator<Item = u64> + 't {
    text.split_inclusive('>').filter_map(move |piece| {
        let inner = piece.strip_suffix('>')?;
        let start = inner.rfind('<')?;
        openings
            .iter()
            .find_map(|opening| inner[start..].strip_prefix(opening)?.parse().ok())
    })
}

/// Whether `parse` holds the word; everything is parsed where there is no `allowed_mentions`.
fn parses(allowed: Option<&Value>, word: &str) -> bool {
    allowed.is_none_or(|allowed| {
        allowed["parse"]
            .as_array()
            .is_some_and(|words| words.iter().any(|one| one == word))
    })
}

fn permits(allowed: Option<&Value>, list: &str, id: u64) -> bool {
    parses(allowed, list)
        || allowed
            .and_then(|allowed| allowed[list].as_array())
            .is_some_and(|ids| {
                ids.iter()
                    .any(|one| one.as_str().and_then(|one| one.parse().ok()) == Some(id))
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_found_by_their_opening() {
        let text = "<@1> <@!2> <@&3> <#4> <@x> < <@5>";
        assert_eq!(named(text, &["<@!", "<@"]).collect::<Vec<_>>(), [1, 2, 5]);
        assert_eq!(named(text, &["<@&"]).collect::<Vec<_>>(), [3]);
    }
}
