//! What can be configured: `config.toml`, then the environment.

mod briefing;
mod load;
mod size;
mod token;

use std::{io, path::PathBuf};

use serde::{Deserialize, Deserializer, de::Error as _};
use url::Url;

pub use self::briefing::Briefing;
pub use self::token::{HOW_TO_GET_A_TOKEN, TokenError, token};
use crate::article::GuildId;

/// The file that is read where none is named.
pub const DEFAULT_FILE: &str = "config.toml";

/// Every key, checked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// How Discord is reached.
    pub discord: Discord,
    /// Where the database is.
    pub store: Store,
    /// The house library.
    pub library: Library,
    /// The daily briefings.
    pub briefing: Briefing,
    /// What moderators can do.
    pub desk: Desk,
    /// What is logged.
    pub log: Log,
}

/// How Discord is reached.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Discord {
    /// A server that speaks Discord's REST in its stead and owns the rate limits.
    #[serde(deserialize_with = "http_address")]
    pub http_proxy: Option<Url>,
    /// The only guild in which commands are registered.
    #[serde(deserialize_with = "guild")]
    pub command_guild: Option<GuildId>,
}

/// Where the database is.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// Its folder.
    #[serde(deserialize_with = "folder")]
    pub path: PathBuf,
}

/// The house library: what is read into it at start, and who edits it.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Library {
    /// Files, and folders of them.
    pub import: Vec<PathBuf>,
    /// The guild whose desk edits the house library.
    #[serde(deserialize_with = "guild")]
    pub home_guild: Option<GuildId>,
}

/// What moderators can do.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Desk {
    /// The most bytes of a file that is given to it.
    #[serde(deserialize_with = "file_size")]
    pub max_file_size: u64,
}

/// What is logged.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// The least level that is written.
    pub level: Level,
    /// In which form.
    pub format: LogFormat,
}

/// A level of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Only what failed.
    Error,
    /// And what may become a failure.
    Warn,
    /// And what happens.
    #[default]
    Info,
    /// And how.
    Debug,
    /// And every step.
    Trace,
}

/// The form of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Pretty,
    /// One JSON object a line.
    Json,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            path: "newsdesk.db".into(),
        }
    }
}

impl Default for Library {
    fn default() -> Self {
        Self {
            import: vec!["data".into()],
            home_guild: None,
        }
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            max_file_size: size::MIB,
        }
    }
}

/// Why the configuration was refused; never repeats a value that may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was named can't be read.
    #[error("{} can't be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A key or a value is wrong.
    #[error("{}, line {line}, column {column}: {what}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// A secret stands in the file.
    #[error(
        "{}, line {line}: a secret has no place in this file; take it out, reset the token if anyone may have seen it, and set the environment variable DISCORD_TOKEN", path.display()
    )]
    Secret {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
    },
    /// An environment variable is wrong.
    #[error("environment variable {name}: {what}")]
    Environment {
        /// Its name.
        name: String,
        /// What is wrong.
        what: String,
    },
}

fn http_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Url>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Some(url)),
        _ => Err(D::Error::custom(
            "http_proxy must be an address such as \"http://127.0.0.1:3000\", or empty",
        )),
    }
}

fn folder<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    let path = PathBuf::deserialize(deserializer)?;
    if path.as_os_str().is_empty() {
        return Err(D::Error::custom(
            "path must name a folder, such as \"newsdesk.db\"",
        ));
    }
    Ok(path)
}

fn file_size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let bytes = size::parse(&String::deserialize(deserializer)?);
    let bytes = bytes.filter(|bytes| (size::KIB..=8 * size::MIB).contains(bytes));
    bytes.ok_or_else(|| D::Error::custom("it must be a size from \"1 KiB\" to \"8 MiB\""))
}

