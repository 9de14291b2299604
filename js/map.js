// The map: MapLibre draws land, borders, outlines and water; one custom WebGL2 layer draws all accounts, so that a
// new assignment costs one buffer upload; labels and rep bases are HTML, placed so that they never overlap.
//
// The app's wasm imports this module; nothing here runs before `createMap`. MapLibre itself is fetched then.
// A handle may be used at once: what is set before the map is ready is kept and drawn when it is.
// Coordinates are longitude, latitude in degrees; indices are positions in the arrays the caller passed.

const ALL_COLOURS = {
  land: "--map-land", water: "--map-water", coast: "--map-coast", country: "--map-country-line",
  state: "--map-state-line", ring: "--map-ring", accent: "--map-accent", halo: "--map-halo",
};
const PICK_RADIUS_PX = 8;
const MOVED = 1;
const SELECTED = 2;
const DIMMED = 4;
const HIDDEN = 8;

// ------------------------------------------------------------------------------------------------ addresses
/** An address below the document's base, with the build id, so that files of two builds never mix. */
function address(path) {
  const url = new URL(path, document.baseURI);
  const build = document.documentElement.dataset.build;
  if (build) url.searchParams.set("v", build);
  return url.href;
}

// ------------------------------------------------------------------------------------------------ colours
let probe;
/** Any CSS colour as [r, g, b, a], 0 to 255. */
function bytesOf(colour) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour);
  if (hex) {
    const value = parseInt(hex[1], 16);
    return [value >> 16, (value >> 8) & 255, value & 255, 255];
  }
  probe ??= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = "#888";
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data];
}

const rgba = ([r, g, b, a]) => `rgba(${r},${g},${b},${(a / 255).toFixed(3)})`;

function themeColours() {
  const style = getComputedStyle(document.documentElement);
  const colours = {};
  for (const [name, property] of Object.entries(ALL_COLOURS)) colours[name] = bytesOf(style.getPropertyValue(property).trim());
  colours.fillOpacity = Number(style.getPropertyValue("--map-territory-opacity")) || 0.22;
  return colours;
}

// ------------------------------------------------------------------------------------------------ projection
const mercatorX = (lon) => (lon + 180) / 360;
const mercatorY = (lat) => {
  const bounded = Math.max(-85.05, Math.min(85.05, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (bounded * Math.PI) / 360)) / (2 * Math.PI);
};

/** Mercator to pixels of the view; exact, because the map neither turns nor tilts. */
function projection(map) {
  const scale = 512 * 2 ** map.getZoom();
  const { lng, lat } = map.getCenter();
  // The canvas follows a new size a frame later; the container has it already.
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  return { scale, left: mercatorX(lng) * scale - width / 2, top: mercatorY(lat) * scale - height / 2, width, height };
}

const zoomFactor = (zoom) => Math.max(0.55, Math.min(1.7, 0.72 + (zoom - 4) * 0.11));

