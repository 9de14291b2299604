// What the map shows besides territories: colours and sizes by columns, layers, today beside the plan, the picture.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { choose as pickEntry, download, idle, loadExample, openExampleMap, optimize, saved, setEffort, go } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const openPlan = (options) => openExampleMap(stage, options);
const layers = (page) => page.locator(".map-layers");
const legend = (page) => page.locator(".map-legend");
const openLayers = (page) => layers(page).getByText("Layers").click();
const choose = (page, name, label) => layers(page).getByLabel(name).selectOption({ label });
const rows = async (page) => (await legend(page).locator(".map-key-row").allInnerTexts()).map((text) => text.replaceAll("\n", " ").trim());

/** A plan in which some accounts move. */
async function plan(page) {
  await setEffort(page, { steps: 2000, lanes: 1, seed: 1 });
  await go(page, "Plan");
  await optimize(page);
  await page.locator(".map-view[data-drawn=true]").waitFor({ state: "attached" });
}

for (const theme of THEMES) {
  test(`dots tell what one chooses, and the legend says it with numbers (${theme})`, async () => {
    const scene = await openPlan({ theme });
    const { page } = scene;
    await page.locator(".map-key-row").first().waitFor();
    assert.match((await rows(page))[0], /^Ana Castillo 44$/);
    await openLayers(page);
    await choose(page, "Colour by", "Potential");
    await page.waitForFunction(() => document.querySelector(".map-legend summary b").textContent === "Potential");
    const steps = (await rows(page)).slice(0, 5);
    assert.match(steps[0], /^under \$[\d.]+ K \d+$/);
    assert.match(steps[4], /^\$[\d.]+ K and more \d+$/);
    assert.equal(steps.reduce((sum, text) => sum + Number(text.match(/\d+$/)[0]), 0), 450, "every account has a colour");
    await choose(page, "Colour by", "Customer or prospect");
    await page.waitForFunction(() => document.querySelector(".map-legend summary b").textContent === "Customer or prospect");
    assert.match((await rows(page)).join(), /customer \d+,prospect \d+/);
    await choose(page, "Size by", "Workload");
    await legend(page).getByText(/^Area: workload, up to [\d,.]+ h$/).waitFor();
    await choose(page, "Size by", "all alike");
    await legend(page).getByText("All accounts alike").waitFor();
    await choose(page, "Heat map", "Potential");
    await legend(page).getByText(/^Heat: potential, up to \$[\d.]+ [KM] within [\d.]+ km$/).waitFor();
    await assertAccessible(page);
    await scene.picture("layers");
    await page.keyboard.press("Escape");
    await go(page, "Rules");
    await go(page, "Plan");
    await legend(page).getByText("Customer or prospect").waitFor();
    await scene.close();
  });
}

test("layers outlast a reload, each project its own", async () => {
  const scene = await openPlan();
  const { page } = scene;
  await page.locator(".map-key-row").first().waitFor();
  await openLayers(page);
  await choose(page, "Colour by", "Customer or prospect");
  await choose(page, "Size by", "Workload");
  await choose(page, "Heat map", "Potential");
  await layers(page).getByLabel("Accounts without rep").check();
  await legend(page).getByText(/^Heat: potential/).waitFor();
  await page.keyboard.press("Escape");
  await saved(page);
  await page.reload();
  await legend(page).getByText(/^Heat: potential/).waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => document.querySelector(".map-legend summary b").textContent === "Customer or prospect");
  await legend(page).getByText(/^Area: workload/).waitFor();
  await openLayers(page);
  assert.equal(await layers(page).getByLabel("Accounts without rep").isChecked(), true);
  await page.keyboard.press("Escape");
  // Another project begins as usual, and the first one is as it was.
  await pickEntry(page, page.locator("details.menu-project"), "New project");
  await loadExample(page);
  await page.waitForFunction(() => document.querySelector(".map-legend summary b").textContent !== "Customer or prospect");
  assert.equal(await legend(page).getByText(/^Heat: potential/).count(), 0);
  await page.locator("details.menu-project summary").click();
  await page.locator("details.menu-project .menu-item").filter({ hasText: "Example accounts" }).first().click();
  await legend(page).getByText(/^Heat: potential/).waitFor();
  await scene.close();
});

test("layers are reached and changed by keyboard", async () => {
  const scene = await openPlan();
  const { page } = scene;
  await layers(page).locator("summary").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => document.activeElement.closest("label")?.textContent.replace(/Territory.*/s, "") ?? "");
  assert.match(await focused(), /^Colour by/);
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.querySelector(".map-legend summary b").textContent === "Today's rep");
  for (let press = 0; press < 4; press++) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelectorAll(".map-base-name").length === 0);
  await page.keyboard.press("Escape");
  assert.equal(await layers(page).evaluate((menu) => menu.open), false);
  await scene.close();
});

