//! What people's clients refuse before a bot hears of it.

use local_discord::{LocalDiscord, Permissions, Refused, Setup};
use serde_json::{Value, json};

use crate::bot::Town;

fn commands() -> Value {
    let option = |name: &str, kind: u64| json!({"name": name, "description": "d", "type": kind});
    let mut color = option("color", 3);
    color["choices"] = json!([{"name": "Red", "value": "red"}]);
    let mut count = option("count", 4);
    count["min_value"] = json!(1);
    count["max_value"] = json!(8);
    let mut word = option("word", 3);
    word["required"] = json!(true);
    word["max_length"] = json!(3);
    json!([
        {"name": "paint", "description": "d", "options": [word, color, count, option("wet", 5)]},
        {"name": "desk", "description": "d", "default_member_permissions": "8192", "contexts": [0],
            "options": [{"name": "add", "description": "d", "type": 1}]},
        {"name": "rule", "description": "d", "default_member_permissions": "0"},
    ])
}

#[tokio::test]
async fn clients_refuse_what_is_not_offered() {
    let town = Town::start().await;
    town.register(commands()).await;
    let paint = || town.mara.slash(&town.news, "paint").option("word", "sky");
    let not_allowed = |command: &str| Refused::NotAllowed {
        person: "Mara".to_owned(),
        command: command.to_owned(),
    };
    let subcommand = |name: &str| Refused::UnknownSubcommand {
        command: "desk".to_owned(),
        subcommand: name.to_owned(),
    };
    let editor = town.guild.member("Ed");
    editor.add_role(&town.guild.role("Editors", Permissions::MANAGE_MESSAGES));
    let desk = || editor.slash(&town.news, "desk");
    let green = Refused::NotAChoice {
        option: "color".into(),
        value: "green".into(),
    };
    for (slash, refused) in [
        (
            town.mara.slash(&town.news, "print"),
            Refused::UnknownCommand("print".into()),
        ),
        (
            town.mara.slash(&town.news, "paint"),
            Refused::MissingOption("word".into()),
        ),
        (
            paint().option("size", "big"),
            Refused::UnknownOption("size".into()),
        ),
        (paint().option("color", "green"), green),
        (
            paint().option("color", true),
            Refused::WrongType("color".into()),
        ),
        (
            paint().option("count", "8"),
            Refused::WrongType("count".into()),
        ),
        (
            paint().option("count", 9),
            Refused::OutOfBounds("count".into()),
        ),
        (
            paint().option("count", 0),
            Refused::OutOfBounds("count".into()),
        ),
        (
            town.mara.slash(&town.news, "paint").option("word", "blue"),
            Refused::OutOfBounds("word".into()),
        ),
        (
            town.mara.slash(&town.news, "desk").subcommand("add"),
            not_allowed("desk"),
        ),
        (town.mara.slash(&town.news, "rule"), not_allowed("rule")),
        (desk(), subcommand("")),
        (desk().subcommand("cut"), subcommand("cut")),
        (
            town.mara.slash(&town.mara.dm(), "desk").subcommand("add"),
            Refused::UnknownCommand("desk".into()),
        ),
    ] {
        assert_eq!(slash.send().await.unwrap_err(), refused);
    }
    let completion = paint().autocomplete("color", "r").await;
    assert_eq!(
        completion.unwrap_err(),
        Refused::NoCompletion("color".into())
    );
    town.news
        .deny_role(&town.guild.everyone(), Permissions::VIEW_CHANNEL);
    let unseen = paint().send().await.unwrap_err();
    assert_eq!(unseen, Refused::NotVisible("#news".into()));
}

#[tokio::test]
async fn what_is_offered_goes_through() {
    let mut town = Town::start().await;
    town.register(commands()).await;
    let editors = town.guild.role("Editors", Permissions::empty());
    town.mara.add_role(&editors);
    town.guild.allow_command("desk", &editors);
    let owner = town.guild.owner();
    for slash in [
        town.mara.slash(&town.news, "desk").subcommand("add"),
        town.mara
            .slash(&town.news, "paint")
            .option("word", "sky")
            .option("color", "red")
            .option("count", 8),
        owner.slash(&town.news, "rule"),
    ] {
        let (person, interaction) = town.begin(slash.send()).await;
        town.answer(&interaction, json!({"type": 4, "data": {"content": "ok"}}))
            .await;
        assert_eq!(person.await.unwrap().unwrap().message().text(), "ok");
    }
}

