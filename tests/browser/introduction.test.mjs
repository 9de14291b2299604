// The introduction: from the help sheet and from the start, in every size and theme, and out of it at any time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { loadExample } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const words = (page) => page.locator(".introduction-words");

/** The words must be on the page, whole. */
async function assertInSight(page) {
  const inside = await words(page).evaluate((element) => {
    const place = element.getBoundingClientRect();
    return place.left >= 0 && place.top >= 0 && place.right <= innerWidth && place.bottom <= innerHeight;
  });
  assert.ok(inside, "the words of the introduction must be whole on the page");
}

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`goes through the plan and ends (${theme}, ${kind})`, async () => {
      const scene = await stage.open({ theme, size });
      const { page } = scene;
      await loadExample(page);
      await page.keyboard.press("?");
      await page.getByRole("button", { name: "See the introduction" }).click();
      const titles = [];
      for (;;) {
        await words(page).waitFor();
        await page.waitForTimeout(100);
        titles.push(await words(page).getByRole("heading").innerText());
        await assertInSight(page);
        if (titles.length === 2) {
          await assertAccessible(page);
          await scene.picture("introduction");
        }
        const done = page.getByRole("button", { name: "Done" });
        if (await done.count()) { await done.click(); break; }
        await page.keyboard.press("Enter");
      }
      assert.ok(titles.length >= 5 && titles.includes("What the plan is worth") && titles.includes("Optimize"), titles.join());
      await words(page).waitFor({ state: "hidden" });
      await scene.close();
    });
  }
}

test("can be left by Escape and by Skip, and gone back in", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  const start = page.getByRole("button", { name: "See the introduction" }).first();
  await start.click();
  assert.equal(await words(page).getByRole("heading").innerText(), "Begin with your lists");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Back" }).click();
  assert.equal(await words(page).getByRole("heading").innerText(), "Begin with your lists");
  await page.keyboard.press("Escape");
  await words(page).waitFor({ state: "hidden" });
  await start.click();
  await page.getByRole("button", { name: "Skip", exact: true }).click();
  await words(page).waitFor({ state: "hidden" });
  await scene.close();
});
