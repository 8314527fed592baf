
const PLANES = ["red", "green", "blue"];
const STROKES = [
  { colour: "#d55e00", dash: "" },
  { colour: "#009e73", dash: "5 3" },
  { colour: "#56b4e9", dash: "1.5 2.5" },
];
const SIDE = 8; // pixels of the enlargement

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Counts as one step line in a box of 320 x 90.
function stepPath(counts, highest) {
  const width = 320 / counts.length;
  const level = (count) => 90 - (88 * count) / highest;
  return counts.map((c, k) => `${k ? "L" : "M"}${k * width},${level(c)}H${(k + 1) * width}`).join("");
}

function paint(canvas, height, width, colourAt) {
  canvas.width = width;
  canvas.height = height;
  const data = new ImageData(width, height);
  for (let k = 0; k < height * width; k++) data.data.set([...colourAt(k), 255], 4 * k);
  canvas.getContext("2d").putImageData(data, 0, 0);
}

function render({ model, el }) {
  const root = frame(el, "inspector", "Pixel inspector");
  const choose = selector(model, "picture", "inspector-picture");
  const shuffle = checkbox(model, "permuted", "one fixed random permutation of the pixels", "inspector-permute");
  const big = h("canvas", { "aria-hidden": "true" });
  const spot = h("div", { class: "cn-spot" });
  const picture = h(
    "div",
    { class: "cn-picture", tabindex: 0, role: "application", "data-testid": "inspector-image" },
    big,
    spot,
  );
  const swatch = h("span", { class: "cn-swatch" });
  const triple = h("span", { class: "cn-number", "data-testid": "inspector-value", style: "white-space: pre-line" });
  const value = h("div", { class: "cn-value", role: "status" }, swatch, triple);
  const zoom = h("div", { class: "cn-grid cn-zoom" });
  const zoomTitle = h("div", { class: "cn-soft", style: "font-size: 12.5px; margin: 4px 0" });
  const planes = PLANES.map((name, k) => {
    const canvas = h("canvas", {});
    const pick = () => update(model, { channel: k });
    const caption = h("figcaption", {}, `${name} plane`);
    const figure = h(
      "figure",
      {
        role: "button",
        tabindex: 0,
        "aria-label": `numbers of the ${name} plane`,
        onclick: pick,
        onkeydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), pick()),
      },
      canvas,
      caption,
    );
    return { canvas, figure, caption };
  });
  const planeRow = h("div", { class: "cn-planes" }, ...planes.map((plane) => plane.figure));
  const chart = svg("svg", { viewBox: "0 0 320 91", preserveAspectRatio: "none", role: "img" });
  const axis = h("div", { class: "cn-axis" }, h("span", {}, "0"), h("span", {}, "pixel value"), h("span", {}, "255"));
  const verdict = h("div", { class: "cn-verdict", role: "status", "data-testid": "inspector-verdict" });
  const size = h("span", { class: "cn-soft" });
  root.append(
    h("div", { class: "cn-row" }, choose.element, shuffle.element, size),
    h(
      "div",
      { class: "cn-main" },
      h("div", {}, picture),
      h("div", {}, value, zoomTitle, zoom),
      planeRow,
      h("div", {}, h("div", { class: "cn-title" }, "histogram"), chart, axis, verdict),
    ),
  );

  const shape = () => model.get("scene").shape;
  // Hovering moves only what is seen; a click or an arrow key also tells Python.
  let place = [model.get("row"), model.get("column")];
  const inside = (row, column) => {
    const [height, width] = shape();
    return [Math.max(0, Math.min(height - 1, row)), Math.max(0, Math.min(width - 1, column))];
  };
  const pointed = (event) => {
    const box = big.getBoundingClientRect();
    const [height, width] = shape();
    return inside(
      Math.floor(((event.clientY - box.top) / box.height) * height),
      Math.floor(((event.clientX - box.left) / box.width) * width),
    );
  };
  const keep = () => update(model, { row: place[0], column: place[1] });
  picture.addEventListener("pointermove", (event) => {
    place = pointed(event);
    showPlace();
  });
  picture.addEventListener("pointerleave", () => {
    place = [model.get("row"), model.get("column")];
    showPlace();
  });
  picture.addEventListener("click", (event) => {
    place = pointed(event);
    keep();
    showPlace();
  });
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    place = inside(place[0] + far * step[0], place[1] + far * step[1]);
    keep();
    showPlace();
  });

  function pixel(k) {
    const channels = shape()[2];
    const data = bytes(model, "pixels");
    return Array.from(data.subarray(k * channels, (k + 1) * channels));
  }

  function showPlace() {
    const [height, width, channels] = shape();
    const [row, column] = place;
    const here = pixel(row * width + column);
    const rgb = channels === 3 ? here : [here[0], here[0], here[0]];
    swatch.style.background = `rgb(${rgb.join(",")})`;
    triple.textContent =
      `row ${row}, column ${column}:\n` +
      (channels === 3 ? `(R, G, B) = (${here.join(", ")})` : `grey level ${here[0]}`);
    const rows = Math.min(SIDE, height);
    const columns = Math.min(SIDE, width);
    const top = Math.max(0, Math.min(height - rows, row - 4));
    const left = Math.max(0, Math.min(width - columns, column - 4));
    spot.style.top = `${(100 * top) / height}%`;
    spot.style.left = `${(100 * left) / width}%`;
    spot.style.width = `${(100 * columns) / width}%`;
    spot.style.height = `${(100 * rows) / height}%`;
    picture.setAttribute("aria-label", `picture, ${triple.textContent}; arrow keys move, with Shift by 10`);
    const channel = channels === 3 ? model.get("channel") : 0;
    zoomTitle.textContent =
      `the framed ${rows} \u00d7 ${columns} pixels` + (channels === 3 ? `, ${PLANES[channel]} plane` : "");
    zoom.style.gridTemplateColumns = `repeat(${columns}, var(--cell))`;
    const cells = [];
    for (let i = top; i < top + rows; i++)
      for (let j = left; j < left + columns; j++) {
        const level = pixel(i * width + j)[channel];
        const look = `background: rgb(${level},${level},${level}); color: ${level > 127 ? "#1f1f1f" : "#ffffff"}`;
        cells.push(h("div", { class: i === row && j === column ? "cn-cell cn-here" : "cn-cell", style: look }, String(level)));
      }
    zoom.replaceChildren(...cells);
  }

  function showHistogram() {
    const { before, after, same } = model.get("scene");
    const highest = Math.max(...before.flat(), ...after.flat(), 1);
    const grey = before.length === 1;
    const lines = [];
    before.forEach((counts) => {
      // What was there before the permutation, as a pale area below the lines.
      const area = `${stepPath(counts, highest)}V90H0Z`;
      lines.push(svg("path", { d: area, fill: "#999999", "fill-opacity": grey ? 0.5 : 0.22 }));
    });
    after.forEach((counts, k) => {
      const stroke = grey ? { colour: "#e69f00", dash: "" } : STROKES[k];
      lines.push(
        svg("path", {
          d: stepPath(counts, highest),
          fill: "none",
          stroke: stroke.colour,
          "stroke-width": 1.8,
          "stroke-dasharray": stroke.dash,
          "vector-effect": "non-scaling-stroke",
        }),
      );
    });
    lines.push(svg("path", { d: "M0,90H320", stroke: "currentColor", "stroke-opacity": 0.5, fill: "none" }));
    chart.replaceChildren(...lines);
    chart.setAttribute("aria-label", "histogram of the pixel values, 0 at the left, 255 at the right");
    const words = grey ? "" : "red solid, green dashed, blue dotted; ";
    verdict.replaceChildren(
      h("span", { class: "cn-soft" }, `${words}area: before. `),
      h("b", {}, model.get("permuted") ? (same ? "Permuted: every count is the same as before." : "The counts differ.") : ""),
    );
  }

  function show() {
    if (!model.get("scene").shape) return;
    const [height, width, channels] = shape();
    const original = model.get("scene").original;
    const data = bytes(model, "pixels");
    const rgb = (k) => (channels === 3 ? data.subarray(3 * k, 3 * k + 3) : [data[k], data[k], data[k]]);
    paint(big, height, width, rgb);
    planeRow.hidden = channels !== 3;
    if (channels === 3)
      planes.forEach(({ canvas, figure }, c) => {
        paint(canvas, height, width, (k) => [data[3 * k + c], data[3 * k + c], data[3 * k + c]]);
        figure.setAttribute("aria-pressed", String(model.get("channel") === c));
      });
    size.textContent =
      `${height} \u00d7 ${width} pixels` +
      (original[0] === height ? "" : `, reduced from ${original[0]} \u00d7 ${original[1]}`);
    choose.show();
    shuffle.show();
    place = inside(model.get("row"), model.get("column"));
    showPlace();
    showHistogram();
  }

  show();
  return whenChanged(model, ["scene", "pixels", "row", "column", "channel"], show);
}

export default { render };
