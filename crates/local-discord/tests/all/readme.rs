//! The README names a test for each rule, and each is there.

use std::{collections::BTreeSet, fs, path::Path};

/// The texts between back ticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_rule_of_the_table_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let (_, table) = readme.split_once("## What it refuses").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let rows: Vec<_> = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| **"))
        .skip(1)
        .collect();
    assert!(rows.len() > 50, "{}", rows.len());
    let mut named = BTreeSet::new();
    for row in rows {
        let test = row.trim_end_matches(" |").rsplit("| ").next().unwrap();
        let tests: Vec<_> = quoted(test).collect();
        assert!(!tests.is_empty(), "no test: {row}");
        named.extend(tests);
    }
    for test in named {
        let (file, name) = test.split_once("::").unwrap();
        let source = fs::read_to_string(root.join(format!("tests/all/{file}.rs")));
        let source = source.unwrap_or_else(|_| panic!("no file for {test}"));
        let attribute = source
            .split("#[tokio::test]")
            .skip(1)
            .any(|one| one.trim_start().starts_with(&format!("async fn {name}()")));
        assert!(attribute, "no test {test}");
    }
}
