// Editing a plan by hand: what an edit breaks is told, and can be mended.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, assertAccessible, openStage } from "./harness.mjs";
import { ended, exportAssignments, go, idle, loadExample, optimize, setEffort, table, versionLabel } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage.close());

/** The example with a plan that keeps all limits, and its accounts listed, the largest first. */
async function planned(options) {
  const scene = await stage.open(options);
  const { page } = scene;
  await loadExample(page);
  await setEffort(page, { steps: 400, lanes: 1 });
  await go(page, "Plan");
  await optimize(page);
  await page.getByText("all limits kept").waitFor();
  await page.getByRole("tab", { name: /Accounts/ }).click();
  return scene;
}

/** Gives the account of a row to a rep, by the inspector; says which account. */
async function assign(page, row, rep) {
  await page.getByRole("table", { name: "Accounts" }).locator("tbody tr").nth(row).click();
  const panel = page.getByRole("complementary", { name: "Inspector" });
  const account = await panel.getByRole("heading", { level: 2 }).innerText();
  await panel.locator("summary").filter({ hasText: /^Assign/ }).click();
  await panel.locator(".menu-choice").filter({ hasText: rep }).click();
  await idle(page);
  return account;
}

const card = (page) => page.getByRole("region", { name: "What the edit breaks" });

/** Finds an edit among the first rows that breaks a limit and can be mended. */
async function breakLimits(page) {
  for (let row = 0; row < 11; row += 1) {
    const account = await assign(page, row, row % 2 ? "Hugo Weiss" : "Grace Tanaka");
    const told = await card(page).waitFor({ timeout: 3_000 }).then(() => true, () => false);
    if (told && (await card(page).getByRole("list", { name: "Ways to mend it" }).getByRole("button").count()) > 0) return account;
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await idle(page);
  }
  throw new Error("no edit of the first rows breaks a limit");
}

test("an edit that breaks limits says so, and the cheapest way out mends it", async () => {
  const scene = await planned();
  const { page } = scene;
  await breakLimits(page);
  const warning = card(page);
  assert.match(await warning.getByRole("heading").innerText(), /^This edit causes \d+ breach/);
  await assertAccessible(page);
  await page.getByText(/breach(es)? of (a )?limits?/).first().waitFor();
  const way = warning.getByRole("list", { name: "Ways to mend it" }).getByRole("button").first();
  assert.match(await way.innerText(), /(move|give) .+[+\u2212][\d.]+ points/is);
  await way.click();
  await idle(page);
  await warning.waitFor({ state: "detached" });
  await page.getByText("all limits kept").waitFor();
  // It is one step: Undo brings the broken plan back, and the next one the plan before.
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await idle(page);
  await page.getByText(/breach(es)? of (a )?limits?/).first().waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText("all limits kept").waitFor();
  await scene.close();
});

test("everything else is planned anew around an edit", async () => {
  const scene = await planned({ theme: "dark" });
  const { page } = scene;
  const account = await breakLimits(page);
  const rep = (await page.locator(".inspector .alternatives li, .inspector li").filter({ hasText: "has it" }).first().innerText()).split("\n")[0];
  await card(page).getByRole("button", { name: /^Keep my move/ }).click();
  await ended(page);
  assert.equal(await versionLabel(page), "Version 2");
  await page.getByText("all limits kept").waitFor();
  const rows = table((await exportAssignments(page)).bytes).rows;
  const row = rows.find((candidate) => candidate.Account === account || Object.values(candidate).includes(account));
  assert.ok(Object.values(row).includes(rep), `${account} stays with ${rep}`);
  assert.match(JSON.stringify(row), /locked/i);
  await scene.close();
});

