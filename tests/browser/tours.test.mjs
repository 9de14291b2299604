// Tours: the layer of the map, the days of a rep in the inspector, and what one day shows.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { download, idle, openExampleMap, saved } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const openPlan = (options) => openExampleMap(stage, options);
const layers = (page) => page.locator(".map-layers");
const legend = (page) => page.locator(".map-legend");
const inspector = (page) => page.getByRole("complementary", { name: "Inspector" });
const days = (page) => inspector(page).getByRole("list", { name: "Day trips" }).getByRole("button");
const drawn = (page) => page.locator(".map-tours");

async function switchOn(page) {
  await layers(page).getByText("Layers").click();
  await layers(page).getByRole("switch", { name: "Tours" }).check();
  await page.keyboard.press("Escape");
}

const pickRep = (page, place = 0) =>
  page.getByRole("table", { name: "Territories" }).locator("tbody .cell-button").nth(place).click();

/** Waits until the map draws so many reps; how many days it draws. */
async function daysDrawn(page, reps) {
  await page.locator(`.map-tours[data-reps="${reps}"]`).waitFor({ state: "attached" });
  return Number(await drawn(page).getAttribute("data-days"));
}

for (const theme of THEMES) {
  test(`tours are switched on, a rep has days, and a day is shown (${theme})`, async () => {
    const scene = await openPlan({ theme });
    const { page } = scene;
    assert.equal(await drawn(page).count(), 0, "nothing before somebody asks");
    await switchOn(page);
    const all = await daysDrawn(page, 7);
    assert.ok(all > 60, `${all} days`);
    await legend(page).getByText(`line: stops of a day · ${all} days`).waitFor();
    await scene.picture("tours");

    await pickRep(page);
    const one = await daysDrawn(page, 1);
    await inspector(page).getByText(/^One round sees \d+ accounts once: \d+ days, [\d,]+ km\./).waitFor();
    assert.match(await inspector(page).getByText(/^One round sees/).innerText(), new RegExp(`: ${one} days,`));
    await legend(page).getByText(`line: stops of a day; dashed: from and to the base · ${one} days`).waitFor();
    // The list is the twin of the lines: as many days, each with its stops and kilometres.
    for (let more = inspector(page).getByRole("button", { name: /^Show \d+ more days?$/ }); (await more.count()) > 0;) await more.click();
    assert.equal(await days(page).count(), one);
    assert.match(await days(page).first().innerText(), /^Day 1: .+ · [\d,.]+ km$/);
    const figures = await inspector(page).getByRole("region", { name: "Tours" }).locator("dl").innerText();
    assert.match(figures.replaceAll("\u00a0", " "), /Travel in the plan\s+(≈ )?[\d,]+ h · [\d,]+ km\s+Driven as day trips\s+(≈ )?[\d,]+ h · [\d,]+ km/);
    await assertAccessible(page);
    await scene.picture("tours-rep");

    await days(page).nth(1).click();
    assert.equal(await days(page).nth(1).getAttribute("aria-pressed"), "true");
    const stops = (await days(page).nth(1).innerText()).split(" · ")[0].split(", ").length;
    await page.waitForFunction((count) => {
      const numbers = [...document.querySelectorAll(".map-tour-number")].map((text) => Number(text.textContent));
      return numbers.length > 0 && Math.max(...numbers) <= count;
    }, stops);
    await scene.picture("tours-day");
    await assertAccessible(page);
    await days(page).nth(1).click();
    assert.equal(await days(page).nth(1).getAttribute("aria-pressed"), "false");
    await scene.close();
  });
}

test("tours outlast a reload, hide where today is shown, and leave with the picture", async () => {
  const scene = await openPlan();
  const { page } = scene;
  await switchOn(page);
  await daysDrawn(page, 7);
  await saved(page);
  await page.reload();
  await daysDrawn(page, 7);
  await legend(page).getByText(/^line: stops of a day · \d+ days$/).waitFor();
  const file = await download(page, () => page.getByRole("button", { name: "Save the map as a picture" }).click());
  assert.ok(file.bytes.length > 60_000, `${file.bytes.length} bytes`);
  await page.getByRole("button", { name: "Today", exact: true }).click();
  await daysDrawn(page, 0);
  await legend(page).getByText("tours: shown with the plan only").waitFor();
  await scene.close();
});

