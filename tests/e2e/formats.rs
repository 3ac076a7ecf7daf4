//! Articles in every format, into the library and out of it again.

use std::{fs, path::Path, process::Stdio};

use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::{
    command_line::{folder, newsdesk, output},
    desk::REAL,
};

const MARKDOWN: &str = "---\npublished: 2025-09-02\ntopics: [Harbour]\n---\n# The Ferry Sails\n\n\
     It *sails* [again](https://example.org/ferry).\n\n## Why\n\nThe wind turned.\n";
const JSON: &str = r#"{
  "headline": "The Lamp Is Lit",
  "published": "2025-09-03",
  "lede": "It burns.\n\nAll night."
}"#;
const JSONL: &str =
    "{\"headline\":\"One\",\"lede\":[\"A.\"]}\n{\"headline\":\"Two\",\"lede\":[\"B.\"]}\n";

/// A folder with an article in each format, and a file that is about them.
fn every_format() -> tempfile::TempDir {
    folder(&[
        ("a.txt", REAL),
        ("b.md", MARKDOWN),
        ("c.json", JSON),
        ("d.jsonl", JSONL),
        ("README.md", "What lies here."),
    ])
}

async fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = output(folder, arguments).await;
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    out
}

async fn refused(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = output(folder, arguments).await;
    assert_eq!(code, 1, "{arguments:?}: {out}{err}");
    out + &err
}

