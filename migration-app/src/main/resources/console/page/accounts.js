// Who may sign in by a password, for those who look after that.

import { byId, draw, el } from "./dom.js";
import { look, putAccount, removeAccount } from "./server.js";

/** Everybody who may sign in looks; these may do more. */
const ROLES = [
  ["operator", "Operator: gives commands"],
  ["approver", "Approver: agrees to what waits for a second person"],
  ["administrator", "Administrator: may do all of that, and looks after accounts"],
];

const ADD = {
  name: "account",
  label: () => "Add account",
  title: () => "Add an account",
  happens: () => ["Somebody else can sign in here. Who has no further role can look at everything and change nothing."],
  fields: () => [{ name: "name", label: "Name", type: "text", value: "", required: true, read: String }, ...rights([]), password("one is made up, and shown this once")],
  send: async ({ name, ...body }) => changed(name, await put(name, body), "is added"),
};

const CHANGE = {
  name: "account",
  label: () => "Change",
  title: ({ name }) => `Change account: ${name}`,
  happens: ({ name }) => [`The sessions of ${name} end if the password or a role is another.`],
  fields: (view, { roles }) => [...rights(roles), password("it stays as it is")],
  send: async (body, { name }) => changed(name, await put(name, body), "is changed"),
};

const REMOVE = {
  name: "account",
  label: () => "Remove",
  title: ({ name }) => `Remove account: ${name}`,
  happens: ({ name }) => [`${name} can't sign in any more; sessions end. What was done under the name stays in the audit.`],
  send: async ({ reason }, { name }) => {
    await removeAccount(name, reason);
    return said([`Account ${name} is removed.`]);
  },
  grave: true,
};

const rights = (roles) => ROLES.map(([name, label]) => ({ name, label, type: "checkbox", value: roles.includes(name) }));
const password = (without) => ({ name: "password", label: "Password", type: "password", value: "", optional: true, minlength: 12, read: String, hint: `12 characters or more; if left empty, ${without}` });

function put(name, { reason, password: secret, ...ticked }) {
  const more = ROLES.map(([role]) => role).filter((role) => ticked[role]);
  const roles = more.length === 0 ? ["viewer"] : more;
  return putAccount(name, { roles, reason, ...(secret === undefined ? {} : { password: secret }) });
}

function changed(name, { password: madeUp }, what) {
  return said(
    madeUp === null ? [`Account ${name} ${what}.`] : [`Account ${name} ${what}.`, `The password, which is shown this once: ${madeUp}`],
  );
}

const said = (lines) => ({ command: "account", lines, notes: [], waiting: null });

export class Accounts {
  #dialog;
  #user;

  /** @param dialog asks for what is needed */
  constructor(dialog, user) {
    this.#dialog = dialog;
    this.#user = user;
  }

  async begin() {
    byId("accounts-card").hidden = false;
    byId("accounts-actions").append(this.#button(ADD, {}, ""));
    await this.#show();
  }

  async #show() {
    const { items } = await look("/api/v1/accounts");
    draw(byId("accounts"), items, () => items.map((account) => this.#line(account)));
    const agree = items.filter(({ roles }) => roles.includes("approver") || roles.includes("administrator"));
    byId("accounts-lack").hidden = agree.some(({ name }) => name !== this.#user);
  }

  #line(account) {
    const further = account.roles.filter((role) => role !== "viewer");
    return el(
      "li",
      {},
      el("span", {}, el("b", {}, account.name), el("span", { class: "quiet" }, ` ${further.length === 0 ? "viewer" : further.join(", ")}`)),
      el("span", { class: "actions" }, this.#button(CHANGE, account, account.name), this.#button(REMOVE, account, account.name)),
    );
  }

  /** Several say the same; who only hears them is told whom each is about. */
  #button(command, account, about) {
    return el(
      "button",
      { type: "button", class: command.grave ? "grave" : null, click: () => this.#dialog.open(this.#followed(command), account) },
      `${command.label()}…`,
      about === "" ? null : el("span", { class: "unseen" }, ` ${about}`),
    );
  }

  /** What was changed is shown. */
  #followed(command) {
    const send = async (body, subject) => {
      const answer = await command.send(body, subject);
      await this.#show();
      return answer;
    };
    return { ...command, happens: (view, subject) => command.happens(subject), send };
  }
}
