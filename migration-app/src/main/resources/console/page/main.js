// Puts the parts of the page together.

import { Accounts } from "./accounts.js";
import { Charts } from "./charts.js";
import { APPROVE, COMMANDS, mayApprove, mayCommand, mayLookAfterAccounts, WITHDRAW } from "./commands.js";
import { showDetails } from "./details.js";
import { CommandDialog } from "./dialog.js";
import { byId, el, say } from "./dom.js";
import { Live } from "./live.js";
import { look, session, signOut } from "./server.js";
import { showStanding, tellNews } from "./standing.js";
import { showTables } from "./tables.js";
import { Timeline } from "./timeline.js";
import { duration, moment, word } from "./words.js";

class Page {
  #who;
  #base;
  #view = null;
  #why = "";
  #timeline;
  #charts = new Charts();
  #dialog;
  #buttons = [];

  constructor(who) {
    this.#who = who;
    this.#base = `/api/v1/migrations/${encodeURIComponent(who.migration)}`;
    this.#timeline = new Timeline(this.#base);
    this.#dialog = new CommandDialog(this.#base, () => ({ view: this.#view, stale: this.#why !== "" }));
  }

  begin() {
    say(byId("migration"), this.#who.migration);
    say(byId("user"), `${this.#who.user}, ${roles(this.#who)}`);
    byId("sign-out").addEventListener("click", () => signOut().catch(failed));
    byId("report").href = `${this.#base}/report?format=html`;
    if (mayCommand(this.#who)) {
      this.#buttons = COMMANDS.map((command) => [command, this.#button(command)]);
      byId("actions").append(...this.#buttons.map(([, button]) => button));
    }
    if (mayLookAfterAccounts(this.#who)) {
      new Accounts(this.#dialog, this.#who.user).begin().catch(failed);
    }
    this.#charts.begin();
    this.#timeline.begin();
    this.#past();
    new Live(this.#base, {
      status: (view, sample, stale) => this.#show(view, sample, stale),
      event: (line) => this.#timeline.add(line),
      again: () => this.#past(),
      age: (age) => this.#age(age),
    }).begin();
  }

  #button(command, subject = {}) {
    const attributes = { type: "button", class: command.grave ? "grave" : null, click: () => this.#dialog.open(command, subject) };
    return el("button", attributes);
  }

  /** Several may say the same; who only hears them is told what each is about. */
  #buttonAbout(command, approval) {
    const button = this.#button(command, approval);
    button.classList.toggle("main", command.main?.() ?? false);
    button.append(command.label(), el("span", { class: "unseen" }, ` ${approval.what}`));
    return button;
  }

  /** What there was before the page, or while it did not hear. */
  async #past() {
    try {
      const [samples] = await Promise.all([look(`${this.#base}/history`), this.#timeline.newest()]);
      this.#charts.past(samples.items);
    } catch (failure) {
      failed(failure);
    }
  }

  #show(view, sample, stale) {
    this.#view = view;
    document.title = `${word(view.phase)}: ${view.migration} – Theseus`;
    showStanding(view, this.#who);
    showTables(view);
    showDetails(view, (approval) => this.#buttonsFor(approval));
    for (const [command, button] of this.#buttons) {
      button.hidden = !command.when(view, this.#who);
      if (!button.hidden) {
        say(button, `${command.label(view)}…`);
        button.classList.toggle("main", command.main?.(view) ?? false);
      }
    }
    tellNews(view);
    this.#dialog.look();
    if (stale === null) {
      this.#charts.add(sample);
      this.#timeline.upTo(view.version).catch(failed);
    }
  }

  #buttonsFor(approval) {
    const own = approval.askedBy === this.#who.user;
    const may = [
      [APPROVE, mayApprove(this.#who) && !own],
      [WITHDRAW, approval.command !== null && (mayApprove(this.#who) || mayCommand(this.#who))],
    ];
    return may.filter(([, permitted]) => permitted).map(([command]) => this.#buttonAbout(command, approval));
  }

  #age({ seconds, why, detail }) {
    this.#why = why;
    const age = seconds === null ? "" : duration(Math.floor(seconds));
    say(byId("fresh-text"), why === "" ? fresh(this.#view, age) : `Stale: ${age === "" ? "nothing seen yet" : `${age} old`}`);
    byId("fresh").classList.toggle("old", why !== "");
    document.body.classList.toggle("is-stale", why !== "");
    const since = this.#view === null ? "nothing yet" : `how things stood at ${moment(this.#view.at)}`;
    const words = {
      "": "",
      lost: `The server does not answer. What you see is ${since}. The page goes on trying.`,
      database: `A database does not answer: ${detail} What you see is ${since}.`,
    };
    say(byId("stale"), words[why]);
  }
}

/** Without those that are in others. */
function roles({ roles: all }) {
  const own = all.includes("administrator") ? ["administrator"] : all.filter((role) => role !== "viewer");
  return own.length === 0 ? "viewer" : own.join(" and ");
}

function fresh(view, age) {
  return view === null ? "Looking…" : `Looked at ${moment(view.at)}${age === "" ? "" : `, ${age} ago`}`;
}

function failed(failure) {
  byId("said").replaceChildren(el("p", { class: "problem" }, failure.message));
}

try {
  new Page(await session()).begin();
} catch (failure) {
  failed(failure);
}
