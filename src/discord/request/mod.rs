//! An interaction without serenity's types: what was asked, by whom, from where.

#[cfg(test)]
mod tests;

use std::time::Duration;

use serenity::model::{
    Permissions,
    application::{ComponentInteraction, ComponentInteractionDataKind, Interaction},
    channel::{Message, MessageFlags},
    guild::Member,
};

use super::{controls::Press, forms::Submitted, invocation::Invocation};
use crate::{
    article::{GuildId, RoleId, UserId},
    newsroom::{Reader, desk::Person},
};

/// Something that a person did.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) reader: Reader,
    /// Who it is at their guild's desk; none in a direct message.
    pub(super) person: Option<Person>,
    /// Most bytes of a file in the answer.
    pub(super) upload_limit: u32,
    pub(super) asked: Asked,
}

/// What they did.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// They gave a command, or chose it in a message's menu.
    Command(Invocation),
    /// They are typing the option of that name.
    Completion(Invocation, String),
    /// They used a button or a menu.
    Press(Press),
    /// They sent a form.
    Submit(Submitted),
}

impl Request {
    /// None for what no version of ours asks Discord for: pings. `private_by_default`: whether
    /// answers in that guild are for the asker only where a command leaves that open.
    pub(super) fn new(
        interaction: &Interaction,
        private_by_default: impl Fn(Option<GuildId>) -> bool,
    ) -> Option<Self> {
        let guild = guild(interaction);
        let (member, upload_limit, asked) = match interaction {
            Interaction::Command(command) => {
                let (mut invocation, _) = Invocation::new(command);
                if private_by_default(guild) {
                    invocation = invocation.privately();
                }
                let asked = Asked::Command(invocation);
                (
                    command.member.as_deref(),
                    command.attachment_size_limit,
                    asked,
                )
            }
            Interaction::Autocomplete(command) => {
                let (invocation, focused) = Invocation::new(command);
                let asked = Asked::Completion(invocation, focused?);
                (
                    command.member.as_deref(),
                    command.attachment_size_limit,
                    asked,
                )
            }
            Interaction::Component(component) => {
                let press = press(component, own(guild, Some(&component.message)));
                let limit = component.attachment_size_limit;
                (component.member.as_ref(), limit, Asked::Press(press))
            }
            Interaction::Modal(form) => {
                let submitted = Submitted::new(form, own(guild, form.message.as_deref()));
                let limit = form.attachment_size_limit;
                (form.member.as_ref(), limit, Asked::Submit(submitted))
            }
            _ => return None,
        };
        Some(Self {
            reader: Reader { guild },
            person: guild
                .zip(member)
                .map(|(guild, member)| person(guild, member)),
            upload_limit,
            asked,
        })
    }

    /// Whether only the asker is to see the answer, as far as that is known before there is one.
    pub(super) fn private(&self) -> bool {
        match &self.asked {
            Asked::Command(invocation) => invocation.private(),
            Asked::Completion(..) | Asked::Press(_) | Asked::Submit(_) => true,
        }
    }

    /// Whether the answer changes a message in place.
    pub(super) fn updates(&self) -> bool {
        match &self.asked {
            Asked::Press(press) => press.own,
            Asked::Submit(submitted) => submitted.own,
            Asked::Command(_) | Asked::Completion(..) => false,
        }
    }

    /// How long an answer is waited for before the person is told that it takes longer, which is
    /// usually `patience`. A form can't follow that: it has as much time as Discord's 3 s allow.
    pub(super) fn patience(&self, patience: Duration) -> Duration {
        let may_be_form = match &self.asked {
            Asked::Command(invocation) => invocation.may_open_form(),
            Asked::Press(press) => press.may_open_form(),
            Asked::Completion(..) | Asked::Submit(_) => false,
        };
        match may_be_form {
            true => patience * 3 / 2,
            false => patience,
        }
    }
}

fn guild(interaction: &Interaction) -> Option<GuildId> {
    let guild = match interaction {
        Interaction::Command(command) | Interaction::Autocomplete(command) => command.guild_id,
        Interaction::Component(component) => component.guild_id,
        Interaction::Modal(form) => form.guild_id,
        _ => None,
    };
    guild.map(|guild| GuildId(guild.get()))
}

/// Who that is, by what Discord says that they may do in the channel where they are.
fn person(guild: GuildId, member: &Member) -> Person {
    let permissions = member.permissions.unwrap_or_default();
    let has = |one: Permissions| permissions.intersects(one | Permissions::ADMINISTRATOR);
    Person {
        guild,
        user: UserId(member.user.id.get()),
        roles: member.roles.iter().map(|role| RoleId(role.get())).collect(),
        manages_messages: has(Permissions::MANAGE_MESSAGES),
        manages_guild: has(Permissions::MANAGE_GUILD),
    }
}

/// Whether they alone see the message; in a direct message nobody else is there either.
fn own(guild: Option<GuildId>, message: Option<&Message>) -> bool {
    message.is_some_and(|message| {
        let flags = message.flags.unwrap_or_default();
        flags.contains(MessageFlags::EPHEMERAL) || guild.is_none()
    })
}

fn press(component: &ComponentInteraction, own: bool) -> Press {
    let values = match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        _ => Vec::new(),
    };
    Press {
        custom_id: component.data.custom_id.clone(),
        values,
        own,
    }
}
