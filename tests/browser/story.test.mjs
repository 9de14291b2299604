// The planning story: one preset, from the request to the file, and the same on the command line.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { assertAccessible, openStage } from "./harness.mjs";
import { download, exportAssignments, go, loadExample, optimize, setEffort, step, table } from "./steps.mjs";

const [SEED, STEPS] = [1, 600];
const root = fileURLToPath(new URL("../../", import.meta.url));

let stage;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "evenfield-"));
  stage = await openStage();
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

const evenfield = (...words) =>
  execFileSync("cargo", ["run", "--quiet", "--locked", "--bin", "evenfield", "--", ...words.map(String)], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
const inspector = (page) => page.getByRole("complementary", { name: "Inspector" });

test("what is asked for in one breath comes out as one plan", async (t) => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  let rules;
  let rows;

  await step(t, "one preset says it all", async () => {
    await loadExample(page);
    await setEffort(page, { steps: STEPS, lanes: 1, seed: SEED });
    const preset = page.getByRole("group", { name: "Presets" }).getByRole("button", { name: /^Planning story/ });
    assert.equal(await preset.getAttribute("aria-pressed"), "false");
    await preset.click();
    await page.waitForFunction(() => document.querySelectorAll(".preset[aria-pressed=true]").length === 1);
    assert.equal(await preset.getAttribute("aria-pressed"), "true");
    await assertAccessible(page);
    await scene.picture("story-rules");
    rules = JSON.parse((await download(page, () => page.getByRole("button", { name: "Export rules" }).click())).bytes).rules;
    const of = (id) => rules.find((rule) => rule.id === id);
    assert.equal(of("balance-window").params.tolerance_percent, 15);
    assert.deepEqual(of("move-limit").params, { of: "accounts", percent: 20 });
    assert.equal(of("strategic-accounts-stay").params.amount, 100_000);
    assert.ok(of("families-together") && of("travel").weight > of("continuity").weight);
    assert.deepEqual(of("specialist-accounts").params, { match: "named-reps", reps: ["R3"], value: "Financial Services" });
  });

  await step(t, "it is solved, with the proof shown", async () => {
    await optimize(page);
    const proof = page.locator(".stat, .stats > *").filter({ hasText: "Proven gap" }).first();
    assert.match(await proof.innerText(), /all limits kept/);
    assert.match(await proof.innerText(), /≤ 0[\d.]* %/);
    await scene.picture("story-plan");
  });

  await step(t, "an account of the speciality says whose it is, and by which rule", async () => {
    await page.getByRole("tab", { name: /^Accounts/ }).click();
    await page.getByRole("searchbox", { name: "Search accounts" }).fill("Financial Services");
    const row = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)").first();
    await row.locator("td").first().click();
    await inspector(page).getByText("Only Carla Moreau may have it").first().waitFor();
    assert.match(await inspector(page).innerText(), /specialist accounts/i);
    await scene.picture("story-why");
  });

  await step(t, "the file keeps every word", async () => {
    ({ rows } = table((await exportAssignments(page)).bytes));
    const special = rows.filter((row) => row.industry === "Financial Services");
    assert.ok(special.length > 20 && special.every((row) => row["New owner"] === "Carla Moreau"));
    const moved = rows.filter((row) => row.owner !== row["New owner ID"]);
    assert.ok(moved.length > 0 && moved.length <= 90, `${moved.length} of 450 move`);
    assert.ok(moved.every((row) => Number(row.current_revenue) < 100_000));
    assert.ok(special.some((row) => row.Reason === "moves: a limit forbids its rep of today"));
    const books = {};
    for (const row of rows) books[row["New owner ID"]] = (books[row["New owner ID"]] ?? 0) + Number(row.potential);
    const potential = Object.values(books);
    const share = potential.reduce((a, b) => a + b) / potential.length;
    assert.ok(potential.every((sum) => Math.abs(sum / share - 1) < 0.16), potential.map((sum) => (sum / share).toFixed(3)).join(" "));
  });

  await step(t, "the command line makes the same of the same rules", async () => {
    evenfield("example", "--out", folder);
    const [accounts, reps] = ["example-accounts.csv", "example-reps.csv"].map((name) => join(folder, name));
    writeFileSync(join(folder, "rules.json"), JSON.stringify({ rules }));
    evenfield("plan", "--accounts", accounts, "--reps", reps, "--rules", join(folder, "rules.json"), "--seed", SEED, "--lanes", 1, "--steps", STEPS, "--out", join(folder, "plan"));
    const native = table(readFileSync(join(folder, "plan", "assignments.csv"))).rows;
    const told = (all, id, rep, why) => all.map((row) => `${row[id]} ${row[rep]} ${row[why]}`).sort();
    assert.deepEqual(told(rows, "id", "New owner ID", "Reason"), told(native, "account_id", "rep_id", "reason"));
  });
  await scene.close();
});
