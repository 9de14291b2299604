// Crowds: where more accounts are in view than can be told apart, one dot stands for all accounts of a small square.
// It lies at their middle, has the colour that most of them have, is the paler the more mixed they are, and its area
// follows their number. No account is left out; selected ones are drawn over the crowds as they are.
//
// Accounts are sorted once along a Z-shaped curve (Morton 1966): the accounts of a square of any size, halved again and
// again, then stand side by side, and one pass over them makes the crowds of any zoom.
import { gridOf, projection, zoomFactor } from "./map.js";

/** From so many accounts in view on they are drawn as crowds. */
const MOST_DOTS = 50_000;
/** Side of a crowd's square in pixels, at least. */
const SIDE_PX = 7;
const RADIUS_PX = [1.4, 6.5];
/** Crowds larger than this part of all have the largest dots. */
const LARGE = 0.97;
const MOVED = 1;
const DIMMED = 4;
const HIDDEN = 8;
const OPEN = 16;
const COMPETITOR = 32;
const EXCLUDED = 64;
/** In place of a class: all accounts of the crowd are excluded. */
const ALL_EXCLUDED = 0xffff;
/** Sides are the world's, halved so often at most. */
const DEEPEST = 16;

/** 16 bits of a number with a gap after each. */
function spread(value) {
  let bits = value & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** Points in the order of the curve, and the place of each on it. */
function sorted(mercator) {
  const count = mercator.length / 2;
  const cell = (part) => Math.max(0, Math.min(65535, Math.floor(part * 65536)));
  let keys = new Uint32Array(count);
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    keys[i] = spread(cell(mercator[2 * i])) | (spread(cell(mercator[2 * i + 1])) << 1);
    order[i] = i;
  }
  let [nextKeys, nextOrder] = [new Uint32Array(count), new Uint32Array(count)];
  for (let shift = 0; shift < 32; shift += 8) {
    const starts = new Uint32Array(257);
    for (let i = 0; i < count; i++) starts[((keys[i] >>> shift) & 255) + 1]++;
    for (let k = 0; k < 256; k++) starts[k + 1] += starts[k];
    for (let i = 0; i < count; i++) {
      const at = starts[(keys[i] >>> shift) & 255]++;
      nextKeys[at] = keys[i];
      nextOrder[at] = order[i];
    }
    [keys, nextKeys] = [nextKeys, keys];
    [order, nextOrder] = [nextOrder, order];
  }
  return { keys, order };
}

class Crowds {
  constructor(handle) {
    this.handle = handle;
    this.on = false;
    this.renew(true);
  }

  /** Called when the map rests: crowds or accounts, and crowds of which size? */
  rest() {
    this.renew();
  }

  /** Makes the crowds of this zoom anew; `others` where the accounts are others than before. */
  renew(others = false) {
    const { map, points } = this.handle;
    if (others) this.curve = null;
    if (!map || !points) return;
    const was = this.on;
    this.on = points.count > MOST_DOTS && this.inView() > MOST_DOTS;
    if (this.on) this.gather();
    if (this.on || was) {
      this.upload();
      map.triggerRepaint();
    }
    if (this.on || was) this.handle.options.onCrowds?.(this.on ? this.most : 0, SIDE_PX);
  }

  inView() {
    const { scale, left, top, width, height } = projection(this.handle.map);
    return gridOf(this.handle.points).countNear(left / scale, top / scale, (left + width) / scale, (top + height) / scale);
  }

  gather() {
    const { map, points } = this.handle;
    this.curve ??= sorted(points.mercator);
    const level = Math.min(DEEPEST, Math.floor(Math.log2((512 * 2 ** map.getZoom()) / SIDE_PX)));
    if (this.squares?.level !== level || this.squares.curve !== this.curve) this.squares = this.cut(level);
    this.plan = this.merged(points.states);
    this.today = points.before ? this.merged(points.before) : null;
  }

  /** The squares of a level: where the accounts of each end on the curve, and their middles. */
  cut(level) {
    const { keys, order } = this.curve;
    const { mercator } = this.handle.points;
    const shift = 32 - 2 * level;
    const of = (i) => (shift === 32 ? 0 : keys[i] >>> shift);
    const ends = [];
    for (let i = 1; i < keys.length; i++) if (of(i) !== of(i - 1)) ends.push(i);
    ends.push(keys.length);
    const middles = new Float64Array(2 * ends.length);
    const split = new Float32Array(4 * ends.length);
    ends.forEach((end, square) => {
      const from = square === 0 ? 0 : ends[square - 1];
      for (const axis of [0, 1]) {
        let sum = 0;
        for (let k = from; k < end; k++) sum += mercator[2 * order[k] + axis];
        const middle = sum / (end - from);
        middles[2 * square + axis] = middle;
        split[4 * square + axis] = middle;
        split[4 * square + 2 + axis] = middle - Math.fround(middle);
      }
    });
    const sizes = ends.map((end, square) => end - (square === 0 ? 0 : ends[square - 1])).sort((a, b) => a - b);
    return { level, curve: this.curve, ends, mercator: middles, split, usual: sizes[Math.floor(sizes.length * LARGE)] };
  }

