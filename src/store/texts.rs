//! The texts of drafts: in pieces, for one may be larger than a value can be.

use super::{StoreError, engine::Engine, table::Writes};
use crate::article::{DraftId, Source};

/// Most bytes of a piece. As JSON in JSON it has at most twice as many: well below
/// [`MAX_VALUE_BYTES`](super::codec::MAX_VALUE_BYTES).
const PIECE_BYTES: usize = 32 << 10;

impl Engine {
    /// Writes a draft's text in place of one of so many pieces; gives the number of its pieces.
    pub(super) fn put_text(
        &self,
        writes: &mut Writes,
        id: DraftId,
        old: u32,
        source: &Source,
    ) -> Result<u32, StoreError> {
        let table = &self.tables.draft_texts;
        let json = serde_json::to_string(source)
            .map_err(|error| StoreError::Engine(format!("a draft's text: {error}")))?;
        let mut number = 0;
        for piece in pieces(&json) {
            table.put(writes, &(id, number), &piece.to_owned())?;
            number += 1;
        }
        for left in number..old {
            table.remove(writes, &(id, left));
        }
        Ok(number)
    }

    /// A draft's text of so many pieces.
    pub(super) fn text(&self, id: DraftId, pieces: u32) -> Result<Source, StoreError> {
        let damaged = |what: &str| {
            let DraftId { guild, number } = id;
            StoreError::Damaged(format!("draft {number} of guild {}: {what}", guild.0))
        };
        let mut json = String::new();
        for number in 0..pieces {
            let piece = self.tables.draft_texts.get(&(id, number))?;
            json += &piece.ok_or_else(|| damaged("a piece of its text is missing"))?;
        }
        serde_json::from_str(&json).map_err(|error| damaged(&error.to_string()))
    }
}

fn pieces(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (piece, rest) = text.split_at(text.floor_char_boundary(PIECE_BYTES));
        text = rest;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::{
        super::codec::{MAX_VALUE_BYTES, encode},
        *,
    };

    #[test]
    fn pieces_are_small_whatever_their_characters_and_make_the_text_again() {
        for unit in ["a", "\"", "\\", "é", "历", "👩", "\u{1}", "\u{7f}", "a👩"] {
            let text = unit.repeat(2 * PIECE_BYTES / unit.len() + 7);
            let json = serde_json::to_string(&text).unwrap();
            let found: Vec<_> = pieces(&json).collect();
            assert_eq!(found.concat(), json);
            for piece in found {
                assert!(piece.len() <= PIECE_BYTES);
                let nested = serde_json::to_string(piece).unwrap();
                assert!(nested.len() <= 2 * PIECE_BYTES + 2, "{unit:?}");
                assert!(encode(&piece.to_owned()).unwrap().len() < MAX_VALUE_BYTES);
            }
        }
        assert_eq!(pieces("").count(), 0);
    }
}