#[tokio::test]
async fn buttons_and_menus_are_used_as_they_are() {
    let mut town = Town::start().await;
    let button = |label: &str, style: u64, disabled: bool| {
        let mut one = json!({"type": 2, "style": style, "label": label, "disabled": disabled});
        match style {
            5 => one["url"] = json!("https://example.org"),
            _ => one["custom_id"] = json!(label),
        }
        one
    };
    let menu = |custom_id: &str, labels: &[&str], disabled: bool, most: u64| {
        let option = |label: &&str| json!({"label": label, "value": label.to_lowercase()});
        let options: Vec<_> = labels.iter().map(option).collect();
        json!({"type": 1, "components": [{"type": 3, "custom_id": custom_id, "options": options,
            "disabled": disabled, "max_values": most}]})
    };
    let buttons = [
        button("Go", 1, false),
        button("Off", 1, true),
        button("Away", 5, false),
    ];
    let message = town
        .card(json!({"content": "c", "components": [
            {"type": 1, "components": buttons},
            menu("one", &["Lede", "Story"], false, 1),
            menu("two", &["Red", "Blue"], false, 2),
            menu("off", &["Dim"], true, 1),
        ]}))
        .await;
    let mara = &town.mara;
    let there = ["Go", "Off", "Away"].map(str::to_owned).to_vec();
    for (result, refused) in [
        (
            mara.click(&message, "Stop").await,
            Refused::NotThere("Stop".into(), there),
        ),
        (
            mara.click(&message, "Off").await,
            Refused::Disabled("Off".into()),
        ),
        (
            mara.click(&message, "Away").await,
            Refused::Link("Away".into()),
        ),
        (
            mara.choose(&message, "Dim").await,
            Refused::Disabled("off".into()),
        ),
        (
            mara.choose_all(&message, &["Lede", "Story"]).await,
            Refused::WrongCount(1, 1),
        ),
    ] {
        assert_eq!(result.unwrap_err(), refused);
    }
    for (labels, custom_id, values) in [
        (vec!["Story"], "one", json!(["story"])),
        (vec!["Blue", "Red"], "two", json!(["blue", "red"])),
    ] {
        let (mara, seen) = (town.mara.clone(), message.clone());
        let (person, interaction) = town
            .begin(async move { mara.choose_all(&seen, &labels).await })
            .await;
        assert_eq!(interaction["data"]["custom_id"], custom_id);
        assert_eq!(interaction["data"]["values"], values);
        town.answer(
            &interaction,
            json!({"type": 7, "data": {"content": custom_id}}),
        )
        .await;
        assert_eq!(person.await.unwrap().unwrap().updated().text(), custom_id);
    }
}

#[tokio::test]
async fn a_forged_component_reaches_the_bot() {
    let mut town = Town::start().await;
    let message = town.card(json!({"content": "c"})).await;
    for (values, kind) in [(vec![], 2), (vec!["a"], 3)] {
        let forged = town
            .discord
            .forge_component(&town.mara, &message, "evil", &values);
        let answered = async {
            let interaction = town.socket.dispatch("INTERACTION_CREATE").await;
            assert_eq!(interaction["data"]["custom_id"], "evil");
            assert_eq!(interaction["data"]["component_type"], kind);
            let url = format!(
                "{}/api/v10{}",
                town.discord.url(),
                crate::bot::callback_path(&interaction)
            );
            let body = json!({"type": 4, "data": {"content": "no"}});
            reqwest::Client::new()
                .post(url)
                .json(&body)
                .send()
                .await
                .unwrap();
        };
        let (answer, ()) = tokio::join!(forged, answered);
        assert_eq!(answer.unwrap().message().text(), "no");
    }
}

#[tokio::test]
async fn the_same_name_is_the_same_person_everywhere() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let (harbour, hill) = (discord.guild("Harbour Town"), discord.guild("Hill Town"));
    let (here, there) = (harbour.member("Mara"), hill.member("Mara"));
    assert_eq!((here.id(), here.dm().id()), (there.id(), there.dm().id()));
    assert_eq!(discord.guild("Harbour Town").id(), harbour.id());
    assert_eq!(discord.guilds().len(), 2);
    let stranger = hill.member("Ben");
    assert!(
        stranger
            .permissions_in(&harbour.text_channel("news"))
            .is_empty()
    );
}
