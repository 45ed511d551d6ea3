// Elements are made here and nowhere from text, so no name in a database can become markup.

/** Makes an element; functions become listeners, null and false leave an attribute out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Changes a text only if it differs: what is read aloud is not read again. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

const drawn = new WeakMap();

/** Draws the inside of an element anew if what it shows has changed; else focus, marks and open details stay. */
export function draw(element, data, children) {
  const key = JSON.stringify(data);
  if (drawn.get(element) !== key) {
    drawn.set(element, key);
    element.replaceChildren(...[children(data)].flat().filter((child) => child !== null));
  }
}

/** Names and what they stand for; what is null is not known. */
export function facts(pairs) {
  return el(
    "dl",
    { class: "facts" },
    pairs.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value ?? "unknown"))),
  );
}
