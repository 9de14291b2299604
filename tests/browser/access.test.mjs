// Every screen in every state, by rule and by keyboard: nobody is left out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, axe, openStage } from "./harness.mjs";
import { ended, go, idle, loadExample, optimize, setEffort, versionLabel } from "./steps.mjs";

const SCREENS = ["Data", "Rules", "Plan", "Scenarios"];

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** Serious and critical faults of the page as it stands. */
async function faults(page, state) {
  const found = await axe(page);
  return found.filter((line) => /\((serious|critical)\)/.test(line)).map((line) => `${state}: ${line}`);
}

async function everyScreen(page, state) {
  const found = [];
  for (const screen of SCREENS) {
    await go(page, screen);
    await idle(page);
    found.push(...await faults(page, `${screen}, ${state}`));
    // The screen scrolls within the page; a page that scrolls as well leads to a blank one.
    const beyond = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    if (beyond > 0) found.push(`${screen}, ${state}: the page is ${beyond} px higher than the window`);
  }
  return found;
}

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`no serious fault on any screen (${theme}, ${kind})`, async () => {
      const scene = await stage.open({ path: "#/data", theme, size });
      const { page } = scene;
      const found = await everyScreen(page, "empty");
      await go(page, "Data");
      await loadExample(page);
      found.push(...await everyScreen(page, "example"));
      await setEffort(page, { steps: 500 });
      await optimize(page);
      found.push(...await everyScreen(page, "optimized"));

      await go(page, "Plan");
      await page.getByRole("table", { name: "Territories" }).locator("tbody .cell-button").first().click();
      await page.getByRole("complementary", { name: "Inspector" }).getByText("Plan and today").waitFor();
      found.push(...await faults(page, "Plan, rep inspected"));
      await page.getByRole("button", { name: "Close the inspector" }).click();
      await page.getByRole("tab", { name: /^Accounts/ }).click();
      await page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer) .cell-button").nth(2).click();
      await page.getByRole("complementary", { name: "Inspector" }).getByRole("heading", { name: /^Why / }).waitFor();
      await page.getByText("Working it out").waitFor({ state: "detached" });
      found.push(...await faults(page, "Plan, account inspected"));
      await scene.picture("access-account");
      const menu = page.getByRole("complementary", { name: "Inspector" }).locator("details.menu");
      await menu.locator("summary").click();
      found.push(...await faults(page, "Plan, menu open"));
      assert.deepEqual(found, []);

      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
      await scene.close();
    });
  }
}

/** Presses Tab until something with this name has the focus. */
async function tabTo(page, name) {
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? "";
    });
    if (focused === name) return;
  }
  assert.fail(`Tab never reached ${name}`);
}

test("from nothing to a plan by keyboard alone", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await tabTo(page, "Try the example");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/plan$/, { timeout: 120_000 });
  await idle(page);
  await setEffort(page, { steps: 500 });
  await page.evaluate(() => document.activeElement?.blur());
  await tabTo(page, "Optimize");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, "none", "the focus must show");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/plan$/);
  await ended(page);
  assert.equal(await versionLabel(page), "Version 1");
  await scene.close();
});
