//! `newsdesk import`, by itself and through a running bot.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use local_discord::{LocalDiscord, Setup};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use crate::{
    command_line::{BROKEN, folder, newsdesk, output, running, said},
    desk::REAL,
};

#[tokio::test]
async fn import_takes_what_it_can_read_and_refuses_the_rest() {
    let folder = folder(&[("good.txt", REAL), ("bad.txt", BROKEN)]);
    let (code, out, _) = output(folder.path(), &["import", "--dry-run", "."]).await;
    assert_eq!(code, 1);
    assert!(
        out.contains("would be: 1 new") && out.contains("new Kim Jong Un"),
        "{out}"
    );
    assert!(
        !folder.path().join("newsdesk.db").exists(),
        "a dry run leaves nothing behind"
    );
    let (code, out, _) = output(folder.path(), &["import", "."]).await;
    assert_eq!(code, 1);
    assert!(
        out.contains("new #H1 Kim Jong Un Attends") && out.contains("bad.txt:2:"),
        "{out}"
    );
    let (code, out, _) = output(folder.path(), &["import", "good.txt"]).await;
    assert_eq!(code, 0);
    assert!(out.contains("0 new, 0 updated, 1 unchanged"), "{out}");
    fs::write(
        folder.path().join("good.txt"),
        REAL.replace("fortress", "castle"),
    )
    .expect("a file");
    let (code, out, _) = output(folder.path(), &["import", "--json", "good.txt"]).await;
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let article = &report["files"][0]["articles"][0];
    assert_eq!(
        (
            code,
            &article["outcome"],
            &article["number"],
            &article["revision"]
        ),
        (0, &"updated".into(), &"#H1".into(), &2.into())
    );
    let (code, out, _) = output(folder.path(), &["import", "--guild", "77", "good.txt"]).await;
    assert!(code == 0 && out.contains("new #1 Kim"), "{out}");
}

