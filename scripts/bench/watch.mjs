// What the benchmarks of the page share: made-up numbers, and a watch on the memory and the tasks of a tab.
import { existsSync, readFileSync } from "node:fs";

/** Numbers that are the same in every run (Steele, Lea and Flood 2014). */
export function dice(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
  };
}

/** The most memory that a tab's process had while something was done, in MB. */
export async function watchMemory(browser, work) {
  const session = await browser.newBrowserCDPSession();
  let most = 0;
  const look = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    for (const { type, id } of processInfo) {
      if (type !== "renderer") continue;
      const resident = /VmRSS:\s+(\d+)/.exec(existsSync(`/proc/${id}/status`) ? readFileSync(`/proc/${id}/status`, "utf8") : "");
      most = Math.max(most, Number(resident?.[1] ?? 0) / 1024);
    }
  };
  const timer = setInterval(() => look().catch(() => {}), 250);
  try {
    return [await work(), most];
  } finally {
    clearInterval(timer);
  }
}

/** The longest task of the page while something is done, in ms: as long as it took, and the processor time of its own. On
 *  two processors that workers keep busy, a short task may last long. `all` is the processor time of all its tasks. */
export async function watchTasks(page, work) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { transferMode: "ReportEvents", categories: "toplevel" });
  const result = await work();
  const ended = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await ended;
  const thread = ({ pid, tid }) => `${pid} ${tid}`;
  const names = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(thread);
  const tasks = events.filter((event) => event.ph === "X" && event.name.endsWith("RunTask") && names.includes(thread(event)));
  const most = (key) => Math.max(0, ...tasks.map((task) => (task[key] ?? 0) / 1000));
  const all = tasks.reduce((sum, task) => sum + (task.tdur ?? 0) / 1000, 0);
  return { ...result, longest: most("dur"), own: most("tdur"), all };
}
