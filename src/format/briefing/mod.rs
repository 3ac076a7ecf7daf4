//! The briefing text format, defined in `docs/briefing-format.md`.

mod read;
mod write;

pub use self::{
    read::read,
    write::{SEPARATOR, write, write_analysis, write_highlights, write_story},
};
