//! The desk: what moderators do with drafts, articles and settings.
//!
//! | file | holds |
//! |---|---|
//! | `person`, `permission` | who it is, what they may |
//! | `keep`, `source`, `held` | what was given: kept first, then read; what an import would have changed |
//! | `opened`, `like` | a draft as it reads now; a story that it is much like |
//! | `act`, `waiting` | publishing, discarding …; what waits |
//! | `edit`, `withdraw`, `past` | articles: their parts, taking them away, revisions and log |
//! | `settings` | what guilds set for themselves |
//! | `work`, `telling` | due work; telling channels |

mod act;
mod edit;
mod held;
mod keep;
mod like;
mod opened;
mod past;
mod permission;
mod person;
mod settings;
mod source;
mod telling;
mod times;
mod waiting;
mod withdraw;
mod work;

pub(super) use self::settings::Settings;
pub use self::{
    act::{Consent, Done, Why, over},
    keep::{Given, Kept},
    like::Like,
    opened::{Opened, Ready},
    past::Past,
    person::Person,
    source::{ENDINGS, decode_file, format_of_file},
    telling::{TellError, Telling},
    waiting::Waiting,
    withdraw::Taken,
    work::DeskWorker,
};
