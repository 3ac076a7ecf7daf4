//! A guild's log, its settings, and the channel that is told.

use super::{
    super::Job,
    desk::{ANN, BOB, DESK_OF, deeds, keep},
    *,
};
use crate::article::{Attempt, ChannelId, Deed, Entry, GuildId, GuildSettings, RoleId, Set};

const CHANNEL: Set = Set::LogChannel(Some(ChannelId(5)));

async fn set(store: &Store, sets: &[Set], minute: i64) -> GuildSettings {
    let set = store.set(DESK_OF, sets.to_vec(), ANN, at(minute)).await;
    set.unwrap()
}

async fn untold(store: &Store) -> Vec<u64> {
    let entries = store.untold(DESK_OF, usize::MAX).await.unwrap();
    entries.iter().map(|entry| entry.seq).collect()
}

/// The job to tell the log, as whoever claims it has it.
async fn claim(store: &Store, minute: i64) -> Job {
    let jobs = store
        .claim_due(at(minute), TimeDelta::minutes(1), 9, Lane::Desk, Vec::new())
        .await
        .unwrap();
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].key, JobKey::TellLog(DESK_OF));
    jobs[0]
}

pub(super) async fn the_log_is_paged_and_filtered(open: Opener<'_>) {
    let store = open();
    let mut all: Vec<(GuildId, Entry)> = Vec::new();
    let mut random = 1u64;
    let mut below = |limit: u64| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(7);
        (random >> 33) % limit
    };
    for minute in 0..120 {
        let guild = GuildId(7 + below(2));
        let by = UserId(u64::MAX - below(3));
        let article = match below(4) {
            0 => None,
            1 => Some(id(Library::House, 1)),
            number => Some(id(GUILD, u32::try_from(number).unwrap())),
        };
        let now = at(2 * minute);
        store
            .note_refused(guild, Attempt::Story, article, by, now)
            .await
            .unwrap();
        let last = all.iter().filter(|(of, _)| *of == guild).count();
        let entry = Entry {
            seq: u64::try_from(last).unwrap() + 1,
            at: now,
            by: Author::User(by),
            article,
            deed: Deed::Refused(Attempt::Story),
        };
        all.push((guild, entry));
    }
    store.close().await;
    let store = open();
    let people = [
        None,
        Some(UserId(u64::MAX)),
        Some(UserId(u64::MAX - 2)),
        Some(ANN),
    ];
    let articles = [
        None,
        Some(id(Library::House, 1)),
        Some(id(GUILD, 3)),
        Some(id(GUILD, 9)),
    ];
    for guild in [GuildId(7), GuildId(8), GuildId(9)] {
        for (who, article) in people
            .into_iter()
            .flat_map(|who| articles.map(|it| (who, it)))
        {
            for (from, limit) in [(0, 99), (0, 4), (1, 9), (17, 5), (40, 1), (999, 7), (5, 0)] {
                let wanted = all.iter().rev().filter(|(of, entry)| {
                    *of == guild
                        && (from == 0 || entry.seq <= from)
                        && who.is_none_or(|who| entry.by == Author::User(who))
                        && article.is_none_or(|article| entry.article == Some(article))
                });
                let wanted: Vec<_> = wanted.take(limit).map(|(_, entry)| entry.clone()).collect();
                let found = store.log(guild, who, article, from, limit).await.unwrap();
                assert_eq!(
                    found, wanted,
                    "{guild:?} {who:?} {article:?} {from} {limit}"
                );
            }
        }
    }
    assert_eq!(store.verify().await.unwrap().entries, 120);
}

pub(super) async fn the_same_attempt_again_and_again_is_logged_once(open: Opener<'_>) {
    let store = open();
    let one = Some(id(GUILD, 1));
    for (seconds, attempt, article, by, logged) in [
        (0, Attempt::Story, one, ANN, 1),
        (30, Attempt::Story, one, ANN, 1),
        (59, Attempt::Story, one, ANN, 1),
        (60, Attempt::Story, one, ANN, 2),
        (61, Attempt::Story, None, ANN, 3),
        (62, Attempt::Story, None, BOB, 4),
        (63, Attempt::Draft(1), None, BOB, 5),
        (64, Attempt::Draft(2), None, BOB, 6),
        (65, Attempt::Draft(2), None, BOB, 6),
        (66, Attempt::Draft(1), None, BOB, 7),
    ] {
        let now = at(0) + TimeDelta::seconds(seconds);
        let noted = store.note_refused(DESK_OF, attempt, article, by, now).await;
        noted.unwrap();
        assert_eq!(deeds(&store).await.len(), logged, "after {seconds} seconds");
    }
}

pub(super) async fn settings_are_a_guilds_own_and_logged_where_they_change(open: Opener<'_>) {
    let store = open();
    let defaults = GuildSettings::default();
    assert_eq!(store.guild_settings(DESK_OF).await.unwrap(), defaults);
    let zone = Set::TimeZone("Europe/Berlin".into());
    let role = Set::ModeratorRole(Some(RoleId(9)));
    let wanted = GuildSettings {
        time_zone: Some("Europe/Berlin".into()),
        private_answers: true,
        moderator_role: Some(RoleId(9)),
        log_channel: Some(ChannelId(5)),
    };
    let all = [zone, Set::PrivateAnswers(true), role, CHANNEL];
    assert_eq!(set(&store, &all, 1).await, wanted);
    assert_eq!(set(&store, &all, 2).await, wanted, "nothing changes");
    assert_eq!(deeds(&store).await, all.clone().map(Deed::Set));
    let other = vec![Set::PrivateAnswers(true)];
    let there = store.set(GuildId(8), other, BOB, at(3)).await.unwrap();
    store.close().await;
    let store = open();
    assert_eq!(store.guild_settings(DESK_OF).await.unwrap(), wanted);
    let known = store.all_guild_settings().await.unwrap();
    assert_eq!(known, [(DESK_OF, wanted.clone()), (GuildId(8), there)]);
    let back = [
        Set::ModeratorRole(None),
        Set::LogChannel(None),
        Set::PrivateAnswers(true),
    ];
    let wanted = GuildSettings {
        moderator_role: None,
        log_channel: None,
        ..wanted
    };
    assert_eq!(set(&store, &back, 4).await, wanted);
    let told = back[..2].iter().cloned().map(Deed::Set).collect::<Vec<_>>();
    assert_eq!(deeds(&store).await[4..], told);
    store.verify().await.unwrap();
}

