// Nothing is lost: a reload, a project file in another browser, and the way to forget everything.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, assertAccessible, openStage } from "./harness.mjs";
import { choose, download, exportAssignments, go, idle, loadExample, optimize, saved, setEffort, table, versionLabel } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const ready = (page) => page.waitForFunction(() => document.documentElement.dataset.ready === "true", null, { timeout: 60_000 });
const projectMenu = (page) => page.locator("details.menu-project");

async function withVersion() {
  const scene = await stage.open({ path: "#/data" });
  await loadExample(scene.page);
  await setEffort(scene.page, { steps: 2_000 });
  await optimize(scene.page);
  assert.equal(await versionLabel(scene.page), "Version 1");
  return scene;
}

/** Gives the first account to another rep and says to whom. */
async function assignFirst(page) {
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  const row = page.getByRole("table", { name: "Accounts" }).locator("tbody tr:not(.spacer)").first();
  const before = (await row.locator('td[data-label="Rep"]').innerText()).trim();
  await row.locator("td").first().click();
  const menu = page.getByRole("complementary", { name: "Inspector" }).locator("details.menu");
  await menu.locator("summary").click();
  const entry = menu.locator(".menu-item").filter({ hasNotText: before }).first();
  const rep = (await entry.locator("span:not(.faint)").last().innerText()).trim();
  await entry.click();
  return rep;
}

const firstOwner = async (page) => table((await exportAssignments(page)).bytes).rows[0]["New owner"];

test("a reload brings back data, versions and edits", async () => {
  const scene = await withVersion();
  const { page } = scene;
  const rep = await assignFirst(page);
  await idle(page);
  await saved(page);
  const before = await exportAssignments(page);
  await page.reload();
  await ready(page);
  await idle(page);
  assert.equal(await versionLabel(page), "Version 1");
  assert.match(await page.locator(".topbar-version summary").innerText(), /edited/);
  const afterwards = await exportAssignments(page);
  assert.equal(table(afterwards.bytes).rows[0]["New owner"], rep);
  assert.ok(afterwards.bytes.equals(before.bytes), "the same file, byte for byte");
  await go(page, "Scenarios");
  assert.equal(await page.getByRole("table", { name: "Versions" }).locator("tbody tr").count(), 3, "today, the version, and the plan edited since");
  // The files are there as well: how they were understood, and another meaning for a column.
  await go(page, "Data");
  assert.equal(await page.getByLabel("Use example-accounts.csv as").inputValue(), "accounts");
  await page.locator("details.fold > summary").filter({ hasText: "example-accounts.csv" }).click();
  await page.getByLabel("Meaning of current_revenue").selectOption("");
  await page.locator(".stats").getByText("Revenue").waitFor({ state: "detached", timeout: 120_000 });
  await scene.close();
});

test("an edit made just before the page goes is kept", async () => {
  const scene = await withVersion();
  const { page } = scene;
  await saved(page);
  const rep = await assignFirst(page);
  await page.reload();
  await ready(page);
  await idle(page);
  assert.equal(await firstOwner(page), rep);
  await scene.close();
});

test("a project file opens in another browser with the same plan", async () => {
  const scene = await withVersion();
  await assignFirst(scene.page);
  await idle(scene.page);
  const before = await exportAssignments(scene.page);
  const file = await download(scene.page, () => choose(scene.page, projectMenu(scene.page), "Save as one file"));
  assert.match(file.name, /\.evenfield$/);
  await scene.close();

  const other = await stage.open({ path: "#/data" });
  const { page } = other;
  await page.getByLabel("Project file").first().setInputFiles({ name: file.name, mimeType: "application/octet-stream", buffer: file.bytes });
  await page.locator(".topbar-version").waitFor();
  await idle(page);
  assert.equal(await versionLabel(page), "Version 1");
  assert.ok((await exportAssignments(page)).bytes.equals(before.bytes), "the same assignments, byte for byte");
  const again = await download(page, () => choose(page, projectMenu(page), "Save as one file"));
  assert.ok(again.bytes.equals(file.bytes), "the same project file, byte for byte");

  const cut = { name: "cut.evenfield", mimeType: "application/octet-stream", buffer: file.bytes.subarray(0, file.bytes.length / 2) };
  await projectMenu(page).locator("summary").click();
  await projectMenu(page).getByLabel("Project file").setInputFiles(cut);
  await page.getByRole("alert").filter({ hasText: "damaged or cut short" }).waitFor();
  assert.equal(await versionLabel(page), "Version 1", "the open project stays");
  await other.close();
});

