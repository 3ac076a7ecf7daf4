//! Files: what people hand to an option and what the bot sends along.

use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{World, ids::AttachmentId};

/// How long the address of a file is good; reading the message again gives a new one.
const LINK_LIFE: TimeDelta = TimeDelta::hours(24);

/// What makes the address of a file good for a while: its query, as Discord's file hosts have it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Link {
    /// When it expires: seconds since 1970, in hexadecimal digits.
    #[serde(default)]
    ex: String,
    /// The signature.
    #[serde(default)]
    hm: String,
}

impl Link {
    fn until(id: AttachmentId, expires: DateTime<Utc>) -> Self {
        let ex = format!("{:x}", expires.timestamp());
        let mut signature = DefaultHasher::new();
        (id, &ex).hash(&mut signature);
        let hm = format!("{:016x}", signature.finish());
        Self { ex, hm }
    }

    /// Whether it was made for this file and has not expired.
    pub(crate) fn opens(&self, id: AttachmentId, now: DateTime<Utc>) -> bool {
        let expires = i64::from_str_radix(&self.ex, 16).ok();
        expires
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .is_some_and(|expires| now < expires && Self::until(id, expires).hm == self.hm)
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ex={}&hm={}", self.ex, self.hm)
    }
}

/// A file that was uploaded.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) filename: String,
    pub(crate) content_type: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Attachment {
    /// A file as a person uploads it; its kind is told by the ending of its name.
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let kind = match ending {
            "txt" => Some("text/plain; charset=utf-8"),
            "md" => Some("text/markdown; charset=utf-8"),
            "json" => Some("application/json"),
            "png" => Some("image/png"),
            "jpg" | "jpeg" => Some("image/jpeg"),
            "gif" => Some("image/gif"),
            "webp" => Some("image/webp"),
            _ => None,
        };
        Self {
            filename: name.to_owned(),
            content_type: kind.map(str::to_owned),
            description: None,
            bytes: bytes.to_vec(),
        }
    }
}

impl World {
    /// Keeps a file and gives it an id.
    pub(crate) fn upload(&mut self, attachment: Attachment) -> AttachmentId {
        let id = self.snowflake();
        self.attachments.insert(id, attachment);
        id
    }

    /// The file as messages and resolved options show it.
    pub(crate) fn attachment_json(&self, id: AttachmentId) -> Option<Value> {
        let file = self.attachments.get(&id)?;
        let link = Link::until(id, self.now() + LINK_LIFE);
        let url = format!("{}/attachments/{id}/{}?{link}", self.url, file.filename);
        Some(json!({
            "id": id,
            "filename": file.filename,
            "size": file.bytes.len(),
            "url": url,
            "proxy_url": url,
            "content_type": file.content_type,
            "description": file.description,
            "ephemeral": false,
        }))
    }
}
