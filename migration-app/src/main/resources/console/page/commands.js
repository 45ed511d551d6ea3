// What a person can ask for: who may, when it makes sense, what will happen, and what else has to be said.

import { figure, isWorking, names, opener, word } from "./words.js";

const FOUR_EYES = "It waits until somebody else with the role approver agrees, where the server is set to ask for four eyes.";

const ended = ({ phase }) => phase === "COMPLETED" || phase === "ROLLED_BACK" || phase === "ROLLING_BACK";
const begun = (view) => view.version > 0 && !ended(view);
const isAt = (view, from, to = "COMPLETED") => {
  const here = view.phases.indexOf(view.phase);
  return here >= view.phases.indexOf(from) && here < view.phases.indexOf(to);
};
const gateOpen = ({ next }) => next !== null && next.missing.length === 0;
const transfer = (view) => view.authority?.transfer?.what ?? null;
const lacks = (view) =>
  view.next === null || view.next.missing.length === 0
    ? []
    : [`The gate lacks, as of the last look: ${view.next.missing.join("; ")}. While it does, this is refused.`];

const list = (text) => text.split(",").map((part) => part.trim()).filter((part) => part !== "");

/** Fields of the rollout: how each is shown, and how it is read. What stays as it was is not sent. */
function rolloutFields({ rollout: r }) {
  const text = (name, label, value) => ({ name, label, type: "text", value: value.join(", "), read: list, hint: "With commas between; empty for all" });
  const share = (name, label, value) => ({ name, label, type: "number", value: String(value), min: 0, max: 1, step: "any", read: Number });
  const further = [
    text("segments", "Segments", r.segments),
    text("regions", "Regions", r.regions),
    text("services", "Services", r.services),
    { name: "dualWrites", label: "Writes go to both databases", type: "checkbox", value: r.dualWrites },
    { name: "shadowReads", label: "Reads are tried on new too, and compared", type: "checkbox", value: r.shadowReads },
    share("shadowSample", "Share of the reads that are tried, 0 to 1", r.shadowSample),
    share("checkSample", "Share of the answers of new that are checked, 0 to 1", r.checkSample),
    { name: "maximumLag", label: "Reads go back to old above a lag of", type: "text", value: `${r.maximumLagMillis}ms`, read: String, hint: "500ms, 2s" },
  ].map((field) => ({ ...field, further: true }));
  return [
    { name: "percentage", label: "Percentage that reads from new", type: "number", value: String(r.percentage), min: 0, max: 100, step: "any", read: Number },
    ...further,
  ];
}

function rollbackFields({ checkpoints }) {
  const last = ["", "the one before the last change of phase"];
  const options = [last, ...checkpoints.toReversed().map((c) => [c.name, `${c.name} (${word(c.phase)})`])];
  return [
    { name: "to", label: "Checkpoint", type: "select", options, value: "", optional: true, read: String },
    { name: "dry", label: "Only say what it would do", type: "checkbox", value: false },
  ];
}

