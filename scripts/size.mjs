// The size of what a first visit downloads, compressed with brotli as a web server would, against the budget.
// The map library and the map data come later and on demand: they are listed, but do not count.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const BUDGET_BYTES = 1_455_000;
const dist = process.argv[2] ?? "dist";

function* files(directory) {
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}
const isCompressed = (path) => path.endsWith(".woff2");
const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

const rows = [...files(dist)].map((path) => {
  const bytes = readFileSync(path);
  const name = relative(dist, path);
  // The second font file is fetched only by a page that shows a letter of it.
  const counts = !/^(vendor|data|texts)\/|latin-ext/.test(name);
  const small = isCompressed(path) ? bytes.length : null;
  return { name, counts, raw: bytes.length, gzip: small ?? gzipSync(bytes, { level: 9 }).length, brotli: small ?? brotli(bytes) };
});
const figure = (value) => value.toLocaleString("en-US").padStart(12);
const line = ({ name, raw, gzip, brotli: br }) => console.log(`${name.padEnd(46)}${figure(raw)}${figure(gzip)}${figure(br)}`);
const total = (name, part) => part.reduce((sum, row) => ({ name, raw: sum.raw + row.raw, gzip: sum.gzip + row.gzip, brotli: sum.brotli + row.brotli }), { name, raw: 0, gzip: 0, brotli: 0 });

console.log(`${"file".padEnd(46)}${["raw", "gzip -9", "brotli 11"].map((head) => head.padStart(12)).join("")}`);
const counted = rows.filter((row) => row.counts);
const isPlace = ({ name }) => name.startsWith("data/gazetteer/");
const places = rows.filter(isPlace);
const later = rows.filter((row) => !row.counts && !isPlace(row));
counted.sort((a, b) => b.brotli - a.brotli).forEach(line);
const sum = total("program, styles, fonts", counted);
line(sum);
later.sort((a, b) => b.brotli - a.brotli).forEach(line);
line(total("map library and map data (on demand)", later));
line({ ...places.find(({ name }) => name.endsWith("US.tsv")), name: "places of the US (on demand)" });
line(total(`places of all ${places.length} countries (a file each)`, places));
if (sum.brotli > BUDGET_BYTES) {
  console.error(`Over budget: ${sum.brotli.toLocaleString("en-US")} of ${BUDGET_BYTES.toLocaleString("en-US")} bytes (brotli).`);
  process.exit(1);
}
console.log(`Within budget: ${sum.brotli.toLocaleString("en-US")} of ${BUDGET_BYTES.toLocaleString("en-US")} bytes (brotli).`);
