//! The lines of a field, each by itself.

use crate::{
    article::is_invisible,
    format::briefing::{Kind, Row, rows},
};

/// What a line of a list is: as in the briefing format, but a number before it is part of it.
pub(super) fn kind(text: &str) -> Kind<'_> {
    let visible = text.trim_start_matches(is_invisible);
    match Kind::of(text) {
        Kind::Bullet(_) if visible.starts_with(|c: char| c.is_ascii_digit()) => Kind::Text,
        kind => kind,
    }
}

/// The lines of a list.
pub(super) fn listed(text: &str) -> Vec<Row<'_>> {
    let rows = rows(text, 1).map(|row| Row {
        kind: kind(row.text),
        ..row
    });
    rows.collect()
}
