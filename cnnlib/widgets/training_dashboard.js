
// Python trains and measures; here bursts of steps are asked for, and curves and pictures drawn.

const BURST = 0.1; // seconds of training that are asked for at a time
const PATIENCE = 3000; // milliseconds without an answer until that is said
const GIVEN_UP = 10000; // milliseconds after which "play" asks again: the question may be lost
const POINTS = 300; // of a curve: further ones are drawn as the range of those between two pixels
const IN_A_ROW = 8; // tiles; half as many where each has several channels
const ORANGE = "#e69f00";
const SUPERSCRIPT = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
const NICE = [1, 2, 3, 5, 7.5, 10];

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A number of any size in few characters.
function magnitude(value, digits = 2) {
  if (!Number.isFinite(value)) return "\u2013";
  if (value === 0) return "0";
  if (value >= 1e-5 && value < 1e4) {
    const places = Math.max(digits, Math.ceil(-Math.log10(value)) + (value < 0.1 ? 1 : 0));
    return String(Number(value.toFixed(Math.min(places, 8))));
  }
  return scientific(value);
}

function scientific(value) {
  const power = Math.floor(Math.log10(value) + 1e-9);
  const digit = Math.round(value / 10 ** power);
  const written = [...String(Math.abs(power))].map((one) => SUPERSCRIPT[one]).join("");
  return `${digit === 1 ? "" : `${digit}\u00b7`}10${power < 0 ? "\u207b" : ""}${written}`;
}

const percent = (share) => `${Math.round(100 * share)}\u00a0%`;

// The next round number: the axis of steps grows seldom.
function roundUp(value, least) {
  if (value <= least) return least;
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * NICE.find((one) => one * unit >= value);
}

function ticks(low, high, most) {
  const unit = 10 ** Math.floor(Math.log10((high - low) / most));
  const step = unit * [1, 2, 5, 10].find((one) => (high - low) / (one * unit) <= most);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor((high - first * step) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, k) => (first + k) * step);
}

function decades(low, high) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const step = Math.max(1, Math.ceil((last - first) / 5));
  const found = [];
  for (let power = first; power <= last; power += step) found.push(10 ** power);
  return found;
}

// The curve as few points: of each stretch of steps the mean, the lowest and the highest.
function thinned(values) {
  const width = Math.max(1, Math.ceil(values.length / POINTS));
  const points = [];
  for (let start = 0; start < values.length; start += width) {
    const part = Array.from(values.slice(start, start + width)).filter(Number.isFinite);
    if (!part.length) continue;
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    const middle = start + (Math.min(width, values.length - start) + 1) / 2;
    points.push([middle, mean, Math.min(...part), Math.max(...part)]);
  }
  return points;
}

// The floats of a message, however the notebook delivers them.
function floats(buffer) {
  const start = buffer.byteOffset ?? 0;
  return new Float32Array((buffer.buffer ?? buffer).slice(start, start + buffer.byteLength));
}

// Full strength, as no numbers stand in these: negative blue, zero nearly white, positive vermilion.
function signedPixel(value) {
  const strength = Math.min(Math.abs(value), 1);
  return (value < 0 ? BLUE : VERMILION).map((part) => 247 + (part - 247) * strength);
}

function paint(canvas, height, width, pixel) {
  canvas.width = width;
  canvas.height = height;
  const data = new ImageData(width, height);
  for (let k = 0; k < width * height; k++) data.data.set([...pixel(k), 255], 4 * k);
  canvas.getContext("2d").putImageData(data, 0, 0);
}

function chart(title, unit, testid) {
  const drawing = svg("svg", { role: "img", "data-testid": testid });
  const heading = h("div", { class: "cn-title" }, title, h("span", { class: "cn-soft" }, ` ${unit}`));
  return { element: h("div", { class: "cn-chart" }, heading, drawing), drawing };
}

