//! A database that an older program wrote, as this one reads it.

use super::{
    Lane, StoreError,
    announced::announcement,
    catalogue::{Catalogue, Head, SCHEMA},
    table::Writes,
    withdrawn::is_withdrawn,
};

/// Articles whose entries are written at once.
const BATCH: usize = 1000;

/// Makes the tables that older programs did not have, from those that they had; gives the head that
/// is to be written after that. Broken off, it is done again from the start.
pub(super) fn migrate(tables: &Catalogue, head: &Head) -> Result<Head, StoreError> {
    let followed = match head.schema {
        // Nothing was posted before: no copy has to know of what changed until now.
        ..4 => {
            follow_articles(tables)?;
            head.change_seq
        }
        _ => head.followed,
    };
    part_lanes(tables)?;
    Ok(Head {
        schema: SCHEMA,
        followed,
        ..*head
    })
}

/// Which articles are withdrawn, and which were announced.
fn follow_articles(tables: &Catalogue) -> Result<(), StoreError> {
    let mut writes = Writes::default();
    for (at, entry) in tables.articles.all().enumerate() {
        let (id, record) = entry?;
        if is_withdrawn(&record) {
            tables.withdrawn.put(&mut writes, &id, &())?;
        }
        if let Some(key) = announcement(&record) {
            tables.announced.put(&mut writes, &key, &())?;
        }
        if at % BATCH == BATCH - 1 && !writes.is_empty() {
            std::mem::take(&mut writes).commit()?;
        }
    }
    if !writes.is_empty() {
        writes.commit()?;
    }
    Ok(())
}

/// Plans stood in one lane with what they planned.
fn part_lanes(tables: &Catalogue) -> Result<(), StoreError> {
    let mut writes = Writes::default();
    for entry in tables.briefings_due.all() {
        let (place, ()) = entry?;
        if place.1.lane() == Lane::Plans {
            tables.briefings_due.remove(&mut writes, &place);
            tables.plans_due.put(&mut writes, &place, &())?;
        }
    }
    if !writes.is_empty() {
        writes.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            Filing,
            catalogue::Only,
            conformance::{article, at, filing},
            tampering::engine,
        },
        *,
    };
    use crate::{
        article::{ArticleId, Author, GuildId, Library, State},
        briefing::ScheduleId,
        store::JobKey,
    };

    #[test]
    fn what_older_programs_did_not_keep_is_made_from_the_articles() {
        for schema in [1, 2, 3] {
            let home = tempfile::tempdir().unwrap();
            let old = engine(home.path());
            for (number, announced) in [(1, true), (2, false), (3, true)] {
                let article = article(&format!("No {number}"), Some(1));
                let filing = Filing {
                    announced,
                    ..filing(Library::House, article)
                };
                old.file(&filing, at(number)).unwrap();
            }
            let id = ArticleId {
                library: Library::House,
                number: 1,
            };
            old.set_state(id, State::Withdrawn, Author::Operator, at(9))
                .unwrap();
            let emptied = old.write(|writes| {
                for entry in old.tables.announced.all() {
                    old.tables.announced.remove(writes, &entry?.0);
                }
                old.tables.withdrawn.remove(writes, &id);
                old.change_head(writes, |head| head.schema = schema)
            });
            emptied.unwrap();
            drop(old);
            let new = engine(home.path());
            new.verify(&|_, _| ()).unwrap();
            assert_eq!(new.tables.announced.all().count(), 2);
            assert_eq!(new.tables.withdrawn.all().count(), 1);
            let head = new.tables.head.get(&Only).unwrap().unwrap();
            assert_eq!((head.schema, head.followed), (SCHEMA, 4));
        }
    }

    #[test]
    fn plans_leave_the_lane_in_which_briefings_are_posted() {
        let home = tempfile::tempdir().unwrap();
        let old = engine(home.path());
        let id = ScheduleId {
            guild: GuildId(7),
            number: 1,
        };
        let place = (at(1), JobKey::PlanBriefing(id));
        let moved = old.write(|writes| {
            old.put_job(writes, place.1, place.0)?;
            old.tables.plans_due.remove(writes, &place);
            old.tables.briefings_due.put(writes, &place, &())?;
            old.change_head(writes, |head| (head.schema, head.followed) = (4, 3))
        });
        moved.unwrap();
        drop(old);
        let new = engine(home.path());
        assert_eq!(new.tables.plans_due.get(&place).unwrap(), Some(()));
        assert_eq!(new.tables.briefings_due.all().count(), 0);
        let head = new.tables.head.get(&Only).unwrap().unwrap();
        assert_eq!((head.schema, head.followed), (SCHEMA, 3));
    }
}
