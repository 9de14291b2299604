// Starts the program: loads the wasm-bindgen module that Trunk names on the script tag, and the texts of the reader's
// language where there are some, then takes the static first paint away. Addresses are resolved against the document, so
// any sub-path works.
const tag = document.getElementById("boot");
const root = document.documentElement;
const status = document.getElementById("shell-status");
const address = (path) => new URL(path, document.baseURI).href;
const say = (english) => globalThis.evenfieldTexts?.entries[english] ?? english;

/** The first of the reader's languages that there is, by its code; none for English, which stands in the program. */
function language() {
  const there = (tag.dataset.languages ?? "").split(" ").filter(Boolean);
  const primary = (code) => code.toLowerCase().split("-")[0];
  for (const wanted of navigator.languages) {
    const exact = there.find((code) => code.toLowerCase() === wanted.toLowerCase());
    const found = exact ?? there.find((code) => primary(code) === primary(wanted));
    if (found || primary(wanted) === "en") return found;
  }
}

/** Loads the texts for the program, which takes them from here. Without them it speaks English. */
async function loadTexts() {
  const code = language();
  if (!code) return;
  try {
    const response = await fetch(address(`texts/${code}.json?v=${root.dataset.build}`));
    if (!response.ok) throw new Error(`${response.status}`);
    globalThis.evenfieldTexts = { language: code, entries: await response.json() };
    root.lang = code;
    if (status) status.textContent = say("Loading …");
  } catch (error) {
    console.warn(`The texts in ${code} could not be loaded:`, error);
  }
}

try {
  const [program] = await Promise.all([import(address(tag.dataset.js)), loadTexts()]);
  await program.default({ module_or_path: address(tag.dataset.wasm) });
  document.getElementById("shell")?.remove();
} catch (error) {
  console.error(error);
  if (status) {
    status.setAttribute("role", "alert");
    const text = say("Evenfield could not start. It needs a current browser with WebAssembly; reload the page, and if this stays, tell whoever hosts it: {error}");
    status.textContent = text.replace("{error}", error?.message ?? error);
  }
  document.getElementById("shell")?.setAttribute("aria-busy", "false");
}
