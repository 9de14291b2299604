//! Which room may use which: the layers of the house, held by a table that fails when a wall is broken.
//!
//! The table reads from top to bottom: a room may only use rooms above it. `src/bin` holds the entries and may use
//! every room.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

/// Each room with the rooms it may use.
const ROOMS: [(&str, &str); 22] = [
    (EVERYWHERE, ""),
    ("units", ""),
    ("order", ""),
    ("geo", ""),
    ("model", "geo units"),
    ("example", "geo order"),
    ("import", "model order"),
    ("clean", "import model geo order"),
    ("score", "model geo units order"),
    ("problem", ""),
    ("rules", "problem score model geo units order"),
    ("solve", "problem order"),
    ("evaluate", "rules score problem model geo units order"),
    ("outcome", "evaluate rules score model geo units order"),
    ("what_if", "outcome evaluate rules problem score clean model geo units order"),
    ("scenario", "outcome what_if model units order"),
    ("protocol", "clean evaluate import model outcome problem scenario score solve what_if"),
    ("export", "clean evaluate import outcome rules scenario what_if model units"),
    (
        "desk",
        "clean evaluate example export geo import model outcome problem protocol rules scenario score solve what_if order",
    ),
    (
        "session",
        "units order geo model example import clean score problem rules solve evaluate outcome what_if scenario protocol export desk",
    ),
    ("view", "session evaluate outcome what_if scenario protocol rules solve import clean score model geo units order"),
    (
        "browser",
        "units order geo model example import clean score problem rules solve evaluate outcome what_if scenario protocol export desk session \
         view",
    ),
];
/// The room that every other may use: what a person reads stands all over the house.
const EVERYWHERE: &str = "texts";
/// Longest file, in lines.
const LONGEST: usize = 500;

/// A file of `src`, by its path below it (`solve/search.rs`).
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The room a file belongs to; none for `lib.rs` and the entries in `bin`.
    fn room(&self) -> Option<&str> {
        let first = self.path.split('/').next()?;
        let room = first.strip_suffix(".rs").unwrap_or(first);
        (room != "lib" && room != "bin").then_some(room)
    }
}

fn allowed() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    ROOMS.iter().map(|(room, uses)| (*room, uses.split_whitespace().collect())).collect()
}

/// Everything that is wrong with the files, one line each.
fn faults(sources: &[Source]) -> Vec<String> {
    let allowed = allowed();
    let mut faults = Vec::new();
    for source in sources {
        faults.extend(form_faults(source));
        let Some(room) = source.room() else { continue };
        let Some(may_use) = allowed.get(room) else {
            faults.push(format!(
                "src/{}:1: room {room} is missing from the table in tests/native/layers.rs",
                source.path
            ));
            continue;
        };
        for (number, line) in code_lines(&source.text) {
            for used in rooms_used(line) {
                let place = format!("src/{}:{number}", source.path);
                if used == "{" {
                    faults.push(format!("{place}: one `use crate::room::name;` per line, no `crate::{{`"));
                } else if used != room && used != EVERYWHERE && !may_use.contains(used) {
                    faults.push(format!("{place}: {room} must not use {used}"));
                }
            }
        }
    }
    faults
}

/// A file says in its first line what it is for, and stays short enough to be read.
fn form_faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = source.text.lines().count();
    if !source.text.starts_with("//! ") {
        faults.push(format!("src/{}:1: the first line must say with `//!` what the file is for", source.path));
    }
    if lines > LONGEST {
        faults.push(format!("src/{}:{lines}: more than {LONGEST} lines; split it by subject", source.path));
    }
    faults
}

/// The lines that are code, with their numbers: comments may link to any room.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// What follows each `crate::` of a line: the name of a room, or `{`.
fn rooms_used(line: &str) -> Vec<&str> {
    let mut used = Vec::new();
    for (start, _) in line.match_indices("crate::") {
        let before = line[..start].chars().next_back();
        if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
            continue;
        }
        let rest = &line[start + "crate::".len()..];
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        used.push(if rest.starts_with('{') { "{" } else { &rest[..end] });
    }
    used
}

/// Rooms that may reach themselves through others.
fn circles(allowed: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let reaches_itself = |room: &&&str| {
        let (mut seen, mut next) = (BTreeSet::new(), allowed[**room].iter().copied().collect::<Vec<_>>());
        while let Some(used) = next.pop() {
            if used == **room {
                return true;
            }
            if seen.insert(used) {
                next.extend(allowed.get(used).into_iter().flatten().copied());
            }
        }
        false
    };
    allowed.keys().filter(reaches_itself).map(|room| (*room).to_owned()).collect()
}

