// Real exports of thousands of accounts: recognised, planned, and the page stays light.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { openStage } from "./harness.mjs";
import { exportAssignments, idle, optimize, setEffort, table, versionLabel } from "./steps.mjs";

const shared = process.env.EVENFIELD_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
const SETS = [
  { name: "breweries", files: ["accounts-salesforce-report.csv", "reps.csv"], reps: 45, accounts: /7,\d{3}/, steps: 300 },
  { name: "chains-40k", files: ["companies-hubspot.csv", "reps.csv"], reps: 120, accounts: /40,000|39,\d{3}/, steps: 200 },
];

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

for (const { name, files, reps, accounts, steps } of SETS) {
  const paths = files.map((file) => `${shared}/data/${name}/${file}`);
  const skip = paths.every((path) => existsSync(path)) ? false : `needs ${shared}/data/${name} (EVENFIELD_SHARED)`;
  test(`plans ${name}`, { skip, timeout: 600_000 }, async () => {
    const scene = await stage.open({ path: "#/data" });
    const { page } = scene;
    page.setDefaultTimeout(120_000);
    await page.getByLabel("Accounts file").setInputFiles(paths);
    await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 180_000 });
    assert.match(await page.locator(".stats").innerText(), accounts);
    await idle(page, 180_000);
    await page.getByRole("link", { name: "Go to the plan" }).click();
    await page.getByRole("table", { name: "Territories" }).waitFor();
    await idle(page, 180_000);
    await setEffort(page, { steps });
    await optimize(page, 400_000);
    assert.equal(await versionLabel(page), "Version 1");
    // Of a large team only the rows in view are there.
    await page.waitForFunction((count) => Number(document.querySelector(`table[aria-label="Territories"]`)?.getAttribute("aria-rowcount")) === count + 1, reps);

    await page.getByRole("tab", { name: /^Accounts/ }).click();
    const list = page.getByRole("table", { name: "Accounts" });
    const rows = list.locator("tbody tr:not(.spacer)");
    await rows.first().waitFor();
    assert.ok((await page.locator("tr").count()) < 120, `${await page.locator("tr").count()} rows in the document`);
    const all = Number(await list.getAttribute("aria-rowcount")) - 1;
    await page.getByRole("searchbox", { name: "Search accounts" }).fill("Houston");
    await page.waitForFunction((before) => Number(document.querySelector('table[aria-label="Accounts"]').getAttribute("aria-rowcount")) < before, all);
    const left = Number(await list.getAttribute("aria-rowcount")) - 1;
    assert.ok(left > 0 && left < all / 10, `${left} of ${all}`);
    assert.match(await rows.first().innerText(), /Houston/i);
    await page.getByRole("searchbox", { name: "Search accounts" }).fill("");
    await page.waitForFunction((before) => Number(document.querySelector('table[aria-label="Accounts"]').getAttribute("aria-rowcount")) === before + 1, all);
    const frame = page.getByRole("group", { name: "Accounts, scrolls" });
    const top = await rows.first().innerText();
    await frame.evaluate((element) => { element.scrollTop = element.scrollHeight; });
    await page.waitForFunction((text) => document.querySelector('table[aria-label="Accounts"] tbody tr:not(.spacer)').innerText !== text, top);
    assert.ok((await page.locator("tr").count()) < 120);

    const { rows: written } = table((await exportAssignments(page)).bytes);
    assert.equal(written.length, all, "every account is written");
    await scene.close();
  });
}
