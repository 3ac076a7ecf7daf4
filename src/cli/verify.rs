//! `newsdesk verify`: whether everything in the database can be read and agrees.

use std::process::ExitCode;

use anyhow::bail;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::mpsc;

use super::{counted, reach, request, screen::Screen};
use crate::{
    config::Config,
    control::{Output, Progress},
    newsroom::Newsroom,
};

/// Steps that may wait; a step beyond is left out.
const STEPS: usize = 4;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    json: bool,
}

pub(super) async fn run(config: &Config, json: bool) -> anyhow::Result<ExitCode> {
    let path = &config.store.path;
    if !path.exists() {
        bail!(
            "there is no database at {}: it is made by the first run or import",
            path.display()
        );
    }
    let request = request::Request::Verify(Request { json });
    reach::perform(request, config, &mut Screen::new(json)).await
}

pub(super) async fn answer(
    newsroom: &Newsroom,
    request: Request,
    output: &Output,
) -> anyhow::Result<u8> {
    let (told, mut steps) = mpsc::channel(STEPS);
    let verifying = newsroom.store().verify_telling(move |done, all| {
        // One who is slow to look misses a step, and no more.
        let _ = told.try_send((done, all));
    });
    let telling = async {
        while let Some((done, all)) = steps.recv().await {
            let progress = Progress {
                done: done as u64,
                all: Some(all as u64),
                said: "articles read".to_owned(),
            };
            output.progress(progress).await?;
        }
        anyhow::Ok(())
    };
    let (verified, told) = tokio::join!(verifying, telling);
    let verified = verified?;
    told?;
    let text = if request.json {
        json!({
            "articles": verified.articles,
            "revisions": verified.revisions,
            "changes": verified.changes,
            "drafts": verified.drafts,
            "log_entries": verified.entries,
            "schedules": verified.schedules,
            "briefings": verified.deliveries,
        })
        .to_string()
    } else {
        format!(
            "{}, {}, {}, {}, {}, {} and {} were read: everything is there and agrees",
            counted(verified.articles, "article"),
            counted(verified.revisions, "earlier revision"),
            counted(usize::try_from(verified.changes)?, "change"),
            counted(verified.drafts, "draft"),
            counted(verified.schedules, "schedule"),
            counted(verified.deliveries, "briefing"),
            counted(usize::try_from(verified.entries)?, "line") + " of logs",
        )
    };
    output.text(&format!("{text}\n")).await?;
    Ok(0)
}
