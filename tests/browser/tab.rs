//! A browser on a page of its own, and what a person does there. Everything waits for its condition.

use std::{
    env, fs,
    panic::{AssertUnwindSafe, resume_unwind},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use futures::FutureExt as _;
use serde_json::{Value, json};
use thirtyfour::{
    By, ChromiumLikeCapabilities as _, DesiredCapabilities, Key, LoggingPrefsLogLevel, WebDriver,
    WebElement, error::WebDriverResult,
};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use crate::{axe, demo::Demo};

/// How long a condition is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks at a condition.
const PAUSE: Duration = Duration::from_millis(15);

/// How the page is looked at.
#[derive(Clone, Copy, Default)]
pub(crate) struct Look {
    pub(crate) phone: bool,
    pub(crate) dark: bool,
}

/// A page that is open.
pub(crate) struct Tab {
    // Ends its session before the driver goes.
    pub(crate) driver: WebDriver,
    chromedriver: Child,
    _profile: tempfile::TempDir,
    /// Where it is.
    url: String,
}

/// Runs a test on a demo in a browser; where there is none it says so.
pub(crate) async fn browse(look: Look, test: impl AsyncFnOnce(&Tab)) {
    if is_missing() {
        return;
    }
    let demo = Demo::start().await;
    visit(look, &demo.url, test).await;
    demo.stop().await;
}

/// Whether there is no browser here, which is said, or is a failure where one is required.
pub(crate) fn is_missing() -> bool {
    let missing = missing();
    if missing.is_empty() {
        return false;
    }
    let words = format!(
        "skipped: {} missing for the demo's tests",
        missing.join(", ")
    );
    let required = env::var("NEWSDESK_BROWSER").is_ok_and(|value| value == "required");
    assert!(!required, "{words}, and NEWSDESK_BROWSER is `required`");
    say(&words);
    true
}

/// Runs a test on the page at this address.
pub(crate) async fn visit(look: Look, url: &str, test: impl AsyncFnOnce(&Tab)) {
    let tab = Tab::open(look, url).await;
    let ended = AssertUnwindSafe(async {
        test(&tab).await;
        tab.is_well().await;
    });
    let ended = ended.catch_unwind().await;
    // The session ends whatever came of it: else the browser would stay.
    tab.close().await;
    if let Err(panic) = ended {
        resume_unwind(panic);
    }
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn say(words: &str) {
    eprintln!("{words}");
}

/// What the tests need and what is not there.
fn missing() -> Vec<&'static str> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = |name: &str| env::split_paths(&path).any(|folder| folder.join(name).is_file());
    let mut missing = Vec::new();
    missing.extend((!found("chromium")).then_some("chromium"));
    missing.extend((!found("chromedriver")).then_some("chromedriver"));
    missing.extend((!axe::path().is_file()).then_some("axe-core"));
    missing
}

impl Tab {
    async fn open(look: Look, url: &str) -> Self {
        let (chromedriver, port) = chromedriver().await;
        let profile = tempfile::tempdir().expect("a folder");
        let capabilities = capabilities(look, profile.path()).expect("capabilities");
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await;
        let tab = Self {
            driver: driver.expect("Chromium"),
            chromedriver,
            _profile: profile,
            url: url.to_owned(),
        };
        tab.driver.goto(url).await.expect("the page");
        tab.until("document.querySelector('.person[aria-pressed=true]')")
            .await;
        tab
    }

    /// Nothing went wrong on the page, and it asked nobody else.
    async fn is_well(&self) {
        // The browser itself notes what was refused to a person.
        let refused = |text: &str| text.contains("/page/api/") && text.contains("status of 422");
        let mut said = self.driver.browser_log().await.expect("the console");
        said.retain(|entry| !refused(&entry.message));
        assert!(said.is_empty(), "the console says {said:?}");
        let asked = self.asked().await;
        assert!(
            asked.iter().any(|url| url.ends_with("/page/app.js")),
            "{asked:?}"
        );
        let own = self.url.trim_end_matches('/').to_owned();
        let socket = own.replacen("http", "ws", 1);
        let elsewhere: Vec<_> = asked
            .iter()
            // Chromium's own first page, and pictures of its fields.
            .filter(|url| !(url.starts_with("chrome") || url.starts_with("data:")))
            .filter(|url| !(url.starts_with(&own) || url.starts_with(&socket)))
            .collect();
        assert!(elsewhere.is_empty(), "the page asked {elsewhere:?}");
    }

    async fn close(mut self) {
        self.driver.quit().await.expect("the end of the session");
        self.chromedriver.kill().await.expect("the driver's end");
    }

    /// The addresses that the page asked since the last call.
    async fn asked(&self) -> Vec<String> {
        let log = self.driver.get_log("performance").await.expect("the log");
        let message = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        let messages = log.into_iter().map(|entry| message(&entry.message));
        let url = |message: Value| {
            let event = &message["message"];
            let asked = match event["method"].as_str()? {
                "Network.requestWillBeSent" => &event["params"]["request"]["url"],
                "Network.webSocketCreated" => &event["params"]["url"],
                _ => return None,
            };
            asked.as_str().map(str::to_owned)
        };
        messages.filter_map(url).collect()
    }

    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str) -> Value {
        let ran = self.driver.execute(script, Vec::new()).await;
        ran.expect("the script").json().clone()
    }

    /// The same, whose last argument takes the result.
    pub(crate) async fn run_async(&self, script: &str) -> Value {
        let ran = self.driver.execute_async(script, Vec::new()).await;
        ran.expect("the script").json().clone()
    }

    /// Waits until an expression is true in the page; gives its value.
    #[track_caller]
    pub(crate) fn until<'a>(&'a self, expression: &str) -> impl Future<Output = Value> + use<'a> {
        let (place, expression) = (std::panic::Location::caller(), expression.to_owned());
        async move {
            let script = format!("return {expression}");
            let deadline = Instant::now() + PATIENCE;
            loop {
                let value = self.run(&script).await;
                let is = !matches!(&value, Value::Null | Value::Bool(false))
                    && value != json!("")
                    && value != json!(0);
                if is {
                    return value;
                }
                if Instant::now() > deadline {
                    let shot = self.shot("failed").await;
                    panic!("{place}: not {expression}; see {}", shot.display());
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    /// Waits until a text can be read on the page.
    #[track_caller]
    pub(crate) fn reads<'a>(&'a self, text: &str) -> impl Future<Output = Value> + use<'a> {
        self.until(&format!(
            "document.body.innerText.includes({})",
            json!(text)
        ))
    }

    /// Waits for an element that a person sees, and does something with it: again where the page
    /// changed just then.
    #[track_caller]
    fn with<'a>(
        &'a self,
        by: By,
        act: impl AsyncFn(&WebElement) -> WebDriverResult<()> + 'a,
    ) -> impl Future<Output = ()> + 'a {
        let place = std::panic::Location::caller();
        async move {
            let deadline = Instant::now() + PATIENCE;
            loop {
                let done = async {
                    let all = self.driver.find_all(by.clone()).await?;
                    for element in all.iter().rev() {
                        if element.is_displayed().await? {
                            act(element).await?;
                            return Ok(true);
                        }
                    }
                    WebDriverResult::Ok(false)
                };
                let done = done.await;
                if matches!(done, Ok(true)) {
                    return;
                }
                if Instant::now() > deadline {
                    let shot = self.shot("failed").await;
                    panic!("{place}: {by}: {done:?}; see {}", shot.display());
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    /// Clicks the last element of this selector that is to be seen.
    #[track_caller]
    pub(crate) fn click<'a>(&'a self, css: &str) -> impl Future<Output = ()> + use<'a> {
        self.with(By::Css(css), async |element| element.click().await)
    }

    /// The same of an XPath.
    #[track_caller]
    pub(crate) fn click_at<'a>(&'a self, path: &str) -> impl Future<Output = ()> + use<'a> {
        self.with(By::XPath(path), async |element| element.click().await)
    }

    /// Presses the last button with this on it.
    #[track_caller]
    pub(crate) fn press<'a>(&'a self, label: &str) -> impl Future<Output = ()> + use<'a> {
        self.with(button(label), async |element| element.click().await)
    }

    /// Types into an element.
    #[track_caller]
    pub(crate) fn fill<'a>(&'a self, css: &str, text: &str) -> impl Future<Output = ()> + use<'a> {
        let text = text.to_owned();
        self.with(By::Css(css), async move |element| {
            element.send_keys(&text).await
        })
    }

    /// Gives a field for files a file, whether the field is to be seen or its button.
    pub(crate) async fn attach(&self, css: &str, path: &str) {
        let field = self.driver.find(By::Css(css)).await.expect("the field");
        field.send_keys(path).await.expect("a file");
    }

    /// Waits until one writes as this person.
    #[track_caller]
    pub(crate) fn writes_as<'a>(&'a self, name: &str) -> impl Future<Output = Value> + use<'a> {
        self.until(&format!(
            "document.querySelector('#composer').placeholder.startsWith('Write as {name}')"
        ))
    }

    /// Types where the focus is.
    pub(crate) async fn type_text(&self, text: &str) {
        let active = self.driver.active_element().await.expect("a focus");
        active.send_keys(text).await.expect("typed");
    }

    /// Presses a key where the focus is.
    pub(crate) async fn key(&self, key: Key) {
        let active = self.driver.active_element().await.expect("a focus");
        active.send_keys(key + "").await.expect("pressed");
    }

    /// Sends a command that is typed with its options.
    pub(crate) async fn command(&self, text: &str) {
        self.click("#composer").await;
        self.fill("#composer", &format!("{text} ")).await;
        self.until("document.querySelector('.command-name')?.offsetParent")
            .await;
        self.press("Send").await;
    }

    /// Becomes somebody by a click on their name.
    pub(crate) async fn become_person(&self, name: &str) {
        let by = format!("//button[@data-person][.//*[text()='{name}']]");
        self.with(By::XPath(&by), async |element| element.click().await)
            .await;
        let me = format!(
            "document.querySelector('.person[aria-pressed=true] .person-name').textContent === {}",
            json!(name)
        );
        self.until(&me).await;
    }

    /// Opens a channel by a click on its name.
    pub(crate) async fn open_channel(&self, name: &str) {
        let by = format!("//button[contains(@class, 'place')][.//*[text()='{name}']]");
        self.with(By::XPath(&by), async |element| element.click().await)
            .await;
        let there = format!(
            "document.querySelector('#channel-title bdi').textContent === {}",
            json!(name)
        );
        self.until(&there).await;
    }

    /// Has times shown in this zone, where the clock is open.
    pub(crate) async fn show_zone(&self, zone: &str) {
        let choose = "const select = document.querySelector('#panel select'); select.value = 'ZONE'; select.dispatchEvent(new Event('change'))";
        self.run(&choose.replace("ZONE", zone)).await;
    }

    /// The texts of all elements of this selector.
    pub(crate) async fn texts(&self, css: &str) -> Vec<String> {
        let script = format!(
            "return [...document.querySelectorAll({})].map((one) => one.textContent.trim())",
            json!(css)
        );
        serde_json::from_value(self.run(&script).await).expect("texts")
    }

    /// Whether the bot registered this command.
    pub(crate) async fn registered(&self, command: &str) -> bool {
        let read = "const done = arguments[arguments.length - 1]; fetch('/page/api/view').then((one) => one.json()).then(({ registered }) => done(registered))";
        let all = self.run_async(read).await;
        all.as_array()
            .is_some_and(|all| all.iter().any(|one| one == command))
    }

    /// Waits for the step of the guide with this title.
    pub(crate) async fn step(&self, title: &str) {
        self.until(&format!(
            "document.querySelector('.step[aria-current] h3')?.textContent === {}",
            json!(title)
        ))
        .await;
    }

    /// A picture of the page, for the eye.
    pub(crate) async fn shot(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shots");
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join(format!("{name}.png"));
        self.driver.screenshot(&path).await.expect("a picture");
        path
    }

    /// No part of the page is wider than it.
    pub(crate) async fn fits(&self, state: &str) {
        let wide = self.run("return [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 90))").await;
        assert_eq!(wide, json!([]), "{state}");
    }
}

