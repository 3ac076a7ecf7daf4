//! The page as a browser meets it, and what it keeps to itself.

use futures::StreamExt;
use local_discord::{PageSetup, Setup};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Message as Frame, client::IntoClientRequest};

use crate::{bot::Town, tab::Tab};

const V2: u64 = 1 << 15;
const EPHEMERAL: u64 = 1 << 6;

fn text(content: &str) -> Value {
    json!({"type": 10, "content": content})
}

fn commands() -> Value {
    json!([
        {"name": "summary", "description": "In short", "options": [
            {"type": 3, "name": "article", "description": "Which", "autocomplete": true},
            {"type": 5, "name": "private", "description": "For me"},
        ]},
        {"name": "desk", "description": "The desk", "default_member_permissions": "8192",
            "options": [{"type": 1, "name": "add", "description": "Add a story"}]},
    ])
}

#[tokio::test]
async fn the_view_is_the_persons_own() {
    let page = PageSetup {
        title: "Harbour".to_owned(),
        channel: "weather".to_owned(),
        person: "Mara".to_owned(),
        ..PageSetup::default()
    };
    let town = Town::start_with(Setup {
        page,
        ..Setup::default()
    })
    .await;
    let weather = town.guild.text_channel("weather");
    let desk = town.guild.text_channel("desk");
    desk.deny_role(
        &town.guild.everyone(),
        local_discord::Permissions::VIEW_CHANNEL,
    );
    let mara = Tab::open(&town, town.mara.id());
    let (status, view) = mara.read("view").await;
    assert_eq!((status, &view["title"]), (200, &json!("Harbour")));
    assert_eq!(view["first"], json!(weather.id().to_string()));
    assert_eq!(view["bot"]["connected"], true);
    let names = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&view["guilds"][0]["channels"]), ["news", "weather"]);
    assert_eq!(names(&view["people"]), ["Owner of Harbour Town", "Mara"]);
    let owner = Tab::open(&town, town.guild.owner().id());
    let (_, view) = owner.read("view").await;
    assert_eq!(
        names(&view["guilds"][0]["channels"]),
        ["news", "weather", "desk"]
    );
    // A link from another run shows the person to begin with.
    let stranger = Tab::open(&town, 7);
    assert_eq!(
        stranger.read("view").await.1["me"],
        json!(town.mara.id().to_string())
    );
    let (status, _) = mara.read(&format!("channels/{}/messages", desk.id())).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn people_write_as_members_and_never_as_the_bot() {
    let town = Town::start().await;
    let mara = Tab::open(&town, town.mara.id());
    let say = format!("channels/{}/say", town.news.id());
    assert_eq!(mara.write(&say, json!({"content": " Ahoy "})).await.0, 204);
    assert_eq!(mara.news(&town).await, ["Ahoy"]);
    for content in ["", "  ", &"x".repeat(2001)] {
        assert_eq!(mara.write(&say, json!({"content": content})).await.0, 422);
    }
    for id in [town.guild.bot().id(), 7] {
        let (status, _) = Tab::open(&town, id)
            .write(&say, json!({"content": "Ahoy"}))
            .await;
        assert_eq!(status, 404);
    }
    let huge = json!({"content": "x".repeat(300 * 1024)});
    let posts = format!("channels/{}/posts", town.news.id());
    assert_eq!(mara.write(&posts, huge.clone()).await.0, 413);
    // What may bring files may be longer, and is read.
    assert_eq!(mara.write(&say, huge).await.0, 422);
    assert_eq!(mara.news(&town).await.len(), 1);
}

#[tokio::test]
async fn older_messages_are_read_in_pages() {
    let town = Town::start().await;
    for number in 0..60 {
        town.mara.say(&town.news, &number.to_string()).unwrap();
    }
    let mara = Tab::open(&town, town.mara.id());
    let path = format!("channels/{}/messages?as={}", town.news.id(), mara.person);
    let (_, newest) = mara.send(Method::GET, &path, None).await;
    let first = &newest["messages"][0];
    assert_eq!(
        (&first["content"], &newest["more"]),
        (&json!("10"), &json!(true))
    );
    let path = format!("{path}&before={}", first["id"].as_str().unwrap());
    let (_, older) = mara.send(Method::GET, &path, None).await;
    assert_eq!(older["messages"].as_array().unwrap().len(), 10);
    assert_eq!(older["more"], false);
}

