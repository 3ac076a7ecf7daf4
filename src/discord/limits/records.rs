//! What is told of records: their revisions, corrections, what was done with them, settings.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use proptest::prelude::*;

use super::{cards, check_choice, check_message, fullest, record};
use crate::{
    article::{
        Article, Attempt, Author, Card, ChannelId, Correction, Deed, Entry, GuildSettings, Line,
        MAX_NOTE_CHARS, Record, RoleId, Set, State, UserId, Withdrawal, arbitrary,
    },
    view::{
        Message,
        choices::{self, Away},
        desk::{
            history::{self, History},
            log::{self, LogPage},
            revision::{self, RevisionView},
            settings::{self, Shown},
        },
        message::Block,
    },
};

const ANYBODY: Author = Author::User(UserId(u64::MAX));

/// The last instant that there is.
fn last() -> DateTime<Utc> {
    DateTime::<Utc>::MAX_UTC
}

fn line(text: &str) -> Line {
    let note: String = text.chars().take(MAX_NOTE_CHARS).collect();
    Line::new(&note).unwrap_or_else(|| Line::new("x").expect("a line"))
}

/// A record of that revision, with a correction for each.
fn revised(article: Article, revision: u32, typed: &str) -> Record {
    let correction = |revision| Correction {
        revision,
        note: line(typed),
        at: last(),
    };
    Record {
        revision,
        revised_by: ANYBODY,
        revised_at: last(),
        corrections: (1..=revision).rev().take(9).map(correction).collect(),
        ..record(article)
    }
}

/// The history of these articles, and each change from one to the other.
fn histories(old: &Article, new: &Article, typed: &str) -> Vec<Message> {
    let top = u32::MAX;
    let revision = |n: u32| {
        let article = if n % 2 == 0 { old } else { new };
        Arc::new(revised(article.clone(), top - n, typed))
    };
    let mut present = Record::clone(&revision(0));
    present.state = State::Withdrawn;
    present.withdrawal = Some(Withdrawal {
        reason: Some(line(typed)),
        by: ANYBODY,
        at: last(),
    });
    let present = Arc::new(present);
    let mut page = History {
        present: present.clone(),
        revisions: (0..history::PAGE).map(revision).collect(),
        before: Some(revision(history::PAGE)),
    };
    let first = history::history(&page);
    assert_eq!(entries(&first), history::PAGE as usize);
    assert!(matches!(first.blocks().last(), Some(Block::Buttons(buttons)) if buttons.len() == 1));
    page.revisions = (1..=history::PAGE).map(revision).collect();
    page.before = Some(revision(history::PAGE + 1));
    let second = history::history(&page);
    assert!(matches!(second.blocks().last(), Some(Block::Buttons(buttons)) if buttons.len() == 2));
    page.before = None;
    let mut all = vec![first, second, history::history(&page)];
    for before in [Some(revision(2)), None] {
        all.push(revision::revision(&RevisionView {
            record: revision(1),
            before,
            present: present.clone(),
        }));
    }
    let shown = all.last().expect("some");
    assert!(matches!(shown.blocks().last(), Some(Block::Buttons(buttons)) if buttons.len() == 2));
    all.push(history::restored(&present, top - 3));
    all
}

fn entries(message: &Message) -> usize {
    let blocks = message.blocks().iter();
    blocks
        .filter(|block| matches!(block, Block::Entry(..)))
        .count()
}

/// Every deed, told with these words.
fn deeds(typed: &str) -> Vec<Deed> {
    let (text, n) = (typed.to_owned(), u32::MAX);
    let attempts = [
        Attempt::Add(n),
        Attempt::Edit(n),
        Attempt::Draft(n),
        Attempt::Story,
        Attempt::Desk,
        Attempt::Settings,
    ];
    let sets = [
        Set::TimeZone(text.clone()),
        Set::PrivateAnswers(true),
        Set::PrivateAnswers(false),
        Set::ModeratorRole(Some(RoleId(u64::MAX))),
        Set::ModeratorRole(None),
        Set::LogChannel(Some(ChannelId(u64::MAX))),
        Set::LogChannel(None),
    ];
    let mut deeds = vec![
        Deed::Drafted(n, text.clone()),
        Deed::Redrafted(n),
        Deed::Discarded(n),
        Deed::Recovered(n),
        Deed::Scheduled(n, last()),
        Deed::Unscheduled(n),
        Deed::NotPublished(n, text.clone()),
        Deed::Published(text.clone()),
        Deed::Revised(n, Some(text.clone())),
        Deed::RestoredRevision(n, n),
        Deed::Withdrew(Some(text.clone())),
        Deed::Withdrew(None),
        Deed::Restored,
        Deed::Hid(Some(text)),
        Deed::Showed,
    ];
    deeds.extend(attempts.map(Deed::Refused));
    deeds.extend(sets.map(Deed::Set));
    deeds
}

