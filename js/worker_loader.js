// Starts the worker's module. Worker files carry no hash in their names: the build id that came with this
// loader's own address (`worker_loader.js?v=…`) is passed on, so that files of two builds never mix.
// Start it as a classic worker. Messages posted before the worker says Ready are lost.
const version = self.location.search;
import(new URL(`worker.js${version}`, self.location.href).href)
  .then((worker) => worker.default({ module_or_path: new URL(`worker_bg.wasm${version}`, self.location.href).href }))
  .catch((error) => setTimeout(() => { throw error; }));