  /** One dot per square: its place, size, and state as the map's own dots have it. */
  merged(states) {
    const { order } = this.curve;
    const { ends, mercator, split } = this.squares;
    const words = new Uint16Array(states.buffer);
    const count = ends.length;
    const dots = {
      mercator, split, radii: new Float32Array(count), states: new Uint8Array(4 * count), accounts: new Uint32Array(count),
      shares: new Float32Array(count),
    };
    const kinds = new Uint16Array(dots.states.buffer);
    this.tally ??= new Uint32Array(65536);
    const { tally } = this;
    this.most = 0;
    for (let square = 0, from = 0; square < count; square++) {
      const end = ends[square];
      let [shown, moved, dimmed, open, rivals, out, best] = [0, 0, 0, 0, 0, 0, words[2 * order[from]]];
      for (let k = from; k < end; k++) {
        const i = order[k];
        const flags = states[4 * i + 2];
        const kind = words[2 * i];
        if (flags !== 0) {
          if (flags & HIDDEN) continue;
          if (flags & EXCLUDED) {
            out++;
            continue;
          }
          if (flags & MOVED) moved++;
          if (flags & DIMMED) dimmed++;
          if (flags & OPEN) open++;
          if (flags & COMPETITOR) rivals++;
        }
        shown++;
        if (++tally[kind] > tally[best]) best = kind;
      }
      const share = tally[best] / Math.max(1, shown);
      for (let k = from; k < end; k++) tally[words[2 * order[k]]] = 0;
      const half = (part, flag) => (part > 0 && 2 * part >= shown ? flag : 0);
      // Excluded accounts stand for themselves only where there are no others.
      const alone = shown === 0 && out > 0;
      dots.accounts[square] = alone ? out : shown;
      dots.shares[square] = alone ? 1 : share;
      kinds[2 * square] = best;
      dots.states[4 * square + 2] = alone ? EXCLUDED : shown === 0 ? HIDDEN
        : half(moved, MOVED) | half(dimmed, DIMMED) | half(open, OPEN) | half(rivals, COMPETITOR);
      dots.states[4 * square + 3] = Math.max(1, Math.round(share * 255));
      if (shown > this.most) this.most = shown;
      from = end;
    }
    this.measure(dots);
    return dots;
  }

  /** The area of a dot follows its number, up to that of the larger ones. */
  measure({ radii, accounts }) {
    const grow = zoomFactor(this.handle.map.getZoom());
    for (let i = 0; i < radii.length; i++) {
      const part = Math.sqrt(accounts[i] / this.squares.usual);
      radii[i] = Math.min(RADIUS_PX[1], Math.max(RADIUS_PX[0], RADIUS_PX[1] * part)) / grow;
    }
  }

  upload() {
    const { sets, gl } = this.handle.layer;
    if (!gl || !this.on) return;
    for (const [name, dots] of [["planCrowds", this.plan], ["todayCrowds", this.today]]) {
      if (!dots) continue;
      sets[name].setPlaces(dots.split, dots.radii);
      sets[name].setStates(dots.states, [[], []]);
    }
  }

  /** The crowd at a point of the view: its place, how many accounts, the class of most and their part; or null. */
  at(x, y) {
    const { map, split } = this.handle;
    if (!this.on || !map) return null;
    const { scale, left, top, width } = projection(map);
    const dots = this.today && x < width * split ? this.today : this.plan;
    const grow = zoomFactor(map.getZoom());
    let [best, least] = [-1, Infinity];
    for (let i = 0; i < dots.radii.length; i++) {
      const away = Math.hypot(dots.mercator[2 * i] * scale - left - x, dots.mercator[2 * i + 1] * scale - top - y);
      if (away < least && away <= Math.max(SIDE_PX / 2, dots.radii[i] * grow) && !(dots.states[4 * i + 2] & HIDDEN)) {
        [best, least] = [i, away];
      }
    }
    if (best < 0) return null;
    const place = map.unproject([dots.mercator[2 * best] * scale - left, dots.mercator[2 * best + 1] * scale - top]);
    return {
      lon: place.lng, lat: place.lat, accounts: dots.accounts[best], share: dots.shares[best],
      kind: dots.states[4 * best + 2] & EXCLUDED ? ALL_EXCLUDED : new Uint16Array(dots.states.buffer)[2 * best],
    };
  }
}

/**
 * Draws crowds where accounts are too many; once is enough for a map. It tells the map's option
 * onCrowds(accounts of the largest, or 0 where accounts are drawn, side of a square in pixels).
 */
export function drawCrowds(handle) {
  if (handle.crowds) return;
  handle.crowds = new Crowds(handle);
  handle.followers.push(handle.crowds);
}
