// Another language: a made-up one, in which every text of the catalogue stands in brackets and has other vowels. A word
// with the vowels of English is one that is not in the catalogue, or data.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { assertAccessible, distFolder, openStage } from "./harness.mjs";
import { download, idle, step, table } from "./steps.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const catalogue = JSON.parse(readFileSync(`${root}texts/en.json`, "utf8"));

const OTHER = Object.fromEntries([..."aeiouAEIOU"].map((vowel, at) => [vowel, [..."åëïöüÅËÏÖÜ"][at]]));
/** A text in the made-up language: other vowels in brackets; its places stay. */
const said = (text) => `⟦${text.replace(/\{\w+\}|[aeiou]/gi, (part) => OTHER[part] ?? part)}⟧`;
const entries = Object.fromEntries(
  Object.entries(catalogue).map(([text, { one }]) => [text, one === undefined ? said(text) : { one: said(one), other: said(text) }]),
);
/** A text of the catalogue as the page says it; a form for one by its own English. */
function x(english) {
  assert.ok(english in entries || Object.values(catalogue).some(({ one }) => one === english), `"${english}" is in the catalogue`);
  return said(english);
}
/** The same as a pattern, whatever fills its places. */
const like = (english) => new RegExp(x(english).replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, "[^]*"));

/** Names that every language has: of makers, of files, of keys, of authors; currencies go by their codes. */
const KEPT = new Set(`Evenfield GeoNames Natural Earth Census Ctrl Shift Esc Enter
  Shi Kalcsics Nickel Schroeder Hess Gini Daganzo Haimes Lasdon Wismer Sridhar Grewal Lilien Dixon`.split(/\s+/));

