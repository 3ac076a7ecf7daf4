use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::*;

const LIMIT: u64 = 1000;

/// A server that answers the paths of `answers` with their bytes as they stand, one after the
/// other for a path, the last one again and again; an empty answer is silence.
struct Server {
    url: Url,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn new(answers: Vec<(&'static str, Vec<u8>)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = asked.clone();
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    match socket.read(&mut byte).await {
                        Ok(1) => request.extend(byte),
                        _ => break,
                    }
                }
                let request = String::from_utf8_lossy(&request).into_owned();
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                let before = {
                    let mut seen = seen.lock().expect("a list");
                    seen.push(request);
                    let of_path = seen
                        .iter()
                        .filter(|one| one.split(' ').nth(1) == Some(&path));
                    of_path.count() - 1
                };
                let mut fitting = answers.iter().filter(|(one, _)| *one == path);
                let answer = fitting.clone().nth(before).or_else(|| fitting.next_back());
                let answer = answer.map_or(&b"HTTP/1.1 500 No\r\n\r\n"[..], |(_, bytes)| bytes);
                if answer.is_empty() {
                    // Held open, and nothing said.
                    tokio::spawn(async move { socket.read(&mut [0]).await });
                    continue;
                }
                // Whoever asked may have gone.
                let _ = socket.write_all(answer).await;
                while path == "/endless" && socket.write_all(&[b'x'; 4096]).await.is_ok() {}
            }
        });
        let url = format!("http://{address}").parse().expect("an address");
        Self { url, asked }
    }

    fn fetcher(&self, patience: Duration) -> Fetcher {
        Fetcher::new(Some(&self.url), true, patience).expect("a client")
    }

    fn upload(&self, path: &str, size: u64) -> Upload {
        upload(self.url.join(path).expect("an address").as_str(), size)
    }

    fn asked(&self) -> usize {
        self.asked.lock().expect("a list").len()
    }
}

fn upload(url: &str, size: u64) -> Upload {
    Upload {
        filename: "story.txt".to_owned(),
        url: url.to_owned(),
        size,
        content_type: None,
    }
}

fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn sized(body: &[u8]) -> Vec<u8> {
    ok(&format!("Content-Length: {}", body.len()), body)
}

fn refusal(status: u16) -> Vec<u8> {
    format!("HTTP/1.1 {status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").into()
}

fn redirect(to: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"
    )
    .into()
}

#[tokio::test]
async fn a_file_comes_whole_or_not_at_all() {
    let bomb = [&[0x1F, 0x8B][..], &[0; 98]].concat();
    let too_large = Err(FetchError::TooLarge { limit: LIMIT });
    let full = vec![b'x'; 1000];
    let server = Server::new(vec![
        ("/whole", sized(b"A Quiet Harbour")),
        ("/unsized", ok("X-Cache: hit", b"A Quiet Harbour")),
        ("/full", sized(&full)),
        ("/over", sized(&[b'x'; 1001])),
        ("/endless", ok("X-Cache: hit", b"")),
        ("/gzip", ok("Content-Encoding: gzip", &bomb)),
        ("/identity", ok("Content-Encoding: identity", b"plain")),
        ("/cut", ok("Content-Length: 15", b"A Quiet")),
        ("/short", ok("X-Cache: hit", b"A Quiet")),
        ("/403", refusal(403)),
        ("/404", refusal(404)),
        ("/410", refusal(410)),
        ("/500", refusal(500)),
        ("/500", sized(b"late")),
        ("/down", refusal(503)),
        ("/broken", b"HTTP/1.1 2".to_vec()),
        ("/broken", refusal(502)),
        ("/broken", sized(b"later")),
    ])
    .await;
    let fetcher = server.fetcher(Duration::from_secs(5));
    for (path, size, wanted, requests) in [
        ("/whole", 15, Ok(&b"A Quiet Harbour"[..]), 1),
        ("/unsized", 15, Ok(b"A Quiet Harbour"), 1),
        ("/full", 1000, Ok(&full), 1),
        ("/whole", 1001, too_large, 0),
        ("/over", 15, too_large, 1),
        ("/endless", 15, too_large, 1),
        ("/gzip", 100, Err(FetchError::Encoded), 1),
        ("/identity", 5, Ok(b"plain"), 1),
        ("/cut", 15, Err(FetchError::Failed), 3),
        ("/short", 15, Err(FetchError::Failed), 3),
        ("/403", 15, Err(FetchError::Expired), 1),
        ("/404", 15, Err(FetchError::Expired), 1),
        ("/410", 15, Err(FetchError::Expired), 1),
        ("/500", 4, Ok(b"late"), 2),
        ("/down", 15, Err(FetchError::Failed), 3),
        ("/broken", 5, Ok(b"later"), 3),
    ] {
        let before = server.asked();
        let fetched = fetcher.fetch(&server.upload(path, size), LIMIT).await;
        assert_eq!(fetched.as_deref().map_err(|error| *error), wanted, "{path}");
        assert_eq!(server.asked() - before, requests, "{path}");
    }
}

