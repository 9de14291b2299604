// The comparison as files: each is what the command line writes, and the report prints.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage, picture } from "./harness.mjs";
import { download, go, idle, loadExample, setEffort, table } from "./steps.mjs";

const [SEED, STEPS] = [3, 150];
const root = fileURLToPath(new URL("../../", import.meta.url));

let stage;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "evenfield-"));
  stage = await openStage();
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command line; 1 as exit code means that a plan breaks limits, which is no failure here. */
function evenfield(...words) {
  try {
    execFileSync("cargo", ["run", "--quiet", "--locked", "--bin", "evenfield", "--", ...words.map(String)], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    if (error.status !== 1) throw new Error(`evenfield ${words.join(" ")}: ${error.stderr}`);
  }
}

const region = (page) => page.getByRole("region", { name: "Standard set" });
const menu = (page) => region(page).locator("details.menu").filter({ hasText: "Export comparison" });

async function take(page, entry) {
  return download(page, async () => {
    await menu(page).locator("summary").click();
    await menu(page).getByText(entry, { exact: true }).click();
  });
}

async function made(options, effort) {
  const scene = await stage.open({ path: "#/data", ...options });
  const { page } = scene;
  await loadExample(page);
  await setEffort(page, effort);
  await go(page, "Scenarios");
  assert.equal(await menu(page).count(), 0, "nothing to write before there is a plan");
  await region(page).getByRole("button", { name: "Make the standard set" }).click();
  await region(page).getByText("All 11 scenarios are made.").waitFor({ timeout: 120_000 });
  await idle(page);
  return scene;
}

/** The files of a ZIP that packs nothing. */
function unzipped(bytes) {
  const files = new Map();
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const [size, name] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
    const begin = at + 30 + name;
    files.set(bytes.toString("utf8", at + 30, begin), bytes.subarray(begin, begin + size));
    at = begin + size;
  }
  return files;
}

test("every file is what the command line writes", async () => {
  evenfield("example", "--out", folder);
  const [accounts, reps] = ["example-accounts.csv", "example-reps.csv"].map((name) => join(folder, name));
  evenfield("compare", "--accounts", accounts, "--reps", reps, "--steps", STEPS, "--seed", SEED, "--out", join(folder, "compare"));
  const native = (name) => readFileSync(join(folder, "compare", name));

  const scene = await made({}, { steps: STEPS, lanes: 2, seed: SEED });
  const { page } = scene;
  const json = await take(page, "Everything (JSON)");
  assert.match(json.name, /scenarios\.json$/);
  const [here, there] = [JSON.parse(json.bytes), JSON.parse(native("scenarios.json"))];
  assert.deepEqual(here.scenarios.map(({ name }) => name), there.scenarios.map(({ name }) => name));
  assert.ok(json.bytes.equals(native("scenarios.json")), "JSON");
  assert.ok((await take(page, "Figures (CSV)")).bytes.equals(native("scenarios.csv")), "CSV");
  const workbook = await take(page, "Workbook (XLSX)");
  assert.match(workbook.name, /scenarios\.xlsx$/);
  assert.ok(workbook.bytes.equals(native("scenarios.xlsx")), "workbook");
  const lists = unzipped((await take(page, "Assignments (ZIP)")).bytes);
  assert.equal(lists.size, 13, "the figures and twelve lists");
  for (const [name, bytes] of lists) assert.ok(bytes.equals(native(name)), name);
  assert.equal(table(lists.get("assignments-3.csv")).rows.length, 450);
  await scene.close();
});

test("the report is one page that prints", async () => {
  const scene = await made({}, { steps: 100, lanes: 2 });
  const { page } = scene;
  await menu(page).locator("summary").click();
  await scene.picture("export-comparison");
  await page.keyboard.press("Escape");
  await assertAccessible(page);
  const report = await take(page, "Report to print (HTML)");
  assert.match(report.name, /scenarios\.html$/);
  const path = join(folder, "report.html");
  writeFileSync(path, report.bytes);
  for (const size of Object.values(SIZES)) {
    const paper = await scene.context.newPage();
    await paper.setViewportSize(size);
    await paper.goto(pathToFileURL(path).href);
    for (const heading of ["Figures", "Assumptions", "How each plan was made", "Rules in force", "What each plan changes of them", "Decision"]) {
      await paper.getByRole("heading", { name: heading, exact: true }).waitFor();
    }
    const wide = await paper.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `the report is ${wide} px wider than the screen`);
    const figures = paper.getByRole("row", { name: /^Expected revenue/ }).first();
    assert.equal(await figures.getByRole("cell").count(), 12, "today, which is the status quo, and eleven scenarios");
    await picture(paper, `report-${size.width}`);
    if (size.width > 1000) {
      await paper.emulateMedia({ media: "print" });
      const pdf = (await paper.pdf({ preferCSSPageSize: true })).toString("latin1");
      const [, width, height] = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/.exec(pdf);
      assert.ok(Number(width) > Number(height), "it lies across the paper");
      await paper.setViewportSize({ width: 1020, height: 720 });
      await picture(paper, "report-print");
    }
    await paper.close();
  }
  await scene.close({ allow: [/foreign request: file:/] });
});

for (const theme of THEMES) {
  test(`the menu is for everybody (${theme}, phone)`, async () => {
    const scene = await made({ theme, size: SIZES.phone }, { steps: 60, lanes: 2 });
    const { page } = scene;
    await menu(page).locator("summary").click();
    await assertAccessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
    await menu(page).scrollIntoViewIfNeeded();
    await scene.picture("export-comparison");
    await scene.close();
  });
}
