// Text whose contrast with what is behind it is less than WCAG 2.2 AA asks (1.4.3), controls without a name,
// headings and ids that are wrong, and a page that is wider than its window.
() => {
  const faults = [];
  const read = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const blend = (over, under, alpha) => over.map((v, i) => v * alpha + under[i] * (1 - alpha));
  const background = (element) => {
    const layers = [];
    for (let around = element; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.backgroundImage !== "none") return null;
      const colour = read(style.backgroundColor);
      if (colour.alpha > 0) layers.push(colour);
      if (colour.alpha === 1) break;
    }
    let base = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
    for (const layer of layers.reverse()) base = blend(layer.rgb, base, layer.alpha);
    return base;
  };
  const name = (e) => `${e.tagName.toLowerCase()}.${e.className} “${(e.textContent || "").trim().slice(0, 24)}”`;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || seen.has(element)) continue;
    seen.add(element);
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest(".sr-only, .skip, option, script")) continue;
    const style = getComputedStyle(element), behind = background(element);
    if (!behind || element.closest(":disabled")) continue;
    let opacity = 1;
    for (let around = element; around; around = around.parentElement) opacity *= Number(getComputedStyle(around).opacity);
    const ink = read(style.color);
    const front = light(blend(ink.rgb, behind, ink.alpha * opacity)), back = light(behind);
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)}: ${name(element)}`);
  }
  for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea, button, summary, a[href], img")) {
    if (!control.checkVisibility()) continue;
    const labels = [...(control.labels || [])].map((label) => label.textContent).join("");
    const own = control.getAttribute("aria-label") || control.getAttribute("alt") || control.title || "";
    const by = (control.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join("");
    const inner = control.textContent.trim() || [...control.querySelectorAll("img")].map((img) => img.alt).join("");
    if (control.tagName === "IMG" ? !control.hasAttribute("alt") : !(labels + own + by + inner).trim())
      faults.push(`no name: ${control.outerHTML.slice(0, 120)}`);
    const box = control.getBoundingClientRect();
    if (control.matches("button, summary.button, a.button") && control.checkVisibility() && box.height > 0 && box.height < 24)
      faults.push(`too small for a thumb: ${name(control)}`);
  }
  if (document.querySelectorAll("h1").length !== 1) faults.push(`${document.querySelectorAll("h1").length} first headings`);
  if (!document.querySelector("main")) faults.push("no main part");
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids)) if (ids.filter((each) => each === id).length > 1) faults.push(`id twice: ${id}`);
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push("wider than the window");
  return [...new Set(faults)];
}