test("moves have arrows, and today stands beside the plan along a line that the arrow keys move", async () => {
  const scene = await openPlan();
  const { page } = scene;
  await plan(page);
  await openLayers(page);
  await layers(page).getByLabel("Moves as arrows").check();
  await page.keyboard.press("Escape");
  await page.locator(".map-moves g").first().waitFor({ state: "attached" });
  await legend(page).getByText(/^arrow: moves, from old rep to new/).waitFor();
  const counted = await page.locator(".map-moves title").allTextContents();
  const moved = await page.locator(".stats").innerText();
  const sum = counted.reduce((total, text) => total + Number(text.match(/^\d+/)[0]), 0);
  assert.ok(counted.length > 3 && moved.includes(String(sum)) || counted.length === 30, `${sum} in ${moved}`);
  await page.getByRole("button", { name: "Both", exact: true }).click();
  const line = page.getByRole("slider", { name: "Line between today and plan" });
  await line.focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await line.getAttribute("aria-valuenow"), "52");
  const box = await line.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 20 + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 200, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  assert.ok(Number(await line.getAttribute("aria-valuenow")) < 45);
  await assertAccessible(page);
  await scene.picture("layers-both");
  await page.getByRole("button", { name: "Today", exact: true }).click();
  await line.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.querySelectorAll(".map-moves g").length === 0);
  await scene.close();
});

test("zooms to what is selected", async () => {
  const scene = await openPlan();
  const { page } = scene;
  await page.getByRole("tab", { name: /Accounts/ }).click();
  assert.equal(await page.getByRole("button", { name: "Zoom to selection" }).count(), 0);
  const row = page.getByRole("table", { name: "Accounts" }).getByRole("row").nth(1);
  await row.locator("td, th").nth(1).click();
  // So close the lines of counties are drawn, too.
  const counties = scene.context.waitForEvent("response", (response) => response.url().includes("county-lines") && response.ok());
  await page.getByRole("button", { name: "Zoom to selection" }).click();
  await counties;
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("button", { name: "Zoom to selection" }).waitFor({ state: "detached" });
  await scene.close();
});

test("hands over the map as a picture named for the project", async () => {
  const scene = await openPlan();
  const { page } = scene;
  await page.locator(".map-key-row").first().waitFor();
  const file = await download(page, () => page.getByRole("button", { name: "Save the map as a picture" }).click());
  assert.equal(file.name, "example-accounts-map.png");
  assert.equal(file.bytes.subarray(1, 4).toString("latin1"), "PNG");
  const frame = await page.locator(".map").boundingBox();
  assert.equal(file.bytes.readUInt32BE(16), Math.round(frame.width * 2), "twice as many pixels as on the page");
  // An empty frame would be a few thousand bytes.
  assert.ok(file.bytes.length > 60_000, `${file.bytes.length} bytes`);
  await idle(page);
  await scene.close();
});

test("on a phone the legend is shut and opens on a tap", async () => {
  const scene = await openPlan({ size: SIZES.phone });
  const { page } = scene;
  assert.equal(await legend(page).evaluate((part) => part.open), false);
  await legend(page).locator("summary").click();
  await page.locator(".map-key-row").first().waitFor();
  await scene.picture("layers-phone");
  await openLayers(page);
  await scene.picture("layers-phone-menu");
  await assertAccessible(page);
  await scene.close();
});

test("who is picked stands before all others, until Escape", async () => {
  const scene = await openPlan();
  const { page } = scene;
  const back = page.locator(".map-base-name.is-back");
  const names = page.locator(".map-base-name");
  await names.first().waitFor({ state: "attached" });
  const all = await names.count();
  assert.equal(await back.count(), 0);
  await page.getByRole("table", { name: "Territories" }).locator("tbody .cell-button").filter({ hasText: "Derek Holm" }).click();
  await page.waitForFunction((count) => document.querySelectorAll(".map-base-name.is-back").length === count, all - 1);
  await page.locator(".map-base-name:not(.is-back):not([hidden])").getByText("Derek Holm").waitFor();
  await scene.picture("rep-alone");
  // So it stays while all that he has is selected.
  await page.getByRole("complementary", { name: "Inspector" }).getByRole("button", { name: "Select all accounts" }).click();
  assert.equal(await back.count(), all - 1);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelectorAll(".map-base-name.is-back").length === 0);
  await scene.close();
});

test("on a phone the account that is tapped stays in sight above its sheet", async () => {
  const scene = await openPlan({ size: SIZES.phone });
  const { page } = scene;
  const map = page.locator(".map-view");
  await map.scrollIntoViewIfNeeded();
  const frame = await map.boundingBox();
  // Somewhere in the lower half, where the sheet will come, there is an account.
  const sheet = page.getByRole("complementary", { name: "Inspector" });
  for (let y = frame.y + frame.height * 0.78; y > frame.y + frame.height * 0.45 && !(await sheet.count()); y -= 9) {
    for (let x = frame.x + frame.width * 0.3; x < frame.x + frame.width * 0.7 && !(await sheet.count()); x += 11) {
      await page.mouse.click(x, y);
    }
  }
  await sheet.waitFor();
  await page.waitForTimeout(900);
  const low = await sheet.boundingBox();
  const now = await map.boundingBox();
  assert.ok(low.y - Math.max(now.y, 52) > 200, `map from ${now.y} px, sheet from ${low.y} px`);
  await scene.picture("tapped");
  await scene.close();
});
