// The Data screen: files in, what was understood of them, what is wrong with them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { assertAccessible, openStage } from "./harness.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const shared = process.env.EVENFIELD_SHARED ?? `${root}../shared`;
const breweries = ["accounts-salesforce-report.csv", "reps.csv"].map((name) => `${shared}/data/breweries/${name}`);
const skipBreweries = breweries.every((path) => existsSync(path)) ? false : `needs ${shared}/data/breweries`;

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const idle = (page) => page.waitForFunction(() => document.documentElement.dataset.busy === "false", null, { timeout: 120_000 });

test("starts with the files one needs, accessibly", async () => {
  const scene = await stage.open({ path: "#/data" });
  for (const name of ["Accounts file", "Reps file", "Opportunities file"]) {
    assert.equal(await scene.page.getByLabel(name).count(), 1, name);
  }
  await assertAccessible(scene.page);
  await scene.close();
});

test("shows the example at once", async () => {
  const scene = await stage.open({ path: "#/data" });
  await scene.page.getByRole("button", { name: "Try the example" }).click();
  await scene.page.waitForURL(/#\/plan$/, { timeout: 120_000 });
  await scene.page.getByRole("link", { name: "Data", exact: true }).click();
  await scene.page.getByRole("link", { name: "Go to the plan" }).waitFor();
  assert.match(await scene.page.locator(".stats").innerText(), /Accounts\s+[\d,]+/);
  await idle(scene.page);
  await assertAccessible(scene.page);
  await scene.close();
});

test("recognises and maps two real exports at once, without a click", { skip: skipBreweries }, async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await page.getByLabel("Accounts file").setInputFiles(breweries);
  await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 120_000 });
  const stats = await page.locator(".stats").innerText();
  assert.match(stats, /7,165/);
  assert.match(stats, /45/);
  assert.equal(await page.getByLabel("Use accounts-salesforce-report.csv as").inputValue(), "accounts");
  assert.equal(await page.getByLabel("Use reps.csv as").inputValue(), "reps");
  await page.locator("details.fold > summary").filter({ hasText: "accounts-salesforce-report.csv" }).click();
  assert.equal(await page.getByLabel("Meaning of Billing Zip/Postal Code").inputValue(), "postal_code");
  assert.equal(await page.getByLabel("Meaning of Current ARR").inputValue(), "current_revenue");
  await idle(page);
  await assertAccessible(page);

  await page.getByLabel("Meaning of Current ARR").selectOption("");
  await page.locator(".stats").getByText("Revenue").waitFor({ state: "detached", timeout: 120_000 });
  await idle(page);
  assert.equal(await page.getByLabel("Meaning of Current ARR").inputValue(), "", "the fold stays open and says so");
  await scene.close();
});

test("names what is wrong with a file and stays usable", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  const broken = { name: "broken.csv", mimeType: "text/csv", buffer: Buffer.from("Quarter;Bookings\n2026-Q1;12\n") };
  await page.getByLabel("Accounts file").setInputFiles(broken);
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /expected/);
  await assertAccessible(page);
  await page.getByRole("button", { name: "Try the example" }).click();
  await page.waitForURL(/#\/plan$/, { timeout: 120_000 });
  await idle(page);
  assert.equal(await page.getByRole("alert").count(), 0);
  await scene.close();
});

test("takes files dropped anywhere on the page", async () => {
  const scene = await stage.open({ path: "#/rules" });
  const { page } = scene;
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    const rows = Array.from({ length: 30 }, (_, i) => `A${i},Account ${i},Ana,${40 + i / 10},${-75 + i / 10},${1000 + i}`);
    transfer.items.add(new File([`Account ID,Account Name,Account Owner,Latitude,Longitude,Potential\n${rows.join("\n")}\n`], "accounts.csv"));
    transfer.items.add(new File(["Rep ID,Rep Name,Latitude,Longitude\n1,Ana,40,-75\n2,Ben,42,-73\n"], "reps.csv"));
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
  });
  await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 60_000 });
  assert.match(await page.locator(".stats").innerText(), /30/);
  await idle(page);
  await scene.close();
});

test("places accounts by postal code and city, and says so", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  const accounts = [
    "id,name,owner,city,state,postal_code,country,potential",
    "1,Code,Ana,Springfield,IL,62701,US,10",
    "2,City,Ana,Munich,,,Germany,20",
    "3,Nowhere,Ben,Atlantis,,,Germany,30",
    "4,Contradiction,Ben,Springfield,IL,10001,US,40",
  ].join("\n");
  await page.getByLabel("Accounts file").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from(accounts) });
  await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 120_000 });
  assert.match(await page.locator(".stats").innerText(), /1 by postal code, 2 by city, 1 without a place/);
  const issues = await page.locator(".issues").innerText();
  assert.match(issues, /Postal code in other state/);
  assert.match(issues, /Account without place/);
  await idle(page);
  await assertAccessible(page);
  await scene.close();
});

test("a file that is being read can be let go, and another one is read", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  let text = "id,name,owner,street,city,potential\n";
  for (let row = 0; row < 250_000; row++) text += `${row},Company ${row},Rep ${row % 40},${row} Main Street,Springfield,${row}\n`;
  const large = { name: "large.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.getByLabel("Accounts file").setInputFiles(large);
  const cancel = page.getByRole("button", { name: "Cancel" });
  await cancel.waitFor();
  assert.ok((await page.getByRole("progressbar").count()) === 1);
  await assertAccessible(page);
  await cancel.click();
  await cancel.waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "Start with the lists you have" }).waitFor();
  const small = { name: "small.csv", mimeType: "text/csv", buffer: Buffer.from("id,name,owner\n1,Acme,Ana\n2,Bolt,Ben\n") };
  await page.getByLabel("Accounts file").setInputFiles(small);
  await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 120_000 });
  assert.match(await page.locator(".stats").innerText(), /Accounts\s+2\b/);
  await idle(page);
  await scene.close();
});
