//! What the database refuses to open on, and in which words.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use tokio::sync::watch;

use super::{
    OpenError, Store, SystemDisk,
    catalogue::{Head, Only, SCHEMA, Shelf},
    conformance::{article, at, filing},
    engine::Engine,
    folder::{Folder, copy_files, refused},
    open,
    table::Writes,
};
use crate::article::{ArticleId, Attempt, GuildId, Library, Set, UserId};

/// Changes a database behind its back.
type Change<'a> = &'a dyn Fn(&Engine, &mut Writes);
/// Changes the bytes of a file.
type Damage = fn(&mut Vec<u8>);

const HOUSE: Library = Library::House;

pub(super) fn engine(path: &Path) -> Result<Engine, OpenError> {
    open::open(path, Arc::new(SystemDisk), watch::channel(()).1)
}

pub(super) fn refusal(path: &Path) -> OpenError {
    engine(path).err().expect("it should be refused")
}

/// A closed database with three articles.
pub(super) fn closed() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("newsdesk.db");
    let engine = engine(&path).unwrap();
    for headline in ["a", "b", "c"] {
        engine
            .file(&filing(HOUSE, article(headline, Some(1))), at(0))
            .unwrap();
    }
    drop(engine);
    (home, path)
}

/// A closed database in which something was changed behind its back.
pub(super) fn changed(change: impl FnOnce(&Engine, &mut Writes)) -> (tempfile::TempDir, PathBuf) {
    let (home, path) = closed();
    let engine = engine(&path).unwrap();
    engine
        .write(|writes| {
            change(&engine, writes);
            Ok(())
        })
        .unwrap();
    drop(engine);
    (home, path)
}

/// Seals what was changed behind the store's back.
fn seal(path: &Path) {
    Folder::at(path).unwrap().seal().unwrap();
}

/// As if it had not been closed.
pub(super) fn unseal(path: &Path) {
    fs::remove_file(path.join("closed")).unwrap();
}

fn names(path: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_missing_parent_is_made() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a/b/newsdesk.db");
    drop(engine(&path).unwrap());
    assert!(names(&path).contains(&"newsdesk".to_owned()));
    assert!(names(&path).contains(&"closed".to_owned()));
}

#[test]
fn a_database_in_use_is_refused_until_it_is_closed() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let error = refusal(home.path());
    assert!(matches!(error, OpenError::InUse { .. }), "{error}");
    assert!(
        error
            .to_string()
            .contains("in use by another process: stop that one")
    );
    drop(store);
    drop(engine(home.path()).unwrap());
}

#[test]
fn a_file_in_the_folders_place_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "text").unwrap();
    for path in [file.clone(), file.join("newsdesk.db")] {
        let error = refusal(&path);
        assert!(matches!(error, OpenError::NotAFolder { .. }), "{error}");
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "text");
}

#[test]
fn what_the_system_refuses_is_told_apart() {
    let path = Path::new("/srv/newsdesk.db");
    for (kind, wanted) in [
        (
            io::ErrorKind::PermissionDenied,
            "this user may not read and write /srv/newsdesk.db",
        ),
        (
            io::ErrorKind::ReadOnlyFilesystem,
            "this user may not read and write /srv/newsdesk.db",
        ),
        (
            io::ErrorKind::NotADirectory,
            "/srv/newsdesk.db can't be a folder",
        ),
        (
            io::ErrorKind::StorageFull,
            "/srv/newsdesk.db can't be opened: no storage space",
        ),
    ] {
        let text = refused(path, kind.into()).to_string();
        assert!(text.starts_with(wanted), "{text}");
    }
}

#[test]
fn a_folder_of_other_files_is_refused_untouched() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("letter.txt"), "text").unwrap();
    let error = refusal(home.path());
    assert!(matches!(error, OpenError::Foreign { .. }));
    assert!(
        error
            .to_string()
            .contains("holds other files (letter.txt), not a Newsdesk database")
    );
    assert_eq!(names(home.path()), ["letter.txt"]);
}

