// Maps side by side that show the same place: whichever is moved, the others follow.
import { createOther, destroy } from "./map.js";

/** Makes a map in each of the elements; returns their handles, as `js/map.js` knows them. `onFail(text)` where there can be none. */
export function createBeside(elements, theme, onFail) {
  const beside = { handles: [], following: false };
  const ready = (at) => () => {
    const own = beside.handles[at];
    own.map.on("move", () => {
      if (beside.following) return;
      // A jump tells of itself at once, and would be answered.
      beside.following = true;
      for (const other of beside.handles) {
        if (other !== own && other.map) other.map.jumpTo({ center: own.map.getCenter(), zoom: own.map.getZoom() });
      }
      beside.following = false;
    });
  };
  for (const [at, element] of elements.entries()) {
    beside.handles.push(createOther(element, { theme, onReady: ready(at), onFail }));
  }
  return beside.handles;
}

/** The place that they show: west, south, east, north; nothing before there is a map. */
export function shownBeside([first]) {
  return first?.map?.getBounds().toArray().flat();
}

/** Takes them off the page for good. */
export function destroyBeside(handles) {
  handles.forEach(destroy);
}
