// Excluding accounts from planning: by table, inspector and key; what then counts, and the way back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { exportAssignments, go, idle, loadExample, optimize, saved, setEffort, step, table } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const rows = (page) => page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)");
const name = async (row) => (await row.locator(".cell-button").innerText()).trim();
const rep = async (row) => (await row.locator('td[data-label="Rep"]').innerText()).trim();
const inspector = (page) => page.getByRole("complementary", { name: "Inspector" });
const bar = (page) => page.getByRole("toolbar", { name: "Selection" });
/** Waits until Undo takes this back. */
const undoes = (page, step) => page.getByRole("button", { name: "Undo", exact: true }).and(page.getByTitle(`Undo: ${step}`, { exact: true })).waitFor();
const tab = (page, wanted) => page.getByRole("tab", { name: new RegExp(`^${wanted}`) }).click();

/** The totals row of the territories: what "All" says, and how many accounts. */
async function totals(page) {
  await tab(page, "Territories");
  const row = page.getByRole("table", { name: "Territories" }).locator("tfoot tr");
  const all = (await row.locator("th").innerText()).replace(/\s+/g, " ").trim();
  return { all, accounts: Number((await row.locator('td[data-label="Accounts"]').innerText()).replace(/\D/g, "")) };
}

async function list(page) {
  await tab(page, "Accounts");
  await rows(page).nth(3).waitFor();
}

async function select(page, count) {
  await rows(page).nth(0).locator("td").first().click();
  for (let place = 1; place < count; place += 1) await rows(page).nth(place).locator("td").first().click({ modifiers: ["Control"] });
}

test("what is excluded counts nowhere, is left out by the search, and comes back as it was", async (t) => {
  const scene = await stage.open();
  const { page } = scene;
  await loadExample(page);
  const before = await totals(page);
  await list(page);
  const names = [];
  const reps = [];
  for (let place = 0; place < 3; place += 1) {
    names.push(await name(rows(page).nth(place)));
    reps.push(await rep(rows(page).nth(place)));
  }

  await step(t, "exclude three by the table", async () => {
    await select(page, 3);
    await bar(page).getByRole("button", { name: "Exclude", exact: true }).click();
    await undoes(page, "exclude 3 accounts");
    await idle(page);
    for (let place = 0; place < 3; place += 1) {
      assert.equal(await rep(rows(page).nth(place)), "Excluded");
      assert.match(await rows(page).nth(place).getAttribute("class"), /is-excluded/);
    }
    await bar(page).getByRole("button", { name: "Include", exact: true }).waitFor();
    assert.equal(await bar(page).getByRole("button", { name: "Exclude", exact: true }).count(), 0);
    assert.match(await page.locator(".map-legend").innerText(), /struck through: excluded · [123]/);
    await assertAccessible(page);
    await scene.picture("excluded");
    const now = await totals(page);
    assert.deepEqual(now, { all: "All territories without 3 excluded accounts", accounts: before.accounts - 3 });
    await page.getByText(/^of \d+ with a rep today, 3 excluded$/).waitFor();
    await scene.picture("excluded-territories");
  });

  await step(t, "they can be listed", async () => {
    await list(page);
    await page.locator("summary[aria-label='Filter accounts']").click();
    await page.getByRole("button", { name: "Only excluded" }).click();
    await page.keyboard.press("Escape");
    await page.getByText(/^3 of \d+ shown$/).waitFor();
    assert.deepEqual(await Promise.all([0, 1, 2].map((place) => name(rows(page).nth(place)))), names);
    await page.getByRole("searchbox", { name: "Search accounts" }).fill("excluded");
    assert.equal(await rows(page).count(), 3);
    await page.getByRole("searchbox", { name: "Search accounts" }).fill("");
    await page.locator("summary[aria-label='Filter accounts']").click();
    await page.getByRole("button", { name: "Only excluded" }).click();
    await page.keyboard.press("Escape");
  });

  await step(t, "the rules name them, and the search leaves them out", async () => {
    await setEffort(page, { steps: 60, lanes: 1 });
    await page.getByRole("heading", { name: "Excluded from planning" }).waitFor();
    await page.getByText("3 accounts; include them on the Plan screen").waitFor();
    await assertAccessible(page);
    await go(page, "Plan");
    await optimize(page);
    await list(page);
    for (let place = 0; place < 3; place += 1) assert.equal(await rep(rows(page).nth(place)), "Excluded");
  });

  await step(t, "the file says so", async () => {
    const { rows: lines } = table((await exportAssignments(page)).bytes);
    const excluded = lines.filter((line) => line.Reason === "excluded from planning");
    assert.equal(excluded.length, 3);
    for (const line of excluded) {
      assert.deepEqual([line["New owner"], line["New owner ID"], line.Change], ["", "", ""]);
      assert.ok(line["Old owner"]);
    }
    assert.equal(lines.filter((line) => line["New owner"] === "").length, 3);
  });

  await step(t, "a reload keeps them", async () => {
    await saved(page);
    await page.reload();
    await list(page);
    assert.equal(await rep(rows(page).nth(2)), "Excluded");
    await idle(page);
    assert.equal((await totals(page)).all, "All territories without 3 excluded accounts");
  });

  await step(t, "included, each has the rep that it had, and undo goes back", async () => {
    await list(page);
    await select(page, 3);
    await bar(page).getByRole("button", { name: "Include", exact: true }).click();
    await undoes(page, "include 3 accounts");
    for (let place = 0; place < 3; place += 1) assert.equal(await rep(rows(page).nth(place)), reps[place]);
    await idle(page);
    assert.deepEqual(await totals(page), before);
    await list(page);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    assert.equal(await rep(rows(page).nth(0)), "Excluded");
    await page.getByRole("button", { name: "Redo", exact: true }).click();
    assert.equal(await rep(rows(page).nth(0)), reps[0]);
  });
  await scene.close();
});

