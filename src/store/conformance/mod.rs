//! What every store must do, whatever keeps its bytes: another engine passes the same suite by
//! another `opener`.

mod announced;
pub(in crate::store) mod briefing;
mod copies;
mod deliveries;
mod desk;
mod drafts;
mod filing;
mod jobs;
mod log;
mod publishing;
mod reading;
mod restoring;
mod schedules;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Filed, Filing, JobKey, Lane, NewDraft, Store, StoreError};
use crate::{
    article::{
        Article, ArticleId, Author, GuildId, Library, Line, MAX_ARTICLE_BYTES, Origin, Standing,
        UserId, arbitrary::least,
    },
    briefing::{Due, Schedule, ScheduleId},
};

/// Opens the same database again and again; the one before must be closed.
type Opener<'a> = &'a dyn Fn() -> Store;

const GUILD: Library = Library::Guild(GuildId(7));
const OTHER: Library = Library::Guild(GuildId(8));
const DESK: Author = Author::User(UserId(3));

/// Every test of the suite, over the embedded database.
macro_rules! conformance {
    ($($file:ident: $($test:ident,)*;)*) => {$($(
        #[tokio::test]
        async fn $test() {
            let home = tempfile::tempdir().unwrap();
            let path = home.path().join("newsdesk.db");
            $file::$test(&|| Store::open(&path).unwrap()).await;
        }
    )*)*};
}

conformance!(
    filing:
        an_article_comes_back_as_it_was_filed,
        numbers_are_a_librarys_own_and_given_once,
        the_same_story_is_found_by_headline_then_source_then_file,
        an_article_without_a_date_keeps_the_day_it_was_filed,
        an_update_keeps_the_old_revision,
        what_is_unchanged_is_not_written,
        many_are_filed_as_if_one_by_one,
        an_announcement_stays_and_comes_later_too,
        a_plan_says_what_filing_does_and_writes_nothing,
        an_article_too_large_is_refused,
        the_largest_articles_fit,
        writers_at_once_share_no_number,
        a_closed_store_says_so,;
    restoring:
        a_restored_article_stands_as_it_did,
        a_number_is_taken_where_it_is_the_next_or_of_the_same_story,
        a_restored_text_or_state_that_differs_is_an_update,;
    reading:
        the_newest_goes_by_date_then_going_live_then_number,
        what_is_withdrawn_is_in_no_list,
        an_article_of_the_house_is_hidden_from_one_guild,
        cards_are_given_in_parts,
        articles_are_given_in_parts_in_any_state,
        changes_follow_each_other_without_a_gap,
        settings_and_files_are_remembered,
        what_a_control_asks_for_is_kept_for_a_year_where_it_was_asked,
        writes_wake_who_waits,;
    drafts:
        a_draft_comes_back_as_it_was_given,
        a_draft_may_be_as_large_as_a_file,
        draft_numbers_are_a_guilds_own_and_given_once,
        open_drafts_are_given_in_parts_newest_first,
        the_log_tells_of_every_draft_by_a_short_title,
        every_act_makes_a_new_version_and_is_logged,
        an_act_on_what_stands_otherwise_does_nothing,
        of_many_at_once_on_one_draft_one_wins,
        a_reader_never_sees_half_of_a_text,
        a_file_of_several_stories_becomes_a_draft_of_each,;
    publishing:
        a_draft_becomes_a_story_of_its_own_whatever_it_is_like,
        a_draft_becomes_a_revision_that_stands_as_the_article_did,
        what_can_not_be_published_leaves_everything_as_it_was,
        notes_count_as_text_of_the_article,
        a_story_is_withdrawn_and_put_back,
        an_earlier_revision_becomes_the_present_one,
        a_guild_logs_what_it_hides,
        a_published_draft_is_forgotten_and_its_story_stays,;
    log:
        the_log_is_paged_and_filtered,
        the_same_attempt_again_and_again_is_logged_once,
        settings_are_a_guilds_own_and_logged_where_they_change,
        the_log_channel_is_told_everything_from_when_it_was_set,
        another_log_channel_begins_anew,
        a_channel_that_can_not_be_told_is_given_up_until_there_is_more,;
    jobs:
        jobs_are_claimed_once_in_the_order_of_their_time,
        workers_at_once_share_no_job,
        what_failed_is_tried_again_in_its_turn,
        a_job_whose_reason_stands_or_that_was_put_anew_stays,
        a_job_that_was_broken_off_is_taken_again_after_a_start,
        a_job_that_is_put_wakes_who_waits,;
    schedules:
        a_schedule_comes_back_as_it_was_made,
        a_guild_has_so_many_schedules_and_each_number_once,
        a_schedule_is_changed_as_somebody_saw_it,
        a_schedule_rests_until_it_goes_on,
        what_was_posted_outlives_its_schedule_for_a_while,
        what_nobody_tried_is_cancelled_and_planned_by_the_new_plan,
        another_time_zone_database_reckons_anew,;
    deliveries:
        an_occurrence_is_planned_once,
        what_was_missed_is_written_down_with_what_comes_late,
        a_date_is_posted_on_once,
        a_schedule_tells_a_story_once,
        an_extra_takes_no_date_and_counts_for_nothing,
        a_delivery_advances_as_it_can,
        what_people_settle_goes_on_and_is_logged,
        what_fails_again_and_again_pauses_its_schedule,
        what_the_channels_that_follow_miss_can_be_published_again,
        deliveries_are_given_in_parts_and_the_oldest_go,;
    copies:
        a_posted_message_follows_its_stories,
        a_message_follows_the_house_as_its_guild_sees_it,
        what_changes_while_it_is_posted_is_edited_once_it_is_there,
        what_changes_while_it_is_edited_is_edited_again,
        what_can_not_be_edited_is_told_until_it_can,;
    announced:
        what_was_announced_is_found_by_its_time,;
);

