//! The layout of `src`, as `src/lib.rs` lists it: a room imports only rooms above it in that list, no two modules
//! of a room import each other, and no file is too long to read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a file of the library or the binary, its tests among them. The most lines of a function are in
/// `clippy.toml`.
const LINES: usize = 500;

/// A file of the library.
struct Source {
    /// `["query", "why", "chain"]`.
    module: Vec<String>,
    text: String,
}

impl Source {
    fn room(&self) -> &str {
        &self.module[0]
    }

    fn name(&self) -> String {
        self.module.join("::")
    }

    /// The modules that it names in `use` lines and paths, from the crate's root; without its tests and comments.
    fn named(&self) -> Vec<Vec<String>> {
        let code = self.text.split("\n#[cfg(test)]").next().unwrap_or_default();
        let lines = code
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default());
        let code = lines.collect::<Vec<_>>().join(" ");
        let mut named = paths(&code, "crate::", &[]);
        let mut parent = self.module.clone();
        // `super::super::` names a module further up.
        for up in (1..=self.module.len()).rev() {
            parent.pop();
            let prefix = "super::".repeat(self.module.len() - up + 1);
            named.extend(paths(&code, &prefix, &parent));
        }
        named
    }
}

/// The paths that follow a prefix in a code, below the module that the prefix names.
fn paths(code: &str, prefix: &str, parent: &[String]) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        if rest.starts_with("super::") {
            continue;
        }
        paths.extend(expanded(rest).into_iter().map(|path| {
            let whole = parent.iter().cloned().chain(path);
            whole.collect::<Vec<_>>()
        }));
    }
    paths
}

/// The paths that a path with braces means: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expanded(path: &str) -> Vec<Vec<String>> {
    let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    let end = end.unwrap_or(path.len());
    let first: Vec<String> = path[..end]
        .split("::")
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if !path[end..].starts_with('{') {
        return vec![first];
    }
    let (mut depth, mut start) = (0, end + 1);
    let mut paths = Vec::new();
    for (at, c) in path.char_indices().skip_while(|(at, _)| *at < end) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if (c == ',' && depth == 1) || depth == 0 {
            let inner = expanded(path[start..at].trim());
            paths.extend(inner.into_iter().map(|inner| {
                let whole = first.iter().cloned().chain(inner);
                whole.collect::<Vec<_>>()
            }));
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    paths
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    let mut files = Vec::new();
    for entry in entries.map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files.extend(self::files(&entry));
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            files.push(entry);
        }
    }
    files.sort();
    files
}

/// The files of the library but `lib.rs`, with their modules.
fn sources() -> Vec<Source> {
    let root = root();
    let of_library = |file: &PathBuf| {
        let path = file.strip_prefix(&root).expect("a file below src");
        let path = path.with_extension("");
        let module: Vec<String> = path
            .iter()
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        (module[0] != "bin" && module[0] != "lib").then(|| Source {
            module,
            text: fs::read_to_string(file).expect("a source"),
        })
    };
    files(&root).iter().filter_map(of_library).collect()
}

/// The rooms in the order of the list in `src/lib.rs`.
fn listed() -> Vec<String> {
    let text = fs::read_to_string(root().join("lib.rs")).expect("the crate's text");
    let entries = text.lines().filter_map(|line| line.strip_prefix("//! - ["));
    let names = entries.filter_map(|entry| entry.strip_prefix('`')?.split_once('`'));
    names.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn the_list_in_lib_rs_names_every_room_once() {
    let rooms: BTreeSet<String> = sources()
        .iter()
        .map(|file| file.room().to_owned())
        .collect();
    let listed = listed();
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), rooms);
    assert_eq!(listed.len(), rooms.len(), "{listed:?}");
}

#[test]
fn a_room_imports_only_rooms_above_it_in_the_list() {
    let listed = listed();
    let place = |room: &str| listed.iter().position(|listed| listed == room);
    let mut upward = Vec::new();
    for file in sources() {
        for path in file.named() {
            let Some(other) = path.first().and_then(|room| place(room)) else {
                continue;
            };
            if place(file.room()).is_some_and(|room| other > room) {
                upward.push(format!("{} imports {}", file.name(), path.join("::")));
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
}

/// Modules side by side in one folder; imports between a module and its own children do not count.
#[test]
fn modules_side_by_side_do_not_import_each_other_in_a_circle() {
    let sources = sources();
    let modules: BTreeSet<&[String]> = sources.iter().map(|file| &file.module[..]).collect();
    let mut arrows: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for file in &sources {
        for path in file.named() {
            let shared = file.module.iter().zip(&path);
            let shared = shared.take_while(|(one, other)| one == other).count();
            let (Some(_), Some(_)) = (file.module.get(shared), path.get(shared)) else {
                continue;
            };
            let (from, to) = (&file.module[..=shared], &path[..=shared]);
            if modules.contains(to) {
                arrows.entry(from.to_vec()).or_default().insert(to.to_vec());
            }
        }
    }
    let circles: Vec<String> = arrows
        .keys()
        .filter(|start| is_reached(&arrows, start))
        .map(|module| module.join("::"))
        .collect();
    assert!(circles.is_empty(), "in a circle: {circles:#?}");
}

/// Whether the arrows lead from a module back to it.
fn is_reached(arrows: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>, start: &[String]) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![start.to_vec()];
    while let Some(module) = next.pop() {
        for other in arrows.get(&module).into_iter().flatten() {
            if other == start {
                return true;
            }
            if seen.insert(other.clone()) {
                next.push(other.clone());
            }
        }
    }
    false
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let long: Vec<String> = files(&root())
        .iter()
        .filter_map(|file| {
            let lines = fs::read_to_string(file).expect("a source").lines().count();
            let name = file.strip_prefix(root()).expect("a file below src");
            (lines > LINES).then(|| format!("{}: {lines} lines", name.display()))
        })
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn paths_with_braces_are_read_whole() {
    let path = |names: &str| names.split("::").map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        expanded("view::{self, book::{Book, Matrix}, Cell};"),
        [
            path("view::self"),
            path("view::book::Book"),
            path("view::book::Matrix"),
            path("view::Cell"),
        ]
    );
    assert_eq!(expanded("text::fold;"), [path("text::fold")]);
}
