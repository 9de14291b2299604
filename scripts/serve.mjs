// A tiny static file server, for looking at dist/ and for the browser tests.
//
//   node scripts/serve.mjs [--root dist] [--base /demo/evenfield/] [--port 8080] [--host 127.0.0.1]
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".geojson": "application/geo+json",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The file below one of the folders that an address names, or null. `mounts` maps address prefixes to folders. */
function find(mounts, path) {
  for (const [prefix, folder] of Object.entries(mounts)) {
    if (!path.startsWith(prefix)) continue;
    const root = resolve(folder);
    if (path === prefix && isFile(root)) return root;
    let file = normalize(join(root, path.slice(prefix.length)));
    if (file !== root && !file.startsWith(root + sep)) continue;
    if (path.endsWith("/") || file === root) file = join(file, "index.html");
    if (isFile(file)) return file;
  }
  return null;
}

/** Serves folders under `base` and resolves to { origin, url, close }. Port 0 takes any free one. */
export function serve({ mounts = { "": "dist" }, base = "/", port = 0, host = "127.0.0.1" } = {}) {
  const answer = (request, response) => {
    const fail = (code, text) => response.writeHead(code, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
    if (request.method !== "GET" && request.method !== "HEAD") return fail(405, "Only GET and HEAD.");
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    } catch {
      return fail(400, "Not an address.");
    }
    if (`${path}/` === base) return response.writeHead(308, { location: base }).end();
    const file = path.startsWith(base) ? find(mounts, path.slice(base.length)) : null;
    if (!file) return fail(404, `Nothing at ${path}.`);
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": statSync(file).size,
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
    });
    if (request.method === "HEAD") return response.end();
    return createReadStream(file).pipe(response);
  };
  const server = createServer(answer);
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, host, () => {
      const origin = `http://${host}:${server.address().port}`;
      done({ origin, url: origin + base, close: () => new Promise((end) => { server.closeAllConnections(); server.close(end); }) });
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const option = (name, fallback) => {
    const at = process.argv.indexOf(`--${name}`);
    return at > 0 ? process.argv[at + 1] : fallback;
  };
  const base = `/${option("base", "/")}/`.replace(/\/+/g, "/");
  const root = option("root", "dist");
  if (!isFile(join(root, "index.html"))) {
    console.error(`There is no ${join(root, "index.html")}: run "make dist" first.`);
    process.exit(1);
  }
  try {
    const { url } = await serve({ mounts: { "": root }, base, port: Number(option("port", 8080)), host: option("host", "127.0.0.1") });
    console.log(`Evenfield is at ${url} (Ctrl+C stops)`);
  } catch (error) {
    console.error(`The server could not start: ${error.message}`);
    process.exit(1);
  }
}
