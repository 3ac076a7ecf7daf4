//! A file, or a message, that the desk can't take, and what to send instead.

use super::done::size;
use crate::view::{Markup, Message, notice::two_lines};

/// UTF-16 units of a file's name.
const NAME: usize = 100;

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadFile {
    /// Its name ends in nothing that is read.
    Type,
    /// It is larger than that many bytes.
    TooLarge(u64),
    /// What stands in that line (from 1) is not UTF-8.
    Encoding {
        /// The line.
        line: usize,
    },
    /// Its address is no longer good: Discord's last for a day.
    Expired,
    /// Discord did not give it.
    Download,
    /// It does not lie with Discord.
    Foreign,
    /// It came compressed.
    Compressed,
    /// There is nothing in it.
    Empty,
    /// It has that many articles where one is to be changed.
    Many(usize),
}

/// What is wrong with the file of that name, and what to do. `accepted` are the endings that are read,
/// such as `.txt`.
pub(super) fn refused(name: &str, bad: &BadFile, accepted: &[&str]) -> Message {
    let name = Markup::quoted(name.trim(), NAME);
    match bad {
        BadFile::Type => two_lines(
            &format!("{name} is not a kind of file that I read."),
            &format!("Send one that ends in {}.", listed(accepted)),
        ),
        BadFile::TooLarge(limit) => two_lines(
            &format!("{name} is larger than {}.", size(*limit)),
            "Send its stories in several files, or have the operator use `newsdesk import`.",
        ),
        BadFile::Encoding { line } => two_lines(
            &format!("Line {line} of {name} is not UTF-8 text."),
            "Save the file with the encoding UTF-8 and send it again.",
        ),
        BadFile::Expired => two_lines(
            &format!("The link to {name} has expired."),
            "Discord keeps one for a day only. Send the file again.",
        ),
        BadFile::Download => two_lines(
            &format!("{name} could not be fetched from Discord."),
            "Nothing was kept of it. Send it again in a moment.",
        ),
        BadFile::Foreign => two_lines(
            &format!("{name} does not lie with Discord, and nothing else is fetched."),
            "Attach the file itself to the command or to the message.",
        ),
        BadFile::Compressed => two_lines(
            &format!("{name} came compressed."),
            "Unpack it and send the text itself.",
        ),
        BadFile::Empty => two_lines(
            &format!("There is no text in {name}."),
            "Look whether it was saved, and send it again.",
        ),
        BadFile::Many(count) => two_lines(
            &format!("There are {count} stories in {name}, and one is to be changed."),
            "Send a file with that one alone; `/desk add file:` takes many new ones.",
        ),
    }
}

/// A message that has neither text nor a file that is read.
pub(super) fn nothing(accepted: &[&str]) -> Message {
    two_lines(
        "There is nothing in this message that I can read.",
        &format!(
            "Choose one with text, or with a file that ends in {}.",
            listed(accepted)
        ),
    )
}

/// `.txt, .md or .json`
fn listed(endings: &[&str]) -> String {
    match endings {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [more @ .., last] => {
            let more: Vec<String> = more.iter().map(|ending| format!("`{ending}`")).collect();
            format!("{} or `{last}`", more.join(", "))
        }
    }
}
