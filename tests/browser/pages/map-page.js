// Shows js/map.js with 33,000 made-up accounts around the larger US places, 24 territories and their bases.
import * as map from "./js/map.js";
import { drawCrowds } from "./js/map_crowds.js";
import { setHeat } from "./js/map_heat.js";
import { setMoves } from "./js/map_moves.js";

const PALETTE = ["#3b6fc0", "#e08a1e", "#2aa17a", "#c65a9d", "#7b6fd0", "#c9553f", "#4a9fc9", "#8a8f2a", "#b06a3a", "#5b7d8c"];
let seed = 7;
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const bell = () => random() + random() + random() - 1.5;

const places = (await (await fetch("data/places.json")).json()).filter(([, lon, lat, , country]) => country === "US" && lon > -126 && lat > 24);
const total = places.reduce((sum, place) => sum + place[3], 0);
const COUNT = Number(new URLSearchParams(location.search).get("accounts") ?? 33000);
const lonlat = new Float64Array(2 * COUNT);
const radii = new Float32Array(COUNT);
for (let i = 0; i < COUNT; i++) {
  let left = random() * total;
  const place = places.find((p) => (left -= p[3]) <= 0) ?? places[0];
  lonlat[2 * i] = place[1] + bell() * 0.5;
  lonlat[2 * i + 1] = place[2] + bell() * 0.4;
  radii[i] = 1.4 + 4 * random() ** 6;
}

const bases = [];
for (const [name, lon, lat] of places) {
  if (bases.length === 24) break;
  if (bases.every((base) => Math.hypot(base.lon - lon, base.lat - lat) > 2.5)) {
    bases.push({ lon, lat, name: `${name.split(" ")[0]} Rep`, index: bases.length, color: PALETTE[bases.length % PALETTE.length] });
  }
}
bases.push({ ...bases[0], lon: bases[0].lon - 0.3, lat: bases[0].lat + 0.2, name: "Second Newyorker" });
const nearest = (lon, lat) => {
  let best = 0;
  let least = Infinity;
  for (let k = 0; k < 24; k++) {
    const away = (bases[k].lon - lon) ** 2 + (bases[k].lat - lat) ** 2;
    if (away < least) [best, least] = [k, away];
  }
  return best;
};
const territories = new Uint16Array(COUNT);
const flags = new Uint8Array(COUNT);
for (let i = 0; i < COUNT; i++) {
  territories[i] = nearest(lonlat[2 * i], lonlat[2 * i + 1]);
  flags[i] = random() < 0.01 ? 1 : random() < 0.001 ? 2 : 0;
}

/** Half-degree cells of the nearest base, merged by row: outlines good enough to look at. */
const features = bases.slice(0, 24).map((base) => {
  let ring = [];
  for (let turn = 0; turn < 180; turn++) {
    const angle = (turn * Math.PI) / 90;
    let far = 0;
    while (far < 14 && nearest(base.lon + far * Math.cos(angle), base.lat + far * Math.sin(angle)) === base.index) far += 0.05;
    ring.push([base.lon + far * Math.cos(angle), base.lat + far * Math.sin(angle)]);
  }
  ring.push(ring[0]);
  return { type: "Feature", properties: { territory: base.index }, geometry: { type: "Polygon", coordinates: [ring] } };
});
const palette = bases.slice(0, 24).map((base) => base.color);

window.heard = { hover: [], click: [], lasso: [], move: [], fail: [], crowd: [], crowds: [], heat: [], ready: 0 };
const handle = map.createMap(document.getElementById("map"), {
  theme: "light",
  onReady: () => { window.heard.ready++; },
  onFail: (text) => window.heard.fail.push(text),
  onHover: (index, x, y) => window.heard.hover.push([index, x, y]),
  onClick: (index, shift) => window.heard.click.push([index, shift]),
  onLasso: (indices, shift) => window.heard.lasso.push([indices.length, shift]),
  onCrowd: (...crowd) => window.heard.crowd.push(crowd),
  onCrowds: (...crowds) => window.heard.crowds.push(crowds),
  onHeat: (...heat) => window.heard.heat.push(heat),
  onMove: (box) => window.heard.move.push(box),
});
drawCrowds(handle);
map.setPoints(handle, lonlat, radii);
map.setTerritories(handle, territories, flags, palette);
map.setOutlines(handle, features.map((feature) => JSON.stringify(feature)), palette);
map.setRegions(handle, null, ["MX"]);
map.setBases(handle, bases);
map.fit(handle, [-125, 24, -66, 50], 20);
Object.assign(window, { map, setHeat, setMoves, handle, check: { lonlat, radii, territories, flags, palette, bases } });
document.documentElement.dataset.ready = "true";
