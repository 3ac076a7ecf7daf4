//! Importing, completing and searching in libraries of three sizes, each figure beside that of
//! SQLite doing the same work in the same run. `cargo bench --bench library`
//!
//! `LIBRARY_SIZES` names other sizes: `LIBRARY_SIZES=1000,10000`.

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

mod generate;
mod libraries;
#[path = "../shared/median.rs"]
mod median;
mod sqlite;

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

use generate::Generator;
use libraries::Libraries;
use median::median;
use newsdesk::{format::briefing, newsroom::Reader, search::Filter};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Articles of one file.
const FILE: usize = 500;
/// Articles that all imports of a size have together, where one has fewer.
const ROUNDS_OF: usize = 30_000;
const MOST_ROUNDS: usize = 9;
/// Completions and searches that are timed.
const ASKED: usize = 2000;
const READER: Reader = Reader { guild: None };

fn main() {
    let sizes = env::var("LIBRARY_SIZES").unwrap_or("1000,10000,100000".to_owned());
    println!("| articles | what | Newsdesk | SQLite with starts | ratio | SQLite | ratio |");
    println!("|---|---|---|---|---|---|---|");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for size in sizes.split(',') {
        runtime.block_on(measure(size.parse().expect("a size")));
    }
}

async fn measure(size: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let texts = write_texts(folder.path(), size);

    // One import of a small library is over before the machine has had time to be even.
    let rounds = (ROUNDS_OF / size).clamp(1, MOST_ROUNDS);
    let mut speeds = Vec::new();
    let libraries = loop {
        let home = folder.path().join(speeds.len().to_string());
        let (libraries, speed) = Libraries::fill(&home, &texts, size).await;
        speeds.push(speed);
        if speeds.len() == rounds {
            break libraries;
        }
        libraries.close().await;
    };
    let Libraries {
        newsroom, peers, ..
    } = &libraries;
    let speed = |of: usize| median(speeds.iter().map(|speeds| speeds[of]));
    let [ours, theirs @ ..] = [0, 1, 2].map(speed);
    row(size, "import, articles/s", ours, &theirs);

    let mut generator = Generator::new(2);
    let typed: Vec<String> = (0..ASKED).map(|at| beginning(&mut generator, at)).collect();
    let mut ours = Vec::new();
    for typed in &typed {
        let began = Instant::now();
        let found = newsroom.complete_article(READER, typed, 25).await;
        ours.push(began.elapsed().as_secs_f64() * 1e3);
        found.expect("completions");
    }
    let theirs = peers
        .each_ref()
        .map(|peer| timed(&typed, |typed| peer.complete(typed).expect("completions")));
    rows(size, "completion", ours, theirs);

    let typed: Vec<String> = (0..ASKED)
        .map(|_| [generator.word().to_owned(), generator.word().to_owned()].join(" "))
        .collect();
    let mut ours = Vec::new();
    for typed in &typed {
        let began = Instant::now();
        // Where nothing is found the refusal proposes what is near: that is part of the work.
        let _ = newsroom.search(READER, typed, &Filter::default()).await;
        ours.push(began.elapsed().as_secs_f64() * 1e3);
    }
    let theirs = peers
        .each_ref()
        .map(|peer| timed(&typed, |typed| peer.search(typed, 5).expect("results")));
    rows(size, "search of two words", ours, theirs);

    libraries.close().await;
}

/// Files of articles as an operator has them.
fn write_texts(folder: &Path, size: usize) -> Vec<PathBuf> {
    let mut generator = Generator::new(1);
    let separator = format!("{}\n", briefing::SEPARATOR);
    let numbers: Vec<usize> = (0..size).collect();
    let chunks = numbers.chunks(FILE).enumerate();
    chunks
        .map(|(file, chunk)| {
            let articles = chunk.iter().map(|_| briefing::write(&generator.article()));
            let path = folder.join(format!("{file:06}.txt"));
            fs::write(&path, articles.collect::<Vec<_>>().join(&separator)).expect("a file");
            path
        })
        .collect()
}

/// What people type before they choose: a letter, a word, a word and a letter, a word mistyped.
fn beginning(generator: &mut Generator, at: usize) -> String {
    let (first, second) = (generator.word().to_owned(), generator.word().to_owned());
    match at % 4 {
        0 => first[..1].to_owned(),
        1 => first,
        2 => format!("{first} {}", &second[..1]),
        _ => format!("{first}x"),
    }
}

/// Milliseconds of each.
fn timed<T>(typed: &[String], ask: impl Fn(&str) -> T) -> Vec<f64> {
    let ask = |typed: &String| {
        let began = Instant::now();
        ask(typed);
        began.elapsed().as_secs_f64() * 1e3
    };
    typed.iter().map(ask).collect()
}

fn rows(size: usize, what: &str, mut ours: Vec<f64>, mut theirs: [Vec<f64>; 2]) {
    for times in std::iter::once(&mut ours).chain(&mut theirs) {
        times.sort_by(f64::total_cmp);
    }
    for (name, at) in [("p50", ASKED / 2), ("p99", ASKED * 99 / 100)] {
        let theirs = theirs.each_ref().map(|times| times[at]);
        row(size, &format!("{what}, {name}, ms"), ours[at], &theirs);
    }
}

fn row(size: usize, what: &str, ours: f64, theirs: &[f64]) {
    print!("| {size} | {what} | {ours:.3} |");
    for theirs in theirs {
        print!(" {theirs:.3} | {:.2} |", ours / theirs);
    }
    println!();
}
