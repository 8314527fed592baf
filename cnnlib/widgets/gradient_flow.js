
// What is on the screen is the trait "scene", computed in Python; nothing is computed here.

const MATRICES = {
  x: ["input X", "input"],
  weight: ["weight W", "weight"],
  output: ["output Y", "output"],
  grad_x: ["grad_x", "input"],
  grad_weight: ["grad_weight", "weight"],
  grad_out: ["grad_out G", "output"],
};

function render({ model, el }) {
  const root = frame(el, "flow", "Gradient flow");
  const scene = () => model.get("scene");
  const select = (kind, row, column) => update(model, { selected: [kind, row, column] });

  // Settings
  const stride = slider(model, "stride", "stride", 1, 3, "flow-stride");
  const padding = slider(model, "padding", "padding", 0, 2, "flow-padding");
  const counting = checkbox(model, "counting", "count the outputs instead of adding up", "flow-counting");
  const settings = h("div", { class: "cn-row" }, stride.element, padding.element, counting.element);

  // Two rows of three matrices: forward above, backward below
  const blocks = {};
  for (const [name, [title]] of Object.entries(MATRICES)) {
    blocks[name] = matrixBlock(name, title, "flow");
    blocks[name].note = h("div", { class: "cn-soft cn-note" });
    blocks[name].title.after(blocks[name].note);
  }
  const sign = (text, star) => h("span", { class: star ? "cn-sign cn-star" : "cn-sign", "aria-hidden": "true" }, text);
  const message = h("div", { class: "cn-message", role: "alert", "data-testid": "flow-message" });
  const stage = h(
    "div",
    { class: "cn-flow" },
    h("span", { class: "cn-soft cn-way" }, "forward"),
    blocks.x.element,
    sign("\u22c6", true),
    blocks.weight.element,
    sign("="),
    blocks.output.element,
    h("span", { class: "cn-soft cn-way" }, "backward"),
    blocks.grad_x.element,
    h("span", {}),
    blocks.grad_weight.element,
    sign("\u2190"),
    blocks.grad_out.element,
  );

  // Walking over the outputs
  const go = (index) => {
    const columns = scene().grids.output[0].length;
    select("output", Math.floor(index / columns), index % columns);
  };
  const count = () => scene().grids.output.flat().length;
  const here = () => {
    const [kind, row, column] = model.get("selected");
    return kind === "output" ? row * scene().grids.output[0].length + column : count() - 1;
  };
  const position = h("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "output cell",
    "data-testid": "flow-position",
    oninput: () => go(Number(position.value)),
  });
  const back = h("button", { type: "button", "aria-label": "previous output", onclick: () => go(Math.max(0, here() - 1)) }, "\u25c0");
  const next = h("button", { type: "button", "aria-label": "next output", "data-testid": "flow-next", onclick: () => go(Math.min(count() - 1, here() + 1)) }, "\u25b6");
  const where = h("span", { class: "cn-where cn-number" });
  const walk = h("div", { class: "cn-row cn-walk" }, back, position, next, where);

  // Sums and formulas
  const sentence = h("p", { class: "cn-sentence", "aria-live": "polite", "data-testid": "flow-sentence" });
  const sums = h("ol", { class: "cn-sums cn-number", "aria-label": "products and their running sums" });
  const formula = h("code", { "data-testid": "flow-formula" });
  const bias = h("code", { "data-testid": "flow-bias" });
  const torch = h("code", { "data-testid": "flow-torch" });
  const lines = h(
    "div",
    { class: "cn-lines" },
    h("span", { class: "cn-soft" }, h("span", { class: "cn-key" }), "this cell"),
    formula,
    h("span", { class: "cn-soft" }, "bias"),
    bias,
    h("span", { class: "cn-soft" }, "PyTorch"),
    torch,
  );
  root.append(settings, stage, message, walk, sentence, sums, lines);

  // Where a place of the padded matrix is in the input itself; null on the padding.
  function inner(name, i, j) {
    if (name !== "x" && name !== "grad_x") return [i, j];
    const p = model.get("padding");
    const rows = scene().grids.x.length - 2 * p;
    const columns = scene().grids.x[0].length - 2 * p;
    const inside = i >= p && j >= p && i < rows + p && j < columns + p;
    return inside ? [i - p, j - p] : null;
  }

  function makeCell(name, i, j) {
    const place = inner(name, i, j);
    const factor = h("span", { class: "cn-factor", "aria-hidden": "true" });
    const value = h("span", { class: "cn-plain" });
    if (!place) return h("div", { class: "cn-cell cn-pad" }, value, factor);
    const [row, column] = place;
    const [, kind] = MATRICES[name];
    return h(
      "button",
      {
        type: "button",
        class: "cn-cell",
        tabindex: row || column ? -1 : 0,
        "data-testid": `flow-${name}-${row}-${column}`,
        onclick: () => select(kind, row, column),
        onkeydown: (event) => {
          const width = scene().grids[name][0].length - (kind === "input" ? 2 * model.get("padding") : 0);
          if (event.key === "Enter") return;
          const target = moveBetween(blocks[name].grid, "button", event, width);
          if (target) target.click();
        },
      },
      value,
      factor,
    );
  }

  function colour(name, value, values) {
    if (name === "x" || name === "output") return greyColour(value, Math.min(...values), Math.max(...values));
    return signedColour(value, Math.max(...values.map(Math.abs)));
  }

  function showMatrix(name) {
    const block = blocks[name];
    const values = scene().grids[name];
    const [rows, columns] = [values.length, values[0].length];
    const p = name === "x" || name === "grad_x" ? model.get("padding") : 0;
    ensureCells(block, rows, columns, p, (i, j) => makeCell(name, i, j));
    const flat = values.flat();
    const framed = new Set(scene().framed[name] ?? []);
    const corners = scene().corners[name] ?? {};
    const counted = model.get("counting") && (name === "grad_x" || name === "grad_weight");
    [...block.grid.children].forEach((cell, k) => {
      const onPadding = cell.classList.contains("cn-pad");
      cell.firstChild.textContent = format(flat[k]);
      cell.lastChild.textContent = (!counted && corners[k]) || "";
      cell.classList.toggle("cn-cornered", !counted && k in corners);
      cell.classList.toggle("cn-inside", framed.has(k));
      if (onPadding) return;
      cell.style.background = counted ? greyColour(flat[k], 0, Math.max(...flat)) : colour(name, flat[k], flat);
      const [i, j] = inner(name, Math.floor(k / columns), k % columns);
      cell.setAttribute("aria-label", `${MATRICES[name][0]}, row ${i}, column ${j}: ${format(flat[k])}`);
    });
    const whole = `${rows - 2 * p}\u00a0\u00d7\u00a0${columns - 2 * p}` + (p ? ", padded" : "");
    const upto = scene().partial ? "sum so far" : "sum over all outputs";
    block.title.textContent = MATRICES[name][0];
    if (name === "grad_out") block.note.textContent = "given";
    else if (counted) block.note.textContent = "outputs that send";
    else block.note.textContent = name.startsWith("grad") ? upto : whole;
  }

  function showSelected() {
    const [kind, row, column] = model.get("selected");
    for (const [name, [, own]] of Object.entries(MATRICES)) {
      for (const cell of blocks[name].grid.querySelectorAll("button")) {
        const chosen = own === kind && cell.dataset.testid.endsWith(`-${row}-${column}`);
        cell.classList.toggle("cn-chosen", chosen);
        if (chosen) cell.setAttribute("aria-current", "true");
        else cell.removeAttribute("aria-current");
        if (own === kind) cell.tabIndex = chosen ? 0 : -1;
      }
    }
    const last = count() - 1;
    const at = here();
    const output = kind === "output";
    position.max = last;
    position.value = at;
    position.setAttribute("aria-valuetext", output ? `output ${row}, ${column}` : "all outputs");
    back.disabled = output && at === 0;
    next.disabled = output && at === last;
    where.textContent = output ? `Y[${row}, ${column}], ${at + 1} of ${last + 1}` : `all ${last + 1} outputs`;
  }

  function showSums() {
    const { terms, partial } = scene();
    sums.replaceChildren(
      ...terms.map((term, k) => {
        const last = !partial && k === terms.length - 1;
        return h(
          "li",
          { class: last ? "cn-last" : "" },
          h("span", { class: "cn-soft" }, term.where),
          h("b", {}, `${term.term} = ${format(term.product)}`),
          h("span", { class: "cn-soft" }, `sum ${format(term.sum)}`),
        );
      }),
    );
  }

  function show() {
    [stride, padding, counting].forEach((control) => control.show());
    torch.textContent = scene().torch ?? "";
    message.textContent = scene().message ?? "";
    message.hidden = !scene().message;
    const fits = Boolean(scene().grids);
    for (const element of [stage, walk, sentence, sums, lines]) element.hidden = !fits;
    if (!fits) return;
    Object.keys(MATRICES).forEach(showMatrix);
    showSelected();
    showSums();
    sentence.textContent = scene().sentence;
    formula.textContent = scene().formula;
    bias.textContent = scene().bias;
    fitCells();
  }

  // Cells as large as the three matrices of a row allow.
  function fitCells() {
    const { x, weight, output } = scene().grids;
    const columns = x[0].length + weight[0].length + output[0].length;
    const sides = 70; // the words forward and backward, where there is room for them beside
    const room = (root.clientWidth || 720) - 30 - 2 * 38 - 3 * 8;
    const narrow = room - sides < 32 * columns;
    const size = Math.floor((narrow ? room : room - sides) / columns) - 1;
    root.classList.toggle("cn-narrow", narrow);
    root.style.setProperty("--cell", `${Math.max(24, Math.min(36, size))}px`);
  }

  show();
  const watcher = new ResizeObserver(() => scene().grids && fitCells());
  watcher.observe(root);
  const forget = whenChanged(model, ["scene"], show);
  return () => {
    watcher.disconnect();
    forget();
  };
}

export default { render };
