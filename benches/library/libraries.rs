//! The same articles in Newsdesk and in SQLite, and how fast they went in.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use newsdesk::{
    article::{Article, Library},
    clock::Clock,
    format::briefing,
    newsroom::{Import, Newsroom},
    store::Store,
};
use tokio::task::JoinHandle;

use super::sqlite::{Indexed, Sqlite};

/// Ours and its peers, in the order of the table.
pub(crate) struct Libraries {
    pub(crate) newsroom: Newsroom,
    pub(crate) peers: [Sqlite; 2],
    store: Store,
    indexing: JoinHandle<()>,
}

impl Libraries {
    /// Imports `size` articles of files into new libraries below `home`: these, and articles a second
    /// of each.
    pub(crate) async fn fill(home: &Path, texts: &[PathBuf], size: usize) -> (Self, [f64; 3]) {
        fs::create_dir(home).expect("a folder");
        let store = Store::open(&home.join("db")).expect("a store");
        let newsroom = Newsroom::open(store.clone(), Clock::system()).await;
        let newsroom = newsroom.expect("a newsroom");
        let kept = newsroom.clone();
        let indexing = tokio::spawn(async move { kept.keep_index().await });
        let speed = |began: Instant| size as f64 / began.elapsed().as_secs_f64();

        let began = Instant::now();
        import(&newsroom, texts, size).await;
        let ours = speed(began);
        let fill = |indexed: Indexed| {
            let path = home.join(format!("{indexed:?}.db"));
            let mut peer = Sqlite::open(&path, indexed).expect("a database");
            let began = Instant::now();
            for text in texts {
                peer.file_all(&articles(text)).expect("filed");
            }
            (peer, speed(began))
        };
        let [(starts, second), (words, third)] = [Indexed::Starts, Indexed::Words].map(fill);
        let libraries = Self {
            newsroom,
            peers: [starts, words],
            store,
            indexing,
        };
        (libraries, [ours, second, third])
    }

    pub(crate) async fn close(self) {
        self.indexing.abort();
        self.store.close().await;
    }
}

/// Imports files, until the last article can be found by its words.
async fn import(newsroom: &Newsroom, texts: &[PathBuf], size: usize) {
    let import = Import::of(texts.to_vec(), Library::House);
    let report = newsroom.import(import).await.expect("an import");
    assert_eq!(report.tally().new, size, "{:?}", report.refused().next());
    newsroom.indexed().await.expect("indexed");
}

/// What our reader makes of a file: the same for both.
fn articles(text: &Path) -> Vec<Article> {
    let text = fs::read_to_string(text).expect("a file");
    let reading = briefing::read(&text);
    let entries = reading.entries.into_iter();
    entries
        .map(|entry| entry.article.expect("an article"))
        .collect()
}
