// How soon the standard set of scenarios is there, in headless Chromium over a build in dist/: `make bench-scenarios`.
//
//   example   the example with two workers (bar: all within 10 s, the first within 1 s)
//   story     150 reps, 8,000 customers and 25,000 prospects, made up from a seed, in the folder of --story
//   tb33k     33,000 accounts and 150 reps of the shared benchmarks, where they are at hand (bar: all within 3 min)
//
// On story and tb33k three reps of the state with most reps are lost then, those who have been there longest: once on the plan
// of "Full re-optimisation", as who has a plan and loses people, and once on today's owners (bar: 10 s, the gap shown).
//
// The time goes from the press to the row in the table. The page's longest task says whether it could be used meanwhile.
// `--only story` runs a part, `--workers 2` says how many search.
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openStage } from "../tests/browser/harness.mjs";
import { go, idle, loadExample, setEffort } from "../tests/browser/steps.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "example,story,tb33k" },
    story: { type: "string", default: `${root}target/story` },
    workers: { type: "string", default: "2" },
  },
});
const shared = process.env.EVENFIELD_SHARED ?? `${root}../shared`;
const LONG = 1_800_000;
const SETS = {
  example: [],
  story: ["example-accounts.csv", "example-reps.csv"].map((file) => `${options.story}/${file}`),
  tb33k: ["accounts.csv", "reps.csv"].map((file) => `${shared}/bench/territory/tb33k/${file}`),
};

async function load(page, files) {
  if (files.length === 0) return loadExample(page);
  await page.getByLabel("Accounts file").setInputFiles(files);
  await page.waitForFunction(
    () => [...document.querySelectorAll("a")].some((link) => link.textContent.trim() === "Go to the plan") || location.hash === "#/plan",
    null, { timeout: LONG, polling: 500 });
  await idle(page, LONG);
}

/** Presses the button and notes in the page when each row came, in ms. */
async function make(page) {
  await page.evaluate(() => {
    window.rowTimes = [];
    const begun = performance.now();
    const count = () => document.querySelectorAll('table[aria-label="Scenarios"] tbody tr:not(.set-line)').length;
    new MutationObserver(() => {
      // Today is no scenario.
      while (window.rowTimes.length < count() - 1) window.rowTimes.push(performance.now() - begun);
    }).observe(document.querySelector("main"), { subtree: true, childList: true });
    [...document.querySelectorAll("button")].find((button) => button.textContent.trim() === "Make the standard set").click();
  });
  await page.waitForTimeout(200);
  await idle(page, LONG);
  return page.evaluate(() => window.rowTimes);
}

/** Names of three reps of the state with most reps, those who have been there longest. */
function senior(file) {
  const [header, ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/).map((line) => line.split(","));
  const column = (name) => header.findIndex((title) => title.toLowerCase() === name);
  const [state, since, called] = [column("state"), column("start_date"), column("name")];
  const states = new Map();
  for (const line of lines) states.set(line[state], [...(states.get(line[state]) ?? []), line]);
  const largest = [...states.values()].sort((a, b) => b.length - a.length)[0];
  if (since >= 0) largest.sort((a, b) => a[since].localeCompare(b[since]));
  return largest.slice(0, 3).map((line) => line[called]);
}

/** Loses reps in a what-if on a plan; the time to its row, in ms, and the row. */
async function lose(page, names, base) {
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "What if…" }).click();
  if (base) await dialog.getByLabel("Goes on from").selectOption({ label: base });
  await dialog.getByLabel("Kind of change").selectOption({ label: "Reps leave" });
  await dialog.getByRole("button", { name: "Add this change" }).click();
  const group = dialog.getByRole("group", { name: "Reps leave", exact: true }).last();
  for (const name of names) await group.getByRole("checkbox", { name: new RegExp(`^${name}`) }).first().check();
  const called = `Three lost, on ${base ?? "today"}`;
  await dialog.getByLabel("Name", { exact: true }).fill(called);
  const begun = performance.now();
  await dialog.getByRole("button", { name: "Make it" }).click();
  const row = page.getByRole("table", { name: "Scenarios", exact: true }).locator("tbody tr:not(.set-line)")
    .filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${called}`) }) });
  await row.waitFor({ timeout: LONG });
  const took = performance.now() - begun;
  await idle(page, LONG);
  return [took, (await row.innerText()).replace(/\s+/g, " ")];
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

async function measure(stage, name) {
  const files = SETS[name];
  if (!files.every((file) => existsSync(file))) return console.error(`${name} is left out: ${files[0]} is not there.`);
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await load(page, files);
  await setEffort(page, { seconds: 10, lanes: Number(options.workers), seed: 1 });
  await go(page, "Scenarios");
  await page.waitForTimeout(1_000);
  await scene.clearLongTasks();
  const rows = await make(page);
  const tasks = await scene.longTasks();
  console.log(`${name}: ${rows.length} scenarios, the first after ${seconds(rows[0])}, all after ${seconds(rows.at(-1))}; ` +
    `longest task of the page ${Math.max(0, ...tasks)} ms, ${tasks.length} above 50 ms`);
  for (const row of await page.getByRole("table", { name: "Scenarios", exact: true }).locator("tbody tr:not(.set-line)").allInnerTexts()) {
    const cells = row.split(/\n|\t/).map((cell) => cell.trim()).filter(Boolean);
    console.log(`  ${cells[0]}: ${cells.filter((cell) => /limit|kept|≤|—/.test(cell)).join(", ")}`);
  }
  if (files.length > 0) {
    const names = senior(files[1]);
    for (const base of ["Full re-optimisation", null]) {
      await scene.clearLongTasks();
      const [took, row] = await lose(page, names, base);
      console.log(`${name}: ${names.join(", ")} lost on ${base ?? "today"}: ${seconds(took)}; ` +
        `longest task ${Math.max(0, ...await scene.longTasks())} ms; ${row}`);
    }
  }
  await scene.close();
}

console.log(`make bench-scenarios, ${new Date().toISOString().slice(0, 10)}, ${cpus()[0].model}, ${cpus().length} cores, ${options.workers} workers`);
const stage = await openStage();
try {
  for (const name of options.only.split(",")) await measure(stage, name);
} finally {
  await stage.close();
}