fn guild<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<GuildId>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    let id = text.parse().ok().filter(|id| *id != 0);
    id.map(|id| Some(GuildId(id)))
        .ok_or_else(|| D::Error::custom("it must be a guild's id (digits, in quotes), or empty"))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        fs::write(&path, text).expect("written");
        let environment = environment
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()));
        Config::load(Some(&path), environment).map_err(|error| {
            error
                .to_string()
                .replace(path.to_str().expect("a path"), "config.toml")
        })
    }

    #[test]
    fn the_shipped_file_holds_every_key_with_its_default() {
        let text = include_str!("../../config.toml");
        let shipped = load(text, &[]).expect("it loads");
        assert_eq!(format!("{shipped:?}"), format!("{:?}", Config::default()));
        // Every key stands there: taking any away must make the two texts differ.
        for key in [
            "http_proxy",
            "command_guild",
            "path",
            "import",
            "home_guild",
            "time_zone",
            "grace",
            "limit",
            "max_file_size",
            "level",
            "format",
        ] {
            assert!(
                text.lines().any(|line| line.trim_start().starts_with(key)),
                "{key} is missing"
            );
        }
    }

    #[test]
    fn the_environment_overrides() {
        let config = load(
            "[store]\npath = \"a\"\n",
            &[
                ("NEWSDESK_STORE__PATH", "b"),
                ("NEWSDESK_LIBRARY__IMPORT", "[\"x\", \"y\"]"),
                ("NEWSDESK_DISCORD__HTTP_PROXY", "http://127.0.0.1:3000"),
                ("NEWSDESK_DESK__MAX_FILE_SIZE", "2.5 MB"),
                ("NEWSDESK_BRIEFING__TIME_ZONE", "europe/berlin"),
                ("NEWSDESK_BRIEFING__GRACE", "90m"),
                ("NEWSDESK_BRIEFING__LIMIT", "3"),
                ("NEWSDESK_HOME", "not ours"),
            ],
        )
        .expect("it loads");
        assert_eq!(config.store.path, Path::new("b"));
        assert_eq!(config.library.import, [Path::new("x"), Path::new("y")]);
        assert_eq!(config.desk.max_file_size, 2_500_000);
        let Briefing {
            time_zone,
            grace,
            limit,
        } = config.briefing;
        assert_eq!(time_zone.name(), "Europe/Berlin");
        assert_eq!((grace.num_minutes(), limit), (90, 3));
        assert_eq!(config.discord.http_proxy.expect("set").port(), Some(3000));
    }

    #[test]
    fn what_is_wrong_is_named_and_no_secret_repeated() {
        let token = "MTE5MjQ3NjU0MzIxMDk4NzY1.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB";
        for (text, environment, wanted) in [
            (
                "\n[store]\npaht = \"a\"\n",
                None,
                "config.toml, line 3, column 1: unknown field `paht`, expected `path`",
            ),
            (
                "[stroe]\n",
                None,
                "config.toml, line 1, column 2: unknown field `stroe`",
            ),
            (
                "[discord]\nhttp_proxy = \"nonsense\"\n",
                None,
                "config.toml, line 2, column 14: http_proxy must be an address",
            ),
            (
                "[discord]\ncommand_guild = \"abc\"\n",
                None,
                "config.toml, line 2, column 17: it must be a guild's id",
            ),
            (
                "[library]\nhome_guild = \"0\"\n",
                None,
                "config.toml, line 2, column 14: it must be a guild's id",
            ),
            (
                "[desk]\nmax_file_size = \"9 MiB\"\n",
                None,
                "config.toml, line 2, column 17: it must be a size from \"1 KiB\" to \"8 MiB\"",
            ),
            (
                "[briefing]\ntime_zone = \"Berlin\"\n",
                None,
                "config.toml, line 2, column 13: it must be an IANA time zone",
            ),
            (
                "[briefing]\ngrace = \"2 days\"\n",
                None,
                "config.toml, line 2, column 9: it must be a time from",
            ),
            (
                "[briefing]\nlimit = 9\n",
                None,
                "config.toml, line 2, column 9: it must be a number from 1 to 8",
            ),
            (
                "",
                Some(("NEWSDESK_BRIEFING__LIMIT", "many")),
                "environment variable NEWSDESK_BRIEFING__LIMIT: it must be a number from 1 to 8",
            ),
            (
                "[log]\nlevel = \"loud\"\n",
                None,
                "config.toml, line 2, column 9: unknown variant `loud`",
            ),
            (
                "[discord]\ntoken = \"x\"\n",
                None,
                "config.toml, line 2: a secret has no place",
            ),
            (
                &format!("# {token}\n"),
                None,
                "config.toml, line 1: a secret has no place",
            ),
            (
                "",
                Some(("NEWSDESK_STORE__PATH", "")),
                "environment variable NEWSDESK_STORE__PATH: path must name a folder",
            ),
            (
                "",
                Some(("NEWSDESK_DESK__MAX_FILE_SIZE", "1000 bytes")),
                "environment variable NEWSDESK_DESK__MAX_FILE_SIZE: it must be a size from",
            ),
            (
                "",
                Some(("NEWSDESK_STORE__PAHT", "a")),
                "environment variable NEWSDESK_STORE__PAHT: unknown field `paht`",
            ),
            (
                "",
                Some(("NEWSDESK_LIBRARY__IMPORT", "[")),
                "environment variable NEWSDESK_LIBRARY__IMPORT: invalid type",
            ),
        ] {
            let said = load(text, environment.as_slice()).expect_err(text);
            assert!(said.starts_with(wanted), "{said}\nwanted {wanted}");
            assert!(!said.contains(token));
        }
    }
}
