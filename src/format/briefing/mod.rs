//! The briefing text format, defined in `docs/briefing-format.md`.

mod body;
mod difference;
mod header;
mod highlights;
mod label;
mod list;
#[cfg(test)]
mod properties;
mod read;
mod repetition;
mod row;
mod shape;
#[cfg(test)]
mod tests;
mod write;

pub(super) use self::{
    header::field,
    highlights::lines,
    label::{Field, Part},
    list::{split_addresses, split_topics},
    read::article,
    row::{Kind, Row},
};
pub use self::{
    read::{read, read_from},
    write::{SEPARATOR, write, write_analysis, write_exported, write_highlights, write_story},
};
