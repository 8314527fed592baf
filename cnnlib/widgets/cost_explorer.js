
// What is on the screen is the trait "scene", computed in Python; nothing is computed here.

function render({ model, el }) {
  const root = frame(el, "costs", "Cost explorer");
  const scene = () => model.get("scene");

  const choices = h("div", { class: "cn-row cn-choices", role: "group", "aria-label": "networks" });
  const sideOutput = h("output", {});
  const sideInput = h("input", {
    type: "range",
    "aria-label": "side of the images in pixels",
    "data-testid": "costs-side",
    oninput: () => {
      sideOutput.textContent = `${sideInput.value} px`;
      tellSide();
    },
  });
  const tellSide = throttled(() => update(model, { side: Number(sideInput.value) }), 120);
  const table = h("div", { class: "cn-table", role: "table", "aria-label": "costs of the networks" });
  const measures = h("div", { class: "cn-row", role: "group", "aria-label": "what is shown of the layers" });
  const title = h("div", { class: "cn-title" });
  const chart = h("div", { class: "cn-chart", role: "img", "data-testid": "costs-layers" });
  const sentence = h("p", { class: "cn-words", "data-testid": "costs-sentence", "aria-live": "polite" });
  root.append(
    choices,
    h("label", { class: "cn-setting cn-side" }, h("span", {}, "side of the images"), sideInput, sideOutput),
    table,
    h("p", { class: "cn-legend cn-soft" }, h("i", { class: "cn-conv" }), "convolutions ", h("i", { class: "cn-dense" }), "dense layers"),
    h("div", { class: "cn-row cn-below" }, title, measures),
    chart,
    sentence,
  );

  function toggle(name) {
    const chosen = model.get("chosen");
    const others = chosen.filter((one) => one !== name);
    if (!others.length) return; // one stays
    update(model, { chosen: others.length < chosen.length ? others : [...chosen, name] });
  }

  function build() {
    const [least, most, step] = scene().range;
    Object.assign(sideInput, { min: least, max: most, step });
    choices.replaceChildren(
      ...scene().names.map((name) =>
        h("button", { type: "button", "data-testid": `costs-net-${name}`, onclick: () => toggle(name) }, name),
      ),
    );
    measures.replaceChildren(
      ...Object.entries(scene().measures).map(([key, words]) =>
        h("button", { type: "button", "data-key": key, "data-testid": `costs-measure-${key}`, onclick: () => update(model, { measure: key }) }, words),
      ),
    );
  }

  function bar({ text, convolutions, dense, says }) {
    const part = (kind, share) => h("i", { class: kind, style: `width: calc(var(--reach) * ${share.toFixed(4)})` });
    return h("span", { class: "cn-bar", role: "cell", title: says }, part("cn-conv", convolutions), part("cn-dense", dense), h("span", { class: "cn-number" }, text));
  }

  function row({ name, size, costs }) {
    const pressed = name === model.get("selected");
    const select = h(
      "button",
      { type: "button", "aria-pressed": String(pressed), "data-testid": `costs-select-${name}`, title: "show its layers", onclick: () => update(model, { selected: name }) },
      name,
    );
    return h("div", { class: "cn-line", role: "row" }, h("span", { role: "rowheader" }, select, h("span", { class: "cn-soft cn-size" }, size)), ...costs.map(bar));
  }

  function show() {
    if (!scene().rows) return; // Python has not spoken yet
    if (!choices.children.length) build();
    sideInput.value = model.get("side");
    sideOutput.textContent = `${model.get("side")} px`;
    for (const button of choices.children)
      button.setAttribute("aria-pressed", String(model.get("chosen").includes(button.textContent)));
    for (const button of measures.children)
      button.setAttribute("aria-pressed", String(button.dataset.key === model.get("measure")));
    const focused = table.contains(document.activeElement) && document.activeElement.dataset.testid;
    const head = Object.values(scene().measures).map((words) => h("span", { role: "columnheader" }, words));
    table.replaceChildren(
      h("div", { class: "cn-line cn-head cn-soft", role: "row" }, h("span", { role: "columnheader" }, "network, image"), ...head),
      ...scene().rows.map(row),
    );
    if (focused) table.querySelector(`[data-testid="${focused}"]`)?.focus();
    title.textContent = scene().title;
    chart.setAttribute("aria-label", `${scene().title}. ${scene().sentence}`);
    chart.replaceChildren(
      ...scene().layers.map(({ share, dense, says }) =>
        h("span", { title: says }, h("i", { class: dense ? "cn-dense" : "cn-conv", style: `height: ${Math.max(100 * share, 0.5).toFixed(2)}%` })),
      ),
    );
    sentence.textContent = scene().sentence;
  }

  show();
  const watcher = new ResizeObserver(() => root.classList.toggle("cn-narrow", root.clientWidth < 560));
  watcher.observe(root);
  const forget = whenChanged(model, ["scene"], show);
  return () => {
    watcher.disconnect();
    forget();
  };
}

export default { render };
