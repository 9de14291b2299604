// Tours as lines: the stops of each day in their order, in the rep's colour over a line in the halo's. Of the rep that is
// picked the ways from and to the base are dashed, and days have their numbers; of the day that is picked, its stops.
import { Boxes, Sheet, mercatorX, mercatorY, projection } from "./map.js";

const SVG = "http://www.w3.org/2000/svg";
/** So many places are handed to MapLibre at a time: the page stays free meanwhile. */
const PLACES_A_TASK = 6000;
const MOST_NUMBERS = 150;
/** More days than these have no line in the halo's colour below them: it would hide the map, and cost as much again. */
const MANY_DAYS = 600;
const EMPTY = { type: "FeatureCollection", features: [] };
/** The layers below the dots, from below: kind of line, colour, width, more. */
const LAYERS = [
  ["back", ["!=", "kind", "home"], null, { far: 2.6, near: 4.6, day: 7.5 }, {}],
  ["home", ["==", "kind", "home"], ["get", "color"], { far: 0, near: 1.1, day: 1.1 }, { "line-dasharray": [3, 2.5], "line-opacity": 0.75 }],
  ["line", ["!=", "kind", "home"], ["get", "color"], { far: 1.2, near: 2.4, day: 4.2 }, {}],
];

const part = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

const filterOf = ([sign, name, value]) => [sign, ["get", name], value];
const lines = (id, kind, color, coordinates) => ({
  type: "Feature", id, properties: { kind, color }, geometry: { type: "MultiLineString", coordinates },
});

class Tours {
  constructor(handle) {
    this.handle = handle;
    this.svg = part("svg", { class: "map-tours", "aria-hidden": "true" });
    this.sheet = new Sheet(this.svg);
    handle.parts.push(this.svg);
    handle.labels.placeBox.after(this.svg);
    /** By rep: { key, color, base, days: [[place, ...], ...] }. */
    this.reps = new Map();
    /** Features to hand over, by their ids; null for those to take away. */
    this.waiting = new Map();
    this.shown = { near: false, day: -1, only: false };
    this.numbers = [];
    this.timer = 0;
  }

  /** Takes in which tours are shown; says which of them have no lines yet. */
  expect(marks, shown) {
    const changed = Object.keys(shown).some((name) => shown[name] !== this.shown[name]);
    this.shown = shown;
    const wanted = new Map(marks.map((mark) => [mark.rep, mark]));
    for (const rep of [...this.reps.keys()]) if (!wanted.has(rep)) this.drop(rep);
    const missing = [];
    for (const { rep, key, color } of marks) {
      const known = this.reps.get(rep);
      if (known?.key !== key) missing.push(rep);
      else if (changed || known.color !== color) {
        known.color = color;
        this.write(rep);
      }
    }
    return missing;
  }

  add({ rep, key, color }, lonlat, stops, base) {
    const days = [];
    let at = 0;
    for (const count of stops) {
      const day = [];
      for (const end = at + 2 * count; at < end; at += 2) day.push([lonlat[at], lonlat[at + 1]]);
      days.push(day);
    }
    this.reps.set(rep, { key, color, base: [...base], days });
    this.write(rep);
  }

  drop(rep) {
    this.reps.delete(rep);
    for (let kind = 0; kind < 3; kind++) this.waiting.set(3 * rep + kind, null);
  }

  /** The features of a rep: its days, the ways from and to the base, the day that is picked. */
  write(rep) {
    const { color, base, days } = this.reps.get(rep);
    const { near, day, only } = this.shown;
    const picked = day >= 0 ? days[day] : null;
    const set = (kind, name, of) => this.waiting.set(3 * rep + kind, of.length > 0 ? lines(3 * rep + kind, name, color, of) : null);
    set(0, "day", only ? [] : days.filter((stops) => stops.length > 1));
    set(1, "home", near && !only ? days.map((stops) => [[base, stops[0]], [stops.at(-1), base]]).flat() : []);
    set(2, "picked", picked ? [[base, ...picked, base]] : []);
  }

  rest() {
    this.renumber();
    if (this.handle.ready && this.waiting.size > 0 && !this.timer) this.flush();
  }

  /** Hands over what waits, some of it at a time. */
  flush() {
    this.timer = 0;
    const { map } = this.handle;
    if (!map?.style) return;
    if (!map.getSource("tours")) {
      if (this.reps.size === 0) return this.waiting.clear();
      this.prepare();
    }
    this.paint();
    const diff = { add: [], remove: [] };
    let places = 0;
    for (const [id, feature] of this.waiting) {
      this.waiting.delete(id);
      if (feature) diff.add.push(feature);
      else diff.remove.push(id);
      places += feature ? feature.geometry.coordinates.reduce((sum, line) => sum + line.length, 0) : 0;
      if (places > PLACES_A_TASK) break;
    }
    if (diff.add.length + diff.remove.length > 0) map.getSource("tours").updateData(diff);
    if (this.waiting.size > 0) this.timer = setTimeout(() => this.flush(), 0);
  }

