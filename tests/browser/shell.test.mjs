// The hosted page as such: it starts under any path, asks nobody else for anything, and keeps its content policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, THEMES, openStage } from "./harness.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

for (const place of ["url", "subUrl"]) {
  test(`starts without errors or foreign requests at ${place === "url" ? "/" : "a sub-path"}`, async () => {
    const scene = await stage.open({ url: stage[place] });
    assert.equal(await scene.page.title(), "Evenfield");
    assert.equal(await scene.page.locator("#shell").count(), 0, "the static first paint must be gone");
    await scene.close();
  });
}

test("keeps a strict content policy", async () => {
  const scene = await stage.open();
  const policy = await scene.page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "connect-src 'self'", "object-src 'none'"]) {
    assert.ok(policy.includes(part), `the policy must say ${part}`);
  }
  assert.ok(!/unsafe-inline|'unsafe-eval'|https?:/.test(policy), "the policy must not be loosened");
  const width = await scene.page.evaluate(() => {
    const style = document.createElement("style");
    style.textContent = "body { outline: 7px solid }";
    document.head.append(style);
    return getComputedStyle(document.body).outlineWidth;
  });
  assert.notEqual(width, "7px", "an inline style sheet must be refused");
  await scene.close({ allow: [/Content Security Policy/i] });
});

test("serves wasm, scripts and fonts under their types and one build id", async () => {
  const response = await fetch(stage.subUrl);
  const html = await response.text();
  assert.equal(response.headers.get("cache-control"), "no-cache");
  const build = /<html[^>]* data-build="([0-9a-f]{12})"/.exec(html)?.[1];
  assert.ok(build, "the page must carry a build id");
  assert.ok(html.includes(`boot.js?v=${build}`));
  const type = async (path) => (await fetch(new URL(path, stage.subUrl))).headers.get("content-type");
  assert.equal(await type(/data-wasm="([^"]+)"/.exec(html)[1]), "application/wasm");
  assert.match(await type("worker_loader.js"), /^text\/javascript/);
  assert.match(await type("vendor/maplibre-gl.mjs"), /^text\/javascript/);
  assert.equal(await type("fonts/inter-latin-wght-normal.woff2"), "font/woff2");
});

test("paints a first picture before the program arrives", async () => {
  for (const theme of THEMES) {
    for (const size of Object.values(SIZES)) {
      const context = await stage.browser.newContext({ viewport: size, colorScheme: theme });
      const page = await context.newPage();
      await page.route(/\.wasm/, () => {});
      await page.goto(stage.url, { waitUntil: "domcontentloaded" });
      await page.locator("#shell-status").waitFor();
      await page.screenshot({ path: `test-results/shell-${size.width}-${theme}.png` });
      await context.close();
    }
  }
});

test("says so when it cannot start", async () => {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await page.route(/\.wasm/, (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(stage.url);
  await page.getByRole("alert").filter({ hasText: "could not start" }).waitFor();
  await context.close();
});
