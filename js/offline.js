// Has the folder kept on this device, and says when another build of the program is ready.

/** How long the page has been at rest before the files that it did not start with are fetched, in ms. */
const REST = 8_000;

/** Registers the service worker. `ready` is called when another build waits to take over. */
export function keep(ready) {
  if (!("serviceWorker" in navigator)) return;
  let waiting = false;
  let inCharge = navigator.serviceWorker.controller !== null;
  const told = (worker) => {
    if (!waiting) {
      waiting = true;
      ready(worker);
    }
  };
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // At a first visit nothing was in charge before: that is no change of builds.
    if (inCharge) window.location.reload();
    inCharge = true;
  });
  navigator.serviceWorker.register(new URL("service_worker.js", document.baseURI)).then((registration) => {
    const look = (worker) => {
      if (!worker) return;
      const installed = () => worker.state === "installed" && registration.active && told(worker);
      worker.addEventListener("statechange", installed);
      installed();
    };
    look(registration.waiting);
    registration.addEventListener("updatefound", () => look(registration.installing));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) registration.update().catch(() => {});
    });
    navigator.serviceWorker.ready.then((active) => setTimeout(() => active.active?.postMessage("fetch the rest"), REST));
  }).catch(() => {
    // Some hosts and private windows allow none: the program then needs the network to start, and nothing else.
  });
}

/** Lets the build that waits take over; all tabs of the program start anew with it. */
export function restart(worker) {
  worker.postMessage("take over");
}
