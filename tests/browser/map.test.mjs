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

async function openMap({ accounts = 33_000, ...options } = {}) {
  const scene = await stage.open({ ...options, path: `map.html?accounts=${accounts}` });
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
  const heard = async (times) => {
    await page.waitForFunction((times) => window.heard.lasso.length >= times, times);
    return page.evaluate(() => window.heard.lasso);
  };
  await page.evaluate(() => window.map.setSelectMode(window.handle, "lasso"));
  await drag([[900, 300], [1200, 300], [1200, 500], [900, 500]], () => scene.picture("map-lasso"));
  await page.evaluate(() => window.map.setSelectMode(window.handle, "box"));
  await drag([[900, 300], [1200, 500]]);
  await page.evaluate(() => window.map.setSelectMode(window.handle, "none"));
  await page.keyboard.down("Shift");
  await drag([[900, 300], [1200, 500]]);
  await page.keyboard.up("Shift");
  const [lasso, box, shifted] = await heard(3);
  assert.ok(lasso[0] > 1000 && box[0] > 1000, "a selection must hold accounts");
  assert.equal(lasso[0], box[0], "a lasso along a box holds what the box holds");
  assert.deepEqual(shifted, [box[0], true]);
  await page.evaluate(() => window.map.setSelectMode(window.handle, "lasso"));
  await drag([[900, 300], [1200, 300], [1200, 500]], () => page.keyboard.press("Escape"));
  await page.waitForTimeout(100);
  assert.equal((await heard(3)).length, 3);
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

test("draws 200,000 accounts as crowds that leave none out, and as accounts where one looks closer", async () => {
  const scene = await openMap({ accounts: 200_000 });
  const { page } = scene;
  const state = () => page.evaluate(() => {
    const { crowds } = window.handle;
    return { on: crowds.on, dots: crowds.plan?.accounts.length, accounts: crowds.plan?.accounts.reduce((sum, n) => sum + n, 0) };
  });
  const far = await state();
  assert.ok(far.on && far.dots < 40_000, `${far.dots} dots`);
  assert.equal(far.accounts, 200_000);
  await scene.picture("map-crowds");

  // The card of a crowd says what a count of its square says. Selected accounts would lie over it.
  await page.evaluate(() => window.map.setTerritories(window.handle, window.check.territories, window.check.flags.map(() => 0), window.check.palette));
  const frame = await page.locator("#map").boundingBox();
  const largest = await page.evaluate(() => {
    const { plan } = window.handle.crowds;
    const most = Math.max(...plan.accounts);
    const i = plan.accounts.indexOf(most);
    const lon = plan.mercator[2 * i] * 360 - 180;
    const lat = (Math.atan(Math.exp((0.5 - plan.mercator[2 * i + 1]) * 2 * Math.PI)) * 360) / Math.PI - 90;
    return { most, ...window.handle.map.project([lon, lat]) };
  });
  await page.mouse.move(frame.x + largest.x, frame.y + largest.y);
  await page.waitForFunction(() => window.heard.crowd.length > 0);
  const [accounts, , share] = await page.evaluate(() => window.heard.crowd.at(-1));
  assert.equal(accounts, largest.most);
  assert.ok(share > 0 && share <= 1);
  assert.deepEqual(await page.evaluate(() => window.heard.crowds.at(-1)[0]), largest.most, "the legend is told the largest");

  // A lasso counts accounts, not crowds.
  await page.evaluate(() => window.map.setSelectMode(window.handle, "box"));
  await page.mouse.move(frame.x + 2, frame.y + 2);
  await page.mouse.down();
  await page.mouse.move(frame.x + frame.width - 4, frame.y + frame.height - 4, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => window.heard.lasso.length === 1);
  const [[selected]] = await page.evaluate(() => window.heard.lasso);
  assert.ok(selected > 150_000, `${selected} selected`);
  await page.evaluate(() => window.map.setSelectMode(window.handle, "none"));

  await page.evaluate(() => window.map.fit(window.handle, [-74.6, 40.4, -73.4, 41.2], 10));
  await page.waitForTimeout(300);
  await idle(page);
  assert.equal((await state()).on, false);
  await page.waitForFunction(() => window.heard.crowds.at(-1)[0] === 0);
  await scene.close();
});

test("makes crowds of 200,000 accounts anew without blocking the page", async () => {
  const scene = await openMap({ accounts: 200_000 });
  const times = await scene.page.evaluate(() => {
    const { map, handle, check } = window;
    const took = [];
    for (let round = 1; round <= 7; round++) {
      const next = check.territories.map((t) => (t + round) % 24);
      const from = performance.now();
      map.setTerritories(handle, next, check.flags, check.palette);
      took.push(performance.now() - from);
    }
    return took.sort((a, b) => a - b);
  });
  console.log(`setTerritories of 200,000 in crowds: median ${times[3].toFixed(1)} ms, worst ${times[6].toFixed(1)} ms`);
  assert.ok(times[3] < 100);
  await scene.close();
});

test("lays a heat map under the accounts that says what its strongest place stands for", async () => {
  const scene = await openMap();
  const { page } = scene;
  await page.evaluate(() => window.setHeat(window.handle, window.check.radii.map(() => 1)));
  await page.waitForFunction(() => window.heard.heat.length > 0);
  const told = await page.evaluate(() => {
    const { handle, heard, check } = window;
    const [amount, km] = heard.heat.at(-1);
    // Counted by hand: the most accounts within so many km of any of them.
    let most = 0;
    for (let i = 0; i < check.radii.length; i += 50) {
      const [lon, lat] = [check.lonlat[2 * i], check.lonlat[2 * i + 1]];
      let near = 0;
      for (let j = 0; j < check.radii.length; j++) {
        const [east, north] = [(check.lonlat[2 * j] - lon) * 111.2 * Math.cos((lat * Math.PI) / 180), (check.lonlat[2 * j + 1] - lat) * 111.2];
        if (Math.hypot(east, north) <= km) near++;
      }
      most = Math.max(most, near);
    }
    return { amount, km, most, layer: !!handle.map.getLayer("heat") };
  });
  assert.ok(told.layer);
  assert.ok(told.amount > told.most * 0.6 && told.amount < told.most * 1.7, JSON.stringify(told));
  await idle(page);
  await scene.picture("map-heat");
  await page.evaluate(() => window.setHeat(window.handle, null));
  assert.equal(await page.evaluate(() => !!window.handle.map.getLayer("heat")), false);
  await scene.close();
});

test("shows moves: an arrow for each pair of reps, and one for each account that is selected", async () => {
  const scene = await openMap();
  const { page } = scene;
  const arrows = () => page.locator(".map-moves g:not([hidden])").count();
  await page.evaluate(() => {
    const { check, handle } = window;
    const bases = check.bases.slice(0, 24);
    const owner = check.territories.map((territory) => (territory + 1) % 24);
    const pairs = [[1, 0, 40], [3, 2, 9]].map(([from, to, accounts]) => ({ from, to, accounts, color: check.palette[to], text: "moves" }));
    window.setMoves(handle, { arrows: pairs, owner, centres: Float64Array.from(bases.flatMap(({ lon, lat }) => [lon, lat])) });
  });
  assert.equal(await arrows(), 2);
  assert.deepEqual(await page.locator(".map-moves text").allTextContents(), ["40", "9"]);
  await scene.picture("map-moves");
  await page.evaluate(() => {
    const { map, handle, check } = window;
    map.setTerritories(handle, check.territories, check.flags.map((_, i) => (i < 5 ? 3 : 0)), check.palette);
    handle.followers.forEach((follower) => follower.rest?.());
  });
  assert.ok((await arrows()) >= 4 && (await arrows()) <= 5, "selected accounts that move have an arrow each");
  await page.evaluate(() => window.setMoves(window.handle, null));
  assert.equal(await arrows(), 0);
  await scene.close();
});

test("shows today left of a line and the plan right of it", async () => {
  const scene = await openMap();
  const { page } = scene;
  const colours = () => page.evaluate(async () => {
    const { handle } = window;
    const { width, height } = handle.map.getCanvas();
    const seen = await new Promise((done) => {
      handle.map.once("render", () => {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext("2d");
        context.drawImage(handle.map.getCanvas(), 0, 0);
        const sides = [0, width / 2].map((from) => {
          const { data } = context.getImageData(from, 0, width / 2, height);
          const found = { green: 0, violet: 0 };
          for (let i = 0; i < data.length; i += 4) {
            if (data[i] < 40 && data[i + 1] > 150 && data[i + 2] < 60) found.green++;
            if (data[i] > 150 && data[i + 1] < 40 && data[i + 2] > 150) found.violet++;
          }
          return found;
        });
        done(sides);
      });
      handle.map.triggerRepaint();
    });
    return seen;
  });
  await page.evaluate(() => {
    const { map, handle, check } = window;
    const [none, one] = [check.territories.map(() => 0), check.territories.map(() => 1)];
    const flags = check.flags.map(() => 0);
    map.setOutlines(handle, [], []);
    map.setTerritories(handle, one, flags, ["#00c020", "#c000c0"], { classes: none, flags });
    map.setSplit(handle, 0.5);
  });
  const [left, right] = await colours();
  assert.ok(left.green > 300 && left.violet === 0, JSON.stringify(left));
  assert.ok(right.violet > 300 && right.green === 0, JSON.stringify(right));
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

test("names and bases move with the map as one sheet, laid out anew only for another zoom or size", async () => {
  // Hundreds of labels that move one by one cost more than a frame has.
  const scene = await openMap();
  const { page } = scene;
  const parts = () => page.evaluate(() => {
    const { map, labels } = window.handle;
    const seen = labels.bases.map((base, i) => [base, window.check.bases[i]]).filter(([base]) => !base.mark.hidden);
    const frame = map.getContainer().getBoundingClientRect();
    const away = seen.map(([base, { lon, lat }]) => {
      const box = base.mark.getBoundingClientRect();
      const { x, y } = map.project([lon, lat]);
      return Math.hypot(box.x + box.width / 2 - frame.x - x, box.y + box.height / 2 - frame.y - y);
    });
    return { own: seen.map(([base]) => base.mark.style.transform), sheet: labels.baseBox.style.transform, away: Math.max(...away), seen: seen.length };
  });
  const before = await parts();
  // A little way: the same bases stay in view.
  await page.evaluate(() => window.handle.map.panBy([40, 25], { duration: 0 }));
  await idle(page);
  const panned = await parts();
  assert.ok(panned.seen > 10 && panned.away < 2, `${panned.away} px away`);
  assert.deepEqual(panned.own, before.own, "no label was moved by itself");
  assert.notEqual(panned.sheet, before.sheet);
  await page.evaluate(() => window.handle.map.zoomTo(window.handle.map.getZoom() + 0.7, { duration: 0 }));
  await idle(page);
  const zoomed = await parts();
  assert.ok(zoomed.away < 2, `${zoomed.away} px away`);
  assert.match(zoomed.sheet, /^translate\(0px, ?0px\)$/);

  const sheet = await page.evaluate(() => {
    const element = document.createElement("div");
    const sheet = new window.map.Sheet(element);
    const view = { scale: 512, left: 10, top: 20, width: 300, height: 200 };
    const places = [];
    const lay = (change) => {
      const laid = sheet.layFor({ ...view, ...change });
      places.push([element.style.transform.replaceAll(" ", ""), laid.left]);
    };
    lay({});
    lay({ left: 40, top: 15 });
    lay({ left: 40, width: 310 });
    lay({ scale: 1024 });
    sheet.forget();
    lay({ left: 55, scale: 1024 });
    const other = sheet.follow({ getZoom: () => 3, getCenter: () => ({ lng: 0, lat: 0 }) });
    const same = sheet.follow({ getZoom: () => 1, getCenter: () => ({ lng: 0, lat: 0 }) });
    return { places, other, same };
  });
  assert.deepEqual(sheet, {
    places: [["translate(0px,0px)", 10], ["translate(-30px,5px)", 10], ["translate(0px,0px)", 40], ["translate(0px,0px)", 10], ["translate(0px,0px)", 55]],
    other: false,
    same: true,
  });
  await scene.close();
});

test("the territory that is looked at is named, and all others step back until nothing is", async () => {
  // Ten colours for 45 reps: only stepping back tells one from its namesakes in colour.
  const scene = await openMap();
  const { page } = scene;
  const look = (rep) => page.evaluate(async (focus) => {
    const { map, handle } = window;
    // Two within one frame: what the first set must not outlive it.
    if (focus >= 0) map.setFocus(handle, (focus + 2) % 24);
    map.setFocus(handle, focus);
    const back = (part) => handle.labels.bases.filter((base) => base[part].classList.contains("is-back")).length;
    const named = handle.labels.bases.find((base) => base.index === focus);
    return { marks: back("mark"), names: back("label"), named: named && !named.label.hidden, areas: handle.outlines.map((_, id) => !!handle.map.getFeatureState({ source: "outlines", id }).back) };
  }, rep);
  const count = await page.evaluate(() => window.check.bases.length);
  for (let rep = 0; rep < 24; rep += 1) {
    const seen = await look(rep);
    const own = rep === 0 ? 2 : 1;
    assert.deepEqual([seen.marks, seen.names, seen.named], [count - own, count - own, true], `territory ${rep}`);
    assert.deepEqual(seen.areas, seen.areas.map((_, id) => id !== rep), `areas beside ${rep}`);
  }
  await idle(page);
  await scene.picture("map-focus");
  const none = await look(-1);
  assert.deepEqual([none.marks, none.names], [0, 0]);
  assert.ok(none.areas.every((back) => !back));
  await scene.close();
});

test("a crowd of excluded accounts is none of any class", async () => {
  // Told by the class of its dots it would say "100 % no rep".
  const scene = await openMap({ accounts: 200_000 });
  const { page } = scene;
  const told = await page.evaluate(() => {
    const { map, handle, check } = window;
    const out = check.flags.map(() => 64);
    map.setTerritories(handle, check.territories, out, check.palette);
    const dots = handle.crowds.plan;
    const [mx, my] = [dots.mercator[0], dots.mercator[1]];
    const { lng, lat } = handle.map.getCenter();
    const scale = 512 * 2 ** handle.map.getZoom();
    const { clientWidth, clientHeight } = handle.map.getContainer();
    const x = (mx - map.mercatorX(lng)) * scale + clientWidth / 2;
    const y = (my - map.mercatorY(lat)) * scale + clientHeight / 2;
    const excluded = handle.crowds.at(x, y).kind;
    map.setTerritories(handle, check.territories, check.flags, check.palette);
    return [excluded, handle.crowds.at(x, y).kind];
  });
  assert.equal(told[0], 0xffff);
  assert.ok(told[1] < 24, `class ${told[1]}`);
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
