
// Sizes, fields and gradients are computed in Python; here they are only drawn.

const NUMBERS = ["kernel_size", "stride", "padding", "dilation"];
const RESULTS = ["output", "size", "jump", "start"];
const HEADINGS = { kernel_size: "kernel", padding: "pad", dilation: "dil." };
const HEAT = [213, 94, 0];

const minus = (value) => String(value).replace("-", "\u2212");

function render({ model, el }) {
  const root = frame(el, "explorer", "Receptive-field explorer");
  const scene = () => model.get("scene");
  const send = (content) => model.send(content);

  const choose = selector(model, "layers of", "explorer-stack");
  const heat = checkbox(model, "heat", "effective field", "explorer-heat");
  const reset = h("button", { type: "button", "data-testid": "explorer-reset", onclick: () => send({ do: "reset" }) }, "start again");
  const top = h("div", { class: "cn-row" }, choose.element, heat.element, h("span", { class: "cn-push" }, reset));

  // The input with the fields
  const canvas = h("canvas", { tabindex: 0, role: "application", "data-testid": "explorer-canvas" });
  const row = slider(model, "row", "row", 0, 0, "explorer-row");
  const column = slider(model, "column", "column", 0, 0, "explorer-column");
  const keys = h(
    "div",
    { class: "cn-keys cn-soft" },
    h("span", {}, h("span", { class: "cn-mark cn-field" }), "field"),
    h("span", {}, h("span", { class: "cn-mark cn-next" }), "its neighbour's"),
    h("span", {}, h("span", { class: "cn-mark cn-most" }), "95 % of the gradient"),
  );
  const left = h("div", {}, canvas, keys, h("div", { class: "cn-sliders" }, row.element, column.element));

  // The layers
  const body = h("tbody", {});
  const table = h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ...["layer", ...NUMBERS, ...RESULTS, ""].map((name) => h("th", { scope: "col" }, HEADINGS[name] ?? name)))),
    body,
  );
  const add = h("button", { type: "button", "data-testid": "explorer-add", onclick: () => send({ do: "add" }) }, "add a 3 \u00d7 3 layer");
  const right = h("div", { class: "cn-layers" }, h("div", { class: "cn-scroll" }, table), add);

  const message = h("div", { class: "cn-message", role: "alert", "data-testid": "explorer-message" });
  const sentences = h("div", { class: "cn-sentences", "aria-live": "polite", "data-testid": "explorer-sentences" });
  const formula = h("code", { "data-testid": "explorer-formula" });
  root.append(top, h("div", { class: "cn-main" }, left, right), message, sentences, formula);

  // Rows of the table, made anew only when there are more or fewer
  let rows = [];
  // Layers are addressed by name: places change while a message is under way.
  const nameOf = (k) => scene().table[k].name;
  function makeRow(k) {
    const name = h("button", { type: "button", "data-testid": `explorer-layer-${k}`, onclick: () => update(model, { layer: k }) });
    const inputs = NUMBERS.map((setting) => {
      const input = h("input", {
        type: "number",
        min: setting === "padding" ? 0 : 1,
        max: 99,
        step: 1,
        "data-testid": `explorer-${setting}-${k}`,
        onchange: () => {
          const value = Number(input.value);
          if (input.value === "" || !Number.isInteger(value)) input.value = input.dataset.shown;
          else {
            input.dataset.shown = input.value;
            send({ do: "edit", layer: nameOf(k), name: setting, value });
          }
        },
      });
      return input;
    });
    const results = RESULTS.map((result) => h("td", { class: `cn-number cn-${result}` }));
    const remove = h("button", { type: "button", class: "cn-remove", onclick: () => send({ do: "remove", layer: nameOf(k) }) }, "\u00d7");
    const element = h("tr", {}, h("td", {}, name), ...inputs.map((input) => h("td", {}, input)), ...results, h("td", {}, remove));
    return { element, name, inputs, results, remove };
  }

  function showTable() {
    const layers = scene().table;
    if (rows.length !== layers.length) {
      rows = layers.map((_, k) => makeRow(k));
      body.replaceChildren(...rows.map(({ element }) => element));
    }
    layers.forEach((layer, k) => {
      const { element, name, inputs, results, remove } = rows[k];
      const chosen = k === model.get("layer");
      element.classList.toggle("cn-here", chosen);
      element.classList.toggle("cn-unreached", layer.output === null);
      name.textContent = layer.name;
      name.setAttribute("aria-pressed", String(chosen));
      NUMBERS.forEach((setting, n) => {
        inputs[n].setAttribute("aria-label", `${setting} of ${layer.name}`);
        // An answer may come while the next number is being typed: that stays.
        const typing = document.activeElement === inputs[n] && inputs[n].value !== inputs[n].dataset.shown;
        inputs[n].dataset.shown = layer[setting];
        if (!typing) inputs[n].value = layer[setting];
      });
      RESULTS.forEach((result, n) => (results[n].textContent = layer[result] === null ? "\u2013" : minus(layer[result])));
      remove.setAttribute("aria-label", `remove ${layer.name}`);
      remove.disabled = layers.length === 1;
    });
    if (shownLayer !== model.get("layer")) {
      shownLayer = model.get("layer");
      const { element } = rows[shownLayer];
      const box = element.closest(".cn-scroll");
      box.scrollTop = element.offsetTop - box.clientHeight / 2;
    }
  }
  let shownLayer = null;

  // The part of the plane that all units of the layer see, and the input
  function world() {
    const { table: layers, side, units } = scene();
    const { size, jump, start } = layers[model.get("layer")];
    return [Math.min(0, start), Math.max(side, start + (units - 1) * jump + size)];
  }

  // Colours with an opacity for each pixel, drawn at the size of the pixels.
  function bitmap(width, height, colourOf) {
    const small = h("canvas", { width, height });
    const data = new ImageData(width, height);
    for (let k = 0; k < width * height; k++) data.data.set(colourOf(k), 4 * k);
    small.getContext("2d").putImageData(data, 0, 0);
    return small;
  }

  let background = null;
  function inputPicture() {
    if (background || !scene().picture) return background;
    const pixels = bytes(model, "picture");
    const [height, width, channels = 1] = scene().picture;
    background = bitmap(width, height, (k) => {
      const rgb = channels === 3 ? pixels.slice(3 * k, 3 * k + 3) : [pixels[k], pixels[k], pixels[k]];
      const grey = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
      return [grey, grey, grey, 150];
    });
    return background;
  }

  function draw() {
    const pixels = Math.round(canvas.clientWidth * (window.devicePixelRatio || 1));
    if (!pixels || !scene().table) return;
    canvas.width = canvas.height = pixels;
    const pen = canvas.getContext("2d");
    const { side, field, square } = scene();
    const [low, high] = world();
    const margin = 0.012 * pixels;
    const scale = (pixels - 2 * margin) / (high - low);
    const at = (place) => margin + (place - low) * scale;
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, pixels, pixels);
    pen.fillStyle = "#e9e9e9";
    pen.fillRect(at(0), at(0), side * scale, side * scale);
    pen.imageSmoothingEnabled = false;
    if (inputPicture()) {
      pen.fillStyle = "#ffffff";
      pen.fillRect(at(0), at(0), side * scale, side * scale);
      pen.drawImage(inputPicture(), at(0), at(0), side * scale, side * scale);
    }
    const values = bytes(model, "gradients");
    if (model.get("heat") && values.length === side * side) {
      const map = bitmap(side, side, (k) => [...HEAT, 0.88 * values[k]]);
      pen.drawImage(map, at(0), at(0), side * scale, side * scale);
    }
    if (scale > 5) {
      pen.strokeStyle = "rgba(120, 120, 120, 0.35)";
      pen.lineWidth = 1;
      pen.beginPath();
      for (let k = 1; k < side; k++) {
        const line = Math.round(at(k)) + 0.5;
        pen.moveTo(line, at(0));
        pen.lineTo(line, at(side));
        pen.moveTo(at(0), line);
        pen.lineTo(at(side), line);
      }
      pen.stroke();
    }
    const box = ([upper, first, size], colour, width, dashes, inset = 0) => {
      pen.strokeStyle = colour;
      pen.lineWidth = width * (window.devicePixelRatio || 1);
      pen.setLineDash(dashes.map((dash) => dash * (window.devicePixelRatio || 1)));
      const drawn = size * scale - 2 * inset;
      pen.strokeRect(at(first) + inset, at(upper) + inset, drawn, drawn);
      pen.setLineDash([]);
    };
    box([0, 0, side], "#666666", 1, []);
    if (!field) return;
    const [upper, first, size] = field;
    const step = model.get("column") + 1 < scene().units ? scene().jump : -scene().jump;
    if (scene().units > 1) box([upper, first + step, size], "#009e73", 1.6, [2, 3]);
    box(field, "#0072b2", 2.6, []);
    if (model.get("heat")) {
      // Where the frames would lie on each other, this one is drawn just inside: both are seen.
      const apart = ((size - square[2]) / 2) * scale;
      const beside = 3.4 * (window.devicePixelRatio || 1);
      const inset = Math.min(Math.max(0, beside - apart), (square[2] * scale) / 4);
      box(square, "#ffffff", 2.6, [], inset);
      box(square, "#1f1f1f", 1.6, [5, 3], inset);
      if (inset) box(field, "#0072b2", 2.6, []);
    }
  }

  // Moving the unit: by pointer, arrow keys, or the two sliders
  const tell = throttled(() => model.save_changes(), 50);
  const clip = (value) => Math.max(0, Math.min(scene().units - 1, value));
  function move(i, j) {
    if (!scene().units) return;
    const [to, across] = [clip(i), clip(j)];
    if (to === model.get("row") && across === model.get("column")) return;
    model.set("row", to);
    model.set("column", across);
    tell();
  }
  function point(event) {
    const box = canvas.getBoundingClientRect();
    const [low, high] = world();
    const { size, jump, start } = scene().table[model.get("layer")];
    const unit = (part) => Math.round((low + part * (high - low) - start - size / 2) / jump);
    move(unit((event.clientY - box.top) / box.height), unit((event.clientX - box.left) / box.width));
  }
  let held = false;
  canvas.addEventListener("pointerdown", (event) => {
    held = true;
    canvas.setPointerCapture(event.pointerId);
    point(event);
  });
  canvas.addEventListener("pointermove", (event) => held && point(event));
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (held = false));
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    move(model.get("row") + step[0], model.get("column") + step[1]);
  });

  function show() {
    if (!scene().table) return; // Python has not spoken yet
    choose.show();
    heat.show();
    showTable();
    for (const control of [row, column]) {
      const input = control.element.querySelector("input");
      input.max = Math.max(0, scene().units - 1);
      input.disabled = scene().units < 2;
      control.show();
    }
    message.textContent = scene().message;
    message.hidden = !scene().message;
    sentences.replaceChildren(...scene().sentences.map((text) => h("div", {}, text)));
    formula.textContent = scene().formula;
    reset.disabled = !scene().edited;
    keys.children[1].hidden = scene().units < 2;
    keys.children[2].hidden = !model.get("heat");
    canvas.setAttribute("aria-label", `the input and the field on it; arrow keys choose the unit. ${scene().sentences[0] ?? ""}`);
    draw();
  }

  show();
  const watcher = new ResizeObserver(() => {
    root.classList.toggle("cn-narrow", root.clientWidth < 700);
    draw();
  });
  watcher.observe(root);
  const forget = whenChanged(model, ["scene", "heat"], show);
  return () => {
    watcher.disconnect();
    forget();
  };
}

export default { render };
