
// Python measures; here a depth and two switches are set, and two curves drawn on fixed axes.

const [LOWEST, HIGHEST] = [-20, 3]; // powers of ten on the axis of sizes
const [SHALLOWEST, DEEPEST] = [2, 40];
const SUPERSCRIPT = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function power(exponent) {
  const digits = [...String(Math.abs(exponent))].map((one) => SUPERSCRIPT[one]).join("");
  return `10${exponent < 0 ? "\u207b" : ""}${digits}`;
}

function render({ model, el }) {
  const root = frame(el, "depths", "Depth explorer");
  const depth = slider(model, "depth", "depth", SHALLOWEST, DEEPEST, "depths-depth");
  const range = depth.element.querySelector("input");
  range.step = 2;
  range.value = model.get("depth");
  const skip = checkbox(model, "skip", "skips", "depths-skip");
  const norm = checkbox(model, "batch_norm", "batch norm", "depths-batch-norm");
  const top = h("div", { class: "cn-row" }, depth.element, skip.element, norm.element);
  const drawing = svg("svg", { role: "img", "data-testid": "depths-chart" });
  const keys = h(
    "div",
    { class: "cn-keys cn-soft" },
    h("span", {}, h("span", { class: "cn-mark cn-gradient" }), "norm of the gradient of the weights"),
    h("span", {}, h("span", { class: "cn-mark cn-signal" }), "signal: difference between the images"),
  );
  const sentences = h("div", { class: "cn-sentences", "aria-live": "polite", "data-testid": "depths-sentences" });
  root.append(top, drawing, keys, sentences);

  function draw() {
    const scene = model.get("scene");
    const [width, height] = [drawing.clientWidth || 500, 250];
    const [left, right, upper, lower] = [48, 12, 10, 38];
    const x = (layer) => left + ((width - left - right) * (layer - 1)) / (DEEPEST - 1);
    const y = (exponent) => {
      const clipped = Math.max(LOWEST, Math.min(HIGHEST, exponent));
      return upper + ((height - upper - lower) * (HIGHEST - clipped)) / (HIGHEST - LOWEST);
    };
    const parts = [];
    for (let exponent = LOWEST; exponent <= HIGHEST; exponent += 5) {
      parts.push(svg("line", { class: "cn-level", x1: left, x2: width - right, y1: y(exponent), y2: y(exponent) }));
      parts.push(svg("text", { x: left - 6, y: y(exponent) + 4, "text-anchor": "end" }, power(exponent)));
    }
    for (const layer of [1, 10, 20, 30, 40])
      parts.push(svg("text", { x: x(layer), y: height - lower + 17, "text-anchor": "middle" }, String(layer)));
    parts.push(svg("text", { x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" }, "layer"));
    for (const [name, values] of [["signal", scene.signal], ["gradient", scene.norms]]) {
      const points = values.map((value, k) => [x(k + 1), y(Math.log10(value))]);
      parts.push(svg("polyline", { class: `cn-${name}`, points: points.map((p) => p.join(",")).join(" ") }));
      for (const [across, down] of points) {
        const shape =
          name === "gradient"
            ? svg("circle", { cx: across, cy: down, r: 3 })
            : svg("rect", { x: across - 2.2, y: down - 2.2, width: 4.4, height: 4.4 });
        shape.setAttribute("class", `cn-${name}`);
        parts.push(shape);
      }
    }
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    drawing.setAttribute("height", height);
    drawing.setAttribute("aria-label", scene.sentences.join(" "));
    drawing.replaceChildren(...parts);
  }

  function show() {
    if (!model.get("scene").norms) return; // Python has not spoken yet
    depth.show();
    skip.show();
    norm.show();
    sentences.replaceChildren(...model.get("scene").sentences.map((text) => h("div", {}, text)));
    draw();
  }

  show();
  const watcher = new ResizeObserver(draw);
  watcher.observe(root);
  const forget = whenChanged(model, ["scene"], show);
  return () => {
    watcher.disconnect();
    forget();
  };
}

export default { render };
