// Two maps side by side that show the same place: whichever is moved, the other follows.
import { createOther, destroy } from "./map.js";

/** Makes a map in each of two elements; returns their handles, as `js/map.js` knows them. `onFail(text)` where there can be none. */
export function createPair(elements, theme, onFail) {
  const pair = { handles: [], following: false };
  const ready = (at) => () => {
    const [own, other] = [pair.handles[at], pair.handles[1 - at]];
    own.map.on("move", () => {
      if (pair.following || !other.map) return;
      // A jump tells of itself at once, and would be answered.
      pair.following = true;
      other.map.jumpTo({ center: own.map.getCenter(), zoom: own.map.getZoom() });
      pair.following = false;
    });
  };
  for (const [at, element] of elements.entries()) {
    pair.handles.push(createOther(element, { theme, onReady: ready(at), onFail }));
  }
  return pair.handles;
}

/** Takes both off the page for good. */
export function destroyPair(handles) {
  handles.forEach(destroy);
}
