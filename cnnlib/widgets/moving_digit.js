
function render({ model, el }) {
  const root = frame(el, "mover", "Digit mover");
  const [height, width] = model.get("canvas_shape");
  const [tall, wide] = model.get("digit_shape");
  const choose = selector(model, "digit", "mover-digit");
  const canvas = h("canvas", {
    width,
    height,
    tabindex: 0,
    role: "application",
    "data-testid": "mover-canvas",
  });
  const row = slider(model, "row", "row", 0, height - tall, "mover-row");
  const column = slider(model, "column", "column", 0, width - wide, "mover-column");
  const message = h("div", { class: "cn-message", role: "alert" });
  const models = h("div", { class: "cn-models" });
  root.append(
    h("div", { class: "cn-row" }, choose.element, h("span", { class: "cn-soft" }, "drag the digit, or use the arrow keys")),
    h("div", { class: "cn-main" }, h("div", {}, canvas, h("div", { class: "cn-sliders" }, row.element, column.element)), h("div", {}, message, models)),
  );

  // The digit follows the pointer at once; Python hears of it at most every 60 ms.
  const tell = throttled(() => model.save_changes(), 60);
  const clip = (value, high) => Math.max(0, Math.min(high, value));
  const move = (i, j) => {
    const place = { row: clip(i, height - tall), column: clip(j, width - wide) };
    if (place.row === model.get("row") && place.column === model.get("column")) return;
    model.set("row", place.row);
    model.set("column", place.column);
    tell();
  };
  let grip = null;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientY - box.top) / box.height) * height, ((event.clientX - box.left) / box.width) * width];
  };
  canvas.addEventListener("pointerdown", (event) => {
    const [i, j] = at(event);
    const [top, left] = [model.get("row"), model.get("column")];
    const onDigit = i >= top && i < top + tall && j >= left && j < left + wide;
    grip = onDigit ? [i - top, j - left] : [tall / 2, wide / 2];
    canvas.setPointerCapture(event.pointerId);
    canvas.classList.add("cn-held");
    move(Math.round(i - grip[0]), Math.round(j - grip[1]));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const [i, j] = at(event);
    move(Math.round(i - grip[0]), Math.round(j - grip[1]));
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      grip = null;
      canvas.classList.remove("cn-held");
    });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    move(model.get("row") + step[0], model.get("column") + step[1]);
  });

  function draw() {
    const data = new ImageData(width, height);
    const pixels = bytes(model, "digit");
    const [top, left] = [model.get("row"), model.get("column")];
    for (let k = 3; k < data.data.length; k += 4) data.data[k] = 255;
    for (let i = 0; i < tall; i++)
      for (let j = 0; j < wide; j++) {
        const level = pixels[i * wide + j];
        data.data.set([level, level, level, 255], 4 * ((top + i) * width + left + j));
      }
    canvas.getContext("2d").putImageData(data, 0, 0);
    canvas.setAttribute("aria-label", `canvas, the digit is at row ${top}, column ${left}; arrow keys move it`);
    row.show();
    column.show();
  }

  // One block for each model, made once; later only its numbers change.
  const blocks = new Map();
  function blockOf(name, classes) {
    if (blocks.has(name)) return blocks.get(name);
    const says = h("span", { class: "cn-number", role: "status" });
    const bars = Array.from({ length: classes }, () => h("div", { class: "cn-bar" }, h("span", { class: "cn-number" })));
    const names = Array.from({ length: classes }, (_, k) => h("span", {}, String(k)));
    const element = h(
      "div",
      { class: "cn-model", "data-testid": `mover-model-${name}` },
      h("div", { class: "cn-title" }, h("span", {}, name), says),
      h("div", { class: "cn-bars", "aria-hidden": "true" }, ...bars),
      h("div", { class: "cn-classes", "aria-hidden": "true" }, ...names),
    );
    models.append(element);
    blocks.set(name, { says, bars, names });
    return blocks.get(name);
  }

  function showModels() {
    const scene = model.get("scene");
    message.textContent = scene.message ?? "";
    message.hidden = !scene.message;
    for (const { name, values } of scene.models ?? []) {
      const { says, bars, names } = blockOf(name, values.length);
      const best = values.indexOf(Math.max(...values));
      const known = scene.label !== null && scene.label !== undefined;
      const mark = known ? (best === scene.label ? " \u2713" : " \u2717") : "";
      says.textContent = `says ${best}${mark}, ${Math.round(100 * values[best])} %`;
      says.classList.toggle("cn-wrong", known && best !== scene.label);
      values.forEach((value, k) => {
        bars[k].style.height = `${100 * value}%`;
        bars[k].classList.toggle("cn-best", k === best);
        bars[k].firstChild.textContent = value >= 0.095 ? Math.round(100 * value) : "";
        names[k].classList.toggle("cn-true", k === scene.label);
      });
    }
  }

  function show() {
    choose.show();
    draw();
    showModels();
  }

  show();
  return whenChanged(model, ["scene", "digit", "row", "column", "selected"], show);
}

export default { render };
