// js/map.js alone, with 33,000 accounts: drawing, picking, selecting, theming, a lost WebGL context.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { SIZES, THEMES, assertAccessible, openStage } from "./harness.mjs";

const folder = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const mounts = {
  "js/": folder("js"),
  "style/": folder("style"),
  "fonts.css": folder("style/fonts.css"),
  "fonts/": folder("node_modules/@fontsource-variable/inter/files"),
  "data/": folder("gen"),
  "vendor/": folder("node_modules/maplibre-gl/dist"),
  "icon.svg": folder("public/icon.svg"),
  "": folder("tests/browser/pages"),
};

let stage;
before(async () => { stage = await openStage({ mounts }); });
after(() => stage?.close());

async function openMap(options = {}) {
  const scene = await stage.open({ ...options, path: "map.html" });
  await scene.page.waitForFunction(() => window.heard.ready === 1, null, { timeout: 60_000 });
  await idle(scene.page);
  return scene;
}

const idle = (page) => page.evaluate(() => new Promise((done) => {
  const { map } = window.handle;
  if (map.loaded() && !map.isMoving()) return done();
  map.once("idle", done);
  // What moved may already rest: one more frame says so.
  map.triggerRepaint();
}));

for (const theme of THEMES) {
  test(`draws accounts, territories and labels (${theme})`, async () => {
    const scene = await openMap({ theme });
    const { page } = scene;
    assert.ok((await page.locator(".map-place").count()) > 5, "places must be named");
    assert.ok((await page.locator(".map-base-name:visible").count()) > 10, "bases must be named");
    await assertNoOverlap(page);
    await scene.picture("map-country");
    for (const [name, box] of [["northeast", [-78, 40, -69, 44]], ["newyork", [-74.6, 40.4, -72.9, 41.2]], ["lakes", [-93, 41, -75, 49]], ["world", [-170, -50, 170, 75]]]) {
      await page.evaluate((b) => window.map.fit(window.handle, b, 10), box);
      await page.waitForTimeout(200);
      await idle(page);
      await assertNoOverlap(page);
      await scene.picture(`map-${name}`);
    }
    await assertAccessible(page);
    await scene.close();
  });
}

async function assertNoOverlap(page) {
  const overlaps = await page.evaluate(() => {
    const labels = [...document.querySelectorAll(".map-place, .map-base-name")].filter((e) => !e.hidden);
    const boxes = labels.map((e) => [e.textContent, e.getBoundingClientRect()]);
    return boxes.flatMap(([a, p], i) => boxes.slice(i + 1)
      .filter(([, q]) => p.left + 1 < q.right && p.right - 1 > q.left && p.top + 1 < q.bottom && p.bottom - 1 > q.top)
      .map(([b]) => `${a} / ${b}`));
  });
  assert.deepEqual(overlaps, [], "labels must not overlap");
}

test("fits a phone", async () => {
  const scene = await openMap({ size: SIZES.phone });
  await assertNoOverlap(scene.page);
  await scene.picture("map-phone");
  await scene.close();
});

test("picks what is drawn: a coloured pixel stands where an account is", async () => {
  const scene = await openMap();
  const { page } = scene;
  await page.evaluate(() => window.map.fit(window.handle, [-74.1, 40.6, -73.8, 40.8], 0));
  await page.waitForTimeout(200);
  await idle(page);
  const found = await page.evaluate(() => {
    const { map, handle, check } = window;
    const wrong = [];
    for (let i = 0; i < check.radii.length && wrong.length < 3; i += 7) {
      const { x, y } = handle.map.project([check.lonlat[2 * i], check.lonlat[2 * i + 1]]);
      if (x < 0 || y < 0 || x > 1400 || y > 850) continue;
      const hit = map.pick(handle, x, y);
      const at = handle.map.project([check.lonlat[2 * hit], check.lonlat[2 * hit + 1]]);
      if (hit < 0 || Math.hypot(at.x - x, at.y - y) > 1.6) wrong.push([i, hit]);
    }
    return wrong;
  });
  assert.deepEqual(found, []);
  const frame = await page.locator("#map").boundingBox();
  const target = await page.evaluate(() => {
    const { handle, check } = window;
    for (let i = 0; i < check.radii.length; i++) {
      const { x, y } = handle.map.project([check.lonlat[2 * i], check.lonlat[2 * i + 1]]);
      if (x > 300 && x < 900 && y > 200 && y < 600) return { x, y };
    }
    return null;
  });
  await page.mouse.move(frame.x + target.x, frame.y + target.y);
  await page.waitForFunction(() => window.heard.hover.length > 0);
  await page.mouse.click(frame.x + target.x, frame.y + target.y);
  await page.waitForFunction(() => window.heard.click.length > 0);
  const { hover, click } = await page.evaluate(() => window.heard);
  assert.ok(hover.at(-1)[0] >= 0 && click[0][0] >= 0 && click[0][1] === false);
  await scene.close();
});

