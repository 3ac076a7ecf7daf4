//! Posting in a forum: which tags a post gets.

use super::rights::{Channel, Tag, channel};
use crate::{
    article::ChannelId,
    briefing::Obstacle,
    delivery::PostError,
    discord::sender::{Failure, Sender},
};

/// Most tags of a post.
const MAX_TAGS: usize = 5;
/// That a forum wants a tag on every post.
const REQUIRE_TAG: u64 = 1 << 4;
/// What tags are called that suit any briefing.
const USUAL: [&str; 2] = ["briefing", "news"];

/// The tags that a post of that topic gets.
pub(super) async fn tags(
    sender: &Sender,
    forum: ChannelId,
    topic: Option<&str>,
) -> Result<Vec<String>, PostError> {
    let forum = channel(sender, forum).await;
    let forum = forum.map_err(Failure::before_writing)?;
    if !is_forum(&forum) {
        return Err(PostError::Refused(Obstacle::OtherKind));
    }
    chosen(&forum, topic).map_err(PostError::Refused)
}

/// Whether it takes posts.
pub(super) fn is_forum(channel: &Channel) -> bool {
    matches!(channel.kind, 15 | 16)
}

/// Tags named like the topic, else those of any briefing; where one is demanded, any that everybody may give.
pub(super) fn chosen(forum: &Channel, topic: Option<&str>) -> Result<Vec<String>, Obstacle> {
    let tags = || forum.available_tags.iter().filter(|tag| !tag.moderated);
    let named = |name: &str| -> Vec<String> {
        let name = name.trim().to_lowercase();
        let suits = |tag: &&Tag| tag.name.trim().to_lowercase() == name;
        tags().filter(suits).map(|tag| tag.id.clone()).collect()
    };
    let mut found = topic.map(named).unwrap_or_default();
    if found.is_empty() {
        found = USUAL.iter().flat_map(|name| named(name)).collect();
    }
    if found.is_empty() && forum.flags & REQUIRE_TAG != 0 {
        let any = tags().next().ok_or(Obstacle::NoTag)?;
        found.push(any.id.clone());
    }
    found.truncate(MAX_TAGS);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn forum(demands: bool, tags: &[(&str, bool)]) -> Channel {
        let tag = |(name, moderated): &(&str, bool)| json!({"id": name, "name": name, "moderated": moderated});
        let tags: Value = tags.iter().map(tag).collect();
        let flags = if demands { REQUIRE_TAG } else { 0 };
        let json = json!({"type": 15, "flags": flags, "available_tags": tags});
        serde_json::from_value(json).expect("a forum")
    }

    #[test]
    fn the_tags_of_a_post() {
        let sea = ("Sea", false);
        let news = ("News", false);
        let briefing = ("briefing", false);
        let locked = ("Sea", true);
        let many = [("sea", false); 7];
        for (demands, tags, topic, chosen_tags) in [
            (false, &[][..], Some("sea"), Ok(&[][..])),
            (false, &[sea], None, Ok(&[])),
            (false, &[news, sea], Some(" sea "), Ok(&["Sea"])),
            (false, &[news, sea], Some("Harbour"), Ok(&["News"])),
            (false, &[news, briefing], None, Ok(&["briefing", "News"])),
            (true, &[locked, sea], None, Ok(&["Sea"])),
            (true, &[locked, news], Some("sea"), Ok(&["News"])),
            (false, &[locked], Some("sea"), Ok(&[])),
            (true, &[locked], Some("sea"), Err(Obstacle::NoTag)),
            (true, &[], None, Err(Obstacle::NoTag)),
            (false, &many, Some("sea"), Ok(&["sea"; 5])),
        ] {
            let chosen_tags = chosen_tags
                .map(|tags| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>());
            assert_eq!(
                chosen(&forum(demands, tags), topic),
                chosen_tags,
                "{tags:?} {topic:?}"
            );
        }
    }
}