#[tokio::test]
async fn commands_are_offered_completed_and_sent() {
    let mut town = Town::start().await;
    assert_eq!(town.register(commands()).await.0, 200);
    let channel = format!("channels/{}", town.news.id());
    let offered = async |tab: Tab| {
        let (_, list) = tab.read(&format!("{channel}/commands")).await;
        let list = list.as_array().unwrap().iter();
        list.map(|one| one["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(offered(Tab::open(&town, town.mara.id())).await, ["summary"]);
    // In the order of their registration.
    let owner = Tab::open(&town, town.guild.owner().id());
    assert_eq!(offered(owner).await, ["summary", "desk"]);

    let mara = Tab::open(&town, town.mara.id());
    let path = format!("{channel}/complete");
    let typed = json!({"path": ["summary"], "option": "article", "text": "par", "options": [
        {"name": "private", "type": 5, "value": true},
    ]});
    let complete = tokio::spawn(async move { mara.write(&path, typed).await });
    let interaction = town.interaction().await;
    let options = &interaction["data"]["options"];
    assert_eq!(
        (&options[0]["value"], &options[1]["value"]),
        (&json!(true), &json!("par"))
    );
    let choices = json!([{"name": "#1 Parade", "value": "1"}]);
    town.answer(
        &interaction,
        json!({"type": 8, "data": {"choices": choices}}),
    )
    .await;
    assert_eq!(complete.await.unwrap(), (200, choices));

    let mara = Tab::open(&town, town.mara.id());
    let path = format!("{channel}/slash");
    let typed =
        json!({"path": ["summary"], "options": [{"name": "article", "type": 3, "value": "1"}]});
    let send = tokio::spawn(async move { mara.write(&path, typed).await });
    let interaction = town.interaction().await;
    assert_eq!(interaction["data"]["options"][0]["value"], "1");
    let data = json!({"flags": V2 | EPHEMERAL, "components": [text("Parade")]});
    town.answer(&interaction, json!({"type": 4, "data": data}))
        .await;
    assert_eq!(send.await.unwrap(), (200, json!({"answer": "message"})));

    // The answer is Mara's alone.
    let mara = Tab::open(&town, town.mara.id());
    assert_eq!(mara.news(&town).await, ["Parade"]);
    let ben = Tab::open(&town, town.guild.member("Ben").id());
    assert!(ben.news(&town).await.is_empty());
    let (_, list) = mara.read(&format!("{channel}/messages")).await;
    let message = &list["messages"][0];
    assert_eq!(message["only_for_me"], true);
    assert_eq!(message["interaction"]["name"], "summary");
    let id = message["id"].as_str().unwrap();
    let page = async |tab: &Tab| {
        let url = format!("{}/message/{id}?as={}", tab.url, tab.person);
        reqwest::get(url).await.unwrap().status().as_u16()
    };
    assert_eq!((page(&mara).await, page(&ben).await), (200, 404));

    let path = format!("{channel}/slash");
    let (status, refused) = ben
        .write(&path, json!({"path": ["desk", "add"], "options": []}))
        .await;
    assert_eq!(
        (status, refused),
        (422, json!({"refused": "Ben may not use /desk"}))
    );
}

#[tokio::test]
async fn a_bot_that_does_not_answer_is_told_of() {
    let setup = Setup {
        answer_within: std::time::Duration::from_millis(20),
        ..Setup::default()
    };
    let town = Town::start_with(setup).await;
    town.register(commands()).await;
    let mara = Tab::open(&town, town.mara.id());
    let path = format!("channels/{}/slash", town.news.id());
    let answer = mara
        .write(&path, json!({"path": ["summary"], "options": []}))
        .await;
    assert_eq!(
        answer,
        (422, json!({"refused": "The application did not respond"}))
    );
}

#[tokio::test]
async fn buttons_and_menus_are_used_as_they_stand() {
    let mut town = Town::start().await;
    let option = |value: &str| json!({"label": value, "value": value});
    let card = town
        .card(json!({"flags": V2, "components": [
            {"type": 1, "components": [
                {"type": 2, "style": 1, "custom_id": "more", "label": "More"},
                {"type": 2, "style": 2, "custom_id": "none", "label": "None", "disabled": true},
            ]},
            {"type": 1, "components": [
                {"type": 3, "custom_id": "part", "options": [option("a"), option("b")]},
            ]},
        ]}))
        .await;
    let mara = Tab::open(&town, town.mara.id());
    for (deed, body, status) in [
        ("press", json!({"custom_id": "none"}), 422),
        ("press", json!({"custom_id": "forged"}), 404),
        ("choose", json!({"custom_id": "part", "values": ["c"]}), 422),
        (
            "choose",
            json!({"custom_id": "part", "values": ["a", "b"]}),
            422,
        ),
        ("choose", json!({"custom_id": "more", "values": []}), 404),
    ] {
        let path = format!("messages/{}/{deed}", card.id);
        assert_eq!(mara.write(&path, body.clone()).await.0, status, "{body}");
    }

    let path = format!("messages/{}/press", card.id);
    let pressed =
        tokio::spawn(async move { mara.write(&path, json!({"custom_id": "more"})).await });
    let interaction = town.interaction().await;
    assert_eq!(interaction["data"]["custom_id"], "more");
    let data = json!({"custom_id": "form", "title": "Add", "components": [
        {"type": 1, "components": [{"type": 4, "custom_id": "h", "label": "Headline", "style": 1}]},
    ]});
    town.answer(&interaction, json!({"type": 9, "data": data}))
        .await;
    let (_, form) = pressed.await.unwrap();
    assert_eq!(
        (&form["answer"], &form["fields"][0]["label"]),
        (&json!("form"), &json!("Headline"))
    );

    let path = format!("forms/{}/submit", form["id"].as_str().unwrap());
    let fields = json!({"fields": {"Headline": "Ahoy"}});
    let ben = Tab::open(&town, town.guild.member("Ben").id());
    assert_eq!(ben.write(&path, fields.clone()).await.0, 404);
    let mara = Tab::open(&town, town.mara.id());
    let sent = tokio::spawn(async move { mara.write(&path, fields).await });
    let interaction = town.interaction().await;
    assert_eq!(
        interaction["data"]["components"][0]["components"][0]["value"],
        "Ahoy"
    );
    town.answer(&interaction, json!({"type": 6})).await;
    town.patch(
        &town.webhook(&interaction, "/messages/@original"),
        json!({"components": [text("Added")]}),
    )
    .await;
    assert_eq!(sent.await.unwrap(), (200, json!({"answer": "updated"})));

    let card = town
        .card(
            json!({"flags": V2, "components": [{"type": 1, "components": [
                {"type": 3, "custom_id": "part", "options": [option("a"), option("b")]},
            ]}]}),
        )
        .await;
    let mara = Tab::open(&town, town.mara.id());
    let path = format!("messages/{}/choose", card.id);
    let body = json!({"custom_id": "part", "values": ["b"]});
    let chosen = tokio::spawn(async move { mara.write(&path, body).await });
    let interaction = town.interaction().await;
    assert_eq!(interaction["data"]["values"], json!(["b"]));
    town.answer(
        &interaction,
        json!({"type": 4, "data": {"content": "b it is"}}),
    )
    .await;
    assert_eq!(chosen.await.unwrap(), (200, json!({"answer": "message"})));
}

#[tokio::test]
async fn a_tab_hears_what_its_person_sees() {
    let mut town = Town::start().await;
    town.register(commands()).await;
    let url = town.discord.url().replacen("http", "ws", 1);
    let mut request = format!("{url}/page/api/events?as={}", town.mara.id())
        .into_client_request()
        .unwrap();
    let origin = town.discord.url().parse().unwrap();
    request.headers_mut().insert("Origin", origin);
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    let mut hear = async || loop {
        let frame = match socket.next().await {
            Some(Ok(Frame::Text(text))) => serde_json::from_str::<Value>(&text).unwrap(),
            other => panic!("no frame but {other:?}"),
        };
        // What stands beside the world changes with every request of the bot's.
        if frame["change"] != "control" {
            return frame;
        }
    };

    // Ben's private answer first: had Mara's tab heard it, it would come before the next.
    let ben = town.guild.member("Ben");
    assert_eq!(hear().await["change"], "places");
    let news = town.news.clone();
    let deed = async move { ben.slash(&news, "summary").send().await };
    let (person, interaction) = town.begin(deed).await;
    let data = json!({"content": "For Ben", "flags": EPHEMERAL});
    town.answer(&interaction, json!({"type": 4, "data": data}))
        .await;
    person.await.unwrap().unwrap();

    let (_, card) = town.say(json!({"content": "One"})).await;
    let heard = hear().await;
    assert_eq!(
        (&heard["change"], &heard["message"]["content"]),
        (&json!("message"), &json!("One"))
    );
    let id = card["id"].as_str().unwrap();
    let path = format!("{}/{id}", town.messages_path());
    town.patch(&path, json!({"content": "Two"})).await;
    assert_eq!(hear().await["message"]["content"], "Two");
    town.delete(&path).await;
    let gone = hear().await;
    assert_eq!(
        (&gone["change"], &gone["message_id"]),
        (&json!("deleted"), &json!(id))
    );
    town.register(json!([])).await;
    assert_eq!(hear().await["change"], "commands");
    town.socket.close(1000).await;
    let left = hear().await;
    assert_eq!(
        (&left["change"], &left["connected"]),
        (&json!("bot"), &json!(false))
    );
    town.discord.stop().await;
    let rest: Vec<_> = socket.collect().await;
    let told = |frame: &Frame| matches!(frame, Frame::Text(text) if !text.contains("control"));
    assert!(!rest.iter().flatten().any(told), "{rest:?}");
}
