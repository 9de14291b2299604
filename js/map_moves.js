// Moves as arrows. Far out, one arrow from the middle of one territory to that of another stands for all accounts that
// go that way, with their number; where few that move are in view, or for those that are selected, an arrow each.
import { Boxes, Sheet, gridOf, mercatorX, mercatorY, projection } from "./map.js";

const SVG = "http://www.w3.org/2000/svg";
const MOVED = 1;
const SELECTED = 2;
/** From so close on single accounts have arrows. */
const CLOSE_ZOOM = 7;
const MOST_SINGLE = 150;
/** So many dots hide arrows: they fade. */
const MANY_DOTS = 3000;
/** How far an arrow bows to its side, as a part of its length. */
const BOW = 0.14;
const SHORTEST_PX = 34;
const CLEAR_PX = 10;

const part = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

class Moves {
  constructor(handle) {
    this.handle = handle;
    this.svg = part("svg", { class: "map-moves", "aria-hidden": "true" });
    this.moves = null;
    this.drawn = [];
    this.sheet = new Sheet(this.svg);
    handle.parts.push(this.svg);
    handle.labels.placeBox.after(this.svg);
  }

  set(moves) {
    this.moves = moves && { ...moves, middles: [...moves.centres].map((degrees, i) => (i % 2 ? mercatorY(degrees) : mercatorX(degrees))) };
    this.rest();
  }

  middle(rep) {
    const [x, y] = this.moves.middles.slice(2 * rep, 2 * rep + 2);
    return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
  }

  /** Chooses the arrows of this view. */
  rest() {
    const { map, points } = this.handle;
    this.svg.replaceChildren();
    this.drawn = [];
    if (!this.moves || !map || !points || this.moves.owner.length !== points.count) return;
    const chosen = this.singles();
    this.svg.classList.toggle("is-far", !chosen && points.count > MANY_DOTS);
    if (chosen) chosen.forEach((i) => this.add(this.middle(this.moves.owner[i]), this.place(i), this.handle.palette[this.kind(i)], 1.2, ""));
    else {
      const most = Math.max(...this.moves.arrows.map((arrow) => arrow.accounts));
      for (const { from, to, accounts, color, text } of this.moves.arrows) {
        this.add(this.middle(from), this.middle(to), color, 1.2 + 4 * Math.sqrt(accounts / most), String(accounts), text);
      }
    }
    // Names that numbers must not lie on are known in pixels of the view as it is.
    this.sheet.forget();
    this.lay();
    this.spare();
  }

  /** Hides numbers that would lie on names or on each other; the arrows' widths still tell which are larger. */
  spare() {
    const boxes = new Boxes(this.handle.labels.taken.slice());
    for (const { text, group } of this.drawn) {
      const [x, y, half] = [Number(text.getAttribute("x")), Number(text.getAttribute("y")) - 4, 4 + 3.5 * text.textContent.length];
      const box = [x - half, y - 8, x + half, y + 8];
      const shown = !group.hasAttribute("hidden") && boxes.free(box);
      text.toggleAttribute("hidden", !shown);
      if (shown) boxes.add(box);
    }
  }

  kind(i) { return new Uint16Array(this.handle.points.states.buffer)[2 * i]; }
  place(i) { return [...this.handle.points.mercator.subarray(2 * i, 2 * i + 2)]; }

  /** The accounts that have an arrow each; null where territories have. */
  singles() {
    const { map, points } = this.handle;
    const flags = (i) => points.states[4 * i + 2];
    const selected = points.raised[1].filter((i) => flags(i) & MOVED && flags(i) & SELECTED);
    if (selected.length > 0 && selected.length <= MOST_SINGLE) return selected;
    if (map.getZoom() < CLOSE_ZOOM) return null;
    const { scale, left, top, width, height } = projection(map);
    const seen = [];
    gridOf(points).forEachNear(left / scale, top / scale, (left + width) / scale, (top + height) / scale, (i) => {
      if (seen.length <= MOST_SINGLE && flags(i) & MOVED) seen.push(i);
    });
    return seen.length > 0 && seen.length <= MOST_SINGLE ? seen : null;
  }

