//! The page as it watches any other bot: one in the raw, that knows no library.

use futures::{SinkExt as _, StreamExt as _};
use local_discord::{Channel, Guild, LocalDiscord, Permissions, Setup};
use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::Key;
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};

use crate::{
    axe,
    tab::{Look, Tab, is_missing, visit},
};

const V2: u64 = 1 << 15;

/// A bot, connected, and where it is.
struct Bot {
    discord: LocalDiscord,
    guild: Guild,
    news: Channel,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Bot {
    async fn start() -> Self {
        let discord = LocalDiscord::start(Setup::default()).await.expect("a port");
        let guild = discord.guild("Harbour Town");
        let news = guild.text_channel("news");
        guild.member("Mara");
        guild.member("Ben");
        guild.role("Editors", Permissions::empty());
        let url = discord.url().replacen("http", "ws", 1) + "/?v=10&encoding=json";
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await.expect("HELLO");
        let identify = json!({"token": discord.token(), "intents": 1, "properties": {}});
        let identify = json!({"op": 2, "d": identify}).to_string();
        socket.send(Message::Text(identify)).await.expect("sent");
        discord.connected().await;
        Self {
            discord,
            guild,
            news,
            socket,
        }
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/api/v10{path}", self.discord.url());
        let token = format!("Bot {}", self.discord.token());
        let request = reqwest::Client::new().request(method, url).json(&body);
        let response = request.header("authorization", token).send().await;
        let response = response.expect("an answer");
        assert!(response.status().is_success(), "{path}: {response:?}");
        response.json().await.unwrap_or_default()
    }

    async fn post(&self, body: Value) -> Value {
        let path = format!("/channels/{}/messages", self.news.id());
        self.ask(Method::POST, &path, body).await
    }

    /// What the next person does.
    async fn hear(&mut self) -> Value {
        loop {
            let heard = self.socket.next().await.expect("connected").expect("heard");
            let heard = heard.into_text().expect("text");
            let mut heard: Value = serde_json::from_str(&heard).expect("JSON");
            if heard["t"] == "INTERACTION_CREATE" {
                return heard["d"].take();
            }
        }
    }

    /// Gives the first answer.
    async fn respond(&self, asked: &Value, body: Value) {
        let path = format!(
            "/interactions/{}/{}/callback",
            text(asked, "id"),
            text(asked, "token")
        );
        self.ask(Method::POST, &path, body).await;
    }

    /// What the next person does, answered with these words.
    async fn answer(&mut self, content: &str) -> Value {
        let asked = self.hear().await;
        let body = json!({"type": 4, "data": {"content": content}});
        self.respond(&asked, body).await;
        asked["data"].clone()
    }
}

fn text<'a>(json: &'a Value, key: &str) -> &'a str {
    json[key].as_str().expect("text")
}

fn menu(kind: u64, placeholder: &str, most: u64) -> Value {
    let menu = json!({"type": kind, "custom_id": placeholder, "placeholder": placeholder, "max_values": most});
    json!({"type": 1, "components": [menu]})
}

/// Opens the menu with these words in it.
async fn open_menu(tab: &Tab, placeholder: &str) {
    let path = format!("//button[contains(@class, 'menu-button')][.//*[text()='{placeholder}']]");
    tab.click_at(&path).await;
    tab.until("document.querySelector('.menu .option')").await;
}

#[tokio::test]
async fn its_menus_and_replies_are_shown_and_used() {
    if is_missing() {
        return;
    }
    let mut bot = Bot::start().await;
    let url = format!("{}/", bot.discord.url());
    let commands = json!([
        {"name": "Greet", "type": 2},
        {"name": "Quote", "type": 3},
        {"name": "ping", "description": "Answers"},
    ]);
    let path = format!("/applications/{}/commands", bot.discord.application_id());
    bot.ask(Method::PUT, &path, commands).await;
    let question = bot
        .guild
        .member("Ben")
        .say(&bot.news, "Is the **tide** out?");
    let question = question.expect("a message");
    let reference = json!({"message_id": question.id.to_string()});
    bot.post(json!({"content": "It is.", "message_reference": reference}))
        .await;
    bot.post(json!({"flags": V2, "components": [
        {"type": 10, "content": "## Who keeps the log?"},
        menu(5, "A person", 1),
        menu(6, "A role", 1),
        menu(7, "Anybody", 2),
        menu(8, "A channel", 1),
    ]}))
    .await;

    visit(Look::default(), &url, async |tab| {
        tab.become_person("Mara").await;
        // The reply says to what, and leads there.
        tab.reads("Is the tide out?").await;
        tab.click("button.reply").await;
        tab.until("document.activeElement.textContent.includes('Is the tide out?')").await;

        open_menu(tab, "A person").await;
        tab.shot("other-menu").await;
        axe::check(tab, "a menu of people").await;
        // A letter leads to what begins with it.
        tab.key(Key::Escape).await;
        tab.until("!document.querySelector('.menu .option')").await;
        tab.key(Key::Down).await;
        tab.type_text("b").await;
        tab.until("document.querySelector('.option.active').textContent === '@Ben'").await;
        tab.key(Key::Enter).await;
        let ben = bot.guild.member("Ben").id().to_string();
        let chosen = bot.answer("Ben it is").await;
        assert_eq!((&chosen["values"][0], &chosen["component_type"]), (&json!(ben), &json!(5)));
        tab.reads("Ben it is").await;

        open_menu(tab, "A channel").await;
        let options = tab.texts(".menu .option").await;
        assert_eq!(options, ["#news"]);
        tab.click(".menu .option").await;
        let chosen = bot.answer("There").await;
        assert!(chosen["resolved"]["channels"].is_object(), "{chosen}");
        tab.reads("There").await;

        open_menu(tab, "Anybody").await;
        tab.click_at("//li[.//*[text()='@Mara']]").await;
        tab.click_at("//li[.//*[text()='@Editors']]").await;
        tab.key(Key::Escape).await;
        tab.until("!document.querySelector('.menu .option')").await;
        open_menu(tab, "A role").await;
        tab.click_at("//li[.//*[text()='@Editors']]").await;
        let chosen = bot.answer("So be it").await;
        assert_eq!(chosen["component_type"], 6);
        tab.reads("So be it").await;

        // Commands of people, in the menu of what they wrote.
        tab.until("[...document.querySelectorAll('article')].at(0).querySelector('.more')").await;
        tab.run("document.querySelector('article .more').click()").await;
        tab.reads("Apps for Ben").await;
        tab.shot("other-people").await;
        axe::check(tab, "the menu of a message of somebody's").await;
        tab.press("Greet").await;
        let used = bot.answer("Hello, Ben").await;
        assert_eq!((&used["type"], &used["target_id"]), (&json!(2), &json!(ben)));
        tab.reads("Hello, Ben").await;

        // And by the people at the side.
        tab.run("document.querySelector('.person[aria-pressed=false]').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))").await;
        tab.press("Greet").await;
        let used = bot.answer("Hello there").await;
        assert_eq!(used["name"], "Greet");
        tab.reads("Hello there").await;
    })
    .await;
}

