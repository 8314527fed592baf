
function render({ model, el }) {
  const root = frame(el, "wall", "Augmentation wall");
  const choose = selector(model, "picture", "wall-picture");
  const sliders = model.get("sliders").map(([name, label, most, unit]) => {
    const one = slider(model, name, label, 0, most, `wall-${name}`);
    one.element.append(h("span", { class: "cn-soft" }, unit));
    return one;
  });
  const mirror = checkbox(model, "mirror", "mirror some", "wall-mirror");
  const reveal = checkbox(model, "reveal", "what the network says", "wall-reveal");
  const again = h(
    "button",
    { "data-testid": "wall-again", onclick: () => update(model, { seed: model.get("seed") + 1 }) },
    "draw again",
  );
  const question = h("div", { class: "cn-title", "data-testid": "wall-question" });
  const said = h("div", { role: "status", "data-testid": "wall-said" });
  const message = h("div", { class: "cn-message", role: "alert" });
  const wall = h("div", { class: "cn-tiles", "data-testid": "wall-tiles" });
  root.append(
    h("div", { class: "cn-row" }, choose.element, mirror.element, again, reveal.element),
    h("div", { class: "cn-sliders" }, ...sliders.map((one) => one.element)),
    question,
    wall,
    said,
    message,
  );

  // One tile for each sample, made once; later only its pixels change.
  const tiles = [];
  function tileOf(k) {
    while (tiles.length <= k) {
      const number = tiles.length;
      const canvas = h("canvas", {});
      const answer = h("span", { class: "cn-answer" });
      const button = h(
        "button",
        {
          class: "cn-tile",
          "data-testid": `wall-tile-${number}`,
          onclick: () => {
            const old = model.get("rejected");
            const rejected = old.includes(number) ? old.filter((k) => k !== number) : [...old, number];
            update(model, { rejected });
          },
        },
        canvas,
        answer,
      );
      wall.append(button);
      tiles.push({ canvas, answer, button });
    }
    return tiles[k];
  }

  function drawTiles() {
    const [height, width, channels] = model.get("shape");
    const pixels = bytes(model, "pixels");
    const each = height * width * channels;
    if (!each) return;
    for (let k = 0; k < pixels.length / each; k++) {
      const { canvas } = tileOf(k);
      canvas.width = width;
      canvas.height = height;
      const data = new ImageData(width, height);
      for (let p = 0; p < height * width; p++)
        for (let c = 0; c < 4; c++)
          data.data[4 * p + c] =
            c === 3 ? 255 : pixels[k * each + p * channels + (channels === 3 ? c : 0)];
      canvas.getContext("2d").putImageData(data, 0, 0);
    }
  }

  function show() {
    choose.show();
    mirror.show();
    reveal.show();
    sliders.forEach((one) => one.show());
    const scene = model.get("scene");
    const rejected = model.get("rejected");
    const label = model.get("selected");
    question.textContent = scene.question ?? "";
    said.textContent = scene.said ?? "";
    message.textContent = scene.message ?? "";
    message.hidden = !scene.message;
    reveal.element.hidden = !scene.can_reveal;
    tiles.forEach(({ button, answer }, k) => {
      const no = rejected.includes(k);
      const reads = (scene.answers ?? [])[k];
      button.setAttribute("aria-pressed", String(no));
      button.setAttribute(
        "aria-label",
        `sample ${k + 1}: ${no ? `no longer ${label}` : `still ${label}`}` +
          (reads ? `; the network says ${reads}` : ""),
      );
      answer.textContent = reads ?? "";
      answer.hidden = !reads;
      answer.classList.toggle("cn-other", Boolean(reads) && reads !== label);
    });
  }

  function redraw() {
    drawTiles();
    show();
  }

  redraw();
  const stops = [
    whenChanged(model, ["pixels", "shape"], redraw),
    whenChanged(model, ["scene", "rejected", "selected", "mirror", "reveal"], show),
    whenChanged(model, model.get("sliders").map(([name]) => name), show),
  ];
  return () => stops.forEach((stop) => stop());
}

export default { render };
