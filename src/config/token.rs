//! The one secret: where it comes from, and where it has no place.

use std::{fs, io, path::PathBuf};

use secrecy::{ExposeSecret, SecretString};

/// The bot's token, from `DISCORD_TOKEN` or the file that `DISCORD_TOKEN_FILE` names.
pub fn token() -> Result<SecretString, TokenError> {
    let given = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.trim().is_empty())
    };
    let token = match (given("DISCORD_TOKEN"), given("DISCORD_TOKEN_FILE")) {
        (Some(token), _) => token,
        (None, Some(path)) => {
            fs::read_to_string(&path).map_err(|source| TokenError::Unreadable {
                path: path.into(),
                source,
            })?
        }
        (None, None) => return Err(TokenError::Missing),
    };
    let token = SecretString::from(token.trim().trim_start_matches("Bot ").to_owned());
    let printable = token.expose_secret().bytes().all(|b| b.is_ascii_graphic());
    if token.expose_secret().is_empty() || !printable {
        return Err(TokenError::Malformed);
    }
    Ok(token)
}

/// What to do where there is none.
pub const HOW_TO_GET_A_TOKEN: &str = "Create an application at \
    https://discord.com/developers/applications, open its page “Bot”, press “Reset Token”, and start \
    again with that token in the environment variable DISCORD_TOKEN (or the name of a file that holds \
    it in DISCORD_TOKEN_FILE). To look around without one: newsdesk demo";

/// Why there is no token; never repeats one.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Neither variable is set.
    #[error("no Discord token. {}", HOW_TO_GET_A_TOKEN)]
    Missing,
    /// The file can't be read.
    #[error("the file that DISCORD_TOKEN_FILE names, {}, can't be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It has characters that no token has.
    #[error("the Discord token is empty or has spaces or special characters in it: copy it again")]
    Malformed,
}

/// The first line, from 1, with a key that names a secret or a value that looks like a bot's token.
pub(super) fn line_with_secret(text: &str) -> Option<usize> {
    let names_one = |line: &str| {
        let key = line
            .split('=')
            .next()
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        !line.trim_start().starts_with('#')
            && ["token", "secret", "password"]
                .iter()
                .any(|word| key.contains(word))
    };
    let is_one = |line: &str| {
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        line.split(|c| !word(c)).any(looks_like_token)
    };
    text.lines()
        .position(|line| names_one(line) || is_one(line))
        .map(|index| index + 1)
}

/// Three parts of base 64 between dots: at least 18, 6 and 27 characters.
fn looks_like_token(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('.').map(str::len).collect();
    matches!(lengths[..], [id, time, key] if id >= 18 && time >= 6 && key >= 27)
}
