//! The stories of a day, and what is seen of them.

use std::ops::RangeInclusive;

use local_discord::{Channel, Message};

use super::town::{Town, date};

/// So long that six stories fill a message.
const PADDING: &str = "with every word that a long line in a small town's paper can hold before it is cut off somewhere near its end";
/// Discord's flag of a message that the channels that follow have.
const CROSSPOSTED: u64 = 1;
/// About the harbour; the rest is about a bird.
const HARBOUR: u64 = 8;

/// The stories of a day in a version of theirs: names of files, and texts.
pub(super) fn stories(day: u64, version: u64) -> Vec<(String, String)> {
    let harbour = (1..=HARBOUR).map(|number| ("Harbour", number));
    let all = harbour.chain([("Birds", 1)]);
    let story = |(topic, number): (&str, u64)| {
        let padding = if topic == "Birds" { "" } else { PADDING };
        let text = format!(
            "Day {day}, {topic} {number}: a report {padding}\nTopics: {topic}\n\n\
             Version {version} of report {number} on {topic}, day {day}, {padding}.\n"
        );
        (format!("day-{day}-{topic}-{number}.txt"), text)
    };
    all.map(story).collect()
}

/// What is seen of a day where everything stands once, and in order.
pub(super) fn wanted(day: u64, version: u64) -> Vec<String> {
    let v = version;
    let labels = |numbers: RangeInclusive<u64>| {
        let labels = numbers.rev().map(|number| format!("Harbour {number} v{v}"));
        labels.collect::<Vec<_>>().join(", ")
    };
    let (one, two) = (labels(3..=HARBOUR), labels(1..=2));
    let date = written(day);
    vec![
        format!("#news: {date} · Birds 1 v{v}"),
        format!("#news: {date} · {one}"),
        format!("#news: {two}"),
        format!("#wire: {date} · {one}, crossposted"),
        format!("#wire: {two}, crossposted"),
        format!("#talk: {date}"),
        format!("#talk, thread: {one}"),
        format!("#talk, thread: {two}"),
        format!("#papers, post of {date}: {one}"),
        format!("#papers, post of {date}: {two}"),
    ]
}

impl Town {
    /// What is seen of a day, a line a message.
    pub(super) fn seen(&self, day: u64) -> Vec<String> {
        let mut seen = Vec::new();
        let channels = self.guild.channels().into_iter();
        for channel in channels.filter(|channel| channel.parent().is_none()) {
            let name = format!("#{}", channel.name());
            let mut shown = lines(&channel, &name, day);
            // Two schedules post here; which of them first is not said.
            if channel.id() == self.news.id() {
                shown.sort_by_key(|line| line.contains("Harbour"));
            }
            seen.extend(shown);
            for thread in channel.threads() {
                let title = match thread.name().contains(&dated(day)) {
                    true if channel.name() == "papers" => {
                        format!("{name}, post of {}", written(day))
                    }
                    true => format!("{name}, thread"),
                    false => format!("{name}, another thread"),
                };
                seen.extend(lines(&thread, &title, day));
            }
        }
        seen
    }
}

/// The messages of a day in a channel or thread, one a line.
fn lines(channel: &Channel, title: &str, day: u64) -> Vec<String> {
    let messages = channel.messages();
    let lines = messages.iter().filter_map(|message| line(message, day));
    lines.map(|line| format!("{title}: {line}")).collect()
}

/// Its date and its stories, where it is one of that day.
fn line(message: &Message, day: u64) -> Option<String> {
    let text = message.text();
    let mut parts = Vec::new();
    if text.starts_with("# ") && text.lines().next()?.ends_with(&dated(day)) {
        parts.push(written(day));
    }
    let stories: Vec<String> = labels(text, day).collect();
    let headlines = format!("### Day {day}, ");
    if parts.is_empty() && !text.contains(&headlines) {
        return None;
    }
    if !stories.is_empty() {
        parts.push(stories.join(", "));
    }
    let mut line = parts.join(" · ");
    if message.json()["flags"]
        .as_u64()
        .is_some_and(|flags| flags & CROSSPOSTED != 0)
    {
        line += ", crossposted";
    }
    Some(line)
}

/// The stories of a message: those of that day by their names alone, each with its version.
fn labels(text: &str, day: u64) -> impl Iterator<Item = String> {
    let own = format!("Day {day}, ");
    let mut lines = text.lines();
    std::iter::from_fn(move || {
        let headline = lines.find_map(|line| line.strip_prefix("### "))?;
        let name = headline.split(':').next()?;
        let name = name.strip_prefix(&own).unwrap_or(name);
        let version = lines.next()?.strip_prefix("Version ")?;
        let version = version.split(' ').next()?;
        Some(format!("{name} v{version}"))
    })
}

/// As heads and the names of threads end with it.
fn dated(day: u64) -> String {
    format!(", {}", written(day))
}

fn written(day: u64) -> String {
    date(day).format("%-d %B %Y").to_string()
}