/// Each deed in a full page of its like, and in a message of the log channel.
fn logs(record: &Record, typed: &str) -> Vec<Message> {
    let mut all = Vec::new();
    for deed in deeds(typed) {
        let entry = Entry {
            seq: u64::MAX,
            at: last(),
            by: ANYBODY,
            article: Some(record.id),
            deed,
        };
        let page = LogPage {
            who: Some(UserId(u64::MAX)),
            article: Some(record.id),
            entries: vec![entry; log::PAGE],
            newer: Some(u64::MAX),
            older: Some(u64::MAX - log::PAGE as u64),
        };
        let full = log::log(&page);
        let texts = full.blocks().iter();
        let texts = texts.filter(|block| matches!(block, Block::Text(_)));
        assert_eq!(texts.count(), 1 + log::PAGE);
        assert!(
            matches!(full.blocks().last(), Some(Block::Buttons(buttons)) if buttons.len() == 3)
        );
        let mut many = page.entries;
        many.extend(many.clone());
        let (told, taken) = log::log_lines(&many);
        assert_eq!(taken, log::PAGE);
        all.extend([full, told]);
        for (who, article) in [(page.who, page.article), (None, None)] {
            let entries = Vec::new();
            let (newer, older) = (Some(0), None);
            all.push(log::log(&LogPage {
                who,
                article,
                entries,
                newer,
                older,
            }));
        }
    }
    all
}

fn settings(typed: &str) -> Vec<Message> {
    let set = GuildSettings {
        time_zone: Some(typed.to_owned()),
        private_answers: true,
        moderator_role: Some(RoleId(u64::MAX)),
        log_channel: Some(ChannelId(u64::MAX)),
    };
    let all: Vec<Set> = deeds(typed)
        .into_iter()
        .filter_map(|deed| match deed {
            Deed::Set(set) => Some(set),
            _ => None,
        })
        .collect();
    let mut messages = Vec::new();
    for settings in [&set, &GuildSettings::default()] {
        let shown = Shown {
            settings,
            time_zone: typed,
            now: NaiveDateTime::MAX,
            trouble: Some(typed),
            missing: &[typed; 30],
        };
        messages.push(settings::settings(&shown));
        messages.extend([&all[..], &[]].map(|set| settings::saved(set, &shown)));
    }
    messages
}

fn check(old: &Article, new: &Article, typed: &str) {
    let record = revised(new.clone(), u32::MAX, typed);
    let messages = histories(old, new, typed).into_iter();
    let messages = messages.chain(logs(&record, typed)).chain(settings(typed));
    for message in messages.chain(cards(&record)) {
        check_message(&message);
    }
    let card = Card::of(&record);
    let away = [Away::Withdrawn, Away::Hidden].map(|away| choices::restorable(&card, away));
    let spoken = [choices::zone, |typed: &str, time: &str, _: &str| {
        choices::moment(typed, time)
    }];
    let spoken = spoken
        .iter()
        .filter_map(|choice| choice(typed, typed, typed));
    for choice in away.into_iter().chain(spoken) {
        check_choice(&choice);
    }
}

#[test]
fn the_fullest_records_are_within_every_limit() {
    for filler in ['x', '*', '~', '語', '😀', ':', '\u{301}', 'ﷺ'] {
        let (old, new) = (fullest('a'), fullest(filler));
        check(&old, &new, &filler.to_string().repeat(6000));
        check(&new, &old, &filler.to_string().repeat(100));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_record_exceeds_a_limit((old, new) in arbitrary::revised(), typed in r"\PC{0,400}") {
        check(&old, &new, &typed);
    }
}