  add(from, to, color, width, label, title = "") {
    if (!from || !to) return;
    const line = part("path", { class: "map-move", stroke: color, "stroke-width": width.toFixed(1) });
    const head = part("path", { class: "map-move-head", fill: color });
    const text = part("text", { class: "map-move-count" });
    text.textContent = label;
    const back = part("path", { class: "map-move-back", "stroke-width": (width + 2.4).toFixed(1) });
    const group = part("g", {});
    if (title) {
      group.append(part("title", {}));
      group.firstChild.textContent = title;
    }
    group.append(back, line, head, text);
    this.svg.append(group);
    this.drawn.push({ from, to, width, gap: title ? CLEAR_PX : 3, group, line, back, head, text });
  }

  /** Keeps the arrows where the map is. */
  move() {
    const { map } = this.handle;
    if (this.drawn.length > 0 && map && !this.sheet.follow(map)) this.lay();
  }

  /** Lays the arrows out for the view as it is. */
  lay() {
    const { map } = this.handle;
    if (this.drawn.length === 0 || !map) return;
    const { scale, left, top } = this.sheet.layFor(projection(map));
    const pixel = ([x, y]) => [x * scale - left, y * scale - top];
    for (const arrow of this.drawn) {
      let [[ax, ay], [bx, by]] = [pixel(arrow.from), pixel(arrow.to)];
      let [dx, dy] = [bx - ax, by - ay];
      const length = Math.hypot(dx, dy);
      // The marks of bases at both ends stay free.
      [bx, by] = [bx - (dx / length) * arrow.gap, by - (dy / length) * arrow.gap];
      [ax, ay] = [ax + (dx / length) * CLEAR_PX, ay + (dy / length) * CLEAR_PX];
      [dx, dy] = [bx - ax, by - ay];
      arrow.group.toggleAttribute("hidden", length < SHORTEST_PX);
      if (length < SHORTEST_PX) continue;
      const [cx, cy] = [(ax + bx) / 2 - dy * BOW, (ay + by) / 2 + dx * BOW];
      // The head points along the end of the curve.
      const [tx, ty] = [bx - cx, by - cy];
      const away = Math.hypot(tx, ty);
      const [ux, uy] = [tx / away, ty / away];
      const size = 5 + 1.6 * arrow.width;
      const [ex, ey] = [bx - ux * size * 0.8, by - uy * size * 0.8];
      const at = (...numbers) => numbers.map((number) => number.toFixed(1)).join(" ");
      const curve = `M${at(ax, ay)}Q${at(cx, cy, ex, ey)}`;
      arrow.line.setAttribute("d", curve);
      arrow.back.setAttribute("d", curve);
      arrow.head.setAttribute("d", `M${at(bx, by)}L${at(bx - ux * size - uy * size * 0.5, by - uy * size + ux * size * 0.5)}L${at(bx - ux * size + uy * size * 0.5, by - uy * size - ux * size * 0.5)}Z`);
      arrow.text.setAttribute("x", (ax / 4 + cx / 2 + bx / 4).toFixed(1));
      arrow.text.setAttribute("y", (ay / 4 + cy / 2 + by / 4 + 4).toFixed(1));
    }
  }
}

/**
 * Shows moves, or none for null: `arrows` [{ from, to, accounts, color, text }] by position of the rep, `centres`
 * (Float64Array of longitude, latitude) of the reps, `owner` (Uint16Array): today's rep of each account.
 */
export function setMoves(handle, moves) {
  let shown = handle.followers.find((follower) => follower instanceof Moves);
  if (!shown) {
    if (!moves) return;
    shown = new Moves(handle);
    handle.followers.push(shown);
  }
  shown.set(moves);
}
