use std::sync::Arc;

use super::{ANNE, BEN, hour};
use crate::{
    article::{ArticleId, Author, ChannelId, Field, Library, Record, RoleId},
    view::desk::{
        action::DraftKey,
        form::TooLong,
        refusal::{BadTime, DeskRefusal, Permission, Words},
        upload::BadFile,
    },
};

/// Every refusal of the desk, where `typed` was typed or sent.
pub(crate) fn refusals(typed: &str, record: &Arc<Record>) -> Vec<(&'static str, DeskRefusal)> {
    let mut all = of_drafts(record.id);
    all.extend(of_stories(typed, record));
    all.extend(of_words(typed));
    all.extend(of_files(typed));
    all
}

fn of_drafts(article: ArticleId) -> Vec<(&'static str, DeskRefusal)> {
    let draft = DraftKey {
        number: 7,
        version: 3,
    };
    let (by, at) = (BEN, hour(7));
    let may_not = |takes, role, kept| DeskRefusal::MayNot { takes, role, kept };
    let published = |by| DeskRefusal::AlreadyPublished {
        draft: 7,
        article,
        by,
        at,
    };
    vec![
        ("in a direct message", DeskRefusal::NoGuild),
        (
            "may not",
            may_not(Permission::ManageMessages, Some(RoleId(2001)), None),
        ),
        (
            "may not, and has typed something",
            may_not(Permission::ManageMessages, None, Some(7)),
        ),
        ("may not set", may_not(Permission::ManageServer, None, None)),
        ("an unknown draft", DeskRefusal::UnknownDraft(7)),
        ("published already", published(Author::User(ANNE))),
        ("gone live by itself", published(Author::Operator)),
        (
            "discarded already",
            DeskRefusal::AlreadyDiscarded { draft, by, at },
        ),
        (
            "too long for its form",
            DeskRefusal::DraftTooLong(draft, TooLong(Field::Story)),
        ),
    ]
}

fn of_stories(typed: &str, record: &Arc<Record>) -> Vec<(&'static str, DeskRefusal)> {
    let (typed, record, id) = (typed.to_owned(), record.clone(), record.id);
    let house = ArticleId {
        library: Library::House,
        ..id
    };
    let near: Vec<usize> = (0..record.article.sections.len()).collect();
    vec![
        ("of the house", DeskRefusal::OfTheHouse(house)),
        (
            "a part too long for a form",
            DeskRefusal::PartTooLong(id, TooLong(Field::Lede)),
        ),
        (
            "an unknown part",
            DeskRefusal::UnknownPart {
                typed: typed.clone(),
                record: record.clone(),
            },
        ),
        (
            "an unknown section",
            DeskRefusal::UnknownSection {
                typed: typed.clone(),
                record: record.clone(),
                near: near.clone(),
            },
        ),
        (
            "one section or another",
            DeskRefusal::AmbiguousSection {
                typed,
                record,
                fit: near,
            },
        ),
        ("withdrawn already", DeskRefusal::AlreadyWithdrawn(id)),
        ("not withdrawn", DeskRefusal::NotWithdrawn(id)),
        ("hidden already", DeskRefusal::AlreadyHidden(house)),
        ("not hidden", DeskRefusal::NotHidden(house)),
        ("nothing to export", DeskRefusal::NothingToExport),
    ]
}

fn of_words(typed: &str) -> Vec<(&'static str, DeskRefusal)> {
    let typed = || typed.to_owned();
    let publish_at = |bad| DeskRefusal::PublishAt {
        typed: typed(),
        bad,
        example: "tomorrow 08:00".to_owned(),
    };
    let long = |what| DeskRefusal::LongWords {
        what,
        typed: typed(),
    };
    let zone = |near| DeskRefusal::UnknownZone {
        typed: typed(),
        near,
    };
    let log_channel = |missing| DeskRefusal::LogChannel {
        channel: ChannelId(3001),
        missing,
    };
    let zones = ["Europe/London", "America/New_York"].map(str::to_owned);
    let missing = ["View Channel", "Send Messages"].map(str::to_owned);
    vec![
        ("no time", publish_at(BadTime::Unreadable)),
        ("a time that is over", publish_at(BadTime::Past(hour(6)))),
        ("a day without a time", publish_at(BadTime::NoTime)),
        ("a day and no time", publish_at(BadTime::UnknownTime)),
        (
            "a day or another",
            publish_at(BadTime::Ambiguous(
                hour(6).date_naive(),
                hour(6).date_naive(),
            )),
        ),
        ("a long note", long(Words::Note)),
        ("a long reason", long(Words::Reason)),
        ("an unknown zone", zone(Vec::new())),
        ("nearly a zone", zone(zones.to_vec())),
        ("the role of everybody", DeskRefusal::EveryoneRole),
        (
            "a channel without permission",
            log_channel(missing.to_vec()),
        ),
        ("a channel without messages", log_channel(Vec::new())),
    ]
}

fn of_files(name: &str) -> Vec<(&'static str, DeskRefusal)> {
    let accepted = &[".txt", ".md", ".json", ".jsonl"];
    let file = |bad| DeskRefusal::File {
        name: name.to_owned(),
        bad,
        accepted,
    };
    vec![
        ("a file of another type", file(BadFile::Type)),
        ("a large file", file(BadFile::TooLarge(1 << 20))),
        ("not UTF-8", file(BadFile::Encoding { line: 31 })),
        ("an expired link", file(BadFile::Expired)),
        ("a failed download", file(BadFile::Download)),
        ("not Discord's", file(BadFile::Foreign)),
        ("compressed", file(BadFile::Compressed)),
        ("empty", file(BadFile::Empty)),
        ("many for one", file(BadFile::Many(12))),
        (
            "very many stories",
            DeskRefusal::ManyStories {
                draft: 7,
                count: 1234,
                most: 200,
            },
        ),
        (
            "a large story",
            DeskRefusal::LargeStory {
                bytes: 100_123,
                max: 100_000,
            },
        ),
        ("an empty message", DeskRefusal::EmptyMessage(accepted)),
    ]
}
