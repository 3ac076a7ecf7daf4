//! Why a request came to nothing, sorted by what that says about its effect.

use std::time::Duration;

use reqwest::{StatusCode, header::HeaderMap};
use serde::Deserialize;

use super::routes::seconds;
use crate::{
    briefing::{Obstacle, Right},
    delivery::{FindError, PostError},
    discord::http::broken,
};

/// Why a request came to nothing, or seems to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::discord) enum Failure {
    /// It had certainly no effect, and may work later.
    NotDone {
        said: String,
        wait: Option<Duration>,
    },
    /// It may have had its effect.
    Unclear(String),
    /// Discord refused it, with this code of its own; 0 where it has none.
    Refused(Refusal),
}

/// A refusal: what it says again when asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::discord) struct Refusal {
    pub(in crate::discord) status: u16,
    pub(in crate::discord) code: u64,
    pub(in crate::discord) said: String,
}

/// Discord's code where it has too much to do.
const OVERLOADED: u64 = 130_000;
/// Discord's code of a guild that the bot is not in.
const NO_GUILD: u64 = 10_004;

/// An error as Discord writes it: with a code, but for some limits.
#[derive(Deserialize)]
struct ErrorBody {
    code: Option<u64>,
    message: Option<String>,
    retry_after: Option<f64>,
}

impl Failure {
    /// Of a request that got no answer.
    pub(super) fn unanswered(error: &reqwest::Error) -> Self {
        let said = broken(error);
        match error.is_connect() || error.is_builder() {
            true => Self::NotDone { said, wait: None },
            false => Self::Unclear(said),
        }
    }

    /// Of an answer that is no success.
    pub(super) fn answered(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let error = serde_json::from_slice::<ErrorBody>(body).ok();
        let said = match &error {
            Some(ErrorBody {
                code: Some(code @ 1..),
                message: Some(message),
                ..
            }) => format!("{} {code}: {message}", status.as_u16()),
            _ => status.to_string(),
        };
        let header = || headers.get("retry-after")?.to_str().ok()?.parse().ok();
        match (status.as_u16(), error) {
            (429, error) => {
                let body = error.and_then(|error| error.retry_after);
                let wait = body.or_else(header).and_then(seconds);
                Self::NotDone { said, wait }
            }
            // A token that is refused is the operator's to mend: what is to be done waits for that.
            (401, _) => Self::NotDone { said, wait: None },
            // Somebody waited in vain, and may have passed it on before.
            (408, _) => Self::Unclear(said),
            (
                status @ 400..500,
                Some(ErrorBody {
                    code: Some(code), ..
                }),
            ) if code != OVERLOADED => Self::Refused(Refusal { status, code, said }),
            // Discord has too much to do; or what stands before it let nothing through.
            (400..500, _) => Self::NotDone { said, wait: None },
            _ => Self::Unclear(said),
        }
    }

    /// Of a request about the guild itself: who is refused that is not in it.
    pub(in crate::discord) fn of_guild(self) -> Self {
        match self {
            Self::Refused(refusal) => Self::Refused(Refusal {
                code: NO_GUILD,
                ..refusal
            }),
            other => other,
        }
    }

    /// What was said of it.
    pub(in crate::discord) fn said(&self) -> &str {
        match self {
            Self::NotDone { said, .. } | Self::Unclear(said) => said,
            Self::Refused(refusal) => &refusal.said,
        }
    }

    /// For how long Discord takes nothing more of this, where it said so.
    pub(in crate::discord) fn wait(&self) -> Option<Duration> {
        match self {
            Self::NotDone { wait, .. } => *wait,
            Self::Unclear(_) | Self::Refused(_) => None,
        }
    }

    /// Discord's code of a refusal.
    pub(in crate::discord) fn code(&self) -> Option<u64> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }

    /// Of a request that changes something; `right` is what it takes beside seeing the channel.
    pub(in crate::discord) fn of_writing(self, right: Right) -> PostError {
        match self {
            Self::NotDone { said, wait } => PostError::NotDone { said, wait },
            Self::Unclear(said) => PostError::Unclear(said),
            Self::Refused(refusal) => PostError::Refused(refusal.obstacle(right)),
        }
    }

    /// Of a request that only looks, before something is done: that was certainly not done.
    pub(in crate::discord) fn before_writing(self) -> PostError {
        match self {
            Self::Unclear(said) => PostError::NotDone { said, wait: None },
            other => other.of_writing(Right::View),
        }
    }

    /// Of a request that looks for something.
    pub(in crate::discord) fn of_finding(self) -> FindError {
        match self {
            Self::NotDone { said, .. } | Self::Unclear(said) => FindError::Passing(said),
            Self::Refused(refusal) => FindError::Unreadable(refusal.obstacle(Right::ReadHistory)),
        }
    }
}

