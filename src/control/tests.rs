use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{UnixListener, UnixStream},
    sync::mpsc,
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use super::*;

/// A folder with a database in it, as far as this module looks.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.database()).unwrap();
        home
    }

    fn database(&self) -> PathBuf {
        self.0.path().join("news.db")
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("news.db.control")
    }

    fn socket(&self) -> PathBuf {
        self.folder().join("socket")
    }

    /// A server that says the request back, then waits for `go` before it ends.
    fn serve(&self, go: &CancellationToken) -> (CancellationToken, JoinHandle<()>) {
        let listener = Listener::bind(&self.database()).unwrap();
        let (stop, go) = (CancellationToken::new(), go.clone());
        let answer = move |request: Value, output: Output| {
            let go = go.clone();
            async move {
                let said = output.text(request.as_str().unwrap_or_default()).await;
                go.cancelled().await;
                End {
                    code: u8::from(said.is_err()),
                    error: None,
                }
            }
        };
        let serving = tokio::spawn(listener.serve(stop.clone(), answer));
        (stop, serving)
    }

    /// A process that has bound the socket and behaves as it likes.
    fn impostor(&self) -> UnixListener {
        drop(Listener::bind(&self.database()).unwrap());
        fs::create_dir(self.folder()).unwrap();
        fs::set_permissions(self.folder(), fs::Permissions::from_mode(0o700)).unwrap();
        UnixListener::bind(self.socket()).unwrap()
    }
}

fn released() -> CancellationToken {
    let go = CancellationToken::new();
    go.cancel();
    go
}

async fn ask(database: &Path, request: &str) -> Client {
    let mut client = connect(database).await.unwrap().expect("a server");
    client.ask(&request).await.unwrap();
    client
}

/// Everything up to the end.
async fn told(mut client: Client) -> (String, Result<End, ControlError>) {
    let mut text = String::new();
    loop {
        match client.next().await {
            Ok(Frame::Out(more)) => text += &more,
            Ok(Frame::End(end)) => return (text, Ok(end)),
            Ok(_) => {}
            Err(error) => return (text, Err(error)),
        }
    }
}

#[tokio::test]
async fn long_and_odd_texts_come_whole() {
    let home = Home::new();
    let (stop, serving) = home.serve(&released());
    for text in [
        "",
        "a",
        "\u{1}\n\"é\u{1F469}\u{200D}".repeat(50_000).as_str(),
    ] {
        let (said, end) = told(ask(&home.database(), text).await).await;
        assert!(said == text, "{} of {}", said.len(), text.len());
        assert_eq!(end.unwrap(), End::default());
    }
    stop.cancel();
    serving.await.unwrap();
}

