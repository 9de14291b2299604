// Planning by hand: keys for what is selected, groups, and accounts carried to a rep.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, assertAccessible, openStage } from "./harness.mjs";
import { go, idle, loadExample, optimize, saved, setEffort, step } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const rows = (page) => page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)");
const name = async (row) => (await row.locator(".cell-button").innerText()).trim();
const rep = async (row) => (await row.locator('td[data-label="Rep"]').innerText()).trim();
const inspector = (page) => page.getByRole("complementary", { name: "Inspector" });
const bar = (page) => page.getByRole("toolbar", { name: "Selection" });
const undoes = (page) => page.getByRole("button", { name: "Undo", exact: true }).getAttribute("title");

/** The example with its accounts listed. */
async function listed(options) {
  const scene = await stage.open(options);
  await loadExample(scene.page);
  await scene.page.getByRole("tab", { name: /^Accounts/ }).click();
  await rows(scene.page).nth(3).waitFor();
  return scene;
}

/** Selects the first so many rows. */
async function select(page, count) {
  await rows(page).nth(0).locator("td").first().click();
  for (let place = 1; place < count; place += 1) await rows(page).nth(place).locator("td").first().click({ modifiers: ["Control"] });
}

/** Presses on something and moves the pointer to another place, without letting go. */
async function carry(page, from, to) {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  await page.mouse.move(start.x + Math.min(60, start.width / 2), start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 90, start.y - 20, { steps: 4 });
  await page.mouse.move(end.x + Math.min(60, end.width / 2), end.y + end.height / 2, { steps: 6 });
}

test("A assigns and L locks what is selected, but not what is typed", async (t) => {
  const scene = await listed();
  const { page } = scene;
  const account = await name(rows(page).nth(0));

  await step(t, "nothing is selected, nothing happens", async () => {
    await page.keyboard.press("l");
    await page.keyboard.press("a");
    assert.equal(await page.locator("details.menu[open]").count(), 0);
    assert.equal(await page.getByRole("button", { name: "Undo", exact: true }).isDisabled(), true);
  });

  await step(t, "one account", async () => {
    await select(page, 1);
    await inspector(page).getByText("Unlock").or(inspector(page).getByText("Lock here")).first().waitFor();
    await page.keyboard.press("l");
    assert.equal(await undoes(page), `Undo: lock ${account}`);
    await page.keyboard.press("L");
    assert.equal(await undoes(page), `Undo: unlock ${account}`);
    await page.keyboard.press("a");
    await page.locator("details.menu-assign[open]").waitFor();
    await assertAccessible(page);
    const entries = page.locator(".menu-assign .menu-choice");
    const reps = await entries.evaluateAll((all) => all.map((entry) => entry.querySelector("span").innerText.trim()));
    const here = await rep(rows(page).nth(0));
    const place = reps[0] === here ? 1 : 0;
    const chosen = reps[place];
    if (place === 1) await page.keyboard.press("ArrowDown");
    assert.ok(await entries.nth(place).evaluate((entry) => entry === document.activeElement), "the keys are in the list");
    await page.keyboard.press("l");
    assert.equal(await undoes(page), `Undo: unlock ${account}`, "a letter in a list is none for the plan");
    await page.keyboard.press("Enter");
    await idle(page);
    assert.match(await undoes(page), new RegExp(`^Undo: assign .*${chosen}`));
  });

  await step(t, "several accounts", async () => {
    await select(page, 3);
    await page.keyboard.press("l");
    assert.equal(await undoes(page), "Undo: lock 3 accounts");
    await page.keyboard.press("a");
    await bar(page).locator("details.menu-assign[open]").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await bar(page).locator("b").innerText(), "3 accounts", "Escape closes the list only");
  });

  await step(t, "a text is a text, and another screen has no such keys", async () => {
    await page.getByRole("searchbox", { name: "Search accounts" }).fill("");
    await page.getByRole("searchbox", { name: "Search accounts" }).pressSequentially("al");
    assert.equal(await undoes(page), "Undo: lock 3 accounts");
    await go(page, "Rules");
    await page.keyboard.press("l");
    assert.equal(await undoes(page), "Undo: lock 3 accounts");
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Help" });
    for (const key of ["A", "L"]) await sheet.locator("kbd", { hasText: new RegExp(`^${key}$`) }).first().waitFor();
  });
  await scene.close();
});

test("accounts are kept together, over a reload too, and ungrouped again", async () => {
  const scene = await listed();
  const { page } = scene;
  const names = [await name(rows(page).nth(0)), await name(rows(page).nth(1))];
  await select(page, 2);
  await bar(page).getByRole("button", { name: "Keep together" }).click();
  assert.match(await undoes(page), /^Undo: keep \d+ accounts together$/);
  await idle(page);
  await assertAccessible(page);
  await scene.picture("kept-together");
  await saved(page);
  await page.reload();
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  await setEffort(page, { steps: 60, lanes: 1 });
  await go(page, "Plan");
  await optimize(page);
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  await rows(page).nth(1).waitFor();
  const reps = [];
  for (const wanted of names) reps.push(await rep(rows(page).filter({ has: page.getByRole("button", { name: wanted, exact: true }) }).first()));
  assert.equal(reps[0], reps[1], "the search gives both to one rep");
  await go(page, "Rules");
  await page.getByRole("heading", { name: "Kept together" }).waitFor();
  await page.getByText(/1 group of \d+ accounts/).waitFor();
  await assertAccessible(page);
  await go(page, "Plan");
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  await select(page, 1);
  await inspector(page).getByText(/^kept together: \d/).waitFor();
  await inspector(page).getByRole("button", { name: "Ungroup" }).click();
  assert.match(await undoes(page), /^Undo: ungroup \d+ accounts$/);
  await idle(page);
  await inspector(page).getByRole("button", { name: "Ungroup" }).waitFor({ state: "detached" });
  await scene.close();
});