pub(super) async fn the_log_channel_is_told_everything_from_when_it_was_set(open: Opener<'_>) {
    let store = open();
    keep(&store, DESK_OF, "Before.").await;
    assert!(untold(&store).await.is_empty(), "there is no channel");
    assert_eq!(store.jobs().await.unwrap(), []);
    set(&store, &[Set::PrivateAnswers(true), CHANNEL], 1).await;
    keep(&store, DESK_OF, "One.").await;
    keep(&store, GuildId(8), "Elsewhere.").await;
    assert_eq!(untold(&store).await, [2, 3, 4]);
    let part = store.untold(DESK_OF, 2).await.unwrap();
    assert_eq!(
        part.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
        [2, 3]
    );

    let job = claim(&store, 1).await;
    keep(&store, DESK_OF, "While it is told.").await;
    assert_eq!(store.jobs().await.unwrap(), [job], "one tells at a time");
    let told =
        async |seq, job: &Job, minute| store.log_told(DESK_OF, seq, job, at(minute)).await.unwrap();
    let elsewhere = Job {
        key: JobKey::TellLog(GuildId(8)),
        ..job
    };
    assert!(!told(9, &elsewhere, 1).await);
    assert!(told(4, &job, 1).await);
    assert_eq!(untold(&store).await, [5]);
    assert!(!told(5, &job, 1).await, "it is not theirs any more");
    store.verify().await.unwrap();
    store.close().await;
    let store = open();
    let told =
        async |seq, job: &Job, minute| store.log_told(DESK_OF, seq, job, at(minute)).await.unwrap();
    let job = claim(&store, 1).await;
    assert_eq!(job.attempt, 1, "it went well before");
    assert!(told(99, &job, 2).await);
    assert!(untold(&store).await.is_empty());
    assert_eq!(store.jobs().await.unwrap(), [], "nothing is left");
    keep(&store, DESK_OF, "Another.").await;
    assert_eq!(untold(&store).await, [6], "no more than there was was told");
    store.verify().await.unwrap();
}

pub(super) async fn another_log_channel_begins_anew(open: Opener<'_>) {
    let store = open();
    set(&store, &[CHANNEL], 0).await;
    keep(&store, DESK_OF, "One.").await;
    let old = claim(&store, 1).await;
    let why = Some("It is gone.".to_owned());
    store.log_trouble(DESK_OF, why.clone()).await.unwrap();
    assert_eq!(store.log_channel_trouble(DESK_OF).await.unwrap(), why);
    set(&store, &[CHANNEL], 2).await;
    assert_eq!(store.log_channel_trouble(DESK_OF).await.unwrap(), why);

    set(&store, &[Set::LogChannel(Some(ChannelId(6)))], 3).await;
    assert_eq!(store.log_channel_trouble(DESK_OF).await.unwrap(), None);
    assert_eq!(untold(&store).await, [3], "what set it, and nothing before");
    assert!(!store.log_told(DESK_OF, 3, &old, at(3)).await.unwrap());
    assert!(!store.retry_job(&old, at(9)).await.unwrap());
    assert_eq!(untold(&store).await, [3]);
    let new = claim(&store, 3).await;
    assert_eq!(new.attempt, 1, "nobody has to wait for the old one");
    set(&store, &[Set::LogChannel(None)], 4).await;
    assert_eq!(store.jobs().await.unwrap(), []);
    assert!(!store.log_told(DESK_OF, 3, &new, at(4)).await.unwrap());
    assert!(untold(&store).await.is_empty());
    store.verify().await.unwrap();
}

pub(super) async fn a_channel_that_can_not_be_told_is_given_up_until_there_is_more(
    open: Opener<'_>,
) {
    let store = open();
    set(&store, &[CHANNEL], 0).await;
    let job = claim(&store, 0).await;
    assert!(!store.finish_job(&job).await.unwrap(), "it is not done");
    let why = Some("It is gone.".to_owned());
    store.log_trouble(DESK_OF, why.clone()).await.unwrap();
    assert!(store.finish_job(&job).await.unwrap());
    assert_eq!(store.jobs().await.unwrap(), []);
    store.verify().await.unwrap();
    keep(&store, DESK_OF, "More.").await;
    store.verify().await.unwrap();
    let job = claim(&store, 1).await;
    assert!(store.log_told(DESK_OF, 1, &job, at(1)).await.unwrap());
    let mended = store.log_channel_trouble(DESK_OF).await.unwrap();
    assert_eq!(mended, None, "it could be told");

    let job = claim(&store, 1).await;
    store.log_trouble(DESK_OF, why).await.unwrap();
    assert!(store.finish_job(&job).await.unwrap());
    store.log_trouble(DESK_OF, None).await.unwrap();
    assert_eq!(claim(&store, 1).await.attempt, 1, "it is tried again");
    store.verify().await.unwrap();
}
