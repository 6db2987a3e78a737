// What the form's pages can do besides, where scripts run: stay fresh, not send twice, copy the link.

const EVERY = 15000;

function isBusy(part) {
  return part.contains(document.activeElement) && document.activeElement !== document.body;
}

async function refresh() {
  if (document.visibilityState !== "visible" || !document.querySelector("[data-live]")) return;
  const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!next || isBusy(part) || part.querySelector("details[open]")) continue;
    if (next.textContent !== part.textContent) part.replaceChildren(...next.childNodes);
  }
}
setInterval(() => refresh().catch(() => {}), EVERY);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  const button = form.querySelector("button[type=submit]:not([name])");
  if (button) button.textContent = "正在发…";
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector("[data-link]").value);
    copy.textContent = "已复制";
  });
}
