// The heat map: what accounts add up to around each place. Amounts are summed in squares of a few pixels, smoothed
// (three passes of a moving mean are close to a bell curve: Wells 1986), and laid over the map as one small picture,
// which is made anew when the map rests.
import { projection } from "./map.js";

const SQUARE_PX = 6;
/** Squares on each side of one that its mean takes in. */
const REACH = 3;
const PASSES = 3;
/** What of the view is added on each side, so that a pan finds it drawn. */
const AROUND = 0.25;
const STRONGEST = 0.82;
/** Below this part of the root of the strongest nothing is drawn: the smoothing ends there. */
const FAINTEST = 0.07;
const EARTH_KM = 40_075;
/** Standard deviation of the smoothing, in squares. */
const SPREAD = Math.sqrt((PASSES * ((2 * REACH + 1) ** 2 - 1)) / 12);

class Heat {
  constructor(handle) {
    this.handle = handle;
    this.weights = null;
    this.canvas = document.createElement("canvas");
    this.told = "";
  }

  rest() {
    const { map, points, ready } = this.handle;
    if (!map || !ready) return;
    const shown = this.weights && points && this.weights.length === points.count;
    if (!shown) {
      if (map.getLayer("heat")) map.removeLayer("heat");
      if (map.getSource("heat")) map.removeSource("heat");
      this.told = "";
      return;
    }
    this.draw();
  }

  repaint() {
    this.rest();
  }

  draw() {
    const { map, points } = this.handle;
    const { scale, left, top, width, height } = projection(map);
    const [west, north] = [(left - AROUND * width) / scale, (top - AROUND * height) / scale];
    const columns = Math.ceil((width * (1 + 2 * AROUND)) / SQUARE_PX);
    const rows = Math.ceil((height * (1 + 2 * AROUND)) / SQUARE_PX);
    let sums = new Float32Array(columns * rows);
    const perSquare = scale / SQUARE_PX;
    for (let i = 0; i < points.count; i++) {
      const column = Math.floor((points.mercator[2 * i] - west) * perSquare);
      const row = Math.floor((points.mercator[2 * i + 1] - north) * perSquare);
      if (column >= 0 && column < columns && row >= 0 && row < rows) sums[row * columns + column] += this.weights[i];
    }
    for (let pass = 0; pass < PASSES; pass++) sums = mean(mean(sums, columns, rows), rows, columns);
    let most = 0;
    for (const sum of sums) most = Math.max(most, sum);
    this.paint(sums, columns, rows, most);
    this.place(west, north, columns / perSquare, rows / perSquare);
    this.tell(most);
  }

  /** The more, the stronger: from the low to the high colour, and from nothing to nearly full. */
  paint(sums, columns, rows, most) {
    const { heatLow, heatHigh } = this.handle.colours;
    Object.assign(this.canvas, { width: columns, height: rows });
    const context = this.canvas.getContext("2d");
    const image = context.createImageData(columns, rows);
    sums.forEach((sum, i) => {
      // The root shows small towns beside the capital.
      const part = most > 0 ? Math.sqrt(sum / most) : 0;
      for (let k = 0; k < 3; k++) image.data[4 * i + k] = heatLow[k] + (heatHigh[k] - heatLow[k]) * part;
      const shown = Math.max(0, Math.min(1, (part - FAINTEST) / (0.6 - FAINTEST)));
      image.data[4 * i + 3] = 255 * STRONGEST * shown * shown * (3 - 2 * shown);
    });
    context.putImageData(image, 0, 0);
  }

  place(west, north, wide, high) {
    const { map } = this.handle;
    const lon = (x) => x * 360 - 180;
    const lat = (y) => (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;
    const corner = (x, y) => [lon(west + x * wide), lat(Math.min(1, Math.max(0, north + y * high)))];
    const coordinates = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
    const source = map.getSource("heat");
    if (source) map.removeLayer("heat").removeSource("heat");
    map.addSource("heat", { type: "canvas", canvas: this.canvas, coordinates, animate: false });
    map.addLayer({ id: "heat", type: "raster", source: "heat", paint: { "raster-fade-duration": 0 } }, "coast");
  }

  /** The sum around the strongest place, as far as two standard deviations of the smoothing reach. */
  tell(most) {
    const { map } = this.handle;
    const km = (EARTH_KM * Math.cos((map.getCenter().lat * Math.PI) / 180) * SQUARE_PX) / (512 * 2 ** map.getZoom());
    const radius = 2 * SPREAD;
    const told = [most * Math.PI * radius ** 2, radius * km];
    if (told.join() !== this.told) this.handle.options.onHeat?.(...told);
    this.told = told.join();
  }
}

/** The mean of each row's neighbours; rows become columns. */
function mean(from, columns, rows) {
  const to = new Float32Array(from.length);
  const wide = 2 * REACH + 1;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    const at = (column) => (column >= 0 && column < columns ? from[row * columns + column] : 0);
    for (let column = 0; column < REACH; column++) sum += at(column);
    for (let column = 0; column < columns; column++) {
      sum += at(column + REACH);
      to[column * rows + row] = Math.max(0, sum) / wide;
      sum -= at(column - REACH);
    }
  }
  return to;
}

/**
 * What each account adds (Float32Array), or null for no heat map. The map's option onHeat(amount, km) is told what the
 * strongest place stands for: so much within so many kilometres.
 */
export function setHeat(handle, weights) {
  let heat = handle.followers.find((follower) => follower instanceof Heat);
  if (!heat) {
    if (!weights) return;
    heat = new Heat(handle);
    handle.followers.push(heat);
  }
  heat.weights = weights;
  heat.told = "";
  heat.rest();
}
