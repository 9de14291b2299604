// How fast the page is, in Chromium over a release build: prints one markdown table.
//
//   node scripts/measure.mjs [--dist dist] [--seconds 10] [--only example,breweries]
//
// Times are the page's own clock. A block is the longest task during which the page could not react. Where there is no
// graphics card the processor draws the map, and the page waits for it; so each block also stands with the processor
// time that the page's own thread took for its longest task: what is left where a graphics card draws.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : fallback;
};
const root = fileURLToPath(new URL("../", import.meta.url));
const dist = option("dist", `${root}dist`);
process.env.EVENFIELD_DIST = dist;
const { openStage } = await import("../tests/browser/harness.mjs");
const { go, setEffort } = await import("../tests/browser/steps.mjs");

const SECONDS = Number(option("seconds", 10));
const shared = process.env.EVENFIELD_SHARED ?? `${root}../shared`;
const LONG = 300_000;
const SETS = [
  { name: "example" },
  { name: "breweries", files: ["accounts-salesforce-report.csv", "reps.csv"] },
  { name: "chains-40k", files: ["companies-hubspot.csv", "reps.csv"] },
].map((set) => ({ ...set, paths: set.files?.map((file) => `${shared}/data/${set.name}/${file}`) }));

/** Runs in the page before anything else: notes blocks, and when a person gave the page something to do. */
function watch() {
  window.blocks = [];
  window.marks = {};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.blocks.push([entry.startTime, entry.duration]);
  }).observe({ type: "longtask", buffered: true });
  const mark = (name) => { window.marks[name] = performance.now(); };
  document.addEventListener("change", (event) => { if (event.target.type === "file") mark("given"); }, true);
  document.addEventListener("click", (event) => {
    const text = event.target.closest?.("button")?.textContent.trim();
    if (text === "Try the example") mark("given");
    if (text === "Optimize") mark("optimize");
  }, true);
  new MutationObserver(() => {
    if (document.documentElement?.dataset.ready === "true") window.marks.ready ??= performance.now();
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
}

/** The page's time once a condition holds. */
const when = async (page, condition, argument = null) => {
  const handle = await page.waitForFunction(condition, argument, { timeout: LONG, polling: "raf" });
  return handle.jsonValue();
};
const shown = (page) => when(page, () => {
  const rows = document.querySelectorAll('table[aria-label="Territories"] tbody tr').length;
  const link = [...document.querySelectorAll("a")].some((a) => a.textContent.trim() === "Go to the plan");
  return (rows > 0 || link) && performance.now();
});
const idle = (page) => when(page, () => document.documentElement.dataset.busy === "false" && performance.now());
const running = (page) => when(page, () => [...document.querySelectorAll("button")].some((b) => b.textContent.trim() === "Stop") && performance.now());
const finished = (page) => when(page, () => {
  const stop = [...document.querySelectorAll("button")].some((b) => b.textContent.trim() === "Stop");
  return !stop && document.documentElement.dataset.busy === "false" && performance.now();
});
const feasible = (page) => when(page, () => {
  const figures = document.querySelectorAll(".run-figures dd");
  const over = ![...document.querySelectorAll("button")].some((b) => b.textContent.trim() === "Stop");
  return (figures[3]?.textContent.trim() === "0" || over) && performance.now();
});
const longest = (blocks, from, to) =>
  Math.max(0, ...blocks.filter(([start, length]) => start + length > from && start < to).map(([, length]) => length));

/** Processor time in ms of the longest task of the page's own thread while `body` runs, and what that returns. */
async function ownWork(stage, page, body) {
  await stage.browser.startTracing(page, { categories: ["toplevel"] });
  const value = await body();
  const { traceEvents } = JSON.parse((await stage.browser.stopTracing()).toString());
  const thread = ({ pid, tid }) => `${pid}/${tid}`;
  const names = traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const pages = new Set(names.map(thread));
  const tasks = traceEvents.filter((event) => event.name.endsWith("RunTask") && pages.has(thread(event)));
  return [Math.max(0, ...tasks.map(({ tdur }) => (tdur ?? 0) / 1000)), value];
}

async function withData(stage, set) {
  const scene = await stage.open({ path: "#/data", init: watch });
  const { page } = scene;
  const [work, { at, settled }] = await ownWork(stage, page, async () => {
    if (set.paths) await page.getByLabel("Accounts file").setInputFiles(set.paths);
    else await page.getByRole("button", { name: "Try the example" }).click();
    const at = await shown(page);
    const settled = await idle(page);
    return { at, settled };
  });
  return { scene, page, at, settled, work };
}

async function measure(stage, set) {
  const result = {};
  {
    const { scene, page, at, settled, work } = await withData(stage, set);
    result.readingWork = work;
    const marks = await page.evaluate(() => window.marks);
    const paint = await page.evaluate(() => performance.getEntriesByType("paint")[0]?.startTime ?? 0);
    result.paint = paint;
    result.ready = marks.ready;
    result.shown = at - marks.given;
    const opening = await page.evaluate(() => performance.now());
    const [openingWork] = await ownWork(stage, page, async () => {
      await go(page, "Plan");
      await page.waitForTimeout(4000);
    });
    const opened = await page.evaluate(() => performance.now());
    const [withMapWork, { first, started, end }] = await ownWork(stage, page, async () => {
      await page.getByRole("button", { name: "Optimize", exact: true }).click();
      const first = await feasible(page);
      const started = (await page.evaluate(() => window.marks)).optimize;
      const end = await finished(page);
      await page.waitForTimeout(2000);
      return { first, started, end };
    });
    Object.assign(result, { openingWork, withMapWork });
    result.first = first - started;
    result.end = end - started;
    result.gap = (await page.locator(".stats").innerText()).match(/≤ [\d.,]+ %/)?.[0] ?? "not proven";
    const blocks = await page.evaluate(() => window.blocks);
    result.beforePaint = longest(blocks, 0, paint);
    result.starting = longest(blocks, paint, marks.ready);
    result.reading = longest(blocks, marks.given, settled);
    result.opening = longest(blocks, opening, opened);
    result.withMap = longest(blocks, started, end + 2000);
    const session = await scene.context.newCDPSession(page);
    await session.send("Performance.enable");
    const { metrics } = await session.send("Performance.getMetrics");
    result.heap = metrics.find((metric) => metric.name === "JSHeapUsedSize")?.value;
    await scene.close();
  }
  {
    // The same with the Rules screen open: the program without the map.
    const { scene, page } = await withData(stage, set);
    await setEffort(page, { seconds: SECONDS });
    await page.waitForTimeout(2000);
    const [work, end] = await ownWork(stage, page, async () => {
      await page.evaluate(() => {
        [...document.querySelectorAll("button")].find((button) => button.textContent.trim() === "Optimize").click();
        location.hash = "#/rules";
      });
      await running(page);
      return finished(page);
    });
    result.withoutMapWork = work;
    const { blocks, marks } = await page.evaluate(() => ({ blocks: window.blocks, marks: window.marks }));
    result.withoutMap = longest(blocks, marks.optimize, end);
    await scene.close();
  }
  return result;
}

const only = option("only", "")?.split(",").filter(Boolean);
const sets = SETS.filter(({ name, paths }) => {
  if (only.length > 0 && !only.includes(name)) return false;
  const there = paths?.every((path) => existsSync(path)) ?? true;
  if (!there) console.error(`${name} is left out: ${shared}/data/${name} is not there (EVENFIELD_SHARED).`);
  return there;
});
const stage = await openStage();
const results = [];
for (const set of sets) {
  console.error(`measuring ${set.name} …`);
  results.push(await measure(stage, set));
}
const version = stage.browser.version();
await stage.close();

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const ms = (value) => (value > 0 ? `${Math.round(value)} ms` : "< 50 ms");
const both = (block, work) => `${ms(block)} (${Math.round(work)} ms)`;
// It fails when over budget; the figures count here, not the verdict.
const sizes = spawnSync(process.execPath, [`${root}scripts/size.mjs`, dist], { encoding: "utf8" }).stdout;
const brotli = (name) => `${Math.round(Number(sizes.split("\n").find((line) => line.startsWith(name)).trim().split(/\s+/).at(-1).replaceAll(",", "")) / 1000)} kB`;
const rows = [
  ["first paint", (r) => seconds(r.paint)],
  ["usable screen, from navigation", (r) => seconds(r.ready)],
  ["drop to data shown", (r) => seconds(r.shown)],
  ["Optimize to first plan without breach", (r) => seconds(r.first)],
  [`Optimize to the end (${SECONDS} s search)`, (r) => seconds(r.end)],
  ["proven distance from the best possible", (r) => r.gap],
  ["longest block: before first paint", (r) => ms(r.beforePaint)],
  ["longest block: starting", (r) => ms(r.starting)],
  ["longest block (own work): reading", (r) => both(r.reading, r.readingWork)],
  ["longest block (own work): opening the Plan screen", (r) => both(r.opening, r.openingWork)],
  ["longest block (own work): optimizing, Plan screen with map", (r) => both(r.withMap, r.withMapWork)],
  ["longest block (own work): optimizing, Rules screen", (r) => both(r.withoutMap, r.withoutMapWork)],
  ["JavaScript heap at the end, without wasm memory", (r) => `${(r.heap / 1e6).toFixed(1)} MB`],
  ["download before use, brotli", () => brotli("program, styles, fonts")],
  ["map, on demand, brotli", () => brotli("map library and map data")],
];
console.log(`| measured (Chromium ${version}, ${cpus().length} processors, no graphics card) | ${sets.map((set) => set.name).join(" | ")} |`);
console.log(`|---|${sets.map(() => "---:|").join("")}`);
for (const [name, of] of rows) console.log(`| ${name} | ${results.map(of).join(" | ")} |`);