impl Refusal {
    /// What has to be mended; `right` is what the request takes beside seeing the channel.
    pub(in crate::discord) fn obstacle(self, right: Right) -> Obstacle {
        match (self.code, self.status) {
            (10003, _) => Obstacle::Gone,
            (NO_GUILD, _) => Obstacle::Away,
            (10008, _) => Obstacle::Deleted,
            (50001, _) => Obstacle::Lacks(vec![Right::View]),
            (50013, _) => Obstacle::Lacks(vec![right]),
            (160_005, _) => Obstacle::Lacks(vec![Right::ManageThreads]),
            (40058 | 50008 | 50024, _) => Obstacle::OtherKind,
            (40067, _) => Obstacle::NoTag,
            (0, 404) => Obstacle::Gone,
            (0, 403) => Obstacle::Lacks(vec![right]),
            _ => Obstacle::Refused(self.said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, body: &str) -> Failure {
        let status = StatusCode::from_u16(status).expect("a status");
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", "3".parse().expect("ASCII"));
        Failure::answered(status, &headers, body.as_bytes())
    }

    #[test]
    fn an_answer_says_whether_something_was_done() {
        let not_done = |said: &str, wait: Option<u64>| Failure::NotDone {
            said: said.to_owned(),
            wait: wait.map(Duration::from_millis),
        };
        for (status, body, failure) in [
            (
                429,
                r#"{"retry_after": 1.5, "message": "You are being rate limited."}"#,
                not_done("429 Too Many Requests", Some(1500)),
            ),
            (
                429,
                "error code: 1015",
                not_done("429 Too Many Requests", Some(3000)),
            ),
            (
                401,
                r#"{"code": 0, "message": "401: Unauthorized"}"#,
                not_done("401 Unauthorized", None),
            ),
            (403, "<html>", not_done("403 Forbidden", None)),
            // A page of somebody else, in JSON.
            (403, "{}", not_done("403 Forbidden", None)),
            (
                404,
                r#"{"error": "no upstream", "message": "Not Found"}"#,
                not_done("404 Not Found", None),
            ),
            (
                400,
                r#"{"code": 130000, "message": "Overloaded"}"#,
                not_done("400 130000: Overloaded", None),
            ),
            (
                408,
                r#"{"code": 0, "message": "Timeout"}"#,
                Failure::Unclear("408 Request Timeout".to_owned()),
            ),
            (
                502,
                "<html>",
                Failure::Unclear("502 Bad Gateway".to_owned()),
            ),
            (
                500,
                r#"{"code": 0}"#,
                Failure::Unclear("500 Internal Server Error".to_owned()),
            ),
            (302, "", Failure::Unclear("302 Found".to_owned())),
        ] {
            assert_eq!(answered(status, body), failure, "{status} {body}");
        }
    }

    #[test]
    fn who_is_refused_a_guild_is_not_in_it() {
        for (status, code) in [(404, 10004), (403, 50001), (403, 0)] {
            let body = format!(r#"{{"code": {code}, "message": "words"}}"#);
            let error = answered(status, &body).of_guild().before_writing();
            assert_eq!(error, PostError::Refused(Obstacle::Away), "{code}");
        }
        let passing = answered(503, "").of_guild();
        assert!(matches!(passing, Failure::Unclear(_)), "{passing:?}");
    }

    #[test]
    fn a_refusal_says_what_to_mend() {
        let refused = Obstacle::Refused("400 50035: words".to_owned());
        for (status, code, obstacle) in [
            (404, 10003, Obstacle::Gone),
            (404, 10004, Obstacle::Away),
            (404, 10008, Obstacle::Deleted),
            (404, 0, Obstacle::Gone),
            (403, 50001, Obstacle::Lacks(vec![Right::View])),
            (403, 50013, Obstacle::Lacks(vec![Right::Send])),
            (403, 0, Obstacle::Lacks(vec![Right::Send])),
            (400, 160005, Obstacle::Lacks(vec![Right::ManageThreads])),
            (400, 40058, Obstacle::OtherKind),
            (400, 50024, Obstacle::OtherKind),
            (400, 40067, Obstacle::NoTag),
            (400, 50035, refused),
        ] {
            let body = format!(r#"{{"code": {code}, "message": "words"}}"#);
            let error = answered(status, &body).of_writing(Right::Send);
            assert_eq!(error, PostError::Refused(obstacle), "{code}");
        }
    }
}
