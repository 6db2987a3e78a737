// Keeps the console fresh without a reload, and a form from being sent twice.

const EVERY = 4000;
const told = new WeakMap();

function isBusy(part) {
  return part.contains(document.activeElement) && document.activeElement !== document.body;
}

async function refresh() {
  if (document.visibilityState !== "visible" || !document.querySelector("[data-live]")) return;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return;
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
  if (!changed) return;
  refreshActs(fresh);
  dispatchEvent(new Event("linli:fresh"));
}

// The buttons follow the ticket, but never while somebody is writing.
function refreshActs(fresh) {
  const acts = document.querySelector("[data-acts]");
  const next = fresh.querySelector("[data-acts]");
  if (!acts || !next || isBusy(acts) || acts.querySelector("textarea")?.value || acts.querySelector("details[open]")) return;
  acts.replaceChildren(...next.childNodes);
}

addEventListener("linli:change", () => refresh().catch(() => {}));
setInterval(() => refresh().catch(() => {}), EVERY);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// On a phone the menu scrolls: show where we are.
document.querySelector(".menu-bar [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// What was done is said once: a reload does not say it again.
if (new URLSearchParams(location.search).has("did")) {
  const address = new URL(location.href);
  address.searchParams.delete("did");
  history.replaceState(null, "", address);
}

document.querySelector("[data-print]")?.addEventListener("click", () => print());

// The sheet: the words of one line into the clipboard, where the browser lets us.
function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy-words]")) button.hidden = false;
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy-words]");
  if (!button) return;
  await navigator.clipboard.writeText(button.closest("li").querySelector("[data-words]").textContent.trim());
  button.textContent = "已复制";
});
offerCopies();
addEventListener("linli:fresh", offerCopies);
