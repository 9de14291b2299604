// The map: MapLibre draws land, borders, outlines and water; one custom WebGL2 layer draws all accounts, so that a
// new assignment costs one buffer upload; labels and rep bases are HTML, placed so that they never overlap.
//
// The app's wasm imports this module; nothing here runs before `createMap`. MapLibre itself is fetched then.
// A handle may be used at once: what is set before the map is ready is kept and drawn when it is.
// Coordinates are longitude, latitude in degrees; indices are positions in the arrays the caller passed.

const ALL_COLOURS = {
  land: "--map-land", water: "--map-water", coast: "--map-coast", country: "--map-country-line",
  state: "--map-state-line", ring: "--map-ring", accent: "--map-accent", halo: "--map-halo",
  heatLow: "--map-heat-low", heatHigh: "--map-heat-high",
};
const PICK_RADIUS_PX = 8;
/** How far what was tapped stands from the inspector before it, at least. */
const FREE_PX = 24;
/** So much of the map's height is to be seen beside a sheet. */
const ROOM_PX = 220;
const COUNTY_ZOOM = 6;
const MOVED = 1;
const SELECTED = 2;
const DIMMED = 4;
const HIDDEN = 8;
/** How much of its opacity a territory keeps that another one is looked at in front of. */
const STEPPED_BACK = 0.25;
/** How near the sides of the map a line between two plans can come, as a part of its width. */
const SPLIT_EDGE = 0.02;

/** A text in the language of the page, as boot.js has loaded it. */
const say = (english) => globalThis.evenfieldTexts?.entries[english] ?? english;

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
export const mercatorX = (lon) => (lon + 180) / 360;
export const mercatorY = (lat) => {
  const bounded = Math.max(-85.05, Math.min(85.05, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (bounded * Math.PI) / 360)) / (2 * Math.PI);
};

const scaleOf = (map) => 512 * 2 ** map.getZoom();

/** Sizes of map containers, as they were laid out last: to ask an element would lay out the page. */
const sizes = new WeakMap();
const sizeOf = ({ clientWidth: width, clientHeight: height }) => ({ width, height });

/** Mercator to pixels of the view; exact, because the map neither turns nor tilts. */
export function projection(map) {
  const scale = scaleOf(map);
  const { lng, lat } = map.getCenter();
  // The canvas follows a new size a frame later; the container has it already.
  const { width, height } = sizes.get(map.getContainer()) ?? sizeOf(map.getContainer());
  return { scale, left: mercatorX(lng) * scale - width / 2, top: mercatorY(lat) * scale - height / 2, width, height };
}

/** How much larger dots are drawn at a zoom than they are given. */
export const zoomFactor = (zoom) => Math.max(0.55, Math.min(1.7, 0.72 + (zoom - 4) * 0.11));

