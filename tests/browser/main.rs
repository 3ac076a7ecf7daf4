//! The demo as people meet it: in Chromium, by WebDriver. Where Chromium, its driver or axe-core is
//! missing the tests say that they were skipped, or fail where `NEWSDESK_BROWSER` is `required`.
//!
//! Pictures of what was seen are in `target/tmp/shots`.

mod axe;
mod clock;
mod demo;
mod guide;
mod keyboard;
mod moderators;
mod other_bot;
mod people;
mod phone;
#[path = "../shared/started.rs"]
mod started;
mod tab;
mod trouble;
