// What a person does on the page, in words that several tests share.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** A named part of a test; the parts after one that fails are not tried. */
export async function step(t, name, body) {
  let failure;
  await t.test(name, async () => {
    try {
      await body();
    } catch (error) {
      failure = error;
      throw error;
    }
  });
  if (failure) throw new Error(`ended at "${name}"`);
}

/** Waits until no worker runs. */
export const idle = (page, timeout = 120_000) =>
  page.waitForFunction(() => document.documentElement.dataset.busy === "false", null, { timeout });

/** Goes to a screen by the rail. */
export async function go(page, screen) {
  const link = page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: screen, exact: true });
  await link.click();
  // The address changes before the page hears of it.
  await page.locator(`.rail-link[aria-current=page][href="#/${screen.toLowerCase()}"]`).waitFor({ state: "attached" });
}

/** Loads the example, as a newcomer does; ends on the Plan screen. */
export async function loadExample(page) {
  await page.getByRole("button", { name: "Try the example" }).first().click();
  await page.waitForURL(/#\/plan$/, { timeout: 120_000 });
  await page.getByRole("table", { name: "Territories" }).waitFor();
  await idle(page);
}

/** The Plan screen with the example, its map drawn. */
export async function openExampleMap(stage, options) {
  const scene = await stage.open(options);
  await loadExample(scene.page);
  await scene.page.locator(".map-view[data-drawn=true]").waitFor({ state: "attached" });
  return scene;
}

/** Sets on the Rules screen how long and how widely to search; ends on the Rules screen. */
export async function setEffort(page, { steps, seconds, lanes, seed }) {
  await go(page, "Rules");
  const set = async (name, value) => {
    const input = page.getByRole("spinbutton", { name, exact: true });
    await input.fill(String(value));
    await input.press("Enter");
    await input.blur();
    assert.equal(await input.inputValue(), String(value), name);
  };
  await page.getByLabel("Stop after seconds or steps").selectOption(steps === undefined ? "seconds" : "steps");
  await set("Stop after", steps ?? seconds);
  if (lanes !== undefined) await set("Lanes", lanes);
  if (seed !== undefined) await set("Seed", seed);
}

/** Presses Optimize and waits for the end of the search. */
export async function optimize(page, timeout = 180_000) {
  await page.getByRole("button", { name: "Optimize", exact: true }).click();
  await ended(page, timeout);
}

/** Waits until a search that was started has ended and its plan is judged. */
export async function ended(page, timeout = 180_000) {
  await page.getByRole("button", { name: "Stop", exact: true }).waitFor({ state: "detached", timeout });
  await idle(page, timeout);
}

/** The label of the version that is open, as the version picker says it: "Version 1". */
export const versionLabel = async (page) => (await page.locator(".topbar-version summary b").innerText()).trim();

/** Presses what hands over a file and gives its name and bytes. */
export async function download(page, press) {
  const [file] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), press()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** The assignments of the working plan. */
export const exportAssignments = (page) =>
  download(page, () => page.getByRole("button", { name: "Export assignments" }).click());

/** An entry of a menu: opens the menu, then presses the entry. */
export async function choose(page, menu, entry) {
  await menu.locator("summary").click();
  await menu.getByText(entry, { exact: true }).click();
}

/** Keeps the plan as a version from the Scenarios screen, under the name that is offered or another one. */
export async function keepVersion(page, name) {
  await page.getByRole("button", { name: "Keep this plan as a version" }).click();
  const dialog = page.getByRole("dialog", { name: "Keep this plan as a version" });
  const input = dialog.getByLabel("Name");
  await input.waitFor();
  if (name !== undefined) await input.fill(name);
  await dialog.getByRole("button", { name: "Keep", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** Waits until the work is stored on the device. */
export const saved = (page) => page.getByRole("status").filter({ hasText: "Saved on this device" }).waitFor();

/** CSV with quotes as rows of objects by header. */
export function table(bytes) {
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  const rows = [];
  let [row, cell, quoted] = [[], "", false];
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i];
    if (quoted) {
      if (letter === '"' && text[i + 1] === '"') { cell += letter; i += 1; }
      else if (letter === '"') quoted = false;
      else cell += letter;
    } else if (letter === '"') quoted = true;
    else if (letter === ",") { row.push(cell); cell = ""; }
    else if (letter === "\n") { row.push(cell); rows.push(row); [row, cell] = [[], ""]; }
    else if (letter !== "\r") cell += letter;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  const [header, ...body] = rows;
  return { header, rows: body.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]]))) };
}
