// Keeps the whole folder on this device, so that the program starts and works without a network.
//
// One cache holds one build. Every file is checked by its hash when it is fetched: a server that has moved on to another
// build answers with other bytes, which are refused, so that files of two builds never mix. scripts/offline.mjs writes
// BUILD and FILES (address below this folder, hash, whether it is kept from the first visit on) in front of these lines.
const PREFIX = "evenfield ";
const NAME = PREFIX + BUILD;
const home = new URL("./", self.location.href);
const known = new Map(FILES.map(([path, integrity, first]) => [path, { path, integrity, first }]));

/** A file from the server; the browser's own cache serves where it holds the right bytes. */
async function fetched({ path, integrity }) {
  const address = new URL(path, home);
  address.search = `?v=${BUILD}`;
  const ask = (cache) => fetch(address, { integrity, cache, credentials: "same-origin" });
  const response = await ask("default").catch(() => ask("reload"));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

/** A file, from the cache or else from the server and then kept. */
async function held(file) {
  const cache = await caches.open(NAME);
  const found = await cache.match(new URL(file.path, home));
  if (found) return found;
  const response = await fetched(file);
  // A full device is no reason to answer nothing.
  await cache.put(new URL(file.path, home), response.clone()).catch(() => {});
  return response;
}

/** Which file a request is for; none where it is none of this build. */
function wanted(request) {
  const address = new URL(request.url);
  if (request.method !== "GET" || !address.href.startsWith(home.href)) return undefined;
  // Libraries put versions of their own behind an address.
  const build = address.searchParams.get("v") ?? "";
  if (/^[0-9a-f]{12}$/.test(build) && build !== BUILD) return undefined;
  const path = address.pathname.slice(home.pathname.length);
  return known.get(request.mode === "navigate" && path === "" ? "index.html" : path);
}

self.addEventListener("install", (event) => {
  const first = [...known.values()].filter((file) => file.first);
  event.waitUntil((async () => {
    // A few at a time: the page may still be loading.
    const queue = [...first];
    const take = async () => {
      for (let file = queue.shift(); file; file = queue.shift()) await held(file);
    };
    await Promise.all([take(), take(), take()]);
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
    await Promise.all(others.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const file = wanted(event.request);
  if (file) event.respondWith(held(file));
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "fetch the rest") {
    event.waitUntil((async () => {
      for (const file of known.values()) await held(file).catch(() => {});
    })());
  }
});
