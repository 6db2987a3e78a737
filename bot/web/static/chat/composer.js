// Where one writes: text with @ completion, a quote, photos, and what is kept when sending fails.

import { drawAvatar, find, h } from "./dom.js";
import { PhotoRefused, preparePhoto, uploadPhoto } from "./photo.js";
import { explain, tellLine } from "./words.js";

const TEXT_LIMIT = 20000;
const PHOTOS_LIMIT = 9;
const touch = matchMedia("(pointer: coarse)");

export class Composer {
  constructor(store, send) {
    this.store = store;
    this.send = send;
    this.chat = null;
    this.drafts = new Map();
    this.quote = null;
    this.photos = [];
    this.busy = false;
    this.text = find("text");
    this.people = find("people");
    find("composer").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.text.addEventListener("input", () => this.update());
    this.text.addEventListener("keydown", (event) => this.press(event));
    this.text.addEventListener("paste", (event) => this.paste(event));
    this.text.addEventListener("blur", () => setTimeout(() => this.complete(null), 150));
    find("file").addEventListener("change", (event) => { this.addPhotos([...event.target.files]); event.target.value = ""; });
    find("quote-drop").addEventListener("click", () => this.setQuote(null));
    const pane = find("room");
    pane.addEventListener("dragover", (event) => event.preventDefault());
    pane.addEventListener("drop", (event) => { event.preventDefault(); this.addPhotos([...event.dataTransfer.files]); });
  }

  open(chat) {
    if (this.chat) this.drafts.set(this.chat.id, { text: this.text.value, quote: this.quote, photos: this.photos });
    const draft = this.drafts.get(chat.id) || { text: "", quote: null, photos: [] };
    this.chat = chat;
    this.text.value = draft.text;
    this.photos = draft.photos;
    this.setQuote(draft.quote);
    this.drawPhotos();
    this.tellError("");
    this.update();
    if (!touch.matches) this.text.focus({ preventScroll: true });
  }

  setQuote(line) {
    this.quote = line;
    find("quote").hidden = !line;
    find("quote-text").textContent = line ? `${line.name}：${tellLine(line)}` : "";
    if (line) this.text.focus();
  }

  fill(text) {
    this.text.value = text;
    this.update();
    this.text.focus();
  }

  // What was refused goes back to where it was written.
  takeBack(say, code) {
    if (say && this.chat?.id === say.chat && !this.text.value) this.fill(say.text);
    else if (say && this.chat?.id !== say.chat) this.drafts.set(say.chat, { text: say.text, quote: null, photos: [] });
    this.tellError(explain(code));
  }

  update() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 140)}px`;
    const length = [...this.text.value].length;
    const count = find("count");
    count.hidden = length < TEXT_LIMIT * 0.9;
    count.textContent = `${length} / ${TEXT_LIMIT}`;
    find("send").disabled = this.busy || !(this.text.value.trim() || this.photos.length);
    this.complete(this.findAt());
  }

  async submit() {
    const text = this.text.value.trim();
    if (this.busy || !this.chat || !(text || this.photos.length)) return;
    if ([...text].length > TEXT_LIMIT) return this.tellError(explain("too_long"));
    this.tellError("");
    const chat = this.chat.id;
    const quote = this.quote;
    const photos = this.photos;
    let uploads = [];
    if (photos.length) {
      this.setBusy(true);
      try {
        for (const photo of photos) uploads.push((photo.ref ||= await uploadPhoto(photo.file, location.search)));
      } catch (error) {
        return this.tellError(explain(error.code));
      } finally {
        this.setBusy(false);
      }
    }
    this.clear(chat);
    for (const photo of photos) URL.revokeObjectURL(photo.preview);
    this.send({ key: makeKey(), chat, text, quote: quote?.id || "", uploads });
  }

  clear(chat) {
    this.drafts.delete(chat);
    if (this.chat?.id !== chat) return;
    this.text.value = "";
    this.photos = [];
    this.setQuote(null);
    this.drawPhotos();
    this.update();
    this.text.focus({ preventScroll: true });
  }

  setBusy(busy) {
    this.busy = busy;
    find("send").textContent = busy ? "上传中" : "发送";
    this.update();
  }

  tellError(words) {
    const error = find("error");
    error.textContent = words;
    error.hidden = !words;
  }

  async addPhotos(files) {
    this.tellError("");
    for (const file of files) {
      if (this.photos.length >= PHOTOS_LIMIT) return this.tellError(explain("too_many_photos"));
      try {
        const ready = await preparePhoto(file);
        this.photos.push({ file: ready, preview: URL.createObjectURL(ready), ref: "" });
      } catch (error) {
        this.tellError(explain(error instanceof PhotoRefused ? error.code : "not_a_photo"));
      }
      this.drawPhotos();
      this.update();
    }
  }

  drawPhotos() {
    const list = find("photos");
    list.hidden = !this.photos.length;
    list.replaceChildren(...this.photos.map((photo) => h("li", { data: { preview: "" } },
      h("img", { src: photo.preview, alt: `要发的照片 ${photo.file.name}` }),
      h("button", { type: "button", "aria-label": "不发这张", onclick: () => this.dropPhoto(photo) }, "×"))));
  }

  dropPhoto(photo) {
    URL.revokeObjectURL(photo.preview);
    this.photos = this.photos.filter((other) => other !== photo);
    this.drawPhotos();
    this.update();
  }

  paste(event) {
    const files = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    if (!files.length) return;
    event.preventDefault();
    this.addPhotos(files);
  }

  press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (!this.people.hidden && this.pressInPeople(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
      event.preventDefault();
      this.submit();
    }
  }

  // --- @ completion ---

  findAt() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const match = this.chat?.group ? before.match(/@([^@\s\u2005]{0,12})$/u) : null;
    return match && { start: before.length - match[0].length, word: match[1] };
  }

  complete(at) {
    const people = at ? this.chat.members.filter((person) => person.id !== this.store.me.id && person.name.includes(at.word)).slice(0, 8) : [];
    this.at = at;
    this.chosen = 0;
    this.people.hidden = !people.length;
    this.people.replaceChildren(...people.map((person, place) =>
      h("li", { role: "option", "aria-selected": String(place === 0), data: { pick: person.id, name: person.name }, onpointerdown: (event) => { event.preventDefault(); this.pick(person.name); } },
        drawAvatar(person), h("span", {}, person.name), h("small", {}, person.role))));
  }

  pressInPeople(event) {
    const items = [...this.people.children];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      items.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.chosen)));
      items[this.chosen].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.pick(items[this.chosen].dataset.name);
    } else if (event.key === "Escape") {
      this.complete(null);
    } else {
      return false;
    }
    return true;
  }

  pick(name) {
    const { start } = this.at;
    const after = this.text.value.slice(this.text.selectionStart);
    const written = `${this.text.value.slice(0, start)}@${name}\u2005`;
    this.text.value = written + after;
    this.text.setSelectionRange(written.length, written.length);
    this.complete(null);
    this.text.focus();
  }
}

function makeKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
