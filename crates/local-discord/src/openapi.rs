//! Requests held against Discord's OpenAPI description of its own API: a second opinion on what a
//! bot sends, by whoever runs the platform.

use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::Request;

/// Names the description; without it, it is looked for.
const VARIABLE: &str = "DISCORD_OPENAPI";

/// Where the description is looked for: below the working folder, or any folder around it.
const PLACE: &str = "shared/discord/openapi.json";

/// Where the description is wrong: keys whose values it wants otherwise than Discord's reference and
/// Discord itself. Permissions are a text of digits.
const MISTAKEN: [&str; 1] = ["/default_member_permissions"];

/// Discord's description of its API, version 10.
///
/// It is looser than Discord itself in places (the content of a message may have 4,000 characters
/// in it, of which Discord takes 2,000), so that no problem here does not mean that Discord takes
/// the request; what is left out of it (`enforce_nonce` rules, permissions, order) is the local
/// Discord's to refuse.
#[derive(Debug)]
pub struct OpenApi {
    document: Value,
    /// Compiled on first use, by method and path of the description.
    bodies: Mutex<BTreeMap<String, Option<Arc<Validator>>>>,
}

impl OpenApi {
    /// The description that the environment variable `DISCORD_OPENAPI` names, or
    /// `shared/discord/openapi.json` in the working folder or one around it; `None` where there is
    /// none.
    ///
    /// # Errors
    /// Where it is there and can't be read.
    pub fn find() -> io::Result<Option<Self>> {
        let named = env::var_os(VARIABLE).map(PathBuf::from);
        let around = || {
            let folder = env::current_dir().ok()?;
            let mut places = folder.ancestors().map(|folder| folder.join(PLACE));
            places.find(|place| place.is_file())
        };
        named
            .or_else(around)
            .map(|path| Self::read(&path))
            .transpose()
    }

    /// Reads the description.
    ///
    /// # Errors
    /// Where the file can't be read, or is no JSON.
    pub fn read(path: &Path) -> io::Result<Self> {
        Ok(Self {
            document: serde_json::from_slice(&fs::read(path)?)?,
            bodies: Mutex::default(),
        })
    }

    /// What is wrong with the requests, a line each: routes that there are not, query parameters
    /// that nobody reads, bodies that don't fit.
    pub fn problems<'r>(&self, requests: impl IntoIterator<Item = &'r Request>) -> Vec<String> {
        requests
            .into_iter()
            .flat_map(|request| {
                let Request { method, path, .. } = request;
                self.problems_of(request)
                    .into_iter()
                    .map(move |problem| format!("{method} {path}: {problem}"))
            })
            .collect()
    }

    fn problems_of(&self, request: &Request) -> Vec<String> {
        let path = request
            .path
            .strip_prefix("/api/v10")
            .unwrap_or(&request.path);
        let Some((template, item)) = self.route(path) else {
            return vec!["no such route".to_owned()];
        };
        let method = request.method.to_lowercase();
        let operation = &item[&method];
        if operation.is_null() {
            return vec!["the route has no such method".to_owned()];
        }
        let mut problems = unknown_parameters(item, operation, &request.query);
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if !schema.is_null() && !request.body.is_null() {
            match self.body(&format!("{method} {template}"), schema) {
                Some(body) => problems.extend(
                    body.iter_errors(&request.body)
                        .filter(|error| {
                            let path = error.instance_path().as_str();
                            !MISTAKEN.iter().any(|key| path.ends_with(key))
                        })
                        .map(|error| format!("{error} at {:?}", error.instance_path().as_str())),
                ),
                None => problems.push("its schema can't be read".to_owned()),
            }
        }
        problems
    }

    /// The route of the description that the path takes: the one with the most fixed segments.
    fn route(&self, path: &str) -> Option<(&String, &Value)> {
        let given: Vec<_> = path.split('/').collect();
        let fixed = |template: &str| template.split('/').filter(|one| !is_gap(one)).count();
        self.document["paths"]
            .as_object()?
            .iter()
            .filter(|(template, _)| fits(template, &given))
            .max_by_key(|(template, _)| fixed(template))
    }

    /// The schema of a body, compiled.
    fn body(&self, key: &str, schema: &Value) -> Option<Arc<Validator>> {
        let mut bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = bodies.get(key) {
            return known.clone();
        }
        let whole = json!({"allOf": [schema], "components": self.document["components"]});
        let compiled = jsonschema::draft202012::new(&whole).ok().map(Arc::new);
        bodies.insert(key.to_owned(), compiled.clone());
        compiled
    }
}

fn is_gap(segment: &str) -> bool {
    segment.starts_with('{')
}

fn fits(template: &str, given: &[&str]) -> bool {
    let wanted: Vec<_> = template.split('/').collect();
    wanted.len() == given.len()
        && wanted
            .iter()
            .zip(given)
            .all(|(wanted, given)| is_gap(wanted) || wanted == given)
}

/// The query's parameters that the operation does not have.
fn unknown_parameters(item: &Value, operation: &Value, query: &str) -> Vec<String> {
    let lists = [&item["parameters"], &operation["parameters"]];
    let known: Vec<_> = lists
        .into_iter()
        .filter_map(Value::as_array)
        .flatten()
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    query
        .split('&')
        .map(|pair| pair.split('=').next().unwrap_or_default())
        .filter(|name| !name.is_empty() && !known.contains(name))
        .map(|name| format!("no query parameter {name:?}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description() -> OpenApi {
        let text = json!({"type": "object", "required": ["content"],
            "properties": {"content": {"type": "string", "maxLength": 3}}});
        let send = json!({
            "parameters": [{"in": "query", "name": "wait"}],
            "requestBody": {"content": {"application/json":
                {"schema": {"$ref": "#/components/schemas/Text"}}}},
        });
        OpenApi {
            document: json!({
                "paths": {
                    "/users/{user_id}": {"delete": {}},
                    "/users/@me": {"get": {}},
                    "/channels/{channel_id}/messages": {"post": send},
                },
                "components": {"schemas": {"Text": text}},
            }),
            bodies: Mutex::default(),
        }
    }

    #[test]
    fn requests_are_held_against_the_description() {
        let api = description();
        let messages = "/api/v10/channels/1/messages";
        for (method, path, query, body, problems) in [
            ("GET", "/api/v10/users/@me", "", Value::Null, 0),
            ("DELETE", "/api/v10/users/@me", "", Value::Null, 1),
            ("DELETE", "/api/v10/users/1", "", Value::Null, 0),
            ("GET", "/api/v10/nowhere", "", Value::Null, 1),
            ("POST", messages, "wait=true", json!({"content": "abc"}), 0),
            ("POST", messages, "weight=1", json!({"content": "abc"}), 1),
            ("POST", messages, "", json!({"content": "abcd"}), 1),
            ("POST", messages, "", json!({}), 1),
        ] {
            let request = Request {
                method: method.to_owned(),
                path: path.to_owned(),
                query: query.to_owned(),
                status: 200,
                body,
                error: Value::Null,
                fault: false,
            };
            let found = api.problems([&request]);
            assert_eq!(found.len(), problems, "{method} {path} {query}: {found:?}");
        }
    }
}
