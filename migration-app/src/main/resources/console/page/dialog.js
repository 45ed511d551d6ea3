// Asks for a reason, says what will happen, sends it, and says what the server says.

import { byId, draw, el } from "./dom.js";
import { command as send, look, newKey, Refused } from "./server.js";
import { decisiveChanges } from "./standing.js";
import { moment } from "./words.js";

const TRIES = 3;

export class CommandDialog {
  #base;
  #latest;
  #dialog = byId("dialog");
  #open = null;

  /** @param latest gives the last look, and whether it is old */
  constructor(base, latest) {
    this.#base = base;
    this.#latest = latest;
  }

  /** @param subject what the command is about, if it is about one of several */
  open(command, subject = {}) {
    const { view, stale } = this.#latest();
    const fields = (command.fields?.(view, subject) ?? []).map((field) => ({ ...field, input: input(field) }));
    this.#open = { command, subject, view, fields, key: newKey(), sent: "", body: command.body?.(view) ?? {} };
    this.#dialog.replaceChildren(this.#form(stale));
    this.#happens([]);
    this.#dialog.showModal();
    (fields[0]?.input ?? byId("reason")).focus();
  }

  #form(stale) {
    const { command, subject, view, fields } = this.#open;
    const first = fields.filter((field) => !field.further).map(labelled);
    const further = fields.filter((field) => field.further).map(labelled);
    return el(
      "form",
      { submit: (event) => this.#submit(event), novalidate: true },
      el("h2", { id: "dialog-title" }, command.title?.(subject) ?? command.label(view)),
      stale && !isBesides(command) ? el("p", { class: "problem" }, "What the page shows is old. Things may stand differently now.") : null,
      el("div", { id: "happens", class: "happens" }),
      first,
      further.length === 0 ? null : el("details", {}, el("summary", {}, "Further settings"), further),
      el("label", { for: "reason" }, "Reason", el("span", { class: "quiet" }, " kept in the audit, with your name")),
      el("textarea", { id: "reason", rows: "2", maxlength: "2000", required: true, "aria-describedby": "happens" }),
      el("div", { id: "problem", role: "alert" }),
      el(
        "div",
        { class: "actions end" },
        el("button", { type: "button", click: () => this.#dialog.close() }, "Cancel"),
        el("button", { type: "submit", id: "send", class: `main${command.grave ? " grave" : ""}` }, command.label(view)),
      ),
    );
  }

  /** A new look: what will happen is said anew, unless it is not what was decided upon any more. */
  look() {
    if (!this.#dialog.open || this.#open === null || isBesides(this.#open.command)) {
      return;
    }
    const { view } = this.#latest();
    const news = decisiveChanges(this.#open.view, view);
    if (news.length === 0) {
      this.#open.view = view;
    }
    this.#happens(news);
  }

  #happens(news) {
    const { command, view, subject } = this.#open;
    const lines = command.happens(view, subject);
    draw(byId("happens"), [lines, news], () => [
      el("h3", {}, "What will happen"),
      el("ul", {}, lines.map((line) => el("li", {}, line))),
      news.length === 0 ? null : el("p", { class: "problem", role: "alert" }, `Since you opened this: ${news.join(" ")}`),
    ]);
  }

  async #submit(event) {
    event.preventDefault();
    const body = this.#body();
    if (body === null) {
      return;
    }
    const button = byId("send");
    button.disabled = true;
    try {
      this.#answered(await this.#carryOut(body), body);
    } catch (failure) {
      this.#failed(failure);
    } finally {
      button.disabled = false;
    }
  }

  #carryOut(body) {
    const { command, subject } = this.#open;
    return isBesides(command) ? command.send(body, subject) : this.#commanded(body, TRIES);
  }

