//! Registering commands, and the limits of what is registered.

use reqwest::Method;
use serde_json::{Value, json};

use crate::bot::{Town, codes_at};

fn command(name: &str) -> Value {
    json!({"name": name, "description": "d"})
}

fn option(name: &str, kind: u64) -> Value {
    json!({"name": name, "description": "d", "type": kind})
}

#[tokio::test]
async fn commands_are_held_to_their_limits() {
    let town = Town::start().await;
    let text = |length: usize| json!("x".repeat(length));
    let with = |key: &str, value: Value| {
        let mut command = command("c");
        command[key] = value;
        json!([command])
    };
    let option_with = |kind: u64, pairs: Value| {
        let mut option = option("o", kind);
        for (key, value) in pairs.as_object().unwrap() {
            option[key] = value.clone();
        }
        with("options", json!([option]))
    };
    let options = |count: usize| {
        with(
            "options",
            (0..count).map(|n| option(&format!("o{n}"), 3)).collect(),
        )
    };
    let choices = |count: usize, name: usize, value: usize| {
        let choice = |n: usize| json!({"name": format!("{n:0>name$}"), "value": text(value)});
        option_with(
            3,
            json!({"choices": (0..count).map(choice).collect::<Value>()}),
        )
    };
    let required = |first: bool| {
        let (mut a, mut b) = (option("a", 3), option("b", 3));
        a["required"] = json!(first);
        b["required"] = json!(!first);
        with("options", json!([a, b]))
    };
    let total = |last: usize| {
        // "c" + "d", then the option, whose choices hold all but the last of the 8,000.
        let mut list = Vec::new();
        for group in 0..4 {
            let choice = |n: usize| json!({"name": format!("{n:0>80}"), "value": text(20)});
            let mut one = option(&format!("o{group}"), 3);
            one["choices"] = (0..if group == 3 { 4 } else { 25 }).map(choice).collect();
            list.push(one);
        }
        let mut one = option("z", 3);
        one["description"] = text(last);
        list.push(one);
        with("options", json!(list))
    };
    let subcommand = json!([{"name": "s", "description": "d", "type": 1}]);
    let group =
        |inner: Value| json!([{"name": "g", "description": "d", "type": 2, "options": inner}]);
    let cases = [
        (with("name", text(32)), with("name", text(33)), "/0/name"),
        (
            with("name", json!("größe-1_x")),
            with("name", json!("Größe")),
            "/0/name",
        ),
        (
            with("name", json!("a")),
            with("name", json!("a b")),
            "/0/name",
        ),
        (with("name", json!("a")), with("name", json!("")), "/0/name"),
        (
            with("description", text(100)),
            with("description", text(101)),
            "/0/description",
        ),
        (
            with("description", text(1)),
            with("description", text(0)),
            "/0/description",
        ),
        (
            with("type", json!(1)),
            json!([{"name": "Menu", "type": 3, "description": "d"}]),
            "/0/description",
        ),
        (
            with("name_localizations", json!({"de": "hilfe"})),
            with("name_localizations", json!({"de": "Hilfe"})),
            "/0/name_localizations/de",
        ),
        (
            with("default_member_permissions", json!("8192")),
            with("default_member_permissions", json!("all")),
            "/0/default_member_permissions",
        ),
        (
            with("contexts", json!([0, 2])),
            with("contexts", json!([3])),
            "/0/contexts/0",
        ),
        (options(25), options(26), "/0/options"),
        (required(true), required(false), "/0/options/1"),
        (
            with("options", json!([option("a", 3), option("b", 3)])),
            with("options", json!([option("a", 3), option("a", 3)])),
            "/0/options/1/name",
        ),
        (
            option_with(3, json!({"description": text(100)})),
            option_with(3, json!({"description": text(101)})),
            "/0/options/0/description",
        ),
        (
            option_with(11, json!({})),
            option_with(12, json!({})),
            "/0/options/0/type",
        ),
        (choices(25, 2, 1), choices(26, 2, 1), "/0/options/0/choices"),
        (
            choices(1, 100, 1),
            choices(1, 101, 1),
            "/0/options/0/choices/0/name",
        ),
        (
            choices(1, 1, 100),
            choices(1, 1, 101),
            "/0/options/0/choices/0/value",
        ),
        (
            option_with(3, json!({"autocomplete": true})),
            option_with(5, json!({"autocomplete": true})),
            "/0/options/0/autocomplete",
        ),
        (
            option_with(3, json!({"autocomplete": true, "choices": []})),
            option_with(
                3,
                json!({"autocomplete": true, "choices": [{"name": "n", "value": "v"}]}),
            ),
            "/0/options/0/autocomplete",
        ),
        (
            option_with(4, json!({"min_value": 1, "max_value": 1})),
            option_with(4, json!({"min_value": 2, "max_value": 1})),
            "/0/options/0/min_value",
        ),
        (
            option_with(3, json!({"min_length": 6000})),
            option_with(3, json!({"min_length": 6001})),
            "/0/options/0/min_length",
        ),
        (
            with("options", group(subcommand.clone())),
            with("options", group(json!([option("o", 3)]))),
            "/0/options/0/options/0/type",
        ),
        (
            with("options", subcommand.clone()),
            with("options", json!([subcommand[0], option("o", 3)])),
            "/0/options",
        ),
        (
            json!([command("a"), command("b")]),
            json!([command("a"), command("a")]),
            "/1/name",
        ),
        (total(85), total(86), "/0"),
    ];
    for (fits, exceeds, at) in cases {
        for (set, fine) in [(fits, true), (exceeds, false)] {
            let (status, error) = town.register(set).await;
            assert_eq!(status, if fine { 200 } else { 400 }, "{at}: {error}");
            assert_eq!(codes_at(&error, at).is_empty(), fine, "{at}: {error}");
        }
    }
}

