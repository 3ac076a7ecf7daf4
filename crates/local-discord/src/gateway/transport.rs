//! How payloads travel: as text, each compressed by itself, or as one compressed stream.

use std::io::Write;

use axum::extract::ws::Message;
use flate2::{Compress, Compression, FlushCompress, write::ZlibEncoder};
use serde::Deserialize;

use super::close::Close;

/// The shortest payload that is compressed by itself, in bytes. Discord's own threshold is not
/// published; READY and GUILD_CREATE are beyond it.
const WORTH_COMPRESSING: usize = 512;

/// The query of a gateway address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    v: Option<String>,
    encoding: Option<String>,
    compress: Option<String>,
}

/// How a connection's payloads are sent.
pub(super) enum Transport {
    /// As text.
    Plain,
    /// Long ones as zlib data, which IDENTIFY asks for with `compress`.
    Payloads,
    /// All of them as one zlib stream, flushed after each.
    Stream(Compress),
}

impl Transport {
    /// The transport that the address asks for. A version that is not spoken here closes with 4012;
    /// so does another encoding or compression, which Discord knows.
    pub(super) fn new(asked: &Asked) -> Result<Self, Close> {
        let is = |value: &Option<String>, known: &[&str]| {
            value.as_deref().is_none_or(|value| known.contains(&value))
        };
        if !is(&asked.v, &["9", "10"])
            || !is(&asked.encoding, &["json"])
            || !is(&asked.compress, &["zlib-stream"])
        {
            return Err(Close::INVALID_VERSION);
        }
        Ok(match asked.compress {
            Some(_) => Self::Stream(Compress::new(Compression::default(), true)),
            None => Self::Plain,
        })
    }

    /// Compresses payloads from now on; a stream does so already.
    pub(super) fn compress_payloads(&mut self) {
        if matches!(self, Self::Plain) {
            *self = Self::Payloads;
        }
    }

    /// The payload as it is sent.
    pub(super) fn message(&mut self, payload: String) -> Message {
        match self {
            Self::Payloads if payload.len() >= WORTH_COMPRESSING => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
                // Writing to memory does not fail.
                match encoder
                    .write_all(payload.as_bytes())
                    .and_then(|()| encoder.finish())
                {
                    Ok(bytes) => Message::binary(bytes),
                    Err(_) => Message::text(payload),
                }
            }
            Self::Plain | Self::Payloads => Message::text(payload),
            Self::Stream(stream) => Message::binary(flushed(stream, payload.as_bytes())),
        }
    }
}

/// The next piece of the stream; it ends with `00 00 FF FF`, as after every flush.
fn flushed(stream: &mut Compress, bytes: &[u8]) -> Vec<u8> {
    let mut piece = Vec::with_capacity(bytes.len() / 2 + 64);
    let before = stream.total_in();
    loop {
        let read = usize::try_from(stream.total_in() - before).unwrap_or(bytes.len());
        // Fails only for a stream that was finished, which this one never is.
        let _ = stream.compress_vec(&bytes[read..], &mut piece, FlushCompress::Sync);
        if piece.len() < piece.capacity() {
            return piece;
        }
        piece.reserve(bytes.len() / 2 + 64);
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Decompress, FlushDecompress};

    use super::*;

    #[test]
    fn a_stream_is_read_piece_by_piece() {
        let mut stream = Compress::new(Compression::default(), true);
        let mut reader = Decompress::new(true);
        // Text that compresses badly, so that the piece outgrows the room it starts with.
        let mut seed = 1_u64;
        let noise = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from_u32(0x4E00 + (seed >> 50) as u32).unwrap()
        });
        for text in [
            "{}".to_owned(),
            "a".repeat(100_000),
            noise.take(50_000).collect(),
        ] {
            let piece = flushed(&mut stream, text.as_bytes());
            assert!(piece.ends_with(&[0, 0, 0xFF, 0xFF]));
            let mut read = Vec::with_capacity(text.len() + 1);
            reader
                .decompress_vec(&piece, &mut read, FlushDecompress::Sync)
                .unwrap();
            assert_eq!(read, text.as_bytes());
        }
    }

    #[test]
    fn an_address_asks_for_what_is_spoken() {
        let asked = |v: &str, encoding: &str, compress: Option<&str>| Asked {
            v: Some(v.to_owned()),
            encoding: Some(encoding.to_owned()),
            compress: compress.map(str::to_owned),
        };
        for (address, spoken) in [
            (Asked::default(), true),
            (asked("10", "json", None), true),
            (asked("10", "json", Some("zlib-stream")), true),
            (asked("6", "json", None), false),
            (asked("10", "etf", None), false),
            (asked("10", "json", Some("zstd-stream")), false),
        ] {
            assert_eq!(Transport::new(&address).is_ok(), spoken, "{address:?}");
        }
    }
}
