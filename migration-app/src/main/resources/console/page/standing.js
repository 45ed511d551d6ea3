// Where the migration stands: the phases as a line, and the gate before the next one.

import { byId, draw, el, say } from "./dom.js";
import { figure, isWorking, meaning, moment, opener, word } from "./words.js";

/** @param runsHere whether the server runs the migration */
export function showStanding(view, { runsHere }) {
  const { phase, phases, paused } = view;
  draw(byId("phases"), { phase, phases, paused }, () => phases.map((each, i) => step(each, i, view)));
  draw(byId("standing"), { phase, paused, run: view.run, unknown: view.unknown }, () => now(view));
  draw(byId("gate"), { next: view.next, working: isWorking(view), approvals: view.approvals }, () => gate(view, runsHere));
}

function step(each, place, { phase, phases, paused }) {
  const here = phases.indexOf(phase);
  const state = place < here ? "done" : place > here ? "ahead" : paused ? "held" : "now";
  const words = { done: "done", ahead: "to come", held: "here, paused", now: "here" };
  return el(
    "li",
    { class: state, "aria-current": place === here ? "step" : null, title: meaning(each) },
    el("span", { class: "bead", "aria-hidden": "true" }, state === "done" ? "✓" : String(place + 1)),
    el("span", { class: "name" }, word(each)),
    el("span", { class: "unseen" }, `, ${words[state]}`),
  );
}

function now(view) {
  const { phase, paused, run } = view;
  return [
    el("h3", {}, word(phase), paused ? el("span", { class: "badge warn" }, "paused") : null),
    el("p", {}, meaning(phase)),
    el("p", { class: "quiet" }, runWords(run)),
    view.unknown === null ? null : el("p", { class: "problem" }, `There are no figures of this moment: ${view.unknown}`),
  ];
}

function runWords(run) {
  if (run === null) {
    return "No run has begun yet.";
  }
  const until = run.until === null ? "" : `, until ${word(run.until)}`;
  return run.outcome === null
    ? `A run is working since ${moment(run.began)}${until}.`
    : `The last run began ${moment(run.began)} and ended: ${word(run.outcome)}.`;
}

function gate(view, runsHere) {
  if (view.next === null) {
    return [el("p", { class: "quiet" }, nothingNext(view, runsHere))];
  }
  const { to, missing } = view.next;
  return [
    el("h3", {}, `Next: ${word(to)}`, el("span", { class: `badge ${missing.length === 0 ? "good" : "warn"}` }, verdict(missing))),
    missing.length === 0 ? null : el("ul", { class: "missing" }, missing.map((lack) => el("li", {}, lack))),
    el("p", { class: missing.length === 0 ? "" : "quiet" }, whoOpens(to, view, runsHere)),
  ];
}

function nothingNext(view, runsHere) {
  if (view.phase === "COMPLETED") {
    return "No phase comes next.";
  }
  return isWorking(view) ? "The run is at it." : `Nothing is under way. ${noRun(runsHere)}`;
}

const noRun = (runsHere) =>
  `No run is working. ${runsHere ? "An operator begins one: “Start the run”." : "Start one: theseus run, or theseus serve --run."}`;

function verdict(missing) {
  return missing.length === 0 ? "gate open" : `gate lacks ${missing.length}`;
}

const PEOPLE = {
  advance: (to) => `A person decides: “Advance to ${word(to)}”.`,
  cutover: () => "A person decides: “Cut over”.",
  complete: () => "A person decides: “Complete”.",
};

function whoOpens(to, view, runsHere) {
  const by = opener(to);
  if (by !== "run") {
    return PEOPLE[by](to);
  }
  return isWorking(view) ? "The run enters it by itself when the gate is open." : `A run enters it by itself. ${noRun(runsHere)}`;
}

let before = null;

/** Tells those who don't see the page what has changed. */
export function tellNews(view) {
  const news = before === null ? [] : changes(before, view);
  before = view;
  if (news.length > 0) {
    say(byId("news"), news.join(" "));
  }
}

/** What has changed between two looks, as sentences. */
function changes(was, is) {
  return [
    ...decisiveChanges(was, is),
    ...differing(was, is, [
      [(v) => v.next?.missing.length === 0, (open) => (open ? "The next gate is open." : "The next gate is closed.")],
      [(v) => v.approvals.map((a) => a.what), (all) => `Waiting for an approval: ${all.length}.`],
      [(v) => v.incidents.length, () => `New incident: ${is.incidents.at(-1)?.text ?? "none"}.`],
    ]),
  ];
}

/** Of these, what somebody has to know before he sends what he decided earlier. */
export function decisiveChanges(was, is) {
  return differing(was, is, [
    [(v) => v.phase, (phase) => `The phase is now ${word(phase)}.`],
    [(v) => v.paused, (paused) => (paused ? "It is paused now." : "It is not paused any more.")],
    [(v) => v.rollout.percentage, (share) => `${figure(share)} % read from new now.`],
    [(v) => v.authority?.holder, (holder) => `Authority: ${holder ?? "unknown"}.`],
    [(v) => v.authority?.transfer?.what, (what) => (what ? `A ${what} is under way.` : "No transfer is under way any more.")],
  ]);
}

function differing(was, is, parts) {
  return parts
    .filter(([part]) => JSON.stringify(part(was)) !== JSON.stringify(part(is)))
    .map(([part, words]) => words(part(is)));
}
