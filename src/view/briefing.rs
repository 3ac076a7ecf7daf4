//! The briefing: the stories of a day, each in one line.

use std::sync::Arc;

use chrono::NaiveDate;
use unicode_segmentation::UnicodeSegmentation;

use super::{
    action::{Action, Part},
    archive,
    limits::{Limits, TopicKey},
    markup::Markup,
    message::{Block, Button, Message},
    parts,
};
use crate::article::{Article, Record};

/// Most stories in one message: each takes four of its forty components.
pub const MOST: usize = 8;
/// UTF-16 units of a headline.
const HEADLINE: usize = 180;
/// UTF-16 units of the line under it.
const TEASER: usize = 180;
/// UTF-16 units of its topics.
const TOPICS: usize = 60;

/// The stories of one day.
#[derive(Clone, Debug)]
pub struct Briefing {
    /// The day.
    pub date: NaiveDate,
    /// The topic that it is limited to: its key and its name.
    pub topic: Option<(TopicKey, String)>,
    /// How many stories there are.
    pub total: usize,
    /// The first of them, at most [`MOST`].
    pub stories: Vec<Arc<Record>>,
    /// The nearest day before that has any.
    pub earlier: Option<NaiveDate>,
    /// The nearest day after that has any.
    pub later: Option<NaiveDate>,
}

impl Briefing {
    fn key(&self) -> Option<TopicKey> {
        self.topic.as_ref().map(|(key, _)| *key)
    }

    fn limits(&self) -> Limits {
        Limits {
            topic: self.key(),
            ..Limits::on(self.date)
        }
    }
}

/// The briefing that somebody asked for, with the way to the days before and after.
pub fn briefing(briefing: &Briefing) -> Message {
    let mut message = if briefing.stories.is_empty() {
        Message::new().text(absent(briefing))
    } else {
        composed(briefing, "Briefing")
    };
    let mut buttons = days(briefing);
    // Where there are more stories, a line parts them from the buttons already.
    if briefing.total == briefing.stories.len()
        && !briefing.stories.is_empty()
        && !buttons.is_empty()
    {
        message.push(Block::Rule);
    }
    if briefing.stories.is_empty() && briefing.topic.is_some() {
        let all = Action::Briefing {
            date: briefing.date,
            topic: None,
        };
        buttons.push(Button::new("All topics of that day", all));
    }
    message.push(Block::Buttons(buttons));
    message
}

/// Date, `kind` of briefing, and the stories, each with a way to read it: what is posted.
pub fn composed(briefing: &Briefing, kind: &str) -> Message {
    let mut message = Message::new().text(head(briefing, kind));
    for record in &briefing.stories {
        let read = Action::Show {
            article: record.id,
            part: Part::Summary,
            page: 0,
        };
        message.push(Block::Rule);
        message.push(Block::Entry(story(record), Button::new("Read", read)));
    }
    let more = briefing.total.saturating_sub(briefing.stories.len());
    if more > 0 {
        message.push(Block::Rule);
        let more = Markup::own(format!("-# and {more} more in /archive"));
        message.push(Block::Text(more));
    }
    message
}

fn head(briefing: &Briefing, kind: &str) -> Markup {
    let mut head = Markup::own(format!("# {}\n-# {kind}", parts::long_date(briefing.date)));
    if let Some((_, topic)) = &briefing.topic {
        head.append(" · ", &Markup::clipped(topic, TOPICS).isolated());
    }
    let articles = briefing.stories.iter().map(|record| &record.article);
    let (shown, total) = (briefing.stories.len(), briefing.total);
    let stories = if shown < total {
        format!("{shown} of {}", parts::stories(total))
    } else {
        parts::stories(total)
    };
    let minutes = parts::minutes(articles);
    head.append(" · ", &Markup::own(format!("{stories} · {minutes} min")));
    head
}

/// Headline, the one line that says what, and topics.
pub(super) fn story(record: &Record) -> Markup {
    entry(record, Some(teaser(&record.article)))
}

/// Headline and topics, where there is no room for more.
pub(super) fn short(record: &Record) -> Markup {
    entry(record, None)
}

fn entry(record: &Record, teaser: Option<&str>) -> Markup {
    let article = &record.article;
    let headline = Markup::clipped(article.headline.as_str(), HEADLINE);
    let mut story = Markup::own(format!("### {headline}"));
    if let Some(teaser) = teaser {
        story.append("\n", &Markup::clipped(teaser, TEASER));
    }
    story.append("\n", &Markup::own(format!("-# {}", record.id)));
    if !record.corrections.is_empty() {
        story.append(" · ", &Markup::own("corrected"));
    }
    let topics = parts::topics(&article.topics, TOPICS);
    if !topics.is_empty() {
        story.append(" · ", &topics);
    }
    story
}

/// The top highlight, else the first sentence of the lede.
fn teaser(article: &Article) -> &str {
    let lede = || {
        let paragraph = article.lede.first().map_or("", |line| line.as_str());
        paragraph.unicode_sentences().next().unwrap_or(paragraph)
    };
    let highlight = article.highlights.first().map(|line| line.as_str());
    highlight.unwrap_or_else(lede).trim_end()
}

/// That there is nothing on that day, and when there is.
fn absent(briefing: &Briefing) -> Markup {
    let topic = briefing.topic.as_ref().map(|(_, name)| name.as_str());
    let about = archive::said(&Limits::default(), topic);
    let date = parts::long_date(briefing.date);
    let remedy = match (briefing.earlier, briefing.later) {
        (None, None) => "Nothing has been published on another day either.",
        _ => "The nearest days that have some:",
    };
    Markup::own(format!("No stories{about} on {date}.\n-# {remedy}"))
}

/// The buttons to the days before and after, the whole day in the archive between them.
fn days(briefing: &Briefing) -> Vec<Button> {
    let to = |label: String, date| {
        let topic = briefing.key();
        Button::new(&label, Action::Briefing { date, topic })
    };
    let earlier = briefing.earlier;
    let earlier = earlier.map(|date| to(format!("‹ {}", parts::date(date)), date));
    let later = briefing.later;
    let later = later.map(|date| to(format!("{} ›", parts::date(date)), date));
    let all = (briefing.total > briefing.stories.len()).then(|| {
        let label = format!("All {}", briefing.total);
        let limits = briefing.limits();
        Button::new(&label, Action::Archive { limits, at: None })
    });
    earlier.into_iter().chain(all).chain(later).collect()
}
