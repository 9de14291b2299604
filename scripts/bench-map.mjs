// What the map costs in headless Chromium without a graphics card, over the release build in dist/: `make bench-map`.
//
//   chains-40k  the shared file of 40,000 accounts and 120 reps, where it is at hand (EVENFIELD_SHARED)
//   made-up     200,000 accounts around the world's larger places and 150 reps, from a seed
//
// Each is loaded, panned, lassoed, and one account gets another rep. Times are processor time of the page's own thread:
// without a graphics card the picture itself is drawn by another process, and the page may wait for that one. Where a
// graphics card draws it does not. `--only chains-40k` runs a part.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openStage } from "../tests/browser/harness.mjs";
import { go, idle } from "../tests/browser/steps.mjs";
import { dice, watchMemory, watchTasks } from "./bench/watch.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const { values: options } = parseArgs({ options: { only: { type: "string", default: "chains-40k,made-up" } } });
const folder = mkdtempSync(join(tmpdir(), "evenfield-map-"));
const shared = process.env.EVENFIELD_SHARED ?? `${root}../shared`;
const LONG = 300_000;
const PAN_FRAMES = 60;

/** Accounts around places, more around larger ones, and reps in the largest; every twentieth is not with the nearest. */
function madeUp(accounts, reps) {
  const places = JSON.parse(readFileSync(`${root}gen/places.json`, "utf8")).filter(([, , , , country]) => country === "US");
  const draw = dice(3);
  const part = () => draw(1_000_000) / 1_000_000;
  const total = places.reduce((sum, place) => sum + place[3], 0);
  const ends = [];
  places.reduce((sum, place) => (ends.push(sum + place[3]), sum + place[3]), 0);
  const place = () => {
    const at = part() * total;
    return places[ends.findIndex((end) => at < end)];
  };
  const nearest = (lon, lat) => {
    let [best, least] = [0, Infinity];
    for (let rep = 0; rep < reps; rep++) {
      const away = Math.hypot(places[rep][1] - lon, places[rep][2] - lat);
      if (away < least) [best, least] = [rep, away];
    }
    return best;
  };
  const apart = () => (part() + part() + part() - 1.5) * 0.7;
  const rows = ["Account ID,Account Name,Owner,Latitude,Longitude,Potential,Segment"];
  for (let row = 0; row < accounts; row++) {
    const [, lon, lat] = place();
    const owner = draw(20) === 0 ? draw(reps) : nearest(lon, lat);
    const potential = Math.round(1000 / (0.01 + part()));
    rows.push(`A${row},Company ${row},Rep ${owner},${(lat + apart()).toFixed(4)},${(lon + apart()).toFixed(4)},${potential},${"ABCDE"[draw(5)]}`);
  }
  const team = ["Rep ID,Rep Name,Latitude,Longitude"];
  for (let rep = 0; rep < reps; rep++) team.push(`R${rep},Rep ${rep},${places[rep][2]},${places[rep][1]}`);
  const files = ["accounts.csv", "reps.csv"].map((name) => join(folder, name));
  writeFileSync(files[0], rows.join("\n"));
  writeFileSync(files[1], team.join("\n"));
  return files;
}

const SETS = {
  "chains-40k": () => ["companies-hubspot.csv", "reps.csv"].map((file) => `${shared}/data/chains-40k/${file}`),
  "made-up": () => madeUp(200_000, 150),
};

/** From the files to the map that shows them. */
async function load(page, files) {
  await page.getByLabel("Accounts file").setInputFiles(files);
  await page.waitForFunction(
    () => [...document.querySelectorAll("a")].some((link) => link.textContent.trim() === "Go to the plan") || location.hash === "#/plan",
    null, { timeout: LONG, polling: 500 });
  await idle(page, LONG);
  await go(page, "Plan");
  await page.locator(".map-view[data-drawn=true]").waitFor({ state: "attached", timeout: LONG });
  await page.locator(".map-base-name:not([hidden])").first().waitFor({ state: "attached", timeout: LONG });
  await page.waitForTimeout(3_000);
  return {};
}

/** Drags the map to and fro; how many frames were drawn meanwhile. */
async function pan(page) {
  const { x, y, width, height } = await page.locator(".map canvas").boundingBox();
  const [left, middle] = [x + width * 0.3, y + height * 0.6];
  await page.evaluate(() => {
    window.frames = 0;
    const count = () => { window.frames++; window.counting = requestAnimationFrame(count); };
    count();
  });
  await page.mouse.move(left, middle);
  await page.mouse.down();
  for (let step = 1; step <= PAN_FRAMES; step++) {
    await page.mouse.move(left + 240 * Math.sin(step / 8), middle + 60 * Math.sin(step / 5));
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
  const frames = await page.evaluate(() => (cancelAnimationFrame(window.counting), window.frames));
  return { frames };
}

/** A lasso around most of what is seen. */
async function lasso(page) {
  const { x, y, width, height } = await page.locator(".map canvas").boundingBox();
  await page.getByRole("button", { name: "Lasso" }).click();
  await page.mouse.move(x + width * 0.2, y + height * 0.25);
  await page.mouse.down();
  for (const [across, down] of [[0.8, 0.25], [0.8, 0.8], [0.2, 0.8]]) {
    await page.mouse.move(x + width * across, y + height * down, { steps: 12 });
  }
  await page.mouse.up();
  await page.locator(".selection-bar").waitFor();
  await page.waitForTimeout(1_500);
  return { selected: await page.locator(".selection-bar b").first().innerText() };
}

/** What is selected gets the first rep of the list. */
async function edit(page) {
  await page.locator(".selection-bar .menu-assign summary").click();
  await page.locator(".selection-bar .menu-choice").first().click();
  await idle(page, LONG);
  await page.waitForTimeout(1_500);
  return {};
}

const ms = (value) => `${value.toFixed(1)} ms`;

async function measure(stage, name) {
  const files = SETS[name]();
  if (!files.every((file) => existsSync(file))) return console.error(`${name} is left out: ${files[0]} is not there (EVENFIELD_SHARED).`);
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  const part = async (title, work) => {
    const found = await watchTasks(page, work);
    console.error(`  ${title}: longest task ${ms(found.own)}, all ${ms(found.all)}`);
    return found;
  };
  const run = async () => ({
    loaded: await part("loading", () => load(page, files)),
    panned: await part("panning", () => pan(page)),
    lassoed: await part("selecting", () => lasso(page)),
    edited: await part("an edit", () => edit(page)),
  });
  const [{ loaded, panned, lassoed, edited }, memory] = await watchMemory(stage.browser, run);
  const most = name === "made-up" ? 100 : 50;
  console.log(`${name}: longest task loading ${ms(loaded.own)}, panning ${ms(panned.own)}, selecting ${lassoed.selected} ` +
    `${ms(lassoed.own)}, recolouring after an edit of them ${ms(edited.own)} (bar ${most} ms); panning takes ` +
    `${ms(panned.all / panned.frames)} a frame (bar 4 ms, ${panned.frames} frames); tab ${memory.toFixed(0)} MB (bar 1,000)`);
  await scene.picture(`bench-map-${name}`);
  await scene.close();
}

console.log(`make bench-map, ${new Date().toISOString().slice(0, 10)}, ${cpus()[0].model}, ${cpus().length} cores, no graphics card`);
const stage = await openStage();
try {
  for (const name of options.only.split(",")) await measure(stage, name);
} finally {
  await stage.close();
  rmSync(folder, { recursive: true });
}
