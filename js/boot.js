// Starts the program: loads the wasm-bindgen module that Trunk names on the script tag, then takes the
// static first paint away. Addresses are resolved against the document, so any sub-path works.
const tag = document.getElementById("boot");
const address = (path) => new URL(path, document.baseURI).href;

try {
  const program = await import(address(tag.dataset.js));
  await program.default({ module_or_path: address(tag.dataset.wasm) });
  document.getElementById("shell")?.remove();
} catch (error) {
  console.error(error);
  const status = document.getElementById("shell-status");
  if (status) {
    status.setAttribute("role", "alert");
    status.textContent =
      "Evenfield could not start. It needs a current browser with WebAssembly; reload the page, and if this stays, " +
      `tell whoever hosts it: ${error?.message ?? error}`;
  }
  document.getElementById("shell")?.setAttribute("aria-busy", "false");
}
