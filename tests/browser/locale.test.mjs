// Numbers, days and money as they are written where the page is read: by the browser's language and the project's currency.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, openStage } from "./harness.mjs";
import { choose, download, exportAssignments, go, idle, loadExample, optimize, saved, setEffort, table } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const exports = (page) => page.locator(".menu", { has: page.locator('summary[aria-label="More exports"]') });

test("a German reads German numbers and days, also in what the workers write; files for programs stay as they are", async () => {
  const scene = await stage.open({ locale: "de-DE" });
  const { page } = scene;
  await loadExample(page);
  await setEffort(page, { steps: 400, lanes: 1, seed: 1 });
  await optimize(page);
  await go(page, "Scenarios");
  const versions = page.getByRole("table", { name: "Versions" });
  for (const text of await versions.locator('td[data-label="Made"]').allInnerTexts()) {
    assert.match(text, /^\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}$/);
  }
  assert.match(await versions.innerText(), /\d,\d\d %/);
  const record = (await download(page, () => choose(page, exports(page), "Export decision record"))).bytes.toString("utf8");
  assert.match(record, /\d,\d{4} %/, "the record has the marks of the page");
  assert.doesNotMatch(record, /\d\.\d{4} %/);
  await go(page, "Plan");
  const reasons = table((await exportAssignments(page)).bytes).rows.map((row) => row.Reason).join("\n");
  assert.match(reasons, /\(\d+\.\d+ points\)/, "programs read English numbers");
  assert.doesNotMatch(reasons, /\d,\d+ points/);
  await idle(page);
  await scene.close();
});

test("money is shown in the currency of the project, which is kept and can be undone", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await loadExample(page);
  const menu = page.locator("details.menu-project");
  const currency = menu.getByLabel("Currency");
  const territories = page.getByRole("table", { name: "Territories" });
  const shows = (sign) => page.waitForFunction(
    (sign) => [...document.querySelectorAll('table[aria-label="Territories"] td[data-label^="Potential"]')].some((cell) => cell.textContent.includes(sign)),
    sign,
  );
  await shows("$");
  await menu.locator("summary").click();
  assert.equal(await currency.evaluate((list) => list.selectedOptions[0].label), "USD, from the files");
  await assertAccessible(page);
  await currency.selectOption({ label: "CHF" });
  await page.keyboard.press("Escape");
  await shows("CHF");
  // The legend of the map follows a moment later.
  await page.waitForFunction(() => !document.querySelector(".plan").innerText.includes("$"));
  await idle(page);
  const figures = await download(page, () => choose(page, exports(page), "Export figures (JSON)"));
  assert.equal(JSON.parse(figures.bytes.toString("utf8")).currency, "CHF");
  const record = await download(page, () => choose(page, exports(page), "Export decision record"));
  assert.match(record.bytes.toString("utf8"), /CHF /);
  await saved(page);
  await page.reload();
  await territories.waitFor();
  await shows("CHF");
  await menu.locator("summary").click();
  await currency.selectOption({ label: "none" });
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !/CHF|\$/.test(document.querySelector('table[aria-label="Territories"]').textContent));
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await shows("CHF");
  await idle(page);
  await scene.close();
});
