//! Which requests are meant: a method and a path with gaps.

/// A method and the segments of a path; what is absent may be anything.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    method: Option<String>,
    segments: Option<Vec<String>>,
}

impl Pattern {
    /// Reads `POST /channels/*/messages`; `None` where it is no method and path.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (method, path) = text.split_once(' ')?;
        let segments = path.strip_prefix('/')?.split('/').map(str::to_owned);
        Some(Self {
            method: (method != "*").then(|| method.to_owned()),
            segments: Some(segments.collect()),
        })
    }

    /// Whether a request is meant; `path` begins with `/api/v10`, is `/gateway`, or a file's.
    pub(super) fn matches(&self, method: &str, path: &str) -> bool {
        let path = path.strip_prefix("/api/v10").unwrap_or(path);
        self.method.as_deref().is_none_or(|wanted| wanted == method)
            && self
                .segments
                .as_deref()
                .is_none_or(|wanted| fits(wanted, &path[1..].split('/').collect::<Vec<_>>()))
    }
}

fn fits(wanted: &[String], given: &[&str]) -> bool {
    match (wanted, given) {
        ([], []) => true,
        ([rest], _) if rest == "**" => true,
        ([first, wanted @ ..], [segment, given @ ..]) => {
            (first == "*" || first == segment) && fits(wanted, given)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_its_routes() {
        let post = ("POST", "/api/v10/channels/12/messages");
        let edit = ("PATCH", "/api/v10/channels/12/messages/34");
        let gateway = ("GET", "/gateway");
        for (pattern, meant) in [
            ("POST /channels/*/messages", vec![post]),
            ("* /channels/12/messages/*", vec![edit]),
            ("* /channels/**", vec![post, edit]),
            ("GET /gateway", vec![gateway]),
            ("* /**", vec![post, edit, gateway]),
            ("POST /channels/*", vec![]),
            ("POST /channels/13/messages", vec![]),
        ] {
            let read = Pattern::read(pattern).unwrap();
            let matched = [post, edit, gateway]
                .into_iter()
                .filter(|(method, path)| read.matches(method, path));
            assert_eq!(matched.collect::<Vec<_>>(), meant, "{pattern}");
        }
        assert!(Pattern::default().matches("GET", "/gateway"));
        for nonsense in ["POST", "/channels", "POST channels"] {
            assert!(Pattern::read(nonsense).is_none(), "{nonsense}");
        }
    }
}
