// What the page knows: chats, lines, what is unread, and what is on its way out.

export class Store {
  constructor(me) {
    this.me = me;
    this.boot = "";
    this.change = 0;
    this.chats = [];
    this.lines = new Map();
    this.unread = {};
    this.pending = new Map();
    this.listeners = [];
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  takeHello(frame) {
    if (frame.boot !== this.boot) this.lines.clear();
    this.boot = frame.boot;
    this.chats = frame.chats;
    for (const chat of this.chats) if (!this.lines.has(chat.id)) this.lines.set(chat.id, new Map());
    this.takeNews(frame);
  }

  takeNews(frame) {
    for (const line of frame.lines) {
      this.lines.get(line.chat)?.set(line.id, line);
      if (line.key) this.pending.delete(line.key);
    }
    this.change = frame.change;
    this.unread = frame.unread;
    this.tell();
  }

  findChat(id) {
    return this.chats.find((chat) => chat.id === id);
  }

  findPerson(chat, id) {
    return chat.members.find((person) => person.id === id);
  }

  listLines(chat) {
    return [...(this.lines.get(chat)?.values() || [])].sort((one, other) => one.order - other.order);
  }

  listPending(chat) {
    return [...this.pending.values()].filter((say) => say.chat === chat);
  }

  findLast(chat) {
    return this.listLines(chat).at(-1);
  }

  addPending(say) {
    this.pending.set(say.key, say);
    this.tell();
  }

  takeSent(key, id) {
    const pending = this.pending.get(key);
    if (pending && this.lines.get(pending.chat)?.has(id)) this.pending.delete(key);
    this.tell();
  }

  dropPending(key) {
    const say = this.pending.get(key);
    this.pending.delete(key);
    this.tell();
    return say;
  }

  countUnread(except) {
    return Object.entries(this.unread).reduce((sum, [chat, new_]) => sum + (chat === except ? 0 : new_.count), 0);
  }
}
