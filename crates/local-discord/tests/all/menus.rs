//! Menus of users, roles and channels, and the menus of users: what is offered and what the bot hears.

use local_discord::{OptionValue, Permissions, Refused};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    bot::{Town, codes_at},
    tab::Tab,
};

fn menu(kind: u64, more: Value) -> Value {
    let mut menu = json!({"type": kind, "custom_id": format!("menu-{kind}")});
    for (key, value) in more.as_object().into_iter().flatten() {
        menu[key] = value.clone();
    }
    json!({"type": 1, "components": [menu]})
}

#[tokio::test]
async fn menus_of_users_roles_and_channels_are_chosen_from() {
    let mut town = Town::start().await;
    let editors = town.guild.role("Editors", Permissions::empty());
    let wire = town.guild.announcement_channel("wire");
    let hidden = town.guild.text_channel("hidden");
    hidden.deny_role(&town.guild.everyone(), Permissions::VIEW_CHANNEL);
    let stranger = town.discord.guild("Hill Town").member("Ben");
    let message = town
        .card(json!({"content": "c", "components": [
            menu(5, json!({})),
            menu(6, json!({"disabled": true})),
            menu(7, json!({"max_values": 2})),
            menu(8, json!({"channel_types": [0]})),
        ]}))
        .await;

    let both = [
        OptionValue::from(&town.mara),
        OptionValue::Role(editors.id()),
    ];
    for (custom_id, picked, refused) in [
        (
            "menu-9",
            &both[..1],
            Refused::NotThere(
                "menu-9".into(),
                [5, 6, 7, 8].map(|kind| format!("menu-{kind}")).to_vec(),
            ),
        ),
        ("menu-6", &both[1..], Refused::Disabled("menu-6".into())),
        ("menu-7", &[], Refused::WrongCount(1, 2)),
        (
            "menu-5",
            &both[1..],
            Refused::NotThere(editors.id().to_string(), vec![]),
        ),
        (
            "menu-5",
            &[(&stranger).into()],
            Refused::NotThere(stranger.id().to_string(), vec![]),
        ),
        (
            "menu-8",
            &[(&wire).into()],
            Refused::NotThere(wire.id().to_string(), vec![]),
        ),
        (
            "menu-8",
            &[(&hidden).into()],
            Refused::NotThere(hidden.id().to_string(), vec![]),
        ),
        (
            "menu-7",
            &["Mara".into()],
            Refused::WrongType("menu-7".into()),
        ),
    ] {
        let result = town.mara.pick(&message, custom_id, picked).await;
        assert_eq!(result.unwrap_err(), refused, "{custom_id}");
    }

    for (custom_id, picked, resolved) in [
        ("menu-7", both.to_vec(), &["users", "members", "roles"][..]),
        ("menu-8", vec![(&town.news).into()], &["channels"]),
    ] {
        let (mara, seen) = (town.mara.clone(), message.clone());
        let deed = async move { mara.pick(&seen, custom_id, &picked).await };
        let (person, interaction) = town.begin(deed).await;
        let data = &interaction["data"];
        assert_eq!(data["component_type"].to_string(), custom_id[5..]);
        let meant = data["resolved"].as_object().expect("what ids mean");
        let meant: Vec<_> = meant.keys().collect();
        assert_eq!(meant.len(), resolved.len(), "{data}");
        for key in resolved {
            let id = match *key {
                "roles" => editors.id(),
                "channels" => town.news.id(),
                _ => town.mara.id(),
            };
            assert!(data["resolved"][key][id.to_string()].is_object(), "{data}");
            assert!(
                data["values"]
                    .as_array()
                    .unwrap()
                    .contains(&json!(id.to_string()))
            );
        }
        let done = json!({"type": 7, "data": {"content": custom_id}});
        town.answer(&interaction, done).await;
        assert_eq!(person.await.unwrap().unwrap().updated().text(), custom_id);
    }
}

#[tokio::test]
async fn what_is_chosen_by_default_is_of_the_menus_kind() {
    let town = Town::start().await;
    let id = town.mara.id().to_string();
    let say = async |kind: u64, most: u64, given: &[&str]| {
        let one = |kind: &&str| json!({"id": id, "type": kind});
        let given: Vec<_> = given.iter().map(one).collect();
        let more = json!({"default_values": given, "max_values": most});
        town.say(json!({"content": "c", "components": [menu(kind, more)]}))
            .await
    };
    assert_eq!(say(5, 1, &["user"]).await.0, 200);
    assert_eq!(say(7, 2, &["user", "role"]).await.0, 200);
    let at = "/components/0/components/0/default_values";
    for (kind, most, given, path) in [
        (5, 1, &["role"][..], format!("{at}/0/type")),
        (8, 1, &["user"], format!("{at}/0/type")),
        (5, 1, &["user", "user"], at.to_owned()),
    ] {
        let (status, error) = say(kind, most, given).await;
        assert_eq!(status, 400);
        assert_eq!(codes_at(&error, &path).len(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_command_of_a_users_menu_names_the_user() {
    let mut town = Town::start().await;
    let commands = json!([{"name": "Greet", "type": 2}, {"name": "Quote", "type": 3}]);
    assert_eq!(town.register(commands).await.0, 200);
    let offered = town.mara.offered_on_users(&town.news);
    assert_eq!(offered.len(), 1);
    let ben = town.guild.member("Ben");
    let stranger = town.discord.guild("Hill Town").member("Olga");
    for (user, command, refused) in [
        (ben.id(), "Quote", Refused::UnknownCommand("Quote".into())),
        (
            stranger.id(),
            "Greet",
            Refused::NotVisible(format!("user {}", stranger.id())),
        ),
    ] {
        let used = town.mara.use_on_user(&town.news, user, command).await;
        assert_eq!(used.unwrap_err(), refused);
    }
    // As the page does it.
    let tab = Tab::open(&town, town.mara.id());
    let (_, offered) = tab
        .read(&format!("channels/{}/commands", town.news.id()))
        .await;
    assert_eq!(offered.as_array().unwrap().len(), 2);
    let path = format!("channels/{}/use", town.news.id());
    let body = json!({"user": ben.id().to_string(), "command": "Greet"});
    let used = tokio::spawn(async move { tab.send(Method::POST, &path, Some(body)).await });
    let interaction = town.interaction().await;
    let data = &interaction["data"];
    assert_eq!(
        (&data["type"], &data["target_id"]),
        (&json!(2), &json!(ben.id().to_string()))
    );
    let user = &data["resolved"]["users"][ben.id().to_string()];
    assert_eq!(user["global_name"], "Ben");
    assert!(data["resolved"]["members"][ben.id().to_string()].is_object());
    town.answer(
        &interaction,
        json!({"type": 4, "data": {"content": "Hello, Ben"}}),
    )
    .await;
    assert_eq!(used.await.unwrap(), (200, json!({"answer": "message"})));
}
