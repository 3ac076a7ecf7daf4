//! A database that was not closed: its process was killed.

use std::fs;

use super::{
    OpenError,
    refusals::{changed, closed, engine, refusal, unseal},
};
use crate::article::{ArticleId, Library};

#[test]
fn one_that_was_not_closed_is_copied_before_it_is_opened() {
    let (home, path) = closed();
    let copy = home.path().join("newsdesk.db.before-recovery");
    unseal(&path);
    drop(engine(&path).unwrap());
    assert!(!copy.exists(), "it opened well");

    unseal(&path);
    fs::write(path.join("db"), "nonsense").unwrap();
    for _ in 0..2 {
        let error = refusal(&path).to_string();
        assert!(
            error.contains(&format!("copied as it was to {}", copy.display())),
            "{error}"
        );
        assert_eq!(fs::read(copy.join("db")).unwrap(), b"nonsense");
    }
}

#[test]
fn of_those_who_open_it_at_once_after_a_kill_one_has_it() {
    let (_home, path) = closed();
    for _ in 0..20 {
        unseal(&path);
        let together = std::sync::Barrier::new(3);
        let open = || {
            together.wait();
            engine(&path)
        };
        let opened: Vec<_> = std::thread::scope(|threads| {
            let all: Vec<_> = (0..3).map(|_| threads.spawn(open)).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(opened.iter().filter(|one| one.is_ok()).count(), 1);
        for refused in opened.iter().filter_map(|one| one.as_ref().err()) {
            assert!(matches!(refused, OpenError::InUse { .. }), "{refused}");
        }
    }
}

#[test]
fn one_that_was_not_closed_is_read_whole() {
    let (_home, path) = changed(|engine, writes| {
        let number = 2;
        let library = Library::House;
        engine
            .tables
            .cards
            .remove(writes, &ArticleId { library, number });
    });
    drop(engine(&path).unwrap());
    unseal(&path);
    let error = refusal(&path).to_string();
    assert!(
        error.contains("the card ArticleId { library: House, number: 2 }"),
        "{error}"
    );
}
