#![allow(clippy::print_stdout, missing_docs)]
mod generate;
mod sqlite;
use std::time::Instant;
fn main() {
    let n: usize = std::env::var("N").unwrap().parse().unwrap();
    let _ = std::fs::remove_file("/tmp/lite.db");
    let _ = std::fs::remove_file("/tmp/lite.db-wal");
    let mut lite = sqlite::Sqlite::open("/tmp/lite.db".as_ref()).unwrap();
    let mut g = generate::Generator::new(1);
    let mut spent = 0.0;
    for _ in 0..n / 500 {
        let a: Vec<_> = (0..500).map(|_| g.article()).collect();
        let t = Instant::now();
        lite.file_all(&a).unwrap();
        spent += t.elapsed().as_secs_f64();
    }
    println!("sqlite {n} in {spent:.1} s: {:.0}/s", n as f64 / spent);
    for (name, f) in [("complete", true), ("search", false)] {
        let mut times = vec![];
        for _ in 0..1000 {
            let w1 = g.word().to_owned();
            let w2 = g.word().to_owned();
            let typed = if f {
                match fastrand::usize(0..3) {
                    0 => w1[..1].to_owned(),
                    1 => w1,
                    _ => format!("{w1} {}", &w2[..1]),
                }
            } else {
                format!("{w1} {w2}")
            };
            let t = Instant::now();
            if f {
                lite.complete(&typed).unwrap()
            } else {
                lite.search(&typed, 5).unwrap()
            };
            times.push(t.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        println!("{name} p50 {:.3} p99 {:.3} ms", times[500], times[990]);
    }
}