/// Every Rust file of the rooms: those of `src`, and those of the solver's package.
fn house() -> Vec<Source> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let source = |root: &Path, path: &PathBuf| {
        let below = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        Source::new(&below, &std::fs::read_to_string(path).unwrap())
    };
    let mut sources = Vec::new();
    for package in ["src", "solver/src"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(package);
        let mut files = Vec::new();
        collect(&root, &mut files);
        files.sort();
        sources.extend(files.iter().map(|path| source(&root, path)));
    }
    sources
}

#[test]
fn no_room_uses_a_room_it_must_not_use() {
    // The order of the rooms is what makes each of them readable and testable alone.
    let sources = house();
    assert!(sources.len() > 100, "src was not found");
    let faults = faults(&sources);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_table_names_the_rooms_that_exist() {
    // A room that was removed or renamed must not live on in the table.
    let sources = house();
    let there: BTreeSet<&str> = sources.iter().filter_map(Source::room).collect();
    let table: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(there, table);
    for (room, uses) in ROOMS {
        assert!(uses.split_whitespace().all(|used| table.contains(used)), "{room} may use a room that is not there");
    }
}

#[test]
fn permissions_never_run_in_a_circle_and_only_point_up() {
    // Two rooms that may use each other are one room with two doors.
    assert!(circles(&allowed()).is_empty());
    for (position, (room, uses)) in ROOMS.iter().enumerate() {
        let above: BTreeSet<&str> = ROOMS[..position].iter().map(|(above, _)| *above).collect();
        assert!(uses.split_whitespace().all(|used| above.contains(used)), "{room} stands above what it uses");
    }
}

#[test]
fn nobody_uses_the_browser() {
    // What knows the browser cannot be tested natively.
    assert!(ROOMS.iter().all(|(_, uses)| !uses.split_whitespace().any(|used| used == "browser")));
}

#[test]
fn the_docs_show_this_table() {
    // The table in the crate's docs is what people read; this one is what holds.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let docs = std::fs::read_to_string(root).unwrap();
    for (room, uses) in ROOMS.iter().filter(|(room, _)| *room != "browser") {
        let start = format!("//! | [`{room}`] |");
        let line = docs.lines().find(|line| line.starts_with(&start)).expect(room);
        let shown: BTreeSet<&str> =
            line.rsplit('|').nth(1).unwrap().split_whitespace().map(|room| room.trim_matches('`')).collect();
        let held: BTreeSet<&str> = match *room {
            "session" => BTreeSet::from(["every", "room", "above"]),
            _ if uses.is_empty() => BTreeSet::from(["-"]),
            _ => uses.split_whitespace().collect(),
        };
        assert_eq!(shown, held, "src/lib.rs, room {room}");
    }
}

#[test]
fn a_planted_violation_is_found_with_its_line() {
    // A checker that finds nothing looks the same as a house without faults.
    let long = format!("//! Long.\n{}", "\n".repeat(LONGEST));
    let sources = [
        Source::new("solve/bad.rs", "//! Bad.\n\nuse crate::problem::Problem;\nuse crate::scenario::Edit;\n"),
        Source::new("solve/inline.rs", "//! Bad.\nfn f() -> crate::model::Rep { todo!() }\n"),
        Source::new("geo/many.rs", "//! Bad.\nuse crate::{units, model};\n"),
        Source::new("cellar/mod.rs", "//! A room nobody knows.\n"),
        Source::new("model/silent.rs", "use crate::units::Km;\n"),
        Source::new("geo/long.rs", &long),
        Source::new("view/fine.rs", "//! See [`crate::browser`].\n// crate::desk\nuse crate::session::Session;\n"),
        Source::new("bin/fine.rs", "//! Entry.\nuse evenfield::browser::begin;\n"),
    ];
    let expected = [
        "src/solve/bad.rs:4: solve must not use scenario",
        "src/solve/inline.rs:2: solve must not use model",
        "src/geo/many.rs:2: one `use crate::room::name;` per line, no `crate::{`",
        "src/cellar/mod.rs:1: room cellar is missing from the table in tests/native/layers.rs",
        "src/model/silent.rs:1: the first line must say with `//!` what the file is for",
        "src/geo/long.rs:501: more than 500 lines; split it by subject",
    ];
    assert_eq!(faults(&sources), expected);
    let circle = BTreeMap::from([
        ("a", BTreeSet::from(["b"])),
        ("b", BTreeSet::from(["c"])),
        ("c", BTreeSet::from(["a"])),
        ("d", BTreeSet::from(["a"])),
    ]);
    assert_eq!(circles(&circle), ["a", "b", "c"]);
}
