// What comes out of the printer: tables and charts on white paper, whatever the screen looks like.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { THEMES, openStage } from "./harness.mjs";
import { go, idle, loadExample, optimize, setEffort } from "./steps.mjs";

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

/** Lightness of a colour like "rgb(1, 2, 3)", 0 to 1 (Rec. 709). */
const lightness = (colour) => {
  const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
};

/** What of the page is dark or cannot be seen on paper. */
async function onPaper(page, selector) {
  const element = page.locator(selector).first();
  await element.waitFor();
  const box = await element.boundingBox();
  assert.ok(box.width > 300 && box.height > 60, `${selector} has room: ${box.width} by ${box.height}`);
  const colours = await element.evaluate((element) => {
    const [texts, grounds] = [[], []];
    for (const part of [element, ...element.querySelectorAll("td, th, text, figcaption")]) {
      const style = getComputedStyle(part);
      texts.push(part instanceof SVGElement ? style.fill : style.color);
      grounds.push(style.backgroundColor);
    }
    return { texts, grounds };
  });
  for (const ground of colours.grounds) {
    if (!/, 0\)$|transparent/.test(ground)) assert.ok(lightness(ground) > 0.9, `${selector} stands on ${ground}`);
  }
  for (const text of colours.texts) assert.ok(lightness(text) < 0.6, `${selector} is written in ${text}`);
}

/** The page as a PDF: its bytes and how many sheets. */
async function printed(page) {
  const bytes = await page.pdf({ format: "A4" });
  return { size: bytes.length, sheets: bytes.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0 };
}

for (const theme of THEMES) {
  test(`tables and charts are printed on white (${theme})`, async () => {
    const scene = await stage.open({ theme });
    const { page } = scene;
    await loadExample(page);
    await setEffort(page, { steps: 200, lanes: 1, seed: 1 });
    await optimize(page);
    await go(page, "Plan");
    await page.emulateMedia({ media: "print", colorScheme: theme });
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(ground, "rgb(255, 255, 255)");
    await onPaper(page, 'table[aria-label="Territories"]');
    const rows = page.locator('table[aria-label="Territories"] tbody tr');
    assert.equal(await rows.last().isVisible(), true, "the last rep is on paper, too");
    const tables = await printed(page);
    assert.ok(tables.size > 15_000 && tables.sheets >= 1, JSON.stringify(tables));
    await page.emulateMedia({ media: "screen", colorScheme: theme });
    await page.getByRole("tab", { name: /^Charts/ }).click();
    await page.locator(".chart-card svg.figure").nth(2).waitFor();
    await idle(page);
    await page.emulateMedia({ media: "print", colorScheme: theme });
    const cards = page.locator(".chart-card");
    for (let place = 0; place < (await cards.count()); place += 1) assert.equal(await cards.nth(place).isVisible(), true);
    await onPaper(page, ".chart-card");
    const charts = await printed(page);
    assert.ok(charts.size > 15_000 && charts.sheets >= 1, JSON.stringify(charts));
    await page.emulateMedia({ media: "screen", colorScheme: theme });
    await go(page, "Scenarios");
    await page.emulateMedia({ media: "print", colorScheme: theme });
    await onPaper(page, 'table[aria-label="Versions"]');
    await scene.close();
  });
}
