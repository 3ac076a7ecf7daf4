//! What schedules post, however it is corrected or withdrawn afterwards.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::{check_message, fullest, record, records::corrected};
use crate::{
    article::{Article, ArticleId, Line, MAX_NOTE_CHARS, Record, RoleId, arbitrary},
    briefing::{ChannelKind, Delivery, Outcome, Plan, Step, WhenEmpty},
    view::{
        Message,
        markup::units,
        message::Block,
        posted::{self, Taken, Told},
        schedule::samples,
    },
};

fn plans(topic: &str) -> Vec<Plan> {
    let plan = |kind, thread| Plan {
        kind,
        thread,
        crosspost: true,
        topic: Some(topic.chars().take(50).collect()),
        mention: Some(RoleId(u64::MAX)),
        when_empty: WhenEmpty::Note,
        ..samples::plan()
    };
    vec![
        plan(ChannelKind::Text, false),
        plan(ChannelKind::Text, true),
        plan(ChannelKind::Announcement, false),
        plan(ChannelKind::Forum, false),
    ]
}

fn delivery(plan: Plan, stories: &[Record]) -> Delivery {
    let steps = posted::steps(&plan, &stories.iter().collect::<Vec<_>>());
    Delivery {
        late: true,
        total: u32::MAX,
        planned_at: DateTime::<Utc>::MIN_UTC,
        steps: steps.into_iter().map(Step::planned).collect(),
        plan,
        ..samples::delivery(1, Outcome::UnderWay)
    }
}

fn stories(articles: &[Article]) -> Vec<Record> {
    let records = articles.iter().zip(0..).map(|(article, n)| {
        let mut record = record(article.clone());
        record.id.number -= n;
        record
    });
    records.collect()
}

/// Each of them as `is_away` says.
fn told(
    records: &[Record],
    reason: Option<&str>,
    is_away: impl Fn(usize) -> bool,
) -> BTreeMap<ArticleId, Told> {
    let reason = reason.map(|text| text.chars().take(MAX_NOTE_CHARS).collect::<String>());
    let reason = reason.and_then(|text| Line::new(&text));
    let told = records.iter().enumerate().map(|(at, record)| {
        let told = match is_away(at) {
            true => Told::Away {
                id: record.id,
                from: if at % 3 == 0 {
                    Taken::Here
                } else {
                    Taken::Everywhere
                },
                reason: reason.clone(),
            },
            false => Told::Here(Arc::new(record.clone())),
        };
        (record.id, told)
    });
    told.collect()
}

/// What stands in the place of a story that was taken away.
const NOTICES: [&str; 2] = [" was withdrawn**", " is no longer shown here**"];

/// Nothing of it may be what did not fit.
fn is_whole(message: &Message, delivery: &Delivery, step: usize, gone: usize) {
    let blocks = message.blocks();
    let entries = blocks
        .iter()
        .filter(|block| matches!(block, Block::Entry(..)));
    let notices = blocks.iter().filter(
        |block| matches!(block, Block::Text(text) if NOTICES.iter().any(|notice| text.as_str().contains(notice))),
    );
    let stories = delivery.steps[step].stories().len();
    let counts = (entries.count(), notices.count());
    assert_eq!(counts, (stories - gone, gone), "{message:#?}");
    let last = |step: &Step| !step.stories().is_empty();
    if delivery.steps.iter().rposition(last) == Some(step) {
        let Some(Block::Text(text)) = blocks.last() else {
            panic!("{message:#?}");
        };
        assert!(text.as_str().ends_with("more in /archive"), "{text}");
    }
}

fn check(old: &[Article], new: &[Article], typed: &str) {
    let before = stories(old);
    let after = stories(new).into_iter();
    let after: Vec<Record> = after.map(|record| corrected(record, typed)).collect();
    for plan in plans(typed) {
        let delivery = delivery(plan, &before);
        assert!((1..=100).contains(&units(&posted::name(&delivery))));
        let ids: Vec<ArticleId> = delivery.stories().collect();
        assert_eq!(ids, before.iter().map(|it| it.id).collect::<Vec<_>>());
        for (step, _) in delivery.steps.iter().enumerate() {
            if !delivery.steps[step].kind.is_message() {
                continue;
            }
            let own = delivery.steps[step].stories();
            let place = |id: &ArticleId| before.iter().position(|record| record.id == *id);
            let own: Vec<usize> = own.iter().filter_map(place).collect();
            for records in [&before, &after] {
                let all = told(records, None, |_| false);
                let message = posted::message(&delivery, step, &all, true);
                is_whole(&message, &delivery, step, 0);
                check_message(&message);
                for reason in [None, Some(typed)] {
                    let is_away = |at: usize| at.is_multiple_of(2);
                    let some = told(records, reason, is_away);
                    let message = posted::message(&delivery, step, &some, false);
                    let gone = own.iter().filter(|at| is_away(**at)).count();
                    is_whole(&message, &delivery, step, gone);
                    check_message(&message);
                    check_message(&posted::message(&delivery, step, &some, true));
                    let none = told(records, reason, |_| true);
                    let message = posted::message(&delivery, step, &none, false);
                    is_whole(&message, &delivery, step, own.len());
                    check_message(&message);
                    check_message(&posted::message(&delivery, step, &none, true));
                }
            }
        }
    }
}

#[test]
fn the_fullest_briefings_are_within_every_limit() {
    for filler in ['x', '*', '語', '😀', ':', '\u{301}', 'ﷺ'] {
        let typed = filler.to_string().repeat(6000);
        let least = vec![arbitrary::least("a", "b"); 8];
        let most = vec![fullest(filler); 8];
        // What was short becomes as long as can be.
        check(&least, &most, &typed);
        check(&most, &least, &typed);
        check(&most[..1], &most[..1], &typed);
        check(&[], &[], &typed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_briefing_exceeds_a_limit(
        revised in prop::collection::vec(arbitrary::revised(), 0..=8),
        typed in r"\PC{0,400}",
    ) {
        let (old, new): (Vec<Article>, Vec<Article>) = revised.into_iter().unzip();
        check(&old, &new, &typed);
    }
}
