// What-ifs from the form to the table: built by keyboard, made, changed, removed; a plan of another team opened as a project
// of its own; assumptions changed and taken back.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { go, idle, loadExample, saved, setEffort, versionLabel } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const region = (page) => page.getByRole("region", { name: "Standard set" });
const rows = (page) => page.getByRole("table", { name: "Scenarios" }).locator("tbody tr:not(.set-line)");
const row = (page, name) => rows(page).filter({ has: page.getByRole("rowheader", { name }) });
const dialog = (page) => page.getByRole("dialog");
const undo = (page) => page.getByRole("button", { name: /^Undo/ }).first();

async function open(options = {}) {
  const scene = await stage.open({ path: "#/data", ...options });
  await loadExample(scene.page);
  await setEffort(scene.page, { steps: 60, lanes: 2 });
  await go(scene.page, "Scenarios");
  return scene;
}

const begin = (page) => region(page).getByRole("button", { name: "What if…" }).click();

/** Adds a change of a kind; gives its group of fields. */
async function change(page, kind) {
  await dialog(page).getByLabel("Kind of change").selectOption({ label: kind });
  await dialog(page).getByRole("button", { name: "Add this change" }).click();
  return dialog(page).getByRole("group", { name: kind, exact: true }).last();
}

const name = (page) => dialog(page).getByLabel("Name", { exact: true });

async function make(page) {
  await dialog(page).getByRole("button", { name: "Make it" }).click();
  await dialog(page).waitFor({ state: "hidden" });
  await idle(page);
}

