// Runs jobs in wasm: fetches an instance's files, hands them over, and posts what came of it with the size of the
// wasm memory and the time that the wasm took in all. One worker may run several jobs; whoever wants a clean memory takes a new worker.
import init, { runJob } from "./wasm/bench.js";

let wasm;

async function text(file) {
  const response = await fetch(`instances/${file}`);
  if (!response.ok) throw new Error(`${response.status} for ${file}`);
  return response.text();
}

self.onmessage = async ({ data: { job, files } }) => {
  try {
    wasm ??= await init();
    const texts = await Promise.all(files.map(text));
    const begin = performance.now();
    const outcome = JSON.parse(runJob(JSON.stringify(job), texts));
    const seconds = (performance.now() - begin) / 1000;
    self.postMessage({ outcome, seconds, heap_bytes: wasm.memory.buffer.byteLength });
  } catch (error) {
    self.postMessage({ failure: String(error), heap_bytes: wasm?.memory.buffer.byteLength });
  }
};
