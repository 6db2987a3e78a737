// What the form's pages can do besides, where scripts run: stay fresh, not send twice, copy the link.

import { refresh, sendOnce } from "./live.js";

const EVERY = 15000;
setInterval(() => refresh(location.pathname).catch(() => {}), EVERY);

sendOnce((form) => {
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
