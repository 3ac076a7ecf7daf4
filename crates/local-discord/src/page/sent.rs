//! What a page sends with files: a part `data` of JSON, and a part for each file, in the order in
//! which the data counts them. Without files it is JSON alone.

use axum::{
    Json, RequestExt,
    extract::{FromRequest, Multipart, Request},
    http::{StatusCode, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;

use super::error::PageError;

/// The most that all files of one message hold, in bytes.
pub(super) const LIMIT: usize = 25 * 1024 * 1024;
/// The most files of one message.
/// (<https://discord.com/developers/docs/resources/message#create-message>)
const FILES: usize = 10;

/// A file: its name and its content.
pub(super) type SentFile = (String, Vec<u8>);

/// JSON, and the files that came along.
#[derive(Debug)]
pub(super) struct Sent<T> {
    pub(super) data: T,
    pub(super) files: Vec<SentFile>,
}

impl<S: Send + Sync, T: DeserializeOwned + Send + Sync + 'static> FromRequest<S> for Sent<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/") {
            let read = request.extract::<Json<T>, _>().await;
            let Json(data) = read.map_err(|error| PageError::Unreadable(error.status()))?;
            let files = Vec::new();
            return Ok(Self { data, files });
        }
        let parts = Multipart::from_request(request, state).await;
        Self::read(parts.map_err(|_| PageError::Unreadable(StatusCode::BAD_REQUEST))?).await
    }
}

impl<T: DeserializeOwned> Sent<T> {
    async fn read(mut parts: Multipart) -> Result<Self, PageError> {
        let (mut data, mut files) = (None, Vec::new());
        while let Some(part) = parts
            .next_field()
            .await
            .map_err(|_| PageError::Files(LIMIT))?
        {
            let name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| PageError::Files(LIMIT))?;
            match name {
                Some(name) => files.push((safe(&name), bytes.to_vec())),
                None => data = serde_json::from_slice(&bytes).ok(),
            }
        }
        match data {
            Some(_) if files.len() > FILES => Err(PageError::TooMany(FILES)),
            Some(data) => Ok(Self { data, files }),
            None => Err(PageError::Unreadable(StatusCode::BAD_REQUEST)),
        }
    }
}

/// The name as it can stand in an address: Discord replaces what can't.
fn safe(name: &str) -> String {
    let kept = |letter: char| match letter {
        '/' | '\\' | '?' | '#' | '%' => '_',
        letter if letter.is_control() || letter.is_whitespace() => '_',
        letter => letter,
    };
    let name: String = name.chars().take(100).map(kept).collect();
    match name.is_empty() {
        true => "file".to_owned(),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_what_an_address_can_hold() {
        for (given, wanted) in [
            ("a.txt", "a.txt"),
            ("my story.md", "my_story.md"),
            ("../etc/x?.txt", ".._etc_x_.txt"),
            ("", "file"),
            ("号外.txt", "号外.txt"),
        ] {
            assert_eq!(safe(given), wanted);
        }
    }
}
