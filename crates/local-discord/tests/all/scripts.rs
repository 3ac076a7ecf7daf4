//! The tests of the page's scripts, where Node.js is there to run them.

use std::process::Command;

#[test]
fn the_scripts_pass_their_own_tests() {
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/");
    let files = ["markdown", "command", "focus", "guide", "listbox", "zone"]
        .map(|name| format!("{tests}{name}.test.js"));
    let run = match Command::new("node").arg("--test").args(files).output() {
        Ok(run) => run,
        Err(error) => {
            eprintln!("skipped: the scripts' tests need Node.js, which does not start: {error}");
            return;
        }
    };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}");
}
