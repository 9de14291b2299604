// Trunk's post_build hook: puts one build id on every address whose file name carries no hash of its content,
// so that a browser that cached an older build never mixes it with this one; then writes the service worker. Only
// index.html and service_worker.js must not be cached.
//
//   <html data-build="…">       read by the program: `worker_loader.js?v=…`, `data/states.geojson?v=…`
//   boot.js?v=…, app-….js?v=…   and, inside app-….js, snippets/…/map.js?v=…
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeServiceWorker } from "./offline.mjs";

const dist = process.env.TRUNK_STAGING_DIR ?? process.argv[2] ?? "dist";

rmSync(join(dist, "data", "stamp.txt"), { force: true });

function* files(directory) {
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

// The texts in other languages than English; js/boot.js fetches none but those named on its tag.
const languages = readdirSync("texts").filter((name) => name.endsWith(".json") && name !== "en.json").sort();
if (languages.length > 0) mkdirSync(join(dist, "texts"), { recursive: true });
for (const name of languages) {
  // What is not translated yet is said in English.
  const given = (text, value) => (value === "" ? undefined : value);
  writeFileSync(join(dist, "texts", name), JSON.stringify(JSON.parse(readFileSync(join("texts", name), "utf8"), given)));
}

const hash = createHash("sha256");
for (const path of files(dist)) hash.update(path.slice(dist.length)).update(readFileSync(path));
const build = hash.digest("hex").slice(0, 12);

const edit = (path, change) => writeFileSync(path, change(readFileSync(path, "utf8")));

for (const name of readdirSync(dist)) {
  if (/^app-.*\.js$/.test(name)) {
    // Only the import itself: the same address elsewhere is the name under which the wasm module asks for it.
    edit(join(dist, name), (text) => text.replace(/(from\s+)(['"])(\.\/snippets\/[^'"?]+)\2/g, `$1$2$3?v=${build}$2`));
  }
}
// Parts of the map import each other: by the same address, or there would be two of each.
for (const path of files(join(dist, "snippets"))) {
  edit(path, (text) => text.replace(/(from\s+)(['"])(\.\/[^'"?]+)\2/g, `$1$2$3?v=${build}$2`));
}
edit(join(dist, "index.html"), (html) =>
  html
    .replace("<html ", `<html data-build="${build}" `)
    .replace('id="boot"', (tag) => (languages.length > 0 ? `${tag} data-languages="${languages.map((name) => name.slice(0, -5)).join(" ")}"` : tag))
    .replace(/(["'])(\.\/)?(boot\.js|app-[^"']+\.js|icon\.svg)\1/g, `$1$2$3?v=${build}$1`)
    .replace(/(["'])(\.\/snippets\/[^"'?]+)\1/g, `$1$2?v=${build}$1`),
);
writeServiceWorker(dist, build);
console.log(`build id ${build}`);