for (const theme of THEMES) {
  test(`one account by key and by its inspector (${theme})`, async () => {
    const scene = await stage.open({ theme });
    const { page } = scene;
    await loadExample(page);
    await list(page);
    const account = await name(rows(page).nth(0));
    await select(page, 1);
    await inspector(page).getByRole("button", { name: "Exclude" }).waitFor();
    await page.keyboard.press("x");
    await undoes(page, `exclude ${account}`);
    await inspector(page).getByText("Excluded from planning", { exact: true }).waitFor();
    await inspector(page).getByText(/^It has no rep in this plan/).waitFor();
    await idle(page);
    await assertAccessible(page);
    await scene.picture("excluded-account");
    // It goes to nobody until it is included.
    await page.keyboard.press("x");
    await undoes(page, `include ${account}`);
    await inspector(page).getByRole("button", { name: "Exclude" }).click();
    await undoes(page, `exclude ${account}`);
    // The way back has a sign of its own.
    assert.equal(await inspector(page).getByRole("button", { name: "Include" }).locator("use").getAttribute("href"), "#icon-include");
    await inspector(page).getByRole("button", { name: "Include" }).click();
    await undoes(page, `include ${account}`);
    // X means what is selected: where some of it counts, all of it is left out.
    await select(page, 1);
    await page.keyboard.press("x");
    await select(page, 2);
    await page.keyboard.press("X");
    await idle(page);
    assert.deepEqual([await rep(rows(page).nth(0)), await rep(rows(page).nth(1))], ["Excluded", "Excluded"]);
    await page.keyboard.press("X");
    await undoes(page, "include 2 accounts");
    await scene.close();
  });
}

test("on a phone all of it can be done by touch", async () => {
  const scene = await stage.open({ size: SIZES.phone });
  const { page } = scene;
  await loadExample(page);
  await list(page);
  for (const place of [0, 1]) await rows(page).nth(place).getByRole("checkbox").click();
  // The top bar keeps its button, out of sight.
  const told = () => page.locator('button[title^="Undo"]').getAttribute("title");
  const more = bar(page).locator("summary[aria-label='More for the selection']");
  const choose = async (entry) => {
    await more.click();
    await bar(page).locator(".menu[open] .menu-item", { hasText: entry }).first().waitFor();
    const box = await bar(page).locator(".menu[open] .menu-list").boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= SIZES.phone.width, "the menu stands in the window");
    if (entry === "Exclude") {
      await assertAccessible(page);
      await scene.picture("selection-more");
    }
    await bar(page).locator(".menu[open] .menu-item").getByText(entry, { exact: true }).click();
    await idle(page);
  };
  await bar(page).getByRole("button", { name: "Lock" }).click();
  assert.equal(await told(), "Undo: lock 2 accounts");
  for (const [entry, label] of [["Unlock", "unlock 2 accounts"], ["Keep together", /keep \d+ accounts together/], ["Ungroup", /ungroup \d+ accounts/], ["Exclude", "exclude 2 accounts"], ["Include", "include 2 accounts"]]) {
    await choose(entry);
    assert.match(await told(), new RegExp(`^Undo: ${label.source ?? label}$`));
  }
  await idle(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
  await scene.close();
});
