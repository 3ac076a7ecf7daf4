//! Reading the configuration: the file, then the environment; what is wrong is told all at once.

use std::{fs, io, ops::Range, path::Path};

use super::{Config, ConfigError, DEFAULT_FILE, token};

const PREFIX: &str = "NEWSDESK_";

impl Config {
    /// Reads `file`, or [`DEFAULT_FILE`] where that exists, and what `environment` overrides.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let (config, problems) = Self::examine(file, environment);
        problems.into_iter().next().map_or(Ok(config), Err)
    }

    /// [`Config::load`] that goes on after a problem: what could be read, and everything that is
    /// wrong, in the order of the file.
    pub fn examine(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> (Self, Vec<ConfigError>) {
        let path = file.unwrap_or(Path::new(DEFAULT_FILE));
        let mut problems = Vec::new();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == io::ErrorKind::NotFound => {
                String::new()
            }
            Err(source) => {
                let path = path.to_owned();
                problems.push(ConfigError::Unreadable { path, source });
                String::new()
            }
        };
        let (mut config, mut table) = parse(path, text, &mut problems);
        for (name, value) in environment {
            let Some((section, key)) = overridden(&name) else {
                continue;
            };
            let mut changed = table.clone();
            let section = changed
                .entry(section)
                .or_insert_with(|| toml::Table::new().into());
            if let Some(section) = section.as_table_mut() {
                section.insert(key, value_of(&value));
            }
            match changed.clone().try_into() {
                Ok(overridden) => (config, table) = (overridden, changed),
                Err(error) => problems.push(wrong_variable(name, &error)),
            }
        }
        (config, problems)
    }
}

/// What can be read of a text; what is wrong goes to `problems`, and is taken out.
fn parse(path: &Path, mut text: String, problems: &mut Vec<ConfigError>) -> (Config, toml::Table) {
    if let Some(line) = token::line_with_secret(&text) {
        let path = path.to_owned();
        problems.push(ConfigError::Secret { path, line });
        return Default::default();
    }
    loop {
        let table = toml::from_str::<toml::Table>(&text);
        let parsed = table.and_then(|table| Ok((toml::from_str::<Config>(&text)?, table)));
        let error = match parsed {
            Ok(parsed) => return parsed,
            Err(error) => error,
        };
        problems.push(wrong(path, &text, &error));
        // Of what is no TOML at all, nothing more can be said.
        let readable = toml::from_str::<toml::Table>(&text).is_ok();
        let span = error.span().filter(|_| readable);
        match span.and_then(|span| without(&text, span)) {
            Some(rest) => text = rest,
            None => return Default::default(),
        }
    }
}

/// The text without the lines of a span, and of a section without all of it; every other line
/// stays where it is. None where nothing would change.
fn without(text: &str, span: Range<usize>) -> Option<String> {
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
    let end = span.end.max(span.start + 1).min(text.len());
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |at| from + at);
    let mut end = line_end(text.ceil_char_boundary(end - 1));
    if text[start..].trim_start().starts_with('[') {
        let next = text[end..].find("\n[").map(|at| end + at);
        end = next.unwrap_or(text.len());
    }
    let blank: String = text[start..end].matches('\n').collect();
    let gone = text[start..end].trim().is_empty();
    (!gone).then(|| format!("{}{blank}{}", &text[..start], &text[end..]))
}

fn wrong(path: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    // The error's own display would repeat the line.
    let before = &text[..error.span().map_or(0, |span| span.start.min(text.len()))];
    ConfigError::Wrong {
        path: path.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before.chars().rev().take_while(|c| *c != '\n').count() + 1,
        what: error.message().to_owned(),
    }
}

fn wrong_variable(name: String, error: &toml::de::Error) -> ConfigError {
    let what = error
        .message()
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned();
    ConfigError::Environment { name, what }
}

/// `NEWSDESK_SECTION__KEY` in lower case; other variables are not ours.
fn overridden(name: &str) -> Option<(String, String)> {
    let (section, key) = name.strip_prefix(PREFIX)?.split_once("__")?;
    Some((section.to_lowercase(), key.to_lowercase()))
}

/// Lists as TOML, everything else as the text it is.
fn value_of(text: &str) -> toml::Value {
    let list = text
        .trim_start()
        .starts_with('[')
        .then(|| format!("value = {text}"));
    let list = list.and_then(|list| toml::from_str::<toml::Table>(&list).ok());
    list.and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| text.to_owned().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_told_and_the_rest_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let text = "[store]\npahts = \"x\"\npath = \"kept\"\n[stoer]\npath = 1\nmore = 2\n[log]\nlevel = \"loud\"\n\
            [library]\nimport = [\n  \"a\",\n  2,\n]\n[discord]\ncommand_guild = \"x\"\n";
        fs::write(&path, text).unwrap();
        let variable = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let environment = [
            variable("NEWSDESK_STORE__PAHT", "x"),
            variable("NEWSDESK_LOG__FORMAT", "json"),
            variable("NEWSDESK_LOG__LEVEL", "silent"),
        ];
        let (config, problems) = Config::examine(Some(&path), environment);
        let told = |problem: &ConfigError| match problem {
            ConfigError::Wrong { line, .. } => line.to_string(),
            ConfigError::Environment { name, .. } => name.clone(),
            other => panic!("{other}"),
        };
        let mut told: Vec<String> = problems.iter().map(told).collect();
        told.sort();
        assert_eq!(
            told,
            [
                "12",
                "15",
                "2",
                "4",
                "8",
                "NEWSDESK_LOG__LEVEL",
                "NEWSDESK_STORE__PAHT"
            ],
            "{problems:#?}"
        );
        assert_eq!(config.store.path, Path::new("kept"));
        assert_eq!(format!("{:?}", config.log.format), "Json");

        fs::write(&path, "[store\n").unwrap();
        assert_eq!(Config::examine(Some(&path), []).1.len(), 1);
    }
}
