// What all pages can do where scripts run: stay fresh without a reload, not send a form twice.

const told = new WeakMap();

export function isBusy(part) {
  return part.contains(document.activeElement) && document.activeElement !== document.body;
}

// Takes what is new of the [data-live] parts from the address; the fresh page where anything was, else null.
export async function refresh(address) {
  if (document.visibilityState !== "visible" || !document.querySelector("[data-live]")) return null;
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return null;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  let changed = false;
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!next || isBusy(part) || part.querySelector("details[open]")) continue;
    // What the server said last: the page itself may have shown a button since.
    const html = next.innerHTML;
    if (html === (told.get(part) ?? part.innerHTML)) continue;
    told.set(part, html);
    part.replaceChildren(...next.childNodes);
    changed = true;
  }
  return changed ? fresh : null;
}

export function sendOnce(tell = () => {}) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    tell(form);
  });
}
