use std::{ffi::OsString, path::PathBuf};

use serde::{Deserialize, Serialize};

/// A path in a request. As text it is as long there as on the command line; one that is no text
/// may have any bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Name {
    Text(String),
    Bytes(OsString),
}

impl From<PathBuf> for Name {
    fn from(path: PathBuf) -> Self {
        match path.into_os_string().into_string() {
            Ok(text) => Self::Text(text),
            Err(bytes) => Self::Bytes(bytes),
        }
    }
}

impl From<Name> for PathBuf {
    fn from(name: Name) -> Self {
        match name {
            Name::Text(text) => text.into(),
            Name::Bytes(bytes) => bytes.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt as _;

    use super::*;

    #[test]
    fn every_path_comes_back_and_text_is_no_longer_than_it_was() {
        for (bytes, said) in [
            (&b"news/\xc3\xa9.txt"[..], Some("\"news/\u{e9}.txt\"")),
            (b"a\nb", Some("\"a\\nb\"")),
            (b"news/\xff.txt", None),
        ] {
            let path = PathBuf::from(OsString::from_vec(bytes.to_vec()));
            let json = serde_json::to_string(&Name::from(path.clone())).unwrap();
            assert!(said.is_none_or(|said| said == json), "{json}");
            let back: Name = serde_json::from_str(&json).unwrap();
            assert_eq!(PathBuf::from(back), path);
        }
    }
}
