use chrono::{TimeDelta, Weekday};

use super::{ChannelNames, Wanted, find::numbered};
use crate::{
    article::{ChannelId, GuildId, RoleId, UserId},
    briefing::{ChannelKind, MAX_SCHEDULES, WhenEmpty},
    clock::Clock,
    newsroom::{Error, Newsroom, desk::Person},
    store::Store,
    view::{
        notice::Refusal,
        schedule::{action::Clearable, refusal::ScheduleRefusal, status::Notice},
    },
};

const NEWS: ChannelId = ChannelId(31);

fn root() -> Person {
    Person {
        guild: GuildId(7),
        user: UserId(1),
        roles: Vec::new(),
        manages_messages: false,
        manages_guild: true,
    }
}

/// What is wanted at the least.
fn least(time: &str) -> Wanted {
    Wanted {
        channel: Some((NEWS, Some(ChannelKind::Text))),
        time: Some(time.to_owned()),
        ..Wanted::default()
    }
}

struct Desk {
    newsroom: Newsroom,
    clock: Clock,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// On a Monday at 05:00 UTC.
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("db")).expect("a store");
        let clock = Clock::starting_at("2025-09-01T05:00:00Z".parse().expect("an instant"));
        let newsroom = Newsroom::open(store, clock.clone()).await;
        Self {
            newsroom: newsroom.expect("a newsroom"),
            clock,
            _folder: folder,
        }
    }

    async fn refused(&self, wanted: Wanted) -> ScheduleRefusal {
        match self.newsroom.add_schedule(&root(), &wanted).await {
            Err(Error::Refusal(Refusal::Schedule(refusal))) => *refusal,
            other => panic!("{other:?}"),
        }
    }

    async fn close(self) {
        self.newsroom.store().close().await;
    }
}

#[test]
fn a_number_goes_by_several_forms() {
    for (typed, wanted) in [
        ("S2", Some(2)),
        ("s12", Some(12)),
        ("2", Some(2)),
        ("#2", Some(2)),
        ("S2 · weekdays 08:00 · #news", Some(2)),
        ("s2 news", Some(2)),
        ("", None),
        ("S", None),
        ("8:30", None),
        ("8 news", None),
        ("news", None),
        ("-2", None),
        ("S-2", None),
        ("4294967296", None),
        ("٢", None),
    ] {
        assert_eq!(numbered(typed), wanted, "{typed:?}");
    }
}

#[tokio::test]
async fn what_is_left_out_is_as_it_usually_is() {
    let desk = Desk::new().await;
    let made = desk.newsroom.add_schedule(&root(), &least("8.30 pm")).await;
    let made = made.expect("made");
    let plan = &made.schedule.plan;
    assert_eq!((plan.channel, plan.limit), (NEWS, 8));
    assert!(!plan.thread && !plan.crosspost && plan.topic.is_none() && plan.mention.is_none());
    assert_eq!(plan.when_empty, WhenEmpty::Silent);
    assert_eq!(plan.recurrence.zone.name(), "UTC");
    assert!(plan.recurrence.days.contains(Weekday::Sun));
    let next: Vec<_> = made.next.iter().map(|at| at.to_rfc3339()).collect();
    assert_eq!(
        next,
        [
            "2025-09-01T20:30:00+00:00",
            "2025-09-02T20:30:00+00:00",
            "2025-09-03T20:30:00+00:00"
        ]
    );
    assert!(!made.taken && made.twin.is_none());
    desk.close().await;
}

#[tokio::test]
async fn what_discord_would_not_send_is_refused_too() {
    let desk = Desk::new().await;
    let mut other = least("8");
    other.channel = Some((NEWS, None));
    let refused = desk.refused(other).await;
    assert_eq!(refused, ScheduleRefusal::OtherChannel(NEWS));
    for limit in [0, 9, -1, 256, i64::MIN, i64::MAX] {
        let mut wanted = least("8");
        wanted.limit = Some(limit);
        assert_eq!(desk.refused(wanted).await, ScheduleRefusal::Limit(limit));
    }
    let mut everyone = least("8");
    everyone.mention = Some(RoleId(root().guild.0));
    assert_eq!(desk.refused(everyone).await, ScheduleRefusal::Everyone);
    let mut nowhere = least("8");
    nowhere.channel = None;
    let told = desk.newsroom.add_schedule(&root(), &nowhere).await;
    assert!(matches!(told, Err(Error::Refusal(Refusal::UnknownCommand))));
    let none = desk.newsroom.schedules(&root(), 0, 10).await;
    assert_eq!(none.expect("a page").total, 0);
    desk.close().await;
}

