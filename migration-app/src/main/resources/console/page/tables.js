// The tables: how far each is copied, how fast, and for how long still.

import { byId, el, say } from "./dom.js";
import { bytes, duration, figure, number, percent, word } from "./words.js";

const COLUMNS = ["Table", "Stage", "Copied", "Rows", "Size", "Rows/s", "Remaining"];
const rows = new Map();
let body = null;

export function showTables({ tables }) {
  const place = byId("tables");
  if (body === null) {
    body = el("tbody", { role: "rowgroup" });
    place.append(frame());
  }
  for (const table of tables) {
    if (!rows.has(table.table)) {
      rows.set(table.table, row(table));
      body.append(rows.get(table.table).element);
    }
    fill(rows.get(table.table), table);
  }
  for (const [name, { element }] of rows) {
    if (!tables.some((table) => table.table === name)) {
      element.remove();
      rows.delete(name);
    }
  }
  place.hidden = tables.length === 0;
  say(byId("tables-sum"), sum(tables));
}

/** Roles are said because narrow screens show rows as blocks, which takes them away. */
function frame() {
  const heads = COLUMNS.map((name, i) => el("th", { scope: "col", role: "columnheader", class: i > 2 ? "figure" : null }, name));
  return el(
    "table",
    { role: "table", "aria-labelledby": "tables-title" },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads)),
    body,
  );
}

function row({ table }) {
  const bar = el("progress", { max: "1", value: "0", "aria-label": `${table} copied` });
  const share = el("span", { class: "share" });
  const cells = COLUMNS.slice(1).map((name, i) =>
    el("td", { role: "cell", "data-name": name, class: i > 1 ? "figure" : null }),
  );
  cells[1].append(bar, share);
  const target = el("span", { class: "quiet target" });
  const element = el("tr", { role: "row" }, el("th", { scope: "row", role: "rowheader" }, table, target), cells);
  return { element, bar, share, cells, target };
}

function fill({ bar, share, cells, target }, t) {
  bar.value = t.fraction;
  bar.textContent = percent(t.fraction);
  say(share, percent(t.fraction));
  say(target, t.target === t.table ? "" : ` → ${t.target}`);
  say(cells[0], word(t.stage));
  say(cells[2], number(t.rows));
  say(cells[3], bytes(t.bytes));
  say(cells[4], t.copy === "COPYING" ? figure(t.rowsPerSecond) : "–");
  say(cells[5], remaining(t));
}

function remaining(t) {
  return { NOT_OPEN: "not begun", COMPLETE: "copied" }[t.copy] ?? (t.remainingSeconds === null ? "unknown" : duration(t.remainingSeconds));
}

function sum(tables) {
  if (tables.length === 0) {
    return "No tables are planned yet; the run does that first.";
  }
  const copied = tables.filter((t) => t.copy === "COMPLETE").length;
  const rate = tables.reduce((all, t) => all + t.rowsPerSecond, 0);
  const lines = `${copied} of ${tables.length} copied, ${number(tables.reduce((all, t) => all + t.rows, 0))} rows`;
  return rate > 0 ? `${lines}, ${figure(rate)} rows/s.` : `${lines}.`;
}