export const COMMANDS = [
  {
    name: "run",
    label: () => "Start the run",
    when: (view, { runsHere }) => runsHere && !isWorking(view) && view.phase !== "COMPLETED",
    happens: ({ phase }) => [
      phase === "ROLLED_BACK" || phase === "PLANNED"
        ? "The migration begins anew: both databases are prepared, changes are captured, and tables are copied."
        : "The run goes on where the last one ended, by the plan file as it is now.",
    ],
    main: () => true,
  },
  {
    name: "advance",
    label: (view) => `Advance to ${word(view.next.to)}`,
    when: (view) => begun(view) && view.next !== null && opener(view.next.to) === "advance",
    happens: (view) => [
      view.next.to === "SHADOWING"
        ? "Reads are tried on new too and compared; old still answers everybody."
        : "From now on a share of the reads can be answered by new. The share stays as it is until somebody raises it.",
      ...lacks(view),
    ],
    body: (view) => ({ to: view.next.to.toLowerCase() }),
    main: gateOpen,
  },
  {
    name: "rollout",
    label: () => "Change rollout",
    when: (view) => isAt(view, "DUAL_WRITING"),
    happens: ({ rollout: r }) => [
      `Now ${figure(r.percentage)} % read from new; segments: ${names(r.segments)}; regions: ${names(r.regions)}; services: ${names(r.services)}.`,
      "All nodes go by the change within a second or two. Only what you change is sent.",
    ],
    fields: rolloutFields,
    onlyChanged: true,
  },
  {
    name: "rollout-run",
    label: () => "Raise by steps",
    when: (view) => view.phase === "RAMPING" && transfer(view) === null,
    happens: () => ["The run raises the share that reads from new by the steps of the plan, and stops or goes back by itself when reads get worse."],
  },
  {
    name: "rollout-stop",
    label: () => "Stop raising",
    when: (view) => view.phase === "RAMPING",
    happens: ({ rollout }) => [`The share stays where it is: ${figure(rollout.percentage)} %.`],
  },
  {
    name: "cutover",
    label: () => "Cut over",
    when: (view) => view.phase === "RAMPING" && transfer(view) === null,
    happens: (view) => [
      "Writes are held for a moment, everything is brought over and checked, then new has authority. Old is kept up to date for the way back.",
      FOUR_EYES,
      ...lacks(view),
    ],
    main: gateOpen,
  },
  {
    name: "abort",
    label: () => "Abort cutover",
    when: (view) => transfer(view) === "cutover",
    happens: () => ["The cutover in progress is given up and old keeps authority. Once authority has moved this is refused; roll back then."],
    grave: true,
  },
  {
    name: "complete",
    label: () => "Complete",
    when: (view) => view.phase === "CUT_OVER" && transfer(view) === null,
    happens: (view) => ["What leads back to old is taken away for good. There is no rollback after it.", FOUR_EYES, ...lacks(view)],
    main: gateOpen,
    grave: true,
  },
  {
    name: "pause",
    label: () => "Pause",
    when: (view) => begun(view) && !view.paused,
    happens: () => ["The copy is held, and no phase is entered. Changes are still captured and relayed; nobody's reads or writes move."],
  },
  {
    name: "resume",
    label: () => "Resume",
    when: (view) => view.paused && view.definitions.length === 0,
    happens: () => ["Work goes on where it was held."],
    main: () => true,
  },
  {
    name: "accept",
    label: () => "Accept changed tables",
    when: (view) => view.definitions.length > 0,
    happens: (view) => [
      ...view.definitions,
      "What is there now counts as right from here on, both databases are compared again, and the migration goes on.",
    ],
    main: () => true,
  },
  {
    name: "verify",
    label: () => "Compare now",
    when: (view) => isAt(view, "CATCHING_UP") && view.version > 0,
    happens: () => ["Both databases are compared while they are used. It may take long; what it finds will be in the timeline."],
  },
  {
    name: "checkpoint",
    label: () => "Take checkpoint",
    when: begun,
    happens: ({ phase, rollout }) => [`The state of now is kept under a name, to go back to: ${word(phase)}, ${figure(rollout.percentage)} % read from new.`],
    fields: () => [{ name: "name", label: "Name", type: "text", value: "", required: true, read: String }],
  },
  {
    name: "rollback",
    label: () => "Roll back",
    when: begun,
    happens: ({ phase, authority }) => [
      phase === "CUT_OVER" || authority?.holder === "new"
        ? "Authority goes back to old if the checkpoint says so. Nothing that was written to new is lost: it is brought over first. " + FOUR_EYES
        : "Reads and writes go back to what the checkpoint says. Old has authority, so nothing is lost.",
      ...(authority?.wayBack?.obstacles ?? []).map((o) => `It would wait: ${o}.`),
    ],
    fields: rollbackFields,
    grave: true,
  },
];

export const APPROVE = {
  name: "approve",
  label: () => "Approve",
  title: ({ command, what }) => `Approve: ${command === null ? what : word(command)}`,
  happens: (view, { command, askedBy }) =>
    command === null
      ? ["The migration goes on with what it waits for."]
      : [`“${word(command)}” is carried out at once, in the name of ${askedBy}. Your reason is kept beside his.`, ...lacks(view)],
  main: () => true,
};

export const WITHDRAW = {
  name: "withdraw",
  label: () => "Withdraw",
  title: ({ command }) => `Withdraw: ${word(command)}`,
  happens: () => ["It does not wait any more. Nothing is carried out."],
};

export const mayCommand = ({ roles }) => roles.includes("operator");
export const mayLookAfterAccounts = ({ roles }) => roles.includes("administrator");
export const mayApprove = ({ roles }) => roles.includes("approver");