#[tokio::test]
async fn pages_lead_on_and_back_wherever_one_is() {
    let desk = Desk::new().await;
    let newsroom = &desk.newsroom;
    for minute in 0..MAX_SCHEDULES {
        let wanted = least(&format!("{}:{:02}", minute / 3, minute % 3 * 20));
        newsroom.add_schedule(&root(), &wanted).await.expect("made");
    }
    assert_eq!(desk.refused(least("8")).await, ScheduleRefusal::Full);
    for (from, first, count, before, after) in [
        (0, Some(1), 8, None, Some(9)),
        (9, Some(9), 8, Some(1), Some(17)),
        (49, Some(49), 2, Some(41), None),
        (51, None, 0, Some(43), None),
        (u32::MAX, None, 0, Some(43), None),
    ] {
        let page = newsroom.schedules(&root(), from, 8).await.expect("a page");
        let shown = page.schedules.first().map(|one| one.schedule.id.number);
        let found = (shown, page.schedules.len(), page.before, page.after);
        assert_eq!(found, (first, count, before, after), "{from}");
        let page = newsroom.troubles(&root(), from, 8).await.expect("a page");
        assert_eq!(page.total, MAX_SCHEDULES);
    }
    let names = ChannelNames::from([(NEWS, "news".to_owned())]);
    let person = root();
    let found = newsroom.complete_schedule(&person, "NEWS 00:20", &names);
    assert_eq!(found.await.expect("some").len(), 1);
    desk.close().await;
}

#[tokio::test]
async fn an_act_says_what_became_of_it() {
    let desk = Desk::new().await;
    let newsroom = &desk.newsroom;
    let made = newsroom.add_schedule(&root(), &least("8")).await;
    let made = made.expect("made").schedule;
    let again = newsroom
        .change_schedule(&root(), made.clone(), &least("08:00"))
        .await;
    let again = again.expect("well").schedule;
    assert_eq!(again, made, "what changes nothing is no change");
    for (rest, notice) in [
        (true, Notice::Paused),
        (true, Notice::PausedAlready),
        (false, Notice::Resumed),
        (false, Notice::NotPaused),
    ] {
        let turned = match rest {
            true => newsroom.pause_schedule(&root(), made.id).await,
            false => newsroom.resume_schedule(&root(), made.id).await,
        };
        assert_eq!(turned.expect("turned").notice, notice);
    }
    // The clock stands at 8: the next one is tomorrow's.
    desk.clock.advance(TimeDelta::hours(3));
    let later = Wanted {
        limit: Some(3),
        ..Wanted::default()
    };
    // As it was seen before it was paused: what others did meanwhile stays.
    let changed = newsroom
        .change_schedule(&root(), made.clone(), &later)
        .await;
    let changed = changed.expect("changed").schedule;
    assert_eq!((changed.plan.limit, changed.version), (3, 4));
    let cleared = newsroom
        .clear_schedule(&root(), 1, Clearable::Mention)
        .await;
    assert_eq!(cleared.expect("well").schedule.version, 4);
    let removed = newsroom.remove_schedule(&root(), 1, 3).await;
    let turned = removed.expect("well").expect_err("another version");
    assert_eq!(turned.notice, Notice::Changed);
    let removed = newsroom.remove_schedule(&root(), 1, 4).await;
    removed.expect("well").expect("removed");
    let gone = newsroom.pause_schedule(&root(), made.id).await;
    assert!(matches!(
        gone,
        Err(Error::Refusal(Refusal::Schedule(refusal))) if *refusal == ScheduleRefusal::Gone(1)
    ));
    desk.close().await;
}
