// Under a path of some web server: the whole way from data to plan, and no word to anybody else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SUB_PATH, openStage } from "./harness.mjs";
import { exportAssignments, go, loadExample, optimize, setEffort, table, versionLabel } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** Runs in the page: notes what the content policy refused. */
function watchPolicy() {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.violatedDirective}: ${event.blockedURI}`));
}

test("plans under a sub-path without a request outside its folder", async () => {
  const scene = await stage.open({ url: stage.subUrl, init: watchPolicy, ready: false });
  const { page } = scene;
  const requests = [];
  scene.context.on("request", (request) => requests.push(request.url()));
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true", null, { timeout: 60_000 });
  await loadExample(page);
  await setEffort(page, { steps: 2_000 });
  await optimize(page);
  assert.equal(await versionLabel(page), "Version 1");
  for (const screen of ["Data", "Rules", "Scenarios", "Plan"]) await go(page, screen);
  assert.equal(table((await exportAssignments(page)).bytes).rows.length, 450);
  const outside = requests.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(stage.subUrl));
  assert.ok(requests.some((url) => url.includes(`${SUB_PATH}worker`)), "requests were noted, those for the workers too");
  assert.deepEqual(outside, []);
  assert.deepEqual(await page.evaluate(() => window.refused), [], "the content policy refused something");
  await scene.close();
});

/** What goes wrong where the network is missing on purpose. */
const CABLE_OUT = [/ERR_INTERNET_DISCONNECTED/];

async function loadedThenCut() {
  const scene = await stage.open({ path: "#/data" });
  await loadExample(scene.page);
  await scene.page.locator(".map-view[data-drawn=true]").waitFor({ state: "attached", timeout: 60_000 });
  await scene.page.waitForLoadState("networkidle");
  await scene.context.setOffline(true);
  return scene;
}

test("plans with the cable out, once it is loaded: nothing is asked for again", async () => {
  const scene = await loadedThenCut();
  const { page } = scene;
  const requests = [];
  scene.context.on("request", (request) => requests.push(request.url()));
  await setEffort(page, { steps: 500 });
  await optimize(page);
  assert.equal(await versionLabel(page), "Version 1");
  await go(page, "Scenarios");
  await go(page, "Data");
  await go(page, "Plan");
  // The map comes back from its parking place, and its names are set once it knows its width again.
  await page.waitForFunction(() => document.querySelectorAll(".map-base-name, .map-place").length > 5, null, { timeout: 60_000 });
  assert.equal(table((await exportAssignments(page)).bytes).rows.length, 450);
  // Chromium asks for the tab's icon anew whenever the address changes.
  assert.deepEqual(requests.filter((url) => !/^(data|blob):|\/icon\.svg/.test(url)), []);
  await scene.close({ allow: CABLE_OUT });
});

test("a search whose worker cannot be loaded ends with what the others found", async () => {
  const scene = await loadedThenCut();
  const { page } = scene;
  await setEffort(page, { steps: 500, lanes: 3 });
  await optimize(page);
  assert.equal(await versionLabel(page), "Version 1");
  await page.getByRole("alert").filter({ hasText: "could not be loaded" }).waitFor();
  await scene.close({ allow: CABLE_OUT });
});
