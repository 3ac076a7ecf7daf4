//! The page's own requests, as one person.

use reqwest::Method;
use serde_json::{Value, json};

use crate::bot::Town;

/// A tab that is open as one person.
pub(crate) struct Tab {
    pub(crate) url: String,
    pub(crate) person: u64,
}

impl Tab {
    pub(crate) fn open(town: &Town, person: u64) -> Self {
        let url = town.discord.url().to_owned();
        Self { url, person }
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let url = format!("{}/page/api/{path}", self.url);
        let mut request = reqwest::Client::new()
            .request(method, url)
            .header("Origin", &self.url);
        if let Some(mut body) = body {
            body["as"] = json!(self.person.to_string());
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or_default())
    }

    pub(crate) async fn read(&self, path: &str) -> (u16, Value) {
        let path = format!("{path}?as={}", self.person);
        self.send(Method::GET, &path, None).await
    }

    pub(crate) async fn write(&self, path: &str, body: Value) -> (u16, Value) {
        self.send(Method::POST, path, Some(body)).await
    }

    /// The messages of the town's news channel, each by its text or first component's.
    pub(crate) async fn news(&self, town: &Town) -> Vec<String> {
        let path = format!("channels/{}/messages", town.news.id());
        let (status, list) = self.read(&path).await;
        assert_eq!(status, 200, "{list}");
        let text = |one: &Value| {
            let plain = one["content"].as_str().filter(|text| !text.is_empty());
            let shown = plain.or(one["components"][0]["content"].as_str());
            shown.unwrap_or_default().to_owned()
        };
        list["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(text)
            .collect()
    }
}