  prepare() {
    const { map } = this.handle;
    map.addSource("tours", { type: "geojson", data: EMPTY, tolerance: 0.2, buffer: 16 });
    for (const [id, filter, , , more] of LAYERS) {
      const layer = { id: `tours-${id}`, type: "line", source: "tours", filter: filterOf(filter), layout: { "line-join": "round", "line-cap": "round" }, paint: more };
      map.addLayer(layer, map.getLayer("points") ? "points" : undefined);
    }
  }

  paint() {
    const { map, colours } = this.handle;
    if (!map.getSource("tours")) return;
    const days = [...this.reps.values()].reduce((sum, tour) => sum + tour.days.length, 0);
    const show = (id, shown) => map.setLayoutProperty(`tours-${id}`, "visibility", shown ? "visible" : "none");
    show("back", this.shown.near || days <= MANY_DAYS);
    show("home", this.shown.near);
    const halo = `rgba(${colours.halo.slice(0, 3).join()},0.7)`;
    for (const [id, , color, width] of LAYERS) {
      map.setPaintProperty(`tours-${id}`, "line-color", color ?? halo);
      const usual = this.shown.near ? width.near : width.far;
      map.setPaintProperty(`tours-${id}`, "line-width", ["match", ["get", "kind"], "picked", width.day, usual]);
    }
  }

  /** The theme has changed, or the map has lost what was drawn. */
  repaint() {
    const { map } = this.handle;
    if (!map.getSource("tours")) for (const rep of this.reps.keys()) this.write(rep);
    this.rest();
    this.paint();
  }

  /** Chooses the numbers of this view: stops of the picked day, else days of the picked rep where there is room. */
  renumber() {
    const { map, labels } = this.handle;
    const days = [...this.reps.values()].reduce((sum, { days }) => sum + days.length, 0);
    Object.assign(this.svg.dataset, { reps: this.reps.size, days });
    this.svg.replaceChildren();
    this.numbers = [];
    const tour = this.shown.near ? [...this.reps.values()][0] : null;
    if (!map || !tour) return;
    const { scale, left, top, width, height } = projection(map);
    const { day } = this.shown;
    const places = day >= 0 ? tour.days[day] ?? [] : tour.days.map((stops) => stops[Math.floor(stops.length / 2)]);
    const boxes = new Boxes(labels.taken.slice());
    places.forEach(([lon, lat], i) => {
      const [mx, my] = [mercatorX(lon), mercatorY(lat)];
      const [x, y] = [mx * scale - left, my * scale - top];
      const half = 5 + 3.5 * String(i + 1).length;
      const box = [x - half, y - 10, x + half, y + 10];
      const inView = x > 0 && y > 0 && x < width && y < height;
      if (!inView || this.numbers.length >= MOST_NUMBERS || !boxes.free(box)) return;
      boxes.add(box);
      this.number(mx, my, i + 1, half, tour.color);
    });
    // Names that numbers must not lie on are known in pixels of the view as it is.
    this.sheet.forget();
    this.lay();
  }

  number(mx, my, number, half, color) {
    const group = part("g", {});
    const wide = half - 9;
    const pill = `M${-wide} -9H${wide}A9 9 0 0 1 ${wide} 9H${-wide}A9 9 0 0 1 ${-wide} -9Z`;
    const text = part("text", { class: "map-tour-number" });
    text.textContent = String(number);
    group.append(part("path", { class: "map-tour-pill", d: pill, stroke: color }), text);
    this.svg.append(group);
    this.numbers.push({ mx, my, group });
  }

  /** Keeps the numbers where the map is. */
  move() {
    const { map } = this.handle;
    if (this.numbers.length > 0 && map && !this.sheet.follow(map)) this.lay();
  }

  /** Lays the numbers out for the view as it is. */
  lay() {
    const { map } = this.handle;
    if (this.numbers.length === 0 || !map) return;
    const { scale, left, top } = this.sheet.layFor(projection(map));
    for (const { mx, my, group } of this.numbers) {
      group.setAttribute("transform", `translate(${(mx * scale - left).toFixed(1)} ${(my * scale - top).toFixed(1)})`);
    }
  }
}

const toursOf = (handle) => handle.followers.find((follower) => follower instanceof Tours);

/**
 * Says which tours are shown: `marks` [{ rep, key, color }] by position of the rep, `shown` { near, day, only }: whether
 * one rep is picked, which of its days (-1 for none), whether nothing but that day is drawn. Returns the reps whose lines
 * `addTour` must bring before `drawTours`.
 */
export function setTours(handle, marks, shown) {
  let tours = toursOf(handle);
  if (!tours) {
    if (marks.length === 0) return [];
    tours = new Tours(handle);
    handle.followers.push(tours);
  }
  return tours.expect(Array.from(marks), shown);
}

/** The lines of a rep: Float64Array [lon, lat, ...] of all stops, Uint32Array of the stops of each day, the base. */
export function addTour(handle, mark, lonlat, stops, base) {
  toursOf(handle)?.add(mark, lonlat, stops, base);
}

/** Draws what was said. */
export function drawTours(handle) {
  toursOf(handle)?.rest();
}
