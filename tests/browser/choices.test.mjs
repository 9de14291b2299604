// Lists of many reps: found by typing, walked by arrow keys.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { go, idle, loadExample } from "./steps.mjs";

const REPS = 24;
const PLACES = ["Boston", "Denver", "Austin", "Portland"];

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const csv = (name, rows) => ({ name, mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
const reps = Array.from({ length: REPS }, (_, i) => `R${i},Person ${String.fromCharCode(65 + i)},${PLACES[i % 4]}`);
const accounts = Array.from({ length: 120 }, (_, i) => `A${i},Account ${i},R${i % REPS},${100 + i},Boston,MA`);

/** The Plan screen with many reps and the accounts in view. */
async function withManyReps(options = {}) {
  const scene = await stage.open({ path: "#/data", ...options });
  const { page } = scene;
  await page.getByLabel("Accounts file").first().setInputFiles(csv("accounts.csv", ["id,name,owner,potential,city,state", ...accounts]));
  await page.getByText("accounts.csv").first().waitFor();
  await idle(page);
  await page.getByLabel("Reps file").first().setInputFiles(csv("reps.csv", ["id,name,city", ...reps]));
  await page.getByText("reps.csv").first().waitFor();
  await idle(page);
  await go(page, "Plan");
  await idle(page);
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  return scene;
}

const rows = (page) => page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)");
const focused = (page) => page.evaluate(() => document.activeElement.innerText ?? "");
/** Waits until the open list stands in the window, all of it. */
const inWindow = (page) => page.waitForFunction(() => {
  const list = document.querySelector("details.menu[open] .menu-list").getBoundingClientRect();
  return list.left >= 0 && list.top >= 0 && list.right <= innerWidth && list.bottom <= innerHeight;
}, null, { timeout: 60_000 });

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`the rep lists stand in the window and have no fault (${theme}, ${kind})`, async () => {
      const scene = await withManyReps({ theme, size });
      const { page } = scene;
      await page.locator('summary[aria-label="Filter accounts"]').click();
      await inWindow(page);
      await scene.picture("choices-filter");
      await assertAccessible(page);
      await page.keyboard.press("Escape");
      await rows(page).first().locator(".cell-button").click();
      const inspector = page.getByRole("complementary", { name: "Inspector" });
      await inspector.getByText("Working it out").waitFor({ state: "detached" });
      await inspector.locator("details.menu summary").click();
      await inWindow(page);
      await scene.picture("choices-assign");
      await assertAccessible(page);
      await scene.close();
    });
  }
}

test("a rep is found by name and place, by keyboard alone", async () => {
  const scene = await withManyReps();
  const { page } = scene;
  const rep = async (place) => (await rows(page).nth(place).locator('td[data-label="Rep"]').innerText()).trim();
  await rows(page).nth(0).getByRole("checkbox").click();
  await rows(page).nth(1).getByRole("checkbox").click();
  const bar = page.getByRole("toolbar", { name: "Selection" });
  await bar.locator("summary").first().click();
  const search = bar.getByLabel("Search reps");
  await page.waitForFunction(() => document.activeElement.getAttribute("aria-label") === "Search reps");
  assert.equal(await bar.locator(".menu-choice").count(), REPS);
  await page.keyboard.type("denver");
  assert.equal(await bar.locator(".menu-choice").count(), REPS / 4);
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(page), /Person B/);
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(page), /Person F/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await search.inputValue(), "denver");
  await page.keyboard.type(" person r");
  await page.keyboard.press("Enter");
  await idle(page);
  assert.equal(await rep(0), "Person R");
  assert.equal(await rep(1), "Person R");

  await bar.locator("summary").first().click();
  assert.equal(await search.inputValue(), "", "the search begins anew");
  await page.waitForFunction(() => document.activeElement.getAttribute("aria-label") === "Search reps");
  await page.keyboard.type("nobody of that name");
  await bar.getByText("No rep by that name or place").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("details.menu[open]").count(), 0);
  assert.equal((await focused(page)).trim(), "Assign to", "the focus is back");

  await scene.close();
});

test("a few reps need no search box", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await loadExample(page);
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  await rows(page).first().locator(".cell-button").click();
  const menu = page.getByRole("complementary", { name: "Inspector" }).locator("details.menu");
  await menu.locator("summary").click();
  assert.equal(await page.getByLabel("Search reps").count(), 0);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), await menu.locator(".menu-choice").first().innerText());
  await scene.close();
});
