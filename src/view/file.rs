//! A file that a message brings along.

/// Most characters of a file's name.
const MAX_NAME: usize = 100;

/// A file that a message brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    name: String,
    bytes: Vec<u8>,
}

impl File {
    /// A file; of `name` stays what any system and address takes as it is, so that the message can
    /// name it.
    pub fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let plain = |char: char| match char {
            '.' | '-' | '_' => char,
            _ if char.is_ascii_alphanumeric() => char,
            _ => '_',
        };
        let name: String = name.chars().map(plain).collect();
        // The end has the ending, which says how to read it.
        let end = &name[name.len().saturating_sub(MAX_NAME)..];
        let name = match end.trim_start_matches(['.', '_', '-']) {
            "" => "file",
            name => name,
        };
        Self {
            name: name.to_owned(),
            bytes: bytes.into(),
        }
    }

    /// ASCII letters, digits, `.`, `-` and `_`; never empty.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is in it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_one_that_a_message_can_name() {
        let long = format!("{}.jsonl", "x".repeat(200));
        for (given, wanted) in [
            ("story-7.txt", "story-7.txt"),
            ("A Quiet Harbour (2).md", "A_Quiet_Harbour__2_.md"),
            ("../../etc/passwd", "etc_passwd"),
            ("geschäft/日本.txt", "gesch_ft___.txt"),
            (".hidden", "hidden"),
            ("日本", "file"),
            ("", "file"),
            (&long, &long[long.len() - MAX_NAME..]),
        ] {
            assert_eq!(File::new(given, "x").name(), wanted, "{given}");
        }
    }
}