#[tokio::test]
async fn every_format_is_checked_and_imported() {
    let folder = every_format();
    let out = succeed(folder.path(), &["check", "."]).await;
    assert_eq!(
        out.trim(),
        "4 files: 5 articles can be read; 0 files with problems"
    );
    let out = succeed(folder.path(), &["import", "."]).await;
    for part in [
        "new #H1 Kim Jong Un",
        "b.md: new #H2 The Ferry Sails",
        "c.json: new #H3 The Lamp Is Lit",
        "d.jsonl: new #H5 Two",
        "5 new, 0 updated, 0 unchanged; 0 files refused",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let out = succeed(folder.path(), &["export"]).await;
    for part in [
        "The Ferry Sails\nPublished 2 September 2025\nNumber: 2\nLibrary: house\nState: published\nRevision: 1\n",
        "Topics: Harbour\n\nIt sails again (https://example.org/ferry).\n\n## Why\nThe wind turned.\n",
        "\nIt burns.\nAll night.\n",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
}

#[tokio::test]
async fn each_format_says_where_it_is_wrong() {
    let folder = folder(&[
        ("a.md", "---\ntitle: A\n---\n# A\n\n## B\n\nText.\n"),
        ("b.json", "{\n  \"headline\": 7\n}"),
        (
            "c.jsonl",
            "{\"headline\":\"A\",\"lede\":\"L.\"}\n{\"headline\":\"B\"\n{\"headline\":\"C\",\"lede\":\"L.\"}\n",
        ),
        ("README.md", "no article"),
        ("d.docx", "x"),
    ]);
    let out = refused(folder.path(), &["check", "."]).await;
    for part in [
        "a.md:2:1",
        "the key “title” is unknown",
        "a.md:6:4",
        "b.json:2:15",
        "`headline` is a number",
        "b.json:1:1",
        "there is no `lede`",
        "c.jsonl:2:",
        "this is not JSON",
        "3 files: 2 articles can be read; 3 files with problems",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let out = refused(folder.path(), &["check", "README.md", "d.docx"]).await;
    for part in [
        "“no article” stands where the headline should",
        "d.docx: its ending tells no format",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let out = refused(folder.path(), &["import", "."]).await;
    assert!(
        out.contains("new #H1 A") && out.contains("new #H2 C"),
        "{out}"
    );
}

#[tokio::test]
async fn an_import_of_an_export_gives_the_same_library() {
    let (one, other) = (every_format(), folder(&[]));
    succeed(one.path(), &["import", "."]).await;
    succeed(one.path(), &["import", "--guild", "77", "b.md"]).await;
    fs::write(one.path().join("c.json"), JSON.replace("burns", "glows")).expect("a file");
    succeed(one.path(), &["import", "c.json"]).await;
    fs::write(
        one.path().join("gone.jsonl"),
        "{\"headline\":\"Two\",\"lede\":[\"B.\"],\"state\":\"withdrawn\"}",
    )
    .expect("a file");
    let out = succeed(one.path(), &["import", "gone.jsonl"]).await;
    assert!(out.contains("updated #H5 Two"), "{out}");

    for (format, name) in [("text", "all.txt"), ("jsonl", "all.jsonl")] {
        let there = other.path().join(format).join(name);
        fs::create_dir(other.path().join(format)).expect("a folder");
        let file = there.to_str().expect("a path");
        let arguments = ["export", "--all", "--format", format, "-o", file];
        let out = succeed(one.path(), &arguments).await;
        assert_eq!(out, "", "it is in the file");
        let folder = there.parent().expect("a folder");
        let out = succeed(folder, &["import", name]).await;
        assert!(out.contains("6 new, 0 updated, 0 unchanged"), "{out}");
        assert!(out.contains("new #1 The Ferry Sails"), "{out}");
        let again = succeed(folder, &["export", "--all", "--format", format]).await;
        assert_eq!(again, fs::read_to_string(&there).expect("text"));
        assert!(
            again.contains("withdrawn") && again.contains("It glows."),
            "{again}"
        );
        let out = succeed(folder, &["import", name]).await;
        assert!(out.contains("0 new, 0 updated, 6 unchanged"), "{out}");
        // One guild's own, and nothing of it in the house's.
        let own = succeed(folder, &["export", "--guild", "77", "--format", format]).await;
        assert!(own.contains("Ferry") && !own.contains("Lamp"), "{own}");
        let house = succeed(folder, &["export", "--format", format]).await;
        assert!(again.starts_with(&house), "{house}");
        let left = fs::read_dir(folder).expect("a folder").count();
        assert_eq!(left, 2, "the export and the database");
    }
}

#[tokio::test]
async fn the_shipped_article_comes_through_unchanged() {
    let folder = folder(&[("real.txt", REAL)]);
    succeed(folder.path(), &["import", "real.txt"]).await;
    succeed(
        folder.path(),
        &["export", "--format", "jsonl", "-o", "real.jsonl"],
    )
    .await;
    let out = succeed(folder.path(), &["import", "real.jsonl"]).await;
    assert!(out.contains("unchanged #H1 Kim Jong Un"), "{out}");
    let out = succeed(folder.path(), &["import", "real.txt"]).await;
    assert!(out.contains("unchanged #H1 Kim Jong Un"), "{out}");
    // In another library it is a plain story.
    let out = succeed(folder.path(), &["import", "--guild", "9", "real.jsonl"]).await;
    assert!(out.contains("new #1 Kim Jong Un"), "{out}");
}

#[tokio::test]
async fn a_number_that_is_not_free_is_told() {
    let folder = folder(&[
        ("a.jsonl", "{\"headline\":\"A\",\"lede\":\"L.\"}"),
        (
            "b.jsonl",
            "{\"headline\":\"B\",\"lede\":\"M.\",\"number\":9}",
        ),
    ]);
    let out = succeed(folder.path(), &["import", "."]).await;
    assert!(out.contains("new #H2 B (number 9 in the file)"), "{out}");
    let out = succeed(folder.path(), &["import", "--json", "b.jsonl"]).await;
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let article = &report["files"][0]["articles"][0];
    assert_eq!(
        (&article["number"], &article["number_in_file"]),
        (&"#H2".into(), &9.into())
    );
    assert_eq!(article["outcome"], "unchanged");
}

#[tokio::test]
async fn an_export_goes_where_it_is_asked_to_or_says_why_not() {
    let folder = folder(&[("real.txt", REAL)]);
    let said = refused(folder.path(), &["export"]).await;
    assert!(said.contains("there is no database at"), "{said}");
    assert!(!folder.path().join("newsdesk.db").exists(), "none was made");
    succeed(folder.path(), &["import", "real.txt"]).await;

    let said = refused(folder.path(), &["export", "-o", "no/such/folder.txt"]).await;
    assert!(
        said.contains("no/such/folder.txt can't be written: its folder is not to be found"),
        "{said}"
    );
    assert!(!said.contains("tmp"), "{said}");
    fs::write(folder.path().join("old.txt"), "old").expect("a file");
    std::os::unix::fs::symlink("old.txt", folder.path().join("link.txt")).expect("a link");
    succeed(folder.path(), &["export", "-o", "link.txt"]).await;
    let old = fs::read_to_string(folder.path().join("old.txt")).expect("text");
    assert!(old.starts_with("Kim Jong Un"), "{old}");
    succeed(folder.path(), &["export", "-o", "/dev/null"]).await;
    assert!(!Path::new("/dev/null").is_file(), "a device stays one");
    assert_eq!(
        succeed(folder.path(), &["export", "--guild", "5"]).await,
        ""
    );
    let (code, _, err) = output(folder.path(), &["export", "--all", "--guild", "5"]).await;
    assert!(code == 2 && err.contains("cannot be used with"), "{err}");
}

#[tokio::test]
async fn a_reader_that_leaves_ends_the_export_quietly() {
    let mut lines = String::new();
    for number in 0..2000 {
        lines += &format!(
            "{{\"headline\":\"No {number}\",\"lede\":[\"{}\"]}}\n",
            "x".repeat(500)
        );
    }
    let folder = folder(&[("many.jsonl", &lines)]);
    succeed(folder.path(), &["import", "many.jsonl"]).await;
    let mut command = newsdesk(folder.path(), &["export", "--format", "jsonl"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut out = BufReader::new(child.stdout.take().expect("its output")).lines();
    let first = out.next_line().await.expect("a line").expect("a line");
    assert!(first.contains("No 0"), "{first}");
    drop(out);
    let ended = child.wait_with_output().await.expect("it ended");
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}
