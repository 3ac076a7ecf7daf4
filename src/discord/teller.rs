//! Writing into a channel by ourselves.

use std::sync::Arc;

use serenity::{
    http::{Http, LightMethod, Multipart, MultipartUpload, Request, Route},
    model::id,
};

use super::{
    deliver::files,
    http::{code, passes, said, status},
    wire,
};
use crate::{
    article::ChannelId,
    newsroom::desk::{TellError, Telling},
    view::{Message, desk::untold::Obstacle},
};

/// Writes messages of the bot's own; cheap to clone.
#[derive(Clone)]
pub(super) struct Teller {
    http: Arc<Http>,
}

impl Teller {
    pub(super) fn new(http: Arc<Http>) -> Self {
        Self { http }
    }
}

impl Telling for Teller {
    async fn tell(
        &self,
        channel: ChannelId,
        message: &Message,
        nonce: &str,
    ) -> Result<(), TellError> {
        // No channel has that number; serenity takes none for it.
        if channel.0 == 0 {
            return Err(TellError::Lasting(Obstacle::Gone.to_string()));
        }
        let route = Route::ChannelMessages {
            channel_id: id::ChannelId::new(channel.0),
        };
        let body = serde_json::to_string(&wire::posted(message, nonce));
        let body = body.map_err(|error| TellError::Lasting(error.to_string()))?;
        let request = Request::new(route, LightMethod::Post);
        let files = files(message);
        let request = match files.is_empty() {
            true => request.body(Some(body.into_bytes())),
            false => request.multipart(Some(Multipart {
                upload: MultipartUpload::Attachments(files),
                fields: Vec::new(),
                payload_json: Some(body),
            })),
        };
        // What Discord answers is not read: it is there, and says nothing that is not known.
        match self.http.request(request).await {
            Ok(_) => Ok(()),
            Err(error) => Err(sorted(&error)),
        }
    }
}

/// Whether it may pass; if not, in words that say how to mend it.
fn sorted(error: &serenity::Error) -> TellError {
    // A token that is refused is the operator's to mend: what is to be told waits for that.
    if passes(error) || status(error) == Some(401) {
        return TellError::Passing(said(error));
    }
    let obstacle = match (code(error), status(error)) {
        (Some(10003), _) => Obstacle::Gone,
        (Some(50001), _) => Obstacle::Hidden,
        (Some(50013), _) => Obstacle::Forbidden,
        (Some(40058 | 50008), _) => Obstacle::OtherKind,
        (_, Some(404)) => Obstacle::Gone,
        (_, Some(403)) => Obstacle::Forbidden,
        _ => Obstacle::Refused(said(error)),
    };
    TellError::Lasting(obstacle.to_string())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use local_discord::{LocalDiscord, Permissions, Scope, Setup};
    use secrecy::SecretString;
    use serde_json::Value;

    use super::*;
    use crate::{
        discord::http,
        view::{Markup, file::File},
    };

    fn line(text: &str) -> Message {
        Message::new().text(Markup::own(text))
    }

    struct Town {
        discord: LocalDiscord,
        teller: Teller,
    }

    impl Town {
        async fn new() -> Self {
            let discord = LocalDiscord::start(Setup::default()).await;
            let discord = discord.expect("a local Discord");
            let url = discord.url().parse().expect("an address");
            let token = SecretString::from(discord.token().to_owned());
            let http = http::client(&token, Some(&url), true).expect("a client");
            let teller = Teller::new(Arc::new(http));
            Self { discord, teller }
        }
    }

    #[tokio::test]
    async fn a_message_is_told_once_and_pings_nobody() {
        let Town { discord, teller } = Town::new().await;
        let guild = discord.guild("Harbour Town");
        let log = guild.text_channel("desk-log");
        let channel = ChannelId(log.id());
        let message = line("@everyone Mara published a story").file(File::new("a.txt", "words"));
        for _ in 0..2 {
            assert_eq!(teller.tell(channel, &message, "log-1").await, Ok(()));
        }
        let told = log.messages();
        assert_eq!(told.len(), 1);
        assert!(told[0].pinged().is_nobody());
        assert_eq!(told[0].files(), [("a.txt".to_owned(), b"words".to_vec())]);
        assert_eq!(
            teller.tell(channel, &line("Another"), "log-2").await,
            Ok(())
        );
        assert_eq!(log.messages().len(), 2);
        for request in discord.requests() {
            assert_eq!(request.body["enforce_nonce"], Value::from(true));
        }
    }

    #[tokio::test]
    async fn what_fails_says_whether_it_may_pass_and_else_how_to_mend_it() {
        let Town { discord, teller } = Town::new().await;
        let guild = discord.guild("Harbour Town");
        let bot = guild.bot();
        let log = guild.text_channel("desk-log");
        let message = line("Mara published a story");
        let tell = async |channel: u64| teller.tell(ChannelId(channel), &message, "log-1").await;

        let lasting = |obstacle: Obstacle| Err(TellError::Lasting(obstacle.to_string()));
        let forum = guild.forum("ideas");
        let gone = guild.text_channel("gone");
        gone.delete();
        assert_eq!(tell(0).await, lasting(Obstacle::Gone));
        assert_eq!(tell(gone.id()).await, lasting(Obstacle::Gone));
        assert_eq!(tell(forum.id()).await, lasting(Obstacle::OtherKind));
        log.deny_member(&bot, Permissions::SEND_MESSAGES);
        assert_eq!(tell(log.id()).await, lasting(Obstacle::Forbidden));
        log.deny_member(&bot, Permissions::VIEW_CHANNEL);
        assert_eq!(tell(log.id()).await, lasting(Obstacle::Hidden));

        let open = guild.text_channel("open");
        let wait = Duration::from_millis(10);
        let passing = async |what: &str| {
            let told = tell(open.id()).await;
            assert!(
                matches!(told, Err(TellError::Passing(_))),
                "{what}: {told:?}"
            );
        };
        discord.faults().answer(503);
        passing("503").await;
        discord.faults().answer_429(Scope::Route, wait);
        passing("429").await;
        discord.faults().cut_before();
        passing("a lost connection").await;
        assert_eq!(tell(open.id()).await, Ok(()));
    }
}
