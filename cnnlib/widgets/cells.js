
// Shared by the widgets that show matrices as cells.

// A matrix of cells with its title.
function matrixBlock(name, label, widget) {
  const title = h("div", { class: "cn-title" });
  const grid = h("div", { class: `cn-grid cn-${name}`, role: "group", "aria-label": label });
  grid.dataset.testid = `${widget}-${name}`;
  return { title, grid, element: h("div", { class: "cn-block" }, title, grid), shape: "" };
}

// Empty cells in a grid, made anew only when the size changes: a focused cell keeps its focus.
function ensureCells(block, rows, columns, padding, make) {
  const shape = `${rows} ${columns} ${padding}`;
  if (block.shape === shape) return;
  block.shape = shape;
  block.grid.style.gridTemplateColumns = `repeat(${columns}, var(--cell))`;
  const cells = [];
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) cells.push(make(i, j));
  block.grid.replaceChildren(...cells);
}

// One Tab stop for a grid; the arrow keys move between its cells.
function moveBetween(grid, selector, event, columns) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Enter: columns };
  if (!(event.key in steps)) return null;
  const cells = [...grid.querySelectorAll(selector)];
  const target = cells[cells.indexOf(event.target) + steps[event.key]];
  event.preventDefault();
  if (target) {
    cells.forEach((cell) => (cell.tabIndex = -1));
    target.tabIndex = 0;
    target.focus();
  }
  return target;
}

// Cells as large as the matrices and their titles allow, side by side with a sign between them.
function fitMatrices(root, blocks, most) {
  root.classList.remove("cn-tight"); // titles as wide as they are in one line
  const measured = blocks.map(([block, columns]) => [columns, block.title.offsetWidth]);
  const room = (root.clientWidth || 720) - 30 - 4 * 14 - 44;
  const needed = (size, wordy) =>
    measured.reduce((sum, [n, title]) => sum + Math.max(n * (size + 1) + 1, wordy ? title : 0), 0);
  const largest = (wordy) => {
    let size = most;
    while (size >= 23 && needed(size, wordy) > room) size--;
    return size;
  };
  const tight = largest(true) < 23;
  root.classList.toggle("cn-tight", tight);
  root.style.setProperty("--cell", `${Math.max(23, largest(!tight))}px`);
}
