// Puts the chat page together.

import { dress, find } from "./dom.js";
import { ChatList } from "./list.js";
import { Composer } from "./composer.js";
import { Menu } from "./menu.js";
import { Room } from "./room.js";
import { Line } from "./socket.js";
import { Store } from "./store.js";

const RECALL_WITHIN = 2 * 60 * 1000;
const given = document.body.dataset;
const app = find("app");
const me = { id: given.me, name: given.name, role: given.role, colour: given.colour };
const store = new Store(me);
const menu = new Menu();
const kept = new Map();
const list = new ChatList(find("chats"), store, openChat);
const composer = new Composer(store, sendSay);
const room = new Room(store, { menu: showMenu, seen: tellSeen, view: showPhoto, kept: (id) => kept.get(id), edit: (text) => composer.fill(text) });
const told = new Map();
const title = document.title;

dress(find("my-avatar"), me);

const line = new Line(makeAddress, {
  hello(frame) {
    const life = store.boot;
    store.takeHello(frame);
    if (life !== frame.boot) told.clear();
    for (const say of store.pending.values()) line.send({ type: "say", ...say });
    if (!room.chat) openFromAddress();
    app.dataset.ready = "1";
  },
  news: (frame) => store.takeNews(frame),
  sent: (frame) => store.takeSent(frame.key, frame.id),
  refused(frame) {
    if (frame.code) composer.takeBack(frame.key ? store.dropPending(frame.key) : null, frame.code);
  },
  online: () => setOnline(true),
  offline: () => setOnline(false),
});

store.listen(() => {
  list.draw();
  room.draw();
  const others = store.countUnread(room.chat?.id);
  find("back-badge").hidden = !others;
  find("back-badge").textContent = others > 99 ? "99+" : String(others);
  const all = store.countUnread(document.visibilityState === "visible" ? room.chat?.id : "");
  document.title = all ? `(${all}) ${title}` : title;
});

addEventListener("hashchange", openFromAddress);
document.addEventListener("visibilitychange", () => room.chat && room.isDown() && tellSeen(room.chat.id));
find("back").addEventListener("click", () => (history.state?.fromList ? history.back() : closeChat()));
find("viewer").addEventListener("click", () => find("viewer").close());

function makeAddress() {
  const address = new URL("/chat/ws", location.href);
  address.protocol = address.protocol.replace("http", "ws");
  address.search = location.search;
  address.searchParams.set("since", store.change);
  address.searchParams.set("boot", store.boot);
  return address.href;
}

function setOnline(online) {
  find("offline").hidden = online;
  app.dataset.online = online ? "1" : "";
}

function openChat(id) {
  const address = `#${encodeURIComponent(id)}`;
  if (location.hash === address) return openFromAddress();
  history.pushState({ fromList: !room.chat }, "", address);
  openFromAddress();
}

function openFromAddress() {
  const chat = store.findChat(decodeURIComponent(location.hash.slice(1)));
  if (!chat) return closeChat();
  if (room.chat?.id === chat.id) return;
  app.dataset.view = "room";
  find("empty").hidden = true;
  find("room").hidden = false;
  list.current = chat.id;
  composer.open(chat);
  room.open(chat);
  list.draw();
}

function closeChat() {
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  app.dataset.view = "list";
  find("empty").hidden = false;
  find("room").hidden = true;
  room.close();
  list.current = "";
  list.draw();
}

function sendSay(say) {
  store.addPending(say);
  line.send({ type: "say", ...say });
  room.goDown();
}

function tellSeen(chat) {
  const last = store.findLast(chat);
  if (!last || document.visibilityState !== "visible" || (told.get(chat) || 0) >= last.order) return;
  told.set(chat, last.order);
  line.send({ type: "read", chat, upto: last.order });
}

function showMenu(said, box) {
  const choices = [["quote", "引用", () => composer.setQuote(said)]];
  if (said.text) choices.push(["copy", "复制", () => navigator.clipboard?.writeText(said.text)]);
  if (said.author === me.id && Date.now() - new Date(said.at) < RECALL_WITHIN) choices.push(["recall", "撤回", () => recall(said)]);
  menu.show(box, choices);
}

function recall(said) {
  kept.set(said.id, said.text);
  line.send({ type: "recall", id: said.id });
}

function showPhoto(address) {
  find("viewer-image").src = address;
  find("viewer").showModal();
}
