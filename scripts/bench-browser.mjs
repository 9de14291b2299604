// The benchmark suite in a Web Worker in headless Chromium. `make bench-browser` builds what it needs and starts it.
//
//   node scripts/bench-browser.mjs [--only tm3k,growth] [--seeds 3] [--seconds 5] [--verbose]
//
// The native program says what is to be run (`bench plan`) and makes the table (`bench report`); this file carries jobs
// to workers and back. Every run has a worker of its own, so that its wasm memory is its own. Runs that compare wasm
// with native share a warm worker and take turns with the native program; the table takes the quickest of each.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openStage } from "../tests/browser/harness.mjs";
import { secondsBetween, workerThreads } from "./bench/processor.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? `${root}target`;
const words = process.argv.slice(2);
const TURNS = 3;

/** Runs the native program and returns what it prints. */
function bench(command, { input = "", print = false } = {}) {
  const stdio = ["pipe", print ? "inherit" : "pipe", "inherit"];
  const { status, stdout, error } = spawnSync(`${target}/release/examples/bench`, command, {
    cwd: root, input, stdio, encoding: "utf8", maxBuffer: 2 ** 30,
  });
  if (error || status !== 0) throw error ?? new Error(`bench ${command[0]} ended with ${status}`);
  return stdout;
}

/** Runs in the page: one job in the worker that is there, or in a new one. */
function ask([job, files]) {
  window.worker ??= new Worker("worker.mjs", { type: "module" });
  return new Promise((done) => {
    window.worker.onmessage = ({ data }) => done(data);
    window.worker.onerror = (event) => done({ failure: event.message || "the worker stopped" });
    window.worker.postMessage({ job, files });
  });
}

/** Runs in the page: ends the worker, and its memory with it. */
function dismiss() {
  window.worker.terminate();
  window.worker = undefined;
}

/** One job in the browser. A tab that does not survive is a result, and the next job gets a new one. */
async function inBrowser(tab, job, files, keep = false) {
  let answer, busy;
  try {
    const before = await workerThreads(stage.browser);
    answer = await tab.page.evaluate(ask, [job, files]);
    busy = secondsBetween(before, await workerThreads(stage.browser));
    if (!keep) await tab.page.evaluate(dismiss);
  } catch (error) {
    answer = { failure: `the tab did not survive: ${error.message}` };
    await tab.renew();
  }
  const { outcome = null, failure = null, seconds = null, heap_bytes = null } = answer;
  const processor_share = busy && seconds ? Math.min(1, busy / seconds) : null;
  const first = outcome?.feasible == null ? "no feasible plan" : `feasible after ${outcome.feasible.toFixed(2)} s`;
  const megabytes = heap_bytes === null ? "?" : Math.round(heap_bytes / 1e6);
  console.error(`${job.instance} seed ${job.seed}: ${failure ?? `${first}, ends at ${outcome.last.objective}, heap ${megabytes} MB`}`);
  return { place: "browser", job, outcome, failure, heap_bytes, processor_share };
}

/** The same steps in turn: natively, in wasm, and again. */
async function inTurn(tab, job, files) {
  const native = () => ({ place: "native", job, outcome: JSON.parse(bench(["job", JSON.stringify(job)])) });
  const runs = [];
  for (let turn = 0; turn <= TURNS; turn += 1) {
    const pair = [native(), await inBrowser(tab, job, files, turn < TURNS)];
    // The first turn warms up caches and the compiler of the browser.
    if (turn > 0) runs.push(...pair);
  }
  return runs;
}

const planned = bench(["plan", ...words]).trim();
if (planned === "") process.exit(0);
const plan = JSON.parse(planned);
const mounts = { "": `${root}scripts/bench`, "wasm/": `${target}/bench-browser`, "instances/": plan.root };
const stage = await openStage({ mounts });
const tab = {
  async renew() {
    await this.page?.close();
    this.page = await stage.browser.newPage();
    this.page.on("console", (message) => console.error(message.text()));
    await this.page.goto(stage.url);
  },
};
await tab.renew();
const runs = [];
for (const [job, files] of plan.jobs) {
  if (job.pace) runs.push(...await inTurn(tab, job, files));
  else runs.push(await inBrowser(tab, job, files));
}
const browser = `Chromium ${stage.browser.version()}`;
await stage.close();
bench(["report", ...words], { input: JSON.stringify({ place: "browser", browser, runs }), print: true });
