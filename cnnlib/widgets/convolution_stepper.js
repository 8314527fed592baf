
// What is on the screen is the trait "scene", computed in Python; nothing is computed here.

function editable(model, block, which, i, j, columns, first) {
  const input = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    tabindex: first ? 0 : -1,
    "aria-label": `${which}, row ${i}, column ${j}`,
    "data-testid": `stepper-${which}-${i}-${j}`,
    onfocus: () => input.select(),
    onchange: () => commit(),
    onkeydown: (event) => {
      if (event.key === "Enter") commit();
      const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
      if (sideways && input.value !== input.dataset.shown) return; // the caret moves
      if (event.key === "Escape") input.value = input.dataset.shown;
      moveBetween(block.grid, "input", event, columns);
    },
  });
  const commit = () => {
    if (input.value === input.dataset.shown) return;
    const value = parse(input.value);
    if (Number.isNaN(value)) input.value = input.dataset.shown;
    else model.send({ do: "edit", which, row: i, column: j, value });
  };
  return input;
}

function showValue(input, value) {
  const text = format(value);
  input.dataset.shown = text;
  if (document.activeElement !== input || input.value === "") input.value = text;
  else if (parse(input.value) === value) input.value = text;
}

function render({ model, el }) {
  const root = frame(el, "stepper", "Convolution stepper");
  const scene = () => model.get("scene");
  const cellNow = () => scene().cells?.[model.get("position")];
  const go = (index) => {
    const last = scene().cells.length - 1;
    update(model, { position: Math.max(0, Math.min(last, index)) });
  };

  // Settings
  const plain = h("button", { type: "button", "data-testid": "stepper-plain", onclick: () => update(model, { flip: false }) }, "cross-correlation");
  const flipped = h("button", { type: "button", "data-testid": "stepper-flip", onclick: () => update(model, { flip: true }) }, "true convolution (kernel flipped)");
  const stride = slider(model, "stride", "stride", 1, 4, "stepper-stride");
  const padding = slider(model, "padding", "padding", 0, 4, "stepper-padding");
  const dilation = slider(model, "dilation", "dilation", 1, 4, "stepper-dilation");
  const predict = checkbox(model, "predicting", "predict before it is shown", "stepper-predict");
  const operation = h("span", { class: "cn-tabs", role: "group", "aria-label": "operation" }, plain, flipped);
  const settings = h(
    "div",
    { class: "cn-settings" },
    h("div", { class: "cn-row" }, operation, predict.element),
    h("div", { class: "cn-row" }, stride.element, padding.element, dilation.element),
  );

  // Image, kernel, output
  const image = matrixBlock("image", "image X", "stepper");
  const kernel = matrixBlock("kernel", "kernel K", "stepper");
  const output = matrixBlock("output", "output Y", "stepper");
  const sign = h("span", { class: "cn-sign", "aria-hidden": "true" });
  const equals = h("span", { class: "cn-sign", "aria-hidden": "true" }, "=");
  const message = h("div", { class: "cn-message", role: "alert", "data-testid": "stepper-message" });
  const stage = h("div", { class: "cn-stage" }, image.element, sign, kernel.element, equals, output.element, message);

  // Walking
  const position = h("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "output cell",
    "data-testid": "stepper-position",
    oninput: () => go(Number(position.value)),
    onkeydown: (event) => {
      const columns = scene().shape[1];
      const step = { ArrowUp: -columns, ArrowDown: columns }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const target = model.get("position") + step;
      if (target >= 0 && target < scene().cells.length) go(target);
    },
  });
  const back = h("button", { type: "button", "aria-label": "previous cell", "data-testid": "stepper-back", onclick: () => go(model.get("position") - 1) }, "\u25c0");
  const next = h("button", { type: "button", "aria-label": "next cell", "data-testid": "stepper-next", onclick: () => go(model.get("position") + 1) }, "\u25b6");
  const where = h("span", { class: "cn-where cn-number" });
  const pin = h("button", {
    type: "button",
    "data-testid": "stepper-pin",
    onclick: () => {
      const here = model.get("position");
      update(model, { pinned: model.get("pinned") === here ? null : here });
    },
  });
  const walk = h("div", { class: "cn-row cn-walk" }, back, position, next, where, pin);

  // Predicting
  const answer = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": "your prediction",
    "data-testid": "stepper-guess",
    onkeydown: (event) => event.key === "Enter" && say(),
  });
  const check = h("button", { type: "button", "data-testid": "stepper-check", onclick: () => say() }, "check");
  const giveUp = h("button", { type: "button", onclick: () => model.send({ do: "guess", value: null }) }, "show me");
  const onward = h("button", { type: "button", "data-testid": "stepper-onward", onclick: () => goToHidden() }, "next cell");
  const question = h("span", {});
  const verdict = h("span", { class: "cn-verdict", role: "status", "data-testid": "stepper-verdict" });
  const score = h("span", { class: "cn-soft cn-push", "data-testid": "stepper-score" });
  const ask = h("div", { class: "cn-row cn-ask" }, question, answer, check, giveUp, verdict, onward, score);
  let justSaid = false;
  const say = () => {
    const value = parse(answer.value);
    if (Number.isNaN(value)) return answer.focus();
    justSaid = true;
    model.send({ do: "guess", value });
  };
  const goToHidden = () => {
    const { cells } = scene();
    const order = cells.map((_, k) => (model.get("position") + 1 + k) % cells.length);
    const target = order.find((k) => cells[k].value === null);
    if (target !== undefined) go(target);
    answer.focus();
  };

  // Products, sums, formulas
  const sums = h("ol", { class: "cn-sums cn-number", "aria-label": "products and their running sum" });
  const formula = h("code", { "data-testid": "stepper-formula", "aria-live": "polite" });
  const pinnedFormula = h("code", { "data-testid": "stepper-pinned-formula" });
  const pinnedLabel = h("span", { class: "cn-soft" }, h("span", { class: "cn-key cn-also" }), "pinned");
  const torch = h("code", { "data-testid": "stepper-torch" });
  const lines = h(
    "div",
    { class: "cn-lines" },
    h("span", { class: "cn-soft" }, h("span", { class: "cn-key" }), "this cell"),
    formula,
    pinnedLabel,
    pinnedFormula,
    h("span", { class: "cn-soft" }, "PyTorch"),
    torch,
  );
  root.append(settings, stage, walk, ask, sums, lines);

  function showImage() {
    const { padded } = scene();
    const p = model.get("padding");
    const rows = padded.length;
    const columns = padded[0].length;
    const isPad = (i, j) => i < p || j < p || i >= rows - p || j >= columns - p;
    ensureCells(image, rows, columns, p, (i, j) => {
      const content = isPad(i, j)
        ? h("span", { class: "cn-plain" }, "0")
        : editable(model, image, "image", i - p, j - p, columns - 2 * p, i === p && j === p);
      return h("div", { class: isPad(i, j) ? "cn-cell cn-pad" : "cn-cell" }, content, h("span", { class: "cn-factor", "aria-hidden": "true" }));
    });
    const values = padded.flat();
    const low = Math.min(...values);
    const high = Math.max(...values);
    [...image.grid.children].forEach((cell, k) => {
      if (cell.classList.contains("cn-pad")) return;
      showValue(cell.firstChild, values[k]);
      cell.style.background = greyColour(values[k], low, high);
    });
    const size = `${rows - 2 * p}\u00a0\u00d7\u00a0${columns - 2 * p}` + (p ? `, padded to ${rows}\u00a0\u00d7\u00a0${columns}` : "");
    image.title.replaceChildren("image X ", h("span", { class: "cn-soft" }, size));
  }

  function showKernel() {
    const shown = scene().kernel;
    const rows = shown.length;
    const columns = shown[0].length;
    const flip = model.get("flip");
    // With the kernel flipped, the cell that is shown at (i, j) edits the opposite entry.
    ensureCells(kernel, rows, columns, flip, (i, j) => {
      const [m, n] = flip ? [rows - 1 - i, columns - 1 - j] : [i, j];
      return h("div", { class: "cn-cell" }, editable(model, kernel, "kernel", m, n, columns, i === 0 && j === 0));
    });
    const reach = Math.max(...shown.flat().map(Math.abs));
    [...kernel.grid.children].forEach((cell, k) => {
      const value = shown.flat()[k];
      showValue(cell.firstChild, value);
      cell.style.background = signedColour(value, reach);
    });
    kernel.title.replaceChildren("kernel K ", h("span", { class: "cn-soft" }, `${rows}\u00a0\u00d7\u00a0${columns}${flip ? ", flipped" : ""}`));
    sign.classList.toggle("cn-star", !flip); // the star of cross-correlation is a small glyph
    sign.textContent = flip ? "\u2217" : "\u22c6";
    plain.setAttribute("aria-pressed", String(!flip));
    flipped.setAttribute("aria-pressed", String(flip));
  }

  function showOutput() {
    const { cells, shape } = scene();
    if (!cells.length) return;
    ensureCells(output, shape[0], shape[1], 0, (i, j) =>
      h("button", {
        type: "button",
        class: "cn-cell",
        "data-testid": `stepper-output-${i}-${j}`,
        onclick: () => go(i * scene().shape[1] + j),
        onkeydown: (event) => {
          const target = moveBetween(output.grid, "button", event, scene().shape[1]);
          if (target) target.click();
        },
      }),
    );
    const known = cells.map((cell) => cell.value).filter((value) => value !== null);
    const low = Math.min(...known);
    const high = Math.max(...known);
    const here = model.get("position");
    [...output.grid.children].forEach((button, k) => {
      const { value, row, column } = cells[k];
      button.textContent = value === null ? "?" : format(value);
      button.style.background = value === null ? "" : greyColour(value, low, high);
      button.classList.toggle("cn-unknown", value === null);
      button.classList.toggle("cn-inside", k === here);
      button.classList.toggle("cn-also", k === model.get("pinned"));
      button.tabIndex = k === here ? 0 : -1;
      button.setAttribute("aria-label", `Y[${row}, ${column}] = ${value === null ? "unknown" : format(value)}`);
      if (k === here) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    output.title.replaceChildren("output Y ", h("span", { class: "cn-soft" }, `${shape[0]}\u00a0\u00d7\u00a0${shape[1]}`));
  }

  function showWindow() {
    const columns = scene().padded[0].length;
    const inside = new Map();
    const also = new Set();
    const factors = scene().kernel.flat();
    const cell = cellNow();
    const places = (c) => c.rows.flatMap((i) => c.columns.map((j) => i * columns + j));
    if (cell) places(cell).forEach((place, k) => inside.set(place, factors[k]));
    const pinned = scene().cells[model.get("pinned")];
    if (pinned) places(pinned).forEach((place) => also.add(place));
    [...image.grid.children].forEach((element, k) => {
      element.classList.toggle("cn-inside", inside.has(k));
      element.classList.toggle("cn-also", also.has(k));
      element.querySelector(".cn-factor").textContent = inside.has(k) ? `\u00d7${format(inside.get(k))}` : "";
    });
  }

  function showSums(cell) {
    sums.replaceChildren(
      ...cell.terms.map((term, k) => {
        const last = k === cell.terms.length - 1;
        const known = cell.products !== null;
        const product = known ? `${term} = ${format(cell.products[k])}` : term;
        const sum = known ? `sum ${format(cell.sums[k])}` : "sum ?";
        return h("li", { class: last && known ? "cn-last" : "" }, h("b", {}, product), h("span", { class: "cn-soft" }, sum));
      }),
    );
  }

  function showPrediction(cell) {
    const asking = model.get("predicting") && cell;
    ask.hidden = !asking;
    if (!asking) return;
    const open = cell.value === null;
    const { right, asked } = scene().answers;
    const left = scene().cells.some((c) => c.value === null);
    question.textContent = open ? `What will Y[${cell.row}, ${cell.column}] be?` : "";
    for (const element of [question, answer, check, giveUp]) element.hidden = !open;
    onward.hidden = open || !left;
    verdict.textContent = scene().verdict || (left || open ? "" : "All cells are done.");
    score.textContent = `score: ${right} of ${asked}`;
    if (!open) answer.value = "";
    if (!open && justSaid && left) onward.focus();
    justSaid = justSaid && open;
  }

  function fitCells() {
    const { padded, shape } = scene();
    const columns = [padded[0].length, scene().kernel[0].length, shape[1] ?? 3];
    fitMatrices(root, [image, kernel, output].map((block, k) => [block, columns[k]]), 40);
  }

  function show() {
    if (!scene().padded) return; // Python has not spoken yet
    const cell = cellNow();
    const fits = scene().cells.length > 0;
    showImage();
    showKernel();
    showOutput();
    showWindow();
    [stride, padding, dilation, predict].forEach((control) => control.show());
    message.textContent = scene().message;
    message.hidden = fits;
    output.element.hidden = equals.hidden = sums.hidden = lines.hidden = !fits;
    fitCells();
    for (const control of [position, back, next, pin]) control.disabled = !fits;
    torch.textContent = scene().torch;
    showPrediction(cell);
    if (!fits) return void (where.textContent = "");

    const last = scene().cells.length - 1;
    const here = model.get("position");
    position.max = last;
    position.value = here;
    position.setAttribute("aria-valuetext", cell.formula);
    back.disabled = here === 0;
    next.disabled = here === last;
    where.textContent = `Y[${cell.row}, ${cell.column}], ${here + 1} of ${last + 1}`;
    pin.textContent = model.get("pinned") === here ? "unpin this cell" : "pin this cell";
    pin.setAttribute("aria-pressed", String(model.get("pinned") === here));
    formula.textContent = cell.formula;
    showSums(cell);
    const pinned = scene().cells[model.get("pinned")];
    pinnedLabel.hidden = pinnedFormula.hidden = !pinned;
    pinnedFormula.textContent = pinned ? pinned.formula : "";
  }

  show();
  const watcher = new ResizeObserver(() => scene().padded && fitCells());
  watcher.observe(root);
  const forget = whenChanged(model, ["scene", "position", "pinned"], show);
  return () => {
    watcher.disconnect();
    forget();
  };
}

export default { render };
