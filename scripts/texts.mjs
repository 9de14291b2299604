// The texts that a person reads, gathered from the sources into texts/en.json.
//
//   node scripts/texts.mjs            writes texts/en.json
//   node scripts/texts.mjs --check    fails where that is not what the sources say, where a text goes around the
//                                     catalogue, and where a language has texts or places that there are not
//   node scripts/texts.mjs de         adds to texts/de.json, which it may begin, the texts that are not in there yet
//
// An entry is an English text and where it stands: `"Assign to": {"in": ["src/…"]}`. One that goes with a count is known
// by its form for many and has the other beside it: `"{n} accounts": {"one": "{n} account", "in": […]}`.
// A language says `"Assign to": "Zuordnen zu"`, and by the categories of Intl.PluralRules
// `"{n} accounts": {"one": "{n} Konto", "other": "{n} Konten"}`.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tokens } from "./rust_tokens.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const CATALOGUE = "texts/en.json";
const read = (path) => readFileSync(join(root, path), "utf8");

function* files(folder, ending) {
  for (const name of readdirSync(join(root, folder)).sort()) {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) yield* files(path, ending);
    else if (name.endsWith(ending) && name !== "tests.rs") yield path;
  }
}

/** The Rust files in the order of the house: that of the table in src/lib.rs. */
function house() {
  const rooms = [...read("src/lib.rs").matchAll(/^\/\/! \| \[?`(\w+)`/gm)].map((row) => row[1]);
  const room = (path) => rooms.indexOf(path.split("/")[1].replace(".rs", ""));
  return [...files("src", ".rs")].filter((path) => room(path) >= 0 && path !== "src/texts.rs")
    .sort((one, other) => room(one) - room(other) || (one < other ? -1 : 1));
}

// ------------------------------------------------------------------------------------------------ what the sources say
/** Fields of constants that hold a text: cards, figures, steps, stops of the introduction. */
const FIELDS = new Set(["title", "help", "formula", "source", "words", "unit", "text"]);
const hasLetters = (text) => /\p{Letter}{2}/u.test(text.replace(/\{\w*\}/g, ""));

/** For each token whether it stands within one of these macros or calls. */
function within(all, begins) {
  const inside = new Array(all.length).fill(false);
  all.forEach((token, at) => {
    const open = begins(all, at);
    if (open >= 0 && all[open].close) inside.fill(true, open, all[open].close + 1);
  });
  return inside;
}

/** Where the bracket of a macro of one of these names opens; -1 where none begins here. */
const macro = (...names) => (all, at) =>
  all[at].kind === "word" && names.includes(all[at].value) && all[at + 1]?.value === "!" && all[at + 2]?.close ? at + 2 : -1;
const call = (...names) => (all, at) =>
  all[at].kind === "word" && names.includes(all[at].value) && all[at + 1]?.value === "(" && all[at - 1]?.value !== "fn" ? at + 1 : -1;

/** The arguments of a bracket, each as the place of its first token and the one behind its last. */
function parts(all, open) {
  const ends = [];
  let from = open + 1;
  for (let at = open + 1; at <= all[open].close; at += 1) {
    if (at === all[open].close || (all[at].kind === "mark" && (all[at].value === "," || all[at].value === ";"))) {
      if (at > from) ends.push([from, at]);
      from = at + 1;
    } else if (all[at].close) {
      at = all[at].close;
    }
  }
  return ends;
}

/** The argument at a place as a text; none where it is no literal. */
const literal = (all, [from, to]) => (to - from === 1 && all[from].kind === "text" ? all[from].value : undefined);

/** The texts of a constant's fields. */
function* ofConstants(all) {
  const constants = within(all, (tokens, at) => {
    if (!["const", "static"].includes(tokens[at].value) || tokens[at + 1]?.kind !== "word") return -1;
    // Behind the type, which may have brackets and semicolons of its own.
    let to = at;
    while (to < tokens.length && !["=", ";"].includes(tokens[to].value)) to = (tokens[to].close ?? to) + 1;
    while (to < tokens.length && tokens[to].value !== ";" && !tokens[to].close) to += 1;
    return tokens[to]?.close ? to : -1;
  });
  for (const [at, token] of all.entries()) {
    if (token.kind === "text" && constants[at] && all[at - 1].value === ":" && FIELDS.has(all[at - 2].value) && hasLetters(token.value)) {
      yield [token.value];
    }
  }
}

/** The titles of issues, which are told by their codes: `id-missing` is `Id missing`. */
function* ofIssues(all, path) {
  if (!/^src\/(import|clean|browser)\//.test(path)) return;
  for (const [at, token] of all.entries()) {
    const isCode = token.kind === "text" && /^[a-z0-9]+(-[a-z0-9]+)+$/.test(token.value);
    const told = ["note", "warning", "error", "fault"].includes(all[at - 2]?.value) || (all[at - 1]?.value === "," && all[at - 4]?.value === "Field");
    if (isCode && told) yield [token.value[0].toUpperCase() + token.value.slice(1).replaceAll("-", " ")];
  }
}

/** The texts of a Rust file: each alone, or the one for many with the one for one. */
function* ofRust(path) {
  const all = tokens(read(path));
  for (const at of all.keys()) {
    const said = macro("say", "text")(all, at);
    const counted = call("counted", "counted_as")(all, at);
    const nouns = macro("nouns")(all, at);
    const fields = macro("fields")(all, at) >= 0 || (all[at].value === "fields" && all[at + 1]?.value === "!") ? at + 2 : -1;
    if (said >= 0) {
      const given = parts(all, said);
      const [first, second] = [literal(all, given[0]), given[1] && literal(all, given[1])];
      if (first !== undefined) yield [first];
      else if (given[2] && second !== undefined) yield [literal(all, given[2]), second];
    } else if (counted >= 0) {
      const [one, many] = parts(all, counted).slice(1).map((part) => literal(all, part));
      if (one !== undefined) yield [`{n} ${many ?? `${one}s`}`, `{n} ${one}`];
    } else if (nouns >= 0) {
      const [one, many] = parts(all, nouns).map((part) => literal(all, part));
      yield [many, one];
    } else if (fields >= 0 && all[fields]?.value === "{") {
      for (let place = fields; place < all[fields].close; place += 1) {
        if (all[place].kind === "text" && all[place - 1].kind === "text") yield [all[place].value];
      }
    }
  }
  yield* ofConstants(all);
  yield* ofIssues(all, path);
}

function* ofScript(path) {
  for (const [, text] of read(path).matchAll(/\bsay\("((?:\\.|[^"\\])*)"\)/g)) yield [JSON.parse(`"${text}"`)];
}

/** Every text with its form for one and where it stands, in the order of the house. */
function gathered() {
  const found = new Map();
  const sources = [...house().map((path) => [path, ofRust]), ...[...files("js", ".js")].map((path) => [path, ofScript])];
  for (const [path, of] of sources) {
    for (const [text, one] of of(path)) {
      const entry = found.get(text) ?? { in: [] };
      if (one !== undefined && one !== entry.one) Object.assign(entry, { one, in: entry.in });
      if (!entry.in.includes(path)) entry.in.push(path);
      found.set(text, entry);
    }
  }
  return found;
}

/** One line per text: a change of one shows as one. */
function written(entries) {
  const lines = [...entries].map(([text, entry]) => `  ${JSON.stringify(text)}: ${JSON.stringify(entry)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

// ------------------------------------------------------------------------------------------------ texts that go around it
/** Rooms whose texts are read by people. */
const SHOWN = /^src\/(view|session|browser\/ui)\//;
/** Attributes that a person reads or hears. */
const TOLD = /^(title|aria-label|aria-valuetext|placeholder|label|alt|data-label|empty)$/;
/** Calls whose texts are names of things, not words: selectors, classes, keys. */
const TECHNICAL = /^(query_selector|query_selector_all|closest|matches|set_property|set_attribute|get_attribute|add|add_titled|match_media|starts_with|reason|expect)$/;
/** What looks like a text and is none: classes, paths of drawings, selectors, names for programs. */
const NO_TEXT = /^(M[-\d{]|\{\}[LM]|--|[#.\[]|button |swatch |stat |note |dev-|chart-|num |menu |dialog |table |details\b|tr\[|tbody |input[,:]|select,|translate\(|rail-|tree-rail |pin |\{px|\{width\}|share-|is-|evenfield-|Evenfield$|[a-z-]+ [a-z]+-[a-z-]+$)/;

/** The name of the attribute that a text is the value of, "" where it is none. */
function attributeAt(all, at) {
  if (all[at - 1]?.value !== "=") return "";
  let name = "";
  for (let place = at - 2; place >= 0 && (all[place].kind === "word" || all[place].value === "-"); place -= 1) {
    if (name !== "" && all[place].kind === "word" && !name.startsWith("-")) break;
    name = all[place].value + name;
  }
  return name;
}

/** The texts of the shown rooms that no macro says. */
function* strays() {
  for (const path of house().filter((path) => SHOWN.test(path))) {
    const all = tokens(read(path));
    const said = within(all, (tokens, at) => Math.max(macro("say", "text", "nouns", "env")(tokens, at), call("counted", "counted_as")(tokens, at)));
    const views = within(all, macro("view"));
    const attributes = within(all, (tokens, at) => (tokens[at].value === "#" && tokens[at + 1]?.value === "[" ? at + 1 : -1));
    const formats = within(all, macro("format", "write"));
    for (const [at, { kind, value, line }] of all.entries()) {
      if (kind !== "text" || said[at] || attributes[at] || !hasLetters(value) || NO_TEXT.test(value)) continue;
      const before = all[at - 1];
      const inField = before.value === ":" && FIELDS.has(all[at - 2].value);
      const isNode = views[at] && (before.value === ">" || before.value === "}") && !["=", "-"].includes(all[at - 2].value);
      const isSentence = /\p{Letter},? \p{Letter}|\p{Letter},? \{|\}\p{Letter}* \p{Letter}/u.test(value);
      const attribute = attributeAt(all, at);
      const isTold = attribute ? TOLD.test(attribute) : isSentence && !(before.value === "(" && TECHNICAL.test(all[at - 2].value));
      if (!inField && (isNode || isTold || (formats[at] && isSentence))) yield `${path}:${line}: ${JSON.stringify(value)} goes around the catalogue: say!(…)`;
    }
  }
}

// ------------------------------------------------------------------------------------------------ other languages
const languages = () => [...files("texts", ".json")].filter((path) => path !== CATALOGUE);
const CATEGORIES = new Set(["zero", "one", "two", "few", "many", "other"]);
const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((place) => place[1]);

/** What is wrong with a language; texts that are not translated yet are only counted. */
function* faults(path, english) {
  for (const [text, value] of Object.entries(JSON.parse(read(path)))) {
    const entry = english.get(text);
    if (!entry) yield `${path}: the program says no ${JSON.stringify(text)}`;
    const forms = typeof value === "string" ? { other: value } : value;
    for (const [category, form] of Object.entries(forms)) {
      if (!CATEGORIES.has(category)) yield `${path}: ${JSON.stringify(text)} has a form ${category}; there are ${[...CATEGORIES].join(", ")}`;
      const known = new Set([...places(text), ...places(entry?.one ?? "")]);
      for (const place of places(form)) if (!known.has(place)) yield `${path}: ${JSON.stringify(text)} has no place {${place}}`;
    }
    if (entry?.one && typeof value === "object" && !("other" in value)) yield `${path}: ${JSON.stringify(text)} needs the form "other"`;
  }
}

/** A language with all texts, those that it does not have yet as "": they are said in English. */
function extended(path, english) {
  const known = existsSync(join(root, path)) ? JSON.parse(read(path)) : {};
  const blank = (entry) => (entry.one === undefined ? "" : { one: "", other: "" });
  const lines = [...english].map(([text, entry]) => `  ${JSON.stringify(text)}: ${JSON.stringify(known[text] ?? blank(entry))}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

const english = gathered();
const [asked] = process.argv.slice(2);
if (asked === "--check") {
  const found = [...strays(), ...languages().flatMap((path) => [...faults(path, english)])];
  if (!existsSync(join(root, CATALOGUE)) || read(CATALOGUE) !== written(english)) {
    found.push(`${CATALOGUE} is not what the sources say: make texts`);
  }
  found.forEach((fault) => console.error(fault));
  console.log(`${english.size} texts, ${languages().length} other languages.`);
  process.exitCode = found.length > 0 ? 1 : 0;
} else if (asked) {
  writeFileSync(join(root, `texts/${asked}.json`), extended(`texts/${asked}.json`, english));
} else {
  writeFileSync(join(root, CATALOGUE), written(english));
  console.log(`${english.size} texts in ${CATALOGUE}`);
}
