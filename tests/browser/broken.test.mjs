// Wrong and broken files: each is dropped on the start page, is named there with what is wrong, and breaks nothing.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { assertAccessible, openStage } from "./harness.mjs";
import { idle } from "./steps.mjs";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));
const bad = readdirSync(`${fixtures}bad`).sort().map((name) => ({ name, bytes: readFileSync(`${fixtures}bad/${name}`) }));
const workbook = readFileSync(`${fixtures}dynamics.xlsx`);
const wide = (name) => Array.from({ length: 10_000 }, (_, column) => `${name}${column}`).join(",");
const made = [
  { name: "holiday.png.csv", bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]) },
  { name: "log in.csv", bytes: Buffer.from("<!DOCTYPE html>\n<html><body>Your session has ended. Please log in.</body></html>") },
  { name: "half a download.xlsx", bytes: workbook.subarray(0, Math.floor(workbook.length / 2)) },
  { name: "nearly all of it.xlsx", bytes: workbook.subarray(0, workbook.length - 30) },
  { name: "wide.csv", bytes: Buffer.from(`${wide("field ")}\n${wide("")}\n`) },
];

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** Drops files anywhere on the page, as a person does with the mouse. */
async function drop(page, ...files) {
  const sent = files.map(({ name, bytes }) => ({ name, text: bytes.toString("base64") }));
  await page.evaluate((list) => {
    const transfer = new DataTransfer();
    for (const { name, text } of list) transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
  }, sent);
}

/** Waits for the answer to files that were dropped: why they cannot be used, or the way to the plan. */
async function answer(page) {
  const alert = page.getByRole("alert");
  const plan = page.getByRole("link", { name: "Go to the plan" });
  await alert.or(plan).first().waitFor({ timeout: 120_000 });
  await idle(page);
  return { failed: (await alert.count()) > 0, alert };
}

test("every broken file is named with its fault, and the page goes on", async (t) => {
  for (const file of [...bad, ...made]) {
    await t.test(file.name, async () => {
      const scene = await stage.open({ path: "#/data" });
      const { page } = scene;
      await drop(page, file);
      const { failed, alert } = await answer(page);
      if (failed) assert.match(await alert.first().innerText(), /expected .+\./, "what was expected, and the way out");
      assert.ok((await page.locator("main").innerText()).includes(file.name), "the file is named on the screen");
      // What a person does next works: the screens open, and the example loads over whatever was read.
      for (const screen of ["Rules", "Data"]) {
        await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: screen, exact: true }).click();
        await page.waitForURL(new RegExp(`#/${screen.toLowerCase()}$`));
      }
      await scene.close();
    });
  }
});

test("after one wrong file another, and at last a right one", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  const refused = [...made, ...bad.filter(({ name }) => /\.(png|jpg|pdf|xls|zip|numbers|ods)$/.test(name))];
  for (const file of refused) {
    await drop(page, file);
    await page.getByRole("alert").filter({ hasText: file.name === "wide.csv" ? "accounts file" : file.name }).waitFor();
    await idle(page);
  }
  await assertAccessible(page);
  await scene.picture("broken-file");
  await drop(page, { name: "accounts.csv", bytes: Buffer.from("id,name,owner,potential\n1,Acme,Ana,10\n2,Bolt,Ben,20\n") });
  await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 120_000 });
  await idle(page);
  assert.equal(await page.getByRole("alert").count(), 0, "nothing is left of what went before");
  assert.match(await page.locator(".stats").innerText(), /Accounts\s+2\b/);
  await scene.close();
});

test("a wrong file beside right ones costs only itself", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  const accounts = { name: "accounts.csv", bytes: Buffer.from("id,name,owner,contract_end\n1,Acme,Ana,2026-12-31\n2,Bolt,Ben,31.02.2026\n") };
  await drop(page, accounts, made[0], bad.find(({ name }) => name === "document.pdf"));
  await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 120_000 });
  await idle(page);
  assert.match(await page.locator(".stats").innerText(), /Accounts\s+2\b/);
  await page.locator(".issues details").evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  const issues = await page.locator(".issues").innerText();
  for (const text of [made[0].name, "a PNG picture", "document.pdf", "a PDF document", "accounts.csv, row 3, column contract_end", "31.02.2026"]) {
    assert.ok(issues.includes(text), `${text}: ${issues}`);
  }
  await assertAccessible(page);
  await scene.close();
});
