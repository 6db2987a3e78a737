// What the console can do besides, where scripts run.

import { isBusy, refresh, sendOnce } from "./live.js";

const EVERY = 4000;

async function refreshAll() {
  const fresh = await refresh(location.href);
  if (!fresh) return;
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

addEventListener("linli:change", () => refreshAll().catch(() => {}));
setInterval(() => refreshAll().catch(() => {}), EVERY);

sendOnce();
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
