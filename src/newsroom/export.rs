//! Libraries as text that an import makes the same libraries of.

use std::collections::VecDeque;

use super::Newsroom;
use crate::{
    article::{Library, Record, Standing},
    format::{briefing, json},
    store::{Store, StoreError},
};

/// Articles that are taken from the store at once.
const BATCH: usize = 50;

/// How articles are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportFormat {
    /// The briefing text format, a line `====` between articles.
    #[default]
    Text,
    /// JSON Lines: an object a line.
    Jsonl,
}

/// Every article of some libraries in any state, by number, a part at a time: what is not taken
/// yet is not in memory.
///
/// A part is as the store has it when it is taken; articles that are added meanwhile come too.
pub struct Export {
    store: Store,
    format: ExportFormat,
    libraries: VecDeque<Library>,
    /// The last number that was taken of the first library.
    after: u32,
    articles: usize,
}

impl Newsroom {
    /// Exports one library, or all where none is named.
    pub async fn export(
        &self,
        library: Option<Library>,
        format: ExportFormat,
    ) -> Result<Export, StoreError> {
        let libraries = match library {
            Some(library) => vec![library],
            None => self.store.libraries().await?,
        };
        Ok(Export {
            store: self.store.clone(),
            format,
            libraries: libraries.into(),
            after: 0,
            articles: 0,
        })
    }
}

impl Export {
    /// The next part of the text; none at its end.
    pub async fn next(&mut self) -> Result<Option<String>, StoreError> {
        while let Some(library) = self.libraries.front().copied() {
            let records = self.store.articles(library, self.after, BATCH).await?;
            if let Some(last) = records.last() {
                self.after = last.id.number;
                return Ok(Some(records.iter().map(|it| self.write(it)).collect()));
            }
            self.libraries.pop_front();
            self.after = 0;
        }
        Ok(None)
    }

    /// How many articles were taken so far.
    pub fn articles(&self) -> usize {
        self.articles
    }

