//! Fetching what people uploaded: from Discord's own file hosts, and from nowhere else.

#[cfg(test)]
mod tests;

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use reqwest::{
    Response, StatusCode,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, LOCATION},
    redirect::Policy,
};
use serenity::http::HttpError;
use url::Url;

use super::{
    http::{is_loopback, said},
    invocation::Upload,
};

/// How long a file may take, tries and all.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// Where Discord keeps what people upload.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];
/// Most redirects that are followed.
const REDIRECTS: usize = 3;

/// Fetches files; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Fetcher {
    client: reqwest::Client,
    /// A Discord on this machine, which keeps files itself.
    local: Option<Url>,
    /// Whether only that one may be asked.
    loopback: bool,
    patience: Duration,
}

/// Why a file was not fetched. Addresses of files are signed: none stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FetchError {
    /// It lies elsewhere than where Discord keeps files.
    #[error("not a file of Discord's")]
    NotDiscord,
    /// It has more bytes than that.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// Most bytes that were asked for.
        limit: u64,
    },
    /// Its address is good no more.
    #[error("its address has expired")]
    Expired,
    /// It comes compressed, which nobody asked for: what it is in the end can't be known.
    #[error("it comes compressed")]
    Encoded,
    /// The network's or Discord's fault, and may pass.
    #[error("it could not be fetched")]
    Failed,
}

impl Fetcher {
    /// As the bot reaches Discord: `proxy` keeps files itself where it is on this machine, and with
    /// `loopback` nothing else is ever asked.
    pub(super) fn new(
        proxy: Option<&Url>,
        loopback: bool,
        patience: Duration,
    ) -> Result<Self, reqwest::Error> {
        let mut client = reqwest::Client::builder()
            .connect_timeout(patience)
            .timeout(patience)
            // Each is looked at before it is followed.
            .redirect(Policy::none())
            // What comes compressed is refused: a small file must stay one.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd();
        if loopback {
            client = client.no_proxy();
        }
        Ok(Self {
            client: client.build()?,
            local: proxy.filter(|url| is_loopback(url)).cloned(),
            loopback,
            patience,
        })
    }

    /// The whole file, of at most `limit` bytes.
    pub(super) async fn fetch(&self, upload: &Upload, limit: u64) -> Result<Vec<u8>, FetchError> {
        if upload.size > limit {
            return Err(FetchError::TooLarge { limit });
        }
        let url = Url::parse(&upload.url).map_err(|_| FetchError::NotDiscord)?;
        let tries = ExponentialBuilder::default()
            .with_min_delay(self.patience / 50)
            .with_max_times(2);
        let trying = (|| self.attempt(url.clone(), upload.size, limit))
            .retry(tries)
            .when(|error| *error == FetchError::Failed);
        let fetched = tokio::time::timeout(self.patience, trying).await;
        fetched.unwrap_or(Err(FetchError::Failed))
    }

    async fn attempt(&self, mut url: Url, size: u64, limit: u64) -> Result<Vec<u8>, FetchError> {
        for _ in 0..=REDIRECTS {
            if !self.may_ask(&url) {
                return Err(FetchError::NotDiscord);
            }
            let request = self.client.get(url.clone());
            let request = request.header(ACCEPT_ENCODING, "identity");
            let response = request.send().await.map_err(failed)?;
            if !response.status().is_redirection() {
                return read(response, size, limit).await;
            }
            let target = response.headers().get(LOCATION);
            let target = target.and_then(|target| target.to_str().ok());
            url = target
                .and_then(|target| url.join(target).ok())
                .ok_or(FetchError::Failed)?;
        }
        Err(FetchError::Failed)
    }

    /// Whether files of Discord's are there.
    fn may_ask(&self, url: &Url) -> bool {
        let local = self.local.as_ref();
        let plain = url.username().is_empty() && url.password().is_none();
        let discord = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(|host| HOSTS.contains(&host));
        let here = local.is_some_and(|local| local.origin() == url.origin());
        plain && (here || discord && !self.loopback)
    }
}

/// Reads a whole answer: never more than `limit` bytes, never less than Discord said that the file
/// has.
async fn read(mut response: Response, size: u64, limit: u64) -> Result<Vec<u8>, FetchError> {
    match response.status() {
        StatusCode::OK => {}
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::GONE => {
            return Err(FetchError::Expired);
        }
        status => {
            tracing::warn!(%status, "a file could not be fetched");
            return Err(FetchError::Failed);
        }
    }
    let encoding = response.headers().get(CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| encoding != "identity") {
        return Err(FetchError::Encoded);
    }
    let too_large = |length: u64| length > limit;
    if response.content_length().is_some_and(too_large) {
        return Err(FetchError::TooLarge { limit });
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if too_large((bytes.len() + chunk.len()) as u64) {
            return Err(FetchError::TooLarge { limit });
        }
        bytes.extend_from_slice(&chunk);
    }
    // Without a length nothing else tells a whole file from one that broke off.
    if (bytes.len() as u64) < size {
        tracing::warn!("a file broke off while it was fetched");
        return Err(FetchError::Failed);
    }
    Ok(bytes)
}

fn failed(error: reqwest::Error) -> FetchError {
    let said = said(&serenity::Error::Http(HttpError::Request(error)));
    tracing::warn!(said, "a file could not be fetched");
    FetchError::Failed
}
