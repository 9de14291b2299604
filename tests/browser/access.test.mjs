// Every screen in every state, by rule and by keyboard: nobody is left out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, axe, openStage } from "./harness.mjs";
import { ended, go, idle, loadExample, optimize, setEffort, versionLabel } from "./steps.mjs";

const SCREENS = ["Data", "Rules", "Plan", "Scenarios"];

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** Faults of the page as it stands. */
async function faults(page, state) {
  return (await axe(page)).map((line) => `${state}: ${line}`);
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
    test(`no fault on any screen (${theme}, ${kind})`, async () => {
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
      await page.getByRole("tab", { name: /^Charts/ }).click();
      found.push(...await faults(page, "Plan, charts"));
      await scene.picture("access-charts");
      await page.getByRole("tab", { name: /^Territories/ }).click();
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

for (const [width, height] of [[360, 740], [768, 1024], [1920, 1080]]) {
  test(`every screen fits ${width} px`, async () => {
    const scene = await stage.open({ size: { width, height }, theme: width === 768 ? "dark" : "light" });
    const { page } = scene;
    await loadExample(page);
    await setEffort(page, { steps: 300, lanes: 1 });
    await optimize(page);
    for (const screen of SCREENS) {
      await go(page, screen);
      await idle(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${screen} is ${wide} px wider than ${width}`);
      assert.deepEqual(await axe(page), []);
      await scene.picture(`fits-${screen.toLowerCase()}`);
    }
    await scene.close();
  });
}

test("from nothing to a plan, an edit, its undoing and a file by keyboard alone", async () => {
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

  // To the accounts by the arrows of the tabs, to one of them by those of the table.
  await tabTo(page, "Territories 8");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("table", { name: "Accounts" }).waitFor();
  await tabTo(page, "Accounts, scrolls");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Inspector" });
  await panel.getByRole("heading", { name: /^Why / }).waitFor();
  const why = await panel.getByRole("heading", { name: /^Why / }).innerText();
  await tabTo(page, "Assign to");
  await page.keyboard.press("Enter");
  const reps = (await panel.locator(".menu-choice").allInnerTexts()).map((text) => text.trim().split("\n")[0]);
  const other = reps.findIndex((name) => !why.includes(name));
  for (let i = 0; i <= other; i += 1) await page.keyboard.press("ArrowDown");
  const focused = await page.evaluate(() => document.activeElement.innerText);
  await page.keyboard.press("Enter");
  await idle(page);
  const chosen = reps.find((name) => focused.includes(name));
  await panel.getByRole("heading", { name: `Why ${chosen}` }).waitFor();
  await page.keyboard.press("Control+z");
  await panel.getByRole("heading", { name: why }).waitFor();
  await page.keyboard.press("Escape");
  await tabTo(page, "Export assignments");
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(file.suggestedFilename(), /assignments\.csv$/);
  await scene.close();
});
