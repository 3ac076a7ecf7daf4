use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

/// An `http` or `https` address with a host and no credentials, at most 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Link(Url);

/// Why a text is no [`Link`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It does not parse as an address.
    #[error("this is not a web address")]
    Malformed,
    /// Its scheme is not `http` or `https`.
    #[error("only http and https addresses can be opened by readers")]
    Scheme,
    /// It carries a user name or a password.
    #[error("an address must not carry a user name or a password")]
    Credentials,
    /// It has more than 500 characters.
    #[error("an address can have at most 500 characters")]
    TooLong,
}

impl Link {
    /// Reads an address.
    pub fn new(text: &str) -> Result<Self, LinkError> {
        let url = Url::parse(text.trim()).map_err(|_| LinkError::Malformed)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(LinkError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(LinkError::Credentials);
        }
        if url.as_str().len() > 500 {
            return Err(LinkError::TooLong);
        }
        Ok(Self(url))
    }

    /// The whole address, in its normal form (ASCII only).
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host without a leading `www.`, as one would name the source.
    pub fn host(&self) -> &str {
        let host = self.0.host_str().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host)
    }
}

impl TryFrom<String> for Link {
    type Error = LinkError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0.into()
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_addresses_pass() {
        for (given, wanted) in [
            ("https://www.example.org/a?b#c", Ok("example.org")),
            (" http://example.org ", Ok("example.org")),
            ("ftp://example.org/", Err(LinkError::Scheme)),
            ("javascript:alert(1)", Err(LinkError::Scheme)),
            (
                "https://me:secret@example.org/",
                Err(LinkError::Credentials),
            ),
            ("example.org", Err(LinkError::Malformed)),
            ("https://", Err(LinkError::Malformed)),
        ] {
            let link = Link::new(given);
            assert_eq!(
                link.as_ref().map(Link::host).map_err(|error| *error),
                wanted,
                "{given}"
            );
        }
        assert_eq!(
            Link::new(&format!("https://example.org/{}", "a".repeat(500))),
            Err(LinkError::TooLong)
        );
    }
}
