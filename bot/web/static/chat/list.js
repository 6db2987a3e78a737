// The list of chats.

import { drawAvatar, h } from "./dom.js";
import { tellLine, tellTime } from "./words.js";

export class ChatList {
  constructor(root, store, open) {
    this.root = root;
    this.store = store;
    this.open = open;
    this.current = "";
  }

  draw() {
    const focused = this.root.contains(document.activeElement) ? document.activeElement.dataset.chat : "";
    const chats = this.store.chats
      .map((chat, place) => ({ chat, place, last: this.store.findLast(chat.id) }))
      .sort((one, other) => (other.last?.order || 0) - (one.last?.order || 0) || one.place - other.place);
    this.root.replaceChildren(...chats.map(({ chat, last }) => this.drawChat(chat, last)));
    if (focused) this.root.querySelector(`[data-chat="${CSS.escape(focused)}"]`)?.focus();
  }

  drawChat(chat, last) {
    const fresh = this.store.unread[chat.id] || { count: 0, mentioned: false };
    const current = chat.id === this.current;
    return h("li", {},
      h("button", { type: "button", class: "chat-item", data: { chat: chat.id, name: chat.name }, "aria-current": current ? "true" : null, onclick: () => this.open(chat.id) },
        chat.group ? drawGroup(chat) : drawAvatar({ id: "bot", name: chat.name }),
        h("span", { class: "chat-item-body" },
          h("span", { class: "chat-item-top" },
            h("span", { class: "chat-item-name" }, chat.name),
            last ? h("time", { datetime: last.at }, tellTime(new Date(last.at))) : null),
          h("span", { class: "chat-item-last" },
            fresh.mentioned ? h("em", {}, "[有人@我] ") : null,
            last ? this.drawLast(chat, last) : "还没有消息")),
        fresh.count ? h("span", { class: "badge", data: { unread: String(fresh.count) } }, fresh.count > 99 ? "99+" : String(fresh.count), h("span", { class: "sr-only" }, "条未读")) : null));
  }

  drawLast(chat, line) {
    const who = line.author === this.store.me.id ? "我" : line.name;
    if (line.recalled) return `${who}${tellLine(line)}`;
    return chat.group && line.author !== this.store.me.id ? `${who}：${tellLine(line)}` : tellLine(line);
  }
}

function drawGroup(chat) {
  const faces = chat.members.slice(0, 4).map((person) => drawAvatar(person, 1));
  return h("span", { class: "avatar-group", "aria-hidden": "true" }, faces);
}