test("several projects stay on the device: opened from the start, deleted, brought back", async () => {
  const scene = await withVersion();
  const { page } = scene;
  await saved(page);
  await choose(page, projectMenu(page), "New project");
  await page.locator(".topbar-version").waitFor({ state: "detached" });
  await idle(page);
  const list = page.getByRole("region", { name: "Your projects" });
  await list.getByText("450 accounts, 8 reps, 1 version").waitFor();
  const small = Buffer.from("id,name,owner\n1,Acme,Ana\n2,Bolt,Bo\n");
  await page.getByLabel("Accounts file").setInputFiles({ name: "small.csv", mimeType: "text/csv", buffer: small });
  await page.getByRole("link", { name: "Go to the plan" }).waitFor();
  await saved(page);
  await page.reload();
  await ready(page);
  await projectMenu(page).getByText("Small", { exact: true }).first().waitFor();
  // From one to the other by the menu; each with its own versions.
  await choose(page, projectMenu(page), "Example accounts");
  await page.locator(".topbar-version").filter({ hasText: "Version 1" }).waitFor();
  await idle(page);
  await choose(page, projectMenu(page), "New project");
  await list.getByRole("button", { name: "Delete Small" }).click();
  await list.getByRole("button", { name: /^Small/ }).waitFor({ state: "detached" });
  await assertAccessible(page);
  await scene.picture("projects");
  await page.reload();
  await ready(page);
  assert.equal(await page.locator(".topbar-version").count(), 0, "a closed project is not opened again by itself");
  await list.getByText("Deleted (1)").click();
  await list.getByRole("button", { name: "Bring back Small" }).click();
  await list.getByRole("button", { name: /^Small/ }).click();
  await page.locator("table[aria-label=Territories] tbody tr").nth(1).waitFor();
  assert.equal(await page.locator("table[aria-label=Territories] tbody tr").count(), 2);
  await scene.close();
});

test("on a phone the projects are in the menu of what had no room", async () => {
  const scene = await stage.open({ path: "#/data", size: SIZES.phone });
  const { page } = scene;
  await loadExample(page);
  await saved(page);
  const more = page.locator("details.menu").filter({ has: page.locator("summary[aria-label=More]") });
  await more.locator("summary").click();
  await assertAccessible(page);
  await scene.picture("more");
  await more.getByText("New project", { exact: true }).click();
  await page.getByRole("region", { name: "Your projects" }).getByText("450 accounts, 8 reps, 0 versions").click();
  await page.locator(".topbar-version").waitFor();
  await scene.close();
});

test("a project open in two tabs is stored by one of them, which can change", async () => {
  const scene = await withVersion();
  const first = scene.page;
  await saved(first);
  const second = await scene.context.newPage();
  await second.goto(first.url());
  await ready(second);
  const told = (page) => page.getByRole("alert").filter({ hasText: "open in another tab" });
  await told(second).waitFor();
  assert.equal(await told(first).count(), 0);
  await assertAccessible(second);
  // What the first tab has just changed is there when the second takes over.
  const rep = await assignFirst(first);
  await told(second).getByRole("button", { name: "Go on here" }).click();
  await told(first).waitFor();
  await told(second).waitFor({ state: "detached" });
  await idle(second);
  assert.equal(await firstOwner(second), rep);
  await second.close();
  await first.reload();
  await ready(first);
  await idle(first);
  assert.equal(await told(first).count(), 0, "the only tab stores it");
  await scene.close();
});

test("what a search had found is a version after its tab was lost", async () => {
  const scene = await withVersion();
  const { page } = scene;
  await saved(page);
  await setEffort(page, { seconds: 30 });
  await page.getByRole("button", { name: "Optimize" }).click();
  await page.waitForTimeout(4_000);
  const crash = page.waitForEvent("crash");
  const session = await scene.context.newCDPSession(page);
  session.send("Page.crash").catch(() => {});
  await crash;
  const again = await scene.context.newPage();
  await again.goto(`${stage.url}#/plan`);
  await ready(again);
  await again.getByRole("alert").filter({ hasText: "The last search was interrupted" }).waitFor();
  await again.locator(".topbar-version summary").click();
  await again.getByText("Version 2", { exact: true }).waitFor();
  await scene.context.close();
});

