// What happened, who did it, and why; the newest first.

import { byId, el } from "./dom.js";
import { look } from "./server.js";
import { moment, word } from "./words.js";

const PAGE = 30;

export class Timeline {
  #base;
  #lines = new Map();
  #next = null;
  #loading = false;

  constructor(base) {
    this.#base = base;
  }

  begin() {
    byId("older").addEventListener("click", () => this.#older());
  }

  async #page(cursor) {
    const from = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    return look(`${this.#base}/audit?order=newest-first&limit=${PAGE}${from}`);
  }

  /** The newest ones, as the server has them. */
  async newest() {
    if (this.#loading) {
      return;
    }
    this.#loading = true;
    try {
      const page = await this.#page(null);
      const first = this.#lines.size === 0;
      page.items.forEach((line) => this.add(line));
      if (first) {
        this.#more(page.next);
      }
    } finally {
      this.#loading = false;
    }
  }

  async #older() {
    const page = await this.#page(this.#next);
    const known = page.items.map((line) => this.add(line));
    this.#more(page.next);
    known[0]?.querySelector("summary")?.focus();
  }

  #more(next) {
    this.#next = next;
    byId("older").hidden = next === null;
  }

  /** Asks for what there is between, if the last ones are not known. */
  upTo(version) {
    if (version > 0 && !this.#lines.has(version - 1)) {
      return this.newest();
    }
    return Promise.resolve();
  }

  add(line) {
    if (!this.#lines.has(line.sequence)) {
      const element = entry(line);
      const after = [...this.#lines.keys()].filter((s) => s < line.sequence);
      const place = after.length === 0 ? null : this.#lines.get(Math.max(...after));
      byId("timeline").insertBefore(element, place);
      this.#lines.set(line.sequence, element);
    }
    return this.#lines.get(line.sequence);
  }
}

function entry(line) {
  return el(
    "li",
    {},
    el("time", { datetime: line.at, title: line.at }, moment(line.at)),
    el(
      "details",
      {},
      el("summary", {}, el("b", {}, word(line.event.replace(/^[a-z]+\./, ""))), ` ${brief(line.data)}`),
      el("pre", { tabindex: "0" }, JSON.stringify(line.data, null, 2)),
      el("p", { class: "quiet" }, `No. ${line.sequence}, ${line.event}; by ${line.command}; correlation ${line.correlation}`),
    ),
    el("p", { class: "by" }, el("b", {}, line.actor), line.reason === "" ? null : `: “${line.reason}”`),
  );
}

const NAMES = ["phase", "to", "table", "name", "checkpoint", "what", "node"];

/** What it is about, if that is a word or two. */
function brief(data) {
  const found = NAMES.map((name) => data[name]).find((value) => typeof value === "string");
  return found === undefined ? "" : /^[A-Z_]+$/.test(found) ? word(found) : found;
}
