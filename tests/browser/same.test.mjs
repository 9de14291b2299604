// The same files, seed, lanes and steps give the same plan in the browser as on the command line.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { openStage } from "./harness.mjs";
import { exportAssignments, idle, optimize, setEffort, table } from "./steps.mjs";

const [SEED, LANES, STEPS] = [7, 2, 1_500];
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

/** Runs the command line; 1 as exit code means that the plan breaks limits, which is no failure here. */
function evenfield(...words) {
  try {
    execFileSync("cargo", ["run", "--quiet", "--locked", "--bin", "evenfield", "--", ...words], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    if (error.status !== 1) throw new Error(`evenfield ${words.join(" ")}: ${error.stderr}`);
  }
}

test("plans the same in the browser as natively, account by account", async () => {
  evenfield("example", "--out", folder);
  const [accounts, reps] = ["example-accounts.csv", "example-reps.csv"].map((name) => join(folder, name));
  evenfield("plan", "--accounts", accounts, "--reps", reps, "--seed", SEED, "--lanes", LANES, "--steps", STEPS, "--out", join(folder, "plan"));
  const native = table(readFileSync(join(folder, "plan", "assignments.csv"))).rows;
  assert.equal(native.length, 450);

  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await page.getByLabel("Accounts file").setInputFiles([accounts, reps]);
  await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 60_000 });
  await idle(page);
  await setEffort(page, { steps: STEPS, lanes: LANES, seed: SEED });
  await optimize(page);
  const { rows } = table((await exportAssignments(page)).bytes);
  const pairs = (all, id, rep) => all.map((row) => `${row[id]} ${row[rep]}`).sort();
  const browser = pairs(rows, "id", "New owner ID");
  assert.deepEqual(browser, pairs(native, "account_id", "rep_id"));
  assert.ok(native.some((row) => row.owner_before !== row.rep_id), "something was planned at all");

  const reasons = (all, id, reason) => all.map((row) => `${row[id]} ${row[reason]}`).sort();
  assert.deepEqual(reasons(rows, "id", "Reason"), reasons(native, "account_id", "reason"), "and the reasons are the same");
  await scene.close();
});
