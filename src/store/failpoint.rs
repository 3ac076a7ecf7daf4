//! Named places at which a crash test stops the process; nothing at all without the feature
//! `failpoints`.

/// A place in the life of the database; `fail` knows it by the name of the variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failpoint {
    /// A new database is made and durable, and not yet marked as ours.
    Claiming,
    /// The copy before a recovery has one more of its files.
    Copying,
    /// That copy is whole and has its name.
    Copied,
    /// The database is noted as open; the engine has not touched it.
    Entered,
    /// The engine is open, and what it found is not checked.
    Opened,
    /// The database is sound; its copy has lost its name, and is deleted now.
    Discarding,
    /// What a write changes is known, nothing is changed.
    Committing,
    /// The transaction is done, in memory.
    Committed,
    /// The engine's buffers are with the operating system.
    Flushed,
    /// They are on the disk; the mark is not moved.
    Synced,
    /// The mark is moved; nobody was told.
    Marked,
    /// The engine has closed its files; the seal is not begun.
    Closed,
    /// The seal is written, without its name.
    Sealing,
    /// The database is sealed.
    Sealed,
    /// An operation has its thread, and has looked at nothing.
    Asked,
}

impl Failpoint {
    /// Runs what a test set up for this place.
    #[cfg(feature = "failpoints")]
    pub(super) fn pass(self) {
        fail::eval(&format!("{self:?}"), |_| ());
    }

    /// Does nothing.
    #[cfg(not(feature = "failpoints"))]
    pub(super) fn pass(self) {}
}