test("selects by lasso, by box and by shift and drag, and gives up on Escape", async () => {
  const scene = await openMap();
  const { page } = scene;
  const frame = await page.locator("#map").boundingBox();
  const drag = async (points, before) => {
    await page.mouse.move(frame.x + points[0][0], frame.y + points[0][1]);
    await page.mouse.down();
    for (const [x, y] of points.slice(1)) await page.mouse.move(frame.x + x, frame.y + y, { steps: 6 });
    await before?.();
    await page.mouse.up();
  };
  const heard = () => page.evaluate(() => window.heard.lasso);
  await page.evaluate(() => window.map.setSelectMode(window.handle, "lasso"));
  await drag([[900, 300], [1200, 300], [1200, 500], [900, 500]], () => scene.picture("map-lasso"));
  await page.evaluate(() => window.map.setSelectMode(window.handle, "box"));
  await drag([[900, 300], [1200, 500]]);
  await page.evaluate(() => window.map.setSelectMode(window.handle, "none"));
  await page.keyboard.down("Shift");
  await drag([[900, 300], [1200, 500]]);
  await page.keyboard.up("Shift");
  const [lasso, box, shifted] = await heard();
  assert.ok(lasso[0] > 1000 && box[0] > 1000, "a selection must hold accounts");
  assert.equal(lasso[0], box[0], "a lasso along a box holds what the box holds");
  assert.deepEqual(shifted, [box[0], true]);
  await page.evaluate(() => window.map.setSelectMode(window.handle, "lasso"));
  await drag([[900, 300], [1200, 300], [1200, 500]], () => page.keyboard.press("Escape"));
  assert.equal((await heard()).length, 3);
  await scene.close();
});

test("changes 33,000 accounts without blocking the page", async () => {
  const scene = await openMap();
  const times = await scene.page.evaluate(() => {
    const { map, handle, check } = window;
    const took = [];
    for (let round = 1; round <= 10; round++) {
      const next = check.territories.map((t) => (t + round) % 24);
      const from = performance.now();
      map.setTerritories(handle, next, check.flags, check.palette);
      took.push(performance.now() - from);
    }
    return took.sort((a, b) => a - b);
  });
  console.log(`setTerritories of 33,000: median ${times[5].toFixed(2)} ms, worst ${times[9].toFixed(2)} ms`);
  assert.ok(times[5] < 20);
  await scene.close();
});

test("is drawn again after a lost WebGL context", async () => {
  const scene = await openMap();
  const { page } = scene;
  await page.evaluate(async () => {
    const gl = window.handle.map.getCanvas().getContext("webgl2");
    const loss = gl.getExtension("WEBGL_lose_context");
    loss.loseContext();
    await new Promise((done) => setTimeout(done, 300));
    loss.restoreContext();
    await new Promise((done) => setTimeout(done, 1000));
  });
  await idle(page);
  assert.ok(await page.evaluate(() => !!window.handle.map.getLayer("points") && !!window.handle.layer.gl));
  await scene.picture("map-restored");
  await scene.close();
});

test("pans by keyboard, zooms by its buttons, is parked and comes back as it was", async () => {
  const scene = await openMap();
  const { page } = scene;
  const centre = () => page.evaluate(() => window.handle.map.getCenter().lng);
  const first = await centre();
  await page.locator("#map canvas").focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(500);
  assert.ok((await centre()) > first);
  const zoom = await page.evaluate(() => window.handle.map.getZoom());
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.waitForFunction((z) => window.handle.map.getZoom() > z + 0.9, zoom);
  await page.evaluate(() => window.map.park(window.handle));
  assert.equal(await page.locator("#map *").count(), 0);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const before = await centre();
  const again = await page.evaluate(() => {
    const { map, check } = window;
    const handle = map.createMap(document.getElementById("map"), { theme: "light" });
    return { same: handle === window.handle, fresh: map.setPoints(handle, check.lonlat, check.radii) };
  });
  assert.deepEqual(again, { same: true, fresh: false }, "the parked map comes back with its accounts");
  assert.equal(await centre(), before);
  await page.getByRole("button", { name: "Zoom out" }).click();
  await idle(page);
  assert.deepEqual(asked, [], "nothing is fetched again");
  await scene.close();
});

test("labels and bases stay at their places when the map gets narrower", async () => {
  const scene = await openMap();
  const { page } = scene;
  await page.evaluate(() => { document.getElementById("map").style.width = "900px"; });
  await page.waitForFunction(() => window.handle.map.getCanvas().clientWidth === 900);
  const away = await page.evaluate(() => {
    const { map, labels } = window.handle;
    const seen = labels.bases.map((base, i) => [base, window.check.bases[i]]).filter(([base]) => !base.mark.hidden);
    return seen.map(([base, { lon, lat }]) => {
      const [, x, y] = /\((-?\d+)px, (-?\d+)px\)/.exec(base.mark.style.transform);
      const { x: right, y: down } = map.project([lon, lat]);
      return Math.hypot(Number(x) + 7 - right, Number(y) + 7 - down);
    });
  });
  assert.ok(away.length > 3 && Math.max(...away) < 2, `px away: ${away.map((px) => px.toFixed(1))}`);
  await scene.close();
});

test("says so when there is no WebGL", async () => {
  const scene = await stage.open({
    path: "map.html",
    init: () => { HTMLCanvasElement.prototype.getContext = () => null; },
  });
  await scene.page.waitForFunction(() => window.heard.fail.length === 1);
  assert.match((await scene.page.evaluate(() => window.heard.fail))[0], /WebGL/);
  await scene.close();
});
