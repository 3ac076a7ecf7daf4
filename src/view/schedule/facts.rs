//! What is set for a schedule, a line each.

use super::names;
use crate::{
    briefing::{ChannelKind, Plan, WhenEmpty},
    view::markup::Markup,
};

/// Every fact of a plan; what is not set is left out.
pub(super) fn facts(plan: &Plan) -> Markup {
    let mut facts = Markup::default();
    let mut add = |name: &str, value: String| {
        let line = Markup::own(format!("**{name}** · {value}"));
        facts.append("\n", &line);
    };
    add("Where", place(plan));
    let zone = names::city(&plan.recurrence.zone);
    add("When", format!("{} in {zone}", names::when(plan)));
    add("Stories", stories(plan));
    if let Some(role) = plan.mention {
        add("Pings", format!("<@&{}>, once a briefing", role.0));
    }
    let empty = match plan.when_empty {
        WhenEmpty::Silent => "nothing is posted",
        WhenEmpty::Note => "a line says so",
    };
    add("Nothing new", empty.to_owned());
    facts
}

fn place(plan: &Plan) -> String {
    let channel = format!("<#{}>", plan.channel.0);
    match plan.kind {
        ChannelKind::Forum => format!("{channel}, a post each"),
        _ if plan.thread => format!("{channel}, a thread each"),
        _ if plan.crosspost => format!("{channel}, published to the channels that follow"),
        _ => channel,
    }
}

fn stories(plan: &Plan) -> String {
    let topic = match names::topic(plan, names::TOPIC) {
        Some(topic) => format!("of {topic}"),
        None => "of all topics".to_owned(),
    };
    match plan.limit {
        1 => format!("the newest one {topic}"),
        limit => format!("up to {limit} {topic}"),
    }
}
