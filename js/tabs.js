// One tab at a time stores a project: whoever holds its lock. Where the browser has no locks, as on a plain http host,
// every tab stores.
const PATIENCE = 3_000;
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("evenfield tabs") : null;
let held = null;
/** Number of the last request: an answer to an earlier one comes too late. */
let turn = 0;

channel?.addEventListener("message", ({ data }) => {
  if (held?.key === data) giveUp(held);
});

/** Lets a lock go once what is not stored yet is stored. */
async function giveUp(mine) {
  held = null;
  await mine.lost();
  mine.done();
}

/** Asks for the lock of a project; with `take`, another tab that has it stores what it has and lets go. Resolves to
 *  whether this tab has it. `lost` is called when it has to go; its promise ends when all is stored. The lock held before is
 *  let go. */
export async function hold(key, take, lost) {
  release();
  if (!navigator.locks) return true;
  if (!take) return ask(key, lost, { ifAvailable: true });
  channel?.postMessage(key);
  // A tab that is frozen does not answer.
  return (await ask(key, lost, { signal: AbortSignal.timeout(PATIENCE) })) || ask(key, lost, { steal: true });
}

function ask(key, lost, options) {
  const mine = { key, lost };
  const asked = turn;
  return new Promise((answer) => {
    const kept = new Promise((done) => { mine.done = done; });
    navigator.locks.request(`evenfield project ${key}`, options, (lock) => {
      if (!lock || asked !== turn) return answer(false);
      held = mine;
      answer(true);
      return kept;
    }).catch(() => {
      answer(false);
      if (held === mine) giveUp(mine);
    });
  });
}

/** Lets the lock go. */
export function release() {
  turn += 1;
  held?.done();
  held = null;
}