#[tokio::test]
async fn only_where_discord_keeps_files_is_asked() {
    let elsewhere = Server::new(vec![("/file", sized(b"secret"))]).await;
    let there = elsewhere.url.join("file").expect("an address");
    let server = Server::new(vec![
        ("/away", redirect(there.as_str())),
        ("/plain", redirect("http://cdn.discordapp.com/file")),
        ("/here", redirect("/one")),
        ("/one", redirect("/two")),
        ("/two", redirect("/three")),
        ("/three", sized(b"here")),
        ("/round", redirect("/round")),
        (
            "/nowhere",
            b"HTTP/1.1 302 Found\r\nConnection: close\r\n\r\n".to_vec(),
        ),
    ])
    .await;
    let fetcher = server.fetcher(Duration::from_secs(5));
    for (path, wanted) in [
        ("/away", Err(FetchError::NotDiscord)),
        ("/plain", Err(FetchError::NotDiscord)),
        ("/here", Ok(&b"here"[..])),
        ("/round", Err(FetchError::Failed)),
        ("/nowhere", Err(FetchError::Failed)),
    ] {
        let fetched = fetcher.fetch(&server.upload(path, 4), LIMIT).await;
        assert_eq!(fetched.as_deref().map_err(|error| *error), wanted, "{path}");
    }
    let fetched = fetcher.fetch(&upload(there.as_str(), 4), LIMIT).await;
    assert_eq!(fetched, Err(FetchError::NotDiscord));
    assert_eq!(elsewhere.asked(), 0);
    for request in server.asked.lock().expect("a list").iter() {
        assert!(
            request
                .to_lowercase()
                .contains("accept-encoding: identity\r\n")
        );
    }
}

#[test]
fn hosts_are_told_apart_exactly() {
    let url = |url: &str| url.parse::<Url>().expect("an address");
    let local = url("http://127.0.0.1:3000");
    let fetcher =
        |proxy: Option<&Url>, loopback| Fetcher::new(proxy, loopback, PATIENCE).expect("a client");
    let real = fetcher(None, false);
    let proxied = fetcher(Some(&local), false);
    let elsewhere = fetcher(Some(&url("http://proxy.example:3000")), false);
    let demo = fetcher(Some(&local), true);
    for (address, wanted) in [
        // Of the real Discord, by a proxy here, by one elsewhere, in the demo.
        (
            "https://cdn.discordapp.com/attachments/1/2/a.txt?ex=1",
            [true, true, true, false],
        ),
        (
            "https://media.discordapp.net/attachments/1/2/a.txt",
            [true, true, true, false],
        ),
        (
            "https://CDN.discordapp.com:443/a.txt",
            [true, true, true, false],
        ),
        (
            "http://127.0.0.1:3000/attachments/1/a.txt",
            [false, true, false, true],
        ),
        ("http://127.0.0.1:3001/attachments/1/a.txt", [false; 4]),
        ("https://127.0.0.1:3000/attachments/1/a.txt", [false; 4]),
        ("http://proxy.example:3000/a.txt", [false; 4]),
        ("http://cdn.discordapp.com/a.txt", [false; 4]),
        ("https://cdn.discordapp.com:8443/a.txt", [false; 4]),
        ("https://cdn.discordapp.com.example/a.txt", [false; 4]),
        ("https://cdn.discordapp.com@example.org/a.txt", [false; 4]),
        ("https://someone@cdn.discordapp.com/a.txt", [false; 4]),
        ("https://evilcdn.discordapp.com/a.txt", [false; 4]),
        ("https://discordapp.com/a.txt", [false; 4]),
        ("file:///etc/passwd", [false; 4]),
    ] {
        let may = [&real, &proxied, &elsewhere, &demo].map(|one| one.may_ask(&url(address)));
        assert_eq!(may, wanted, "{address}");
    }
}

#[tokio::test]
async fn a_file_that_does_not_come_in_time_is_given_up() {
    let server = Server::new(vec![("/silent", Vec::new())]).await;
    let fetcher = server.fetcher(Duration::from_millis(200));
    let begun = std::time::Instant::now();
    let fetched = fetcher.fetch(&server.upload("/silent", 4), LIMIT).await;
    assert_eq!(fetched, Err(FetchError::Failed));
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn no_error_has_the_address_in_it() {
    let fetcher = Fetcher::new(None, false, PATIENCE).expect("a client");
    let signed = upload("https://example.org/a.txt?hm=5ec2e7", 4);
    let error = fetcher.fetch(&signed, LIMIT).await.expect_err("not there");
    assert!(!format!("{error} {error:?}").contains("5ec2e7"));
}
