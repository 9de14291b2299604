// One tab at a time stores a project: whoever holds its lock. Where the browser has no locks, as on a plain http host,
// every tab stores.
let held = null;

/** Asks for the lock of a project, or takes it from another tab; whether this tab has it. `lost` is called when another
 *  tab takes it. The lock held before is let go. */
export function hold(key, take, lost) {
  release();
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((answer) => {
    const mine = {};
    const kept = new Promise((done) => { mine.done = done; });
    const options = take ? { steal: true } : { ifAvailable: true };
    navigator.locks.request(`evenfield project ${key}`, options, (lock) => {
      if (!lock) return answer(false);
      held = mine;
      answer(true);
      return kept;
    }).catch(() => {
      answer(false);
      if (held === mine) {
        held = null;
        lost();
      }
    });
  });
}

/** Lets the lock go. */
export function release() {
  held?.done();
  held = null;
}