#[tokio::test]
async fn stories_of_one_import_do_not_take_each_others_place() {
    let alpha = "Alpha\nPublished 1 May 2025\nSource: https://agency.example/\n\nOne.\n";
    let beta = alpha.replace("Alpha", "Beta").replace("1 May", "2 May");
    let folder = folder(&[
        ("a.txt", alpha),
        ("b.txt", &beta),
        ("c.txt", "Weather\n\nFine.\n====\nWeather\n\nRain.\n"),
        ("d.txt", alpha),
    ]);
    let (code, out, _) = output(folder.path(), &["import", "."]).await;
    assert_eq!(code, 1);
    for part in [
        "new #H1 Alpha",
        "“Beta” has the same first source as “Alpha”",
        "b.txt:1:1",
        "new #H2 Weather",
        "“Weather” stands in this import already",
        "d.txt: unchanged #H1 Alpha",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    assert!(!out.contains("updated #"), "{out}");
    // Imported again by itself, a story of the same source is that story.
    let (code, out, _) = output(folder.path(), &["import", "b.txt"]).await;
    assert!(code == 0 && out.contains("updated #H1 Beta"), "{out}");
}

#[tokio::test]
async fn what_is_no_file_is_refused_and_a_start_by_hand_does_not_hide_one_at_start() {
    let folder = folder(&[("news.txt", REAL)]);
    let pipe = folder.path().join("pipe.txt");
    let made = Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .await
        .expect("mkfifo");
    assert!(made.success());
    let (code, out, _) = output(folder.path(), &["import", "--guild", "5", "."]).await;
    assert!(
        code == 1 && out.contains("pipe.txt: refused: it is no file") && out.contains("new #1"),
        "{out}"
    );

    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let guild = discord.guild("Harbour Town");
    let (news, mara) = (guild.text_channel("news"), guild.member("Mara"));
    let _child = running(&discord, folder.path()).await;
    let message = mara
        .slash(&news, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(
        message.text().contains("#H1"),
        "the house has it too: {}",
        message.text()
    );
}

/// Writes files of an article each; gives their folder.
pub(crate) fn generated(home: &Path, count: usize) -> PathBuf {
    let folder = home.join("generated");
    fs::create_dir(&folder).expect("a folder");
    for number in 0..count {
        let text =
            format!("Generated Story {number}\nPublished 1 May 2020\n\nThe lede of {number}.\n");
        fs::write(folder.join(format!("{number:05}.txt")), text).expect("a file");
    }
    folder
}

/// Numbers of a report as JSON: new, updated, unchanged, refused files.
fn counts(out: &str) -> [u64; 4] {
    let report: Value = serde_json::from_str(out).expect("JSON");
    ["new", "updated", "unchanged", "refused_files"]
        .map(|key| report[key].as_u64().expect("a count"))
}

#[tokio::test]
async fn patterns_name_files_and_one_that_matches_nothing_is_refused() {
    let folder = folder(&[("a.txt", REAL), ("b.md.txt", "Weather\n\nFine.\n")]);
    fs::create_dir(folder.path().join("deep")).expect("a folder");
    fs::write(folder.path().join("deep/c.txt"), "Deep\n\nDown.\n").expect("a file");
    let (code, out, _) = output(folder.path(), &["check", "**/*.txt"]).await;
    assert!(code == 0 && out.contains("3 files: 3 articles"), "{out}");
    let (code, out, _) = output(folder.path(), &["import", "**/c*.txt", "?.txt", "*.none"]).await;
    assert_eq!(code, 1);
    for part in [
        "deep/c.txt: new #H1 Deep",
        "a.txt: new #H2 Kim",
        "*.none: refused: no file matches this pattern",
        "2 new, 0 updated, 0 unchanged; 1 file refused",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
}

#[tokio::test]
async fn a_dry_run_says_what_the_import_then_does() {
    let source = "Alpha\nPublished 1 May 2025\nSource: https://agency.example/1\n\nOne.\n";
    let moved = source.replace("1 May", "2 May");
    let folder = folder(&[
        ("a.txt", source),
        ("b.txt", source),
        ("c.txt", &moved),
        ("d.txt", "Weather\n\nFine.\n"),
    ]);
    let files = ["a.txt", "b.txt", "c.txt", "d.txt"];
    let planned = [&["--json", "import", "--dry-run"][..], &files].concat();
    let (_, planned, _) = output(folder.path(), &planned).await;
    let done = [&["import", "--json"][..], &files].concat();
    let (_, done, _) = output(folder.path(), &done).await;
    assert_eq!(counts(&planned), counts(&done));
    assert_eq!(counts(&done), [2, 1, 1, 0], "{done}");
    let outcomes = |text: &str| -> Vec<Value> {
        let report: Value = serde_json::from_str(text).expect("JSON");
        let files = report["files"].as_array().expect("files").iter();
        files
            .map(|file| file["articles"][0]["outcome"].clone())
            .collect()
    };
    assert_eq!(outcomes(&planned), outcomes(&done));
}

#[tokio::test]
async fn a_large_file_goes_in_by_parts_and_as_a_whole() {
    let mut text = String::new();
    for number in 0..1000 {
        write!(
            text,
            "Story {number}\nPublished 1 May 2020\n\nLede {number}.\n======\n"
        )
        .expect("text");
    }
    let folder = folder(&[("large.txt", text.as_str())]);
    let (code, out, err) = output(folder.path(), &["import", "--json", "large.txt"]).await;
    assert_eq!((code, counts(&out)), (0, [1000, 0, 0, 0]), "{err}");
    let report: Value = serde_json::from_str(&out).expect("JSON");
    let articles = report["files"][0]["articles"].as_array().expect("articles");
    for (at, article) in articles.iter().enumerate() {
        assert_eq!(article["number"], format!("#H{}", at + 1));
        assert_eq!(article["headline"], format!("Story {at}"));
    }
    let (code, out, _) = output(folder.path(), &["verify", "--json"]).await;
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(
        (code, &report["articles"], &report["changes"]),
        (0, &1000.into(), &1000.into())
    );
}

#[tokio::test]
async fn an_import_that_is_interrupted_ends_between_articles() {
    let folder = folder(&[]);
    generated(folder.path(), 3000);
    let mut command = newsdesk(folder.path(), &["import", "generated"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let first = lines.next_line().await.expect("a line").expect("one");
    assert!(first.contains("00000.txt: new #H1"), "{first}");
    let pid = child.id().expect("it runs").to_string();
    let killed = Command::new("kill").args(["-INT", &pid]).status().await;
    assert!(killed.expect("kill").success());
    while lines.next_line().await.expect("text").is_some() {}
    let (code, _, err) = said(child.wait_with_output().await.expect("it ended"));
    let last = err.lines().last().unwrap_or_default();
    assert_eq!((code, last), (1, "newsdesk: stopped before it was done"));

    let (code, out, _) = output(folder.path(), &["--json", "import", "generated"]).await;
    let [new, updated, unchanged, refused] = counts(&out);
    assert_eq!((code, updated, refused, new + unchanged), (0, 0, 0, 3000));
    assert!(unchanged > 0 && new > 0, "{unchanged} went in before");
    let (code, out, _) = output(folder.path(), &["verify"]).await;
    assert!(code == 0 && out.starts_with("3000 articles, "), "{out}");
}

#[tokio::test]
async fn people_are_answered_while_much_is_imported() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let guild = discord.guild("Harbour Town");
    let (news, mara) = (guild.text_channel("news"), guild.member("Mara"));
    let folder = folder(&[("news.txt", REAL)]);
    let child = running(&discord, folder.path()).await;
    generated(folder.path(), 3000);
    let mut importing = newsdesk(folder.path(), &["import", "--json", "generated"]);
    let mut importing = std::pin::pin!(importing.output());
    let mut answers = 0;
    let imported = loop {
        tokio::select! {
            imported = &mut importing => break imported.expect("it ran"),
            answer = mara.slash(&news, "summary").send() => {
                let text = answer.expect("an answer within 3 s").message().text().to_owned();
                assert!(text.contains("Kim Jong Un"), "the newest all along: {text}");
                answers += 1;
            }
        }
    };
    let (code, out, err) = said(imported);
    assert_eq!((code, counts(&out)), (0, [3000, 0, 0, 0]), "{err}");
    assert!(answers > 10, "{answers} answers meanwhile");
    let asked = mara
        .slash(&news, "summary")
        .option("article", "generated story 2999");
    let text = asked
        .send()
        .await
        .expect("an answer")
        .message()
        .text()
        .to_owned();
    assert!(text.contains("The lede of 2999"), "{text}");
    drop(child);
    discord.stop().await;
}

/// An import of much through the running bot, and the first line that it said.
async fn begun(folder: &Path) -> (Child, Lines<BufReader<ChildStdout>>) {
    let mut command = newsdesk(folder, &["import", "generated"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let first = lines.next_line().await.expect("a line");
    assert!(first.expect("one").contains("00000.txt: "));
    (child, lines)
}

#[tokio::test]
async fn an_import_ends_with_who_asked_for_it_and_with_the_bot() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let folder = folder(&[("news.txt", REAL)]);
    let bot = running(&discord, folder.path()).await;
    generated(folder.path(), 3000);

    let (mut importing, _) = begun(folder.path()).await;
    importing.kill().await.expect("killed");
    // Whatever is under way by now, the next one finds whole articles.
    let (mut importing, mut lines) = begun(folder.path()).await;
    let pid = bot.id().expect("it runs").to_string();
    let killed = Command::new("kill").args(["-TERM", &pid]).status().await;
    assert!(killed.expect("kill").success());
    while lines.next_line().await.expect("text").is_some() {}
    let mut err = String::new();
    let said_last = importing.stderr.as_mut().expect("its errors");
    said_last.read_to_string(&mut err).await.expect("text");
    let code = importing.wait().await.expect("it ended").code();
    assert_eq!(
        (code, err.as_str()),
        (
            Some(1),
            "newsdesk: the running newsdesk was stopped before it was done\n"
        )
    );
    let (code, _, err) = said(bot.wait_with_output().await.expect("it ended"));
    assert_eq!(code, 0, "{err}");

    let (code, out, _) = output(folder.path(), &["--json", "import", "generated"]).await;
    let [new, updated, unchanged, refused] = counts(&out);
    assert_eq!((code, updated, refused, new + unchanged), (0, 0, 0, 3000));
    assert!(unchanged > 0 && new > 0, "{unchanged} went in before");
    let (code, out, _) = output(folder.path(), &["verify"]).await;
    assert!(code == 0 && out.starts_with("3001 articles, "), "{out}");
    discord.stop().await;
}

#[tokio::test]
async fn large_json_lines_are_read_part_by_part_with_their_lines() {
    let lede = "Long enough. ".repeat(100);
    let mut text = String::new();
    for number in 1..=2000 {
        let headline = if number == 1900 {
            "7".to_owned()
        } else {
            format!("\"Story {number}\"")
        };
        writeln!(
            text,
            "{{\"headline\": {headline}, \"lede\": \"{lede}\", \"published\": \"2020-05-01\"}}"
        )
        .expect("text");
    }
    assert!(text.len() > 2 * 1024 * 1024, "several parts");
    let folder = folder(&[("all.jsonl", text.as_str())]);
    let (code, out, err) = output(folder.path(), &["import", "--json", "all.jsonl"]).await;
    assert_eq!((code, counts(&out)), (1, [1999, 0, 0, 1]), "{err}");
    let report: Value = serde_json::from_str(&out).expect("JSON");
    let problems = report["files"][0]["problems"].as_array().expect("problems");
    assert_eq!((problems.len(), &problems[0]["line"]), (1, &1900.into()));
    let (code, out, _) = output(folder.path(), &["import", "all.jsonl"]).await;
    assert!(
        code == 1 && out.contains("all.jsonl:1900:14"),
        "{}",
        &out[out.len() - 900..]
    );
    let (code, _, _) = output(
        folder.path(),
        &["export", "--format", "jsonl", "-o", "out.jsonl"],
    )
    .await;
    assert_eq!(code, 0);
    fs::rename(
        folder.path().join("newsdesk.db"),
        folder.path().join("old.db"),
    )
    .expect("moved");
    let (code, out, _) = output(folder.path(), &["--json", "import", "out.jsonl"]).await;
    assert_eq!((code, counts(&out)), (0, [1999, 0, 0, 0]));
}