// ------------------------------------------------------------------------------------------------ points
const VERTEX = `#version 300 es
precision highp float;
layout(location = 0) in vec4 a_position;
layout(location = 1) in float a_radius;
layout(location = 2) in float a_territory;
layout(location = 3) in float a_flags;
layout(location = 4) in float a_share;
uniform mat4 u_matrix;
uniform vec4 u_centre;
uniform vec3 u_scale;
uniform sampler2D u_palette;
uniform vec4 u_pale;
out vec4 v_colour;
flat out float v_radius;
flat out float v_size;
flat out int v_flags;
void main() {
  int flags = int(a_flags + 0.5);
  if ((flags & 8) != 0) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); gl_PointSize = 0.0; return; }
  vec2 place = (a_position.xy - u_centre.xy) + (a_position.zw - u_centre.zw);
  gl_Position = u_matrix * vec4(place, 0.0, 1.0);
  v_radius = max(a_radius * u_scale.x, 1.1) * u_scale.y;
  // A mark needs a dot on which it can be told.
  if ((flags & 112) != 0) v_radius = max(v_radius, 3.2 * u_scale.y);
  float extra = ((flags & 34) != 0 ? 4.5 : (flags & 1) != 0 ? 2.2 : 1.2) * u_scale.y;
  v_size = 2.0 * (v_radius + extra) + 1.0;
  gl_PointSize = v_size;
  int index = int(a_territory + 0.5);
  v_colour = texelFetch(u_palette, ivec2(index & 255, index >> 8), 0);
  // A dot for several accounts is the paler the more mixed they are.
  if (a_share > 0.0) v_colour = mix(u_pale, v_colour, 0.25 + 0.75 * a_share);
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
uniform vec4 u_pale;
uniform float u_ratio;
out vec4 o_colour;
void main() {
  float away = length(gl_PointCoord - 0.5) * v_size;
  float dot_ = clamp(v_radius - away + 0.5, 0.0, 1.0);
  float hollow = 1.0;
  if ((v_flags & 80) != 0) hollow = 1.0 - clamp(v_radius - 1.4 * u_ratio - away + 0.5, 0.0, 1.0);
  vec3 ink = (v_flags & 16) != 0 ? u_ring.rgb : v_colour.rgb;
  if ((v_flags & 64) != 0) {
    // Grey whatever the colours tell, and struck through: no dot of a class looks like it.
    ink = mix(u_ring.rgb, u_pale.rgb, 0.4);
    vec2 at = (gl_PointCoord - 0.5) * v_size;
    hollow = max(hollow, clamp(0.6 * u_ratio - abs(at.x + at.y) * 0.7071 + 0.5, 0.0, 1.0));
  }
  vec4 colour = vec4(ink, 1.0) * dot_ * 0.95 * hollow;
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
  if ((v_flags & 32) != 0) {
    vec2 aside = abs(gl_PointCoord - 0.5) * v_size;
    float far = max(aside.x, aside.y);
    float outer = clamp(v_radius + 2.6 * u_ratio - far + 0.5, 0.0, 1.0);
    float inner = clamp(v_radius + 1.3 * u_ratio - far + 0.5, 0.0, 1.0);
    colour = mix(colour, vec4(u_ring.rgb, 1.0), max(outer - inner, 0.0));
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

/** Dots that are drawn together: places and sizes, and four bytes each (class, marks, share) that change. */
class Dots {
  constructor(gl) {
    this.gl = gl;
    this.buffers = { places: gl.createBuffer(), sizes: gl.createBuffer(), states: gl.createBuffer(), raised: gl.createBuffer() };
    this.vertices = gl.createVertexArray();
    this.count = 0;
    this.raised = [];
    gl.bindVertexArray(this.vertices);
    const attribute = (index, buffer, size, type, stride, offset, part = false) => {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.enableVertexAttribArray(index);
      gl.vertexAttribPointer(index, size, type, part, stride, offset);
    };
    attribute(0, this.buffers.places, 4, gl.FLOAT, 0, 0);
    attribute(1, this.buffers.sizes, 1, gl.FLOAT, 0, 0);
    attribute(2, this.buffers.states, 1, gl.UNSIGNED_SHORT, 4, 0);
    attribute(3, this.buffers.states, 1, gl.UNSIGNED_BYTE, 4, 2);
    attribute(4, this.buffers.states, 1, gl.UNSIGNED_BYTE, 4, 3, true);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.raised);
    gl.bindVertexArray(null);
  }

  fill(name, data, usage = this.gl.STATIC_DRAW) {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.buffers[name]);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, data, usage);
  }

  setPlaces(split, radii) {
    this.fill("places", split);
    this.fill("sizes", radii);
    this.count = radii.length;
  }

  /** `raised`: lists of dots that are drawn once more over all others. */
  setStates(states, raised) {
    const { gl } = this;
    this.fill("states", states, gl.DYNAMIC_DRAW);
    this.raised = raised.map((list) => list.length);
    const all = new Uint32Array(this.raised.reduce((sum, length) => sum + length, 0));
    raised.reduce((at, list) => (all.set(list, at), at + list.length), 0);
    gl.bindVertexArray(this.vertices);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, all, gl.DYNAMIC_DRAW);
    gl.bindVertexArray(null);
  }

  /** Draws all dots, or only list `only` of the raised ones. */
  draw(only = -1) {
    const { gl } = this;
    gl.bindVertexArray(this.vertices);
    if (only < 0) gl.drawArrays(gl.POINTS, 0, this.count);
    this.raised.reduce((at, length, list) => {
      if (length > 0 && (only < 0 || only === list)) gl.drawElements(gl.POINTS, length, gl.UNSIGNED_INT, 4 * at);
      return at + length;
    }, 0);
    gl.bindVertexArray(null);
  }

  remove() {
    for (const buffer of Object.values(this.buffers)) this.gl.deleteBuffer(buffer);
    this.gl.deleteVertexArray(this.vertices);
  }
}

/** All accounts in one draw; where they are too many, the crowds of `handle.crowds` in their place. */
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
    for (const name of ["matrix", "centre", "scale", "palette", "pale", "ring", "accent", "halo", "ratio"]) {
      this.uniforms[name] = gl.getUniformLocation(program, `u_${name}`);
    }
    this.palette = gl.createTexture();
    // Accounts and crowds, each as planned and as they are today.
    this.sets = { plan: new Dots(gl), today: new Dots(gl), planCrowds: new Dots(gl), todayCrowds: new Dots(gl) };
    this.uploadPoints();
    this.uploadPalette();
    this.handle.crowds?.upload();
  }

  uploadPoints() {
    const { points } = this.handle;
    if (!this.gl || !points) return;
    this.sets.plan.setPlaces(points.split, points.radii);
    this.sets.today.setPlaces(points.split, points.radii);
    this.uploadStates();
  }

  uploadStates() {
    const { points } = this.handle;
    if (!this.gl || !points) return;
    this.sets.plan.setStates(points.states, points.raised);
    if (points.before) this.sets.today.setStates(points.before, [[], points.raised[1]]);
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

  setUniforms(gl, args) {
    const { colours } = this.handle;
    const { lng, lat } = this.map.getCenter();
    const x = mercatorX(lng);
    const y = mercatorY(lat);
    // The matrix is moved to the centre of the view in double precision; the shader adds small differences only.
    const matrix = Float64Array.from(args.defaultProjectionData.mainMatrix);
    for (let row = 0; row < 4; row++) matrix[12 + row] += matrix[row] * x + matrix[4 + row] * y;
    // Not the canvas's own sizes: while the map is parked it has none, and dots without measure stop the machine.
    const ratio = this.map.getPixelRatio();
    const colour = (name) => colours[name].map((byte) => byte / 255);
    gl.uniformMatrix4fv(this.uniforms.matrix, false, Float32Array.from(matrix));
    gl.uniform4f(this.uniforms.centre, Math.fround(x), Math.fround(y), x - Math.fround(x), y - Math.fround(y));
    gl.uniform3f(this.uniforms.scale, zoomFactor(this.map.getZoom()), ratio, 0);
    gl.uniform1f(this.uniforms.ratio, ratio);
    gl.uniform4fv(this.uniforms.ring, colour("ring"));
    gl.uniform4fv(this.uniforms.accent, colour("accent"));
    gl.uniform4fv(this.uniforms.halo, colour("halo"));
    gl.uniform4fv(this.uniforms.pale, colour("land"));
  }

  render(gl, args) {
    const { points, crowds } = this.handle;
    if (!points || points.count === 0) return;
    gl.useProgram(this.program);
    this.setUniforms(gl, args);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    gl.uniform1i(this.uniforms.palette, 0);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    // Plain dots first, then those that move, then the selected ones: what matters lies on top.
    const draw = (plan) => {
      if (crowds?.on) this.sets[`${plan}Crowds`].draw();
      this.sets[plan].draw(crowds?.on ? 1 : -1);
    };
    if (!points.before) return draw("plan");
    clip(this.handle, gl, "left");
    draw("today");
    clip(this.handle, gl, "right");
    draw("plan");
    gl.disable(gl.SCISSOR_TEST);
  }

  onRemove() {
    const { gl } = this;
    if (gl && !gl.isContextLost()) {
      for (const dots of Object.values(this.sets)) dots.remove();
      gl.deleteTexture(this.palette);
      gl.deleteProgram(this.program);
    }
    this.gl = null;
  }
}

/** Lets only one side of the line between today and plan be drawn. */
function clip(handle, gl, side) {
  const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
  const line = Math.round(width * handle.split);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(side === "left" ? 0 : line, 0, side === "left" ? line : width - line, height);
}

/** A layer that draws nothing and clips those that follow: "left", "right", or "" for no more. */
const clipLayer = (handle, side) => ({
  id: `clip-${side}`,
  type: "custom",
  renderingMode: "2d",
  render: (gl) => (side ? clip(handle, gl, side) : gl.disable(gl.SCISSOR_TEST)),
});

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

  /** How many points the cells hold that a box touches. */
  countNear(west, north, east, south) {
    let count = 0;
    for (let row = this.row(north); row <= this.row(south); row++) {
      count += this.starts[row * this.side + this.column(east) + 1] - this.starts[row * this.side + this.column(west)];
    }
    return count;
  }

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
export const gridOf = (points) => (points.grid ??= new Grid(points.mercator));

/** The account nearest to a point of the view, or -1. Where crowds are drawn, only selected accounts are. */
function pointAt(handle, x, y) {
  const { map, points, crowds } = handle;
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
      if (flags & HIDDEN || (crowds?.on && !(flags & SELECTED))) return;
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

/** Territories as areas. Each outline is drawn just inside its own border: where two meet, both colours show. */
const areaLayers = (source, suffix, visibility) => [
  { id: `territories${suffix}`, type: "fill", source, layout: { visibility }, paint: { "fill-color": ["get", "color"] } },
  {
    id: `territory-lines${suffix}`, type: "line", source, layout: { visibility, "line-join": "round" },
    paint: { "line-color": ["get", "color"], "line-width": 1.6, "line-offset": 0.9, "line-opacity": orFaint(0.85) },
  },
];

function styleOf(handle) {
  const source = (data) => ({ type: "geojson", data, tolerance: 0.3, buffer: 64 });
  return {
    version: 8,
    sources: {
      outlines: { ...source(EMPTY), promoteId: "territory" },
      "outlines-today": { ...source(EMPTY), promoteId: "territory" },
      states: source(EMPTY),
      countries: source(EMPTY),
      ocean: source(address("data/ocean.geojson")),
      coast: source(address("data/coast.geojson")),
      "county-lines": source(EMPTY),
      "state-lines": source(address("data/state-lines.geojson")),
      "country-lines": source(address("data/country-lines.geojson")),
    },
    layers: [
      { id: "land", type: "background" },
      ...areaLayers("outlines-today", "-today", "none"),
      ...areaLayers("outlines", "", "visible"),
      { id: "no-countries", type: "fill", source: "countries", paint: { "fill-antialias": false } },
      { id: "no-states", type: "fill", source: "states", paint: { "fill-antialias": false } },
      { id: "water", type: "fill", source: "ocean" },
      { id: "coast", type: "line", source: "coast", paint: { "line-width": 0.8 } },
      { id: "county-lines", type: "line", source: "county-lines", minzoom: COUNTY_ZOOM, paint: { "line-width": 0.5 } },
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
  paint("county-lines", "line-color", rgba(colours.state));
  paint("country-lines", "line-color", rgba(colours.country));
  for (const suffix of ["", "-today"]) paint(`territories${suffix}`, "fill-opacity", orFaint(colours.fillOpacity));
  for (const follower of handle.followers) follower.repaint?.();
}

/** An opacity, and what is left of it where a territory stepped back. */
const orFaint = (opacity) => ["case", ["boolean", ["feature-state", "back"], false], opacity * STEPPED_BACK, opacity];

/** All territories but the one that is looked at step back: dots do so by their marks, areas and names here. */
function applyFocus(handle) {
  const { map, focus, labels, outlines } = handle;
  // States of features, not another opacity by a property: for that all areas would be laid out anew. Each is told
  // what it is, for a state that was set in the same frame outlives its removal.
  for (const source of ["outlines", "outlines-today"]) {
    outlines.forEach((_, id) => map.setFeatureState({ source, id }, { back: focus >= 0 && id !== focus }));
  }
  for (const { index, mark, label } of labels.bases) {
    for (const part of [mark, label]) part.classList.toggle("is-back", focus >= 0 && index !== focus);
  }
}

/** Lines of counties are fetched when a map is first so close that it shows them. */
function applyCounties(handle) {
  // A map that is shown close by from the first may be moved before it has any source.
  const lines = handle.map.getSource("county-lines");
  if (!lines || handle.hasCounties || handle.map.getZoom() < COUNTY_ZOOM) return;
  handle.hasCounties = true;
  lines.setData(address("data/county-lines.geojson"));
}

function applyOutlines(handle) {
  const { map, outlinesToday, areas } = handle;
  const both = areas && outlinesToday.length > 0;
  const drawing = [drawOutlines(handle, "outlines", "outlines"), drawOutlines(handle, "outlines-today", "outlinesToday")];
  handle.outlining = Promise.all([handle.outlining, ...drawing]);
  showOutlines(handle);
  for (const [side, before] of [["right", "territories"], ["left", "territories-today"], ["", "no-countries"]]) {
    const id = `clip-${side}`;
    if (both && !map.getLayer(id)) map.addLayer(clipLayer(handle, side), before);
    else if (!both && map.getLayer(id)) map.removeLayer(id);
  }
}

/** Shows the outlines of a source as soon as it holds all of them: shown before, its tiles would be made anew with every
 *  few territories that come. */
function showOutlines({ map, drawn, outlinesToday, areas }) {
  const show = (id, shown) => map.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
  for (const kind of ["territories", "territory-lines"]) {
    show(kind, areas && drawn.outlines.whole);
    show(`${kind}-today`, areas && outlinesToday.length > 0 && drawn["outlines-today"].whole);
  }
}

/** Characters of outlines that are read and handed over in one task. */
const OUTLINES_AT_ONCE = 250_000;

/** Territories whose outline or colour is not as a source holds it, as many as go at once; null where there is none. */
function nextOutlines(drawn, wanted) {
  const [remove, add] = [[], []];
  let size = 0;
  for (let territory = 0; territory < Math.max(drawn.length, wanted.length) && size < OUTLINES_AT_ONCE; territory++) {
    const [before, now] = [drawn[territory], wanted[territory]];
    if (before?.text === now?.text && before?.color === now?.color) continue;
    drawn[territory] = now;
    if (before?.text) remove.push(territory);
    if (!now?.text) continue;
    const feature = JSON.parse(now.text);
    feature.properties.color = now.color;
    add.push(feature);
    size += now.text.length;
  }
  return remove.length + add.length > 0 ? { remove, add } : null;
}

/** Brings what a source holds in step with `handle[list]`, a few territories after the other: outlines of many accounts
 *  have hundreds of thousands of corners. */
async function drawOutlines(handle, id, list) {
  const drawn = handle.drawn[id];
  if (drawn.busy) return;
  drawn.busy = true;
  for (let next = nextOutlines(drawn.of, handle[list]); next; next = nextOutlines(drawn.of, handle[list])) {
    await handle.map.getSource(id).updateData(next);
    // The source is another one, and this one's outlines are drawn anew.
    if (handle.drawn[id] !== drawn) return;
    await turn();
  }
  drawn.busy = false;
  if (!drawn.whole && drawn.of.length > 0) {
    drawn.whole = true;
    showOutlines(handle);
  }
}

/** What a source holds of each territory, whether it is being filled, and whether it has held all of them once. */
const nothingDrawn = () => {
  const nothing = () => ({ of: [], busy: false, whole: false });
  return { outlines: nothing(), "outlines-today": nothing() };
};

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
/** While the map moves, which labels are shown is decided no more often than this. */
const PLACING_MS = 200;
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

/** Boxes [left, top, right, bottom] that must not lie on each other. */
export class Boxes {
  constructor(taken = []) { this.taken = taken; }
  free(box) { return !this.taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]); }
  add(box) { this.taken.push(box); }
}

function moveTo(element, x, y) {
  const place = `translate(${Math.round(x)}px,${Math.round(y)}px)`;
  if (element.place !== place) element.style.transform = element.place = place;
}

/** What lies over the map and moves with it. While the zoom stays, it moves as one: hundreds of labels that move one by
 *  one would each cost their part of every frame. */
export class Sheet {
  constructor(...elements) { this.elements = elements; }

  forget() { this.laid = undefined; }

  /** Where the sheet lies for a view; laid out anew for another zoom or size of it. Pixels on it are those of the view then. */
  layFor(view) {
    const { laid } = this;
    if (laid?.scale !== view.scale || laid.width !== view.width || laid.height !== view.height) this.laid = view;
    this.shift(view.left, view.top);
    return this.laid;
  }

  shift(left, top) {
    for (const element of this.elements) moveTo(element, this.laid.left - left, this.laid.top - top);
  }

  /** Follows the map; false where the zoom is another one. Asks the page for no measure: that would cost a layout. */
  follow(map) {
    const { laid } = this;
    if (laid?.scale !== scaleOf(map)) return false;
    const { lng, lat } = map.getCenter();
    this.shift(mercatorX(lng) * laid.scale - laid.width / 2, mercatorY(lat) * laid.scale - laid.height / 2);
    return true;
  }
}

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
  // Whoever is looked at has the first choice, and a name in any case.
  const focused = labels.bases.filter(({ index }) => index === handle.focus);
  for (const base of focused.concat(labels.bases.filter((other) => !focused.includes(other)))) {
    const wide = textWidth(base.name, 600, 12) + 4;
    const options = [
      [base.x + 11, base.y - 8], [base.x - 11 - wide, base.y - 8], [base.x - wide / 2, base.y + 10], [base.x - wide / 2, base.y - 10 - LABEL_HEIGHT],
      [base.x + 8, base.y + 6], [base.x + 8, base.y - 22], [base.x - 8 - wide, base.y + 6], [base.x - 8 - wide, base.y - 22],
    ];
    // The place taken last time comes first, so that labels do not jump while the map moves.
    if (base.option !== undefined) options.unshift(options[base.option]);
    const fits = ([x]) => x > 2 && x + wide < width - 2;
    const isFree = ([x, y]) => fits([x]) && boxes.free([x, y, x + wide, y + LABEL_HEIGHT]);
    let spot = base.seen ? options.findIndex(isFree) : -1;
    if (spot < 0 && base.seen && focused.includes(base)) spot = options.findIndex(fits);
    base.option = spot < 0 ? undefined : base.option === undefined ? spot : spot === 0 ? base.option : spot - 1;
    base.label.hidden = spot < 0;
    base.mark.hidden = !base.seen;
    if (spot >= 0) {
      const [x, y] = options[spot];
      [base.dx, base.dy] = [x - base.x, y - base.y];
      boxes.add([x - 2, y, x + wide + 2, y + LABEL_HEIGHT]);
    }
  }
  labels.taken = boxes.taken.slice();

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
  const { scale, left, top } = labels.sheet.layFor(projection(map));
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
    return { mx: mercatorX(lon), my: mercatorY(lat), name, index, mark, label };
  });
  applyFocus(handle);
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
      clickAt(handle, x, y, shifted || event.shiftKey);
      return;
    }
    // To find them and to show that they are selected are two tasks.
    const found = pointsWithin(handle, shape);
    setTimeout(() => handle.options.onLasso?.(found, event.shiftKey));
  }, { signal });
  element.addEventListener("pointercancel", stop, { signal });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && outline) stop();
  }, { signal });
}

// ------------------------------------------------------------------------------------------------ what stands before the map
/** The inspector, where it stands before the map: a sheet on phones, a drawer on tablets. */
function inspectorBefore(handle) {
  const sheet = document.querySelector(".inspector");
  return sheet && handle.element && getComputedStyle(sheet).position === "fixed" ? sheet : null;
}

/** Pixels of the map, from each side, that are out of sight: under the inspector, or scrolled away. */
function covered(handle) {
  const sides = { top: 0, right: 0, bottom: 0, left: 0 };
  const sheet = inspectorBefore(handle);
  if (!sheet) return sides;
  const frame = handle.element.getBoundingClientRect();
  const within = (px, most) => Math.max(0, Math.min(most, px));
  sides.top = within((handle.element.closest("main")?.getBoundingClientRect().top ?? 0) - frame.top, frame.height);
  // Where it will stand: it slides in.
  if (sheet.offsetLeft <= frame.left) sides.bottom = within(frame.bottom - sheet.offsetTop, frame.height - sides.top);
  else sides.right = within(frame.right - sheet.offsetLeft, frame.width);
  return sides;
}

/** Where a sheet leaves little of the map, it becomes low, and the map comes up. */
function makeRoom(handle) {
  const sheet = inspectorBefore(handle);
  if (!sheet) return;
  const { top, bottom } = covered(handle);
  if (bottom === 0 || handle.element.clientHeight - top - bottom > ROOM_PX) return;
  sheet.classList.add("is-low");
  handle.element.scrollIntoView({ block: "start" });
  sheet.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest" });
}

/** Moves a place that the inspector covers into what is free of the map. */
function reveal(handle, lon, lat) {
  const { map, element } = handle;
  if (!map || !element) return;
  makeRoom(handle);
  const { top, right, bottom } = covered(handle);
  const { x, y } = map.project([lon, lat]);
  const into = (at, from, to) => (at < from || at > to - FREE_PX ? at - (from + to) / 2 : 0);
  const by = [into(x, 0, element.clientWidth - right), into(y, top, element.clientHeight - bottom)];
  if (by.some((px) => px !== 0)) map.panBy(by, { duration: 300 });
}

/** Keeps what was tapped in sight while the inspector about it comes and grows, until the map is moved. */
function keepInSight(handle, lon, lat) {
  handle.sight?.disconnect();
  requestAnimationFrame(() => {
    const sheet = document.querySelector(".inspector");
    if (!sheet) return;
    handle.sight = new ResizeObserver(() => reveal(handle, lon, lat));
    handle.sight.observe(sheet);
  });
}

// ------------------------------------------------------------------------------------------------ hover and click
/** An account is picked; a crowd is looked at more closely. */
function clickAt(handle, x, y, shift) {
  const index = pointAt(handle, x, y);
  const crowd = index < 0 ? handle.crowds?.at(x, y) : null;
  if (crowd) handle.map.easeTo({ center: [crowd.lon, crowd.lat], zoom: handle.map.getZoom() + 1.5, duration: 300 });
  else handle.options.onClick?.(index, shift);
  if (index >= 0) keepInSight(handle, handle.points.lonlat[2 * index], handle.points.lonlat[2 * index + 1]);
}

function watchPointer(handle) {
  const { map } = handle;
  const canvas = map.getCanvasContainer();
  let last = -1;
  let crowded = false;
  let waiting = null;
  const tell = (index, x, y) => {
    const crowd = index < 0 && x > 0 ? handle.crowds?.at(x, y) : null;
    if (crowd) handle.options.onCrowd?.(crowd.accounts, crowd.kind, crowd.share, x, y);
    else if (crowded) handle.options.onCrowd?.(0, 0, 0, x, y);
    crowded = !!crowd;
    canvas.classList.toggle("map-over-point", index >= 0 || crowded);
    if (index < 0 && last < 0) return;
    last = index;
    handle.options.onHover?.(index, x, y);
  };
  map.on("mousemove", ({ point }) => {
    if (!waiting) {
      requestAnimationFrame(() => {
        const { x, y } = waiting;
        waiting = null;
        if (handle.element) tell(map.isMoving() ? -1 : pointAt(handle, x, y), map.isMoving() ? -1 : x, y);
      });
    }
    waiting = point;
  });
  canvas.addEventListener("mouseleave", () => tell(-1, -1, -1));
  map.on("click", ({ point, originalEvent }) => {
    if (handle.mode === "none") clickAt(handle, point.x, point.y, originalEvent.shiftKey);
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
  handle.labels.sheet = new Sheet(handle.labels.placeBox, handle.labels.baseBox);
  const button = (name, sign, action) => {
    const part = html("button", "map-button", { type: "button", "aria-label": name, title: name }, sign);
    part.addEventListener("click", action);
    return part;
  };
  const buttons = html("div", "map-buttons", {},
    button(say("Zoom in"), "+", () => handle.map?.zoomIn()),
    button(say("Zoom out"), "−", () => handle.map?.zoomOut()));
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

/** What a map is made of beside its style, one after the other. */
const MAKING = [
  ({ map, layer }) => { if (!map.getLayer("points")) map.addLayer(layer); },
  paintTheme,
  (handle) => {
    handle.regionData = {};
    handle.hasCounties = false;
    handle.drawn = nothingDrawn();
    applyCounties(handle);
    applyRegions(handle);
  },
  applyOutlines,
  applyFocus,
];

/** Lets the page react before more is done. */
const turn = () => new Promise((go) => setTimeout(go));

async function start(handle) {
  if (!document.createElement("canvas").getContext("webgl2")) {
    throw new Error(say("This browser offers no WebGL 2, which the map needs. The tables show the same plan."));
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
    locale: { "Map.Title": say("Accounts and territories: pan with the arrow keys, zoom with plus and minus") },
  });
  handle.map = map;
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("role", "application");
  map.on("error", ({ error }) => console.warn("map:", error?.message ?? error));
  watchPointer(handle);

  let placed = 0;
  map.on("move", () => {
    const follows = handle.labels.sheet.follow(map);
    if (performance.now() - placed > PLACING_MS) {
      placed = performance.now();
      placeLabels(handle);
    } else if (!follows) moveLabels(handle);
    for (const follower of handle.followers) follower.move?.();
  });
  map.on("dragstart", () => handle.sight?.disconnect());
  map.on("moveend", () => {
    applyCounties(handle);
    placeLabels(handle);
    for (const follower of handle.followers) follower.rest?.();
    const box = map.getBounds();
    handle.options.onMove?.([box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]);
  });
  map.on("resize", () => {
    measureControls(handle);
    placeLabels(handle);
    for (const follower of handle.followers) follower.rest?.();
  });
  // After a lost WebGL context MapLibre restores its own layers; ours, and all data set later, are put back here.
  map.on("webglcontextlost", () => { handle.layer.gl = null; });
  map.on("webglcontextrestored", () => {
    const restore = () => MAKING.forEach((make) => make(handle));
    if (map.style?._loaded) restore();
    else map.once("style.load", restore);
  });

  await new Promise((done) => map.once("style.load", done));
  handle.ready = true;
  const loaded = new Promise((done) => map.once("load", done));
  for (const make of MAKING) {
    make(handle);
    await turn();
  }
  for (const follower of handle.followers) follower.rest?.();
  measureControls(handle);
  await document.fonts?.ready;
  widths.clear();
  applyBases(handle);
  loadPlaces(handle);
  await loaded;
  await handle.outlining;
  handle.view.dataset.drawn = "true";
  handle.options.onReady?.();
}

/** A map that was parked: it is the next one's, with all that it holds. */
let parked = null;

function newHandle(theme) {
  const handle = {
    element: null, options: {}, map: null, ready: false, mode: "none", theme, colours: themeColours(), palette: [],
    points: null, outlines: [], outlinesToday: [], drawn: nothingDrawn(), areas: true, regions: null, regionData: {},
    bases: [], bounds: null, crowds: null, followers: [], split: 0.5, focus: -1,
    labels: { places: [], shownPlaces: new Set(), bases: [], keepOff: [], taken: [] },
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
  // A canvas of another size is empty: it is drawn at once, or the map would be blank for a frame.
  const observer = new ResizeObserver(() => {
    sizes.set(handle.view, sizeOf(handle.view));
    handle.map?.resize().redraw();
  });
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

/** A map besides the one that is parked and comes back: for a short time, see `destroy`. */
export function createOther(element, options = {}) {
  const handle = newHandle(options.theme);
  attach(handle, element, options);
  return handle;
}

/** Takes a map off the page for good. */
export function destroy(handle) {
  handle.stopper.abort();
  for (const part of handle.parts) part.remove();
  // One that is still being made ends by itself, without a word: nobody is there to hear it.
  handle.options = {};
  handle.map?.remove();
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
 * The accounts: Float64Array [lon, lat, lon, lat, ...] and Float32Array of radii in pixels. Other places reset the
 * territories. Returns whether the places are others than before.
 */
export function setPoints(handle, lonlat, radii) {
  const maxRadius = radii.reduce((most, radius) => Math.max(most, radius), 0);
  if (handle.points && same(handle.points.lonlat, lonlat)) {
    if (!same(handle.points.radii, radii)) {
      Object.assign(handle.points, { radii: Float32Array.from(radii), maxRadius });
      handle.layer.uploadPoints();
      handle.map?.triggerRepaint();
    }
    return false;
  }
  const count = radii.length;
  const mercator = new Float64Array(2 * count);
  const split = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) {
    const x = mercatorX(lonlat[2 * i]);
    const y = mercatorY(lonlat[2 * i + 1]);
    mercator[2 * i] = x;
    mercator[2 * i + 1] = y;
    split[4 * i] = x;
    split[4 * i + 1] = y;
    split[4 * i + 2] = x - split[4 * i];
    split[4 * i + 3] = y - split[4 * i + 1];
  }
  handle.points = {
    count, mercator, split, maxRadius, radii: Float32Array.from(radii), states: new Uint8Array(4 * count), before: null,
    raised: [[], []], lonlat, grid: null,
  };
  handle.layer.uploadPoints();
  handle.crowds?.renew(true);
  handle.map?.triggerRepaint();
  return true;
}

/** Writes classes and marks into the four bytes of each dot; whether any has changed. */
function write(states, classes, flags) {
  const words = new Uint16Array(states.buffer);
  let changed = false;
  for (let i = 0; i < flags.length; i++) {
    if (words[2 * i] === classes[i] && states[4 * i + 2] === flags[i]) continue;
    changed = true;
    words[2 * i] = classes[i];
    states[4 * i + 2] = flags[i];
  }
  return changed;
}

/**
 * The class of each account (Uint16Array), its marks (Uint8Array: 1 moved, 2 selected, 4 dimmed, 8 hidden, 16 hollow,
 * 32 squared, 64 hollow, grey and struck through) and the colours of the classes. `before`, if any, are classes and marks as they are today: they are drawn
 * left of a line, see `setSplit`.
 */
export function setTerritories(handle, classes, flags, palette, before = null) {
  const { points } = handle;
  if (!points || flags.length !== points.count) return;
  let changed = write(points.states, classes, flags);
  if (!before !== !points.before) {
    points.before = before ? new Uint8Array(4 * points.count) : null;
    changed = true;
  }
  if (before) changed = write(points.before, before.classes, before.flags) || changed;
  if (changed) {
    points.raised = [[], []];
    for (let i = 0; i < flags.length; i++) {
      if (flags[i] & SELECTED) points.raised[1].push(i);
      else if (flags[i] & MOVED) points.raised[0].push(i);
    }
  }
  const recoloured = palette && !same(handle.palette, palette);
  if (changed) {
    handle.layer.uploadStates();
    handle.crowds?.renew();
  }
  if (recoloured) {
    handle.palette = Array.from(palette);
    handle.layer.uploadPalette();
  }
  if (changed || recoloured) handle.map?.triggerRepaint();
}

/** Where the line between today and plan stands, as a part of the width. */
export function setSplit(handle, part) {
  handle.split = Math.max(SPLIT_EDGE, Math.min(1 - SPLIT_EDGE, part));
  handle.map?.triggerRepaint();
}

/**
 * Territory outlines: the GeoJSON feature of each territory as text, empty for one that has none, with their colours; the
 * same as they are today where both are shown. Without `areas` none is drawn.
 */
export function setOutlines(handle, territories, colours, today = [], areas = true) {
  const listed = (texts) => Array.from(texts, (text, territory) => ({ text, color: colours[territory] ?? "#888888" }));
  Object.assign(handle, { outlines: listed(territories), outlinesToday: listed(today), areas });
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

/** The territory that is looked at, by the position of its rep, or -1: all others step back, and its name is seen. */
export function setFocus(handle, rep) {
  if (handle.focus === rep) return;
  handle.focus = rep;
  if (!handle.ready) return;
  applyFocus(handle);
  placeLabels(handle);
}

/** Shows [west, south, east, north] with `padding` pixels around, in what is free of the map. */
export function fit(handle, box, padding = 40) {
  handle.bounds = { box: Array.from(box), padding };
  handle.sight?.disconnect();
  makeRoom(handle);
  const sides = covered(handle);
  const { clientWidth, clientHeight } = handle.view;
  const least = Math.min(clientWidth - sides.left - sides.right, clientHeight - sides.top - sides.bottom);
  for (const side of Object.keys(sides)) sides[side] += Math.max(0, Math.min(padding, least / 4));
  handle.map?.fitBounds(handle.bounds.box, { padding: sides, maxZoom: 12, duration: handle.ready ? 400 : 0 });
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
