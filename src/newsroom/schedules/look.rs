//! How schedules go.

use crate::{
    article::ArticleId,
    briefing::{Delivery, Outcome, Schedule, ScheduleId},
    newsroom::{Error, Newsroom, desk::Person},
    store,
    view::schedule::{copies::Copy, list::Listed},
};

/// Briefings that are looked through for one that is uncertain.
const LOOKED_AT: usize = 20;

/// A part of a guild's schedules.
#[derive(Clone, Debug)]
pub struct Page {
    /// How many there are.
    pub total: usize,
    /// Those of this part.
    pub schedules: Vec<Going>,
    /// Where the part before begins; none where this is the first.
    pub before: Option<u32>,
    /// Where the part after begins; none where this is the last.
    pub after: Option<u32>,
}

/// A schedule, and how it goes.
#[derive(Clone, Debug)]
pub struct Going {
    /// The schedule.
    pub schedule: Schedule,
    /// Its last briefing.
    pub last: Option<Delivery>,
    /// Whether nobody knows of one of its briefings whether it is there.
    pub uncertain: bool,
}

/// A schedule's briefings, part by part.
#[derive(Clone, Debug)]
pub struct Course {
    /// Those of this part, the newest first.
    pub deliveries: Vec<Delivery>,
    /// The newest of the part after, by its number; none where this is the last.
    pub older: Option<u32>,
    /// Its messages that can't be brought up to date.
    pub copies: Vec<Copy>,
}

impl Going {
    /// As a list has it.
    pub fn listed(&self) -> Listed<'_> {
        Listed {
            schedule: &self.schedule,
            last: self.last.as_ref(),
            uncertain: self.uncertain,
        }
    }
}

impl Newsroom {
    /// At most `limit` schedules of the person's guild by number, from `from` on.
    pub async fn schedules(&self, person: &Person, from: u32, limit: usize) -> Result<Page, Error> {
        let all = self.store.schedules(person.guild).await?;
        let number = |at: usize| all.get(at).map(|schedule| schedule.id.number);
        let first = all.iter().position(|schedule| schedule.id.number >= from);
        let first = first.unwrap_or(all.len());
        let mut page = Page {
            total: all.len(),
            schedules: Vec::new(),
            before: (first > 0).then(|| number(first.saturating_sub(limit)).unwrap_or(0)),
            after: number(first + limit),
        };
        for schedule in all.iter().skip(first).take(limit) {
            page.schedules.push(self.going(schedule.clone()).await?);
        }
        Ok(page)
    }

    /// At most `limit` schedules of the person's guild, those in trouble first, from that place on.
    pub async fn troubles(&self, person: &Person, from: u32, limit: usize) -> Result<Page, Error> {
        let mut all = Vec::new();
        for schedule in self.store.schedules(person.guild).await? {
            all.push(self.going(schedule).await?);
        }
        // Those that go alike stay in the order of their numbers.
        all.sort_by_key(|going| going.listed().state());
        let first = (from as usize).min(all.len());
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let after = first + limit;
        Ok(Page {
            total: all.len(),
            before: (first > 0).then(|| place(first.saturating_sub(limit))),
            after: (after < all.len()).then(|| place(after)),
            schedules: all.into_iter().skip(first).take(limit).collect(),
        })
    }

    async fn going(&self, schedule: Schedule) -> Result<Going, Error> {
        let recent = self.store.deliveries(schedule.id, None, LOOKED_AT).await?;
        let uncertain = recent
            .iter()
            .any(|delivery| delivery.outcome == Outcome::Uncertain);
        Ok(Going {
            last: recent.into_iter().next(),
            uncertain,
            schedule,
        })
    }

    /// The briefings of a schedule from that number downwards, 0 for the newest, at most `limit`.
    pub async fn course(&self, id: ScheduleId, from: u32, limit: usize) -> Result<Course, Error> {
        let before = (from > 0).then(|| from.saturating_add(1));
        let mut deliveries = self.store.deliveries(id, before, limit + 1).await?;
        let older = deliveries.get(limit).map(|older| older.id.number);
        deliveries.truncate(limit);
        Ok(Course {
            deliveries,
            older,
            copies: in_trouble(self.store.copies_in_trouble(id).await?),
        })
    }

    /// The messages of the person's guild with that article that can't be brought up to date.
    pub async fn copies_in_trouble(
        &self,
        person: &Person,
        article: ArticleId,
    ) -> Result<Vec<Copy>, Error> {
        let copies = self.store.copies_of(article, person.guild).await?;
        Ok(in_trouble(copies))
    }
}

/// Those of them that can't be brought up to date.
fn in_trouble(copies: Vec<store::Copy>) -> Vec<Copy> {
    let copies = copies.into_iter().filter_map(|copy| {
        Some(Copy {
            delivery: copy.id.delivery,
            channel: copy.channel,
            message: copy.message,
            kind: copy.kind,
            why: copy.trouble?,
        })
    });
    copies.collect()
}
