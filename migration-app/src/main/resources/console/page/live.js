// Keeps up with the server, and knows how old its last word is.

import { session } from "./server.js";

/** A look comes every second; a stream that the server ended is back before this. */
const SILENCE = 6_000;
const PAUSE = 3_000;

export class Live {
  #base;
  #told;
  #source = null;
  #heard = null;
  #fresh = null;
  #why = "";
  #failed = false;
  #gone = false;

  /** @param told functions that are given what comes: status, event, again (after a loss), age */
  constructor(base, told) {
    this.#base = base;
    this.#told = told;
  }

  begin() {
    this.#open();
    setInterval(() => this.#age(), 1_000);
  }

  #open() {
    this.#source = new EventSource(`${this.#base}/events`);
    this.#source.addEventListener("status", (event) => this.#status(JSON.parse(event.data)));
    this.#source.addEventListener("audit", (event) => this.#told.event(JSON.parse(event.data)));
    this.#source.addEventListener("error", () => this.#lost());
  }

  #status({ migration, sample, stale }) {
    const back = this.#failed;
    this.#failed = false;
    this.#gone = false;
    this.#heard = performance.now();
    this.#why = stale ?? "";
    if (stale === null) {
      this.#fresh = this.#heard;
    }
    if (back) {
      this.#told.again();
    }
    this.#told.status(migration, sample, stale);
    this.#age();
  }

  /** The browser comes back by itself, unless the server turned it away. Streams end every few minutes in any case. */
  async #lost() {
    this.#failed = true;
    if (this.#source.readyState === EventSource.CLOSED) {
      setTimeout(() => this.#return(), PAUSE);
    }
    try {
      await session();
    } catch {
      this.#gone = true;
    }
    this.#age();
  }

  async #return() {
    try {
      await session();
      this.#open();
    } catch {
      setTimeout(() => this.#return(), PAUSE);
    }
  }

  #age() {
    const now = performance.now();
    const silent = this.#gone || (this.#heard === null ? this.#failed : now - this.#heard > SILENCE);
    this.#told.age({
      seconds: this.#fresh === null ? null : (now - this.#fresh) / 1000,
      why: silent ? "lost" : this.#why === "" ? "" : "database",
      detail: this.#why,
    });
  }
}
