// Processor time of the workers' threads, where the system tells (Linux). A worker only has a clock that goes on while
// other programs have the processor; with this, a table can say how much of it a run got.
import { readFileSync, readdirSync } from "node:fs";

/** Nanoseconds on a processor of each worker thread of a browser, by thread; none where the system does not tell. */
export async function workerThreads(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const threads = new Map();
  for (const { id } of processInfo.filter(({ type }) => type === "renderer")) {
    try {
      for (const thread of readdirSync(`/proc/${id}/task`)) {
        const at = `/proc/${id}/task/${thread}`;
        if (!readFileSync(`${at}/comm`, "utf8").startsWith("DedicatedWorker")) continue;
        threads.set(at, Number(readFileSync(`${at}/schedstat`, "utf8").split(" ")[0]));
      }
    } catch {
      // A thread or process that has just ended has nothing to tell.
    }
  }
  return threads;
}

/** Seconds on a processor between two such looks; null where no thread was seen. */
export function secondsBetween(before, after) {
  if (after.size === 0) return null;
  return [...after].reduce((sum, [thread, time]) => sum + time - (before.get(thread) ?? 0), 0) / 1e9;
}
