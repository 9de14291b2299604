// The versions: names, the tree, deleting and bringing back, comparing any two, and why one was chosen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, assertAccessible, openStage } from "./harness.mjs";
import { choose, download, go, idle, keepVersion, loadExample, optimize, saved, setEffort, versionLabel } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** A scene with the example, a version of a search and one kept by hand under a name; ends on the Scenarios screen. */
async function withVersions(options) {
  const scene = await stage.open(options);
  await loadExample(scene.page);
  await setEffort(scene.page, { steps: 60, lanes: 1, seed: 1 });
  await optimize(scene.page);
  await go(scene.page, "Scenarios");
  await keepVersion(scene.page, "Northern plan");
  await idle(scene.page);
  return scene;
}

/** The dialog with all versions, opened from the version picker. */
async function allVersions(page) {
  await choose(page, page.locator(".topbar-version"), "All versions");
  const dialog = page.getByRole("dialog", { name: "Versions" });
  await dialog.getByRole("tree").waitFor();
  return dialog;
}

const names = (dialog) => dialog.getByRole("treeitem").locator("b").allInnerTexts();

test("a version is kept under a name that no other has", async () => {
  const scene = await withVersions();
  const { page } = scene;
  assert.equal(await versionLabel(page), "Northern plan");
  await page.getByRole("button", { name: "Keep this plan as a version" }).click();
  const dialog = page.getByRole("dialog", { name: "Keep this plan as a version" });
  const input = dialog.getByLabel("Name");
  assert.equal(await input.inputValue(), "Version 3", "the name that is offered is free");
  await input.fill("northern PLAN");
  await dialog.getByText("Another version has this name").waitFor();
  assert.ok(await dialog.getByRole("button", { name: "Keep", exact: true }).isDisabled());
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await scene.close();
});

test("a version is renamed, deleted and brought back, and every step can be undone", async () => {
  const scene = await withVersions();
  const { page } = scene;
  const dialog = await allVersions(page);
  assert.deepEqual(await names(dialog), ["Today", "Version 1", "Northern plan"]);
  assert.ok(await dialog.getByRole("button", { name: "Delete" }).isDisabled(), "the open one stays");
  await dialog.getByText("It is open. Open another version first.").waitFor();
  // By keyboard: up to the version above, which may be deleted.
  await dialog.getByRole("treeitem", { name: /^Northern plan/ }).focus();
  await page.keyboard.press("ArrowLeft");
  await dialog.getByRole("heading", { name: "Version 1" }).waitFor();
  for (const part of ["Optimised from Today", "Seed", "Engine", "The same rules as Today"]) await dialog.getByText(part).first().waitFor();
  await dialog.getByRole("button", { name: "Rename" }).click();
  const naming = page.getByRole("dialog", { name: "Rename the version" });
  await naming.getByLabel("Name").fill("First try");
  await naming.getByLabel("Note").fill("before the talk with the north");
  await naming.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("heading", { name: "First try" }).waitFor();
  await dialog.getByText("before the talk with the north").first().waitFor();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("heading", { name: "Deleted" }).waitFor();
  assert.deepEqual(await names(dialog), ["Today", "Northern plan"], "what was made from it hangs on what is left");
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "Bring back First try" }).click();
  assert.deepEqual(await names(dialog), ["Today", "First try", "Northern plan"]);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  for (const step of ["bring First try back", "delete First try", "rename Version 1 to First try"]) {
    const undo = page.getByRole("button", { name: "Undo" });
    assert.equal(await undo.getAttribute("title"), `Undo: ${step}`);
    await undo.click();
  }
  await page.getByRole("table", { name: "Versions" }).getByText("Version 1", { exact: true }).waitFor();
  await idle(page);
  await scene.close();
});

