// The open chat: its lines, kept in step with the store without redrawing what stands.

import { drawAvatar, find, h } from "./dom.js";
import { tellTime } from "./words.js";

const PAUSE = 5 * 60 * 1000;
const NEAR_BOTTOM = 80;

export class Room {
  constructor(store, handlers) {
    this.store = store;
    this.handlers = handlers;
    this.chat = null;
    this.drawn = new Map();
    this.lines = find("lines");
    this.fresh = find("new");
    this.fresh.addEventListener("click", () => this.goDown());
    this.lines.addEventListener("scroll", () => this.isDown() && this.reachDown(), { passive: true });
    this.members = find("members");
    this.membersButton = find("members-button");
    this.membersButton.addEventListener("click", () => this.showMembers(this.members.hidden));
  }

  open(chat) {
    this.chat = chat;
    this.drawn.clear();
    this.lines.replaceChildren();
    this.missed = 0;
    find("title").textContent = chat.group ? `${chat.name}（${chat.members.length}）` : chat.name;
    this.membersButton.hidden = !chat.group;
    this.showMembers(false);
    this.draw();
    this.goDown();
  }

  close() {
    this.chat = null;
  }

  showMembers(show) {
    this.members.hidden = !show;
    this.membersButton.setAttribute("aria-expanded", String(show));
    if (show) this.members.replaceChildren(...this.chat.members.map(drawMember));
  }

  draw() {
    if (!this.chat) return;
    const down = this.isDown();
    const before = this.drawn.size;
    const wanted = this.listWanted();
    const keep = new Map();
    let place = this.lines.firstChild;
    for (const [key, mark, make] of wanted) {
      const known = this.drawn.get(key);
      const node = known && known.mark === mark ? known.node : make();
      keep.set(key, { mark, node });
      if (node === place) place = place.nextSibling;
      else this.lines.insertBefore(node, place);
    }
    while (place) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
    this.drawn = keep;
    if (down) this.goDown();
    else if (keep.size > before) this.tellMissed();
  }

  // What should stand: [key, a mark that changes when it must be drawn anew, how to draw it].
  listWanted() {
    const wanted = [];
    let last = 0;
    for (const line of this.store.listLines(this.chat.id)) {
      const at = new Date(line.at);
      if (at - last > PAUSE) wanted.push([`time ${line.id}`, tellTime(at), () => drawTime(at, line.at)]);
      last = at;
      wanted.push([line.key || line.id, String(line.change), () => (line.recalled ? this.drawRecalled(line) : this.drawLine(line))]);
    }
    for (const say of this.store.listPending(this.chat.id)) wanted.push([say.key, "pending", () => this.drawPending(say)]);
    return wanted;
  }

  drawLine(line) {
    const mine = line.author === this.store.me.id;
    const person = this.store.findPerson(this.chat, line.author) || { id: line.author, name: line.name };
    const bubble = line.text ? h("div", { class: "bubble", data: { bubble: "" } }, this.drawText(line)) : null;
    const body = h("div", { class: "line-body" },
      mine || !this.chat.group ? null : h("div", { class: "line-name" }, line.name, person.id === "bot" ? h("span", { class: "chip" }, "机器人") : null),
      bubble,
      line.photos.map((photo) => this.drawPhoto(photo)),
      line.quote ? h("div", { class: "line-quote", data: { quoted: "" } }, h("span", {}, `${line.quote.author}：${line.quote.text}`)) : null);
    const more = h("button", { type: "button", class: "icon-button line-more", data: { more: "" }, "aria-label": `对“${line.name}”的这条消息：更多`, "aria-haspopup": "menu" }, "⋯");
    const row = h("article", { class: mine ? "line mine" : "line", data: { line: line.id, author: line.author, mentioned: line.mentions.includes(this.store.me.id) ? "1" : "" } },
      drawAvatar(person), body, more, h("time", { class: "sr-only", datetime: line.at }, tellTime(new Date(line.at))));
    more.addEventListener("click", () => this.handlers.menu(line, more.getBoundingClientRect()));
    watchPress(body, (box) => this.handlers.menu(line, box));
    return row;
  }

  drawPending(say) {
    return h("article", { class: "line mine pending", data: { pending: say.key } },
      drawAvatar(this.store.me),
      h("div", { class: "line-body" },
        say.text ? h("div", { class: "bubble" }, say.text) : null,
        say.uploads.length ? h("div", { class: "bubble" }, `[图片 ${say.uploads.length} 张]`) : null),
      h("span", { class: "line-wait", role: "status" }, "发送中…"));
  }

  drawRecalled(line) {
    const mine = line.author === this.store.me.id;
    const again = mine && this.handlers.kept(line.id);
    return h("p", { class: "line-note", data: { line: line.id, recalled: "1" } },
      mine ? "你撤回了一条消息" : `${line.name}撤回了一条消息`,
      again ? h("button", { type: "button", class: "link", onclick: () => this.handlers.edit(again) }, "重新编辑") : null);
  }

  // `@name` of somebody in the chat is set apart; one's own stands out.
  drawText(line) {
    const names = line.mentions.map((id) => [id, this.store.findPerson(this.chat, id)?.name]).filter(([, name]) => name);
    let parts = [line.text];
    for (const [id, name] of names) parts = parts.flatMap((part) => (typeof part === "string" ? cut(part, id, name, this.store.me.id) : [part]));
    return parts;
  }

  drawPhoto(photo) {
    const address = `/chat/photos/${encodeURIComponent(photo.ref)}${location.search}`;
    const image = h("img", { src: address, alt: photo.name ? `照片 ${photo.name}` : "照片", data: { photo: photo.ref } });
    image.addEventListener("load", () => this.isDown(400) && this.goDown());
    image.addEventListener("error", () => image.replaceWith(h("span", { class: "photo-gone" }, "照片已过期")));
    return h("button", { type: "button", class: "photo", "aria-label": "放大照片", onclick: () => this.handlers.view(address) }, image);
  }

  isDown(slack = NEAR_BOTTOM) {
    return this.lines.scrollHeight - this.lines.scrollTop - this.lines.clientHeight < slack;
  }

  goDown() {
    this.lines.scrollTop = this.lines.scrollHeight;
    this.reachDown();
  }

  reachDown() {
    this.missed = 0;
    this.fresh.hidden = true;
    if (this.chat) this.handlers.seen(this.chat.id);
  }

  tellMissed() {
    this.missed += 1;
    this.fresh.textContent = `↓ ${this.missed} 条新消息`;
    this.fresh.hidden = false;
  }
}

function cut(text, id, name, me) {
  const pieces = text.split(`@${name}`);
  return pieces.flatMap((piece, place) => (place ? [h("span", { class: id === me ? "at at-me" : "at" }, `@${name}`), piece] : [piece])).filter((piece) => piece !== "");
}

function drawTime(at, iso) {
  return h("p", { class: "line-note" }, h("time", { datetime: iso }, tellTime(at)));
}

function drawMember(person) {
  return h("span", { class: "member" }, drawAvatar(person), h("span", { class: "member-name" }, person.name), h("small", {}, person.role));
}

// Long press on a touch screen, right click with a mouse.
function watchPress(node, act) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse") return;
    timer = setTimeout(() => act(node.getBoundingClientRect()), 450);
  });
  for (const name of ["pointerup", "pointercancel", "pointermove", "pointerleave"]) node.addEventListener(name, stop);
  node.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    stop();
    act(new DOMRect(event.clientX, event.clientY, 1, 1));
  });
}