  /** Something always happens; if it is nothing to decide anew about, the command is sent upon what there is now. */
  async #commanded(body, tries) {
    try {
      return await send(this.#base, this.#open.command.name, body, this.#upon(body));
    } catch (failure) {
      const changed = failure instanceof Refused && failure.problem.status === 412;
      if (changed && tries > 1 && (await this.#standsAsBefore())) {
        this.#open.sent = "";
        return this.#commanded(body, tries - 1);
      }
      throw failure;
    }
  }

  async #standsAsBefore() {
    const now = await look(this.#base);
    const same = decisiveChanges(this.#open.view, now).length === 0;
    if (same) {
      this.#open.view = now;
    }
    return same;
  }

  /** A key belongs to one body, and stays while it is not known what became of it. */
  #upon(body) {
    const text = JSON.stringify(body);
    if (text !== this.#open.sent) {
      this.#open.key = newKey();
      this.#open.sent = text;
    }
    return { version: this.#open.view.version, key: this.#open.key };
  }

  /** @return null if something is missing, which is said then */
  #body() {
    const { command, subject, fields } = this.#open;
    const reason = byId("reason");
    const unfit = [...fields.map((field) => field.input), reason].find((one) => one.value.trim() === "" && one.required || !one.validity.valid);
    if (unfit !== undefined) {
      const name = unfit === reason ? "Say why: the reason is kept in the audit." : `${unfit.labels[0]?.firstChild?.textContent ?? ""}: ${unfit.validationMessage || "missing"}`;
      this.#problem({ title: "Something is missing", detail: name, missing: [] });
      unfit.setAttribute("aria-invalid", "true");
      unfit.focus();
      return null;
    }
    const said = fields.filter((field) => !command.onlyChanged || isChanged(field)).filter((field) => !field.optional || field.input.value !== "");
    if (command.onlyChanged && said.length === 0) {
      this.#problem({ title: "Nothing is changed", detail: "Change a value, or cancel.", missing: [] });
      return null;
    }
    const about = subject.what === undefined ? {} : { what: subject.what };
    return { ...this.#open.body, ...about, ...Object.fromEntries(said.map((field) => [field.name, value(field)])), reason: reason.value.trim() };
  }

  #answered(answer, body) {
    const waits = ["It waits until somebody else with the role approver agrees."];
    const lines = answer.waiting === null ? [...answer.lines, ...answer.notes] : waits;
    if (body.dry === true) {
      byId("problem").replaceChildren(el("pre", { tabindex: "0" }, lines.join("\n")));
      this.#open.sent = "";
      return;
    }
    const { command, view, subject } = this.#open;
    this.#dialog.close();
    tell(command.title?.(subject) ?? command.label(view), lines.length === 0 ? ["Done."] : lines);
    if (document.activeElement === document.body) {
      byId("actions").focus();
    }
  }

  #failed(failure) {
    if (!(failure instanceof Refused)) {
      this.#problem({
        title: "It is not known whether the server took it",
        detail: `${failure.message}. Press again: ${isBesides(this.#open.command) ? "it comes to the same" : "it is carried out once, however often it is sent"}.`,
        missing: [],
      });
      return;
    }
    this.#problem(failure.problem);
    this.#open.sent = "";
    if (failure.problem.status === 412) {
      this.#open.view = this.#latest().view;
      this.#happens([]);
    }
  }

  #problem({ title, detail, missing = [] }) {
    byId("problem").replaceChildren(
      el(
        "div",
        { class: "problem" },
        el("b", {}, title),
        el("p", {}, detail),
        missing.length === 0 ? null : el("ul", { class: "missing" }, missing.map((lack) => el("li", {}, lack))),
      ),
    );
  }
}

/** What is asked of the server, and not of the migration: how that stands does not matter. */
const isBesides = (command) => command.send !== undefined;

/** With the time, since it stands until somebody closes it. */
function tell(what, lines) {
  byId("said").replaceChildren(
    el("div", {}, el("p", {}, el("b", {}, what), el("span", { class: "quiet" }, ` ${moment(new Date())}`)), lines.map((line) => el("p", {}, line))),
    el("button", { type: "button", click: () => byId("said").replaceChildren() }, "Close"),
  );
}

const isChanged = ({ type, value: was, input: box }) => (type === "checkbox" ? box.checked !== was : box.value !== was);
const value = ({ type, input: box, read }) => (type === "checkbox" ? box.checked : read(box.value));

function input(field) {
  const { name, type, value: start, options } = field;
  const id = `field-${name}`;
  if (type === "select") {
    return el("select", { id }, options.map(([key, text]) => el("option", { value: key }, text)));
  }
  const box = el("input", { id, type, autocomplete: type === "password" ? "new-password" : "off", minlength: field.minlength ?? null, min: field.min ?? null, max: field.max ?? null, step: field.step ?? null, required: field.required ?? false });
  if (type === "checkbox") {
    box.checked = start;
  } else {
    box.value = start;
  }
  return box;
}

function labelled({ label, hint, type, input: box }) {
  const words = el("label", { for: box.id }, label, hint === undefined ? null : el("span", { class: "quiet" }, ` ${hint}`));
  return type === "checkbox" ? el("div", { class: "tick" }, box, words) : el("div", {}, words, box);
}
