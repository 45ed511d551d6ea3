// Rollout, authority, nodes, incidents, and what waits for a person.

import { byId, draw, el, facts } from "./dom.js";
import { counted, duration, figure, moment, names, number, percent, word } from "./words.js";

/** @param buttons gives those that this person may press about something that waits */
export function showDetails(view, buttons) {
  draw(byId("rollout"), [view.rollout, view.log], () => rollout(view));
  draw(byId("authority"), [view.authority, view.checkpoints, view.verification], () => authority(view));
  draw(byId("nodes"), [view.nodes, view.rollout.failedBack], () => nodes(view));
  draw(byId("incidents"), view.incidents, () => incidents(view.incidents));
  byId("waits-card").hidden = view.approvals.length === 0;
  draw(byId("waits"), view.approvals, () => view.approvals.map((a) => waiting(a, buttons(a))));
  byId("definitions-card").hidden = view.definitions.length === 0;
  draw(byId("definitions"), view.definitions, () => view.definitions.map((text) => el("li", {}, text)));
  byId("critical-card").hidden = view.criticalWrites.length === 0;
  draw(byId("critical"), view.criticalWrites, () => view.criticalWrites.map(critical));
}

const onOff = (on) => (on ? "on" : "off");

function rollout({ rollout: r, log }) {
  return facts([
    ["Read from new", el("b", {}, `${figure(r.percentage)} %`)],
    ["Segments", names(r.segments)],
    ["Regions", names(r.regions)],
    ["Services", names(r.services)],
    ["Writes to both", onOff(r.dualWrites)],
    ["Shadow reads", r.shadowReads ? `on, ${percent(r.shadowSample)} of reads` : "off"],
    ["Answers of new checked", percent(r.checkSample)],
    ["Reads go back to old above a lag of", duration(r.maximumLagMillis / 1000)],
    ["Breaker", breaker(r.failedBack)],
    ["Mismatches", number(r.mismatches)],
    ["Change log", log === null ? null : `${counted(log.entries, "entry", "entries")}, oldest ${duration(log.lagMillis / 1000)}`],
    ["Set aside", log === null ? null : number(log.setAside)],
  ]);
}

function breaker(failedBack) {
  return failedBack.length === 0
    ? el("span", { class: "badge good" }, "closed: reads from new work")
    : el("span", { class: "badge bad" }, `open: reads of ${failedBack.join(", ")} went back to old`);
}

function authority({ authority: a, checkpoints, verification }) {
  return [
    a === null ? el("p", { class: "quiet" }, "Old accepts the writes; there has been no question of it yet.") : authorityFacts(a),
    verification === null ? null : el("p", {}, verified(verification)),
    el("h3", {}, "Checkpoints"),
    checkpoints.length === 0 ? el("p", { class: "quiet" }, "None yet.") : checkpointList(checkpoints),
  ];
}

function authorityFacts(a) {
  return facts([
    ["Accepts writes", el("b", {}, a.measured ?? `${a.holder} (as recorded)`)],
    ["Epoch", number(a.epoch)],
    ["Fence", a.fence],
    ["Under way", a.transfer === null ? "nothing" : `${a.transfer.what} ${a.transfer.detail}: ${a.transfer.stage}, since ${moment(a.transfer.began)}`],
    ["Way back", a.wayBack === null ? null : wayBack(a.wayBack)],
  ]);
}

function wayBack(w) {
  if (w.checkpoints.length === 0) {
    return `none: ${w.obstacles.join("; ")}`;
  }
  const to = `to ${w.checkpoints.join(", ")}`;
  return w.obstacles.length === 0
    ? `clear, nothing would be lost: ${to}`
    : `${to}; a rollback would wait, and lose nothing: ${w.obstacles.join("; ")}`;
}

function verified(v) {
  return `Compared ${moment(v.at)}: ${word(String(v.verdict)).toLowerCase()}, ${counted(v.rowsCompared, "row", "rows")} of ${counted(v.tables, "table", "tables")}, `
    + `${number(v.divergences)} differ, ${number(v.repaired)} brought over again.`;
}

function checkpointList(checkpoints) {
  return el(
    "ul",
    { class: "lines" },
    checkpoints.toReversed().map((c) =>
      el("li", {}, el("b", {}, c.name), el("span", { class: "quiet" }, ` ${word(c.phase)}, ${moment(c.at)}`)),
    ),
  );
}

function nodes({ nodes: all, rollout: { failedBack } }) {
  if (all.length === 0) {
    return [el("p", { class: "quiet" }, "No node of the service has said that it is up.")];
  }
  return el("ul", { class: "lines" }, all.map((node) => nodeLine(node, failedBack)));
}

function nodeLine(node, failedBack) {
  const failing = node.reads === "FAILING" || failedBack.includes(node.node);
  const c = node.counts;
  return el(
    "li",
    {},
    el("b", {}, node.node),
    ` ${node.service} `,
    el("span", { class: `badge ${failing ? "bad" : "good"}` }, failing ? "breaker open" : "works"),
    el("span", { class: "quiet block" }, `Reads: ${number(c.readsOld)} old, ${number(c.readsNew)} new, ${number(c.fallbacks)} fell back. `
      + `Writes: ${number(c.writes)}. Mismatches: ${number(c.mismatches)}. Heard ${moment(node.at)}.`),
  );
}

function incidents(all) {
  if (all.length === 0) {
    return [el("p", { class: "quiet" }, "None.")];
  }
  return el(
    "ul",
    { class: "lines" },
    all.toReversed().map((i) =>
      el("li", {}, el("b", {}, word(i.kind)), el("span", { class: "quiet" }, ` ${moment(i.at)}`), el("span", { class: "block" }, i.text)),
    ),
  );
}

function waiting(a, buttons) {
  const who = a.askedBy === null ? "The migration itself waits on its way" : `${a.askedBy} asked${a.since === null ? "" : `, ${moment(a.since)}`}`;
  return el(
    "li",
    {},
    el("div", {}, el("b", {}, a.command === null ? a.what : word(a.command)), ` ${who}${a.reason === null ? "." : `: “${a.reason}”`}`),
    buttons.length === 0
      ? el("p", { class: "quiet" }, "Somebody else with the role approver has to agree.")
      : el("div", { class: "actions" }, buttons),
  );
}

function critical(w) {
  return el(
    "li",
    {},
    el("b", {}, `${w.rows.join(", ")} on ${word(w.side).toLowerCase()}: ${word(w.reason).toLowerCase()}`),
    el("span", { class: "quiet block" }, `By ${w.node} since ${moment(w.since)}, tried ${number(w.tries)} times. ${w.detail}`),
  );
}
