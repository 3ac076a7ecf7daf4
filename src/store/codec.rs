//! Values as bytes: a header, a checksum, JSON.
//!
//! | byte | holds |
//! |---|---|
//! | 0 | the record's version in the upper half, the codec in the lower: 0 JSON, 1 JSON through zstd |
//! | 1–4 | CRC-32 of byte 0 and the rest, little-endian |
//! | 5… | the JSON |
//!
//! A field that is added later is `#[serde(default)]` and needs no new version.

use std::cell::RefCell;

use serde::{Serialize, de::DeserializeOwned};
use zstd::bulk::{Compressor, Decompressor};

/// Most bytes of an encoded value. Twenty of them, the most that the engine keeps in one page
/// (16 before it splits, and 3 when it merges), stay below the quarter of a segment at which it
/// would move the page to a file of its own, which nothing syncs.
pub(super) const MAX_VALUE_BYTES: usize = 104_000;

/// JSON of at least this many bytes is compressed.
const COMPRESS_FROM: usize = 1_000;
/// More JSON than any value can be: what a damaged length may make us allocate.
const MAX_JSON_BYTES: usize = 4 << 20;
const HEADER_BYTES: usize = 5;
const PLAIN: u8 = 0;
const ZSTD: u8 = 1;

thread_local! {
    // Kept, because making one takes longer than most records do.
    static COMPRESSOR: RefCell<Compressor<'static>> = RefCell::default();
    static DECOMPRESSOR: RefCell<Decompressor<'static>> = RefCell::default();
}

/// What can be kept in a table.
pub(super) trait Value: Serialize + DeserializeOwned {
    /// The version it is written in, at most 15. Raise it only for a change that `#[serde(default)]`
    /// can't express, and then read the old ones too.
    const VERSION: u8 = 1;
}

/// The mere presence of a key.
impl Value for () {}
impl Value for String {}
impl Value for u32 {}

/// Why bytes are no value.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("it is cut short")]
    Short,
    #[error("its checksum is wrong")]
    Checksum,
    #[error("it has version {0}, which a newer program wrote")]
    Version(u8),
    #[error("it has the unknown codec {0}")]
    Codec(u8),
    #[error("it does not decompress")]
    Zstd(#[source] std::io::Error),
    #[error("its text is not what it should be: {0}")]
    Json(#[from] serde_json::Error),
}

/// Encodes a value.
pub(super) fn encode<V: Value>(value: &V) -> std::io::Result<Vec<u8>> {
    let json = serde_json::to_vec(value)?;
    let (codec, body) = if json.len() < COMPRESS_FROM {
        (PLAIN, json)
    } else {
        (
            ZSTD,
            COMPRESSOR.with_borrow_mut(|zstd| zstd.compress(&json))?,
        )
    };
    let header = V::VERSION << 4 | codec;
    let mut bytes = Vec::with_capacity(HEADER_BYTES + body.len());
    bytes.push(header);
    bytes.extend(checksum(header, &body).to_le_bytes());
    bytes.extend(body);
    Ok(bytes)
}

/// Decodes a value.
pub(super) fn decode<V: Value>(bytes: &[u8]) -> Result<V, Unreadable> {
    let ([header, sum @ ..], body) = bytes
        .split_first_chunk::<HEADER_BYTES>()
        .ok_or(Unreadable::Short)?;
    if checksum(*header, body) != u32::from_le_bytes(*sum) {
        return Err(Unreadable::Checksum);
    }
    let (version, codec) = (header >> 4, header & 15);
    if version != V::VERSION {
        return Err(Unreadable::Version(version));
    }
    Ok(match codec {
        PLAIN => serde_json::from_slice(body)?,
        ZSTD => {
            let json = DECOMPRESSOR.with_borrow_mut(|zstd| zstd.decompress(body, MAX_JSON_BYTES));
            serde_json::from_slice(&json.map_err(Unreadable::Zstd)?)?
        }
        other => return Err(Unreadable::Codec(other)),
    })
}

fn checksum(header: u8, body: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&[header]);
    sum.update(body);
    sum.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_values_come_back() {
        for (text, codec) in [("a".repeat(10), PLAIN), ("a".repeat(100_000), ZSTD)] {
            let bytes = encode(&text).unwrap();
            assert_eq!(bytes[0], 1 << 4 | codec);
            assert!(bytes.len() < 200);
            assert_eq!(decode::<String>(&bytes).unwrap(), text);
        }
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let bytes = encode(&"some text".to_owned()).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut broken = bytes.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            assert!(
                matches!(decode::<String>(&broken), Err(Unreadable::Checksum)),
                "bit {bit}"
            );
        }
        for cut in 0..bytes.len() {
            assert!(decode::<String>(&bytes[..cut]).is_err(), "{cut} bytes");
        }
    }

    #[test]
    fn what_another_program_wrote_is_named() {
        let sealed = |header: u8, body: &[u8]| {
            let sum = checksum(header, body).to_le_bytes();
            [&[header], sum.as_slice(), body].concat()
        };
        for (bytes, wanted) in [
            (
                sealed(0x20, b"\"a\""),
                "it has version 2, which a newer program wrote",
            ),
            (sealed(0x17, b"\"a\""), "it has the unknown codec 7"),
            (sealed(0x11, b"\"a\""), "it does not decompress"),
        ] {
            assert_eq!(decode::<String>(&bytes).unwrap_err().to_string(), wanted);
        }
        assert!(matches!(
            decode::<String>(&sealed(0x10, b"7")),
            Err(Unreadable::Json(_))
        ));
    }
}
