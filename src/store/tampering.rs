//! Changing records behind the database's back, for the tests of `verify`.

use std::{path::Path, sync::Arc};

use tokio::sync::watch;

use super::{SystemDisk, engine::Engine, folder::copy_files, open, table::Writes};

/// Changes a record.
pub(super) type Damage<'a> = &'a dyn Fn(&Engine, &mut Writes);

/// How an error may name what is wrong, in the place of `{}`.
pub(super) const NAMED: [&str; 3] = ["the {} ", " {} and holds", "{}: "];

/// Puts a changed record in the place of one.
macro_rules! replace {
    ($table:ident, $key:expr, |$value:ident| $change:expr) => {
        &|engine, writes| {
            let mut $value = engine.tables.$table.get(&$key).unwrap().unwrap();
            $change;
            engine.tables.$table.put(writes, &$key, &$value).unwrap();
        }
    };
}
pub(super) use replace;

/// Takes a record away: the first of the table where no key is given.
macro_rules! remove {
    ($table:ident) => {
        &|engine, writes| {
            let (key, _) = engine.tables.$table.all().next().unwrap().unwrap();
            engine.tables.$table.remove(writes, &key);
        }
    };
    ($table:ident, $key:expr) => {
        &|engine, writes| {
            assert!(engine.tables.$table.get(&$key).unwrap().is_some());
            engine.tables.$table.remove(writes, &$key);
        }
    };
}
pub(super) use remove;

/// Puts a record where none was, or another.
macro_rules! add {
    ($table:ident, $key:expr, $value:expr) => {
        &|engine, writes| {
            engine.tables.$table.put(writes, &$key, &$value).unwrap();
        }
    };
}
pub(super) use add;

/// The database in a folder, made where there is none.
pub(super) fn engine(path: &Path) -> Engine {
    open::open(path, Arc::new(SystemDisk), watch::channel(()).1).unwrap()
}

/// A copy of the database in `home`, in a folder of its own.
pub(super) fn copied(home: &Path, scene: &Path) -> Engine {
    let copy = scene.join("newsdesk.db");
    copy_files(home, &copy).unwrap();
    engine(&copy)
}

/// Damages one database after the other, each made by `sound` in a folder, and sees that `verify` names what is
/// wrong, in one of the forms of `named`.
pub(super) fn each_is_found<'a>(
    damages: impl IntoIterator<Item = (&'a str, Damage<'a>)>,
    named: &[&str],
    sound: impl Fn(&Path) -> Engine,
) {
    for (number, (what, damage)) in damages.into_iter().enumerate() {
        let scene = tempfile::tempdir().unwrap();
        let engine = sound(scene.path());
        let damaged = engine.write(|writes| {
            damage(&engine, writes);
            Ok(())
        });
        damaged.unwrap();
        let error = engine.verify(&|_, _| ()).unwrap_err().to_string();
        let mut wanted = named.iter().map(|form| form.replace("{}", what));
        let found = wanted.any(|wanted| error.contains(&wanted));
        assert!(found, "{number}, {what}: {error}");
    }
}