#[tokio::test]
async fn only_the_user_can_enter_and_nothing_is_left_behind() {
    let home = Home::new();
    assert!(connect(&home.database()).await.unwrap().is_none());
    let listener = Listener::bind(&home.database()).unwrap();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().mode() & 0o777;
    assert_eq!((mode(home.folder()), mode(home.socket())), (0o700, 0o600));
    // As a killed process would leave it.
    std::mem::forget(listener);
    let (stop, serving) = home.serve(&released());
    assert!(told(ask(&home.database(), "a").await).await.1.is_ok());
    stop.cancel();
    serving.await.unwrap();
    assert!(!home.folder().exists());
    assert!(connect(&home.database()).await.unwrap().is_none());
    assert!(connect(Path::new("/no/such.db")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_socket_that_nobody_listens_at_is_nobodys() {
    let home = Home::new();
    drop(home.impostor());
    assert!(home.socket().exists());
    assert!(connect(&home.database()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_folder_that_others_may_have_put_there_is_refused() {
    let home = Home::new();
    let folder = home.folder();
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    let refused = |why: String| assert!(why.contains("only its user may enter"), "{why}");
    refused(Listener::bind(&home.database()).err().unwrap().to_string());
    refused(connect(&home.database()).await.unwrap_err().to_string());
    fs::remove_dir(&folder).unwrap();
    let elsewhere = home.0.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &folder).unwrap();
    refused(Listener::bind(&home.database()).err().unwrap().to_string());
}

#[tokio::test]
async fn a_long_path_is_no_hindrance() {
    let home = Home::new();
    let database = home.0.path().join("x".repeat(120)).join("y".repeat(120));
    fs::create_dir_all(&database).unwrap();
    let listener = Listener::bind(&database).unwrap();
    let stop = CancellationToken::new();
    let answer = async |_: Value, _: Output| End::default();
    let serving = tokio::spawn(listener.serve(stop.clone(), move |request, output| {
        Box::pin(answer(request, output))
    }));
    assert!(told(ask(&database, "a").await).await.1.is_ok());
    stop.cancel();
    serving.await.unwrap();
}

/// What a server says to these bytes.
async fn said_to(home: &Home, bytes: &[u8]) -> String {
    let mut stream = UnixStream::connect(home.socket()).await.unwrap();
    // It may have heard enough before the last byte.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    String::from_utf8(said).unwrap()
}

#[tokio::test]
async fn what_is_no_request_is_refused_in_words() {
    let home = Home::new();
    let (stop, serving) = home.serve(&released());
    for (bytes, words) in [
        (
            &b"{\"version\":2,\"request\":\"a\"}\n"[..],
            "use the same version",
        ),
        (b"{\"version\":1}\n", "can't be understood"),
        (b"{\"version\":1,\"reque", "the connection ended"),
        (b"\xff\n", "can't be understood"),
        (b"", "the connection ended"),
    ] {
        let said = said_to(&home, bytes).await;
        assert!(
            said.contains(words) && said.ends_with('\n'),
            "{bytes:?}: {said}"
        );
    }
    // Read no further than that; whether the words still arrive is the system's choice.
    said_to(&home, &vec![b'a'; 9 * 1024 * 1024]).await;
    assert!(told(ask(&home.database(), "a").await).await.1.is_ok());
    stop.cancel();
    serving.await.unwrap();
}

#[tokio::test]
async fn who_comes_when_all_places_are_taken_is_told() {
    let home = Home::new();
    let go = CancellationToken::new();
    let (stop, serving) = home.serve(&go);
    let mut asking = Vec::new();
    for _ in 0..8 {
        let mut client = ask(&home.database(), "a").await;
        assert_eq!(client.next().await.unwrap(), Frame::Out("a".to_owned()));
        asking.push(client);
    }
    let (_, end) = told(ask(&home.database(), "a").await).await;
    assert!(end.unwrap().error.unwrap().contains("busy"));
    go.cancel();
    for client in asking {
        assert_eq!(told(client).await.1.unwrap().code, 0);
    }
    stop.cancel();
    serving.await.unwrap();
}

#[tokio::test]
async fn work_for_a_client_that_is_gone_learns_of_it() {
    let home = Home::new();
    let listener = Listener::bind(&home.database()).unwrap();
    let (stop, (learned, mut learning)) = (CancellationToken::new(), mpsc::channel(1));
    let answer = move |_: Value, output: Output| {
        let learned = learned.clone();
        async move {
            while output.text("more").await.is_ok() {}
            learned.send(()).await.unwrap();
            End::default()
        }
    };
    let serving = tokio::spawn(listener.serve(stop.clone(), answer));
    let mut client = ask(&home.database(), "a").await;
    client.next().await.unwrap();
    drop(client);
    learning.recv().await.unwrap();
    // One that never reads holds some frames and no more, and none of it stops the end.
    let slow = ask(&home.database(), "a").await;
    stop.cancel();
    serving.await.unwrap();
    drop(slow);
}

#[tokio::test]
async fn a_server_that_stops_says_so() {
    let home = Home::new();
    let go = CancellationToken::new();
    let (stop, serving) = home.serve(&go);
    let mut client = ask(&home.database(), "a").await;
    client.next().await.unwrap();
    stop.cancel();
    go.cancel();
    let (_, end) = told(client).await;
    assert!(end.unwrap().error.unwrap().contains("was stopped"));
    serving.await.unwrap();
}

#[tokio::test]
async fn a_server_that_breaks_off_or_speaks_otherwise_is_an_error_in_words() {
    let home = Home::new();
    let server = home.impostor();
    for (bytes, words) in [
        (&b"{\"out\":\"half a fra"[..], "ended before it was done"),
        (b"", "ended before it was done"),
        (b"{\"sing\":\"la\"}\n", "does not know"),
    ] {
        let client = ask(&home.database(), "a").await;
        let (mut stream, _) = server.accept().await.unwrap();
        stream.write_all(bytes).await.unwrap();
        drop(stream);
        let error = told(client).await.1.unwrap_err().to_string();
        assert!(error.contains(words), "{bytes:?}: {error}");
    }
    let client = ask(&home.database(), "a").await;
    let (mut stream, _) = server.accept().await.unwrap();
    let endless =
        tokio::spawn(async move { while stream.write_all(&[b'a'; 4096]).await.is_ok() {} });
    let error = told(client).await.1.unwrap_err().to_string();
    assert!(error.contains("does not know"), "{error}");
    endless.await.unwrap();
}

#[tokio::test]
async fn an_answer_that_was_cut_off_is_never_a_whole_one() {
    let home = Home::new();
    let text = "a".repeat(800_000);
    for late in [false, true] {
        let listener = Listener::bind(&home.database()).unwrap();
        let (stop, (done, mut all_done)) = (CancellationToken::new(), mpsc::channel(1));
        let said = text.clone();
        let answer = move |_: Value, output: Output| {
            let (done, said) = (done.clone(), said.clone());
            async move {
                output.text(&said).await.unwrap();
                done.send(()).await.unwrap();
                End::default()
            }
        };
        let serving = tokio::spawn(listener.serve(stop.clone(), answer));
        let mut client = ask(&home.database(), "a").await;
        // The work is done, and the client has only begun to read.
        all_done.recv().await.unwrap();
        if late {
            client.next().await.unwrap();
        }
        stop.cancel();
        serving.await.unwrap();
        let (said, end) = told(client).await;
        assert!(said.len() < text.len(), "the system's buffers held it all");
        let why = match end {
            Ok(end) => end.error.expect("an error"),
            Err(error) => error.to_string(),
        };
        assert!(why.contains("before it was done"), "{why}");
    }
}
