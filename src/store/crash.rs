//! The process is killed while it writes: what it acknowledged is there, and no number is given
//! again.

use std::{
    env,
    io::{BufRead, BufReader, Write, stdout},
    path::Path,
    process::{Command, Stdio},
};

use super::{
    Store,
    conformance::{article, at, filing},
};
use crate::article::{ArticleId, Library};

/// Names the database of the process that is killed.
const DATABASE: &str = "NEWSDESK_TEST_CRASH";
const ACKNOWLEDGED: &str = "acknowledged ";

/// Does nothing but as the process that is killed: writes, and says what was acknowledged.
#[tokio::test]
async fn writer() {
    let Some(path) = env::var_os(DATABASE) else {
        return;
    };
    let store = Store::open(Path::new(&path)).unwrap();
    let last = store.change_seq().await.unwrap();
    for number in last + 1.. {
        let article = article(&format!("Story {number}"), Some(1));
        let filed = store
            .file(filing(Library::House, article), at(0))
            .await
            .unwrap();
        // The harness would keep what is printed to itself.
        writeln!(stdout(), "\n{ACKNOWLEDGED}{}", filed.id.number).unwrap();
    }
}

/// The numbers that a writer acknowledged until it was killed, once it had given `enough`.
fn acknowledged(path: &Path, enough: usize) -> Vec<u32> {
    let mut writer = Command::new(env::current_exe().unwrap())
        .args(["--exact", "store::crash::writer", "--nocapture"])
        .env(DATABASE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let mut numbers = Vec::new();
    for line in lines.map_while(Result::ok) {
        numbers.extend(
            line.strip_prefix(ACKNOWLEDGED)
                .map(|number| number.parse::<u32>().unwrap()),
        );
        if numbers.len() == enough {
            writer.kill().unwrap();
        }
    }
    writer.wait().unwrap();
    numbers
}

#[tokio::test]
async fn a_killed_process_loses_nothing_that_it_acknowledged() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("newsdesk.db");
    let mut given = 0;
    for enough in [1, 20, 7] {
        let numbers = acknowledged(&path, enough);
        assert!(numbers.len() >= enough, "it stopped by itself");
        assert!(
            numbers.iter().all(|number| *number > given),
            "{numbers:?} after {given}"
        );
        assert!(path.join("running").exists(), "it was not closed");

        let store = Store::open(&path).unwrap();
        for number in &numbers {
            let record = store.article(ArticleId {
                library: Library::House,
                number: *number,
            });
            let headline = record.await.unwrap().unwrap().article.headline;
            assert_eq!(headline.as_str(), format!("Story {number}"));
        }
        // At most the one write under way may be there too.
        let last = u64::from(numbers[numbers.len() - 1]);
        let seq = store.change_seq().await.unwrap();
        assert!(
            (last..=last + 1).contains(&seq),
            "{last} acknowledged, {seq} there"
        );
        given = u32::try_from(seq).unwrap();
        store.close().await;
    }
}
