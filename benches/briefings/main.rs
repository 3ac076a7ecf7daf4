//! Ten thousand briefings that are due in one minute, at the pace that Discord permits and without a
//! limit; people use commands meanwhile. `cargo bench --bench briefings`
//!
//! The bot is a process of its own, the local Discord is in this one and counts requests as Discord
//! does. `BRIEFINGS` makes it shorter.

#![allow(clippy::print_stdout, reason = "the figures are what this is for")]

mod bot;
#[path = "../library/generate.rs"]
mod generate;
#[path = "../shared/process.rs"]
mod process;
mod town;

use std::{env, process::ExitCode};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if env::var_os(bot::FOLDER).is_some() {
        runtime.block_on(bot::run());
    } else {
        let briefings =
            env::var("BRIEFINGS").map_or(10_000, |text| text.parse().expect("BRIEFINGS"));
        println!(
            "| {briefings} briefings due in one minute | Discord takes 50 a second | no limit |"
        );
        println!("|---|---|---|");
        let limited = runtime.block_on(town::measure(briefings, true));
        let free = runtime.block_on(town::measure(briefings, false));
        for ((what, limited), (_, free)) in limited.rows().into_iter().zip(free.rows()) {
            println!("| {what} | {limited} | {free} |");
        }
    }
    ExitCode::SUCCESS
}