test("two what-ifs in one, by keyboard: made, changed, removed, brought back, kept", async () => {
  const scene = await open();
  const { page } = scene;
  await region(page).getByRole("button", { name: "What if…" }).focus();
  await page.keyboard.press("Enter");
  await dialog(page).waitFor();
  // Two reps more.
  const kind = dialog(page).getByLabel("Kind of change");
  await kind.focus();
  await kind.selectOption({ label: "More reps" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const count = dialog(page).getByRole("spinbutton", { name: "How many" });
  await page.waitForFunction(() => document.activeElement?.type === "number");
  await count.press("Control+A");
  await page.keyboard.type("2");
  // And a state that grows.
  await kind.focus();
  await kind.selectOption({ label: "Market shift" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const market = dialog(page).getByRole("group", { name: "Market shift", exact: true });
  await market.getByLabel("Of whom").selectOption({ label: "State" });
  const state = await market.getByLabel("Value").inputValue();
  assert.equal(await name(page).inputValue(), `2 more reps, ${state} +10 %`);
  await scene.picture("what-if-form");
  await assertAccessible(page);
  await name(page).focus();
  await page.keyboard.press("Enter");
  await dialog(page).waitFor({ state: "hidden" });
  await idle(page);
  assert.equal(await rows(page).count(), 2, "today and the what-if");
  assert.match(await row(page, "2 more reps").innerText(), /Another team or market/);
  await saved(page);

  // Changed: a fault is said beside its field, and nothing is made before it is gone.
  const first = await row(page, "2 more reps").innerText();
  await row(page, "2 more reps").getByRole("button", { name: /^Edit/ }).click();
  await count.fill("0");
  await count.blur();
  await dialog(page).getByText("Give a number from 1 to 100.").waitFor();
  await dialog(page).getByRole("button", { name: "Make it" }).click();
  await dialog(page).getByRole("button", { name: "More reps, How many: Give a number from 1 to 100." }).waitFor();
  await count.fill("3");
  await count.blur();
  await make(page);
  await row(page, "3 more reps").waitFor();
  await undo(page).click();
  await idle(page);
  assert.equal(await row(page, "2 more reps").innerText(), first, "what was made once is not made again");

  // Removed and brought back.
  await row(page, "2 more reps").getByRole("button", { name: /^Remove/ }).click();
  await row(page, "2 more reps").waitFor({ state: "detached" });
  await undo(page).click();
  await row(page, "2 more reps").waitFor();

  // Kept with the project: after a reload it is there as it was made.
  await saved(page);
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  await idle(page);
  await row(page, "2 more reps").waitFor();
  assert.equal(await row(page, "2 more reps").innerText(), first);

  // By other rules it is made anew.
  await go(page, "Rules");
  await page.getByLabel("Weight of Travel, number").fill("55");
  await page.keyboard.press("Tab");
  await idle(page);
  await go(page, "Scenarios");
  await region(page).getByRole("button", { name: "Make the what-ifs" }).click();
  await row(page, "2 more reps").waitFor();
  await idle(page);
  assert.notEqual(await row(page, "2 more reps").innerText(), first);
  await scene.close();
});

test("reps who leave, an office, a number of a rule, on a version; the standard set keeps them", async () => {
  const scene = await open();
  const { page } = scene;
  await begin(page);
  const leave = await change(page, "Reps leave");
  await leave.getByRole("checkbox").first().check();
  const parameter = await change(page, "Number of a rule");
  await parameter.getByRole("spinbutton", { name: "What it becomes" }).waitFor();
  await name(page).fill("Smaller team");
  await make(page);
  await row(page, "Smaller team").waitFor();

  await begin(page);
  const office = await change(page, "New office");
  await office.getByRole("combobox", { name: "Where" }).fill("Nowhere");
  await office.getByRole("combobox", { name: "Where" }).blur();
  await office.getByText(/^Choose a city of your accounts/).waitFor();
  await office.getByRole("combobox", { name: "Where" }).fill("42.65, -73.75");
  await office.getByRole("combobox", { name: "Where" }).blur();
  await office.getByRole("spinbutton", { name: "New reps there" }).fill("1");
  await office.getByRole("spinbutton", { name: "New reps there" }).blur();
  await name(page).fill("Smaller team");
  await name(page).blur();
  await dialog(page).getByText("Another scenario has this name.", { exact: true }).waitFor();
  await name(page).fill("Albany");
  await make(page);
  await row(page, "Albany").waitFor();

  // Weights alone leave the team as it is: a version, from which another what-if goes on.
  await begin(page);
  const weight = await change(page, "Weight of an objective");
  await weight.getByRole("spinbutton", { name: "Weight" }).fill("5");
  await weight.getByRole("spinbutton", { name: "Weight" }).blur();
  await name(page).fill("Lighter");
  await make(page);
  await row(page, "Lighter").getByRole("button", { name: "Open Lighter", exact: true }).waitFor();
  await begin(page);
  await dialog(page).getByLabel("Goes on from").selectOption({ label: "Lighter" });
  await dialog(page).getByLabel("Take over the changes of").selectOption({ label: "Smaller team" });
  assert.equal(await dialog(page).locator("fieldset").count(), 2);
  await name(page).fill("Lighter and smaller");
  await make(page);
  await row(page, "Lighter and smaller").waitFor();

  await region(page).getByRole("button", { name: "Make the standard set" }).click();
  await region(page).getByText("All 15 scenarios are made.").waitFor();
  await idle(page);
  assert.equal(await rows(page).count(), 16);
  await region(page).scrollIntoViewIfNeeded();
  await scene.picture("what-if-table");

  // A plan of another team is a project of its own; the old one stays among the projects.
  await row(page, /^Headcount \+1/).getByRole("button", { name: "Open as own project: Headcount +1" }).click();
  await page.getByText("Example accounts · Headcount +1").first().waitFor();
  await idle(page);
  assert.equal(await versionLabel(page), "Headcount +1");
  await page.getByRole("alert").getByText(/project of its own/).waitFor();
  await page.getByRole("alert").getByRole("button", { name: /^Back to / }).waitFor();
  await go(page, "Plan");
  await page.getByRole("table", { name: "Territories" }).getByText("New rep 1").waitFor();
  await saved(page);
  await scene.picture("own-project");
  // And one press leads back to where it came from.
  await page.getByRole("alert").getByRole("button", { name: /^Back to / }).click();
  await idle(page);
  await page.getByText("Example accounts", { exact: true }).first().waitFor();
  assert.equal(await page.getByRole("alert").filter({ hasText: "project of its own" }).count(), 0);
  await scene.close();
});

test("what is wrong is said once its field was left, and Make it leads to it", async () => {
  const scene = await open();
  const { page } = scene;
  const reds = () => dialog(page).locator('[aria-invalid="true"]').count();
  await begin(page);
  const button = dialog(page).getByRole("button", { name: "Make it" });
  // Nothing is there to be made: it is said why, and the focus is where the first change is chosen.
  await button.click();
  await dialog(page).getByRole("status").getByText("Nothing is different yet: add a change.").waitFor();
  await page.waitForFunction(() => document.activeElement?.closest("#what-if-kind"));
  const away = await change(page, "Leave of absence");
  const merge = await change(page, "Merge two territories");
  assert.equal(await reds(), 1, "the field that was left, and no other");
  assert.equal(await away.getByText("Choose one.").count(), 1);
  assert.equal(await merge.getByText("Choose one.").count(), 0);
  // Made nevertheless: every fault stands beside its field, and the focus is on the first.
  await button.click();
  assert.equal(await reds(), 3);
  await page.waitForFunction(() => document.activeElement?.closest("#what-if-1-rep"));
  const link = dialog(page).getByRole("status").getByRole("button", { name: "Leave of absence, Who: Choose one." });
  await link.waitFor();
  await assertAccessible(page);
  await scene.picture("what-if-faults");
  // Mended one by one, the next is told.
  await away.getByLabel("Who").selectOption({ index: 1 });
  await merge.getByLabel("Who goes").selectOption({ index: 2 });
  const last = dialog(page).getByRole("button", { name: "Merge two territories, Who takes over: Choose one." });
  await last.click();
  await page.waitForFunction(() => document.activeElement?.closest("#what-if-2-into"));
  await merge.getByLabel("Who takes over").selectOption({ index: 3 });
  assert.equal(await reds(), 0);
  await make(page);
  await scene.close();
});

test("reps specialise by an attribute that is chosen", async () => {
  const scene = await open();
  const { page } = scene;
  await begin(page);
  const by = await change(page, "Specialise by");
  const offered = await by.getByLabel("By what").locator("option").allTextContents();
  assert.deepEqual(offered.slice(0, 3), ["choose", "Segment", "Industry"]);
  assert.ok(!offered.some((title) => /_|parent|owner|locked|contract/i.test(title)), offered.join(", "));
  await by.getByLabel("By what").selectOption({ label: "Industry" });
  assert.equal(await name(page).inputValue(), "Reps specialise by industry");
  await make(page);
  await row(page, "Reps specialise by industry").waitFor();
  await scene.close();
});

test("acquired customers are read of a file", async () => {
  const scene = await open();
  const { page } = scene;
  const path = join(tmpdir(), `acquired-${process.pid}.csv`);
  writeFileSync(path, "id,name,city,state,annual_revenue\nX1,Brand New Ltd,Albany,NY,7000\nX2,Other New Ltd,Boston,MA,9000\n");
  await begin(page);
  const bought = await change(page, "Acquired customers");
  await bought.getByLabel("Accounts file").setInputFiles(path);
  await bought.getByText("2 accounts are read.").waitFor();
  await bought.getByText("None of them seems to be an account of yours.").waitFor();
  await make(page);
  await row(page, "2 accounts bought").waitFor();
  await scene.close();
});

test("what is assumed can be changed, and the figures follow; one Undo takes it back", async () => {
  const scene = await open();
  const { page } = scene;
  await begin(page);
  const weight = await change(page, "Weight of an objective");
  await weight.getByRole("spinbutton", { name: "Weight" }).fill("5");
  await weight.getByRole("spinbutton", { name: "Weight" }).blur();
  await make(page);
  const cells = async () => (await rows(page).allInnerTexts()).join("\n");
  const before = await cells();
  const assumed = page.getByRole("region", { name: "What is assumed" });
  await assumed.locator("summary").click();
  const dip = assumed.getByRole("spinbutton", { name: "Hand-over dip" });
  await dip.fill("140");
  await dip.blur();
  await assumed.getByText("Give a number from 0 to 100.").waitFor();
  await dip.fill("40");
  await dip.blur();
  await assumed.getByText("1 is not as usual").waitFor();
  await idle(page);
  assert.notEqual(await cells(), before);
  await assumed.scrollIntoViewIfNeeded();
  await scene.picture("assumed");
  await assertAccessible(page);
  await assumed.getByRole("button", { name: "Reset Hand-over dip" }).waitFor();
  await undo(page).click();
  await assumed.getByText("all as usual").waitFor();
  await idle(page);
  assert.equal(await cells(), before);
  await scene.close();
});

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`the form is for everybody (${theme}, ${kind})`, async () => {
      const scene = await open({ theme, size });
      const { page } = scene;
      await begin(page);
      await change(page, "Reps leave");
      await change(page, "New product");
      await assertAccessible(page);
      await change(page, "New office");
      await dialog(page).getByRole("group", { name: "Reps leave", exact: true }).scrollIntoViewIfNeeded();
      await scene.picture("what-if-dialog");
      // However long the form is, its buttons are in view, at its beginning and at its end.
      const button = dialog(page).getByRole("button", { name: "Make it" });
      for (const end of [false, true]) {
        await dialog(page).locator(".dialog-body").evaluate((body, end) => body.scrollTo(0, end ? body.scrollHeight : 0), end);
        const { y, height } = await button.boundingBox();
        const hit = await button.evaluate((node) => {
          const { left, top, width, height } = node.getBoundingClientRect();
          return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        });
        assert.ok(y >= 0 && y + height <= page.viewportSize().height && hit, `Make it at ${y}`);
      }
      const form = await dialog(page).locator(".dialog-body").evaluate((body) => body.scrollHeight > body.clientHeight);
      assert.ok(form, "the form is longer than the dialog");
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "hidden" });
      const assumed = page.getByRole("region", { name: "What is assumed" });
      await assumed.locator("summary").click();
      await assertAccessible(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
      await assumed.scrollIntoViewIfNeeded();
      await scene.picture("assumed-card");
      await scene.close();
    });
  }
}
