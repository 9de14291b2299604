// The path of a person through the Plan screen: example, Optimize, edits, undo, locks, files.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openStage, SIZES } from "./harness.mjs";
import { choose, download, ended, exportAssignments, go, idle, loadExample, optimize, setEffort, step, table, versionLabel } from "./steps.mjs";

const ACCOUNTS = 450;

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const number = (text) => Number(text.replace(/[^\d.-]/g, ""));
const cells = (page, label) => page.getByRole("table", { name: "Territories" }).locator(`tbody td[data-label="${label}"]`);
const inspector = (page) => page.getByRole("complementary", { name: "Inspector" });

async function openAccount(page, position) {
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  const row = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)").nth(position);
  await row.locator("td").first().click();
  await inspector(page).getByRole("heading", { name: /^Why / }).waitFor();
  await inspector(page).getByText("Working it out").waitFor({ state: "detached" });
  return row;
}

test("plans the example, explains an account, takes edits and hands files over", async (t) => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;

  await step(t, "the plan shows map and territories", async () => {
    await loadExample(page);
    await page.getByRole("region", { name: "Map" }).waitFor();
    assert.equal(await page.getByRole("table", { name: "Territories" }).locator("tbody tr").count(), 8);
    assert.equal(await versionLabel(page), "Today");
  });

  await step(t, "a search says how it is doing", async () => {
    // Long enough for the slowest machine to be looked at; it ends by Stop.
    await setEffort(page, { seconds: 120 });
    await page.getByRole("button", { name: "Optimize", exact: true }).click();
    const run = page.getByRole("complementary", { name: "Run" });
    await run.getByRole("status").waitFor();
    assert.match(await run.getByRole("status").innerText(), /\w/);
    await page.waitForFunction(() => /%/.test(document.querySelector(".run-figures dd")?.textContent ?? ""), null, { timeout: 60_000 });
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await ended(page);
    assert.equal(await versionLabel(page), "Version 1");
    await page.getByRole("button", { name: "Undo" }).first().click();
    await idle(page);
    assert.equal(await versionLabel(page), "Today");
  });

  await step(t, "a search by steps gives a proven version without breaches", async () => {
    await setEffort(page, { steps: 20_000 });
    await optimize(page);
    assert.match(await versionLabel(page), /^Version \d$/);
    const proof = page.locator(".stat, .stats > *").filter({ hasText: "Proven gap" }).first();
    assert.match(await proof.innerText(), /≤ [\d.]+ %/);
    assert.match(await proof.innerText(), /all limits kept/);
    await go(page, "Scenarios");
    const row = page.getByRole("table", { name: "Versions" }).locator("tbody tr.is-current");
    await row.getByText("all kept").waitFor();
    await go(page, "Plan");
  });

  await step(t, "totals are the sums of the territories", async () => {
    // The screen is drawn a moment after its address is there.
    await cells(page, "Accounts").first().waitFor();
    const counts = (await cells(page, "Accounts").evaluateAll((all) => all.map((cell) => cell.firstChild.textContent))).map(number);
    const total = page.getByRole("table", { name: "Territories" }).locator('tfoot td[data-label="Accounts"]');
    assert.ok(counts.every((count) => count > 10), `every territory has accounts: ${counts}`);
    const sum = counts.reduce((a, b) => a + b, 0);
    assert.equal(number((await total.innerText()).split("\n")[0]), sum);
    assert.ok(sum <= ACCOUNTS && sum > ACCOUNTS * 0.9, `${sum} accounts have a rep`);
  });

  let moved;
  await step(t, "an account says why it is where it is, and what others would cost", async () => {
    await openAccount(page, 3);
    const why = await inspector(page).locator(".note-accent").innerText();
    assert.ok(why.length > 20, why);
    const others = inspector(page).locator(".alternatives li");
    assert.ok((await others.count()) >= 2, "there are alternatives");
    assert.equal(await others.filter({ hasText: "has it" }).count(), 1);
  });

  await step(t, "assigned elsewhere, undone, redone", async () => {
    const row = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)").nth(3);
    const rep = async () => (await row.locator('td[data-label="Rep"]').innerText()).trim();
    const before = await rep();
    const menu = inspector(page).locator("details.menu");
    await menu.locator("summary").click();
    const names = await menu.locator(".menu-item span:not(.faint):not([class*=swatch])").allInnerTexts();
    moved = names.map((name) => name.trim()).find((name) => name && name !== before);
    await menu.locator(".menu-item").filter({ hasText: moved }).click();
    await idle(page);
    assert.equal(await rep(), moved);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await idle(page);
    assert.equal(await rep(), before);
    await page.getByRole("button", { name: "Redo" }).first().click();
    await idle(page);
    assert.equal(await rep(), moved);
    await page.keyboard.press("Control+z");
    await idle(page);
    assert.equal(await rep(), before);
    await page.keyboard.press("Control+y");
    await idle(page);
    assert.equal(await rep(), moved);
  });

  await step(t, "locked, it stays through the next search", async () => {
    await inspector(page).getByRole("button", { name: "Lock here" }).click();
    await inspector(page).getByRole("button", { name: "Unlock" }).waitFor();
    await idle(page);
    await setEffort(page, { steps: 3_000 });
    await optimize(page);
    const row = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)").nth(3);
    await page.getByRole("tab", { name: /^Accounts/ }).click();
    assert.equal((await row.locator('td[data-label="Rep"]').innerText()).trim(), moved);
  });

  await step(t, "assignments as CSV: every column of the file, and what is new", async () => {
    const file = await exportAssignments(page);
    assert.match(file.name, /assignments\.csv$/);
    const { header, rows } = table(file.bytes);
    assert.equal(rows.length, ACCOUNTS);
    for (const name of ["id", "name", "owner", "potential", "contract_end"]) assert.ok(header.includes(name), `${name} of ${header}`);
    assert.deepEqual(header.slice(-5), ["Old owner", "New owner", "New owner ID", "Change", "Reason"]);
    for (const row of rows) {
      assert.equal(row.Change === "changes", row["Old owner"] !== row["New owner"], row.id);
      assert.ok(row.Reason.length > 0, "every account has a reason");
    }
    assert.ok(rows.some((row) => row.Change === "changes"));
  });

  await step(t, "the map as GeoJSON, the figures as JSON, the issues as CSV", async () => {
    const more = page.locator("details.menu").filter({ hasText: "Export map (GeoJSON)" }).and(page.locator(":visible")).first();
    const map = JSON.parse((await download(page, () => choose(page, more, "Export map (GeoJSON)"))).bytes);
    assert.equal(map.type, "FeatureCollection");
    const types = new Set(map.features.map((feature) => feature.geometry?.type));
    assert.ok(types.has("Point"), [...types].join());
    assert.equal(map.features.filter((feature) => feature.geometry?.type === "Point").length <= ACCOUNTS, true);
    const figures = JSON.parse((await download(page, () => choose(page, more, "Export figures (JSON)"))).bytes);
    assert.equal(typeof figures, "object");
    const issues = await download(page, () => choose(page, more, "Export issue list"));
    assert.match(issues.name, /issues\.csv$/);
  });

  await scene.close();
});

test("Stop ends a long search and keeps its plan", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await loadExample(page);
  await setEffort(page, { seconds: 600 });
  await page.getByRole("button", { name: "Optimize", exact: true }).click();
  await page.waitForFunction(() => /%/.test(document.querySelector(".run-figures dd")?.textContent ?? ""), null, { timeout: 60_000 });
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  // A search that went on to its end would outlast this.
  await ended(page, 120_000);
  assert.equal(await versionLabel(page), "Version 1");
  await scene.close();
});

test("on a phone the list of accounts can be read to its end", async () => {
  // Only the rows in view exist: where the wrong thing scrolls, everything after the first fifty is blank.
  const scene = await stage.open({ path: "#/data", size: SIZES.phone });
  const { page } = scene;
  await loadExample(page);
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  const rows = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)");
  await rows.first().waitFor();
  await page.getByRole("group", { name: "Accounts, scrolls" }).evaluate((frame) => frame.scrollTo(0, frame.scrollHeight));
  await page.waitForFunction(() => [...document.querySelectorAll('table[aria-label="Accounts"] tbody tr')].some((row) => row.ariaRowIndex === "451"));
  await rows.last().scrollIntoViewIfNeeded();
  assert.ok(await rows.last().isVisible());
  await scene.close();
});
