// The folder is kept on the device: the program starts without a network, and a new build never mixes with an old one.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/serve.mjs";
import { distFolder, openStage } from "./harness.mjs";
import { go, loadExample, optimize, setEffort, versionLabel } from "./steps.mjs";

let stage;
let folder;
before(async () => {
  stage = await openStage();
  folder = mkdtempSync(join(tmpdir(), "evenfield-offline-"));
  cpSync(distFolder(), folder, { recursive: true });
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

const ready = (page) =>
  page.waitForFunction(() => document.documentElement.dataset.ready === "true", null, { timeout: 60_000 });
const inCharge = (page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated", null, { timeout: 60_000 });
const build = (page) => page.evaluate(() => document.documentElement.dataset.build);

/** The script of the module that page and workers run. */
const program = () => readdirSync(folder).find((name) => /^app-.*\.js$/.test(name));

/** Makes another build of the folder: a file of every kind differs, the workers' among them. */
function rebuild() {
  for (const file of [program(), "worker_loader.js", "boot.js"]) {
    writeFileSync(join(folder, file), `${readFileSync(join(folder, file), "utf8")}\n// another build\n`);
  }
  const index = join(folder, "index.html");
  const old = /data-build="([^"]+)"/.exec(readFileSync(index, "utf8"))[1];
  const next = `b${old.slice(1)}`;
  writeFileSync(index, readFileSync(index, "utf8").replaceAll(old, next));
  const script = fileURLToPath(new URL("../../scripts/offline.mjs", import.meta.url));
  const code = `import { writeServiceWorker } from ${JSON.stringify(script)}; writeServiceWorker(${JSON.stringify(folder)}, ${JSON.stringify(next)});`;
  execFileSync(process.execPath, ["--input-type=module", "-e", code]);
  return [old, next];
}

test("after the first visit it starts, plans and places accounts without a network, under any path", async () => {
  const server = await serve({ mounts: { "": folder }, base: "/some/path/" });
  const scene = await stage.open({ url: server.url, path: "#/data", serviceWorkers: "allow" });
  const { page } = scene;
  await inCharge(page);
  await server.close();
  await page.reload();
  await ready(page);
  await loadExample(page);
  await page.locator(".map-view[data-drawn=true]").waitFor({ state: "attached", timeout: 60_000 });
  await setEffort(page, { steps: 500 });
  await optimize(page);
  assert.equal(await versionLabel(page), "Version 1");
  await go(page, "Data");
  const list = "id,name,owner,state,zip\n1,Acme,Ana,IL,62701\n2,Bolt,Bo,MA,02139\n";
  await page.getByLabel("Accounts file").setInputFiles({ name: "zips.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  await page.getByText("2 by postal code").waitFor();
  await scene.close({ allow: [/ERR_CONNECTION_REFUSED/, /ERR_INTERNET_DISCONNECTED/, /service worker/i] });
});

test("a new build says that it is ready, is started by a click, and leaves nothing of the old one", async () => {
  const server = await serve({ mounts: { "": folder } });
  const scene = await stage.open({ url: server.url, path: "#/data", serviceWorkers: "allow" });
  const { page } = scene;
  await inCharge(page);
  await loadExample(page);
  const [old, next] = rebuild();
  assert.equal(await build(page), old);
  // Without a word the old build goes on, also after a reload, and with its own files alone.
  await page.reload();
  await ready(page);
  assert.equal(await build(page), old);
  const start = page.getByRole("button", { name: "Start it" });
  await start.waitFor();
  const text = await page.evaluate(async ([name, v]) => (await fetch(`${name}?v=${v}`)).text(), [program(), old]);
  assert.ok(!text.includes("another build"), "a file of the new build came to the old one");
  await Promise.all([page.waitForEvent("load"), start.click()]);
  await ready(page);
  assert.equal(await build(page), next);
  await page.waitForFunction(async (name) => (await caches.keys()).join() === name, `evenfield ${next}`);
  await go(page, "Plan");
  await page.locator("table[aria-label=Territories] tbody tr").first().waitFor();
  await scene.close();
  await server.close();
});

test("it can be installed: a manifest with icons, all in the folder", async () => {
  const scene = await stage.open();
  const manifest = await scene.page.evaluate(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
  assert.deepEqual([manifest.name, manifest.start_url, manifest.display], ["Evenfield", "./", "standalone"]);
  for (const { src } of manifest.icons) {
    assert.equal(await scene.page.evaluate(async (path) => (await fetch(path)).ok, src), true, src);
  }
  await scene.close();
});