    fn write(&mut self, record: &Record) -> String {
        let (article, standing) = (&record.article, Standing::of(record));
        self.articles += 1;
        match self.format {
            ExportFormat::Jsonl => json::write(article, &standing),
            ExportFormat::Text if self.articles == 1 => {
                briefing::write_exported(article, &standing)
            }
            ExportFormat::Text => {
                let text = briefing::write_exported(article, &standing);
                format!("\n{}\n\n{text}", briefing::SEPARATOR)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        article::{Article, ArticleId, Author, GuildId, Line, Origin, State, arbitrary},
        clock::Clock,
        newsroom::Import,
        store::Filing,
    };

    const LIBRARIES: [Library; 3] = [
        Library::House,
        Library::Guild(GuildId(7)),
        Library::Guild(GuildId(u64::MAX)),
    ];

    /// What happens in a library before it is exported.
    #[derive(Clone, Debug)]
    enum Event {
        /// An article comes, as a story of its own even if there is one like it.
        Add(Library, Box<Article>, bool),
        /// An article gets another lede.
        Revise(ArticleId, Line),
        SetState(ArticleId, State),
    }

    fn event() -> impl Strategy<Value = Event> {
        let library = || prop::sample::select(&LIBRARIES[..]);
        let id =
            || (library(), 1..4u32).prop_map(|(library, number)| ArticleId { library, number });
        prop_oneof![
            3 => (library(), arbitrary::article(), any::<bool>())
                .prop_map(|(library, article, own)| Event::Add(library, Box::new(article), own)),
            1 => (id(), arbitrary::paragraph()).prop_map(|(id, lede)| Event::Revise(id, lede)),
            1 => (id(), prop::sample::select(&State::ALL[..]))
                .prop_map(|(id, state)| Event::SetState(id, state)),
        ]
    }

    fn filing(library: Library, article: Article, number: Option<u32>) -> Filing {
        let standing = Standing {
            number,
            ..Standing::default()
        };
        Filing {
            library,
            article,
            author: Author::Operator,
            origin: Origin::Desk,
            same_file: false,
            announced: false,
            standing,
            in_order: number.is_some(),
            yields: false,
        }
    }

    async fn happen(event: Event, minute: i64, store: &Store) {
        let now =
            Clock::system().now() - chrono::TimeDelta::days(9) + chrono::TimeDelta::minutes(minute);
        match event {
            Event::Add(library, article, own) => {
                let last = store.articles(library, 0, usize::MAX).await.unwrap().len();
                let next = u32::try_from(last).unwrap() + 1;
                let filing = filing(library, *article, own.then_some(next));
                store.file(filing, now).await.unwrap();
            }
            Event::Revise(id, lede) => {
                let Some(record) = store.article(id).await.unwrap() else {
                    return;
                };
                let mut article = record.article;
                article.lede[0] = lede;
                let filing = filing(id.library, article, Some(id.number));
                store.file(filing, now).await.unwrap();
            }
            Event::SetState(id, state) => {
                store
                    .set_state(id, state, Author::Operator, now)
                    .await
                    .unwrap();
            }
        }
    }

    async fn newsroom(folder: &Path) -> Newsroom {
        let store = Store::open(&folder.join("db")).unwrap();
        Newsroom::open(store, Clock::system()).await.unwrap()
    }

    async fn text(newsroom: &Newsroom, library: Option<Library>, format: ExportFormat) -> String {
        let mut export = newsroom.export(library, format).await.unwrap();
        let mut text = String::new();
        while let Some(part) = export.next().await.unwrap() {
            text += &part;
        }
        text
    }

    /// What an import of that text comes to, by outcome.
    async fn import(
        newsroom: &Newsroom,
        folder: &Path,
        text: &str,
        format: ExportFormat,
    ) -> [usize; 3] {
        let ending = match format {
            ExportFormat::Text => "txt",
            ExportFormat::Jsonl => "jsonl",
        };
        let path = folder.join(format!("export.{ending}"));
        std::fs::write(&path, text).unwrap();
        let import = Import::of(vec![path], Library::House);
        let report = newsroom.import(import).await.unwrap();
        assert_eq!(report.refused().count(), 0, "{report:?}\n{text}");
        let tally = report.tally();
        [tally.new, tally.updated, tally.unchanged]
    }

    async fn comes_back(events: Vec<Event>) {
        let home = tempfile::tempdir().unwrap();
        let source = newsroom(home.path()).await;
        for (minute, event) in (0..).zip(events) {
            happen(event, minute, source.store()).await;
        }
        let count = source.store().verify().await.unwrap().articles;
        for format in [ExportFormat::Text, ExportFormat::Jsonl] {
            let exported = text(&source, None, format).await;
            if count == 0 {
                assert_eq!(exported, "");
                continue;
            }
            let there = tempfile::tempdir().unwrap();
            let copy = newsroom(there.path()).await;
            let done = import(&copy, there.path(), &exported, format).await;
            assert_eq!(done, [count, 0, 0], "{exported}");
            assert_eq!(text(&copy, None, format).await, exported);
            for library in LIBRARIES {
                let [one, other] = [&source, &copy].map(|it| it.store().clone());
                assert_eq!(
                    one.newest(&[library]).await.unwrap(),
                    other.newest(&[library]).await.unwrap()
                );
            }
            for newsroom in [&copy, &source] {
                let again = import(newsroom, there.path(), &exported, format).await;
                assert_eq!(again, [0, 0, count], "imported again");
            }
            copy.store().verify().await.unwrap();
            copy.store().close().await;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        #[test]
        fn an_import_of_an_export_gives_the_same_libraries(
            events in prop::collection::vec(event(), 0..20),
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(comes_back(events));
        }
    }

    #[tokio::test]
    async fn one_library_is_exported_alone_and_in_parts() {
        let home = tempfile::tempdir().unwrap();
        let newsroom = newsroom(home.path()).await;
        let article = |library: Library, number: usize| {
            let text = format!("No {number} of {library}\n\nLede {number}.");
            let article = briefing::read(&text).single().unwrap().article.unwrap();
            filing(library, article, None)
        };
        for library in LIBRARIES {
            let filings = (1..=BATCH + 1).map(|number| article(library, number));
            let now = Clock::system().now();
            newsroom
                .store()
                .file_all(filings.collect(), now)
                .await
                .unwrap();
        }
        let own = text(&newsroom, Some(LIBRARIES[1]), ExportFormat::Jsonl).await;
        assert_eq!(own.lines().count(), BATCH + 1);
        assert!(own.lines().all(|line| line.contains("\"library\":\"7\"")));
        let numbers = own.lines().map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["number"].as_u64().unwrap() as usize
        });
        assert!(numbers.eq(1..=BATCH + 1));

        let mut export = newsroom.export(None, ExportFormat::Text).await.unwrap();
        let mut parts = 0;
        while export.next().await.unwrap().is_some() {
            parts += 1;
        }
        assert_eq!((parts, export.articles()), (6, 3 * (BATCH + 1)));
    }

    #[tokio::test]
    async fn the_export_of_another_guild_is_read_as_plain_stories() {
        let home = tempfile::tempdir().unwrap();
        let newsroom = newsroom(home.path()).await;
        let line = r#"{"headline":"H","lede":["L."],"number":9,"library":"8","state":"withdrawn","revision":4}"#;
        let path = home.path().join("theirs.jsonl");
        std::fs::write(&path, line).unwrap();
        let guild = LIBRARIES[1];
        let import = Import::of(vec![path], guild);
        newsroom.import(import).await.unwrap();
        let records = newsroom.store().articles(guild, 0, 9).await.unwrap();
        let [record] = &records[..] else {
            panic!("{records:?}");
        };
        assert_eq!((record.id.number, record.revision), (1, 1));
        assert_eq!(record.state, State::Published);
    }
}
