//! The slash commands, a file each: what Discord is told of them, and how they answer.

mod archive;
mod briefing;
mod desk;
mod help;
mod limits;
mod part;
mod schedule;
mod search;
mod section;
mod settings;

use serde::Deserialize;
use serde_json::Value;

pub(super) use self::limits::complete_topic;
use self::limits::{FROM, TO, TOPIC};
use super::{
    answer::Answer,
    declare::{Declaration, OptionDeclaration},
    invocation::Invocation,
    request::Request,
};
use crate::{
    newsroom::{Error, Newsroom, Reader},
    view::{
        Part,
        choices::{self, MAX_CHOICES},
        notice::Refusal,
    },
};

const ARTICLE: OptionDeclaration = OptionDeclaration::completed(
    "article",
    "A number or words of the headline; the newest if left out",
);
const PRIVATE: OptionDeclaration = OptionDeclaration::flag("private", "Answer only to me");

/// Every command that Discord is told of.
pub(super) fn declarations() -> Vec<Declaration> {
    let mut all = part::DECLARATIONS.to_vec();
    all.extend([
        section::DECLARATION,
        briefing::DECLARATION,
        archive::DECLARATION,
        search::DECLARATION,
        help::DECLARATION,
        desk::DECLARATION,
        desk::MENU,
        schedule::DECLARATION,
        settings::DECLARATION,
    ]);
    all
}

/// The options that most commands share.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    article: Option<String>,
    section: Option<String>,
    query: Option<String>,
    topic: Option<String>,
    date: Option<String>,
    from: Option<String>,
    to: Option<String>,
    private: Option<bool>,
}

/// Answers a command.
pub(super) async fn answer(
    invocation: &Invocation,
    request: &Request,
    newsroom: &Newsroom,
) -> Result<Answer, Error> {
    let reader = request.reader;
    let options: Options = invocation.read()?;
    match &*invocation.name {
        "summary" => part::answer(Part::Summary, options, reader, newsroom).await,
        "highlights" => part::answer(Part::Highlights, options, reader, newsroom).await,
        "analysis" => part::answer(Part::Analysis, options, reader, newsroom).await,
        "story" => part::answer(Part::Story, options, reader, newsroom).await,
        "section" => section::answer(options, reader, newsroom).await,
        "briefing" => briefing::answer(options, reader, newsroom).await,
        "archive" => archive::answer(options, reader, newsroom).await,
        "search" => search::answer(options, reader, newsroom).await,
        "help" => help::answer(request, newsroom).await,
        _ => Err(Refusal::UnknownCommand.into()),
    }
}

/// Completes the option `focused` of a command.
pub(super) async fn complete(
    invocation: &Invocation,
    focused: &str,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Answer, Error> {
    let options: Options = invocation.read().unwrap_or_default();
    let choices = match focused {
        "article" => {
            let typed = options.article.unwrap_or_default();
            let cards = newsroom
                .complete_article(reader, &typed, MAX_CHOICES)
                .await?;
            cards.iter().map(|card| choices::article(card)).collect()
        }
        "section" => section::complete(&options, reader, newsroom).await?,
        "topic" => {
            let typed = options.topic.unwrap_or_default();
            limits::complete_topic(&typed, reader, newsroom).await?
        }
        "date" | "from" | "to" => {
            let typed = invocation.options.get(focused).and_then(Value::as_str);
            let ranges = focused != "date";
            limits::complete_date(typed.unwrap_or_default(), ranges, reader, newsroom).await?
        }
        _ => Vec::new(),
    };
    Ok(Answer::Choices(choices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_command_is_within_limits() {
        let commands = declarations();
        let json = serde_json::to_value(&commands).expect("JSON");
        let errors = local_discord::command_errors(json.as_array().expect("a list"));
        assert_eq!(errors, None);
        insta::assert_json_snapshot!(commands);
    }
}
