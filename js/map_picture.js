// The map as a picture: what it shows at twice its resolution, its labels and arrows, a title above, the legend below.

const RATIO = 2;
const EDGE = 20;
const LINE = 20;
const FONT = '"Inter Variable", system-ui, sans-serif';

/** Calls `act` with the drawing while it can be read: right after it was made, at twice the usual resolution. */
async function whileDrawn(map, act) {
  const usual = map.getPixelRatio();
  map.setPixelRatio(RATIO);
  try {
    if (map.isMoving()) map.stop();
    await new Promise((done) => {
      map.once("idle", done);
      map.triggerRepaint();
    });
    return await new Promise((done) => {
      map.once("render", () => done(act(map.getCanvas())));
      map.triggerRepaint();
    });
  } finally {
    map.setPixelRatio(usual);
  }
}

/** Draws the map's labels, bases and arrows where they stand on the page. */
function drawOver(context, handle, colour) {
  const frame = handle.view.getBoundingClientRect();
  const at = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left - frame.left, box.top - frame.top, box.width, box.height];
  };
  for (const line of handle.element.querySelectorAll(":is(.map-moves, .map-tours) g:not([hidden]) path")) {
    const { stroke, strokeWidth, fill } = getComputedStyle(line);
    const [x, y] = at(line.ownerSVGElement);
    const { e, f } = line.parentNode.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
    const path = new Path2D();
    path.addPath(new Path2D(line.getAttribute("d")), new DOMMatrix([1, 0, 0, 1, x + e, y + f]));
    context.strokeStyle = stroke;
    context.lineWidth = parseFloat(strokeWidth);
    context.fillStyle = fill;
    if (stroke !== "none") context.stroke(path);
    if (fill !== "none") context.fill(path);
  }
  const text = (words, x, y, style, halo) => {
    context.font = `${style.fontWeight} ${style.fontSize} ${FONT}`;
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = halo;
    context.strokeText(words, x, y);
    context.fillStyle = style.fill === "none" || style.fill === "rgb(0, 0, 0)" ? style.color : style.fill;
    context.fillText(words, x, y);
  };
  context.textBaseline = "middle";
  for (const base of handle.element.querySelectorAll(".map-base:not([hidden])")) {
    const [x, y] = at(base);
    const path = new Path2D();
    path.addPath(new Path2D(base.firstChild.getAttribute("d")), new DOMMatrix([1, 0, 0, 1, x, y]));
    context.lineWidth = 3;
    context.strokeStyle = colour("--map-halo");
    context.stroke(path);
    context.fillStyle = base.firstChild.getAttribute("fill");
    context.fill(path);
  }
  for (const label of handle.element.querySelectorAll(".map-place, .map-base-name:not([hidden])")) {
    const [x, y, , height] = at(label);
    const style = getComputedStyle(label);
    const halo = colour(label.classList.contains("map-place") ? "--map-land" : "--map-halo");
    text(label.textContent, x + parseFloat(style.paddingLeft), y + height / 2, style, halo);
  }
  for (const count of handle.element.querySelectorAll(":is(.map-moves, .map-tours) g:not([hidden]) text:not([hidden])")) {
    const [x, y, , height] = at(count);
    text(count.textContent, x, y + height / 2, getComputedStyle(count), colour("--map-halo"));
  }
}

/** The legend's entries in lines no wider than the picture: [[entry, x], ...] per line. */
function lines(context, entries, width) {
  const found = [[]];
  let x = EDGE;
  for (const entry of entries) {
    const wide = (entry.color ? 16 : 0) + context.measureText(entry.text).width + 20;
    if (x > EDGE && (x + wide > width - EDGE || entry.first)) {
      found.push([]);
      x = EDGE;
    }
    found.at(-1).push([entry, x]);
    x += wide;
  }
  return found;
}

/**
 * The map as a PNG. `text`: { title, subtitle, credit, entries: [{ text, color?, first?, bold? }] }; `first` begins a
 * line. Hands the file over under a name.
 */
export async function savePicture(handle, text, name) {
  // One at a time: the second would take the first one's resolution for the usual one.
  if (handle.pictured) return;
  handle.pictured = true;
  try {
    await draw(handle, text, name);
  } finally {
    handle.pictured = false;
  }
}

async function draw(handle, text, name) {
  const { map, element } = handle;
  if (!map || !element) return;
  await handle.outlining;
  const { width, height } = element.getBoundingClientRect();
  const style = getComputedStyle(document.documentElement);
  const colour = (property) => style.getPropertyValue(property).trim();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  context.font = `500 12px ${FONT}`;
  const legend = lines(context, text.entries, width);
  const top = 64;
  const total = top + height + legend.length * LINE + 2 * EDGE + LINE;
  Object.assign(canvas, { width: Math.round(width * RATIO), height: Math.round(total * RATIO) });
  context.scale(RATIO, RATIO);
  context.fillStyle = colour("--map-front");
  context.fillRect(0, 0, width, total);
  context.globalAlpha = Number(getComputedStyle(handle.view).opacity);
  await whileDrawn(map, (drawing) => context.drawImage(drawing, 0, top, width, height));
  context.globalAlpha = 1;
  // Who left the screen meanwhile has no map to make a picture of.
  if (!handle.element) return;

  context.save();
  context.beginPath();
  context.rect(0, top, width, height);
  context.clip();
  context.translate(0, top);
  if (handle.points?.before) {
    context.fillStyle = colour("--map-text");
    context.fillRect(width * handle.split - 1, 0, 2, height);
  }
  drawOver(context, handle, colour);
  context.restore();

  const write = (words, x, y, font, fill) => {
    context.font = `${font} ${FONT}`;
    context.fillStyle = fill;
    context.fillText(words, x, y);
  };
  context.textBaseline = "middle";
  write(text.title, EDGE, 24, "650 18px", colour("--map-text"));
  write(text.subtitle, EDGE, 46, "450 13px", colour("--map-label"));
  legend.forEach((line, row) => {
    const y = top + height + EDGE + row * LINE + 4;
    for (const [entry, x] of line) {
      if (entry.color) {
        context.fillStyle = entry.color;
        context.beginPath();
        context.roundRect(x, y - 5, 10, 10, 3);
        context.fill();
      }
      write(entry.text, x + (entry.color ? 16 : 0), y, entry.bold ? "650 12px" : "500 12px", colour("--map-text"));
    }
  });
  write(text.credit, EDGE, total - EDGE, "450 11px", colour("--map-label"));
  const file = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken the content over once the click is handled; a moment later the address can go.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
