//! The bot's requests: its own at one pace, answers to interactions at once. They are answered with raw JSON and
//! sorted by what came of them.
//!
//! serenity's requests are not used for it: they hide how long to wait after a 429, wait out an hour where
//! Discord says so, and drop what their types do not know.

mod failure;
mod routes;

use std::{
    num::NonZeroU32,
    sync::{Arc, OnceLock},
    time::Duration,
};

use reqwest::{
    Method,
    header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT},
    multipart::{Form, Part},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;
use serenity::{http::Http, model::id::ApplicationId};
use tokio::sync::SetOnce;

pub(super) use self::failure::Failure;
use self::routes::{Routes, route};
use super::pace::Pace;
use crate::view::Message;

/// How long a request waits for its route where that is used up; beyond that the asker is told. Who writes can
/// come back later, and keeps nobody up that way.
const WRITING: Duration = Duration::from_secs(1);
const READING: Duration = Duration::from_secs(10);

/// Asks Discord, once it is connected; cheap to clone, and all clones keep one pace.
#[derive(Clone)]
pub(super) struct Sender(Arc<Inner>);

struct Inner {
    line: SetOnce<Line>,
    pace: Pace,
    routes: Routes,
    bot: OnceLock<u64>,
}

/// Where Discord is, and who asks.
struct Line {
    client: reqwest::Client,
    base: String,
    token: SecretString,
    application: Option<ApplicationId>,
}

impl Sender {
    /// Not yet connected, to a Discord that takes so many requests in a second.
    pub(super) fn new(most: NonZeroU32) -> Self {
        Self(Arc::new(Inner {
            line: SetOnce::default(),
            pace: Pace::new(most),
            routes: Routes::default(),
            bot: OnceLock::default(),
        }))
    }

    /// Gives it, and its clones, the connection: `client` with the token and address of `http`.
    pub(super) fn connect(&self, http: &Http, client: reqwest::Client) {
        let base = http.proxy.as_deref().unwrap_or("https://discord.com");
        // A second connection would be the same.
        let _ = self.0.line.set(Line {
            client,
            base: format!("{}/api/v10", base.trim_end_matches('/')),
            token: SecretString::from(http.token().to_owned()),
            application: http.application_id(),
        });
    }

    /// Has something asked by other means, which counts all the same.
    pub(super) async fn in_turn<T>(
        &self,
        asking: impl Future<Output = serenity::Result<T>>,
    ) -> serenity::Result<T> {
        // Nobody comes back later for it: it waits for as long as it takes.
        let _turn = self.0.pace.turn(Duration::MAX).await;
        asking.await
    }

    /// Waits until it has the connection.
    pub(super) async fn connected(&self) {
        self.0.line.wait().await;
    }

    /// The bot's own user id.
    pub(super) async fn bot(&self) -> Result<u64, Failure> {
        if let Some(bot) = self.0.bot.get() {
            return Ok(*bot);
        }
        let user = self.get("/users/@me").await?;
        let bot = id(&user["id"]).ok_or_else(not_understood)?;
        Ok(*self.0.bot.get_or_init(|| bot))
    }

    /// Reads what is at a path below `/api/v10`.
    pub(super) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.ask(Method::GET, path, None, None).await
    }

    /// Posts a body, with the files of `message`.
    pub(super) async fn post(
        &self,
        path: &str,
        body: &impl Serialize,
        message: Option<&Message>,
    ) -> Result<Value, Failure> {
        self.write(Method::POST, path, body, message).await
    }

    /// Changes what is there, with the files of `message`.
    pub(super) async fn patch(
        &self,
        path: &str,
        body: &impl Serialize,
        message: Option<&Message>,
    ) -> Result<Value, Failure> {
        self.write(Method::PATCH, path, body, message).await
    }

    async fn write(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
        message: Option<&Message>,
    ) -> Result<Value, Failure> {
        let body = serde_json::to_string(body).map_err(|error| not_done(&error.to_string()))?;
        self.ask(method, path, Some(body), message).await
    }

    /// Answers an interaction, by a path that holds its token: such requests count nowhere else, and wait for nobody.
    pub(super) async fn answer(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        message: Option<&Message>,
    ) -> Result<(), Failure> {
        let line = self.line()?;
        let response = line.request(method, path, body, message).send().await;
        let response = response.map_err(|error| Failure::unanswered(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        if status.is_success() {
            return Ok(());
        }
        let body = response.bytes().await.unwrap_or_default();
        Err(Failure::answered(status, &headers, &body))
    }

    /// Where the messages of an interaction go after the first response.
    pub(super) fn webhook(&self, token: &str) -> Result<String, Failure> {
        let application = self.line()?.application;
        let application = application.ok_or_else(|| not_done("no application"))?;
        Ok(format!("/webhooks/{application}/{token}"))
    }

    fn line(&self) -> Result<&Line, Failure> {
        let line = self.0.line.get();
        line.ok_or_else(|| not_done("not connected yet"))
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        message: Option<&Message>,
    ) -> Result<Value, Failure> {
        let line = self.line()?;
        let patience = match method {
            // What was read so far would have to be read again.
            Method::GET => READING,
            _ => WRITING,
        };
        let route = route(method.as_str(), path);
        let mut lane = self.0.routes.turn(route, patience).await.map_err(closed)?;
        let request = line.request(method, path, body, message);
        let turn = self.0.pace.turn(READING).await.map_err(closed)?;
        let response = request.send().await;
        drop(turn);
        let response = response.map_err(|error| Failure::unanswered(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        lane.read(&headers);
        // An answer that is cut says no more than none.
        let body = response.bytes().await;
        if status.is_success() {
            let body = body.map_err(|error| Failure::unanswered(&error))?;
            return serde_json::from_slice(&body).map_err(|_| not_understood());
        }
        let failure = Failure::answered(status, &headers, &body.unwrap_or_default());
        if let Failure::NotDone {
            wait: Some(wait), ..
        } = failure
        {
            // Without a scope it was not Discord that said so, but what stands before it.
            let scope = headers.get("x-ratelimit-scope");
            match scope.is_some_and(|scope| scope != "global") {
                true => lane.close(wait),
                false => self.0.pace.hold(wait),
            }
        }
        Err(failure)
    }
}

impl Line {
    fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        message: Option<&Message>,
    ) -> reqwest::RequestBuilder {
        let request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header(USER_AGENT, serenity::constants::USER_AGENT)
            .header(AUTHORIZATION, self.token.expose_secret());
        let Some(body) = body else {
            return request;
        };
        let files = message.into_iter().flat_map(Message::files).enumerate();
        let mut form = None;
        for (place, file) in files {
            let part = Part::bytes(file.bytes().to_vec()).file_name(file.name().to_owned());
            let all: Form = form.unwrap_or_default();
            form = Some(all.part(format!("files[{place}]"), part));
        }
        match form {
            Some(form) => request.multipart(form.text("payload_json", body)),
            None => request.header(CONTENT_TYPE, "application/json").body(body),
        }
    }
}

/// Discord said before that it takes no more for so long.
fn closed(wait: Duration) -> Failure {
    let said = "Discord takes no more of these for a while".to_owned();
    let wait = Some(wait);
    Failure::NotDone { said, wait }
}

fn not_done(said: &str) -> Failure {
    let (said, wait) = (said.to_owned(), None);
    Failure::NotDone { said, wait }
}

pub(super) fn not_understood() -> Failure {
    Failure::Unclear("an answer that can't be understood".to_owned())
}

/// A snowflake of Discord's JSON.
pub(super) fn id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}
