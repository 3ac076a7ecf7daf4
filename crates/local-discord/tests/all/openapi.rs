//! Every request that is taken here is one that Discord describes.

use std::sync::LazyLock;

use local_discord::{LocalDiscord, OpenApi};
use serde_json::json;

use crate::bot::Town;

static DESCRIPTION: LazyLock<Option<OpenApi>> = LazyLock::new(|| OpenApi::find().unwrap());

/// Holds the last request against Discord's description, where that is there and the request was
/// taken.
#[track_caller]
pub(crate) fn check_last(discord: &LocalDiscord) {
    let requests = discord.requests();
    let taken = requests.last().filter(|last| last.status < 300);
    if let (Some(description), Some(taken)) = (&*DESCRIPTION, taken) {
        let problems = description.problems([taken]);
        assert!(problems.is_empty(), "{problems:#?}");
    }
}

#[tokio::test]
async fn requests_are_described_by_discord() {
    let Some(description) = &*DESCRIPTION else {
        println!("skipped: no openapi.json, and DISCORD_OPENAPI names none");
        return;
    };
    let town = Town::start().await;
    town.say(json!({"content": "c", "embeds": [{"title": 1}]}))
        .await;
    town.get("/nowhere").await;
    let problems = description.problems(&town.discord.requests());
    assert_eq!(problems.len(), 2, "{problems:#?}");
}
