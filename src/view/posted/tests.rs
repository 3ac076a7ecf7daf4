//! What readers get, case by case.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{NaiveTime, TimeDelta};

use super::*;
use crate::{
    article::{Correction, RoleId},
    briefing::{Cause, ChannelKind, Plan, WhenEmpty},
    view::{
        desk::samples::{self, hour},
        schedule::samples::{delivery, plan},
    },
};

/// Stories of our own, the newest first.
const STORIES: [(&str, &str, &[&str]); 8] = [
    (
        "The harbour bridge opens to cyclists",
        "The new lane is four metres wide and lit all night.",
        &["Traffic"],
    ),
    (
        "The library lends tools",
        "A drill costs nothing for a week; a saw wants a deposit.",
        &["Town", "Leisure"],
    ),
    (
        "Storks nest on the town hall again",
        "Three eggs were counted from the tower.",
        &["Nature"],
    ),
    (
        "The night bus comes every half hour",
        "From Friday on.",
        &[],
    ),
    (
        "The orchard's apples are free to pick",
        "Bring a basket and close the gate.",
        &["Nature", "Leisure"],
    ),
    (
        "The swimming bath is warm again",
        "Its boiler was mended.",
        &["Leisure"],
    ),
    (
        "The choir looks for basses",
        "Whoever can hold a note is welcome.",
        &["Leisure"],
    ),
    (
        "The observatory shows Saturn",
        "The rings are seen from the side this year.",
        &["Science"],
    ),
];

fn records(count: usize) -> Vec<Arc<Record>> {
    let line = |text: &str| Line::new(text).expect("a line");
    let records = STORIES[..count].iter().zip(21..);
    let records = records.map(|((headline, lede, topics), number)| {
        let mut record = samples::record();
        record.id.number = number;
        record.article.headline = line(headline);
        record.article.lede = vec![line(lede)];
        record.article.topics = topics.iter().copied().map(line).collect();
        Arc::new(record)
    });
    records.collect()
}

/// A delivery of these, of which so many are left out.
fn of(plan: Plan, records: &[Arc<Record>], left_out: u32) -> Delivery {
    let stories: Vec<&Record> = records.iter().map(|record| &**record).collect();
    let steps = steps(&plan, &stories);
    Delivery {
        total: u32::try_from(records.len()).expect("few") + left_out,
        steps: steps.into_iter().map(Step::planned).collect(),
        plan,
        ..delivery(1, crate::briefing::Outcome::UnderWay)
    }
}

fn here(records: &[Arc<Record>]) -> BTreeMap<ArticleId, Told> {
    let told = records
        .iter()
        .map(|record| (record.id, Told::Here(record.clone())));
    told.collect()
}

/// The same without that one.
fn without(
    mut stories: BTreeMap<ArticleId, Told>,
    record: &Record,
    from: Taken,
    reason: Option<&str>,
) -> BTreeMap<ArticleId, Told> {
    let id = record.id;
    let reason = reason.map(|reason| Line::new(reason).expect("a line"));
    stories.insert(id, Told::Away { id, from, reason });
    stories
}

/// Every message of a delivery.
fn whole(delivery: &Delivery, stories: &BTreeMap<ArticleId, Told>, fresh: bool) -> Message {
    let mut all = Message::new();
    for (place, step) in delivery.steps.iter().enumerate() {
        let said = match step.kind {
            StepKind::Thread => format!("== thread: {}", name(delivery)),
            StepKind::Post(_) => format!("== post: {}", name(delivery)),
            StepKind::Message(_) => "== message".to_owned(),
            StepKind::Crosspost(of) => format!("== crosspost of {of}"),
        };
        all.push(Block::Text(Markup::own(said)));
        if step.kind.is_message() {
            let message = message(delivery, place, stories, fresh);
            if let Some(role) = message.ping() {
                all.push(Block::Text(Markup::own(format!("(pings {})", role.0))));
            }
            for block in message.blocks() {
                assert!(all.push(block.clone()), "{block:?}");
            }
        }
    }
    all
}

