//! What is told of records: their revisions, corrections, what was done with them, settings.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use proptest::prelude::*;

use super::{check_choice, check_message, fullest, record};
use crate::{
    article::{
        Article, Author, Card, ChannelId, Correction, Entry, GuildSettings, Line, MAX_NOTE_CHARS,
        Record, RoleId, State, UserId, Withdrawal, arbitrary,
    },
    view::{
        Message,
        choices::{self, Away},
        desk::{
            history::{self, History},
            log::{self, LogPage},
            revision::{self, RevisionView},
            samples,
            settings::{self, Shown},
        },
        message::Block,
        schedule,
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

/// The same after many corrections of these words.
pub(super) fn corrected(record: Record, typed: &str) -> Record {
    let correction = |revision| Correction {
        revision,
        note: line(typed),
        at: last(),
    };
    let from = record.revision.saturating_sub(9);
    let corrections = (from..=record.revision).map(correction).collect();
    Record {
        corrections,
        ..record
    }
}

/// The history of these articles, and each change from one to the other.
fn histories(old: &Article, new: &Article, typed: &str) -> Vec<Message> {
    let top = u32::MAX;
    let revision = |n: u32| {
        let article = if n.is_multiple_of(2) { old } else { new };
        let mut record = record(article.clone());
        record.revision = top - n;
        (record.revised_by, record.revised_at) = (ANYBODY, last());
        Arc::new(corrected(record, typed))
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
        copies: Vec::new(),
        revisions: Vec::new(),
        before: None,
    };
    let mut all = Vec::new();
    for copies in [schedule::samples::copies(400, typed), Vec::new()] {
        let count = history::page(&copies);
        page.copies = copies;
        page.revisions = (0..count).map(revision).collect();
        page.before = Some(revision(count));
        let first = history::history(&page);
        assert_eq!(entries(&first), count as usize);
        let last = first.blocks().last();
        assert!(matches!(last, Some(Block::Buttons(buttons)) if buttons.len() == 1));
        all.push(first);
    }
    let count = history::page(&[]);
    page.revisions = (1..=count).map(revision).collect();
    page.before = Some(revision(count + 1));
    let second = history::history(&page);
    assert!(matches!(second.blocks().last(), Some(Block::Buttons(buttons)) if buttons.len() == 2));
    page.before = None;
    all.extend([second, history::history(&page)]);
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

/// Each deed in a full page of its like, which a message of the log channel holds as well; and no
/// deed at all.
fn logs(record: &Record, typed: &str) -> Vec<Message> {
    let mut page = LogPage {
        who: Some(UserId(u64::MAX)),
        article: Some(record.id),
        entries: Vec::new(),
        newer: Some(u64::MAX),
        older: Some(u64::MAX - log::PAGE as u64),
    };
    let mut all = vec![log::log(&page)];
    for deed in samples::deeds(u32::MAX, typed, last()) {
        let entry = Entry {
            seq: u64::MAX,
            at: last(),
            by: ANYBODY,
            article: Some(record.id),
            deed,
        };
        page.entries = vec![entry.clone(); log::PAGE];
        let full = log::log(&page);
        let texts = full.blocks().iter();
        let texts = texts.filter(|block| matches!(block, Block::Text(_)));
        assert_eq!(texts.count(), 1 + log::PAGE);
        assert!(
            matches!(full.blocks().last(), Some(Block::Buttons(buttons)) if buttons.len() == 3)
        );
        let (told, taken) = log::log_lines(&vec![entry; 2 * log::PAGE]);
        assert_eq!(taken, log::PAGE);
        all.extend([full, told]);
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
    let shown = Shown {
        settings: &set,
        time_zone: typed,
        now: NaiveDateTime::MAX,
        trouble: Some(typed),
        missing: &[typed; 30],
    };
    let changes = samples::sets(u64::MAX, typed);
    vec![
        settings::settings(&shown),
        settings::saved(&changes, &shown),
    ]
}

fn check(old: &Article, new: &Article, typed: &str) {
    let record = corrected(record(new.clone()), typed);
    let messages = histories(old, new, typed).into_iter();
    for message in messages.chain(logs(&record, typed)).chain(settings(typed)) {
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
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_record_exceeds_a_limit((old, new) in arbitrary::revised(), typed in r"\PC{0,400}") {
        check(&old, &new, &typed);
    }
}
