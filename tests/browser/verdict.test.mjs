// From the verdict of a plan to a small plan: benefit and cost, every move, the fewest moves as a version, who changes and why.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";
import { go, idle, loadExample, optimize, setEffort } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const verdict = (page) => page.getByRole("region", { name: "Verdict" });
const moves = (page) => page.getByRole("table", { name: "Moves" }).locator("tbody tr[aria-rowindex]");
const versions = (page) => page.getByRole("table", { name: "Versions" }).locator("tbody tr");

/** The example with one plan, compared with today. */
async function open(options = {}) {
  const scene = await stage.open({ path: "#/data", ...options });
  const { page } = scene;
  await loadExample(page);
  await setEffort(page, { steps: 400, lanes: 2 });
  await go(page, "Plan");
  await optimize(page);
  await go(page, "Scenarios");
  await idle(page);
  await verdict(page).waitFor();
  return scene;
}

async function weigh(page) {
  await verdict(page).getByRole("button", { name: "Weigh every move" }).click();
  await verdict(page).getByRole("button", { name: "Make the small plan" }).waitFor();
}

test("most of the gain with part of the moves becomes a version that the judge agrees with", async () => {
  const scene = await open();
  const { page } = scene;
  const words = await verdict(page).innerText();
  assert.match(words, /worth it|marginal|defer/);
  assert.match(words, /Benefit a year\s*[−-]?\$/);
  assert.match(words, /Pay-back\s*([\d.]+ mo|never|over 10 years)/);
  await scene.clearLongTasks();
  const began = Date.now();
  await weigh(page);
  console.log(`weighed after ${Date.now() - began} ms; long tasks ${await scene.longTasks()}`);

  const status = verdict(page).getByRole("status").first();
  const told = await status.innerText();
  const [, some, all, share] = /(\d+) of (\d+) moves give (\d+)(?:\.\d)? % of what the objective gains/.exec(told);
  assert.ok(Number(some) < Number(all) && Number(share) >= 85, told);
  await verdict(page).scrollIntoViewIfNeeded();
  await scene.picture("verdict");

  // Another share takes other moves.
  await verdict(page).getByLabel("Share of the gain").selectOption("50");
  const [, fewer] = /(\d+) of \d+ moves/.exec(await status.innerText());
  assert.ok(Number(fewer) < Number(some), `${fewer} and ${some}`);
  await verdict(page).getByLabel("Share of the gain").selectOption("85");

  // Every move with its money, sorted as one likes.
  await verdict(page).getByText(/^\d+ moves of \d+ accounts$/).click();
  await moves(page).first().waitFor();
  assert.match(await moves(page).first().innerText(), /\$/);
  await page.getByRole("table", { name: "Moves" }).getByRole("button", { name: "Cost, once" }).click();
  await scene.picture("verdict-moves");

  const before = await versions(page).count();
  await verdict(page).getByRole("button", { name: "Make the small plan" }).click();
  await idle(page);
  assert.equal(await versions(page).count(), before + 1);
  const row = versions(page).filter({ hasText: `${some} of ${all} moves of Version 1` });
  assert.match(await row.innerText(), new RegExp(`${share} % of the gain from Today`));
  await verdict(page).getByText("kept as a version").waitFor();
  await verdict(page).getByRole("button", { name: "Open the small plan" }).click();
  await page.waitForURL(/#\/plan$/);
  await idle(page);
  await scene.close();
});

test("who changes is told with the reason, and what each rep gets and gives", async () => {
  const scene = await open();
  const { page } = scene;
  const compare = page.getByRole("region", { name: /against Today$/ });
  await compare.getByText(/accounts differ/).click();
  const rows = page.getByRole("table", { name: "Accounts that differ" }).locator("tbody tr[aria-rowindex]");
  await rows.first().waitFor();
  for (const text of await rows.locator("td:last-child").allInnerTexts()) {
    assert.match(text, /Better for|New rep needs|Old rep's|Makes room|Goes with|You said so|Had no rep/);
  }
  await compare.getByText("What each rep gets and gives", { exact: true }).click();
  const reps = page.getByRole("table", { name: "What each rep gets and gives" }).locator("tbody tr");
  const cells = await reps.evaluateAll((all) => all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)));
  const sum = (at) => cells.reduce((total, row) => total + Number(row[at].replace(/\D/g, "")), 0);
  assert.equal(sum(0), sum(3), "what some get others give");
  await scene.picture("verdict-reps");
  await scene.close();
});

test("weighing stops when it is told to", async () => {
  const scene = await open();
  const { page } = scene;
  // Pressed in the breath in which the button comes, before any answer can be there.
  await page.evaluate(() => new Promise((stopped, failed) => {
    const watch = new MutationObserver(() => {
      const stop = document.querySelector('[aria-label="Stop weighing"]');
      if (!stop) return;
      watch.disconnect();
      stop.click();
      stopped();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => failed(new Error("no way to stop")), 5000);
    [...document.querySelectorAll("button")].find((button) => button.textContent.trim() === "Weigh every move").click();
  }));
  // No answer comes, however long one takes.
  const waited = 6000;
  await page.waitForTimeout(waited);
  await idle(page);
  await verdict(page).getByRole("button", { name: "Weigh every move" }).waitFor({ timeout: 1000 });
  assert.equal(await verdict(page).getByRole("button", { name: "Make the small plan" }).count(), 0);
  const began = Date.now();
  await weigh(page);
  assert.ok(Date.now() - began < waited, "an answer would have come");
  await scene.close();
});

for (const theme of THEMES) {
  for (const [kind, size] of Object.entries(SIZES)) {
    test(`the verdict is for everybody (${theme}, ${kind})`, async () => {
      const scene = await open({ theme, size });
      const { page } = scene;
      await weigh(page);
      await verdict(page).getByText(/^\d+ moves of \d+ accounts$/).click();
      await moves(page).first().waitFor();
      await assertAccessible(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
      await verdict(page).scrollIntoViewIfNeeded();
      await scene.picture(`verdict-${theme}-${kind}`);
      await scene.close();
    });
  }
}
