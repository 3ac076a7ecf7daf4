//! Files: what people hand to an option and what the bot sends along.

use serde_json::{Value, json};

use super::{World, ids::AttachmentId};

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
        let url = format!("{}/attachments/{id}/{}", self.url, file.filename);
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
