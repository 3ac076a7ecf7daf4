/// Why an operation on the open database failed. Every one is ours, none the person's to mend.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The texts of an article have more bytes than a record may.
    #[error("the article “{headline}” has {bytes} bytes of text; {max} are possible")]
    TooLarge {
        /// Its headline.
        headline: String,
        /// UTF-8 bytes of its texts.
        bytes: usize,
        /// The most there may be.
        max: usize,
    },
    /// Something in the database is missing or can't be read.
    #[error("the database is damaged: {0}; restore a backup")]
    Damaged(String),
    /// A write could not be made durable: nothing is written any more, reading goes on.
    #[error(
        "the database is read-only since a write to the disk failed ({0}); make room or mend the disk, then restart"
    )]
    ReadOnly(String),
    /// The engine failed.
    #[error("the database failed: {0}")]
    Engine(String),
    /// The store was closed.
    #[error("the database is closed")]
    Closed,
}
