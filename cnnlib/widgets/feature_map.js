// Python projects and finds the neighbours; here points are drawn and one is chosen.

const MARGIN = 12; // pixels around the points
const REACH = 18; // pixels: how near a click must be

function canvasOf(model, index) {
  const [height, width, channels] = model.get("shape");
  const all = bytes(model, "pixels");
  const start = index * height * width * channels;
  const image = new ImageData(width, height);
  for (let k = 0; k < height * width; k += 1) {
    for (let c = 0; c < 3; c += 1)
      image.data[4 * k + c] = all[start + channels * k + (channels === 3 ? c : 0)];
    image.data[4 * k + 3] = 255;
  }
  const canvas = h("canvas", { width, height });
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

function tracedMark(context, shape, x, y, r) {
  context.beginPath();
  if (shape === "square") context.rect(x - r, y - r, 2 * r, 2 * r);
  else if (shape === "up" || shape === "down") {
    const turn = shape === "up" ? 1 : -1;
    context.moveTo(x, y - turn * 1.2 * r);
    context.lineTo(x + 1.2 * r, y + turn * r);
    context.lineTo(x - 1.2 * r, y + turn * r);
    context.closePath();
  } else if (shape === "diamond") {
    context.moveTo(x, y - 1.4 * r);
    context.lineTo(x + 1.4 * r, y);
    context.lineTo(x, y + 1.4 * r);
    context.lineTo(x - 1.4 * r, y);
    context.closePath();
  } else context.arc(x, y, r, 0, 2 * Math.PI);
}

function render({ model, el }) {
  const root = frame(el, "features", "Feature map");
  const space = selector(model, "neighbours in", "features-space");
  const number = h("input", {
    type: "number",
    min: 0,
    max: model.get("labels").length - 1,
    "aria-label": "number of the point",
    "data-testid": "features-point",
    onchange: () => choose(Number(number.value)),
  });
  const top = h(
    "div",
    { class: "cn-row" },
    space.element,
    h("label", { class: "cn-setting" }, h("span", {}, "point"), number),
  );
  const chart = h("canvas", {
    class: "cn-points",
    tabindex: 0,
    role: "img",
    "data-testid": "features-chart",
    onclick: (event) => {
      const box = chart.getBoundingClientRect();
      const found = nearestTo(event.clientX - box.left, event.clientY - box.top);
      if (found >= 0) choose(found);
    },
    onkeydown: (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      choose(model.get("point") + step);
    },
  });
  const gallery = h("div", { class: "cn-gallery", "data-testid": "features-gallery" });
  const keys = h("div", { class: "cn-keys cn-soft" });
  const sentence = h("div", { "aria-live": "polite", "data-testid": "features-sentence" });
  root.append(top, h("div", { class: "cn-both" }, chart, gallery), keys, sentence);
  let places = [];

  function choose(index) {
    const last = model.get("labels").length - 1;
    if (!Number.isInteger(index) || index < 0 || index > last) return show();
    update(model, { point: index });
  }

  function nearestTo(x, y) {
    let [best, least] = [-1, REACH * REACH];
    places.forEach(([px, py], k) => {
      const apart = (px - x) ** 2 + (py - y) ** 2;
      if (apart < least) [best, least] = [k, apart];
    });
    return best;
  }

  function draw() {
    const scene = model.get("scene");
    const [width, height] = [chart.clientWidth || 420, 330];
    const ratio = window.devicePixelRatio || 1;
    chart.width = width * ratio;
    chart.height = height * ratio;
    const context = chart.getContext("2d");
    context.scale(ratio, ratio);
    const tall = Math.max(...scene.points.map((p) => p[1])) || 1;
    const scale = Math.min(width - 2 * MARGIN, (height - 2 * MARGIN) / tall);
    const left = (width - scale) / 2;
    places = scene.points.map(([x, y]) => [left + scale * x, height - MARGIN - scale * y]);
    const [looks, labels] = [model.get("looks"), model.get("labels")];
    const style = getComputedStyle(root);
    places.forEach(([x, y], k) => {
      const [colour, shape] = looks[labels[k]];
      tracedMark(context, shape, x, y, 3);
      context.globalAlpha = 0.8;
      context.fillStyle = colour === "#000000" ? style.color : colour;
      context.fill();
    });
    context.globalAlpha = 1;
    context.strokeStyle = style.color;
    for (const k of scene.neighbours) {
      context.lineWidth = 1.2;
      tracedMark(context, "circle", ...places[k], 7);
      context.stroke();
    }
    context.lineWidth = 2.6;
    tracedMark(context, "circle", ...places[model.get("point")], 9);
    context.stroke();
    chart.setAttribute("aria-label", scene.sentence);
  }

  function card(index, large) {
    const name = model.get("class_names")[model.get("labels")[index]];
    const button = h(
      "button",
      {
        class: large ? "cn-card cn-large" : "cn-card",
        "aria-label": `point ${index}, ${name}`,
        onclick: () => choose(index),
      },
      canvasOf(model, index),
      h("span", {}, name),
    );
    return button;
  }

  function show() {
    const scene = model.get("scene");
    if (!scene.points) return; // Python has not spoken yet
    space.show();
    number.value = model.get("point");
    sentence.textContent = scene.sentence;
    gallery.replaceChildren(
      card(model.get("point"), true),
      h("div", { class: "cn-neighbours" }, ...scene.neighbours.map((k) => card(k, false))),
    );
    draw();
  }

  keys.append(
    ...model.get("class_names").map((name, k) => {
      const mark = h("canvas", { width: 12, height: 12 });
      const context = mark.getContext("2d");
      const [colour, shape] = model.get("looks")[k];
      tracedMark(context, shape, 6, 6, 4);
      context.fillStyle = colour === "#000000" ? getComputedStyle(root).color : colour;
      context.fill();
      return h("span", {}, mark, name);
    }),
  );
  show();
  const watcher = new ResizeObserver(draw);
  watcher.observe(root);
  const forget = whenChanged(model, ["scene", "selected", "point"], show);
  return () => {
    watcher.disconnect();
    forget();
  };
}

export default { render };