test("on a phone the warning can be read, closed and acted on", async () => {
  const scene = await stage.open({ size: SIZES.phone });
  const { page } = scene;
  await loadExample(page);
  await setEffort(page, { steps: 400, lanes: 1 });
  await go(page, "Plan");
  await optimize(page);
  await page.getByRole("tab", { name: /Accounts/ }).click();
  await breakLimits(page);
  await assertAccessible(page);
  await scene.picture("edit-warning");
  await card(page).getByRole("button", { name: "Undo the edit" }).click();
  await card(page).waitFor({ state: "detached" });
  await page.getByText("all limits kept").waitFor();
  await scene.close();
});

/** Pairs of rows: an account that moved in the plan, and one of the rep whom it left. */
async function pairsToKeep(page) {
  // What is locked in the file would have to stay.
  const all = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)");
  const rows = all.filter({ hasNot: page.locator('use[href="#icon-lock"]') });
  const texts = async (label) => (await rows.locator(`td[data-label="${label}"]`).allInnerTexts()).map((text) => text.trim());
  const [reps, owners] = [await texts("Rep"), await texts("Today")];
  const pairs = owners.flatMap((owner, place) => reps.flatMap((rep, other) => (rep === owner ? [[rows.nth(place), rows.nth(other)]] : [])));
  assert.ok(pairs.length > 0, "some of the first rows moved");
  return pairs;
}

const undo = (page) => page.getByRole("button", { name: "Undo", exact: true }).click();

test("who keeps accounts of two reps together, or locks them apart, is told what that breaks", async () => {
  const scene = await planned();
  const { page } = scene;
  const warning = card(page);
  const way = warning.getByRole("list", { name: "Ways to mend it" }).getByRole("button").filter({ hasText: /^Give all that go with/ });
  // With most pairs the plan, which is full to the brim, would break another limit.
  let found = false;
  for (const [one, other] of await pairsToKeep(page)) {
    await one.locator("td").first().click();
    await other.locator("td").first().click({ modifiers: ["Control"] });
    await page.getByRole("toolbar", { name: "Selection" }).getByRole("button", { name: "Keep together" }).click();
    await idle(page);
    await warning.getByText(/Kept together: .+ group apart/).waitFor();
    found = await way.first().waitFor({ timeout: 2_000 }).then(() => true, () => false);
    if (found) break;
    await undo(page);
    await idle(page);
  }
  assert.ok(found, "one of the pairs can be given to one rep");
  await assertAccessible(page);
  await scene.picture("group-warning");
  // The cheapest way out: all of them with one rep.
  await way.first().click();
  await idle(page);
  await warning.getByText(/group apart/).waitFor({ state: "detached" });
  await undo(page);
  await idle(page);
  // Locked where they are, the two cannot have one rep: it is said at once, and before the search.
  await page.keyboard.press("l");
  await idle(page);
  await warning.getByRole("heading", { name: /cannot all be kept|breach/ }).waitFor();
  await warning.getByText(/Locked accounts and Kept together cannot both be kept: they collide on 1 account/).waitFor();
  await warning.getByText("Optimize would move a locked account.").waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: "Optimize", exact: true }).click();
  await page.getByRole("alert").getByText(/^Not every lock can be kept: Locked accounts and Kept together collide at 1 account/).waitFor();
  await ended(page);
  await scene.close();
});

test("what excluding an account breaks is told, as what assigning one breaks", async () => {
  const scene = await planned({ theme: "dark" });
  const { page } = scene;
  // Whoever loses the largest accounts falls below the window.
  const rows = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)");
  const rep = (await rows.nth(0).locator('td[data-label="Rep"]').innerText()).trim();
  await page.getByRole("searchbox", { name: "Search accounts" }).fill(rep);
  await page.getByRole("checkbox", { name: /^Select all/ }).click();
  await page.keyboard.press("x");
  await idle(page);
  await card(page).getByRole("heading", { name: /^This edit causes \d+ breach/ }).waitFor();
  await card(page).getByText(rep).first().waitFor();
  await card(page).getByRole("button", { name: "Undo the edit" }).click();
  await idle(page);
  await card(page).waitFor({ state: "detached" });
  await page.getByText("all limits kept").waitFor();
  await scene.close();
});
