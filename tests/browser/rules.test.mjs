// The Rules and Scenarios screens: weights, limits, rule files, versions.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible, openStage } from "./harness.mjs";
import { keepVersion } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const idle = (page) => page.waitForFunction(() => document.documentElement.dataset.busy === "false", null, { timeout: 120_000 });

/** A page with the example loaded, on a screen. */
async function withExample(screen) {
  const scene = await stage.open({ path: "#/data" });
  await scene.page.getByRole("button", { name: "Try the example" }).click();
  await scene.page.waitForURL(/#\/plan$/, { timeout: 120_000 });
  await scene.page.getByRole("link", { name: screen, exact: true }).click();
  await idle(scene.page);
  return scene;
}

test("says what to do without data", async () => {
  for (const path of ["#/rules", "#/scenarios"]) {
    const scene = await stage.open({ path });
    assert.equal(await scene.page.getByRole("link", { name: "Add data" }).getAttribute("href"), "#/data");
    await assertAccessible(scene.page);
    await scene.close();
  }
});

test("changes a weight in one step that can be undone", async () => {
  const scene = await withExample("Rules");
  const { page } = scene;
  await assertAccessible(page);
  const number = page.getByLabel("Weight of Travel, number");
  const before = await number.inputValue();
  await number.fill("55");
  await number.press("Enter");
  await page.locator(".objective", { hasText: "Travel" }).locator(".range").and(page.locator("[aria-label='Weight of Travel']")).waitFor();
  assert.equal(await page.getByLabel("Weight of Travel", { exact: true }).inputValue(), "55");
  assert.equal(await page.getByRole("button", { name: "Balanced" }).getAttribute("aria-pressed"), "false");
  await page.getByRole("button", { name: "Undo" }).first().click();
  assert.equal(await number.inputValue(), before);
  assert.equal(await page.getByRole("button", { name: "Balanced" }).getAttribute("aria-pressed"), "true");
  await idle(page);
  await scene.close();
});

test("adds, sets and removes a limit, and says whether it is kept", async () => {
  const scene = await withExample("Rules");
  const { page } = scene;
  await page.locator("summary", { hasText: "Add a limit" }).click();
  await page.getByRole("button", { name: /^Account count/ }).click();
  const card = page.locator(".limit", { hasText: "Account count" });
  await card.getByLabel("Account count: At most").fill("1");
  await card.getByLabel("Account count: At most").press("Enter");
  await idle(page);
  await card.locator(".chip-broken").waitFor();
  await card.getByRole("button", { name: "Remove Account count" }).click();
  await card.waitFor({ state: "detached" });
  await idle(page);
  await scene.close();
});

test("exports the rule set, takes it back, and names an unknown rule", async () => {
  const scene = await withExample("Rules");
  const { page } = scene;
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export rules" }).click(),
  ]);
  const path = await download.path();
  assert.ok(JSON.parse(readFileSync(path, "utf8")).rules.some((rule) => rule.id === "travel"));
  await page.getByRole("button", { name: "Stability first" }).click();
  await page.getByLabel("Rules file").setInputFiles(path);
  await page.locator('.preset[aria-pressed="true"]', { hasText: "Balanced" }).waitFor();
  const wrong = { name: "wrong.json", mimeType: "application/json", buffer: Buffer.from('{"rules":[{"id":"balanse-window"}]}') };
  await page.getByLabel("Rules file").setInputFiles(wrong);
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /unknown rule "balanse-window".*balance-window/s);
  await assertAccessible(page);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await idle(page);
  await scene.close();
});

test("keeps versions and opens one", async () => {
  const scene = await withExample("Scenarios");
  const { page } = scene;
  await keepVersion(page);
  const table = page.getByRole("table", { name: "Versions" });
  await table.getByText("Version 1").waitFor();
  await idle(page);
  await assertAccessible(page);
  await table.getByRole("button", { name: "Open Today" }).click();
  await page.waitForURL(/#\/plan$/);
  await idle(page);
  await scene.close();
});

test("names in a rules file that the data does not know are told beside their field", async () => {
  const scene = await withExample("Rules");
  const { page } = scene;
  const params = { match: "named-reps", value: "Technology", reps: ["Ana Castilo"] };
  const rules = [{ id: "travel", weight: 30 }, { id: "specialist-accounts", params }, { id: "allowed-regions", params: { attribute: "sate" } }];
  const buffer = Buffer.from(JSON.stringify({ rules }));
  await page.getByLabel("Rules file").setInputFiles({ name: "rules.json", mimeType: "application/json", buffer });
  await idle(page);
  await page.locator(".limit", { hasText: "Allowed regions" }).getByText('No column is called "sate"').waitFor();
  const told = page.locator(".limit", { hasText: "Specialist accounts" }).getByText('No rep is called "Ana Castilo"');
  await told.waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: "Remove Ana Castilo" }).click();
  await told.waitFor({ state: "detached" });
  await idle(page);
  await scene.close();
});
