//! A bot in the raw: it speaks to Discord by JSON alone, without a Discord library.

use std::sync::Arc;

use futures::{SinkExt, StreamExt};
use local_discord::{Answer, Channel, Guild, LocalDiscord, Member, Message, Refused, Setup};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite};

/// A gateway connection.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects, and reads HELLO.
    pub(crate) async fn connect(discord: &LocalDiscord) -> Self {
        let mut socket = Self::open(discord, "v=10&encoding=json").await;
        assert_eq!(socket.read().await["op"], 10);
        socket
    }

    /// Connects, with this query.
    pub(crate) async fn open(discord: &LocalDiscord, query: &str) -> Self {
        let url = format!("{}/?{query}", discord.url().replacen("http", "ws", 1));
        Self(tokio_tungstenite::connect_async(url).await.unwrap().0)
    }

    /// Connects as one of several shards, and reads READY.
    pub(crate) async fn shard(discord: &LocalDiscord, number: u64, total: u64) -> Self {
        let mut socket = Self::connect(discord).await;
        let mut identify = identify(discord);
        identify["d"]["shard"] = json!([number, total]);
        socket.send(identify).await;
        socket.dispatch("READY").await;
        socket
    }

    /// Takes the first session up again, after `sequence`.
    pub(crate) async fn resume(&mut self, discord: &LocalDiscord, sequence: u64) {
        let token = discord.token();
        let data = json!({"token": token, "session_id": "session-1", "seq": sequence});
        self.send(json!({"op": 6, "d": data})).await;
    }

    /// The next message as it travels.
    pub(crate) async fn message(&mut self) -> tungstenite::Message {
        self.0.next().await.unwrap().unwrap()
    }

    pub(crate) async fn send(&mut self, payload: Value) {
        self.send_text(&payload.to_string()).await;
    }

    pub(crate) async fn send_text(&mut self, text: &str) {
        self.0
            .send(tungstenite::Message::Text(text.to_owned()))
            .await
            .unwrap();
    }

    /// The next payload.
    pub(crate) async fn read(&mut self) -> Value {
        match self.0.next().await {
            Some(Ok(tungstenite::Message::Text(text))) => serde_json::from_str(&text).unwrap(),
            other => panic!("no payload but {other:?}"),
        }
    }

    /// The payload of the next dispatch, which must be of this name.
    pub(crate) async fn dispatch(&mut self, name: &str) -> Value {
        let payload = self.read().await;
        assert_eq!(payload["t"], name, "{payload}");
        payload["d"].clone()
    }

    /// The code with which the connection is closed, whatever came before.
    pub(crate) async fn close_code(&mut self) -> u16 {
        while let Some(Ok(message)) = self.0.next().await {
            if let tungstenite::Message::Close(Some(frame)) = message {
                return frame.code.into();
            }
        }
        panic!("the connection ended without a close frame");
    }

    /// Whether the connection ended without a close frame.
    pub(crate) async fn dropped(&mut self) -> bool {
        matches!(self.0.next().await, None | Some(Err(_)))
    }

    /// Whether the connection is over, with a close frame or without.
    pub(crate) async fn ended(&mut self) -> bool {
        !matches!(self.0.next().await, Some(Ok(tungstenite::Message::Text(_))))
    }

    pub(crate) async fn close(mut self, code: u16) {
        let frame = tungstenite::protocol::CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        self.0.close(Some(frame)).await.unwrap();
        while let Some(Ok(_)) = self.0.next().await {}
    }
}

pub(crate) fn identify(discord: &LocalDiscord) -> Value {
    json!({"op": 2, "d": {"token": discord.token(), "intents": 1, "properties": {}}})
}

/// A local Discord with a guild, a channel and a person, and a bot that has READY behind it.
pub(crate) struct Town {
    pub(crate) discord: LocalDiscord,
    pub(crate) guild: Guild,
    pub(crate) news: Channel,
    pub(crate) mara: Member,
    pub(crate) socket: Socket,
    http: reqwest::Client,
}

impl Town {
    pub(crate) async fn start() -> Self {
        Self::start_with(Setup::default()).await
    }

    pub(crate) async fn start_with(setup: Setup) -> Self {
        let discord = LocalDiscord::start(setup).await.unwrap();
        let guild = discord.guild("Harbour Town");
        let news = guild.text_channel("news");
        let mara = guild.member("Mara");
        let mut socket = Socket::connect(&discord).await;
        socket.send(identify(&discord)).await;
        socket.dispatch("READY").await;
        socket.dispatch("GUILD_CREATE").await;
        let http = reqwest::Client::new();
        Self {
            discord,
            guild,
            news,
            mara,
            socket,
            http,
        }
    }

