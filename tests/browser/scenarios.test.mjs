// The standard set from one press to a version: made by the workers, read in a table, opened, compared, stopped.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { go, idle, loadExample, setEffort, versionLabel } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const region = (page) => page.getByRole("region", { name: "Standard set" });
const rows = (page) => page.getByRole("table", { name: "Standard set" }).locator("tbody tr");
const row = (page, name) => rows(page).filter({ has: page.getByRole("rowheader", { name }) });
const versions = (page) => page.getByRole("table", { name: "Scenarios" }).locator("tbody tr");

async function open(options = {}) {
  const scene = await stage.open({ path: "#/data", ...options });
  await loadExample(scene.page);
  return scene;
}

async function make(page) {
  await go(page, "Scenarios");
  await region(page).getByRole("button", { name: "Make the standard set" }).click();
}

test("one press makes ten plans to decide between, and the plan stays as it is", async () => {
  const scene = await open();
  const { page } = scene;
  await go(page, "Scenarios");
  await scene.clearLongTasks();
  const began = Date.now();
  await region(page).getByRole("button", { name: "Make the standard set" }).click();
  await rows(page).nth(1).waitFor();
  const first = Date.now() - began;
  await idle(page);
  const all = Date.now() - began;
  console.log(`first after ${first} ms, all after ${all} ms; long tasks ${await scene.longTasks()}`);
  await region(page).getByText("All 10 scenarios are made.").waitFor();
  assert.equal(await rows(page).count(), 11, "today and ten scenarios");
  for (const text of await rows(page).allInnerTexts()) {
    assert.match(text, /\$\d/, text);
    assert.match(text, /\d+ h/, text);
  }
  assert.match(await row(page, "Revenue balance only").innerText(), /best/);
  assert.match(await row(page, "Headcount +1").innerText(), /another team/);
  assert.equal(await row(page, "Headcount +1").getByRole("button").count(), 1, "only as a project of its own");
  assert.equal(await versionLabel(page), "Today");
  assert.equal(await versions(page).count(), 9);
  assert.match(await versions(page).filter({ hasText: "Compact field sales" }).innerText(), /all kept/);
  await region(page).scrollIntoViewIfNeeded();
  await scene.picture("standard-set");

  // Sorted by what is asked for: today moves nothing.
  await region(page).getByRole("button", { name: "Accounts that move" }).click();
  assert.match(await rows(page).first().innerText(), /^Today/);
  await region(page).getByRole("button", { name: "Expected revenue" }).click();
  const sums = (await rows(page).locator('td[data-label="Expected revenue"]').allInnerTexts()).map((text) => Number(/\$([\d.]+)/.exec(text)[1]));
  assert.deepEqual(sums, [...sums].sort((a, b) => b - a));

  // Beside today, and as the plan; taken back by one Undo.
  await region(page).getByRole("button", { name: "Compare Minimum disruption with today" }).click();
  await page.getByRole("heading", { name: "Minimum disruption against Today" }).waitFor();
  await region(page).getByRole("button", { name: "Open Minimum disruption" }).click();
  await page.waitForURL(/#\/plan$/);
  await idle(page);
  assert.equal(await versionLabel(page), "Minimum disruption");
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await idle(page);
  assert.equal(await versionLabel(page), "Today");

  // A version that is deleted can no longer be opened from here.
  await go(page, "Scenarios");
  await row(page, "Hybrid").getByRole("button", { name: "Hybrid", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await row(page, "Hybrid").getByText("Its version was deleted.").waitFor();
  assert.equal(await row(page, "Hybrid").getByRole("button").count(), 0);
  await scene.close();
});

test("a set that is stopped keeps what is made", async () => {
  const scene = await open();
  const { page } = scene;
  await setEffort(page, { steps: 30_000, lanes: 2 });
  await make(page);
  const work = page.getByRole("list", { name: "Scenarios that are not made" }).getByRole("listitem");
  await work.nth(9).waitFor();
  await page.getByRole("progressbar", { name: "Progress of Status quo plus" }).waitFor();
  await scene.picture("standard-set-work");
  await assertAccessible(page);
  // One that waits, one that runs, then the rest.
  await region(page).getByRole("button", { name: "Stop Hybrid" }).click();
  await region(page).getByRole("button", { name: "Stop Status quo plus" }).click();
  await work.filter({ hasText: "Status quo plus" }).getByText("stopped").waitFor();
  await page.getByRole("progressbar", { name: "Progress of Revenue balance only" }).waitFor();
  await region(page).getByRole("button", { name: "Stop the set" }).click();
  await idle(page);
  await region(page).getByText(/^\d of 10 scenarios are made\.$/).waitFor();
  const made = Number((await region(page).getByRole("status").innerText())[0]);
  assert.equal(await versions(page).count(), 1 + made);
  await region(page).getByRole("button", { name: "Make the standard set" }).waitFor();
  await scene.close();
});

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`the set is for everybody (${theme}, ${kind})`, async () => {
      const scene = await open({ theme, size });
      const { page } = scene;
      await setEffort(page, { steps: 100, lanes: 2 });
      await make(page);
      await idle(page);
      await region(page).getByText("All 10 scenarios are made.").waitFor();
      await assertAccessible(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
      await region(page).scrollIntoViewIfNeeded();
      await scene.picture("standard-set-table");
      await scene.close();
    });
  }
}
