// Shared by all widgets: Python puts this text before each widget's own.

// An element, its attributes (on... are listeners) and children.
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// A number with at most two decimals and a real minus sign, as in the figures.
function format(value) {
  const text = String(Number(value.toFixed(2)));
  return (text === "-0" ? "0" : text).replace("-", "\u2212");
}

// What a person may type: 3, -0.5, 0,5 or 1/9. NaN where it is no number.
function parse(text) {
  const plain = text.trim().replace("\u2212", "-").replace(",", ".");
  const fraction = plain.match(/^(-?[\d.]+)\s*\/\s*([\d.]+)$/);
  const value = fraction ? Number(fraction[1]) / Number(fraction[2]) : Number(plain);
  return plain === "" || !Number.isFinite(value) ? NaN : value;
}

const BLUE = [0, 114, 178];
const VERMILION = [213, 94, 0];

// The same colours as plots.numbers: negative blue, zero nearly white, positive vermilion.
function signedColour(value, reach) {
  const strength = reach ? Math.min(Math.abs(value) / reach, 1) * 0.6 : 0;
  const end = value < 0 ? BLUE : VERMILION;
  return `rgb(${end.map((part) => Math.round(247 + (part - 247) * strength)).join(",")})`;
}

function greyColour(value, low, high) {
  const level = high > low ? (value - low) / (high - low) : 1;
  const part = Math.round(255 * (0.74 + 0.26 * level));
  return `rgb(${part},${part},${part})`;
}

// The widget's outermost element; keys pressed in it are not the notebook's shortcuts.
function frame(el, name, label) {
  const root = h("div", {
    class: `cnnlib cnnlib-${name}`,
    role: "group",
    "aria-label": label,
    "data-testid": name,
    "data-lm-suppress-shortcuts": "true",
    "data-p-suppress-shortcuts": "true",
  });
  root.addEventListener("keydown", (event) => event.stopPropagation());
  el.replaceChildren(root);
  return root;
}

function whenChanged(model, names, callback) {
  for (const name of names) model.on(`change:${name}`, callback);
  return () => names.forEach((name) => model.off(`change:${name}`, callback));
}

function update(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

// Run at most once in so many milliseconds, and always for the last call.
function throttled(callback, milliseconds) {
  let waiting = null;
  let last = 0;
  return (...values) => {
    clearTimeout(waiting);
    const rest = last + milliseconds - Date.now();
    const run = () => {
      last = Date.now();
      callback(...values);
    };
    if (rest <= 0) run();
    else waiting = setTimeout(run, rest);
  };
}

// A slider with its name and value; returns the element and a function that shows a value.
function slider(model, name, label, low, high, testid) {
  const output = h("output", {});
  const input = h("input", {
    type: "range",
    min: low,
    max: high,
    step: 1,
    "aria-label": label,
    "data-testid": testid,
    oninput: () => {
      output.textContent = input.value;
      update(model, { [name]: Number(input.value) });
    },
  });
  const show = () => {
    input.value = model.get(name);
    output.textContent = model.get(name);
  };
  show();
  return { element: h("label", { class: "cn-setting" }, h("span", {}, label), input, output), show };
}

function checkbox(model, name, label, testid) {
  const input = h("input", {
    type: "checkbox",
    "data-testid": testid,
    onchange: () => update(model, { [name]: input.checked }),
  });
  const show = () => (input.checked = model.get(name));
  show();
  return { element: h("label", { class: "cn-setting" }, input, h("span", {}, label)), show };
}

function selector(model, label, testid) {
  const input = h(
    "select",
    { "data-testid": testid, onchange: () => update(model, { selected: input.value }) },
    ...model.get("names").map((name) => h("option", { value: name }, name)),
  );
  const show = () => (input.value = model.get("selected"));
  show();
  const hidden = model.get("names").length < 2;
  return { element: h("label", { class: "cn-setting", hidden }, h("span", {}, label), input), show };
}

// The bytes of a binary trait, however the notebook delivers them.
function bytes(model, name) {
  const value = model.get(name);
  return new Uint8Array(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength);
}
