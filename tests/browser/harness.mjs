// What every browser test needs: a server over a release build, Chromium, and listeners that note what went wrong.
//
//   const stage = await openStage();                 // browser + server at / and at /demo/evenfield/
//   const scene = await stage.open({ theme: "dark" });   // a fresh page; scene.page is Playwright's
//   ...
//   await scene.close();                             // fails on console errors and foreign requests
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../scripts/serve.mjs";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../../", import.meta.url));
const pictures = `${root}test-results/`;

export const SUB_PATH = "/demo/evenfield/";
export const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
export const THEMES = ["light", "dark"];

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Makes a release build once, unless EVENFIELD_DIST names one or dist/ is there (the Makefile has just built it). */
export function distFolder() {
  const dist = process.env.EVENFIELD_DIST ?? `${root}dist`;
  if (!existsSync(`${dist}/index.html`)) execFileSync("make", ["dist"], { cwd: root, stdio: "inherit" });
  return dist;
}

/** A browser and two servers over the same folders: `stage.url` at / and `stage.subUrl` below a path. */
export async function openStage({ mounts = { "": distFolder() } } = {}) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const top = await serve({ mounts });
  const below = await serve({ mounts, base: SUB_PATH });
  return {
    browser,
    url: top.url,
    subUrl: below.url,
    open: (options = {}) => openScene(browser, top.url, options),
    close: async () => {
      await browser.close();
      await top.close();
      await below.close();
    },
  };
}

/** A fresh page, watched. options: url, path ("#/plan"), size, theme, locale ("de-DE"), ready (wait for data-ready), init (a script),
 *  serviceWorkers ("allow" where the folder shall be kept on the device). */
async function openScene(browser, home, { url = home, path = "", size = SIZES.desktop, theme = "light", locale = "en-US", ready = true, init, serviceWorkers = "block" } = {}) {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, locale, reducedMotion: "reduce", acceptDownloads: true, serviceWorkers });
  // Patience for a machine that is busy with other work: what is broken still fails, only later.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const problems = [];
  const origin = new URL(url).origin;
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console error: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
  page.on("crash", () => problems.push("the page crashed"));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} for ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") problems.push(`failed request: ${request.url()} ${reason}`);
  });
  context.on("request", (request) => {
    const target = request.url();
    if (!/^(data|blob):/.test(target) && new URL(target).origin !== origin) problems.push(`foreign request: ${target}`);
  });
  await page.addInitScript(watchLongTasks);
  if (init) await page.addInitScript(init);
  await page.goto(url + path);
  if (ready) await page.waitForFunction(() => document.documentElement.dataset.ready === "true", null, { timeout: 60_000 });
  return {
    page,
    context,
    problems,
    longTasks: () => page.evaluate(() => window.longTasks ?? []),
    clearLongTasks: () => page.evaluate(() => { window.longTasks.length = 0; }),
    axe: (options) => axe(page, options),
    picture: (name) => picture(page, `${name}-${size.width}-${theme}`),
    close: async ({ allow = [] } = {}) => {
      const left = problems.filter((problem) => !allow.some((pattern) => pattern.test(problem)));
      await context.close();
      assert.deepEqual(left, [], "the page must run without errors and without foreign requests");
    },
  };
}

/** Runs in the page: notes the length in ms of every task over 50 ms that blocked it. */
function watchLongTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasks.push(Math.round(entry.duration));
  }).observe({ type: "longtask", buffered: true });
}

/** Saves what the page shows to test-results/NAME.png. */
export async function picture(page, name) {
  mkdirSync(pictures, { recursive: true });
  const path = `${pictures}${name}.png`;
  await page.screenshot({ path });
  return path;
}

/** Accessibility faults that axe finds, one line each; `include` limits the search to a selector. */
export async function axe(page, { include, tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } = {}) {
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(
    ([scope, values]) => window.axe.run(scope ?? document, { runOnly: { type: "tag", values } }),
    [include, tags],
  );
  return violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 5).join(" | ")}`);
}

/** Asserts that axe finds nothing. */
export async function assertAccessible(page, options) {
  assert.deepEqual(await axe(page, options), [], "axe must find no fault");
}
