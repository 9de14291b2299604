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
  for (let row = 1; row < 12; row += 1) {
    const account = await assign(page, row, row % 2 ? "Grace Tanaka" : "Hugo Weiss");
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
