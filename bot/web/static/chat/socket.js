// The live line to the server: comes back by itself and asks for what it missed.

const QUIET_LIMIT = 40000;
const WAITS = [300, 600, 1200, 2500, 5000];

export class Line {
  constructor(address, handlers) {
    this.address = address;
    this.handlers = handlers;
    this.tries = 0;
    this.socket = null;
    this.heard = 0;
    setInterval(() => this.check(), 5000);
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    this.timer = 0;
    const socket = new WebSocket(this.address());
    this.socket = socket;
    this.heard = Date.now();
    socket.addEventListener("message", (event) => {
      if (socket !== this.socket) return;
      this.heard = Date.now();
      this.take(JSON.parse(event.data));
    });
    socket.addEventListener("close", () => socket === this.socket && this.retry());
  }

  take(frame) {
    if (frame.type === "hello") {
      this.tries = 0;
      this.handlers.online();
    }
    this.handlers[frame.type]?.(frame);
  }

  retry() {
    this.socket = null;
    this.handlers.offline();
    const wait = WAITS[Math.min(this.tries++, WAITS.length - 1)];
    this.timer = setTimeout(() => this.connect(), wait + Math.random() * 200);
  }

  hurry() {
    if (!this.socket && this.timer) this.connect();
  }

  // A line that went dead without a word is cut, so that `close` brings it back.
  check() {
    if (!this.socket || Date.now() - this.heard < QUIET_LIMIT) return;
    const dead = this.socket;
    this.socket = null;
    dead.close();
    this.retry();
  }

  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }
}