#[test]
fn a_briefing_is_read_half_awake() {
    let (one, three, eight) = (records(1), records(3), records(8));
    let full = Plan {
        topic: Some("Leisure & *more*".to_owned()),
        mention: Some(RoleId(2001)),
        when_empty: WhenEmpty::Note,
        ..plan()
    };
    let kind = |kind| Plan { kind, ..plan() };
    let thread = Plan {
        thread: true,
        ..full.clone()
    };
    let crosspost = Plan {
        crosspost: true,
        ..kind(ChannelKind::Announcement)
    };
    let late = Delivery {
        late: true,
        ..of(plan(), &one, 0)
    };
    let evening = NaiveTime::from_hms_opt(19, 30, 0).expect("a time");
    let mut cause = of(plan(), &one, 0);
    cause.cause = Cause::Occurrence(evening);
    let mut extra = of(plan(), &one, 0);
    extra.cause = Cause::Extra(samples::ANNE);
    let fresh =
        |delivery: &Delivery, records: &[Arc<Record>]| whole(delivery, &here(records), true);
    let mut corrected = three.clone();
    let record = Arc::make_mut(&mut corrected[1]);
    record.corrections = vec![Correction {
        revision: 5,
        note: Line::new("A saw wants no deposit.").expect("a line"),
        at: hour(8),
    }];
    let mut before = of(plan(), &three, 0);
    before.planned_at = hour(8) + TimeDelta::minutes(1);
    let of_three = of(plan(), &three, 12);
    let gone = |from, reason| without(here(&three), &three[1], from, reason);
    let withdrawn = gone(Taken::Everywhere, Some("It was an old *list*."));
    let hidden = gone(Taken::Here, Some("Not of *our* town."));
    let mut none = here(&three);
    for record in &three {
        none = without(none, record, Taken::Everywhere, None);
    }
    insta::assert_snapshot!(samples::all([
        ("one", fresh(&of(plan(), &one, 0), &one)),
        ("eight", fresh(&of(plan(), &eight, 0), &eight)),
        ("more in the archive", fresh(&of_three, &three)),
        ("topic, mention", fresh(&of(full.clone(), &one, 0), &one)),
        ("late", fresh(&late, &one)),
        ("in the evening", fresh(&cause, &one)),
        ("an extra", fresh(&extra, &one)),
        ("a thread", fresh(&of(thread, &three, 1), &three)),
        (
            "a forum",
            fresh(&of(kind(ChannelKind::Forum), &one, 0), &one)
        ),
        ("announcement", fresh(&of(crosspost.clone(), &one, 0), &one)),
        ("empty", fresh(&of(full.clone(), &[], 0), &[])),
        ("empty in a forum", {
            let forum = Plan {
                kind: ChannelKind::Forum,
                ..full
            };
            fresh(&of(forum, &[], 0), &[])
        }),
        ("corrected", whole(&of_three, &here(&corrected), false)),
        ("corrected before", whole(&before, &here(&corrected), true)),
        ("withdrawn", whole(&of_three, &withdrawn, false)),
        ("withdrawn before", whole(&of_three, &withdrawn, true)),
        ("withdrawn without a reason", {
            whole(&of_three, &gone(Taken::Everywhere, None), false)
        }),
        ("hidden", whole(&of_three, &hidden, false)),
        ("hidden before", whole(&of_three, &hidden, true)),
        ("hidden without a reason", {
            whole(&of_three, &gone(Taken::Here, None), false)
        }),
        ("all withdrawn", whole(&of_three, &none, false)),
        ("all withdrawn before", whole(&of_three, &none, true)),
    ]));
}

#[test]
fn several_messages_have_one_head_and_one_end() {
    let mut records = records(8);
    for record in &mut records {
        let record = Arc::make_mut(record);
        let long = format!("{} {}", record.article.headline, "and so on ".repeat(16));
        record.article.headline = Line::new(&long).expect("a line");
        record.article.lede = vec![Line::new(&"Many words of it ".repeat(12)).expect("a line")];
    }
    let delivery = of(plan(), &records, 3);
    let messages: Vec<Message> = (0..delivery.steps.len())
        .map(|step| message(&delivery, step, &here(&records), true))
        .collect();
    assert_eq!(messages.len(), 2);
    let printed: Vec<String> = messages.iter().map(samples::shown).collect();
    assert!(
        printed[0].starts_with("# Monday, 1 September 2025\n-# Your morning briefing · 8 of 11")
    );
    assert!(!printed[0].contains("/archive") && !printed[1].contains("# Monday"));
    assert!(printed[1].starts_with("### ") && printed[1].ends_with("-# and 3 more in /archive"));
    // Each way to a story stands there once.
    let stories: Vec<ArticleId> = delivery.stories().collect();
    let ids: Vec<ArticleId> = records.iter().map(|record| record.id).collect();
    assert_eq!(stories, ids);
}