/** Runs in the page: brings the store into the form of the first version, with one project under a fixed name. */
async function asFirstVersion() {
  const done = (request) => new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = () => bad(request.error);
  });
  const now = await done(indexedDB.open("evenfield"));
  const stores = now.transaction(["projects", "datasets"]);
  const [projects, datasets] = ["projects", "datasets"].map((name) => stores.objectStore(name));
  const key = (await done(projects.getAllKeys())).find((name) => typeof name === "number");
  const project = await done(projects.get(key));
  const [fingerprint] = await done(datasets.getAllKeys());
  const dataset = await done(datasets.get(fingerprint));
  now.close();
  await done(indexedDB.deleteDatabase("evenfield"));
  const request = indexedDB.open("evenfield", 1);
  request.onupgradeneeded = () => ["projects", "datasets"].forEach((name) => request.result.createObjectStore(name));
  const old = await done(request);
  const write = old.transaction(["projects", "datasets"], "readwrite");
  write.objectStore("projects").put(project, "current");
  write.objectStore("datasets").put(dataset, fingerprint);
  await new Promise((good) => { write.oncomplete = good; });
  old.close();
}

test("what the first version kept opens, and is one of the projects", async () => {
  const scene = await withVersion();
  const { page } = scene;
  await saved(page);
  await page.goto(`${stage.url}icon.svg`);
  await page.evaluate(asFirstVersion);
  await page.goto(`${stage.url}#/plan`);
  await ready(page);
  await idle(page);
  assert.equal(await versionLabel(page), "Version 1");
  await choose(page, projectMenu(page), "New project");
  await page.getByRole("region", { name: "Your projects" }).getByText("450 accounts, 8 reps, 1 version").waitFor();
  // A picture by itself has no icon of its own.
  await scene.close({ allow: [/404/] });
});

test("the list of steps goes back several at once, and forward again", async () => {
  const scene = await stage.open({ path: "#/data" });
  const { page } = scene;
  await loadExample(page);
  await idle(page);
  const before = await firstOwner(page);
  page.on("dialog", (dialog) => dialog.accept("North 2027"));
  await choose(page, projectMenu(page), "Rename");
  const rep = await assignFirst(page);
  const steps = page.locator("details.menu").filter({ has: page.locator("summary[aria-label=Steps]") });
  await steps.locator("summary").click();
  await assertAccessible(page);
  await steps.getByRole("button", { name: /^assign .* to / }).waitFor();
  await steps.getByRole("button", { name: "the beginning" }).click();
  await projectMenu(page).getByText("Example accounts", { exact: true }).first().waitFor();
  assert.equal(await firstOwner(page), before);
  await steps.locator("summary").click();
  await steps.getByRole("button", { name: /^assign .* to / }).click();
  await projectMenu(page).getByText("North 2027", { exact: true }).first().waitFor();
  assert.equal(await firstOwner(page), rep);
  await scene.close();
});

test("closing a project can be undone", async () => {
  const scene = await withVersion();
  const { page } = scene;
  const rep = await assignFirst(page);
  await idle(page);
  await saved(page);
  await choose(page, projectMenu(page), "New project");
  await page.locator(".topbar-version").waitFor({ state: "detached" });
  const notice = page.getByRole("alert").filter({ hasText: "is closed." });
  await assertAccessible(page);
  await scene.picture("closed");
  await notice.getByRole("button", { name: "Undo" }).click();
  await idle(page);
  await notice.waitFor({ state: "detached" });
  assert.equal(await versionLabel(page), "Version 1");
  assert.equal(await firstOwner(page), rep);
  await saved(page);
  await page.reload();
  await ready(page);
  await idle(page);
  assert.equal(await firstOwner(page), rep, "the store has it again");
  await scene.close();
});

test("a full device is told, with the way to keep the work", async () => {
  // Browsers tell a page that there is no room as they tell it here.
  const init = () => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...values) {
      if (window.isFull) throw new DOMException("There is no room left.", "QuotaExceededError");
      return put.apply(this, values);
    };
  };
  const scene = await stage.open({ init });
  const { page } = scene;
  await loadExample(page);
  await saved(page);
  await page.evaluate(() => { window.isFull = true; });
  await go(page, "Rules");
  const weight = page.getByLabel("Weight of Travel, number");
  await weight.fill("55");
  await weight.press("Enter");
  const alert = page.getByRole("alert").filter({ hasText: "There is no room left for this project on this device" });
  await alert.waitFor();
  await assertAccessible(page);
  const file = await download(page, () => alert.getByRole("button", { name: "Save as a file" }).click());
  assert.ok(file.bytes.length > 1_000, "the project file must hold the work");
  await page.evaluate(() => { window.isFull = false; });
  await alert.getByRole("button", { name: "Try again" }).click();
  await alert.waitFor({ state: "detached" });
  await saved(page);
  await scene.close();
});
