// How sure a plan is: what its money hangs on, possible worlds, and quarters of a real sales history that are over.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { go, idle, loadExample, optimize, setEffort } from "./steps.mjs";

const shared = process.env.EVENFIELD_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
const maven = ["accounts.csv", "sales_teams.csv", "sales_pipeline.csv", "products.csv"].map((name) => `${shared}/data/maven-crm/${name}`);

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const region = (page) => page.getByRole("region", { name: "How sure is it" });
const worlds = (page) => region(page).getByRole("table", { name: "Possible worlds" }).locator("tbody tr");

/** The example with a plan, on the Scenarios screen, and how sure it is. */
async function probed(options = {}) {
  const scene = await stage.open({ path: "#/data", ...options });
  const { page } = scene;
  await loadExample(page);
  await setEffort(page, { steps: 300, lanes: 1 });
  await go(page, "Plan");
  await optimize(page);
  await go(page, "Scenarios");
  await find(scene);
  return scene;
}

async function find(scene) {
  const { page } = scene;
  await idle(page);
  await scene.clearLongTasks();
  await region(page).getByRole("button", { name: "Find out" }).click();
  await region(page).getByRole("heading", { name: "What the past tells" }).waitFor();
  await idle(page);
}

test("a plan is told with what it hangs on and how often it stays the best", async () => {
  const scene = await probed();
  const { page } = scene;
  console.log(`long tasks ${await scene.longTasks()}`);
  await region(page).getByText(/As assumed, Version 1 brings \$[\d.]+ [MK] (more|less) than Today in the first year/).waitFor();
  const chart = region(page).getByRole("img", { name: /7 inputs; the widest bar is that of/ });
  assert.equal(await chart.count(), 2);
  // The same as numbers, the widest first.
  const card = region(page).getByRole("figure").filter({ hasText: "Version 1: expected revenue, first year" });
  await card.getByText("Table", { exact: true }).click();
  const rows = card.getByRole("table").locator("tbody tr");
  assert.equal(await rows.count(), 7);
  await region(page).getByText("What is varied, how far, and why").click();
  await region(page).getByText(/13\.2 % to 17\.6 %/).first().waitFor();

  assert.equal(await worlds(page).count(), 2);
  const best = (await worlds(page).locator("td:nth-of-type(1)").allInnerTexts()).map(Number);
  assert.ok(Math.abs(best[0] + best[1] - 200) < 0.2, best.join());
  await region(page).getByText("There is no sales history", { exact: false }).waitFor();

  // Other rules, another plan: what was found is old, and says so.
  await go(page, "Plan");
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await idle(page);
  await go(page, "Scenarios");
  await region(page).getByText("The project has changed since: find out again.").waitFor();
  await region(page).locator("select").first().selectOption({ label: "Version 1" });
  await region(page).getByText(/As assumed, Version 1 brings/).waitFor();
  await idle(page);
  assert.equal(await region(page).getByText("The project has changed since").count(), 0);
  await scene.close();
});

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`everybody can read it (${theme}, ${kind})`, async () => {
      const scene = await probed({ theme, size });
      const { page } = scene;
      await assertAccessible(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
      await region(page).evaluate((element) => element.scrollIntoView());
      await scene.picture("sure");
      await region(page).getByRole("heading", { name: "How often it stays the best" }).evaluate((element) => element.scrollIntoView());
      await scene.picture("sure-worlds");
      await scene.close();
    });
  }
}

const skip = maven.every((path) => existsSync(path)) ? false : `needs ${shared}/data/maven-crm (EVENFIELD_SHARED)`;
test("a real sales history is held out", { skip, timeout: 300_000 }, async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await page.getByLabel("Accounts file").setInputFiles(maven);
  await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 120_000 });
  await idle(page);
  await setEffort(page, { steps: 300, lanes: 1 });
  await go(page, "Plan");
  await optimize(page);
  await go(page, "Scenarios");
  await find(scene);
  await region(page).getByText(/Held out: [\d,]+ deals decided since .*2017/).waitFor();
  await region(page).getByText(/With Version 1 instead of Today, [\d,]+ of these deals would have had another rep/).waitFor();
  const past = region(page).getByRole("table", { name: "Held-out quarters" }).locator("tbody tr");
  assert.equal(await past.count(), 4);
  assert.match(await past.first().innerText(), /What really came\s+1,\d{3}\s+\$/);
  await assertAccessible(page);
  await region(page).getByRole("heading", { name: "What the past tells" }).evaluate((element) => element.scrollIntoView());
  await scene.picture("sure-past");
  await scene.close();
});
