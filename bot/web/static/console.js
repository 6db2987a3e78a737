// Keeps the console fresh without a reload, and a form from being sent twice.

const EVERY = 4000;

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
    if (!next || isBusy(part) || part.querySelector("details[open]") || next.innerHTML === part.innerHTML) continue;
    part.replaceChildren(...next.childNodes);
    changed = true;
  }
  if (changed) refreshActs(fresh);
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
