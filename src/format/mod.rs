//! Text that people write, to articles and back: formats, and what they say of a text they can't read.
//!
//! Pure: bytes and strings in, values out. Each format is a module of its own that reads a text
//! into a [`Reading`]; what it refuses, it says as [`Problem`]s that point into the text.

pub mod briefing;
mod checks;
mod date;
mod days;
mod decode;
#[cfg(test)]
mod documented;
mod fields;
pub mod form;
pub mod json;
pub mod markdown;
mod problem;
mod reading;
mod report;
mod split;
mod stamp;
#[cfg(test)]
mod told;
mod tree;

pub use self::{
    date::DateError,
    days::{Days, days},
    decode::decode,
    problem::Problem,
    reading::{Entry, MAX_PROBLEMS, Reading},
    split::split,
};

use crate::article::TextFormat;

/// Reads a text, or the part of one that begins with the line of that number.
pub fn read(format: TextFormat, text: &str, first_line: usize) -> Reading {
    match format {
        TextFormat::Briefing => briefing::read_from(text, first_line),
        TextFormat::Markdown => markdown::read(text),
        TextFormat::Json => json::read(text),
        TextFormat::JsonLines if first_line == 1 => json::read_lines(text),
        TextFormat::JsonLines => json::read_lines_from(text, first_line),
    }
}