test("rows are carried to a rep, and Escape lets go of them", async () => {
  const scene = await listed({ theme: "dark" });
  const { page } = scene;
  await select(page, 3);
  // The last rep of the list: whoever has the first rows, few of them are his.
  await page.mouse.move(5, 5);
  const row = rows(page).nth(1).locator("td").first();
  await carry(page, row, page.locator(".map-panel, .plan").first());
  const list = page.locator(".carry-list li");
  await list.first().waitFor();
  const target = list.last();
  const wanted = (await target.locator(".clip").innerText()).trim();
  const place = await target.boundingBox();
  await page.mouse.move(place.x + 40, place.y + 10, { steps: 3 });
  await page.locator(".carry-list li.is-drop", { hasText: wanted }).waitFor();
  assert.equal(await page.locator(".carry-ghost").innerText(), `3 accounts to ${wanted}`);
  await scene.picture("carry");
  await page.keyboard.press("Escape");
  await page.locator(".carry-ghost").waitFor({ state: "detached" });
  await page.mouse.up();
  assert.equal(await page.getByRole("button", { name: "Undo", exact: true }).isDisabled(), true);
  assert.equal(await bar(page).locator("b").innerText(), "3 accounts", "what was selected stays so");

  await carry(page, row, page.locator(".plan"));
  await list.first().waitFor();
  const again = await target.boundingBox();
  await page.mouse.move(again.x + 40, again.y + 10, { steps: 3 });
  await page.mouse.up();
  await idle(page);
  assert.equal(await undoes(page), `Undo: assign 3 accounts to ${wanted}`);
  assert.equal(await bar(page).locator("b").innerText(), "3 accounts");

  // The line of the selection is carried onto the table of territories.
  await page.getByRole("tab", { name: /^Territories/ }).click();
  const territory = page.getByRole("table", { name: "Territories" }).locator("tbody tr").first();
  await territory.waitFor();
  await carry(page, bar(page).locator("p"), territory.locator("td").first());
  await page.locator("tr.is-drop").waitFor();
  assert.equal(await page.locator(".carry-list").count(), 0);
  await scene.picture("carry-territory");
  const to = (await territory.locator(".cell-button").innerText()).trim();
  await page.mouse.up();
  await idle(page);
  assert.equal(await undoes(page), `Undo: assign 3 accounts to ${to}`);
  await scene.close();
});

test("the list of broken limits leaves the selection, and undo into a broken plan warns", async () => {
  const scene = await listed({ size: SIZES.desktop });
  const { page } = scene;
  await select(page, 3);
  await page.getByRole("button", { name: /breach(es)? of/ }).click();
  const list = page.getByRole("complementary", { name: "Broken limits" });
  await list.waitFor();
  assert.equal(await bar(page).locator("b").innerText(), "3 accounts");
  await list.getByRole("button", { name: "Close the inspector" }).click();
  await list.waitFor({ state: "detached" });
  assert.equal(await bar(page).locator("b").innerText(), "3 accounts");

  // Everything to one rep breaks limits; back and forth again, and the warning is there again.
  await setEffort(page, { steps: 400, lanes: 1 });
  await go(page, "Plan");
  await optimize(page);
  await page.getByText("all limits kept").waitFor();
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  await rows(page).nth(3).waitFor();
  await page.getByRole("checkbox", { name: /^Select all/ }).click();
  await page.keyboard.press("a");
  await page.locator(".menu-assign[open] .menu-choice").first().click();
  await idle(page);
  const card = page.getByRole("region", { name: "What the edit breaks" });
  await card.waitFor();
  const title = await card.getByRole("heading").innerText();
  await card.getByRole("button", { name: "Undo the edit" }).click();
  await card.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Redo", exact: true }).click();
  await idle(page);
  await card.waitFor();
  assert.equal(await card.getByRole("heading").innerText(), title);
  await scene.close();
});

test("selected rows are copied for a spreadsheet, a text in a field as it is", async () => {
  const scene = await listed();
  const { page, context } = scene;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const names = [await name(rows(page).nth(0)), await name(rows(page).nth(1))];
  const reps = [await rep(rows(page).nth(0)), await rep(rows(page).nth(1))];
  await select(page, 2);
  await page.keyboard.press("Control+c");
  // Whoever does not see the clipboard is told, too.
  await page.getByRole("status", { name: "Copied" }).getByText("2 rows copied", { exact: true }).waitFor();
  await assertAccessible(page);
  const lines = (await clipboard()).split("\n").map((line) => line.split("\t"));
  assert.deepEqual(lines[0].slice(0, 3), ["Account", "Id", "Place"]);
  assert.equal(lines.length, 3);
  assert.deepEqual(lines.slice(1).map((line) => line[0]), names);
  assert.deepEqual(lines.slice(1).map((line) => line[lines[0].indexOf("Rep")]), reps);
  const search = page.getByRole("searchbox", { name: "Search accounts" });
  await search.fill("north");
  await search.press("Control+a");
  await search.press("Control+c");
  assert.equal(await clipboard(), "north");
  await scene.close();
});
