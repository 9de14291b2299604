// Rust sources as tokens: enough to find texts in them.

const ESCAPES = { n: "\n", t: "\t", r: "\r", 0: "\0" };

/** What a literal between quotes says. */
function unescaped(text) {
  return text.replace(/\\(\r?\n\s*|u\{([0-9a-fA-F_]+)\}|x([0-9a-fA-F]{2})|.)/gs, (_, escape, code, byte) => {
    if (/^\r?\n/.test(escape)) return "";
    if (code || byte) return String.fromCodePoint(parseInt((code ?? byte).replaceAll("_", ""), 16));
    return ESCAPES[escape] ?? escape;
  });
}

const KINDS = [
  ["space", /\s+/y],
  ["comment", /\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ["bytes", /b"(?:\\[\s\S]|[^"\\])*"|br#*"[\s\S]*?"#*/y],
  ["raw", /r(#*)"([\s\S]*?)"\1/y],
  ["text", /"((?:\\[\s\S]|[^"\\])*)"/y],
  ["letter", /b?'(?:\\(?:u\{[^}]*\}|x[0-9a-fA-F]{2}|.)|[^\\'])'/uy],
  ["lifetime", /'\w+/y],
  ["word", /[A-Za-z_]\w*/y],
  ["number", /\d[\w]*(?:\.\d\w*)?/y],
  ["mark", /[\s\S]/y],
];

/** The source without its tests, which stand at its foot. */
const withoutTests = (source) => source.split(/^#\[cfg\(test\)\]\n(?:#\[.*\n)*mod \w+ \{/m, 1)[0];

/** The tokens of a source, without spaces, comments and tests: kind, value (of a text what it says), line, and the place
 *  of the bracket that closes one. */
export function tokens(whole) {
  const source = withoutTests(whole);
  const found = [];
  const open = [];
  for (let at = 0, line = 1; at < source.length;) {
    for (const [kind, pattern] of KINDS) {
      pattern.lastIndex = at;
      const match = pattern.exec(source);
      if (!match) continue;
      if (kind !== "space" && kind !== "comment") {
        const value = kind === "text" ? unescaped(match[1]) : kind === "raw" ? match[2] : match[0];
        const token = { kind: kind === "raw" ? "text" : kind, value, line };
        if (kind === "mark" && "([{".includes(value)) open.push(token);
        if (kind === "mark" && ")]}".includes(value)) {
          const opener = open.pop();
          if (opener) opener.close = found.length;
        }
        found.push(token);
      }
      line += match[0].split("\n").length - 1;
      at += match[0].length;
      break;
    }
  }
  return found;
}
