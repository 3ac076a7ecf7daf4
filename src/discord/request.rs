//! An interaction without serenity's types: what was asked, by whom, from where.

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

    /// Whether the answer may be a form.
    pub(super) fn may_open_form(&self) -> bool {
        match &self.asked {
            Asked::Command(invocation) => invocation.may_open_form(),
            Asked::Press(press) => press.may_open_form(),
            Asked::Completion(..) | Asked::Submit(_) => false,
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::discord::invocation::{Target, Upload};

    const GUILD: GuildId = GuildId(1_080_000_000_000_000_001);
    const MARA: UserId = UserId(1_090_000_000_000_000_001);

    /// What becomes of an interaction as Discord sends it.
    macro_rules! request {
        ($name:literal) => {
            request!($name, |_| false)
        };
        ($name:literal, $private:expr) => {{
            let json = include_str!(concat!(
                "../../tests/fixtures/interactions/",
                $name,
                ".json"
            ));
            let interaction = serde_json::from_str(json).expect("an interaction");
            Request::new(&interaction, $private).expect("a request")
        }};
    }

    fn command(request: &Request) -> &Invocation {
        match &request.asked {
            Asked::Command(invocation) => invocation,
            other => panic!("no command: {other:?}"),
        }
    }

    fn options(request: &Request) -> Value {
        Value::Object(command(request).options.clone())
    }

    #[test]
    fn a_subcommand_comes_with_its_options_and_files() {
        let request = request!("desk_add");
        let invocation = command(&request);
        assert_eq!(invocation.name, "desk add");
        assert_eq!(options(&request), json!({"publish_at": "tomorrow 7:30"}));
        let file = &invocation.uploads["file"];
        assert_eq!((&*file.filename, file.size), ("story.md", 1843));
        let kind = file.content_type.as_deref();
        assert_eq!(kind, Some("text/markdown; charset=utf-8"));
        assert!(
            file.url
                .starts_with("https://cdn.discordapp.com/ephemeral-attachments/")
        );
        assert_eq!(request.upload_limit, 10 * 1024 * 1024);
        assert!(request.private() && !request.updates());

        let request = request!("desk_drafts");
        assert_eq!(command(&request).name, "desk drafts");
        assert_eq!(options(&request), json!({}));
    }

    #[test]
    fn users_roles_and_channels_come_as_their_snowflakes() {
        let log = request!("desk_log");
        assert_eq!(options(&log), json!({"who": MARA.0, "article": "#12"}));
        let set = request!("settings_set");
        let wanted = json!({
            "answers": "private",
            "moderator_role": 1_080_000_000_000_000_011_u64,
            "log_channel": 1_080_000_000_000_000_003_u64,
        });
        assert_eq!(options(&set), wanted);
    }

    #[test]
    fn the_option_that_is_being_typed_is_one_of_the_subcommands() {
        let request = request!("desk_edit_completion");
        let Asked::Completion(invocation, focused) = &request.asked else {
            panic!("no completion: {request:?}");
        };
        assert_eq!((&*invocation.name, &**focused), ("desk edit", "section"));
        let typed = json!({"article": "#12", "section": "Sec"});
        assert_eq!(Value::Object(invocation.options.clone()), typed);
        assert!(request.person.expect("a person").manages_messages);
    }

    #[test]
    fn a_menu_comes_with_the_message_whose_it_is() {
        let upload = |filename: &str, size, content_type: Option<&str>| {
            let kind = content_type.map(str::to_owned);
            (filename.to_owned(), size, kind)
        };
        let own = request!("add_to_newsdesk");
        let target = command(&own).target.clone().expect("a message");
        assert!(target.content.starts_with("A Quiet Harbour\nPublished"));
        let told = |Upload {
                        filename,
                        size,
                        content_type,
                        ..
                    }: Upload| (filename, size, content_type);
        let files: Vec<_> = target.uploads.into_iter().map(told).collect();
        let text = Some("text/plain; charset=utf-8");
        let wanted = [upload("message.txt", 5200, text), upload("notes", 12, None)];
        assert_eq!(files, wanted);
        assert!(own.private());

        let forwarded = request!("add_forwarded");
        let wanted = Target {
            content: "Forwarded words".to_owned(),
            uploads: Vec::new(),
        };
        assert_eq!(command(&forwarded).target, Some(wanted));
    }

    #[test]
    fn a_person_may_what_discord_says_of_them() {
        let roles = |ids: &[u64]| ids.iter().copied().map(RoleId).collect::<Vec<_>>();
        let editors = roles(&[1_080_000_000_000_000_011]);
        let both = roles(&[1_080_000_000_000_000_011, 1_080_000_000_000_000_012]);
        for (name, request, roles, messages, guild) in [
            ("Manage Messages", request!("desk_add"), both, true, false),
            (
                "Administrator",
                request!("desk_log"),
                Vec::new(),
                true,
                true,
            ),
            ("a role", request!("desk_drafts"), editors, false, false),
            (
                "Manage Server",
                request!("settings_set"),
                Vec::new(),
                false,
                true,
            ),
            (
                "a form",
                request!("form_of_a_message"),
                Vec::new(),
                true,
                false,
            ),
            ("a press", request!("press"), Vec::new(), true, false),
            (
                "nothing said",
                request!("without_permissions"),
                Vec::new(),
                false,
                false,
            ),
        ] {
            let wanted = Person {
                guild: GUILD,
                user: MARA,
                roles,
                manages_messages: messages,
                manages_guild: guild,
            };
            assert_eq!(request.person, Some(wanted), "{name}");
            assert_eq!(request.reader.guild, Some(GUILD), "{name}");
        }
        let alone = request!("summary_in_a_direct_message");
        assert_eq!((alone.person, alone.reader.guild), (None, None));
    }

    #[test]
    fn a_form_comes_as_it_was_typed() {
        let request = request!("form_of_a_message");
        let Asked::Submit(submitted) = &request.asked else {
            panic!("no form: {request:?}");
        };
        assert_eq!(submitted.custom_id, "1:form:draft:7.3");
        let field = |name: &str, typed: &str| (name.to_owned(), typed.to_owned());
        let story = "Nothing.\n\n## Later\nStill nothing 😀 \u{200F}שלום @everyone";
        let wanted = [
            field("headline", "A Quiet Harbour"),
            field("story", story),
            field("analysis", ""),
        ];
        assert_eq!(submitted.fields, wanted);
        assert!(submitted.is_whole());
    }

    #[test]
    fn what_only_the_person_sees_changes_in_place() {
        for (name, request, updates) in [
            ("a press there", request!("press"), true),
            ("a form from there", request!("form_of_a_message"), true),
            (
                "a form from a command",
                request!("form_of_a_command"),
                false,
            ),
            (
                "a choice that others see",
                request!("choice_on_a_public_message"),
                false,
            ),
        ] {
            assert_eq!(request.updates(), updates, "{name}");
            assert!(request.private(), "{name}");
        }
    }

    #[test]
    fn what_may_open_a_form_is_known_before() {
        for (name, request, wanted) in [
            ("an Edit button", request!("press"), true),
            (
                "another control",
                request!("choice_on_a_public_message"),
                false,
            ),
            ("a file", request!("desk_add"), false),
            ("a list", request!("desk_drafts"), false),
            ("a message", request!("add_to_newsdesk"), false),
            ("a form itself", request!("form_of_a_message"), false),
        ] {
            assert_eq!(request.may_open_form(), wanted, "{name}");
        }
        for name in ["desk add", "desk edit"] {
            let invocation = Invocation {
                name: name.to_owned(),
                ..Invocation::default()
            };
            assert!(invocation.may_open_form(), "{name}");
        }
    }

    #[test]
    fn a_guilds_default_decides_where_a_command_leaves_it_open() {
        let open = request!("summary_in_a_direct_message");
        assert!(!open.private());
        let by_default = request!("summary_in_a_direct_message", |guild| guild.is_none());
        assert!(by_default.private());
        assert_eq!(options(&by_default), json!({"private": true}));
        // They said that all may see it.
        let said = request!("without_permissions", |guild| guild == Some(GUILD));
        assert!(!said.private());
        assert_eq!(options(&said), json!({"private": false}));
        // Private whatever the default, and without an option to be so.
        for private in [true, false] {
            let drafts = request!("desk_drafts", |_| private);
            assert!(drafts.private());
            assert_eq!(options(&drafts), json!({}));
        }
    }
}
