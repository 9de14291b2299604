// The list of broken limits: what is wrong, and the way to who is concerned.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { loadExample } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const list = (page) => page.getByRole("complementary", { name: "Broken limits" });
const opener = (page) => page.getByRole("button", { name: /breach(es)? of/ });

test("broken limits are listed and lead to who is concerned", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await loadExample(page);
  const count = Number((await opener(page).innerText()).match(/\d+/)[0]);
  await opener(page).click();
  await list(page).getByRole("heading", { name: new RegExp(`^${count} breach`) }).waitFor();
  assert.equal(await list(page).locator("li").count(), Math.min(count, 50));
  await assertAccessible(page);
  const first = list(page).getByRole("button").filter({ has: page.locator("b") }).first();
  const text = await first.innerText();
  await first.click();
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  const name = await inspector.getByRole("heading", { level: 2 }).innerText();
  assert.ok(text.includes(name.trim()), `"${text}" is about ${name}`);
  await opener(page).click();
  await page.keyboard.press("Escape");
  await list(page).waitFor({ state: "detached" });
  await scene.close();
});

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`the list has no fault (${theme}, ${kind})`, async () => {
      const scene = await stage.open({ path: "#/data", theme, size });
      const { page } = scene;
      await loadExample(page);
      await opener(page).click();
      await list(page).waitFor();
      await scene.picture("breaches");
      await assertAccessible(page);
      await scene.close();
    });
  }
}