// ------------------------------------------------------------------------------------------------ points
const VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec4 a_position;
layout(location = 1) in float a_radius;
layout(location = 2) in float a_territory;
layout(location = 3) in float a_flags;
uniform mat4 u_matrix;
uniform vec4 u_centre;
uniform vec3 u_scale;
uniform sampler2D u_palette;
uniform int u_pass;
out vec4 v_colour;
flat out float v_radius;
flat out float v_size;
flat out int v_flags;
void main() {
  int flags = int(a_flags + 0.5);
  int layer = (flags & 3) != 0 ? ((flags & 2) != 0 ? 2 : 1) : 0;
  if ((flags & 8) != 0 || layer != u_pass) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); gl_PointSize = 0.0; return; }
  vec2 place = (a_position.xy - u_centre.xy) + (a_position.zw - u_centre.zw);
  gl_Position = u_matrix * vec4(place, 0.0, 1.0);
  v_radius = max(a_radius * u_scale.x, 1.1) * u_scale.y;
  float extra = ((flags & 2) != 0 ? 4.5 : (flags & 1) != 0 ? 2.2 : 1.2) * u_scale.y;
  v_size = 2.0 * (v_radius + extra) + 1.0;
  gl_PointSize = v_size;
  int index = int(a_territory + 0.5);
  v_colour = texelFetch(u_palette, ivec2(index & 255, index >> 8), 0);
  v_flags = flags;
}`;

const FRAGMENT = `#version 300 es
precision highp float;
in vec4 v_colour;
flat in float v_radius;
flat in float v_size;
flat in int v_flags;
uniform vec4 u_ring;
uniform vec4 u_accent;
uniform vec4 u_halo;
uniform float u_ratio;
out vec4 o_colour;
void main() {
  float away = length(gl_PointCoord - 0.5) * v_size;
  float dot_ = clamp(v_radius - away + 0.5, 0.0, 1.0);
  vec4 colour = vec4(v_colour.rgb, 1.0) * dot_ * 0.95;
  if ((v_flags & 1) != 0) {
    // A small dot has a thin ring, else thousands of moves would turn the map black.
    float part = clamp(v_radius / u_ratio / 4.0, 0.15, 1.0) * u_ratio;
    float outer = clamp(v_radius + 1.2 * part - away + 0.5, 0.0, 1.0);
    float inner = clamp(v_radius - 0.3 * part - away + 0.5, 0.0, 1.0);
    float ring = max(outer - inner, 0.0);
    colour = mix(colour, vec4(u_ring.rgb, 1.0), ring);
  } else {
    float edge = clamp(v_radius + 0.7 * u_ratio - away + 0.5, 0.0, 1.0) - dot_;
    colour += vec4(u_halo.rgb, 1.0) * max(edge, 0.0) * 0.7 * smoothstep(1.6, 3.2, v_radius / u_ratio);
  }
  if ((v_flags & 2) != 0) {
    float outer = clamp(v_radius + 4.0 * u_ratio - away + 0.5, 0.0, 1.0);
    float inner = clamp(v_radius + 1.8 * u_ratio - away + 0.5, 0.0, 1.0);
    colour = mix(colour, vec4(u_accent.rgb, 1.0), max(outer - inner, 0.0));
  }
  if ((v_flags & 4) != 0) colour *= 0.22;
  o_colour = colour;
}`;

function compile(gl, kind, source) {
  const shader = gl.createShader(kind);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

/** All accounts in one draw: static places and sizes, and four bytes each (territory, flags) that change. */
class PointLayer {
  constructor(handle) {
    this.id = "points";
    this.type = "custom";
    this.renderingMode = "2d";
    this.handle = handle;
    this.gl = null;
  }

  onAdd(map, gl) {
    this.map = map;
    this.gl = gl;
    const program = gl.createProgram();
    gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, VERTEX));
    gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, FRAGMENT));
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error(`The point shader does not link: ${gl.getProgramInfoLog(program)}`);
    }
    this.program = program;
    this.uniforms = {};
    for (const name of ["matrix", "centre", "scale", "palette", "pass", "ring", "accent", "halo", "ratio"]) {
      this.uniforms[name] = gl.getUniformLocation(program, `u_${name}`);
    }
    this.places = gl.createBuffer();
    this.sizes = gl.createBuffer();
    this.states = gl.createBuffer();
    this.palette = gl.createTexture();
    this.vertices = gl.createVertexArray();
    gl.bindVertexArray(this.vertices);
    const attribute = (index, buffer, size, type, stride, offset) => {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.enableVertexAttribArray(index);
      gl.vertexAttribPointer(index, size, type, false, stride, offset);
    };
    attribute(0, this.places, 4, gl.FLOAT, 0, 0);
    attribute(1, this.sizes, 1, gl.FLOAT, 0, 0);
    attribute(2, this.states, 1, gl.UNSIGNED_SHORT, 4, 0);
    attribute(3, this.states, 1, gl.UNSIGNED_BYTE, 4, 2);
    gl.bindVertexArray(null);
    this.uploadPoints();
    this.uploadPalette();
  }

  uploadPoints() {
    const { gl } = this;
    const { points } = this.handle;
    if (!gl || !points) return;
    const fill = (buffer, data, usage) => {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, data, usage);
    };
    fill(this.places, points.split, gl.STATIC_DRAW);
    fill(this.sizes, points.radii, gl.STATIC_DRAW);
    fill(this.states, points.states, gl.DYNAMIC_DRAW);
  }

  uploadStates() {
    const { gl } = this;
    if (!gl || !this.handle.points) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.states);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, this.handle.points.states);
  }

  uploadPalette() {
    const { gl } = this;
    if (!gl) return;
    const { palette } = this.handle;
    const rows = Math.max(1, Math.ceil(palette.length / 256));
    const texels = new Uint8Array(rows * 256 * 4).fill(136);
    palette.forEach((colour, index) => texels.set(bytesOf(colour), index * 4));
    const bound = gl.getParameter(gl.TEXTURE_BINDING_2D);
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, rows, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.bindTexture(gl.TEXTURE_2D, bound);
  }

  render(gl, args) {
    const { points, colours } = this.handle;
    if (!points || points.count === 0) return;
    const { lng, lat } = this.map.getCenter();
    const x = mercatorX(lng);
    const y = mercatorY(lat);
    // The matrix is moved to the centre of the view in double precision; the shader adds small differences only.
    const matrix = Float64Array.from(args.defaultProjectionData.mainMatrix);
    for (let row = 0; row < 4; row++) matrix[12 + row] += matrix[row] * x + matrix[4 + row] * y;
    // Not the canvas's own sizes: while the map is parked it has none, and dots without measure stop the machine.
    const ratio = this.map.getPixelRatio();
    const colour = (name) => colours[name].map((byte) => byte / 255);

    gl.useProgram(this.program);
    gl.uniformMatrix4fv(this.uniforms.matrix, false, Float32Array.from(matrix));
    gl.uniform4f(this.uniforms.centre, Math.fround(x), Math.fround(y), x - Math.fround(x), y - Math.fround(y));
    gl.uniform3f(this.uniforms.scale, zoomFactor(this.map.getZoom()), ratio, 0);
    gl.uniform1f(this.uniforms.ratio, ratio);
    gl.uniform4fv(this.uniforms.ring, colour("ring"));
    gl.uniform4fv(this.uniforms.accent, colour("accent"));
    gl.uniform4fv(this.uniforms.halo, colour("halo"));
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    gl.uniform1i(this.uniforms.palette, 0);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindVertexArray(this.vertices);
    // Plain dots first, then those that move, then the selected ones: what matters lies on top.
    for (let pass = 0; pass < 3; pass++) {
      if (pass > 0 && !points.passes[pass]) continue;
      gl.uniform1i(this.uniforms.pass, pass);
      gl.drawArrays(gl.POINTS, 0, points.count);
    }
    gl.bindVertexArray(null);
  }

  onRemove() {
    const { gl } = this;
    if (gl && !gl.isContextLost()) {
      for (const buffer of [this.places, this.sizes, this.states]) gl.deleteBuffer(buffer);
      gl.deleteTexture(this.palette);
      gl.deleteVertexArray(this.vertices);
      gl.deleteProgram(this.program);
    }
    this.gl = null;
  }
}

/** Points sorted into the cells of a grid over their bounding box, for picking. */
class Grid {
  constructor(mercator) {
    const count = mercator.length / 2;
    this.mercator = mercator;
    this.side = Math.max(1, Math.min(512, Math.ceil(Math.sqrt(count))));
    let [west, north, east, south] = [1, 1, 0, 0];
    for (let i = 0; i < count; i++) {
      west = Math.min(west, mercator[2 * i]);
      east = Math.max(east, mercator[2 * i]);
      north = Math.min(north, mercator[2 * i + 1]);
      south = Math.max(south, mercator[2 * i + 1]);
    }
    Object.assign(this, { west, north });
    this.perX = this.side / Math.max(east - west, 1e-12);
    this.perY = this.side / Math.max(south - north, 1e-12);
    const cells = new Uint32Array(count);
    this.starts = new Uint32Array(this.side * this.side + 1);
    for (let i = 0; i < count; i++) {
      cells[i] = this.column(mercator[2 * i]) + this.row(mercator[2 * i + 1]) * this.side;
      this.starts[cells[i] + 1]++;
    }
    for (let c = 0; c < this.side * this.side; c++) this.starts[c + 1] += this.starts[c];
    const next = this.starts.slice();
    this.members = new Uint32Array(count);
    for (let i = 0; i < count; i++) this.members[next[cells[i]]++] = i;
  }

  clamp(value) { return Math.max(0, Math.min(this.side - 1, Math.floor(value))); }
  column(x) { return this.clamp((x - this.west) * this.perX); }
  row(y) { return this.clamp((y - this.north) * this.perY); }

  /** Calls `visit(index)` for every point of the cells that a box touches. */
  forEachNear(west, north, east, south, visit) {
    for (let row = this.row(north); row <= this.row(south); row++) {
      const from = this.starts[row * this.side + this.column(west)];
      const to = this.starts[row * this.side + this.column(east) + 1];
      for (let k = from; k < to; k++) visit(this.members[k]);
    }
  }
}

/** The grid of the points; made when it is first asked for. */
const gridOf = (points) => (points.grid ??= new Grid(points.mercator));

function pointAt(handle, x, y) {
  const { map, points } = handle;
  if (!map || !points || points.count === 0) return -1;
  const { scale, left, top } = projection(map);
  const grow = zoomFactor(map.getZoom());
  const reach = PICK_RADIUS_PX + points.maxRadius * grow;
  let best = -1;
  let bestRank = Infinity;
  gridOf(points).forEachNear(
    (x - reach + left) / scale, (y - reach + top) / scale, (x + reach + left) / scale, (y + reach + top) / scale,
    (i) => {
      const flags = points.states[4 * i + 2];
      if (flags & HIDDEN) return;
      const away = Math.hypot(points.mercator[2 * i] * scale - left - x, points.mercator[2 * i + 1] * scale - top - y);
      const radius = points.radii[i] * grow;
      if (away > Math.max(PICK_RADIUS_PX, radius)) return;
      const rank = away - (flags & (MOVED | SELECTED) ? 1 : 0) + (flags & DIMMED ? 4 : 0);
      if (rank < bestRank) [best, bestRank] = [i, rank];
    },
  );
  return best;
}

/** Indices of the shown points inside a polygon of view pixels, ascending. */
function pointsWithin(handle, outline) {
  const { map, points } = handle;
  if (!map || !points || outline.length < 3) return new Uint32Array();
  const { scale, left, top } = projection(map);
  const xs = outline.map((p) => p[0]);
  const ys = outline.map((p) => p[1]);
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const found = [];
  gridOf(points).forEachNear((west + left) / scale, (north + top) / scale, (east + left) / scale, (south + top) / scale, (i) => {
    if (points.states[4 * i + 2] & HIDDEN) return;
    const x = points.mercator[2 * i] * scale - left;
    const y = points.mercator[2 * i + 1] * scale - top;
    if (x < west || x > east || y < north || y > south) return;
    let odd = false;
    for (let a = 0, b = xs.length - 1; a < xs.length; b = a++) {
      if (ys[a] > y !== ys[b] > y && x < ((xs[b] - xs[a]) * (y - ys[a])) / (ys[b] - ys[a]) + xs[a]) odd = !odd;
    }
    if (odd) found.push(i);
  });
  return Uint32Array.from(found).sort();
}

// ------------------------------------------------------------------------------------------------ the base map
const EMPTY = { type: "FeatureCollection", features: [] };

function styleOf(handle) {
  const source = (data) => ({ type: "geojson", data, tolerance: 0.3, buffer: 64 });
  return {
    version: 8,
    sources: {
      outlines: source(EMPTY),
      states: source(EMPTY),
      countries: source(EMPTY),
      ocean: source(address("data/ocean.geojson")),
      coast: source(address("data/coast.geojson")),
      "state-lines": source(address("data/state-lines.geojson")),
      "country-lines": source(address("data/country-lines.geojson")),
    },
    layers: [
      { id: "land", type: "background" },
      { id: "territories", type: "fill", source: "outlines", paint: { "fill-color": ["get", "color"] } },
      {
        // Each outline is drawn just inside its own border: where two meet, both colours show side by side.
        id: "territory-lines", type: "line", source: "outlines", layout: { "line-join": "round" },
        paint: { "line-color": ["get", "color"], "line-width": 1.6, "line-offset": 0.9, "line-opacity": 0.85 },
      },
      { id: "no-countries", type: "fill", source: "countries", paint: { "fill-antialias": false } },
      { id: "no-states", type: "fill", source: "states", paint: { "fill-antialias": false } },
      { id: "water", type: "fill", source: "ocean" },
      { id: "coast", type: "line", source: "coast", paint: { "line-width": 0.8 } },
      { id: "state-lines", type: "line", source: "state-lines", paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.5, 7, 1] } },
      { id: "country-lines", type: "line", source: "country-lines", paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 7, 1.4] } },
    ],
  };
}

function paintTheme(handle) {
  const { map, colours } = handle;
  const paint = (layer, property, value) => map.setPaintProperty(layer, property, value);
  paint("land", "background-color", rgba(colours.land));
  paint("no-countries", "fill-color", rgba(colours.land));
  paint("no-states", "fill-color", rgba(colours.land));
  paint("water", "fill-color", rgba(colours.water));
  paint("coast", "line-color", rgba(colours.coast));
  paint("state-lines", "line-color", rgba(colours.state));
  paint("country-lines", "line-color", rgba(colours.country));
  paint("territories", "fill-opacity", colours.fillOpacity);
}

function applyOutlines(handle) {
  handle.map.getSource("outlines").setData(handle.outlines ?? EMPTY);
}

function applyRegions(handle) {
  const { map, regions } = handle;
  const mask = (layer, source, file, codes) => {
    if (codes && !handle.regionData[file]) {
      handle.regionData[file] = true;
      map.getSource(source).setData(address(file));
    }
    map.setLayoutProperty(layer, "visibility", codes ? "visible" : "none");
    map.setFilter(layer, ["!", ["in", ["get", "code"], ["literal", codes ?? []]]]);
  };
  mask("no-states", "states", "data/states.geojson", regions?.states);
  mask("no-countries", "countries", "data/countries.geojson", regions?.countries);
}

// ------------------------------------------------------------------------------------------------ labels
const LABEL_HEIGHT = 16;
let ruler;
const widths = new Map();
function textWidth(text, weight, size) {
  const key = `${weight} ${size} ${text}`;
  if (!widths.has(key)) {
    ruler ??= new OffscreenCanvas(1, 1).getContext("2d");
    ruler.font = `${weight} ${size}px "Inter Variable", system-ui, sans-serif`;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

class Boxes {
  constructor() { this.taken = []; }
  free(box) { return !this.taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]); }
  add(box) { this.taken.push(box); }
}

const moveTo = (element, x, y) => { element.style.transform = `translate(${Math.round(x)}px,${Math.round(y)}px)`; };

/** Chooses which labels show and where: bases first (right, left, below, above of the diamond), then places by size. */
function placeLabels(handle) {
  const { map, labels } = handle;
  const { scale, left, top, width, height } = projection(map);
  const boxes = new Boxes();
  for (const control of labels.keepOff) boxes.add(control);
  const inView = (x, y, slack) => x > -slack && y > -slack && x < width + slack && y < height + slack;

  for (const base of labels.bases) {
    base.x = base.mx * scale - left;
    base.y = base.my * scale - top;
    base.seen = inView(base.x, base.y, 20);
    if (base.seen) boxes.add([base.x - 9, base.y - 9, base.x + 9, base.y + 9]);
  }
  for (const base of labels.bases) {
    const wide = textWidth(base.name, 600, 12) + 4;
    const options = [
      [base.x + 11, base.y - 8], [base.x - 11 - wide, base.y - 8], [base.x - wide / 2, base.y + 10], [base.x - wide / 2, base.y - 10 - LABEL_HEIGHT],
      [base.x + 8, base.y + 6], [base.x + 8, base.y - 22], [base.x - 8 - wide, base.y + 6], [base.x - 8 - wide, base.y - 22],
    ];
    // The place taken last time comes first, so that labels do not jump while the map moves.
    if (base.option !== undefined) options.unshift(options[base.option]);
    const spot = base.seen
      ? options.findIndex(([x, y]) => x > 2 && x + wide < width - 2 && boxes.free([x, y, x + wide, y + LABEL_HEIGHT]))
      : -1;
    base.option = spot < 0 ? undefined : base.option === undefined ? spot : spot === 0 ? base.option : spot - 1;
    base.label.hidden = spot < 0;
    base.mark.hidden = !base.seen;
    if (spot >= 0) {
      const [x, y] = options[spot];
      [base.dx, base.dy] = [x - base.x, y - base.y];
      boxes.add([x - 2, y, x + wide + 2, y + LABEL_HEIGHT]);
    }
  }

  const zoom = map.getZoom();
  const room = Math.max(4, Math.round((width * height) / 26000));
  const smallest = 5200 / 2 ** (zoom * 0.78);
  const chosen = new Set();
  for (const place of labels.places) {
    if (chosen.size >= room || place.thousands < smallest) break;
    const x = place.mx * scale - left;
    const y = place.my * scale - top;
    if (!inView(x, y, 0)) continue;
    const wide = textWidth(place.name, 450, 11);
    const box = [x - wide / 2, y - 8, x + wide / 2, y + 8];
    if (box[0] < 4 || box[2] > width - 4 || !boxes.free([box[0] - 14, box[1] - 8, box[2] + 14, box[3] + 8])) continue;
    boxes.add(box);
    chosen.add(place);
    place.wide = wide;
  }
  for (const place of labels.shownPlaces) {
    if (!chosen.has(place)) {
      place.element.remove();
      place.element = null;
    }
  }
  for (const place of chosen) {
    if (place.element) continue;
    place.element = document.createElement("span");
    place.element.className = place.thousands >= 500 ? "map-place map-place-large" : "map-place";
    place.element.textContent = place.name;
    labels.placeBox.append(place.element);
  }
  labels.shownPlaces = chosen;
  moveLabels(handle);
}

function moveLabels(handle) {
  const { map, labels } = handle;
  const { scale, left, top } = projection(map);
  for (const base of labels.bases) {
    const x = base.mx * scale - left;
    const y = base.my * scale - top;
    if (!base.mark.hidden) moveTo(base.mark, x - 7, y - 7);
    if (!base.label.hidden) moveTo(base.label, x + base.dx, y + base.dy);
  }
  for (const place of labels.shownPlaces) moveTo(place.element, place.mx * scale - left - place.wide / 2, place.my * scale - top - 8);
}

function applyBases(handle) {
  const { labels } = handle;
  labels.baseBox.replaceChildren();
  labels.bases = handle.bases.map(({ lon, lat, name, color, index }) => {
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    mark.setAttribute("class", "map-base");
    mark.setAttribute("viewBox", "0 0 14 14");
    mark.dataset.index = index;
    const diamond = document.createElementNS("http://www.w3.org/2000/svg", "path");
    diamond.setAttribute("d", "M7 0.8 13.2 7 7 13.2 0.8 7Z");
    diamond.setAttribute("fill", color);
    mark.append(diamond);
    // SVG elements have no `hidden` property of their own.
    Object.defineProperty(mark, "hidden", {
      get: () => mark.hasAttribute("hidden"),
      set: (value) => mark.toggleAttribute("hidden", value),
    });
    const label = document.createElement("span");
    label.className = "map-base-name";
    label.textContent = name;
    labels.baseBox.append(mark, label);
    return { mx: mercatorX(lon), my: mercatorY(lat), name, mark, label };
  });
  placeLabels(handle);
}

async function loadPlaces(handle) {
  try {
    const response = await fetch(address("data/places.json"));
    if (!response.ok) return;
    handle.labels.places = (await response.json()).map(([name, lon, lat, thousands]) => ({
      name, thousands, mx: mercatorX(lon), my: mercatorY(lat), element: null,
    }));
    placeLabels(handle);
  } catch (error) {
    console.warn("The map shows no place names:", error);
  }
}

// ------------------------------------------------------------------------------------------------ drawing a selection
function watchDrawing(handle) {
  const { element, path, signal } = handle;
  let outline = null;
  let box = false;
  let shifted = false;

  const at = (event) => {
    const frame = element.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  const corners = ([ax, ay], [bx, by]) => [[ax, ay], [bx, ay], [bx, by], [ax, by]];
  const draw = () => path.setAttribute("d", outline && outline.length > 1 ? `M${outline.map((p) => p.map(Math.round).join(" ")).join("L")}Z` : "");
  const stop = () => {
    outline = null;
    draw();
  };

  const isMap = (target) => handle.map?.getCanvasContainer().contains(target);
  const starts = (event) => event.button === 0 && isMap(event.target) && (handle.mode !== "none" || event.shiftKey);
  // MapLibre listens to mouse and touch events: they are kept from it while a selection is drawn.
  const keep = (event) => { if (starts(event) || outline) event.stopPropagation(); };
  const keepTouch = (event) => {
    if (handle.mode !== "none" && isMap(event.target)) {
      event.stopPropagation();
      event.preventDefault();
    }
  };
  element.addEventListener("mousedown", keep, { capture: true, signal });
  element.addEventListener("touchstart", keepTouch, { capture: true, signal, passive: false });

  element.addEventListener("pointerdown", (event) => {
    if (!starts(event)) return;
    box = handle.mode !== "lasso";
    shifted = handle.mode === "none";
    outline = [at(event)];
    element.setPointerCapture(event.pointerId);
  }, { capture: true, signal });
  element.addEventListener("pointermove", (event) => {
    if (!outline) return;
    const here = at(event);
    if (box) outline = corners(outline[0], here);
    else if (Math.hypot(here[0] - outline.at(-1)[0], here[1] - outline.at(-1)[1]) >= 3) outline.push(here);
    draw();
  }, { signal });
  element.addEventListener("pointerup", (event) => {
    if (!outline) return;
    const shape = outline;
    const start = shape[0];
    const [x, y] = at(event);
    stop();
    if (shape.every((p) => Math.hypot(p[0] - start[0], p[1] - start[1]) < 4)) {
      handle.options.onClick?.(pointAt(handle, x, y), shifted || event.shiftKey);
      return;
    }
    handle.options.onLasso?.(pointsWithin(handle, shape), event.shiftKey);
  }, { signal });
  element.addEventListener("pointercancel", stop, { signal });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && outline) stop();
  }, { signal });
}

// ------------------------------------------------------------------------------------------------ hover and click
function watchPointer(handle) {
  const { map } = handle;
  const canvas = map.getCanvasContainer();
  let last = -1;
  let waiting = null;
  const tell = (index, x, y) => {
    if (index < 0 && last < 0) return;
    last = index;
    canvas.classList.toggle("map-over-point", index >= 0);
    handle.options.onHover?.(index, x, y);
  };
  map.on("mousemove", ({ point }) => {
    if (!waiting) {
      requestAnimationFrame(() => {
        const { x, y } = waiting;
        waiting = null;
        if (handle.element) tell(map.isMoving() ? -1 : pointAt(handle, x, y), x, y);
      });
    }
    waiting = point;
  });
  canvas.addEventListener("mouseleave", () => tell(-1, 0, 0));
  map.on("click", ({ point, originalEvent }) => {
    if (handle.mode === "none") handle.options.onClick?.(pointAt(handle, point.x, point.y), originalEvent.shiftKey);
  });
}

// ------------------------------------------------------------------------------------------------ parts of the page
function html(tag, className, attributes = {}, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function buildParts(handle) {
  const view = html("div", "map-view");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "map-lasso");
  svg.setAttribute("aria-hidden", "true");
  handle.path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.append(handle.path);
  handle.labels.placeBox = html("div", "map-labels", { "aria-hidden": "true" });
  handle.labels.baseBox = html("div", "map-labels", { "aria-hidden": "true" });
  const button = (name, sign, action) => {
    const part = html("button", "map-button", { type: "button", "aria-label": name, title: name }, sign);
    part.addEventListener("click", action);
    return part;
  };
  const buttons = html("div", "map-buttons", {},
    button("Zoom in", "+", () => handle.map?.zoomIn()),
    button("Zoom out", "−", () => handle.map?.zoomOut()));
  const geonames = html("a", "", { href: "https://www.geonames.org/", target: "_blank", rel: "noreferrer" }, "GeoNames");
  const credit = html("div", "map-credit", {}, "Natural Earth · US Census · ", geonames);
  handle.parts = [view, handle.labels.placeBox, handle.labels.baseBox, svg, buttons, credit];
  handle.view = view;
}

// ------------------------------------------------------------------------------------------------ life of a map
/** What stands over the map is kept free of labels. */
function measureControls(handle) {
  const { element, labels } = handle;
  if (!element) return;
  const frame = element.getBoundingClientRect();
  labels.keepOff = [...element.querySelectorAll(".map-buttons, .map-credit, [data-map-overlay]")].map((part) => {
    const box = part.getBoundingClientRect();
    return [box.left - frame.left - 4, box.top - frame.top - 4, box.right - frame.left + 4, box.bottom - frame.top + 4];
  });
}

function applyAll(handle) {
  const { map } = handle;
  if (!map.getLayer("points")) map.addLayer(handle.layer);
  paintTheme(handle);
  handle.regionData = {};
  applyRegions(handle);
  applyOutlines(handle);
}

async function start(handle) {
  if (!document.createElement("canvas").getContext("webgl2")) {
    throw new Error("This browser offers no WebGL 2, which the map needs. The tables show the same plan.");
  }
  const maplibre = await import(address("vendor/maplibre-gl.mjs"));
  const map = new maplibre.Map({
    container: handle.view,
    style: styleOf(handle),
    ...(handle.bounds
      ? { bounds: handle.bounds.box, fitBoundsOptions: { padding: handle.bounds.padding } }
      : { center: [-96, 38.5], zoom: 3.2 }),
    minZoom: 1,
    maxZoom: 16,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    boxZoom: false,
    renderWorldCopies: false,
    attributionControl: false,
    trackResize: false,
    fadeDuration: 0,
    validateStyle: false,
    locale: { "Map.Title": "Accounts and territories: pan with the arrow keys, zoom with plus and minus" },
  });
  handle.map = map;
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("role", "application");
  map.on("error", ({ error }) => console.warn("map:", error?.message ?? error));
  watchPointer(handle);

  let placed = 0;
  map.on("move", () => {
    if (performance.now() - placed > 120) {
      placed = performance.now();
      placeLabels(handle);
    } else moveLabels(handle);
  });
  map.on("moveend", () => {
    placeLabels(handle);
    const box = map.getBounds();
    handle.options.onMove?.([box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]);
  });
  map.on("resize", () => {
    measureControls(handle);
    placeLabels(handle);
  });
  // After a lost WebGL context MapLibre restores its own layers; ours, and all data set later, are put back here.
  map.on("webglcontextlost", () => { handle.layer.gl = null; });
  map.on("webglcontextrestored", () => {
    const restore = () => applyAll(handle);
    if (map.style?._loaded) restore();
    else map.once("style.load", restore);
  });

  await new Promise((done) => map.once("style.load", done));
  applyAll(handle);
  handle.ready = true;
  measureControls(handle);
  await document.fonts?.ready;
  widths.clear();
  applyBases(handle);
  loadPlaces(handle);
  map.once("load", () => {
    handle.view.dataset.drawn = "true";
    handle.options.onReady?.();
  });
}

/** A map that was parked: it is the next one's, with all that it holds. */
let parked = null;

function newHandle(theme) {
  const handle = {
    element: null, options: {}, map: null, ready: false, mode: "none", theme, colours: themeColours(), palette: [],
    points: null, outlines: null, territories: [], regions: null, regionData: {}, bases: [], bounds: null,
    labels: { places: [], shownPlaces: new Set(), bases: [], keepOff: [] },
  };
  handle.layer = new PointLayer(handle);
  buildParts(handle);
  start(handle).catch((error) => {
    console.warn("map:", error);
    handle.failed = true;
    handle.options.onFail?.(String(error?.message ?? error));
  });
  return handle;
}

/** Puts the parts of a map into an element and keeps the drawing as large as that. */
function attach(handle, element, options) {
  const stopper = new AbortController();
  Object.assign(handle, { element, options, stopper, signal: stopper.signal, mode: "none" });
  element.classList.add("map");
  element.append(...handle.parts);
  watchDrawing(handle);
  const observer = new ResizeObserver(() => handle.map?.resize());
  observer.observe(element);
  stopper.signal.addEventListener("abort", () => observer.disconnect());
}

/**
 * Puts a map into `element` and returns its handle at once. The map that was parked last comes back as it was.
 * options: theme ("light" | "dark"), onReady(), onFail(text), onHover(index or -1, x, y), onClick(index or -1, shift),
 * onLasso(Uint32Array of indices, shift), onMove([west, south, east, north]). All callbacks are optional.
 */
export function createMap(element, options = {}) {
  // One that failed while it was parked has told nobody: it is tried anew.
  const handle = parked && !parked.failed ? parked : newHandle(options.theme);
  parked = null;
  attach(handle, element, options);
  return handle;
}

/** Takes the map off the page. It keeps its data and its place, and nothing is fetched again when it comes back. */
export function park(handle) {
  handle.stopper.abort();
  for (const part of handle.parts) part.remove();
  handle.element.classList.remove("map");
  delete handle.element.dataset.select;
  Object.assign(handle, { element: null, options: {} });
  parked = handle;
}

/** Reads the colours anew; call it after `data-theme` of the document element has changed. */
export function setTheme(handle, theme) {
  if (handle.theme === theme) return;
  handle.theme = theme;
  handle.colours = themeColours();
  if (handle.ready) {
    paintTheme(handle);
    handle.map.triggerRepaint();
  }
}

const same = (one, other) => one.length === other.length && one.every((value, i) => value === other[i]);

/**
 * The accounts: Float64Array [lon, lat, lon, lat, ...] and Float32Array of radii in pixels. Resets territories.
 * Returns whether they are others than before.
 */
export function setPoints(handle, lonlat, radii) {
  if (handle.points && same(handle.points.lonlat, lonlat) && same(handle.points.radii, radii)) return false;
  const count = radii.length;
  const mercator = new Float64Array(2 * count);
  const split = new Float32Array(4 * count);
  let maxRadius = 0;
  for (let i = 0; i < count; i++) {
    const x = mercatorX(lonlat[2 * i]);
    const y = mercatorY(lonlat[2 * i + 1]);
    mercator[2 * i] = x;
    mercator[2 * i + 1] = y;
    split[4 * i] = x;
    split[4 * i + 1] = y;
    split[4 * i + 2] = x - split[4 * i];
    split[4 * i + 3] = y - split[4 * i + 1];
    maxRadius = Math.max(maxRadius, radii[i]);
  }
  handle.points = {
    count, mercator, split, maxRadius, radii: Float32Array.from(radii), states: new Uint8Array(4 * count),
    passes: [true, false, false], lonlat, grid: null,
  };
  handle.layer.uploadPoints();
  handle.map?.triggerRepaint();
  return true;
}

/** Who has which account (Uint16Array), how each looks (Uint8Array: 1 moved, 2 selected, 4 dimmed, 8 hidden), colours. */
export function setTerritories(handle, territories, flags, palette) {
  const { points } = handle;
  if (!points) return;
  const { states, count } = points;
  const words = new Uint16Array(states.buffer);
  let changed = false;
  points.passes = [true, false, false];
  for (let i = 0; i < count; i++) {
    changed ||= words[2 * i] !== territories[i] || states[4 * i + 2] !== flags[i];
    words[2 * i] = territories[i];
    states[4 * i + 2] = flags[i];
    if (flags[i] & SELECTED) points.passes[2] = true;
    else if (flags[i] & MOVED) points.passes[1] = true;
  }
  const recoloured = palette && !same(handle.palette, palette);
  if (changed) handle.layer.uploadStates();
  if (recoloured) {
    handle.palette = Array.from(palette);
    handle.layer.uploadPalette();
  }
  if (changed || recoloured) handle.map?.triggerRepaint();
}

/** Territory outlines: the GeoJSON feature of each territory as text, empty for one that has none, and their colours. */
export function setOutlines(handle, territories, colours) {
  let changed = territories.length !== handle.territories.length;
  handle.territories = Array.from(territories, (text, territory) => {
    const known = handle.territories[territory];
    const color = colours[territory] ?? "#888888";
    if (known?.text === text && known.color === color) return known;
    changed = true;
    // What an edit has not touched is not read again.
    const feature = known?.text === text ? known.feature : text && JSON.parse(text);
    return { text, color, feature: feature && { ...feature, properties: { ...feature.properties, color } } };
  });
  if (!changed) return;
  handle.outlines = { type: "FeatureCollection", features: handle.territories.map(({ feature }) => feature).filter(Boolean) };
  if (handle.ready) applyOutlines(handle);
}

/** Where accounts are: outlines are hidden in all other states and countries. Pass null to hide nowhere. */
export function setRegions(handle, stateCodes, countryCodes) {
  const regions = { states: stateCodes ? Array.from(stateCodes) : null, countries: countryCodes ? Array.from(countryCodes) : null };
  if (JSON.stringify(regions) === JSON.stringify(handle.regions)) return;
  handle.regions = regions;
  if (handle.ready) applyRegions(handle);
}

/** Rep bases, most important first: [{ lon, lat, name, color, index }]. */
export function setBases(handle, bases) {
  const list = Array.from(bases);
  if (JSON.stringify(list) === JSON.stringify(handle.bases)) return;
  handle.bases = list;
  if (handle.ready) applyBases(handle);
}

/** Shows [west, south, east, north] with `padding` pixels around. */
export function fit(handle, box, padding = 40) {
  handle.bounds = { box: Array.from(box), padding };
  handle.map?.fitBounds(handle.bounds.box, { padding, maxZoom: 12, duration: handle.ready ? 400 : 0 });
}

/** "none" pans; "lasso" and "box" draw a selection. Shift and drag draws a box in any mode. */
export function setSelectMode(handle, mode) {
  handle.mode = mode;
  handle.element.dataset.select = mode;
}

/** Index of the account within 8 pixels of a point of the map, or -1. */
export function pick(handle, x, y) {
  return pointAt(handle, x, y);
}

/** Tells the map that something over it (marked data-map-overlay) has come, gone or moved: labels keep off it. */
export function setOverlays(handle) {
  if (!handle.ready) return;
  measureControls(handle);
  placeLabels(handle);
}
