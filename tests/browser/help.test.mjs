// The help sheet: by ? and by its button, in every size and theme.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { loadExample } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const sheet = (page) => page.getByRole("dialog", { name: "Help" });
const focusInside = (page) => page.evaluate(() => document.querySelector("dialog").contains(document.activeElement));

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`opens by ?, keeps the focus, closes by Escape (${theme}, ${kind})`, async () => {
      const scene = await stage.open({ path: "#/data", theme, size });
      const { page } = scene;
      await page.keyboard.press("?");
      await sheet(page).waitFor();
      await assertAccessible(page);
      await scene.picture("help");
      assert.ok(await focusInside(page));
      for (const word of ["Gap", "Bound", "Potential", "Workload", "Window", "Locked"]) {
        await sheet(page).getByText(word, { exact: true }).waitFor();
      }
      await page.keyboard.press("Escape");
      await sheet(page).waitFor({ state: "hidden" });
      await scene.close();
    });
  }
}

test("opens from the top bar, and from its menu where there is little room", async () => {
  for (const size of Object.values(SIZES)) {
    const scene = await stage.open({ path: "#/data", size });
    const { page } = scene;
    await loadExample(page);
    if (size === SIZES.phone) await page.locator("summary[aria-label=More]").click();
    const help = page.getByRole("button", { name: "Help", exact: true }).and(page.locator(":visible"));
    await help.click();
    await sheet(page).waitFor();
    await page.getByRole("button", { name: "Close the help" }).click();
    await sheet(page).waitFor({ state: "hidden" });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
    await scene.close();
  }
});

test("a question mark in a text stays one, and Escape in the sheet leaves the selection", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await loadExample(page);
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  const search = page.getByLabel("Search accounts");
  await search.press("?");
  assert.equal(await search.inputValue(), "?");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await search.fill("");
  await page.getByRole("table", { name: "Accounts" }).locator("tbody .cell-button").first().click();
  await page.getByRole("complementary", { name: "Inspector" }).waitFor();
  await page.keyboard.press("?");
  await sheet(page).waitFor();
  await page.keyboard.press("Escape");
  await sheet(page).waitFor({ state: "hidden" });
  await page.getByRole("complementary", { name: "Inspector" }).waitFor();
  await scene.close();
});

test("letter keys are switched off, and stay so on this device", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  const first = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)").first();
  const select = async () => {
    await page.getByRole("tab", { name: /^Accounts/ }).click();
    await first.locator("td").first().click();
    await page.getByRole("complementary", { name: "Inspector" }).waitFor();
  };
  await loadExample(page);
  await select();
  await page.keyboard.press("?");
  const letters = sheet(page).getByRole("checkbox", { name: "Letter keys" });
  assert.equal(await letters.isChecked(), true);
  await letters.uncheck();
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  for (const key of ["a", "l", "x", "?"]) await page.keyboard.press(key);
  assert.equal(await undo.isDisabled(), true);
  assert.equal(await page.locator("details.menu[open], dialog[open]").count(), 0);
  await page.getByRole("status").filter({ hasText: "Saved on this device" }).waitFor();
  await page.reload();
  await select();
  await page.keyboard.press("l");
  assert.equal(await undo.isDisabled(), true);
  await page.getByRole("button", { name: "Help", exact: true }).and(page.locator(":visible")).click();
  // Nobody is told of keys that do nothing.
  assert.equal(await page.locator('.topbar button[aria-label="Help"][title]').first().getAttribute("title"), "Keys and words");
  await letters.check();
  assert.equal(await page.locator('.topbar button[aria-label="Help"][title]').first().getAttribute("title"), "Keys and words (?)");
  await page.keyboard.press("Escape");
  await page.keyboard.press("l");
  assert.match(await undo.getAttribute("title"), /^Undo: (un)?lock /);
  await scene.close();
});
