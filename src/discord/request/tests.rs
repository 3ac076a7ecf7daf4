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
            "../../../tests/fixtures/interactions/",
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
fn what_may_open_a_form_is_waited_for_longer() {
    let (usual, longer) = (Duration::from_millis(1500), Duration::from_millis(2250));
    let form = |name: &str| Request {
        asked: Asked::Command(Invocation {
            name: name.to_owned(),
            ..Invocation::default()
        }),
        ..request!("desk_drafts")
    };
    for (name, request, wanted) in [
        ("a new story", form("desk add"), longer),
        ("a part", form("desk edit"), longer),
        ("an Edit button", request!("press"), longer),
        (
            "another control",
            request!("choice_on_a_public_message"),
            usual,
        ),
        ("a file", request!("desk_add"), usual),
        ("a list", request!("desk_drafts"), usual),
        ("a message", request!("add_to_newsdesk"), usual),
        ("a form itself", request!("form_of_a_message"), usual),
    ] {
        assert_eq!(request.patience(usual), wanted, "{name}");
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
