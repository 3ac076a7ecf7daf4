//! Writing into a channel by ourselves.

use super::{
    publisher::rights::rights,
    sender::{Failure, Sender},
    wire,
};
use crate::{
    article::{ChannelId, GuildId},
    briefing::{Obstacle, Right},
    newsroom::desk::{TellError, Telling},
    view::{Message, desk::untold::untold},
};

/// Writes messages of the bot's own, once it is connected; cheap to clone.
#[derive(Clone)]
pub(super) struct Teller {
    sender: Sender,
}

/// What it takes to write into a channel.
const NEEDED: [(Right, &str); 2] = [
    (Right::View, "View Channel"),
    (Right::Send, "Send Messages"),
];

impl Teller {
    pub(super) fn new(sender: Sender) -> Self {
        Self { sender }
    }

    /// The permissions that the bot lacks to write into a channel of a guild, by their names; none
    /// where that can't be told now.
    pub(super) async fn missing(&self, guild: GuildId, channel: ChannelId) -> Vec<&'static str> {
        match rights(&self.sender, guild, channel).await {
            Ok(has) => {
                let lacks = NEEDED.iter().filter(|(needed, _)| !has.allows(*needed));
                lacks.map(|(_, name)| *name).collect()
            }
            // A channel that the bot does not see is not even shown to it.
            Err(Failure::Refused(_)) => vec![NEEDED[0].1],
            Err(Failure::NotDone { said, .. } | Failure::Unclear(said)) => {
                tracing::warn!(said, "a channel can't be looked at");
                Vec::new()
            }
        }
    }
}

impl Telling for Teller {
    async fn tell(
        &self,
        channel: ChannelId,
        message: &Message,
        nonce: &str,
    ) -> Result<(), TellError> {
        // No channel has that number.
        if channel.0 == 0 {
            return Err(TellError::Lasting(untold(&Obstacle::Gone, "")));
        }
        let path = format!("/channels/{}/messages", channel.0);
        let body = wire::posted(message, nonce);
        // What Discord answers is not read: it is there, and says nothing that is not known.
        match self.sender.post(&path, &body, Some(message)).await {
            Ok(_) => Ok(()),
            Err(failure) => Err(told(failure)),
        }
    }
}

/// Whether it may pass; if not, in words that say how to mend it.
fn told(failure: Failure) -> TellError {
    let refusal = match failure {
        Failure::NotDone { said, .. } | Failure::Unclear(said) => return TellError::Passing(said),
        Failure::Refused(refusal) => refusal,
    };
    let said = refusal.said.clone();
    TellError::Lasting(untold(&refusal.obstacle(Right::Send), &said))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use local_discord::{LocalDiscord, Permissions, Scope, Setup};
    use secrecy::SecretString;
    use serde_json::Value;

    use super::*;
    use crate::discord::pace::MOST;
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
            let sender = Sender::new(MOST);
            sender.connect(&http, http::requests(true).expect("a client"));
            let teller = Teller::new(sender);
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

        let lasting = |obstacle: Obstacle| Err(TellError::Lasting(untold(&obstacle, "")));
        let forum = guild.forum("ideas");
        let gone = guild.text_channel("gone");
        gone.delete();
        assert_eq!(tell(0).await, lasting(Obstacle::Gone));
        assert_eq!(tell(gone.id()).await, lasting(Obstacle::Gone));
        assert_eq!(tell(forum.id()).await, lasting(Obstacle::OtherKind));
        log.deny_member(&bot, Permissions::SEND_MESSAGES);
        assert_eq!(
            tell(log.id()).await,
            lasting(Obstacle::Lacks(vec![Right::Send]))
        );
        log.deny_member(&bot, Permissions::VIEW_CHANNEL);
        assert_eq!(
            tell(log.id()).await,
            lasting(Obstacle::Lacks(vec![Right::View]))
        );

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
