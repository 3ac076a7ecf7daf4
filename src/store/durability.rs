use std::{fs::File, io};

/// The two steps that make a write durable. Tests put their own in between.
pub trait Disk: Send + Sync + 'static {
    /// Runs `flush`, which hands what the database buffered to the operating system.
    fn flush(&self, flush: &dyn Fn() -> io::Result<()>) -> io::Result<()> {
        flush()
    }

    /// Has the operating system bring `data`, the database's file, to the disk.
    fn sync(&self, data: &File) -> io::Result<()> {
        data.sync_data()
    }
}

/// The machine's own disk.
#[derive(Clone, Copy, Debug)]
pub struct SystemDisk;

impl Disk for SystemDisk {}