#[test]
fn a_database_of_another_program_is_refused() {
    for (segment, tree) in [
        (512 << 10, "other"),
        (8 << 20, "other"),
        (8 << 20, "__sled__default"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let config = sled::Config::new().path(home.path()).segment_size(segment);
        let db = config.open().unwrap();
        db.open_tree(tree).unwrap().insert("key", "value").unwrap();
        drop(db);
        let error = refusal(home.path());
        assert!(matches!(error, OpenError::Foreign { .. }), "{error}");
        let db = config.open().unwrap();
        assert!(db.open_tree("head").unwrap().is_empty());
        assert_eq!(
            db.open_tree(tree).unwrap().get("key").unwrap().unwrap(),
            "value"
        );
    }
}

#[test]
fn a_making_that_was_broken_off_is_completed() {
    for stop in ["before the head", "before the marker"] {
        let home = tempfile::tempdir().unwrap();
        if stop == "before the head" {
            let config = sled::Config::new().path(home.path()).segment_size(8 << 20);
            config.open().unwrap().open_tree("articles").unwrap();
            // Its threads let go of the lock shortly after it was dropped.
            let folder = Folder::at(home.path()).unwrap();
            let is_free = |_| {
                thread::sleep(Duration::from_millis(10));
                folder.check_lock().is_ok()
            };
            assert!((0..500).any(is_free));
        } else {
            drop(engine(home.path()).unwrap());
            for mark in ["newsdesk", "closed", "acknowledged"] {
                fs::remove_file(home.path().join(mark)).unwrap();
            }
        }
        drop(engine(home.path()).unwrap());
        assert!(
            names(home.path()).contains(&"newsdesk".to_owned()),
            "{stop}"
        );
    }
}

/// A database whose head says that schema.
fn of_schema(schema: u32) -> (tempfile::TempDir, PathBuf) {
    changed(|engine, writes| {
        let head = Head {
            schema,
            ..engine.head().unwrap()
        };
        engine.tables.head.put(writes, &Only, &head).unwrap();
    })
}

#[test]
fn a_newer_schema_is_refused_and_left_as_it_is() {
    let (_home, path) = of_schema(SCHEMA + 1);
    for _ in 0..2 {
        let error = refusal(&path);
        let OpenError::Newer { found, known, .. } = error else {
            panic!("{error}");
        };
        assert_eq!((found, known), (SCHEMA + 1, SCHEMA));
        let said = format!("(schema {found}; this one knows {known})");
        assert!(error.to_string().contains(&said), "{error}");
    }
}

#[test]
fn an_older_schema_is_raised_with_everything_in_it() {
    let (_home, path) = of_schema(1);
    for _ in 0..2 {
        let engine = engine(&path).unwrap();
        let head = engine.head().unwrap();
        assert_eq!((head.schema, head.followed), (SCHEMA, head.change_seq));
        let verified = engine.verify(&|_, _| {}).unwrap();
        assert!(verified.articles > 0);
    }
}

#[test]
fn counts_that_do_not_agree_are_damage() {
    let id = |number| ArticleId {
        library: HOUSE,
        number,
    };
    let damages: [(Change<'_>, &str); 5] = [
        (
            &|engine, writes| engine.tables.changes.remove(writes, &3),
            "it counted 3 changes and holds 2",
        ),
        (
            &|engine, writes| engine.tables.articles.remove(writes, &id(3)),
            "it counted 3 articles and holds 2",
        ),
        (
            &|engine, writes| {
                let (key, ()) = engine.tables.newest.all().next().unwrap().unwrap();
                engine.tables.newest.remove(writes, &key);
            },
            "it counted 3 published articles and holds 2",
        ),
        (
            &|engine, writes| engine.tables.shelves.remove(writes, &HOUSE),
            "it counted 0 published articles in all libraries and holds 3",
        ),
        (
            &|engine, writes| {
                let shelf = Shelf {
                    last_number: 4,
                    published: 3,
                };
                engine.tables.shelves.put(writes, &HOUSE, &shelf).unwrap();
            },
            "it counted 4 articles and holds 3",
        ),
    ];
    for (damage, wanted) in damages {
        let (_home, path) = changed(damage);
        let error = refusal(&path);
        assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains(wanted), "{error}");
        assert!(
            error.to_string().contains("a backup of the folder"),
            "{error}"
        );
    }
}

/// A desk's writes are no changes of articles, and are missed as well.
#[tokio::test]
async fn a_database_that_lost_what_was_done_at_a_desk_is_damage() {
    let home = tempfile::tempdir().unwrap();
    let (path, older) = (home.path().join("a"), home.path().join("b"));
    let refuse = async || {
        let store = Store::open(&path).unwrap();
        let (guild, by) = (GuildId(7), UserId(3));
        let noted = store.note_refused(guild, Attempt::Desk, None, by, at(0));
        noted.await.unwrap();
        store
            .set(guild, vec![Set::PrivateAnswers(true)], by, at(1))
            .await
            .unwrap();
        store.close().await;
    };
    refuse().await;
    copy_files(&path, &older).unwrap();
    refuse().await;
    drop(engine(&older).unwrap());
    fs::copy(path.join("acknowledged"), older.join("acknowledged")).unwrap();
    let error = refusal(&older).to_string();
    let wanted = "it lost its last changes: 3 were acknowledged, 2 are there";
    assert!(error.contains(wanted), "{error}");
}

#[test]
fn a_database_that_lost_everything_is_damage() {
    let (_home, path) = closed();
    unseal(&path);
    for name in names(&path).iter().filter(|name| *name != "newsdesk") {
        let lost = path.join(name);
        if lost.is_dir() {
            fs::remove_dir_all(lost).unwrap()
        } else {
            fs::remove_file(lost).unwrap()
        }
    }
    let error = refusal(&path);
    assert!(
        error
            .to_string()
            .contains("everything that was in it is gone"),
        "{error}"
    );
}

#[test]
fn a_head_that_can_not_be_read_is_damage() {
    let (_home, path) = closed();
    let config = sled::Config::new().path(&path).segment_size(8 << 20);
    config
        .open()
        .unwrap()
        .open_tree("head")
        .unwrap()
        .insert([0], "nonsense")
        .unwrap();
    seal(&path);
    let error = refusal(&path);
    assert!(
        error
            .to_string()
            .contains("head \\x00: its checksum is wrong"),
        "{error}"
    );
}

#[test]
fn a_broken_data_file_is_damage_whatever_the_engine_does_with_it() {
    let damages: [(&str, Damage); 4] = [
        ("emptied", Vec::clear),
        ("cut", |bytes| bytes.truncate(100)),
        ("zeroed", |bytes| bytes.fill(0)),
        ("noise", |bytes| {
            bytes
                .iter_mut()
                .zip(0u32..)
                .for_each(|(byte, n)| *byte = ((n * n) >> 3) as u8)
        }),
    ];
    for (name, damage) in damages {
        let (_home, path) = closed();
        let data = path.join("db");
        let mut bytes = fs::read(&data).unwrap();
        damage(&mut bytes);
        fs::write(&data, bytes).unwrap();
        for sealed in [true, false] {
            let error = refusal(&path);
            assert!(
                matches!(error, OpenError::Damaged { .. }),
                "{name}: {error}"
            );
            let changed = error
                .to_string()
                .contains("changed while it was closed (db ");
            assert_eq!(changed, sealed, "{name}: {error}");
            if sealed {
                unseal(&path);
            }
        }
    }
}

#[tokio::test]
async fn a_record_that_can_not_be_read_is_an_error_that_names_it() {
    let (_home, path) = closed();
    let id = ArticleId {
        library: HOUSE,
        number: 2,
    };
    let config = sled::Config::new().path(&path).segment_size(8 << 20);
    let db = config.open().unwrap();
    for tree in ["articles", "cards"] {
        db.open_tree(tree)
            .unwrap()
            .insert([0, 0, 0, 0, 2], "nonsense")
            .unwrap();
    }
    drop(db);
    seal(&path);
    let store = Store::open(&path).unwrap();
    for (name, error) in [
        ("articles", store.verify().await.unwrap_err()),
        ("articles", store.article(id).await.unwrap_err()),
        ("cards", store.outlines_of(vec![id]).await.unwrap_err()),
        ("cards", store.outlines(HOUSE, 0, 9).await.unwrap_err()),
    ] {
        let wanted = format!("{name} \\x00\\x00\\x00\\x00\\x02: its checksum is wrong");
        assert!(error.to_string().contains(&wanted), "{error}");
    }
    store.close().await;
}

#[tokio::test]
async fn an_article_that_is_missing_or_in_anothers_place_is_an_error() {
    let (_home, path) = changed(|engine, writes| {
        let articles = &engine.tables.articles;
        let id = |number| ArticleId {
            library: HOUSE,
            number,
        };
        let third = articles.get(&id(3)).unwrap().unwrap();
        articles.remove(writes, &id(1));
        articles.put(writes, &id(2), &third).unwrap();
    });
    let store = Store::open(&path).unwrap();
    for (number, wanted) in [(1, "article #H1 is missing"), (2, "#H3 stands under #H2")] {
        let error = store
            .article(ArticleId {
                library: HOUSE,
                number,
            })
            .await
            .unwrap_err();
        assert!(error.to_string().contains(wanted), "{error}");
    }
}
