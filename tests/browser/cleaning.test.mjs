// What cleaning asks, what can be left out, how good the data are, and newer data of an open project.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { assertAccessible, openStage, SIZES } from "./harness.mjs";
import { choose, download, exportAssignments, go, idle, optimize, saved, setEffort, table } from "./steps.mjs";

const projectMenu = (page) => page.locator("details.menu-project");

const root = fileURLToPath(new URL("../../", import.meta.url));
const shared = process.env.EVENFIELD_SHARED ?? `${root}../shared`;
const maven = ["accounts.csv", "sales_teams.csv", "sales_pipeline.csv"].map((name) => `${shared}/data/maven-crm/${name}`);
const skipMaven = maven.every((path) => existsSync(path)) ? false : `needs ${shared}/data/maven-crm`;

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
const REPS = "id,name,latitude,longitude,capacity_hours\nR1,Ana Diaz,40,-75,1600\nR2,Bo Chen,42,-73,1600\n";
const ROWS = Array.from({ length: 24 }, (_, i) => `A${i},Company ${i},R${1 + (i % 2)},${i} Oak St,Albany,NY,,US,${1000 + i},${40 + i / 12},${-75 + i / 12}`);
const HEADER = "id,name,owner,street,city,state,postal_code,country,potential,latitude,longitude";
const accounts = (rows) => `${HEADER}\n${rows.join("\n")}\n`;
const TWINS = [
  "T1,Acme Inc.,,1 Main St,Albany,NY,2207,US,500,,",
  "T2,ACME,R1,1 Main St.,Albany,NY,02207,US,,42.6,-73.7",
  "T3,Twin Foods,R1,2 Hill Rd,Albany,new york,12207,US,300,0,0",
  "T4,Twin Foods,R2,9 Elm St,Troy,NY,12180,US,300,42.7,-73.6",
];

async function load(page, files) {
  await page.getByLabel("Accounts file").setInputFiles(files);
  await page.getByRole("heading", { name: "Data", exact: true }).waitFor({ timeout: 120_000 });
  await page.getByRole("link", { name: "Go to the plan" }).waitFor({ timeout: 120_000 });
  await idle(page);
}

const stat = async (page, name) => {
  const card = page.locator(".stats > div").filter({ has: page.locator("dt", { hasText: name }) });
  return (await card.locator(".stat-value").innerText()).trim();
};

test("duplicates and families are asked, decided one by one, undone, and kept", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await load(page, [csv("accounts.csv", accounts([...ROWS, ...TWINS])), csv("reps.csv", REPS)]);
  assert.equal(await stat(page, "Accounts"), "28", "nothing is merged unasked");
  const duplicates = page.getByRole("region", { name: "One account or several?" });
  assert.match(await duplicates.innerText(), /Row 27 · ACME · R1 · stays/);
  await assertAccessible(page);

  await duplicates.getByRole("button", { name: "Join: ACME" }).click();
  await duplicates.getByText("joined").waitFor();
  await idle(page);
  assert.equal(await stat(page, "Accounts"), "27");
  await page.getByRole("alert").filter({ hasText: "1 account gone" }).waitFor();

  await saved(page);
  await page.reload();
  await page.getByRole("region", { name: "One account or several?" }).getByText("joined").waitFor({ timeout: 60_000 });
  await idle(page);
  await duplicates.getByRole("button", { name: "Undo: ACME" }).click();
  await duplicates.getByRole("button", { name: "Join: ACME" }).waitFor();
  await idle(page);
  assert.equal(await stat(page, "Accounts"), "28");

  const families = page.getByRole("region", { name: "One family or strangers?" });
  await families.getByRole("button", { name: "One family: Twin Foods" }).click();
  await families.locator(".chip", { hasText: "one family" }).waitFor();
  await idle(page);
  assert.match(await page.getByRole("region", { name: "Cleaning" }).innerText(), /1 family with 2 accounts/);
  await assertAccessible(page);
  await scene.close();
});

test("every step of cleaning can be left out by keyboard and taken back, and stays so after a reload", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await load(page, [csv("accounts.csv", accounts([...ROWS, ...TWINS])), csv("reps.csv", REPS)]);
  assert.equal(await stat(page, "On the map"), "100.0 %");
  await page.getByRole("button", { name: "What would change: Places" }).click();
  await page.getByRole("status").filter({ hasText: /Without it: \d+ accounts at another place/ }).waitFor();
  await idle(page);
  assert.equal(await stat(page, "On the map"), "100.0 %", "trying changes nothing");
  const places = page.getByRole("switch", { name: "Places" });
  await places.focus();
  await page.keyboard.press("Space");
  await page.getByRole("alert").filter({ hasText: "at another place" }).waitFor();
  await idle(page);
  assert.equal(await places.isChecked(), false);
  assert.notEqual(await stat(page, "On the map"), "100.0 %");
  await saved(page);
  await page.reload();
  await page.getByRole("switch", { name: "Places" }).waitFor({ timeout: 60_000 });
  await idle(page);
  assert.equal(await places.isChecked(), false, "the choice is kept with the data");
  await places.click();
  await idle(page);
  await page.waitForFunction(() => document.querySelector("#step-places")?.checked);
  assert.equal(await stat(page, "On the map"), "100.0 %");
  await scene.close();
});

