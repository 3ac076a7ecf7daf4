use super::problem::{Problem, position_after};

/// Reads the bytes of a file as text: UTF-8, or UTF-16 with its byte order mark, which is dropped.
///
/// # Errors
/// A [`Problem`] that points at the first byte that is not UTF-8; its span counts in `bytes`.
pub fn decode(bytes: &[u8]) -> Result<String, Problem> {
    match bytes {
        [0xff, 0xfe, units @ ..] => utf16(units, u16::from_le_bytes),
        [0xfe, 0xff, units @ ..] => utf16(units, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, Problem> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let length = error.error_len().unwrap_or(bytes.len() - at);
    let before = String::from_utf8_lossy(&bytes[..at]);
    let what = format!("the byte 0x{:02X} is not UTF-8", bytes[at]);
    Err(problem(what, &before, at..at + length))
}

/// `bytes` stand after the byte order mark.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Problem> {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    for c in char::decode_utf16(units) {
        let Ok(c) = c else {
            return Err(broken_utf16(&text));
        };
        text.push(c);
    }
    if odd {
        Err(broken_utf16(&text))
    } else {
        Ok(text)
    }
}

fn broken_utf16(before: &str) -> Problem {
    let at = 2 + 2 * before.encode_utf16().count();
    problem("half a UTF-16 character".to_owned(), before, at..at + 1)
}

fn problem(what: String, before: &str, span: std::ops::Range<usize>) -> Problem {
    let (line, column) = position_after(before.strip_prefix('\u{feff}').unwrap_or(before));
    Problem {
        what,
        expected: "a text file in UTF-8".to_owned(),
        remedy: "Save it as plain text with the encoding UTF-8.".to_owned(),
        span,
        line,
        column,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_and_its_mark_dropped() {
        for bytes in [
            &b"h\xc3\xa9\n"[..],
            b"\xef\xbb\xbfh\xc3\xa9\n",
            b"\xff\xfeh\0\xe9\0\n\0",
            b"\xfe\xff\0h\0\xe9\0\n",
        ] {
            assert_eq!(decode(bytes).as_deref(), Ok("hé\n"), "{bytes:?}");
        }
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }

    #[test]
    fn another_encoding_is_refused_where_it_shows() {
        for (bytes, line, column, span) in [
            (&b"caf\xe9"[..], 1, 4, 3..4),
            (b"\xef\xbb\xbfa\r\n\xc3\xa9\xff", 2, 2, 8..9),
            (b"a\xe2\x82", 1, 2, 1..3),
            (b"\xff\xfea\0\n\0\0\xd8b\0", 2, 1, 6..7),
            (b"\xff\xfea\0b", 1, 2, 4..5),
        ] {
            let problem = decode(bytes).unwrap_err();
            assert_eq!(
                (problem.line, problem.column, problem.span),
                (line, column, span),
                "{bytes:?}"
            );
        }
    }
}
