//! The control socket: how other processes of the same user reach the one that has the database.
//!
//! A running newsdesk [listens](Listener) in a folder beside its database; the command line
//! [connects](connect) there, asks once, and is told [`Frame`] by frame until the end. What can be
//! asked is not this module's concern.
//!
//! | file | holds |
//! |---|---|
//! | `place` | where the socket is, and whose |
//! | `frame` | what is said, as lines of JSON of bounded length |
//! | `server`, `client` | the two ends |

mod client;
mod frame;
mod place;
mod server;

#[cfg(test)]
mod tests;

pub use self::{
    client::{Client, ControlError, connect},
    frame::{End, Frame, Gone, Output, Progress},
    server::{ListenError, Listener},
};
