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
mod split;
#[cfg(test)]
mod tests;
mod write;

pub(super) use self::{
    body::read as body,
    header::field,
    highlights::{lines, list},
    label::{Field, Part},
    list::{split_addresses, split_topics},
    read::article,
    row::{ESCAPE, Kind, Row, bare, rows},
    split::split,
    write::{address, join_topics},
};
pub use self::{
    read::{read, read_from},
    write::{SEPARATOR, write, write_analysis, write_exported, write_highlights, write_story},
};
