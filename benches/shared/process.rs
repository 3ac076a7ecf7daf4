//! What a process of a bench took of the machine, as the kernel tells it.

use std::{fs, process::Child};

/// Ticks of `/proc/PID/stat` a second: fixed at 100 for programs on Linux.
const TICKS: f64 = 100.0;

/// Processor time so far, user and system, in microseconds.
pub(crate) fn cpu(process: &Child) -> f64 {
    let stat = read(process, "stat");
    // The name before may hold anything.
    let fields = stat.rsplit(')').next().expect("fields");
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks = ticks.map(|ticks| ticks.parse::<f64>().expect("ticks"));
    ticks.sum::<f64>() / TICKS * 1e6
}

/// Anonymous resident memory in MB.
#[allow(dead_code, reason = "not every bench asks for it")]
pub(crate) fn memory(process: &Child) -> f64 {
    let status = read(process, "status");
    let line = status.lines().find(|line| line.starts_with("RssAnon"));
    let figure = line.and_then(|line| line.split_whitespace().nth(1));
    let kilobytes: f64 = figure.expect("a figure").parse().expect("a figure");
    kilobytes / 1024.0
}

fn read(process: &Child, file: &str) -> String {
    fs::read_to_string(format!("/proc/{}/{file}", process.id())).expect("a process")
}
