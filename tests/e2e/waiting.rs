//! Nobody waits for somebody else's search. `.ci/run` runs this alone, with the feature
//! `failpoints`: it makes every index and store call of the process slow.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use local_discord::{Channel, Member};

use crate::desk::Desk;

/// Searches of one person at once: more than may run at once.
const SEARCHES: usize = 12;
const HELPS: usize = 300;
/// From one `/help` to the next.
const PACE: Duration = Duration::from_millis(20);

/// Searches until `stop`, and counts the answers.
async fn search(member: Member, channel: Channel, stop: Arc<AtomicBool>, found: Arc<AtomicUsize>) {
    while !stop.load(Ordering::Relaxed) {
        let slash = member.slash(&channel, "search").option("query", "heron");
        let message = slash.send().await.expect("an answer").message();
        assert!(message.text().contains("Page 1 of 4"), "{}", message.text());
        found.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "makes every index and store call of the process slow"]
async fn help_is_answered_at_once_while_searches_are_slow() {
    let texts: Vec<String> = (1..=20)
        .map(|n| format!("Heron {n}\n\nA heron stood."))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let desk = Desk::with(&texts).await;
    desk.newsroom.indexed().await.expect("an index");
    let help = desk.mara.slash(&desk.news, "help");
    help.send().await.expect("an answer");

    for place in ["Searching", "Asked"] {
        fail::cfg(place, "sleep(500)").expect("a failpoint");
    }
    let (stop, found) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let finn = desk.guild.member("Finn");
    let searches: Vec<_> = (0..SEARCHES)
        .map(|_| search(finn.clone(), desk.news.clone(), stop.clone(), found.clone()))
        .map(tokio::spawn)
        .collect();
    // One after the other whether the one before was answered or not: a standstill counts for each
    // that falls into it.
    let mut pace = tokio::time::interval(PACE);
    let mut helps = Vec::new();
    while helps.len() < HELPS || found.load(Ordering::Relaxed) < SEARCHES / 2 {
        let due = pace.tick().await;
        let (mara, news) = (desk.mara.clone(), desk.news.clone());
        helps.push(tokio::spawn(async move {
            let answer = mara.slash(&news, "help").send().await;
            assert!(answer.expect("an answer").message().ephemeral);
            due.elapsed()
        }));
    }
    let mut times = Vec::new();
    for help in helps {
        times.push(help.await.expect("an answer"));
    }
    stop.store(true, Ordering::Relaxed);
    for search in searches {
        search.await.expect("every search was answered");
    }
    for place in ["Searching", "Asked"] {
        fail::remove(place);
    }
    times.sort();
    let p99 = times[times.len() * 99 / 100];
    println!(
        "{} answers to /help: median {:?}, p99 {p99:?}",
        times.len(),
        times[times.len() / 2]
    );
    assert!(p99 < Duration::from_millis(50), "{p99:?}");
    desk.close().await;
}
