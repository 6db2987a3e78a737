// The alert page follows what happens: the server says when, the console fetches what.

const live = document.querySelector("[data-stream]");
if (live) {
  const stream = new EventSource(live.dataset.stream);
  stream.addEventListener("change", () => dispatchEvent(new Event("linli:change")));
  stream.addEventListener("open", () => (document.documentElement.dataset.stream = "open"));
  stream.addEventListener("error", () => (document.documentElement.dataset.stream = "lost"));
  addEventListener("pagehide", () => stream.close());
}