/** A copy of the build with the made-up language as German. */
function translated() {
  const [dist, folder] = [distFolder(), mkdtempSync(join(tmpdir(), "evenfield-texts-"))];
  for (const name of readdirSync(dist)) {
    if (name !== "index.html" && name !== "texts") symlinkSync(join(dist, name), join(folder, name));
  }
  mkdirSync(join(folder, "texts"));
  writeFileSync(join(folder, "texts", "de.json"), JSON.stringify(entries));
  const html = readFileSync(join(dist, "index.html"), "utf8");
  writeFileSync(join(folder, "index.html"), html.replace(/(id="boot")( data-languages="[^"]*")?/, '$1 data-languages="de"'));
  return folder;
}

let [stage, folder] = [];
before(async () => {
  folder = translated();
  stage = await openStage({ mounts: { "": folder } });
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Words of a text with English vowels: those of the data are none of them, nor are headers and names of files. Places on
 *  the map are data, too. */
function englishIn(text, { names, phrases }) {
  const whole = (phrase) => new RegExp(`(?<![\\p{Letter}_])${phrase.replace(".", "\\.")}(?![\\p{Letter}_])`, "gu");
  const rest = phrases.reduce((rest, phrase) => rest.replace(whole(phrase), " "), text);
  const isLeft = (word) => /[aeiou]/i.test(word) && !/^[A-Z]{3}$/.test(word) && !KEPT.has(word) && !names.has(word);
  return (rest.match(/[\p{Letter}]+/gu) ?? []).filter((word) => /^[A-Za-z]{2,}$/.test(word) && isLeft(word));
}

/** Every text of the page that has such a word, closed menus and dialogs as well. */
async function englishLeft(page, data) {
  const shown = await page.evaluate(() => {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (!node.parentElement.closest("script, style, noscript, kbd, .brand-name, .map-labels")) found.add(node.data);
      } else {
        for (const name of ["title", "aria-label", "aria-valuetext", "placeholder", "alt", "data-label"]) found.add(node.getAttribute(name) ?? "");
      }
    }
    return [...found];
  });
  return shown.flatMap((text) => {
    const words = englishIn(text, data);
    return words.length > 0 ? [`${words.join(" ")} — in: ${text.slice(0, 160)}`] : [];
  });
}

const go = async (page, screen) => {
  await page.getByRole("navigation", { name: x("Steps") }).getByRole("link", { name: x(screen), exact: true }).click();
  await page.waitForURL(new RegExp(`#/${screen.toLowerCase()}$`));
};
const button = (page, name) => page.getByRole("button", { name: x(name), exact: true });

async function loadExample(page) {
  await button(page, "Try the example").first().click();
  await page.waitForURL(/#\/plan$/, { timeout: 120_000 });
  await page.getByRole("table", { name: x("Territories") }).waitFor();
  await idle(page);
}

/** The words of the data: what the files hold, not what the program adds to them; and how files and columns are called. */
function dataIn(file) {
  const { header, rows } = table(file.bytes);
  const own = header.filter((name) => !["Change", "Reason"].includes(name));
  const names = new Set(rows.flatMap((row) => own.flatMap((name) => row[name].match(/\p{Letter}+/gu) ?? [])));
  // Long ones first: "name" is a part of others.
  // Rules know columns by their keys, as a rules file does.
  const phrases = ["example-accounts.csv", "example-reps.csv", "Example accounts", "competitor", "preferred_rep", ...header].sort((one, other) => other.length - one.length);
  return { names, phrases };
}

test("no text of the program is outside the catalogue", async (t) => {
  const scene = await stage.open({ locale: "de-DE", path: "#/data" });
  const { page } = scene;
  let data = { names: new Set(), phrases: [] };
  const left = new Map();
  const check = async (where) => {
    await page.waitForTimeout(150);
    for (const line of await englishLeft(page, data)) if (!left.has(line)) left.set(line, where);
  };

  await step(t, "the start", async () => {
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
    await button(page, "Try the example").first().waitFor();
    await check("start");
    await assertAccessible(page);
  });

  await step(t, "the plan as it is today", async () => {
    await loadExample(page);
    const file = await download(page, () => button(page, "Export assignments").click());
    const { header } = table(file.bytes);
    assert.ok(header.includes("Old owner") && header.includes("Reason"), `files for programs stay English: ${header}`);
    assert.ok(!/[⟦⟧]/.test(file.bytes.toString("utf8")), "and so do their cells");
    data = dataIn(file);
    await check("plan");
  });

  await step(t, "a broken limit, a rep and an account", async () => {
    await page.getByRole("button", { name: like("{n} breaches of limits") }).click();
    await page.getByRole("complementary", { name: x("Broken limits") }).waitFor();
    await idle(page);
    await check("broken limits");
    await page.getByRole("table", { name: x("Territories") }).locator("tbody tr").nth(1).click();
    await page.getByRole("complementary", { name: x("Inspector") }).waitFor();
    await check("rep");
    await page.getByRole("tab").nth(1).click();
    const rows = page.getByRole("table", { name: x("Accounts") }).locator("tbody tr:not(.spacer)");
    for (const place of [0, 3, 8]) {
      await rows.nth(place).locator("td").first().click();
      await page.locator(".inspector .alternatives").first().waitFor();
      await idle(page);
      await check(`account ${place}`);
    }
  });

  await step(t, "filters, columns and charts", async () => {
    const filter = page.locator("details.filter-menu");
    await filter.locator("summary").click();
    await check("filter menu");
    for (const column of ["Industry", "Potential a year", "Locked", "Account"]) {
      await filter.getByRole("button", { name: x(column), exact: true }).click();
      await check(`filter by ${column}`);
      if (column === "Industry") await filter.getByRole("checkbox").first().check();
      if (column === "Locked") await filter.getByRole("button", { name: x("No"), exact: true }).click();
      await filter.locator(".turn-left").click();
    }
    await page.keyboard.press("Escape");
    await check("filters set");
    await button(page, "Clear all").click();
    const columns = page.locator("details.column-menu");
    await columns.locator("summary").click();
    await check("column menu");
    while ((await columns.locator(".menu-item").count()) > 1) await columns.locator(".menu-item").first().click();
    await page.keyboard.press("Escape");
    await check("all columns");
    await page.locator("details.map-layers summary").click();
    for (const layer of await page.locator("details.map-layers").getByRole("switch").all()) if (await layer.isVisible()) await layer.setChecked(true);
    for (const list of await page.locator("details.map-layers select").all()) {
      for (let place = 0; place < (await list.locator("option").count()); place += 1) {
        await list.selectOption({ index: place });
        await check(`layers ${place}`);
      }
    }
    await page.keyboard.press("Escape");
    await idle(page);
    await check("layers");
    await page.getByRole("group", { name: x("Shown on the map") }).getByRole("button").nth(2).click();
    await check("today and plan");
    await page.getByRole("tab").nth(2).click();
    await page.locator(".chart-card svg.figure").first().waitFor();
    await idle(page);
    await check("charts");
  });

  await step(t, "a search, and an edit of its plan", async () => {
    await go(page, "Rules");
    await page.getByLabel(x("Stop after seconds or steps")).selectOption("steps");
    const steps = page.getByRole("spinbutton", { name: x("Stop after"), exact: true });
    await steps.fill("4000");
    await steps.press("Enter");
    await button(page, "Optimize").click();
    await go(page, "Plan");
    await check("run");
    await button(page, "Stop").waitFor({ state: "detached", timeout: 180_000 });
    await idle(page, 180_000);
    await check("planned");
    await page.getByRole("tab").nth(1).click();
    const rows = page.getByRole("table", { name: x("Accounts") }).locator("tbody tr:not(.spacer)");
    for (let place = 1; place < 5; place += 1) {
      await rows.nth(place).locator("td").first().click();
      const panel = page.getByRole("complementary", { name: x("Inspector") });
      await panel.locator("details.menu summary").first().click();
      await panel.locator(".menu-choice").nth(place).click();
      await idle(page);
      await check(`assigned ${place}`);
    }
    await rows.nth(6).locator("td").first().click();
    await page.keyboard.press("l");
    await idle(page);
    await check("locked");
    await page.keyboard.press("x");
    await idle(page);
    await check("excluded");
    await page.keyboard.press("x");
    await idle(page);
  });

  await step(t, "the rules", async () => {
    await go(page, "Rules");
    await idle(page);
    await check("rules");
    for (const menu of await page.locator("details.menu-add > summary").all()) {
      await menu.click();
      await check("rules that can be added");
      await page.keyboard.press("Escape");
    }
    for (const menu of [0, 1]) {
      const list = page.locator("details.menu-add").nth(menu);
      for (let rule = 0; rule < 20; rule += 1) {
        if (!(await list.isVisible())) break;
        await list.locator("summary").click();
        const entry = list.locator(".menu-item").first();
        if (!(await entry.count())) break;
        await entry.click();
        if (rule > 3 && menu === 1) break;
      }
    }
    await idle(page);
    await check("all rules");
  });

  await step(t, "the scenarios", async () => {
    for (let back = 0; back < 20 && (await button(page, "Undo").first().isEnabled()); back += 1) await button(page, "Undo").first().click();
    await idle(page);
    await button(page, "Redo").first().click();
    await idle(page);
    await go(page, "Scenarios");
    await idle(page);
    await check("scenarios");
    await button(page, "Keep this plan as a version").first().click();
    const dialog = page.getByRole("dialog", { name: x("Keep this plan as a version") });
    await dialog.waitFor();
    await check("naming");
    await dialog.getByRole("button", { name: x("Keep"), exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await idle(page);
    await check("kept");
    await button(page, "Draw the curve").click();
    await idle(page, 240_000);
    const point = page.getByRole("button", { name: like("Point {number}") }).nth(1);
    await point.focus();
    await page.keyboard.press("Enter");
    await check("trade-off");
  });

  await step(t, "versions, their decision and its record", async () => {
    await page.locator(".topbar-version summary").click();
    await page.locator(".topbar-version").getByText(x("All versions"), { exact: true }).click();
    const dialog = page.getByRole("dialog", { name: x("Versions") });
    await dialog.getByRole("tree").waitFor();
    await check("versions");
    await dialog.getByRole("treeitem").nth(1).click();
    await check("a version");
    await dialog.getByRole("button", { name: x("Choose this version") }).click();
    await check("deciding");
    await page.getByLabel(x("What was decided")).fill("xyz");
    await page.getByRole("button", { name: x("Save"), exact: true }).click();
    await check("decided");
    const record = (await download(page, () => dialog.getByRole("button", { name: x("Decision record") }).click())).bytes.toString("utf8");
    assert.match(record, /<html lang="de">/);
    const text = record.replace(/<style>[^]*?<\/style>|<[^>]*>/g, " ");
    const english = englishIn(text.replace(/\b[0-9a-f]{16,}\b/g, ""), data);
    assert.deepEqual([...new Set(english)], [], "the record for people is translated");
    await page.keyboard.press("Escape");
  });

  await step(t, "the data, help and introduction", async () => {
    await go(page, "Data");
    await idle(page);
    await check("data");
    for (const trial of [0, 3, 10]) {
      await page.getByRole("button", { name: like("What would change: {step}") }).nth(trial).click();
      await idle(page);
    }
    await check("trials");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: x("Help") }).waitFor();
    await check("help");
    await button(page, "See the introduction").first().click();
    for (let stop = 0; stop < 12 && !(await button(page, "Done").count()); stop += 1) {
      await page.locator(".introduction-words").waitFor();
      await check(`introduction ${stop}`);
      await page.keyboard.press("Enter");
      await page.waitForTimeout(100);
    }
    await button(page, "Done").click();
  });

  assert.deepEqual([...left].map(([line, where]) => `${where}: ${line}`), [], `${left.size} texts are in English`);
  await idle(page);
  await scene.close();
});

const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test("what the workers find in files is told in the language of the page", async () => {
  const scene = await stage.open({ locale: "de-DE", path: "#/data" });
  const { page } = scene;
  const rows = Array.from({ length: 30 }, (_, i) => `Q${i},Xyz ${i},R${1 + (i % 2)},${i} Rd,Albany,NY,12207,US,${1000 + i},,`);
  const faulty = [
    "T1,Xyz Inc.,,1 Rd,Albany,NY,2207,US,500,,",
    "T2,XYZ,R9,1 Rd,Albany,NY,02207,US,many,42.6,-73.7",
    "T3,Twx,R1,2 Rd,Albany,new york,1O207,US,-300,0,0",
    "T4,Twx,R2,9 Rd,Troy,NY,12180,US,300,-73.6,42.7",
    "T4,Zzz,R2,9 Rd,Troy,NY",
    ",,,,,,,,,,",
  ];
  const text = `id,name,owner,street,city,state,postal_code,country,potential,latitude,longitude\n${[...rows, ...faulty].join("\n")}\n`;
  const reps = "id,name,latitude,longitude,capacity_hours\nR1,Zoe Qix,40,-75,1600\nR2,Bo Wyx,42,-73,1600\n";
  await page.getByLabel(x("Accounts file")).setInputFiles([csv("accounts.csv", text), csv("reps.csv", reps), csv("zz.csv", "qq,ww\n1,2\n"), csv("page.csv", "<html><body>log")]);
  await page.getByRole("link", { name: x("Go to the plan") }).waitFor({ timeout: 120_000 });
  await idle(page);
  for (const fold of await page.locator("details:not([open]) > summary").all()) if (await fold.isVisible()) await fold.click();
  // The words of the files, their names and the name of the project, which is that of the file.
  const names = new Set(`${rows} ${faulty} Zoe Qix Bo Wyx`.match(/\p{Letter}+/gu));
  const phrases = ["accounts.csv", "reps.csv", "zz.csv", "page.csv", "Accounts", ...`${text.split("\n")[0]},${reps.split("\n")[0]}`.split(",")];
  const data = { names, phrases: phrases.sort((one, other) => other.length - one.length) };
  assert.deepEqual(await englishLeft(page, data), [], "issues, steps and columns are translated");

  // Newer data: what is different is told, too.
  await page.getByRole("navigation", { name: x("Steps") }).getByRole("link", { name: x("Plan"), exact: true }).click();
  await idle(page);
  await page.getByRole("navigation", { name: x("Steps") }).getByRole("link", { name: x("Data"), exact: true }).click();
  await page.locator('input[type="file"][multiple]').first().setInputFiles(csv("accounts.csv", text.replace("Q3,", "Q333,").replace("1005", "99999")));
  await page.getByRole("dialog", { name: x("Newer data for this project") }).waitFor({ timeout: 60_000 });
  assert.deepEqual(await englishLeft(page, data), [], "the dialog about newer data is translated");
  await button(page, "Go on with the newer data").click();
  await idle(page);
  await scene.close();
});

test("the page takes the first of the reader's languages that there is, and asks for no other", async () => {
  const asked = async (languages) => {
    const scene = await stage.open({
      path: "#/data",
      init: `Object.defineProperty(navigator, "languages", { value: ${JSON.stringify(languages)} })`,
    });
    const texts = await scene.page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.includes("/texts/")));
    const title = await scene.page.getByRole("heading", { level: 1 }).innerText();
    const lang = await scene.page.evaluate(() => document.documentElement.lang);
    await scene.close();
    return [lang, texts.length, title.includes("⟦")];
  };
  assert.deepEqual(await asked(["en-GB", "de"]), ["en", 0, false], "English comes first: nothing is fetched");
  assert.deepEqual(await asked(["fr", "de-AT", "en"]), ["de", 1, true], "French is not there, German is");
  assert.deepEqual(await asked(["fr", "nl"]), ["en", 0, false]);
});
