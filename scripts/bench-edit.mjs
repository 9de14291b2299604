// How soon the figures follow an edit, in headless Chromium over the release build in dist/: `make bench-edit`.
//
//   tb33k       33,000 accounts and 150 reps of the shared benchmarks, where they are at hand (EVENFIELD_SHARED)
//   chains-40k  the shared file of 40,000 accounts and 120 reps, likewise
//
// One account after the other gets another rep by the inspector. The time goes from the click to the change of the figures
// above the map; without a graphics card it holds the drawing of the map, which another process does meanwhile and the
// page waits for. So the processor time of the page's own longest task stands beside it. `--only tb33k` runs a part.
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openStage } from "../tests/browser/harness.mjs";
import { go, idle } from "../tests/browser/steps.mjs";
import { watchTasks } from "./bench/watch.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const { values: options } = parseArgs({ options: { only: { type: "string", default: "tb33k,chains-40k" } } });
const shared = process.env.EVENFIELD_SHARED ?? `${root}../shared`;
const LONG = 300_000;
const EDITS = 12;
const SETS = {
  tb33k: ["accounts.csv", "reps.csv"].map((file) => `${shared}/bench/territory/tb33k/${file}`),
  "chains-40k": ["companies-hubspot.csv", "reps.csv"].map((file) => `${shared}/data/chains-40k/${file}`),
};

/** From the files to the accounts in their table. */
async function load(page, files) {
  await page.getByLabel("Accounts file").setInputFiles(files);
  await page.waitForFunction(
    () => [...document.querySelectorAll("a")].some((link) => link.textContent.trim() === "Go to the plan") || location.hash === "#/plan",
    null, { timeout: LONG, polling: 500 });
  await idle(page, LONG);
  await go(page, "Plan");
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  await page.locator(".map-view[data-drawn=true]").waitFor({ state: "attached", timeout: LONG });
  await page.waitForTimeout(3_000);
}

/** Gives the account of a row to a rep of the list; ms until the figures have changed. */
async function edit(page, number) {
  await page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer) .cell-button").nth(number % 5).click();
  await page.waitForTimeout(1_500);
  const menu = page.getByRole("complementary", { name: "Inspector" }).locator("summary").filter({ hasText: /^Assign/ });
  await menu.click();
  await page.waitForTimeout(300);
  const choice = page.getByRole("complementary", { name: "Inspector" }).locator(".menu-choice").nth(3 + number);
  const took = await choice.evaluate((button) => new Promise((resolve) => {
    const begun = performance.now();
    const seen = new MutationObserver(() => {
      seen.disconnect();
      resolve(performance.now() - begun);
    });
    // Whoever has the account already gets nothing: no figure changes.
    setTimeout(() => { seen.disconnect(); resolve(null); }, 5_000);
    seen.observe(document.querySelector(".plan > .stats"), { subtree: true, childList: true, characterData: true });
    button.click();
  }));
  await page.waitForTimeout(1_500);
  return { took };
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const ms = (value) => `${value.toFixed(1)} ms`;

async function measure(stage, name) {
  if (!SETS[name].every((file) => existsSync(file))) return console.error(`${name} is left out: ${SETS[name][0]} is not there (EVENFIELD_SHARED).`);
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await load(page, SETS[name]);
  const found = [];
  for (let number = 0; number < EDITS; number += 1) {
    const seen = await watchTasks(page, () => edit(page, number));
    if (seen.took !== null) found.push(seen);
  }
  // The first edit finds nothing made ready yet.
  const after = found.slice(1);
  console.log(`${name}: figures after an edit, median ${ms(median(after.map(({ took }) => took)))}, at worst ` +
    `${ms(Math.max(...after.map(({ took }) => took)))}, the first ${ms(found[0].took)} (bar 16 ms); longest task of the page's own ` +
    `${ms(Math.max(...after.map(({ own }) => own)))} (bar 50 ms)`);
  await scene.close();
}

console.log(`make bench-edit, ${new Date().toISOString().slice(0, 10)}, ${cpus()[0].model}, ${cpus().length} cores, no graphics card`);
const stage = await openStage();
try {
  for (const name of options.only.split(",")) await measure(stage, name);
} finally {
  await stage.close();
}