// Axes, level lines, curves and marks of one chart, drawn anew.
function draw({ drawing }, { end, low, high, log, labels, level, curves, marks, named, broken }) {
  const [width, height] = [drawing.clientWidth || 300, 170];
  const [left, right, top, bottom] = [44, 10, 16, 22];
  const [inner, tall] = [width - left - right, height - top - bottom];
  const x = (step) => left + (inner * step) / end;
  const place = (value) => (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
  const y = (value) => top + tall * (1 - Math.max(0, Math.min(1, place(Math.max(value, log ? 1e-30 : -1e30)))));
  const parts = [];
  const text = (words, at, down, look) => parts.push(svg("text", { x: at, y: down, class: "cn-tick", ...look }, words));
  for (const [value, words] of labels) {
    parts.push(svg("path", { d: `M${left},${y(value)}H${width - right}`, class: "cn-gridline" }));
    text(words, left - 6, y(value) + 4, { "text-anchor": "end" });
  }
  for (const step of ticks(0, end, Math.max(2, Math.min(6, inner / 60)))) text(String(step), x(step), height - 5, { "text-anchor": "middle" });
  parts.push(svg("path", { d: `M${left},${top}V${top + tall}H${width - right}`, class: "cn-axis" }));
  if (level) {
    parts.push(svg("path", { d: `M${left},${y(level[0])}H${width - right}`, class: "cn-level" }));
    const [, words, start] = level; // where the curve is not
    text(words, start ? left + 5 : width - right - 2, y(level[0]) - 4, { "text-anchor": start ? "start" : "end" });
  }
  // Of marks that are near each other, the last is the one that counts.
  let freeUpTo = Infinity;
  for (const [step, rate] of [...marks].reverse()) {
    parts.push(svg("path", { d: `M${x(step)},${top}V${top + tall}`, class: "cn-change", stroke: ORANGE }));
    const words = magnitude(rate);
    const half = 4 * words.length;
    if (!named || x(step) + half > freeUpTo) continue;
    text(words, Math.min(x(step), width - half), top - 5, { class: "cn-tick cn-rate", "text-anchor": "middle" });
    freeUpTo = x(step) - half - 4;
  }
  for (const { points, look } of curves) {
    if (!points.length) continue;
    if (points[0].length === 4) {
      const upper = points.map(([step, , , most]) => `${x(step).toFixed(1)},${y(most).toFixed(1)}`);
      const lower = points.map(([step, , least]) => `${x(step).toFixed(1)},${y(least).toFixed(1)}`).reverse();
      parts.push(svg("path", { d: `M${[...upper, ...lower].join("L")}Z`, class: `cn-band ${look}` }));
    }
    parts.push(svg("path", { d: `M${points.map(([step, value]) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`).join("L")}`, class: `cn-curve ${look}` }));
    const [step, value] = points.at(-1);
    if (look === "cn-now") parts.push(svg("circle", { cx: x(step), cy: y(value), r: 3, class: "cn-last" }));
  }
  if (broken) {
    const early = broken < 0.5;
    text("\u00d7 no number", x(end * broken) + (early ? 8 : -8), top + 12, { class: "cn-tick cn-broken", "text-anchor": early ? "start" : "end" });
  }
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.setAttribute("height", height);
  drawing.replaceChildren(...parts);
}

function render({ model, el }) {
  const root = frame(el, "dashboard", "Training dashboard");
  const setup = () => model.get("setup");
  const me = Math.random().toString(36).slice(2);

  // What Python has told so far
  const run = { number: null, losses: [], changes: [], accuracies: [], marks: [], ended: false };
  let before = { losses: [], changes: [], accuracies: [] };
  let news = null;

  // Asking: one question at a time; what is wanted meanwhile waits
  let playing = false;
  let asked = null;
  let wanted = [];
  let elsewhere = 0; // when a burst was last heard of that another view of this dashboard asked for
  function ask(content) {
    if (asked) {
      if (content.do === "step" || !wanted.some((one) => one.do === content.do)) wanted.push(content);
      return;
    }
    asked = Date.now();
    model.send({ ...content, by: me });
  }
  function goOn() {
    if (asked) return;
    if (wanted.length) ask(wanted.shift());
    else if (playing) ask({ do: "burst", seconds: BURST });
  }
  function play() {
    playing = true;
    if (asked && Date.now() - asked > GIVEN_UP) asked = null;
    goOn();
    showControls();
  }
  function pause() {
    playing = false;
    wanted = wanted.filter((one) => one.do !== "step");
    showControls();
  }
  const playedElsewhere = () => Date.now() - elsewhere < 1000;

  // Controls
  const toggle = h("button", {
    type: "button",
    class: "cn-play",
    "data-testid": "dashboard-play",
    onclick: () => {
      if (playing) pause();
      else if (playedElsewhere()) model.send({ do: "pause" });
      else play();
    },
  });
  const once = h("button", { type: "button", "data-testid": "dashboard-step", onclick: () => ask({ do: "step" }) }, "one step");
  const reset = h("button", {
    type: "button",
    "data-testid": "dashboard-reset",
    onclick: () => {
      pause();
      ask({ do: "reset" });
    },
  }, "start again");
  const rate = h("output", { class: "cn-number", "data-testid": "dashboard-rate-shown" });
  const rates = () => setup().rates;
  const slide = h("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "learning rate, logarithmic",
    "data-testid": "dashboard-rate",
    oninput: () => showRate(rates()[slide.value]),
    onchange: () => update(model, { learning_rate: rates()[slide.value] }),
  });
  const log = checkbox(model, "logarithmic", "logarithmic loss", "dashboard-logarithmic");
  const top = h(
    "div",
    { class: "cn-row" },
    h("span", { class: "cn-buttons" }, toggle, once, reset),
    h("label", { class: "cn-setting cn-slide" }, h("span", {}, "learning rate"), slide, rate),
    h("span", { class: "cn-push" }, log.element),
  );
  function showRate(value) {
    rate.textContent = magnitude(value);
    slide.setAttribute("aria-valuetext", magnitude(value));
  }

  // Numbers, charts and pictures
  const fact = (name, testid) => {
    const value = h("b", { class: "cn-number", "data-testid": testid });
    return { element: h("span", {}, h("span", { class: "cn-soft" }, `${name} `), value), value };
  };
  const step = fact("step", "dashboard-steps");
  const epoch = fact("epoch", "dashboard-epoch");
  const loss = fact("loss", "dashboard-loss");
  const accuracy = fact("test accuracy", "dashboard-accuracy");
  const reached = fact("", "dashboard-reached");
  const facts = h("div", { class: "cn-facts" }, ...[step, epoch, loss, accuracy, reached].map((one) => one.element));
  const notice = h("div", { class: "cn-notice", role: "status", "data-testid": "dashboard-notice" });
  const message = h("div", { class: "cn-message", role: "alert", "data-testid": "dashboard-message" });
  const charts = {
    losses: chart("training loss", "cross-entropy, by step", "dashboard-losses"),
    accuracies: chart("test accuracy", "%", "dashboard-accuracies"),
    changes: chart("change of the filters", "distance / norm at start", "dashboard-changes"),
  };
  const tiles = (testid) => h("div", { class: "cn-tiles", role: "img", "data-testid": testid });
  const filters = tiles("dashboard-filters");
  const maps = tiles("dashboard-maps");
  const filtersTitle = h("div", { class: "cn-title" });
  const mapsTitle = h("div", { class: "cn-title" });
  const choices = h("div", { class: "cn-choices", role: "group", "aria-label": "test image" });
  const reading = h("span", { class: "cn-soft", "data-testid": "dashboard-reading" });
  const earlier = h("ol", { class: "cn-runs", "aria-label": "runs before", "data-testid": "dashboard-runs" });
  const words = h("p", { class: "cn-soft cn-words", "data-testid": "dashboard-setup" });
  root.append(
    top,
    facts,
    notice,
    message,
    h("div", { class: "cn-charts" }, ...Object.values(charts).map((one) => one.element)),
    h("div", { class: "cn-pictures" }, h("div", {}, filtersTitle, filters), h("div", {}, mapsTitle, maps)),
    h("div", { class: "cn-row cn-asked" }, h("span", {}, "test image"), choices, reading),
    earlier,
    words,
  );

  function showTiles(box, buffer, { shape, reach }) {
    const count = shape[0];
    const channels = shape.length === 4 ? shape[1] : 1;
    const [height, width] = shape.slice(-2);
    const values = new Int8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength);
    if (box.childElementCount !== count) {
      const columns = Math.min(count, channels > 1 ? IN_A_ROW / 2 : IN_A_ROW);
      box.style.gridTemplateColumns = `repeat(${columns}, minmax(0, ${64 * channels}px))`;
      box.replaceChildren(...Array.from({ length: count }, () => h("div", { class: "cn-tile" }, ...Array.from({ length: channels }, () => h("canvas", {})))));
    }
    box.querySelectorAll("canvas").forEach((canvas, k) => {
      paint(canvas, height, width, (p) => signedPixel(values[k * height * width + p] / 127));
      canvas.style.aspectRatio = `${width} / ${height}`;
    });
    const strongest = reach === null ? "not all are numbers" : `\u00b1${magnitude(reach)}`;
    return `${count} of ${height} by ${width}, ${strongest}`;
  }

  function showPictures() {
    const [out, channels, height, width] = setup().filters;
    const shown = news.filters.shape[0] < out ? `the first ${news.filters.shape[0]} of ${out} filters` : `${out} filters`;
    const strongest = (reach) => (reach === null ? "not all are numbers" : `strongest colour \u00b1${magnitude(reach)}`);
    const title = (element, name, text) => element.replaceChildren(name, h("span", { class: "cn-soft" }, ` ${text}`));
    title(filtersTitle, shown, `${channels > 1 ? `${channels} \u00d7 ` : ""}${height} \u00d7 ${width}, ${strongest(news.filters.reach)}`);
    title(mapsTitle, "their maps", `${news.maps.shape[1]} \u00d7 ${news.maps.shape[2]}, ${strongest(news.maps.reach)}`);
    filters.setAttribute("aria-label", `filters of the first convolution: ${showTiles(filters, news.pictures[0], news.filters)}`);
    maps.setAttribute("aria-label", `their maps of the test image: ${showTiles(maps, news.pictures[1], news.maps)}`);
    reading.textContent = news.reading;
  }

  // The images to choose from, made anew when there are others
  let made = null;
  function showChoices() {
    const { images: all, picture } = setup();
    const now = all.map((one) => one.index).join(" ");
    if (now !== made) {
      made = now;
      const data = bytes(model, "thumbnails");
      const [height, width, channels = 1] = picture;
      const size = height * width * channels;
      choices.replaceChildren(
        ...all.map(({ index, name }, k) => {
          const canvas = h("canvas", {});
          paint(canvas, height, width, (p) => [0, 1, 2].map((c) => data[k * size + p * channels + (channels === 3 ? c : 0)]));
          return h("button", { type: "button", title: name, "aria-label": `test image ${index}: ${name}`, "data-testid": `dashboard-image-${index}`, onclick: () => update(model, { image: index }) }, canvas);
        }),
      );
    }
    [...choices.children].forEach((button, k) => button.setAttribute("aria-pressed", String(all[k].index === model.get("image"))));
  }

  function showCharts() {
    const count = run.losses.length;
    const end = roundUp(Math.max(count, before.losses.length), 50);
    const { guessing, goal } = setup();
    const both = (name, points) => [
      { points: points(before[name]), look: "cn-before" },
      { points: points(run[name]), look: "cn-now" },
    ];
    const common = { end, marks: run.marks };
    const lossCurves = both("losses", thinned);
    const [valuesBefore, values] = lossCurves.map(({ points }) => points.flatMap(([, , least, most]) => [least, most]));
    const logarithmic = model.get("logarithmic");
    let low = 0;
    let high = Math.min(1.05 * Math.max(1.2 * guessing, ...values), 4 * guessing);
    let labels = ticks(low, high, 5).map((value) => [value, magnitude(value)]);
    if (logarithmic) {
      high = Math.max(1.6 * guessing, ...values, Math.min(Math.max(...valuesBefore), 50 * guessing)) * 1.1;
      low = Math.max(Math.min(0.1, ...values, ...valuesBefore) * 0.8, 1e-6);
      labels = decades(low, high).map((value) => [value, value < 0.0009 ? scientific(value) : magnitude(value)]);
    }
    const broken = run.ended && count / end;
    draw(charts.losses, { ...common, low, high, log: logarithmic, labels, level: [guessing, "guessing"], curves: lossCurves, named: true, broken });
    const shares = (pairs) => pairs.map(([at, share]) => [at, 100 * share]);
    draw(charts.accuracies, { ...common, low: 0, high: 100, labels: [0, 25, 50, 75, 100].map((value) => [value, String(value)]), level: [100 * goal, `goal ${percent(goal)}`, true], curves: both("accuracies", shares) });
    const changeCurves = both("changes", thinned);
    const [mostBefore, most] = changeCurves.map(({ points }) => Math.max(0.1, ...points.map((point) => point[3])));
    const upper = 1.08 * Math.max(most, Math.min(mostBefore, 3 * most)); // the run before may leave the chart
    draw(charts.changes, { ...common, low: 0, high: upper, labels: ticks(0, upper, 4).map((value) => [value, magnitude(value)]), curves: changeCurves });

    const last = run.losses.at(-1);
    charts.losses.drawing.setAttribute("aria-label", count ? `training loss of ${count} steps, last ${magnitude(last)}; guessing is ${magnitude(guessing)}` : "training loss: no step yet");
    charts.accuracies.drawing.setAttribute("aria-label", `test accuracy, last ${percent(run.accuracies.at(-1)?.[1] ?? 0)}; goal ${percent(goal)}`);
    charts.changes.drawing.setAttribute("aria-label", `distance of the filters from their start, in units of their norm there: ${magnitude(run.changes.at(-1) ?? 0)}`);
  }

  function showFacts() {
    const { goal, tested, per_epoch: perEpoch } = setup();
    const count = run.losses.length;
    const recent = run.losses.slice(-20);
    step.value.textContent = String(count);
    epoch.value.textContent = (count / perEpoch).toFixed(1);
    loss.value.textContent = count ? magnitude(run.ended ? NaN : recent.reduce((sum, value) => sum + value, 0) / recent.length) : "\u2013";
    accuracy.value.textContent = run.accuracies.length ? percent(run.accuracies.at(-1)[1]) : "\u2013";
    accuracy.element.title = `of ${tested} test images, always the same`;
    const first = run.accuracies.find(([, share]) => share >= goal);
    reached.element.firstChild.textContent = `${percent(goal)} `;
    reached.value.textContent = first ? `after ${first[0]} steps` : "not yet";
  }

  // Lines need another blue where the paper is dark.
  function showTheme() {
    const parts = getComputedStyle(root).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255];
    root.classList.toggle("cn-dark", Math.max(...parts.slice(0, 3)) < 128);
  }

  let trouble = "";
  function showControls() {
    showTheme();
    const going = playing || playedElsewhere();
    toggle.textContent = going ? "\u275a\u275a pause" : "\u25b6 play";
    toggle.disabled = run.ended && !going;
    once.disabled = going || run.ended;
    const silent = asked ? Date.now() - asked : 0;
    let said = "";
    if (silent > PATIENCE)
      said = `No answer from Python for ${Math.floor(silent / 1000)} s: another cell is running, or the kernel has stopped (then run this cell again).`;
    else if (!playing && run.losses.length && !run.ended) said = `Paused at step ${run.losses.length}.`;
    if (notice.textContent !== said) notice.textContent = said;
    notice.classList.toggle("cn-silent", silent > PATIENCE);
    const told = trouble || news?.message || "";
    if (message.textContent !== told) message.textContent = told;
    message.hidden = !told;
  }

  function showRuns(runs) {
    earlier.replaceChildren(...runs.map((one) => h("li", {}, h("b", { class: "cn-number" }, one.rate), h("span", { class: "cn-soft" }, ` ${one.how}`))));
    earlier.hidden = !runs.length;
  }

  function show() {
    const { optimizer, batch_size: batch, trained, tested, seed, rates: all } = setup();
    if (!all) return; // Python has not spoken yet
    slide.max = all.length - 1;
    const now = model.get("learning_rate");
    const nearest = (value) => Math.abs(Math.log(value / now));
    slide.value = all.reduce((best, value, k) => (nearest(value) < nearest(all[best]) ? k : best), 0);
    showRate(now);
    log.show();
    words.textContent =
      `${optimizer}; ${batch} of ${trained} images a step, seed ${seed}; accuracy on ${tested} test images` +
      (before.losses.length ? "; dashed: the run before" : "");
    showChoices();
    showFacts();
    showCharts();
    showControls();
  }

  // Listening
  function take(content, buffers) {
    const fresh = content.steps === 0 && content.measured === 0;
    if (!fresh && (content.run !== run.number || content.steps !== run.losses.length || content.measured !== run.accuracies.length)) {
      if (!wanted.some((one) => one.do === "all")) wanted.unshift({ do: "all" });
      return;
    }
    const [filterBytes, mapBytes, ...curves] = buffers;
    const [losses, changes, lossesBefore, changesBefore] = curves.map(floats);
    if (fresh) Object.assign(run, { losses: [], changes: [], accuracies: [] });
    if (content.before) {
      before = { losses: lossesBefore, changes: changesBefore, accuracies: content.before };
      showRuns(content.runs);
      show();
    }
    run.number = content.run;
    run.losses = run.losses.concat(Array.from(losses));
    run.changes = run.changes.concat(Array.from(changes));
    run.accuracies = run.accuracies.concat(content.accuracies);
    run.marks = content.marks;
    run.ended = content.ended;
    if (run.ended) playing = false;
    news = { ...content, pictures: [filterBytes, mapBytes] };
    trouble = "";
    showPictures();
    showFacts();
    showCharts();
  }
  function hear(content, buffers) {
    if (content.kind === "pause") {
      elsewhere = 0;
      pause();
    }
    if (content.by === me) asked = null;
    else if (content.by) elsewhere = Date.now();
    if (content.kind === "news") take(content, buffers);
    if (content.kind === "trouble") {
      playing = false;
      trouble = content.message;
    }
    goOn();
    showControls();
  }
  model.on("msg:custom", hear);
  ask({ do: "all" });

  show();
  const clock = setInterval(showControls, 500);
  const watcher = new ResizeObserver(() => {
    root.classList.toggle("cn-narrow", root.clientWidth < 600);
    root.classList.toggle("cn-tight", root.clientWidth < 360);
    if (setup().rates) showCharts();
  });
  watcher.observe(root);
  const forget = whenChanged(model, ["learning_rate", "image", "logarithmic", "setup"], show);
  return () => {
    playing = false;
    wanted = [];
    clearInterval(clock);
    watcher.disconnect();
    model.off("msg:custom", hear);
    forget();
  };
}

export default { render };
