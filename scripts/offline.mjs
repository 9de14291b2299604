// The service worker of a build, which knows every file of it by its hash: js/service_worker.js behind a list of them.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const WORKER = "service_worker.js";

function* files(directory, prefix = "") {
  for (const name of readdirSync(directory).sort()) {
    if (statSync(join(directory, name)).isDirectory()) yield* files(join(directory, name), `${prefix}${name}/`);
    else if (prefix + name !== WORKER) yield prefix + name;
  }
}

/** Places of other countries than the US are large together, and few people need more than one of them; lines of counties
 *  are needed only close by, and texts only in the reader's language. */
const first = (path) => !/^(data\/(gazetteer\/(?!US\.)|county-lines)|texts\/)/.test(path);

/** Writes it into a folder whose other files are finished. */
export function writeServiceWorker(dist, build) {
  const listed = [...files(dist)].map((path) => {
    const hash = createHash("sha256").update(readFileSync(join(dist, path))).digest("base64");
    return [path, `sha256-${hash}`, first(path)];
  });
  const source = readFileSync(new URL("../js/service_worker.js", import.meta.url), "utf8");
  const lines = listed.map((file) => `  ${JSON.stringify(file)},`).join("\n");
  writeFileSync(join(dist, WORKER), `const BUILD = ${JSON.stringify(build)};\nconst FILES = [\n${lines}\n];\n${source}`);
}
