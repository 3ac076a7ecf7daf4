//! axe-core, which finds what keeps people from using a page: by the rules of WCAG 2.2 AA.

use std::{env, fs, path::PathBuf};

use serde_json::{Value, json};

use crate::tab::Tab;

/// What is run in the page: the library, then its rules; the last argument takes the result.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations, passes }) => done({
            passes: passes.length,
            violations: violations.map(({ id, help, nodes }) => [id, help, nodes.slice(0, 5).map(({ html, failureSummary }) => [html, failureSummary])]),
        }), (error) => done(String(error)));
";

/// Where the library is: where `AXE_CORE` says, or where `.ci/run` has put it.
pub(crate) fn path() -> PathBuf {
    let installed = concat!(
        env!("CARGO_TARGET_TMPDIR"),
        "/node_modules/axe-core/axe.min.js"
    );
    env::var_os("AXE_CORE").map_or_else(|| installed.into(), PathBuf::from)
}

/// Whether nothing is wrong with the page as it stands.
pub(crate) async fn check(tab: &Tab, state: &str) {
    let library = fs::read_to_string(path()).expect("axe-core");
    tab.run(&library).await;
    let found = tab.run_async(RUN).await;
    assert!(
        found["passes"].as_u64().is_some_and(|passes| passes > 10),
        "{state}: {found:#}"
    );
    let nothing: Value = json!([]);
    assert_eq!(found["violations"], nothing, "{state}: {found:#}");
}
