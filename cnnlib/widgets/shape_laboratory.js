
// What is on the screen is the trait "scene", computed in Python; nothing is computed here.

const WORDS = {
  in_channels: "in",
  in_features: "in",
  num_features: "channels",
  out_channels: "out",
  out_features: "out",
  output_size: "to",
  kernel_size: "kernel",
  output_padding: "output padding",
};
const LEAST = { padding: 0, output_padding: 0 };
const COSTS = { params: "parameters", macs: "MACs", memory: "memory" };

const written = (value) => (Array.isArray(value) ? value.join(" \u00d7 ") : String(value));
const grouped = (value) => value.toLocaleString("en-GB");

function shortCost(name, value) {
  if (name !== "memory") return grouped(value);
  if (value < 1000) return `${value} B`;
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}

function render({ model, el }) {
  const root = frame(el, "laboratory", "Shape laboratory");
  const scene = () => model.get("scene");
  const send = (content) => model.send(content);

  // A field that sends what was typed when it is left, or at Enter; arrows step whole numbers.
  function field(label, testid, least, commit) {
    const input = h("input", {
      type: "text",
      autocomplete: "off",
      "aria-label": label,
      "data-testid": testid,
      onfocus: () => input.select(),
      onchange: () => tell(),
      onkeydown: (event) => {
        if (event.key === "Enter") tell();
        if (event.key === "Escape") input.value = input.dataset.shown;
        const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (!step || !/^\d+$/.test(input.value)) return;
        event.preventDefault();
        const value = Number(input.value) + step;
        if (value < least) return;
        input.value = value;
        tell();
      },
    });
    const tell = () => {
      if (input.value === input.dataset.shown) return;
      input.dataset.shown = input.value;
      commit(input.value);
    };
    return input;
  }

  function showField(input, value) {
    const text = Array.isArray(value) ? value.join(", ") : String(value ?? "");
    const typing = document.activeElement === input && input.value !== input.dataset.shown;
    input.dataset.shown = text;
    if (!typing) input.value = text;
    input.style.width = `${Math.max(3, text.length + 1.2)}ch`;
  }

  // The input, and the goal
  const sizes = ["channels", "height", "width"].map((word, axis) =>
    field(`input ${word}`, `laboratory-input-${axis}`, 1, () => send({ do: "input", value: sizes.map((input) => input.value) })),
  );
  const reset = h("button", { type: "button", "data-testid": "laboratory-reset", onclick: () => send({ do: "reset" }) }, "start again");
  const goal = h("span", { class: "cn-goal", role: "status", "data-testid": "laboratory-goal" });
  const top = h(
    "div",
    { class: "cn-row" },
    h("span", { class: "cn-setting" }, h("span", {}, "input"), sizes[0], "\u00d7", sizes[1], "\u00d7", sizes[2]),
    goal,
    h("span", { class: "cn-push" }, reset),
  );

  // The layers
  const cell = (name, ...children) => h("div", { role: "cell", class: `cn-${name}` }, ...children);
  const headings = ["", "layer", "output", ...Object.values(COSTS), ""];
  const classes = ["index", "layer", "output", "params", "macs", "memory", "buttons"];
  const head = h(
    "div",
    { role: "row", class: "cn-line cn-head" },
    ...headings.map((text, k) => h("div", { role: "columnheader", class: `cn-${classes[k]}` }, text)),
  );
  const note = h("div", { class: "cn-soft cn-note", "data-testid": "laboratory-note" });
  const body = h("div", { role: "rowgroup" });
  const totals = Object.fromEntries(["output", ...Object.keys(COSTS)].map((name) => [name, cell(`${name} cn-number`)]));
  const sum = h(
    "div",
    { role: "row", class: "cn-line cn-total", "data-testid": "laboratory-total" },
    cell("index"),
    cell("layer", "total"),
    ...Object.values(totals),
    cell("buttons"),
  );
  const table = h("div", { role: "table", "aria-label": "layers", class: "cn-table" }, head, body, sum);

  let rows = [];
  function makeRow(layer, index, last) {
    const button = (text, label, what, disabled) =>
      h("button", { type: "button", "aria-label": `${label} layer ${index}`, title: label, disabled, "data-testid": `laboratory-${label}-${index}`, onclick: () => send(what) }, text);
    const fields = layer.settings.map(({ name }) => {
      const testid = `laboratory-${index}-${name}`;
      const word = WORDS[name] ?? name;
      const commit = (value) => send({ do: "edit", index, name, value });
      const label = `layer ${index}, ${name}`;
      const input =
        name === "bias"
          ? h("input", { type: "checkbox", "aria-label": label, "data-testid": testid, onchange: (event) => commit(event.target.checked) })
          : field(label, testid, LEAST[name] ?? 1, commit);
      return { name, input, element: h("label", { class: "cn-setting" }, h("span", {}, word), input) };
    });
    const costs = Object.fromEntries(Object.keys(COSTS).map((name) => [name, cell(`${name} cn-number`)]));
    const output = cell("output cn-number");
    const follows = h("span", { class: "cn-soft cn-follows" });
    const element = h(
      "div",
      { role: "row", class: "cn-line", "data-testid": `laboratory-layer-${index}` },
      cell("index", h("span", { class: "cn-soft cn-number" }, String(index))),
      cell("layer", h("b", {}, layer.layer), " ", follows),
      output,
      ...Object.values(costs),
      cell(
        "buttons",
        button("\u2191", "move up", { do: "move", index, to: index - 1 }, index === 0),
        button("\u2193", "move down", { do: "move", index, to: index + 1 }, last),
        button("\u00d7", "remove", { do: "remove", index }, false),
      ),
      cell("settings", ...fields.map(({ element: label }) => label)),
    );
    element.querySelector(".cn-settings").hidden = !fields.length;
    return { element, fields, costs, output, follows };
  }

  // Adding, the error, the PyTorch
  const adding = h("div", { class: "cn-row cn-adding" });
  const message = h("div", { class: "cn-message", role: "alert", "data-testid": "laboratory-message" });
  const torch = h("code", { "data-testid": "laboratory-torch" });
  root.append(top, table, note, message, adding, h("pre", { class: "cn-torch", "aria-label": "PyTorch" }, torch));

  let kinds = null;
  function ensureRows() {
    const { layers } = scene();
    const now = layers.map((layer) => layer.layer).join(" ");
    if (now === kinds) return;
    kinds = now;
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    rows = layers.map((layer, index) => makeRow(layer, index, index === layers.length - 1));
    body.replaceChildren(...rows.map((row) => row.element));
    const again = focused && root.querySelector(`[data-testid="${focused}"]`);
    if (again) again.focus();
  }

  function showRow(row, layer, most) {
    layer.settings.forEach(({ value }, k) => {
      const { name, input } = row.fields[k];
      if (name === "bias") input.checked = value;
      else showField(input, value);
    });
    const { follows, result } = layer;
    row.follows.textContent = follows && follows.value !== null && follows.value !== undefined ? `${WORDS[follows.name]} ${follows.value}` : "";
    row.element.classList.toggle("cn-failed", layer.failed);
    row.element.classList.toggle("cn-unreached", !result && !layer.failed);
    row.output.textContent = result ? written(result.output_size) : layer.failed ? "does not fit" : "\u2013";
    for (const [name, word] of Object.entries(COSTS)) {
      const share = result && most[name] ? (100 * result[name]) / most[name] : 0;
      row.costs[name].textContent = result ? shortCost(name, result[name]) : "";
      row.costs[name].dataset.word = word;
      row.costs[name].style.setProperty("--share", `${share}%`);
    }
  }

  function showGoal() {
    const { goal: conditions, met } = scene();
    goal.hidden = !conditions.length;
    goal.classList.toggle("cn-met", Boolean(met));
    goal.replaceChildren(
      met ? "Goal reached: " : "Goal: ",
      ...conditions.map((one) => h("span", { class: one.met ? "cn-yes" : "cn-no" }, `${one.met ? "\u2713" : "\u2717"} ${one.text}`)),
    );
  }

  function show() {
    if (!scene().layers) return; // Python has not spoken yet
    const { layers, totals: all, error, refused } = scene();
    scene().input.forEach((value, axis) => showField(sizes[axis], value));
    ensureRows();
    const most = {};
    for (const name of Object.keys(COSTS)) most[name] = Math.max(0, ...layers.map((layer) => layer.result?.[name] ?? 0));
    layers.forEach((layer, k) => showRow(rows[k], layer, most));
    totals.output.textContent = all.size ? written(all.size) : "\u2013";
    for (const name of Object.keys(COSTS)) totals[name].textContent = all[name] === null ? "\u2013" : shortCost(name, all[name]);
    message.textContent = refused || (error ? `${error}.` : "");
    message.hidden = !message.textContent;
    showGoal();
    if (!adding.children.length)
      adding.replaceChildren(
        h("span", { class: "cn-soft" }, "add"),
        ...scene().new.map((kind) => h("button", { type: "button", "data-testid": `laboratory-add-${kind}`, onclick: () => send({ do: "add", layer: kind }) }, kind)),
      );
    for (const button of adding.querySelectorAll("button")) button.disabled = layers.length >= scene().most;
    torch.textContent = scene().torch;
    note.textContent = `memory: ${scene().memory}`;
    head.querySelector(".cn-memory").title = scene().memory;
  }

  show();
  const fit = () => root.classList.toggle("cn-narrow", root.clientWidth < 640);
  fit();
  const watcher = new ResizeObserver(fit);
  watcher.observe(root);
  const forget = whenChanged(model, ["scene"], show);
  return () => {
    watcher.disconnect();
    forget();
  };
}

export default { render };
