//! The slash commands, a file each: what Discord is told of them, and how they answer.

mod archive;
mod briefing;
mod help;
mod limits;
mod part;
mod search;
mod section;

use serde::Deserialize;
use serde_json::{Map, Value};

use self::limits::{FROM, TO, TOPIC};
use super::{
    answer::Answer,
    declare::{Declaration, OptionDeclaration},
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
    ]);
    all
}

/// A command as it was given: its name, and its options by theirs.
#[derive(Clone, Debug)]
pub(super) struct Invocation {
    pub(super) name: String,
    pub(super) options: Map<String, Value>,
}

impl Invocation {
    /// The options; refused where they are not those that this version declares.
    fn options(&self) -> Result<Options, Refusal> {
        let options = Value::Object(self.options.clone());
        serde_json::from_value(options).map_err(|_| Refusal::UnknownCommand)
    }

    /// Whether the answer is to be seen by the asker only.
    pub(super) fn private(&self) -> bool {
        self.options
            .get("private")
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }
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
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Answer, Error> {
    let options = invocation.options()?;
    match &*invocation.name {
        "summary" => part::answer(Part::Summary, options, reader, newsroom).await,
        "highlights" => part::answer(Part::Highlights, options, reader, newsroom).await,
        "analysis" => part::answer(Part::Analysis, options, reader, newsroom).await,
        "story" => part::answer(Part::Story, options, reader, newsroom).await,
        "section" => section::answer(options, reader, newsroom).await,
        "briefing" => briefing::answer(options, reader, newsroom).await,
        "archive" => archive::answer(options, reader, newsroom).await,
        "search" => search::answer(options, reader, newsroom).await,
        "help" => help::answer(reader, newsroom).await,
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
    let options = invocation.options().unwrap_or_default();
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
        assert!(commands.len() <= 100);
        for command in &commands {
            let text = serde_json::to_string(command).expect("JSON");
            assert!(text.len() < 8000, "{}", command.name);
            assert!(
                (1..=32).contains(&command.name.len())
                    && command.name == command.name.to_lowercase()
            );
            assert!((1..=100).contains(&command.description.chars().count()));
            assert!(command.options.len() <= 25);
        }
        insta::assert_json_snapshot!(commands);
    }
}