test("any two plans are compared, and the accounts that differ are selected on the map", async () => {
  const scene = await withVersions();
  const { page } = scene;
  const dialog = await allVersions(page);
  await dialog.getByRole("treeitem", { name: /^Version 1/ }).click();
  await dialog.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("heading", { name: "Version 1 against Today" }).waitFor();
  await idle(page);
  const figures = page.getByRole("table", { name: "Figures side by side" });
  assert.match(await figures.getByRole("row", { name: /^Objective/ }).innerText(), /better/);
  // Money stands beside fairness: what each plan is expected to bring, and what that rests on.
  for (const title of ["Expected revenue", "Hand-over dip", "Revenue in a bad year", "Chance to reach the quota"]) {
    assert.match(await figures.getByRole("row", { name: new RegExp(`^${title}`) }).innerText(), /\d/, title);
  }
  await page.getByText("What is assumed of the year to come").click();
  await page.getByText(/^Hand-over dip: 15 %/).waitFor();
  await page.getByText("Reps side by side").click();
  assert.equal(await page.getByRole("table", { name: "Reps side by side" }).locator("tbody tr").count(), 16, "a line for each plan");
  const fold = page.getByText(/accounts differ/);
  const count = Number((await fold.innerText()).split(" ")[0]);
  await fold.click();
  const list = page.getByRole("table", { name: "Accounts that differ" });
  assert.equal(Number(await list.getAttribute("aria-rowcount")), count + 1);
  await list.getByRole("button", { name: "Account", exact: true }).click();
  const first = await list.locator("tbody tr:not(.spacer) th").first().innerText();
  await list.getByRole("button", { name: "Account", exact: true }).click();
  assert.notEqual(await list.locator("tbody tr:not(.spacer) th").first().innerText(), first, "sorted the other way round");
  await assertAccessible(page);
  await page.getByRole("button", { name: "Select on the map" }).click();
  await page.waitForURL(/#\/plan$/);
  await page.getByRole("toolbar", { name: "Selection" }).getByText(`${count} accounts`, { exact: true }).waitFor();
  await go(page, "Scenarios");
  await page.locator(".compare-choose select").nth(1).selectOption({ label: "Today" });
  await page.getByText("Both are the same plan, by the same rules.").waitFor();
  await page.getByLabel("Judge each by its own rules").check();
  await page.getByText("Each is judged by the rules it was made under.").waitFor();
  await idle(page);
  await scene.close();
});

test("why a version was chosen is kept, shown and handed over as a page", async () => {
  const scene = await withVersions();
  const { page } = scene;
  const dialog = await allVersions(page);
  await dialog.getByRole("button", { name: "Choose this version" }).click();
  const form = page.getByRole("dialog", { name: "Why we chose Northern plan" });
  await form.getByLabel("What was decided").fill("We plan the north like this.");
  await form.getByLabel("Reasons").fill("Fair shares.\nFew moves.");
  await form.getByLabel("Decided by").fill("Ada");
  await form.getByLabel("Date").fill("2026-11-30");
  await assertAccessible(page);
  await form.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("We plan the north like this.").waitFor();
  await assertAccessible(page);
  const { name, bytes } = await download(page, () => dialog.getByRole("button", { name: "Decision record" }).click());
  const html = bytes.toString("utf8");
  assert.match(name, /decision\.html$/);
  for (const part of ["We plan the north like this.", "Fair shares.", "Decided by Ada", "Balance window", "kept by hand", "fingerprint"]) assert.ok(html.includes(part), part);
  assert.ok(!/<script|https?:/.test(html), "it runs nothing and asks nobody");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await saved(page);
  await page.reload();
  await page.getByRole("table", { name: "Versions" }).getByText("chosen").waitFor();
  const menu = page.locator(".menu", { has: page.locator('summary[aria-label="More exports"]') });
  const again = await download(page, () => choose(page, menu, "Export decision record"));
  assert.match(again.bytes.toString("utf8"), /We plan the north like this\./);
  await idle(page);
  await scene.close();
});

test("on a phone the names of versions are read in full and the dialogs fit", async () => {
  const scene = await withVersions({ size: SIZES.phone, theme: "dark" });
  const { page } = scene;
  const label = page.locator(".topbar-version summary b");
  assert.ok(await label.evaluate((name) => name.getBoundingClientRect().right <= name.closest(".clip").getBoundingClientRect().right + 1));
  await page.getByRole("button", { name: "All versions" }).click();
  const dialog = page.getByRole("dialog", { name: "Versions" });
  await dialog.getByRole("button", { name: "Choose this version" }).scrollIntoViewIfNeeded();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing stands beside the page");
  await assertAccessible(page);
  await scene.close();
});

test("a version and the plan edited since are told apart, and the version can be opened again", async () => {
  const scene = await withVersions();
  const { page } = scene;
  await go(page, "Plan");
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  const rows = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)");
  const here = (await rows.nth(0).locator('td[data-label="Rep"]').innerText()).trim();
  await rows.nth(0).locator("td").first().click();
  await page.keyboard.press("a");
  await page.locator(".menu-assign[open] .menu-choice").filter({ hasNotText: here }).first().click();
  await idle(page);
  await go(page, "Scenarios");
  const table = page.getByRole("table", { name: "Versions" });
  const names = async () => (await table.locator("tbody th").allInnerTexts()).map((text) => text.split("\n")[0].trim());
  const told = await names();
  assert.ok(told[0].startsWith("Northern plan, edited since"), told.join());
  assert.ok(told.slice(1).some((name) => name.startsWith("Northern plan") && !name.includes("edited")), told.join());
  await page.getByRole("heading", { name: "Northern plan, edited since against Today" }).waitFor();
  assert.equal(await table.getByText("open", { exact: true }).count(), 1);
  await assertAccessible(page);
  await scene.picture("edited-since");
  await table.getByRole("button", { name: "Open Northern plan" }).click();
  await page.waitForURL(/#\/plan$/);
  await go(page, "Scenarios");
  assert.ok((await names()).every((name) => !name.includes("edited")));
  await scene.close();
});
