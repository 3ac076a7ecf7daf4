//! The last change that anyone was told of, in a file beside the engine's.
//!
//! A log that lost its end and still agrees with itself is an older database, and looks like a good
//! one. The mark is written after the change is on the disk and before anyone is told, so a
//! database must have come at least as far. It is not synced: after a power cut it may be late,
//! never early.

use std::{
    fs::{self, File},
    io::{self, Seek, Write},
    path::Path,
};

const MARK: &str = "acknowledged";
const SEQ_BYTES: usize = 8;

/// The file of the mark: the sequence number and its CRC-32, big-endian.
pub(super) struct Mark(File);

impl Mark {
    /// Opens the mark of the database in the folder `path`, made where there is none.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join(MARK))?;
        Ok(Self(file))
    }

    /// The change at which the mark stands; 0 where nothing can be told.
    pub(super) fn read(path: &Path) -> io::Result<u64> {
        let bytes = match fs::read(path.join(MARK)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            bytes => bytes?,
        };
        let seq = bytes
            .split_first_chunk::<SEQ_BYTES>()
            .filter(|(seq, sum)| *sum == crc32fast::hash(*seq).to_be_bytes())
            .map(|(seq, _)| u64::from_be_bytes(*seq));
        Ok(seq.unwrap_or_default())
    }

    /// Moves the mark to the change `seq`.
    pub(super) fn set(&self, seq: u64) -> io::Result<()> {
        let seq = seq.to_be_bytes();
        let mut bytes = seq.to_vec();
        bytes.extend(crc32fast::hash(&seq).to_be_bytes());
        let mut file = &self.0;
        file.rewind()?;
        file.write_all(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_where_it_was_set_last_or_unknown() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(Mark::read(home.path()).unwrap(), 0);
        let mark = Mark::open(home.path()).unwrap();
        assert_eq!(Mark::read(home.path()).unwrap(), 0);
        for seq in [1, 1 << 40, 7] {
            mark.set(seq).unwrap();
            assert_eq!(Mark::read(home.path()).unwrap(), seq);
        }
        drop(Mark::open(home.path()).unwrap());
        assert_eq!(Mark::read(home.path()).unwrap(), 7);

        let bytes = fs::read(home.path().join(MARK)).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut broken = bytes.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            fs::write(home.path().join(MARK), broken).unwrap();
            assert_eq!(Mark::read(home.path()).unwrap(), 0, "bit {bit}");
        }
    }
}