    /// A REST request with the bot's token, below `/api/v10`: status and body.
    pub(crate) async fn rest(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/api/v10{path}", self.discord.url());
        let request = self.http.request(method, url);
        let request = request.header("Authorization", format!("Bot {}", self.discord.token()));
        let request = if body.is_null() {
            request
        } else {
            request.json(&body)
        };
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        crate::openapi::check_last(&self.discord);
        (status, response.json().await.unwrap_or_default())
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        self.rest(Method::GET, path, Value::Null).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.rest(Method::POST, path, body).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> (u16, Value) {
        self.rest(Method::PATCH, path, body).await
    }

    pub(crate) async fn delete(&self, path: &str) -> (u16, Value) {
        self.rest(Method::DELETE, path, Value::Null).await
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// `/channels/{news}/messages`
    pub(crate) fn messages_path(&self) -> String {
        format!("/channels/{}/messages", self.news.id())
    }

    /// Posts to the news channel.
    pub(crate) async fn say(&self, body: Value) -> (u16, Value) {
        self.post(&self.messages_path(), body).await
    }

    /// Registers commands everywhere.
    pub(crate) async fn register(&self, commands: Value) -> (u16, Value) {
        let path = format!("/applications/{}/commands", self.discord.application_id());
        self.rest(Method::PUT, &path, commands).await
    }

    /// A message of the bot's in the news channel.
    pub(crate) async fn card(&self, body: Value) -> Message {
        let (status, message) = self.say(body).await;
        assert_eq!(status, 200, "{message}");
        self.news.messages().pop().unwrap()
    }

    /// The next interaction, whatever else the gateway tells before.
    pub(crate) async fn interaction(&mut self) -> Value {
        loop {
            let payload = self.socket.read().await;
            if payload["t"] == "INTERACTION_CREATE" {
                return payload["d"].clone();
            }
        }
    }

    /// Answers an interaction.
    pub(crate) async fn answer(&self, interaction: &Value, body: Value) -> (u16, Value) {
        self.post(&callback_path(interaction), body).await
    }

    /// Begins what a person does, and gives the interaction that the bot gets.
    pub(crate) async fn begin(
        &mut self,
        deed: impl Future<Output = Result<Answer, Refused>> + Send + 'static,
    ) -> (tokio::task::JoinHandle<Result<Answer, Refused>>, Value) {
        let person = tokio::spawn(deed);
        (person, self.interaction().await)
    }

    /// `/webhooks/{application}/{token}` and what follows.
    pub(crate) fn webhook(&self, interaction: &Value, rest: &str) -> String {
        let token = interaction["token"].as_str().unwrap();
        format!("/webhooks/{}/{token}{rest}", self.discord.application_id())
    }
}

pub(crate) fn callback_path(interaction: &Value) -> String {
    let (id, token) = (interaction["id"].as_str(), interaction["token"].as_str());
    format!("/interactions/{}/{}/callback", id.unwrap(), token.unwrap())
}

/// The codes under a path of an error's `errors` tree.
#[track_caller]
pub(crate) fn codes_at(error: &Value, path: &str) -> Vec<String> {
    let node = error["errors"].pointer(path).unwrap_or(&Value::Null);
    let errors = node["_errors"].as_array();
    errors
        .into_iter()
        .flatten()
        .map(|one| one["code"].as_str().unwrap().to_owned())
        .collect()
}

/// A clock that a test moves.
pub(crate) fn clock() -> (Arc<std::sync::Mutex<chrono::DateTime<chrono::Utc>>>, Setup) {
    let start = "2025-09-01T06:00:00Z".parse().unwrap();
    let moment = Arc::new(std::sync::Mutex::new(start));
    let read = moment.clone();
    let setup = Setup {
        now: Arc::new(move || *read.lock().unwrap()),
        ..Setup::default()
    };
    (moment, setup)
}

/// Flags of messages.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
pub(crate) const V2: u64 = 1 << 15;

/// A command with an option that completes.
pub(crate) fn ping() -> Value {
    let word = json!({"type": 3, "name": "word", "description": "A word", "autocomplete": true});
    json!([{"name": "ping", "description": "Answers", "options": [word]}])
}

/// A row with one button.
pub(crate) fn button(custom_id: &str, label: &str) -> Value {
    let button = json!({"type": 2, "style": 1, "custom_id": custom_id, "label": label});
    json!({"type": 1, "components": [button]})
}

/// A classic message with one button.
pub(crate) fn card(label: &str) -> Value {
    json!({"content": "card", "components": [button("button", label)]})
}
