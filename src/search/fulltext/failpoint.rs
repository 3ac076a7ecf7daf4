//! Where a test makes the index slow; nothing at all without the feature `failpoints`.

/// A query is about to be looked for.
#[cfg(feature = "failpoints")]
pub(super) fn searching() {
    fail::eval("Searching", |_| ());
}

/// Does nothing.
#[cfg(not(feature = "failpoints"))]
pub(super) fn searching() {}
