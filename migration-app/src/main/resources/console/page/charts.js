// What was measured lately, as lines over time.

import uPlot from "/webjars/uplot/1.6.30/dist/uPlot.esm.js";
import { byId, el, say } from "./dom.js";
import { duration, figure, number } from "./words.js";

const LONGEST = 900;
const HEIGHT = 130;

/** Milliseconds; null if there were no reads, or nodes that don't say. */
const millis = (latency, percentile) => (latency?.[percentile] ?? null) === null ? null : latency[percentile] / 1000;
const clock = (second) => new Date(second * 1000).toTimeString().slice(0, 8);
const each = (unit) => (value) => `${figure(value)} ${unit}`;

/** Each line: its name, the colour it is drawn in, and how it is taken from a sample. */
const CHARTS = [
  {
    title: "Lag",
    say: duration,
    lines: [["oldest change", "--new", (s) => (s.lagMillis === null ? null : s.lagMillis / 1000)]],
  },
  {
    title: "Time of a read, median",
    say: each("ms"),
    lines: [
      ["old", "--old", (s) => millis(s.reads.oldLatency, "p50Micros")],
      ["new", "--new", (s) => millis(s.reads.newLatency, "p50Micros")],
    ],
  },
  {
    title: "Time of a read, 99th percentile",
    say: each("ms"),
    lines: [
      ["old", "--old", (s) => millis(s.reads.oldLatency, "p99Micros")],
      ["new", "--new", (s) => millis(s.reads.newLatency, "p99Micros")],
    ],
  },
  {
    title: "Errors of new",
    say: each("/s"),
    lines: [
      ["fell back to old", "--warn", (s) => s.reads.fallbacksPerSecond],
      ["failed", "--bad", (s) => s.reads.failuresPerSecond],
    ],
  },
  {
    title: "Reads and writes",
    say: each("/s"),
    lines: [
      ["read from old", "--old", (s) => s.reads.oldPerSecond],
      ["from new", "--new", (s) => s.reads.newPerSecond],
      ["written", "--good", (s) => s.writesPerSecond],
    ],
  },
  { title: "Share that reads from new", say: each("%"), top: 100, lines: [["share", "--new", (s) => s.percentage]] },
  { title: "Mismatches so far", say: number, lines: [["mismatches", "--bad", (s) => s.mismatches]] },
  { title: "Copy", say: each("rows/s"), lines: [["copied", "--new", (s) => s.copiedRowsPerSecond]] },
];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

class Chart {
  #chart;
  #what;
  #plot = null;
  #values = [];
  #data;

  constructor(what) {
    this.#what = what;
    this.#data = [[], ...what.lines.map(() => [])];
    this.box = el("div", { class: "plot" });
    this.#values = what.lines.map(([name, ink]) => ({ name, ink, text: el("b", {}, "–") }));
    this.#chart = el("figure", { role: "group", "aria-label": what.title }, [
      el("figcaption", {}, el("span", { class: "title" }, what.title), this.#legend()),
      this.box,
    ]);
  }

  get element() {
    return this.#chart;
  }

  #legend() {
    return this.#values.map(({ name, ink, text }) =>
      el("span", { class: `key ${ink.slice(2)}` }, this.#values.length === 1 ? null : `${name} `, text),
    );
  }

  show(samples) {
    const at = samples.map((s) => Date.parse(s.at) / 1000);
    this.#data = [at, ...this.#what.lines.map(([, , take]) => samples.map(take))];
    this.#plot?.setData(this.#data);
    this.#tell(null);
  }

  /** The values at a place, or the last ones. */
  #tell(index) {
    this.#values.forEach(({ text }, line) => {
      const value = this.#data[line + 1].at(index ?? -1) ?? null;
      say(text, value === null ? "unknown" : this.#what.say(value));
    });
  }

  /** Colours are of a scheme, and canvas doesn't follow it. */
  redraw() {
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(), this.#data, this.box);
    this.#plot.root.setAttribute("aria-hidden", "true");
  }

  resize() {
    if (this.#plot !== null && this.box.clientWidth > 0) {
      this.#plot.setSize({ width: this.box.clientWidth, height: HEIGHT });
    }
  }

  #options() {
    const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    const top = this.#what.top;
    return {
      width: Math.max(this.box.clientWidth, 100),
      height: HEIGHT,
      legend: { show: false },
      cursor: { sync: { key: "time" }, drag: { x: false, y: false } },
      // from 0, and never a line that fills the chart because it moved by a hair
      scales: { y: { range: (plot, least, most) => [0, top ?? Math.max((most ?? 0) * 1.15, 1)] } },
      axes: [
        { ...axis, size: 28, space: 70, values: (plot, at) => at.map(clock) },
        { ...axis, size: 48, values: (plot, ticks) => ticks.map(figure) },
      ],
      series: [
        {},
        ...this.#what.lines.map(([label, ink]) => ({ label, stroke: colour(ink), width: 2, points: { show: false } })),
      ],
      hooks: { setCursor: [(plot) => this.#tell(plot.cursor.idx ?? null)] },
    };
  }
}

export class Charts {
  #charts = CHARTS.map((what) => new Chart(what));
  #samples = [];

  begin() {
    byId("charts").append(...this.#charts.map((chart) => chart.element));
    this.#charts.forEach((chart) => chart.redraw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      this.#charts.forEach((chart) => chart.redraw()),
    );
    new ResizeObserver(() => this.#charts.forEach((chart) => chart.resize())).observe(byId("charts"));
    document.addEventListener("visibilitychange", () => this.#show());
  }

  /** What there was before the page was opened. */
  past(samples) {
    const last = samples.at(-1)?.at ?? "";
    this.#samples = [...samples, ...this.#samples.filter((s) => Date.parse(s.at) > Date.parse(last))];
    this.#show();
  }

  add(sample) {
    if (this.#samples.at(-1)?.at !== sample.at) {
      this.#samples = [...this.#samples, sample].slice(-LONGEST);
      this.#show();
    }
  }

  #show() {
    if (!document.hidden && this.#samples.length > 0) {
      this.#charts.forEach((chart) => chart.show(this.#samples));
    }
  }
}
