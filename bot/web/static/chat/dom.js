// Builds elements.  Words go in as text nodes and never as markup.

export function h(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function find(name, root = document) {
  return root.querySelector(`[data-${name}]`);
}

const COLOURS = ["#3f7f63", "#4a6fa5", "#8a5a83", "#a0612f", "#5b7532", "#2f7d86", "#9a4b52", "#6b5ca5", "#7a6a2f", "#446b7c"];

export function pickColour(person) {
  if (/^#[0-9a-f]{6}$/i.test(person.colour || "")) return person.colour;
  if (person.id === "bot") return "#12a150";
  let sum = 0x811c9dc5;
  for (const letter of person.id) sum = Math.imul(sum ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return COLOURS[(sum >>> 8) % COLOURS.length];
}

// The given name, or the family name before a title: 张三 → 张三, 欧阳小明 → 小明, 王师傅 → 王.
function shorten(name, letters) {
  const plain = name.replace(/[^\p{L}\p{N}]/gu, "");
  const titled = plain.replace(/(师傅|经理|主任|队长|先生|女士|阿姨|大爷|妈妈|爸爸)$/u, "");
  return Array.from(titled || plain || "？").slice(-letters).join("");
}

export function dress(avatar, person, letters = 2) {
  avatar.style.background = pickColour(person);
  if (person.id === "bot") {
    avatar.replaceChildren(h("img", { src: "/static/icon.svg", alt: "", width: "100%", height: "100%" }));
  } else {
    avatar.textContent = shorten(person.name, letters);
  }
  return avatar;
}

export function drawAvatar(person, letters = 2) {
  return dress(h("span", { class: "avatar", "aria-hidden": "true" }), person, letters);
}