pub(super) fn at(minute: i64) -> DateTime<Utc> {
    "2025-09-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
}

pub(super) fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, day).unwrap()
}

pub(super) fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub(super) fn article(headline: &str, published: Option<u32>) -> Article {
    Article {
        published: published.map(day),
        ..least(headline, "It happened.")
    }
}

pub(super) fn filing(library: Library, article: Article) -> Filing {
    Filing {
        library,
        article,
        author: DESK,
        origin: Origin::Desk,
        same_file: false,
        announced: false,
        standing: Standing::default(),
        in_order: false,
        yields: false,
    }
}

/// What the suite needs to know that no operation of the newsroom tells.
impl Store {
    /// Grows with every change and every entry of a log, and with nothing else.
    pub(super) async fn written(&self) -> Result<u64, StoreError> {
        self.read(|engine| Ok(engine.head()?.written())).await
    }

    /// As if another version of the time zone database had reckoned that.
    async fn set_next(&self, id: ScheduleId, next: Due) {
        let put = self.write(move |engine| {
            engine.write(|writes| {
                let old = engine.tables.schedules.get(&id)?.unwrap();
                let new = Schedule {
                    next: Some(next),
                    ..old.clone()
                };
                engine.put_schedule(writes, Some(&old), &new)
            })
        });
        put.await.unwrap();
    }
}

fn id(library: Library, number: u32) -> ArticleId {
    ArticleId { library, number }
}

async fn file(store: &Store, library: Library, headline: &str, published: u32) -> Filed {
    let filing = filing(library, article(headline, Some(published)));
    store.file(filing, at(0)).await.unwrap()
}

/// As much text as an article may have, which hardly compresses.
pub(super) fn large(number: u32) -> Article {
    let mut state = u64::from(number);
    let noise = std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        char::from(b'!' + (state >> 40) as u8 % 94)
    });
    let text: String = noise.take(MAX_ARTICLE_BYTES - 20).collect();
    Article {
        lede: vec![line(&text)],
        ..article(&format!("No {number}"), None)
    }
}
