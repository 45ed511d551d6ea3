// How figures and names are said.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });

export const number = (value) => whole.format(value);

export const figure = (value) => (Math.abs(value) >= 100 ? whole : fine).format(value);

/** "1 entry", "2 entries". */
export const counted = (value, one, many) => `${number(value)} ${value === 1 ? one : many}`;

export const percent = (fraction) => `${fine.format(Math.floor(fraction * 1000) / 10)} %`;

export function bytes(value) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const unit = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${fine.format(Math.round((value / 1000 ** unit) * 10) / 10)} ${units[unit]}`;
}

export function duration(seconds) {
  if (seconds < 90) {
    return `${seconds < 10 ? fine.format(seconds) : whole.format(seconds)} s`;
  }
  if (seconds < 5400) {
    return `${whole.format(seconds / 60)} min`;
  }
  const hours = Math.floor(seconds / 3600);
  return hours < 48
    ? `${hours} h ${whole.format((seconds % 3600) / 60)} min`
    : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** The time, with the day unless it is today. */
export function moment(iso) {
  const at = new Date(iso);
  const today = new Date().toDateString() === at.toDateString();
  return today ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

/** CATCHING_UP becomes "Catching up". */
export function word(name) {
  const text = name.toLowerCase().replaceAll("_", " ").replaceAll("-", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const names = (list) => (list.length === 0 ? "all" : list.join(", "));

const phases = {
  PLANNED: "Nothing has been changed yet.",
  PREPARED: "Both databases were looked at, and new has its tables.",
  CAPTURING: "What changes in old is written down.",
  BACKFILLING: "Rows are copied to new, while old is used as ever.",
  CATCHING_UP: "What changed meanwhile is brought to new.",
  DUAL_WRITING: "Writes go to both databases; old has authority.",
  VERIFIED: "Both databases were compared, and agree.",
  SHADOWING: "Reads are tried on new too and compared; old answers.",
  RAMPING: "A share of the reads is answered by new.",
  CUT_OVER: "New has authority; old is kept up to date for the way back.",
  COMPLETED: "What led back has been taken away. Old can be retired.",
  ROLLING_BACK: "Everything is being taken back; old answers.",
  ROLLED_BACK: "Everything was taken back. Old is used as before.",
};

export const meaning = (phase) => phases[phase] ?? "";

/** Who opens the gate before a phase. */
export function opener(phase) {
  return { SHADOWING: "advance", RAMPING: "advance", CUT_OVER: "cutover", COMPLETED: "complete" }[phase] ?? "run";
}

/** Whether a run is at work, as far as is known. */
export const isWorking = ({ run }) => run !== null && run.outcome === null;
