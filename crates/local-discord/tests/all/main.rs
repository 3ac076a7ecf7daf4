//! The local Discord as a bot meets it: a real WebSocket and real HTTP.

mod bot;
mod interactions;
mod page;
mod page_guard;
mod scripts;