#[tokio::test]
async fn a_place_holds_so_many_commands_of_each_type() {
    let town = Town::start().await;
    let menus = |count: usize, kind: u64| -> Value {
        (0..count)
            .map(|n| json!({"name": format!("Menu {n}"), "type": kind}))
            .collect()
    };
    let slash = |count: usize| -> Value { (0..count).map(|n| command(&format!("c{n}"))).collect() };
    for (fits, exceeds) in [
        (slash(100), slash(101)),
        (menus(15, 2), menus(16, 2)),
        (menus(15, 3), menus(16, 3)),
    ] {
        assert_eq!(town.register(exceeds).await.1["code"], 30032);
        assert_eq!(town.register(fits).await.0, 200);
    }
}

#[tokio::test]
async fn commands_are_created_read_changed_and_removed() {
    let town = Town::start().await;
    for place in [String::new(), format!("/guilds/{}", town.guild.id())] {
        let all = format!(
            "/applications/{}{place}/commands",
            town.discord.application_id()
        );
        let (status, made) = town.post(&all, command("one")).await;
        assert_eq!((status, &made["type"]), (201, &json!(1)));
        let id = made["id"].as_str().unwrap();
        let one = format!("{all}/{id}");
        let again = json!({"name": "one", "description": "new"});
        let (status, same) = town.post(&all, again).await;
        assert_eq!((status, same["id"].as_str()), (200, Some(id)));
        let (_, changed) = town.patch(&one, json!({"description": "newer"})).await;
        assert_eq!(
            (&changed["description"], &changed["name"]),
            (&json!("newer"), &json!("one"))
        );
        assert_ne!(changed["version"], same["version"]);
        assert_eq!(town.get(&one).await.1, changed);
        let bad = town.patch(&one, json!({"description": ""})).await;
        assert_eq!(codes_at(&bad.1, "/description").len(), 1);
        let (_, list) = town
            .rest(Method::PUT, &all, json!([command("one"), command("two")]))
            .await;
        assert_eq!(list[0]["id"].as_str(), Some(id), "a kept name keeps its id");
        assert_eq!(town.delete(&one).await.0, 204);
        assert_eq!(town.get(&one).await.1["code"], 10063);
        assert_eq!(town.get(&all).await.1.as_array().unwrap().len(), 1);
    }
    let commands = town.discord.commands();
    assert_eq!(commands.len(), 2);
    assert_eq!(commands[1].guild_id(), Some(town.guild.id()));
    assert!(commands.iter().all(|command| command.typed().is_ok()));
}

#[tokio::test]
async fn a_test_can_wait_for_a_command() {
    let town = Town::start().await;
    let (_, (status, _)) = tokio::join!(
        town.discord.registered("one"),
        town.register(json!([command("one")])),
    );
    assert_eq!(status, 200);
}
