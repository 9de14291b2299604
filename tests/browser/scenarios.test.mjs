// The standard set from one press to a version: made by the workers, read in a table, opened, compared, stopped.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { go, idle, loadExample, setEffort, versionLabel } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const region = (page) => page.getByRole("region", { name: "Standard set" });
const rows = (page) => page.getByRole("table", { name: "Scenarios" }).locator("tbody tr:not(.set-line)");
const row = (page, name) => rows(page).filter({ has: page.getByRole("rowheader", { name }) });
const versions = (page) => page.getByRole("table", { name: "Versions" }).locator("tbody tr");

async function open(options = {}) {
  const scene = await stage.open({ path: "#/data", ...options });
  await loadExample(scene.page);
  return scene;
}

async function make(page) {
  await go(page, "Scenarios");
  await region(page).getByRole("button", { name: "Make the standard set" }).click();
}

test("one press makes eleven plans to decide between, and the plan stays as it is", async () => {
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
  await region(page).getByText("All 11 scenarios are made.").waitFor();
  assert.equal(await rows(page).count(), 12, "today and eleven scenarios");
  for (const text of await rows(page).allInnerTexts()) {
    assert.match(text, /\$\d/, text);
    assert.match(text, /\d+ h/, text);
  }
  // The ideal loosens a limit that is in force: it says so, and is best at nothing.
  const ideal = await row(page, "Revenue balance only").innerText();
  assert.match(ideal, /Move limit: \d+ customers, allowed/);
  assert.doesNotMatch(ideal, /best/);
  assert.ok((await rows(page).allInnerTexts()).some((text) => /best/.test(text)), "of those that keep all limits");
  assert.match(await row(page, "Headcount +1").innerText(), /Another team/);
  assert.equal(await row(page, "Headcount +1").getByRole("button").count(), 1, "only as a project of its own");
  assert.equal(await versionLabel(page), "Today");
  assert.equal(await versions(page).count(), 10);
  assert.match(await versions(page).filter({ hasText: "Compact field sales" }).innerText(), /Balance window: 1 breach/);
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

  // A plan comes with its own rules; those of the set are one press away, and the plan stays.
  await go(page, "Scenarios");
  await region(page).getByRole("button", { name: "Open Revenue balance only" }).click();
  await page.waitForURL(/#\/plan$/);
  await idle(page);
  await go(page, "Scenarios");
  await region(page).getByText("Rules or locks in force are others than those of the set").waitFor();
  await region(page).getByRole("button", { name: "Use the rules of the set" }).click();
  await region(page).getByText("Rules or locks in force are others than those of the set").waitFor({ state: "detached" });
  await idle(page);
  assert.match(await versionLabel(page), /^Revenue balance only/);
  for (let step = 0; step < 2; step += 1) await page.getByRole("button", { name: /^Undo/ }).first().click();
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

test("plans are ranked by what matters, drawn against each other and seen on two maps", async () => {
  const scene = await open();
  const { page } = scene;
  await make(page);
  await idle(page);
  await region(page).getByText("All 11 scenarios are made.").waitFor();
  const first = async () => {
    const ranks = await rows(page).locator('td[data-label="Rank"]').allInnerTexts();
    return (await rows(page).nth(ranks.findIndex((rank) => rank.trim().split(/\s/)[0] === "1")).locator("th b, th button").first().innerText()).trim();
  };

  // Only what changes hands: then one that keeps the limits in force is the first, where any does.
  const menu = page.locator(".rank-menu");
  await menu.locator("summary").click();
  for (const [name, weight] of [["Expected revenue", 0], ["Spread of potential", 0], ["Travel hours", 0], ["Accounts that move", 100]]) {
    await menu.getByRole("slider", { name: `Weight of ${name}` }).fill(String(weight));
  }
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  const breaks = (text) => /allowed|breach/.test(text);
  const told = await rows(page).allInnerTexts();
  const ahead = await rows(page).filter({ has: page.getByText(await first(), { exact: true }) }).first().innerText();
  assert.ok(!breaks(ahead) || told.every(breaks), "a plan that keeps the limits in force comes first");
  await menu.getByText("Accounts that move 100").waitFor();
  // Loaded anew, the table is there as it was, by the same weights, and nothing is made again.
  await page.reload();
  await region(page).getByText("All 11 scenarios are made.").waitFor();
  await menu.getByText("Accounts that move 100").waitFor();
  await idle(page);
  assert.deepEqual(await rows(page).allInnerTexts(), told);
  assert.equal(await versions(page).count(), 10);
  await menu.locator("summary").click();
  await menu.getByRole("button", { name: "The usual weights" }).click();
  await menu.getByText("Expected revenue 40").waitFor({ state: "attached" });

  // A plan that is picked in the drawing is picked in the table, and can be opened there.
  const dot = region(page).getByRole("button", { name: /^Minimum disruption: / });
  await dot.focus();
  await page.keyboard.press("Enter");
  assert.match(await region(page).locator("tr.is-picked").innerText(), /Minimum disruption/);
  const picked = region(page).getByRole("status", { name: "The plan that is picked" });
  await picked.getByRole("button", { name: /^Compare Minimum disruption.* with today$/ }).waitFor();
  await region(page).getByRole("combobox", { name: /^Up/ }).selectOption({ label: "Travel hours" });
  await region(page).getByRole("button", { name: /^Hybrid: .* h; / }).waitFor();
  await region(page).getByRole("checkbox", { name: "All figures" }).check();
  await region(page).getByRole("button", { name: "Gini of potential" }).waitFor();
  await assertAccessible(page);
  await region(page).locator(".set-charts").scrollIntoViewIfNeeded();
  await scene.picture("set-charts");

  // Whichever map is moved, the other follows.
  await picked.getByRole("button", { name: /^Compare Minimum disruption.* with today$/ }).click();
  await page.getByRole("heading", { name: /^Minimum disruption.* against Today$/ }).waitFor();
  await page.getByText("Maps side by side").click();
  const maps = page.locator(".pair-map .map-view[data-drawn=true]");
  await maps.nth(1).waitFor({ timeout: 60_000 });
  const zoom = page.locator(".pair-map").nth(0).getByRole("button", { name: "Zoom in" });
  const seen = () => page.locator(".pair-map").nth(1).locator(".map-base-name, .map-base").evaluateAll((all) => all.map((base) => base.style.transform).join());
  const before = await seen();
  await zoom.click();
  await page.waitForFunction(
    (old) => [...document.querySelectorAll(".pair-map")][1] && [...document.querySelectorAll(".pair-map")][1].querySelectorAll(".map-base-name, .map-base").length > 0
      && [...[...document.querySelectorAll(".pair-map")][1].querySelectorAll(".map-base-name, .map-base")].map((base) => base.style.transform).join() !== old,
    before,
  );
  await assertAccessible(page);
  await page.locator(".pair-maps").scrollIntoViewIfNeeded();
  await scene.picture("pair-maps");

  // A third map beside them follows as well, and is closed again.
  await page.getByLabel("One more map").selectOption({ label: "Hybrid" });
  await page.getByRole("region", { name: "Map of Hybrid" }).waitFor();
  await maps.nth(2).waitFor({ timeout: 60_000 });
  const third = () => page.locator(".pair-map").nth(2).locator(".map-base-name, .map-base").evaluateAll((all) => all.map((base) => base.style.transform).join());
  const there = await third();
  await page.locator(".pair-map").nth(1).getByRole("button", { name: "Zoom in" }).click();
  await assert.doesNotReject(async () => {
    for (let waited = 0; (await third()) === there; waited += 100) {
      assert.ok(waited < 20_000, "the third map follows the second");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  await assertAccessible(page);
  await page.getByRole("button", { name: "Close the map of Hybrid" }).click();
  await maps.nth(2).waitFor({ state: "detached" });
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
  await page.getByRole("progressbar", { name: "Progress of Full re-optimisation" }).waitFor();
  await region(page).getByRole("button", { name: "Stop the set" }).click();
  await idle(page);
  await region(page).getByText(/^\d of 11 scenarios are made\.$/).waitFor();
  const made = Number((await region(page).getByRole("status").first().innerText())[0]);
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
      await region(page).getByText("All 11 scenarios are made.").waitFor();
      await assertAccessible(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
      // Drawings fill the card, and no text of them is too small to be read.
      const charts = page.locator(".set-charts");
      await charts.getByRole("img", { name: /figures of every plan/ }).waitFor();
      const [drawn, room] = await charts.evaluate((all) => [all.querySelector("svg").clientWidth, all.querySelector(".set-width").clientWidth]);
      assert.equal(drawn, room);
      const small = await charts.locator("svg text").evaluateAll((texts) => texts
        .filter((text) => text.getBoundingClientRect().height > 0)
        .filter((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a < 10.9)
        .map((text) => text.textContent));
      assert.deepEqual(small, []);
      const marks = await charts.locator(".plan-dot > text").allTextContents();
      assert.equal(marks.length, 12, `every plan has its name or its number: ${marks}`);
      // On a phone a card tells what matters most, and all figures of the plan that is asked for.
      const hours = rows(page).first().locator('td[data-label="Travel hours"]');
      if (kind === "phone") {
        assert.equal(await hours.isVisible(), false);
        await rows(page).first().getByRole("button", { name: /^All figures of / }).click();
        await rows(page).first().getByRole("button", { name: /^Fewer figures of / }).waitFor();
      }
      assert.ok(await hours.isVisible());
      // A line parts what breaks limits from what keeps them.
      await page.locator(".set-line").waitFor();
      // Each section is one press away.
      await page.getByRole("navigation", { name: "Sections" }).getByRole("button", { name: "Trade-off" }).click();
      assert.equal(await page.evaluate(() => document.activeElement.id), "trade-off");
      // What ranks first is beside today, not today itself.
      await page.getByRole("heading", { name: /^(?!Today).+ against Today$/ }).waitFor();
      await region(page).scrollIntoViewIfNeeded();
      await scene.picture("standard-set-table");
      await scene.close();
    });
  }
}
