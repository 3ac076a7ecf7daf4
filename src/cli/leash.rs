//! The leash of a bot that the demo has started: it ends when its standard input does, which it does
//! however the demo comes to its end.

use std::{
    io::{self, Read as _},
    thread,
};

use tokio_util::sync::CancellationToken;

/// Cancels `stop` at the end of standard input.
pub(super) fn until_let_go(stop: CancellationToken) {
    // A thread of its own: reading can't be given up, and the runtime would wait for it.
    thread::spawn(move || {
        let mut nothing = [0];
        while io::stdin().read(&mut nothing).is_ok_and(|read| read > 0) {}
        stop.cancel();
    });
}
