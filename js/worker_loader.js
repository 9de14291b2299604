// Starts the program's module in a worker. The page names the worker after the two files of the module that it runs
// itself, so that files of two builds never mix: an address would not do, since behind a service worker a worker does
// not see with which one it was asked for.
// Start it as a classic worker. Messages posted before the worker says Ready are lost.
const [script, module] = self.name.split(" ");
import(script)
  .then((program) => program.default({ module_or_path: module }))
  .catch((error) => setTimeout(() => { throw error; }));