/// A message with most of what there is.
fn full() -> Value {
    let markdown = "# Tides\n**High** at *noon*, ~~low~~ `06:12`; ||secret||\n> a quote\n- one\n- two\n```\ncode\n```\n\
        <t:1756713600:f>, <https://example.org>, @everyone";
    json!({"content": markdown, "embeds": [{
        "title": "The log", "url": "https://example.org", "description": "Who wrote **what**", "color": 0x2f_6f_ed,
        "author": {"name": "Harbour office"}, "footer": {"text": "every day"},
        "fields": [{"name": "Wind", "value": "none", "inline": true}],
    }]})
}

fn card() -> Value {
    json!({"flags": V2, "components": [{"type": 17, "accent_color": 0x2f_6f_ed, "components": [
        {"type": 9, "components": [{"type": 10, "content": "### A section\n-# small"}],
            "accessory": {"type": 2, "style": 2, "custom_id": "read", "label": "Read"}},
        {"type": 14, "spacing": 2},
        {"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}, "description": "The pier"}]},
        {"type": 1, "components": [
            {"type": 2, "style": 1, "custom_id": "go", "label": "Go"},
            {"type": 2, "style": 3, "custom_id": "yes", "label": "Yes"},
            {"type": 2, "style": 4, "custom_id": "no", "label": "No"},
            {"type": 2, "style": 5, "url": "https://example.org", "label": "Away"},
            {"type": 2, "style": 2, "custom_id": "off", "label": "Off", "disabled": true},
        ]},
    ]}]})
}

#[tokio::test]
async fn whatever_it_sends_is_shown_and_changes_live() {
    if is_missing() {
        return;
    }
    let mut bot = Bot::start().await;
    let url = format!("{}/", bot.discord.url());
    let path = format!("/applications/{}/commands", bot.discord.application_id());
    let commands = json!([{"name": "ping", "description": "Answers"}]);
    bot.ask(Method::PUT, &path, commands).await;
    let message = bot.post(full()).await;
    bot.post(card()).await;
    let dark = Look {
        dark: true,
        phone: false,
    };
    visit(dark, &url, async |tab| {
        tab.click("#clock-button").await;
        for (zone, time) in [
            ("Europe/London", "September 1, 2025 at 9:00"),
            ("Asia/Tokyo", "September 1, 2025 at 5:00"),
        ] {
            tab.show_zone(zone).await;
            tab.reads(time).await;
        }
        tab.key(Key::Escape).await;
        for (css, count) in [
            ("article .heading-1", 1),
            ("article strong", 2),
            ("article blockquote", 1),
            ("article pre code", 1),
            ("article .spoiler", 1),
            ("article .accented", 2),
            ("article .gallery .away", 1),
            ("article .section .button", 1),
            ("article .button:disabled", 1),
        ] {
            assert_eq!(tab.texts(css).await.len(), count, "{css}");
        }
        tab.click(".spoiler").await;
        tab.reads("secret").await;
        tab.shot("other-messages").await;
        axe::check(tab, "all that a bot sends").await;

        // It asks for time, and answers then; and changes what it said.
        tab.command("/ping").await;
        let asked = bot.hear().await;
        bot.respond(&asked, json!({"type": 5})).await;
        tab.reads("Newsdesk is thinking…").await;
        let path = format!(
            "/webhooks/{}/{}/messages/@original",
            bot.discord.application_id(),
            text(&asked, "token")
        );
        bot.ask(Method::PATCH, &path, json!({"content": "Pong, at last"}))
            .await;
        tab.reads("Pong, at last").await;
        tab.until("!document.body.innerText.includes('thinking')")
            .await;
        let path = format!(
            "/channels/{}/messages/{}",
            bot.news.id(),
            text(&message, "id")
        );
        bot.ask(
            Method::PATCH,
            &path,
            json!({"content": "The tide is in", "embeds": []}),
        )
        .await;
        tab.until(
            "document.querySelector('article.changed')?.textContent.includes('The tide is in')",
        )
        .await;
        tab.reads("edited").await;
        bot.ask(Method::DELETE, &path, Value::Null).await;
        tab.until("!document.body.innerText.includes('The tide is in')")
            .await;
    })
    .await;
}