test("a day is shown without the layer, by keyboard", async () => {
  const scene = await openPlan();
  const { page } = scene;
  await pickRep(page, 1);
  await days(page).first().waitFor();
  assert.equal(await page.locator(".map-tour-number").count(), 0);
  await days(page).first().focus();
  await page.keyboard.press("Enter");
  await page.locator(".map-tour-number").first().waitFor({ state: "attached" });
  await pickRep(page, 2);
  await page.waitForFunction(() => document.querySelectorAll(".map-tour-number").length === 0);
  await scene.close();
});

test("on a phone a rep's days can be read", async () => {
  const scene = await openPlan({ size: SIZES.phone });
  const { page } = scene;
  await pickRep(page);
  await days(page).first().scrollIntoViewIfNeeded();
  await scene.picture("tours-phone");
  await assertAccessible(page);
  // The sheet lay over all of the map: a day that is picked is seen above it, whole.
  await days(page).nth(1).click();
  await page.locator(".map-tour-number").first().waitFor();
  await page.waitForTimeout(600);
  const sheet = await inspector(page).boundingBox();
  const numbers = page.locator(".map-tour-number");
  assert.ok((await numbers.count()) > 1);
  for (const number of await numbers.all()) {
    const box = await number.boundingBox();
    assert.ok(box.y > 52 && box.y + box.height < sheet.y, `stop at ${box.y} px, sheet from ${sheet.y} px`);
  }
  await assertAccessible(page);
  await scene.picture("tours-phone-day");
  await scene.close();
});

const shared = process.env.EVENFIELD_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
const files = ["accounts-salesforce-report.csv", "reps.csv"].map((file) => `${shared}/data/breweries/${file}`);
const skip = files.every((path) => existsSync(path)) ? false : `needs ${shared}/data/breweries (EVENFIELD_SHARED)`;

test("tours of a large team break off for whoever edits, and all of them are there in the end", { skip, timeout: 600_000 }, async () => {
  // Whoever edits waits for figures, never for 45 tours; and those that were broken off must not be missing for good.
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await page.getByLabel("Accounts file").setInputFiles(files);
  await page.getByRole("link", { name: "Go to the plan" }).click({ timeout: 180_000 });
  await page.locator(".map-view[data-drawn=true]").waitFor({ state: "attached" });
  await idle(page, 180_000);
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  const rows = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)");
  await rows.nth(0).locator("td").first().click();
  await rows.nth(1).locator("td").first().click({ modifiers: ["Control"] });
  await switchOn(page);
  const edits = 4;
  let waited = 0;
  for (let edit = 0; edit < edits; edit += 1) {
    // Into the midst of it: tours come a pause after the figures.
    await page.waitForTimeout(600);
    const begun = Date.now();
    await page.keyboard.press(edit % 2 ? "x" : "l");
    await idle(page, 60_000);
    waited = Math.max(waited, Date.now() - begun);
  }
  await legend(page).getByText(/^line: stops of a day · [\d,]+ days$/).waitFor({ timeout: 300_000 });
  const [reps, count] = [await drawn(page).getAttribute("data-reps"), await drawn(page).getAttribute("data-days")];
  assert.ok(Number(reps) > 30 && Number(count) > 500, `${reps} reps, ${count} days`);
  assert.ok(waited < 10_000, `an edit waited ${waited} ms`);
  await saved(page);
  await page.reload();
  await legend(page).getByText(/^line: stops of a day · [\d,]+ days$/).waitFor({ timeout: 300_000 });
  assert.deepEqual([await drawn(page).getAttribute("data-reps"), await drawn(page).getAttribute("data-days")], [reps, count], "those of the plan as it is");
  await scene.close();
});