/// A button by what stands on it.
pub(crate) fn button(label: &str) -> By {
    By::XPath(format!("//button[normalize-space(.)='{label}']"))
}

fn capabilities(look: Look, profile: &Path) -> WebDriverResult<thirtyfour::ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1200,900",
    ] {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    if look.dark {
        capabilities.add_arg("--blink-settings=preferredColorScheme=0")?;
    }
    if look.phone {
        let metrics = json!({"width": 360, "height": 740, "pixelRatio": 2, "touch": true});
        capabilities
            .add_experimental_option("mobileEmulation", json!({"deviceMetrics": metrics}))?;
    }
    capabilities.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
    capabilities.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
    Ok(capabilities)
}

/// The driver, and its port.
async fn chromedriver() -> (Child, u16) {
    let mut command = Command::new("chromedriver");
    command
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let mut child = command.spawn().expect("chromedriver");
    let mut said = BufReader::new(child.stdout.take().expect("piped")).lines();
    let port = async {
        while let Some(line) = said.next_line().await.expect("text") {
            let last = line.trim_end_matches('.').rsplit(' ').next();
            let started = line.contains("started successfully on port");
            if let Some(port) = last.filter(|_| started).and_then(|port| port.parse().ok()) {
                return port;
            }
        }
        panic!("chromedriver ended before it had said its port");
    };
    let port = tokio::time::timeout(PATIENCE, port).await.expect("in time");
    // What it says later is read away.
    tokio::spawn(async move { while let Ok(Some(_)) = said.next_line().await {} });
    (child, port)
}