test("quality tells what cleaning made of the file, and hands over the repaired accounts and all issues", async () => {
  const scene = await stage.open({ path: "#/data", size: SIZES.phone, theme: "dark" });
  const { page } = scene;
  await load(page, [csv("accounts.csv", accounts([...ROWS, ...TWINS])), csv("reps.csv", REPS)]);
  const quality = page.getByRole("region", { name: "Quality" });
  assert.match(await quality.innerText(), /\d+ of 100/);
  assert.match(await quality.innerText(), /28 rows: 28 accounts\./);
  await quality.getByText("Score of each column").click();
  const columns = quality.getByRole("table", { name: "Score of each column" });
  assert.match(await columns.getByRole("row").filter({ hasText: "postal_code" }).innerText(), /Postal code/);
  await assertAccessible(page);

  const repaired = await download(page, () => quality.getByRole("button", { name: "Download the repaired accounts" }).click());
  const { rows } = table(repaired.bytes);
  const row = (id) => rows.find((candidate) => candidate.id === id);
  assert.deepEqual([row("T1").postal_code, row("T3").state, row("T1")["Place found by"]], ["02207", "NY", "city"], "a code of another state does not place it");
  assert.equal(row("A3").potential, "1003", "what was right stays as it was");
  const issues = await download(page, () => quality.getByRole("button", { name: "Download the issue list" }).click());
  assert.ok(table(issues.bytes).rows.some((issue) => issue.code === "coordinates-zero" && issue.row === "28"));
  await scene.close();
});

test("a newer export is shown before it is taken, keeps the work, and can be undone", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await load(page, [csv("accounts.csv", accounts(ROWS)), csv("reps.csv", REPS)]);
  await setEffort(page, { steps: 100, lanes: 1 });
  await optimize(page);
  const before = table((await exportAssignments(page)).bytes).rows;
  const newer = [...ROWS.slice(2).map((row) => row.replace(/^(A5,.*),(R\d),/, "$1,$2,")), "N1,Newcomer,R2,7 New St,Albany,NY,12207,US,900,42.6,-73.7"];
  newer[3] = newer[3].replace(",1005,", ",2005,");
  const file = csv("accounts-march.csv", accounts(newer));

  await go(page, "Data");
  await page.getByLabel("Accounts file").setInputFiles([file]);
  const dialog = page.getByRole("dialog", { name: "Newer data for this project" });
  await dialog.waitFor({ timeout: 60_000 });
  const told = (await dialog.innerText()).replace(/\s+/g, " ");
  for (const part of ["1 new account", "2 accounts gone", "1 account with another revenue or potential", "1 version"]) assert.ok(told.includes(part), `${part}: ${told}`);
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await idle(page);
  assert.equal(await stat(page, "Accounts"), "24", "let go: everything is as it was");

  await page.getByLabel("Accounts file").setInputFiles([file]);
  await dialog.getByRole("button", { name: "Go on with the newer data" }).click();
  await dialog.waitFor({ state: "hidden" });
  await idle(page);
  assert.equal(await stat(page, "Accounts"), "23");
  const after = table((await exportAssignments(page)).bytes).rows;
  const rep = (rows, id) => rows.find((row) => row.id === id)?.["New owner"];
  const moved = before.filter((row) => row.Change === "changes" && rep(after, row.id) !== undefined);
  assert.ok(moved.length > 0);
  for (const row of moved) assert.equal(rep(after, row.id), row["New owner"], `${row.id} stays where the plan put it`);
  assert.equal(rep(after, "N1"), "Bo Chen");

  await page.getByRole("alert").filter({ hasText: "goes on with the newer data" }).getByRole("button", { name: "Undo" }).click();
  await idle(page);
  assert.equal(await stat(page, "Accounts"), "24");
  assert.deepEqual(table((await exportAssignments(page)).bytes).rows, before);
  await scene.close();
});

test("corrected columns are remembered in the next project, and can be forgotten", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  const text = "id,name,owner,Club\n1,Acme,Ana,Gold\n2,Bolt,Bo,Tin\n";
  await load(page, [csv("march.csv", text)]);
  await page.locator("details.fold > summary").filter({ hasText: "march.csv" }).click();
  await page.getByLabel("Meaning of Club").selectOption("segment");
  await idle(page);
  await page.reload();
  await page.getByRole("heading", { name: "Data", exact: true }).waitFor({ timeout: 60_000 });
  await idle(page);
  await choose(page, projectMenu(page), "New project");
  await page.getByRole("button", { name: "Try the example" }).waitFor();
  await load(page, [csv("april.csv", text.replace("Gold", "Silver"))]);
  await page.getByText("Read as you corrected it before.").waitFor();
  await page.getByRole("button", { name: "Forget them" }).click();
  await page.getByRole("button", { name: "Forget them" }).waitFor({ state: "detached" });
  await scene.close();
});

test("three files of a small CRM come through to a plan: owners by deals, offices, no travel", { skip: skipMaven }, async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await load(page, maven);
  assert.equal(await stat(page, "With a rep today"), "100.0 %");
  assert.match(await page.locator(".stats").innerText(), /in Central, East, West/);
  const sales = page.getByRole("region", { name: "Sales history" });
  assert.match(await sales.innerText(), /63\.2 % of 6,711 decided deals were won/);
  await sales.getByText("more").last().click();
  await page.getByLabel("Engagement").fill("0");
  await idle(page);
  await page.getByRole("button", { name: "Count all alike", disabled: false }).waitFor();
  await assertAccessible(page);
  await setEffort(page, { steps: 100, lanes: 1 });
  await optimize(page);
  await go(page, "Plan");
  assert.match(await page.getByRole("table", { name: "Territories" }).innerText(), /Central/);
  const { rows } = table((await exportAssignments(page)).bytes);
  assert.equal(rows.length, 85);
  assert.ok(rows.every((row) => row["New owner"] !== ""));
  await page.getByRole("tab", { name: "Accounts" }).or(page.getByRole("button", { name: "Accounts" })).first().click();
  await scene.close();
});
