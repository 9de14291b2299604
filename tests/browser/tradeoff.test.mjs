// A trade-off from the first click to a version: drawn by the workers, read by mouse, keyboard and table, kept.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, axe, openStage } from "./harness.mjs";
import { go, idle, loadExample, setEffort, versionLabel } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const region = (page) => page.getByRole("region", { name: "Trade-off" });
const points = (page) => region(page).getByRole("button", { name: /^Point \d/ });
const draw = (page) => region(page).getByRole("button", { name: "Draw the curve" });

async function open(options = {}, lanes = 2) {
  const scene = await stage.open({ path: "#/data", ...options });
  await loadExample(scene.page);
  await setEffort(scene.page, { steps: 2_000, lanes });
  await go(scene.page, "Scenarios");
  return scene;
}

async function chooseAndDraw(page, first, second) {
  await region(page).getByLabel("First objective").selectOption({ label: first });
  await region(page).getByLabel("Second objective").selectOption({ label: second });
  await draw(page).click();
  await idle(page);
}

/** The curve as its table says it. */
async function drawnTable(page) {
  const rows = region(page).getByRole("table", { name: "Points of the trade-off", includeHidden: true }).locator("tbody tr");
  return rows.evaluateAll((all) => all.map((row) => row.textContent));
}

test("two objectives become nine plans, and one of them a version", async () => {
  const scene = await open();
  const { page } = scene;
  await chooseAndDraw(page, "Travel", "Continuity");
  const status = region(page).getByRole("status");
  assert.match(await status.innerText(), /plans, none beaten in both: the better for travel, the worse for continuity/);
  const count = await points(page).count();
  assert.ok(count >= 7, `${count} points`);

  await points(page).nth(3).focus();
  await page.keyboard.press("Enter");
  assert.equal(await points(page).nth(3).getAttribute("aria-pressed"), "true");
  // From a point to the next, from a row of the table, and by a click near a point.
  await region(page).getByRole("button", { name: "Next point" }).click();
  await region(page).getByRole("group", { name: "Point 5", exact: true }).waitFor();
  await region(page).getByText("The points as a table").click();
  await region(page).getByRole("button", { name: "Show Point 1" }).click();
  assert.equal(await region(page).getByRole("button", { name: "Previous point" }).getAttribute("aria-disabled"), "true");
  await region(page).getByText("The points as a table").click();
  // A click without a place, as assistive technology makes it.
  await points(page).nth(1).evaluate((point) => point.dispatchEvent(new MouseEvent("click", { bubbles: true })));
  await region(page).getByRole("group", { name: "Point 2", exact: true }).waitFor();
  const box = await points(page).nth(3).locator(".chart-dot").boundingBox();
  await page.mouse.click(box.x + box.width + 2, box.y + box.height / 2);
  const details = region(page).getByRole("group", { name: "Point 4", exact: true });
  await details.getByText("Proven gap").waitFor();
  await scene.picture("trade-off");
  await details.getByRole("button", { name: "Keep as a version" }).click();
  await idle(page);
  const versions = page.getByRole("table", { name: "Versions" }).locator("tbody tr");
  assert.equal(await versions.count(), 2);
  assert.match(await versions.first().innerText(), /trade-off: travel \d+ %, continuity \d+ %/);
  assert.match(await versions.first().innerText(), /all kept/);
  assert.equal(await versionLabel(page), "Version 1");
  await region(page).getByText("Kept as Version 1; its weights are the rules now.").waitFor();
  // Taken back, it is still there to be opened.
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await idle(page);
  await region(page).getByRole("button", { name: "Open Version 1 with its rules" }).click();
  await idle(page);
  await region(page).getByText("Kept as Version 1; its weights are the rules now.").waitFor();
  await region(page).getByText(/^Version 1: travel/).waitFor();

  await region(page).getByText("The points as a table").click();
  assert.equal((await drawnTable(page)).length, count);
  await scene.close();
});

test("one lane draws the same curve as two", async () => {
  const curves = [];
  for (const lanes of [1, 2]) {
    const scene = await open({}, lanes);
    await chooseAndDraw(scene.page, "Balance of potential", "Travel");
    curves.push(await drawnTable(scene.page));
    await scene.close();
  }
  assert.ok(curves[0].length > 2);
  assert.deepEqual(curves[0], curves[1]);
});

test("drawing can be stopped, and the same objective twice is refused", async () => {
  const scene = await open();
  const { page } = scene;
  await region(page).getByLabel("First objective").selectOption({ label: "Travel" });
  await region(page).getByLabel("Second objective").selectOption({ label: "Travel" });
  await region(page).getByText("Choose two different objectives.").waitFor();
  assert.ok(await draw(page).isDisabled());
  await region(page).getByLabel("Second objective").selectOption({ label: "Continuity" });
  await draw(page).click();
  await region(page).getByRole("button", { name: "Stop drawing" }).click();
  await region(page).getByText(/^Stopped with/).waitFor();
  await idle(page);
  assert.ok(await draw(page).isEnabled());
  await scene.close();
});

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`no serious fault in the chart (${theme}, ${kind})`, async () => {
      const scene = await open({ theme, size });
      const { page } = scene;
      await chooseAndDraw(page, "Travel", "Continuity");
      await points(page).nth(2).click();
      await region(page).getByText("The points as a table").click();
      const found = (await axe(page)).filter((line) => /\((serious|critical)\)/.test(line));
      assert.deepEqual(found, []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
      await region(page).scrollIntoViewIfNeeded();
      await scene.picture("trade-off-table");
      await scene.close();
    });
  }
}
